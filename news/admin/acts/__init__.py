"""The acts at the desk, alike for releases and events: `buttons` what may be done now, `views` doing it.

Handing in, checking and sending back have pages of their own in `review/`.
"""

from news.enums import Act, State
from news.rules import can, refusal

from .buttons import buttons
from .posted import facts_shown, version_shown
from .views import urls

__all__ = ["buttons", "facts_shown", "only_read_because", "urls", "version_shown", "who_sees"]


def who_sees(edition):
    """Said after each save: what readers see now."""
    if edition.thing.editions.live().exists():
        return "Readers still see the public version."
    return "Nothing of it is public."


def only_read_because(person, edition):
    """Why this person reads an open version without its form, and what leads to the form; empty otherwise."""
    said = refusal(person, Act.EDIT, edition) if edition.is_open else ""
    if said and edition.state == State.APPROVED:
        how = "To change it, stop it first." if can(person, Act.STOP, edition) else "Ask an editor to stop it."
        return f"It is approved. {how}"
    if said and edition.state == State.IN_REVIEW and can(person, Act.TAKE_BACK, edition):
        return "It is handed in. To change it, take it back first."
    return said
