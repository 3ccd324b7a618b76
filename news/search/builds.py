"""A new build beside the live one, and what is left of former ones.

While one is being made, `store` writes every change into both. Each step holds the row of `SearchState`, so what it
reads cannot change before it is written, and a step that was cut off has not been. While a step is written, the next
is read by another connection without that lock; `store` counts the changes that come meanwhile, and after one it is
read again.
"""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from news.models import SearchCount, SearchEntry, SearchName, SearchSpelling, SearchState, SearchWord

from .engines import expect, expected, is_seen_by_others, tidy
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
    return _step(build, _Reading(batch))


def fill(build, batch):
    """Takes one `step` after the other until all is written. Yields what each returns."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        reading = _Reading(batch, beside if is_seen_by_others(connection) else None)
        try:
            while number := _step(build, reading):
                yield number
        finally:
            beside.submit(lambda: connection.close())  # that of the other thread


def _step(build, reading):
    with transaction.atomic():
        state = locked()
        _still_next(state, build)
        found = reading.behind(state.done.get("after"), state.done.get("changes", 0))
        if found is None:
            return False
        prepared, position = found
        expect(connection, many=True)
        replace(build, {one.thing: one for one in prepared})
        state.done |= {"after": position, "number": state.done.get("number", 0) + len(prepared)}
        state.save(update_fields=["done"])
        return state.done["number"]


class _Reading:
    """What `batch` answers, prepared; with a thread `beside`, what comes next is read while this is written."""

    def __init__(self, batch, beside=None):
        self.batch, self.beside = batch, beside
        self.ahead = None

    def behind(self, after, changes):
        """`(prepared, position)`, or None behind the last. Called behind the lock."""
        found = None
        if self.ahead:
            read_after, read_changes, found = self.ahead.result()
        if not self.ahead or (read_after, read_changes) != (after, changes):
            found = self._read(after)
        if self.beside and found:
            self.ahead = self.beside.submit(self._read_ahead, found[1])
        return found

    def _read(self, after):
        if (found := self.batch(after)) is None:
            return None
        documents, position = found
        return [Prepared(document) for document in documents], position

    def _read_ahead(self, after):
        # Asked first: what is committed while the rest is read has counted itself.
        changes = SearchState.objects.get().done.get("changes", 0)
        return after, changes, self._read(after)


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
