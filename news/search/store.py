"""Writes documents into the index. Everything happens in the transaction of the caller.

Whoever writes holds the row of `SearchState` until the transaction ends: no two write at once, and a rebuild that
begins is known to all who write after it. So it is best called last.
"""

from django.db import connection, transaction
from django.db.models import Q

from news.models import SearchEntry, SearchName, SearchState

from . import counted, looking
from .engines import expect, expected, put
from .prepared import ENTRY, NAME, TEXTS, Prepared, vocabulary

AT_ONCE = 500
FEW = 20
THING = ("build", "thing_type", "thing_id")
CHANGING = [column for column in ENTRY if column not in THING]


def write(documents):
    """Put documents in place of what is kept of the same things, in every build that is kept up."""
    _put({(str(document.thing_type), document.thing_id): document for document in documents})


def remove(things):
    """Forget things, given as (thing_type, thing_id)."""
    _put({(str(thing_type), thing_id): None for thing_type, thing_id in things})


def carrying(key, *, types=()):
    """(thing_type, thing_id) of every entry that carries a key; for what has to be written anew with an entry."""
    return looking.carrying(key, types=types)


def due(now):
    """(thing_type, thing_id) of entries of which readers may see more since `again_at`."""
    entries = SearchEntry.objects.filter(build=looking.live(), again_at__lte=now)
    return list(entries.order_by("again_at", "pk").values_list("thing_type", "thing_id"))


def _put(documents):
    """Documents by thing, None for what is forgotten."""
    if not documents:
        return
    with transaction.atomic():
        state = locked()
        many = len(documents) > FEW
        expect(connection, many)
        things = list(documents)
        for first in range(0, len(things), AT_ONCE):
            some = {thing: documents[thing] for thing in things[first : first + AT_ONCE]}
            prepared = {thing: Prepared(document) if document else None for thing, document in some.items()}
            replace(state.live, prepared)
            if state.next:
                replace(state.next, prepared)
        if state.next:
            state.done["changes"] = state.done.get("changes", 0) + 1
            state.save(update_fields=["done"])
        if many:
            expected(connection)


def locked():
    """The row of `SearchState`. Until the transaction ends, nobody else changes it or writes into the index."""
    rows = SearchState.objects.select_for_update().filter(pk=1)
    state = rows.first()
    if state is None:
        SearchState.objects.bulk_create([SearchState(pk=1)], ignore_conflicts=True)
        state = rows.get()
    return state


def replace(build, prepared):
    """Puts what is prepared, by thing, into one build; None removes. What is the same stays untouched."""
    before = {(entry.thing_type, entry.thing_id): entry for entry in _of(SearchEntry, build, prepared)}
    changes = counted.Changes()
    new, changed, gone = [], [], []
    for thing, one in prepared.items():
        entry = before.get(thing)
        if entry and one and all(getattr(entry, name) == value for name, value in one.values.items()):
            continue
        if entry:
            texts = {name: getattr(entry, name) for name in TEXTS}
            kept = one is not None and all(texts[name] == one.values[name] for name in TEXTS)
            changes.count(entry.thing_type, entry.keys.split(), {} if kept else vocabulary(texts), -1)
            if not one:
                gone.append(entry.pk)
        if one:
            changes.count(one.thing_type, one.values["keys"].split(), {} if entry and kept else one.vocabulary, 1)
            (changed if entry else new).append(one)
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    numbers = counted.numbers(build, {key for one in (*new, *changed) for key in one.counted})
    for rows, replacing in ((new, ()), (changed, CHANGING)):
        entries = [one.entry(build, numbers) for one in rows]
        put(connection, "news_searchentry", (ENTRY, entries), once=THING, replacing=replacing)
    changes.write(build)
    _write_names(build, prepared)


def _write_names(build, prepared):
    wanted = [row for one in prepared.values() if one for row in one.names(build)]
    there = {tuple(row): pk for pk, *row in _of(SearchName, build, prepared).values_list("pk", *NAME)}
    missing = [row for row in wanted if there.pop(row, None) is None]
    if there:
        SearchName.objects.filter(pk__in=there.values()).delete()
    put(connection, "news_searchname", (NAME, missing))


def _of(model, build, things):
    """Rows of things in a build."""
    by_type = {}
    for thing_type, thing_id in things:
        by_type.setdefault(thing_type, []).append(thing_id)
    asked = Q()
    for thing_type, ids in by_type.items():
        asked |= Q(thing_type=thing_type, thing_id__among=ids)
    return model.objects.filter(asked, build=build)
