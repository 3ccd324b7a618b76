"""What the index holds, as plain values: all of it, where a word stands in it, and what it would be made anew."""

import contextlib

from django.db import transaction

from news import words
from news.models import SearchCount, SearchEntry, SearchName, SearchWord
from news.record.searchable import refresh_everything
from news.search import asking, looking, names, spelling

TEXTS = ("title", "names", "summary", "text", "words_title", "words_names", "words_summary", "words_body", "keys")


def content():
    """Every row of every table, without what only tells when it was made."""
    columns = [f.name for f in SearchEntry._meta.concrete_fields if f.name not in {"id", "build", "facets"}]
    keys = {str(number): key for number, key in SearchCount.objects.values_list("pk", "key")}
    return {
        "entries": sorted(map(str, SearchEntry.objects.values_list(*columns))),
        "facets": sorted(
            (*thing, [keys[number] for number in facets.split()])
            for *thing, facets in SearchEntry.objects.values_list("thing_type", "thing_id", "facets")
        ),
        "counts": sorted(SearchCount.objects.exclude(number=0).values_list("key", "number")),
        "names": sorted(SearchName.objects.values_list("thing_type", "thing_id", "folded", "start", "shown")),
        "words": sorted(SearchWord.objects.exclude(entries=0).values_list("word", "stem", "entries")),
    }


class _Undone(Exception):
    pass


def made_anew():
    """What `content` would be if the index were made from nothing now. It stays as it is."""
    with contextlib.suppress(_Undone), transaction.atomic():
        for model in (SearchEntry, SearchCount, SearchName, SearchWord):
            model.objects.all().delete()
        refresh_everything()
        found = content()
        raise _Undone
    return found


def traces(word):
    """Where a word stands, whatever anybody asks: of entries their type, of other tables their name."""
    folded = words.fold(word)
    found = set()
    for kind, *texts in SearchEntry.objects.values_list("thing_type", *TEXTS):
        if any(folded in words.fold(text) for text in texts):
            found.add(kind)
    if SearchName.objects.filter(folded__contains=folded).exists():
        found.add("name")
    if SearchWord.objects.filter(word__contains=folded).exclude(entries=0).exists():
        found.add("word")
    return found


def found(typed, *keys):
    """(type, key) of what a reader finds."""
    return set(looking.search(asking.read(typed), keys).things)


def offered(typed):
    """Everything that is offered to somebody who types this: names, names that begin so, other words."""
    shown = [one.shown for one in [*names.called(typed), *names.beginning(typed)]]
    return {*shown, *spelling.going_on(typed), spelling.meant(asking.read(typed))} - {""}
