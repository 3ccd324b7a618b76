"""The desk. Importing a page registers its admin."""

from . import directory, pictures
from .event import page as event_page
from .release import page as release_page

__all__ = ["directory", "event_page", "pictures", "release_page"]
