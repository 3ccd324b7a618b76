"""A new build beside the live one, and what is left of former ones.

While one is being made, `store` writes every change into both. Each step holds the row of `SearchState`, so what it
reads cannot change before it is written, and a step that was cut off has not been.
"""

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from news.models import SearchCount, SearchEntry, SearchName, SearchSpelling, SearchState, SearchWord

from .engines import expect, expected, tidy
from .prepared import Prepared
from .store import locked, replace

OF_BUILDS = (SearchEntry, SearchCount, SearchName, SearchWord)
AT_ONCE = 500
SPELLINGS_AT_ONCE = 5_000


def begin(*, anew=False):
    """The `SearchState` with a next build: the one that was begun, unless `anew`, else a new one."""
    with transaction.atomic():
        state = locked()
        if anew or not state.next:
            highest = max(model.objects.aggregate(highest=Max("build"))["highest"] or 0 for model in OF_BUILDS)
            state.next = max(highest, state.live) + 1
            state.done = {}
            state.save()
    return state


def step(build, batch):
    """Writes the next documents into a build that is being made; False when there are none left.

    `batch` is asked for `(documents, position)` behind a position, None at first, and answers None behind the last.
    Returns how many things were written since the beginning. Raises `OvertakenError`.
    """
    with transaction.atomic():
        state = locked()
        _still_next(state, build)
        found = batch(state.done.get("after"))
        if found is None:
            return False
        documents, position = found
        prepared = [Prepared(document) for document in documents]
        expect(connection, many=True)
        replace(build, {one.thing: one for one in prepared})
        state.done = {"after": position, "number": state.done.get("number", 0) + len(documents)}
        state.save(update_fields=["done"])
        return state.done["number"]


def go_live(build):
    """Readers search this build from now on. Raises `OvertakenError`."""
    with transaction.atomic():
        state = locked()
        _still_next(state, build)
        expected(connection)
        SearchState.objects.filter(pk=1).update(live=build, next=0, done={})


def sweep():
    """Deletes what belongs to no build that is kept up, in small steps. Yields how many rows each step deleted."""
    for model in OF_BUILDS:
        while number := _sweep_some(model):
            yield number
    yield from _sweep_spellings()
    tidy(connection)


class OvertakenError(Exception):
    """Another call has finished this build, or begun anew."""


def _still_next(state, build):
    if state.next != build:
        raise OvertakenError


def _sweep_some(model):
    with transaction.atomic():
        state = locked()
        keys = model.objects.exclude(build__in=[state.live, state.next]).values_list("pk", flat=True)[:AT_ONCE]
        number, _ = model.objects.filter(pk__in=list(keys)).delete()
    return number


def _sweep_spellings():
    """Those of words that stand in no text any more."""
    last = SearchSpelling.objects.aggregate(last=Max("pk"))["last"] or 0
    for first in range(0, last + 1, SPELLINGS_AT_ONCE):
        with transaction.atomic():
            locked()
            some = SearchSpelling.objects.filter(pk__gte=first, pk__lt=first + SPELLINGS_AT_ONCE)
            word = SearchWord.objects.filter(word=OuterRef("word"), entries__gt=0)
            number, _ = some.exclude(Exists(word)).delete()
        yield number
