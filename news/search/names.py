"""Finds things by what they are called: for the box above the results, and while somebody types."""

from dataclasses import dataclass

from django.db import connection
from django.db.models.functions import Length

from news.models import SearchName

from .engines import begins
from .looking import live
from .prepared import LONGEST_NAME, folded

MOST_CALLED = 3


@dataclass(frozen=True)
class Named:
    thing_type: str
    thing_id: int
    shown: str


def called(typed):
    """Public things that are called exactly so, whatever case, accents and quotes: at most three `Named`."""
    name = folded(typed)[:LONGEST_NAME]
    if not name:
        return []
    rows = SearchName.objects.filter(build=live(), folded=name, start=0).order_by("thing_type", "thing_id")
    return _named(rows.values_list("thing_type", "thing_id", "shown")[:MOST_CALLED])


def beginning(typed, most=8):
    """Public things of whose name a word begins so, whole names first: at most `most` `Named`, each thing once.

    Of names that begin so the shorter ones come first.
    """
    name = folded(typed)[:LONGEST_NAME]
    if not name:
        return []
    rows = SearchName.objects.filter(begins(connection, "folded", name), build=live())
    rows = rows.annotate(letters=Length("folded")).order_by("start", "letters", "folded", "thing_type", "thing_id")
    # A thing may have several names that begin so.
    named = _named(rows.values_list("thing_type", "thing_id", "shown")[: most * 6])
    return list(dict.fromkeys(named))[:most]


def _named(rows):
    return [Named(*row) for row in rows]
