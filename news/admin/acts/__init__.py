"""The acts at the desk, alike for releases and events: `buttons` what may be done now, `views` doing it.

Handing in, checking and sending back have pages of their own in `review/`.
"""

from .buttons import buttons
from .posted import facts_shown, version_shown
from .views import urls

__all__ = ["buttons", "facts_shown", "urls", "version_shown", "who_sees"]


def who_sees(edition):
    """Said after each save: what readers see now."""
    if edition.thing.editions.live().exists():
        return "Readers still see the public version."
    return "Nothing of it is public."
