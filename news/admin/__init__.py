"""The desk. Importing a page registers its admin."""

from . import correcting, directory, photographs, pictures
from .autosave import page as autosave_page
from .event import page as event_page
from .release import page as release_page

__all__ = ["autosave_page", "correcting", "directory", "event_page", "photographs", "pictures", "release_page"]
