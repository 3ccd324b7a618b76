"""Everything that is public, in steps: for an index that is made anew."""

from django.db import transaction
from django.utils import timezone

from news.enums import SearchType
from news.models import SearchEntry
from news.search import store

from .lock import lock_index
from .things import DOCUMENTS, documents, public

SIZE = 500


def batch(after=None, *, size=SIZE):
    """`(documents, position)` of the next things behind a position, or None behind the last.

    A position is a list that JSON keeps; `None` stands before the first. Call it behind the lock of the index, in
    the transaction in which the documents are written: nothing changes them until that has committed. Who calls it
    before must look behind the lock whether anything has changed.
    """
    now = timezone.now()
    types = list(DOCUMENTS)
    first, last_key = (SearchType(after[0]), after[1]) if after else (types[0], 0)
    for thing_type in types[types.index(first) :]:
        rows, column = public(thing_type, now)
        keys = rows.filter(**{f"{column}__gt": last_key}).order_by(column).values_list(column, flat=True)[:size]
        if found := list(keys):
            things = documents([(thing_type, key) for key in found], now)
            return sorted(things, key=lambda one: one.thing_id), [str(thing_type), found[-1]]
        last_key = 0
    return None


def batches(after=None, *, size=SIZE):
    """Each `(documents, position)` in turn, behind a position."""
    while (step := batch(after, size=size)) is not None:
        after = step[1]
        yield step


def number():
    """How many things there are, for a progress bar."""
    now = timezone.now()
    return sum(public(thing_type, now)[0].order_by().count() for thing_type in DOCUMENTS)


@transaction.atomic
def refresh_everything():
    """Write everything that is public, and forget what is not. In one transaction: for tests and small sites."""
    lock_index()
    there = set(SearchEntry.objects.values_list("thing_type", "thing_id"))
    for found, _ in batches():
        store.write(found)
        there -= {(document.thing_type, document.thing_id) for document in found}
    store.remove(there)
