"""The order of protocol, as a proposal: whoever drags a row afterwards is right.

Guests of honour; the host; whoever chairs; then delegations by their country's English name, first
members, then partners, then observers, then everybody else; within a delegation its head, then by
rank. What the order cannot tell apart stays as it stands.
"""

from dataclasses import dataclass

from news import words
from news.enums import ParticipationRole, StandingKind

FIRST = [
    ParticipationRole.GUEST_OF_HONOUR,
    ParticipationRole.HOST,
    ParticipationRole.CHAIR,
    ParticipationRole.CO_CHAIR,
]
STANDINGS = [StandingKind.MEMBER, StandingKind.DIALOGUE_PARTNER, StandingKind.OBSERVER]
NO_RANK = 10_000


@dataclass(frozen=True)
class Place:
    """What decides the place of one row. `rank` is the order within its force, 1 the highest."""

    role: str = ParticipationRole.ATTENDEE
    standing: str = ""
    country: str = ""
    organization: str = ""
    rank: int | None = None
    is_ours: bool = False


def proposed(places: list[Place]) -> list[int]:
    """The numbers of the rows in their proposed order."""
    return sorted(range(len(places)), key=lambda number: _key(places[number]))


def _key(place):
    first = FIRST.index(place.role) if place.role in FIRST else len(FIRST)
    standing = STANDINGS.index(place.standing) if place.standing in STANDINGS else len(STANDINGS)
    return (
        place.role in ParticipationRole.absent,
        first,
        # The Secretariat stands before those whom it serves, as in its own lists.
        not place.is_ours,
        standing,
        not place.country,
        words.fold(place.country),
        words.fold(place.organization),
        place.role != ParticipationRole.HEAD_OF_DELEGATION,
        NO_RANK if place.rank is None else place.rank,
    )
