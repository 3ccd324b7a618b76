"""How it stands with an event, in words."""

from news.enums import State
from news.rules.wording import Said, state_of


def said_of(edition, public):
    """The state in words. What no reader sees is called internal."""
    if edition.state == State.SUPERSEDED:
        return Said("draft", "Replaced by a newer version")
    if edition.state == State.DISCARDED:
        return Said("bin", "In the bin")
    said = state_of(edition if edition.is_open else None, public)
    return said if public else Said(said.mark, f"Internal, {said.words[:1].lower()}{said.words[1:]}")
