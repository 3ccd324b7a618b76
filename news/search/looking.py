"""Looks in the live build: matches, in order, with counts."""

from dataclasses import dataclass

EXACT = 10_000  # counts are exact up to here
RANKED = 5_000  # the newest matches, among which the best are looked for


@dataclass(frozen=True)
class Found:
    """A page of matches, best first (newest first for `archive`), as (thing_type, thing_id).

    `total` is exact unless `more`, then it is EXACT. `counts` are numbers by key among the `counted` newest
    matches; they are exact unless `more`.
    """

    things: tuple[tuple[str, int], ...]
    total: int
    more: bool
    counts: dict[str, int]


def search(asked, keys=(), *, first=0, most=10, counts=True):
    """Public things that match `asked` (an `asking.Asked`) and carry all `keys`: `first` are passed over."""
    raise NotImplementedError


def counts(asked, keys=()):
    """`(total, more, counts by key)` alone: for a facet of which the chosen value does not count."""
    raise NotImplementedError


def archive(keys=(), *, first=0, most=12):
    """Press releases that carry all `keys`, newest first. Without keys `total` and `counts` are exact at any size."""
    raise NotImplementedError
