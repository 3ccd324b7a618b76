"""What a reader typed, understood: words, "phrases", beginnings*, -without, person:vinluan, country:PH, year:2024."""

from dataclasses import dataclass

LONGEST = 300  # letters of a search that are looked at
MOST_TERMS = 12


@dataclass(frozen=True)
class Term:
    """Tokens that must stand one after the other. `begins`: the last one need only begin so.

    `people`: they must stand in the name of somebody. `typed` is how the reader wrote it.
    """

    tokens: tuple[str, ...]
    typed: str
    begins: bool = False
    people: bool = False


@dataclass(frozen=True)
class Asked:
    """All `wanted` and none `unwanted`. `narrowed` has (facet, value as typed) of `country:PH` and the like."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    narrowed: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    shortened: bool = False

    def __bool__(self):
        return bool(self.wanted or self.narrowed)


def read(typed):
    """Understands anything, whatever it is: never raises."""
    raise NotImplementedError
