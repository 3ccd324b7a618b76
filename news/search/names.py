"""Finds things by what they are called: for the box above the results, and while somebody types."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    thing_type: str
    thing_id: int
    shown: str


def called(typed):
    """Public things that are called exactly so, whatever case, accents and quotes: at most three `Named`."""
    raise NotImplementedError


def beginning(typed, most=8):
    """Public things of whose name a word begins so, whole names first: at most `most` `Named`, each thing once."""
    raise NotImplementedError
