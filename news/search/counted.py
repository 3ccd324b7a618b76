"""Numbers that are kept with the entries: releases by key, entries by month and type, entries by word.

Only differences are written, so a change costs what it changes.
"""

from collections import Counter

from django.db import connection

from news.enums import SearchType
from news.models import SearchCount, SearchSpelling

from .engines import add, among, present
from .spelling import one_letter_less

# The months of entries are counted as "qkd202411release", all entries as ALL, which stands behind every month.
WINDOW = "qkd"
ALL = "qkdz"
BEHIND_WINDOWS = "qke"
PEOPLE = "qkperson"
COUNT = {"build": "integer", "key": "varchar", "number": "integer"}
WORD = {"build": "integer", "word": "varchar", "stem": "varchar", "shown": "varchar", "entries": "integer"}


class Changes:
    """What entries bring to the numbers of a build, and what they take away."""

    def __init__(self):
        self.keys = Counter()
        self.words = Counter()
        self.vocabulary = {}

    def count(self, thing_type, keys, vocabulary, number):
        """An entry with its keys and words comes (1) or goes (-1)."""
        self.keys[ALL] += number
        for key in keys:
            if key.startswith(WINDOW):
                if len(key) == len(WINDOW) + 6:
                    self.keys[key + thing_type] += number
            elif thing_type == SearchType.RELEASE:
                self.keys[key] += number
        (self.words.update if number > 0 else self.words.subtract)(vocabulary.keys())
        self.vocabulary |= vocabulary

    def write(self, build):
        keys = [(build, key, number) for key, number in self.keys.items() if number]
        add(connection, "news_searchcount", (COUNT, keys), once=("build", "key"), number="number")
        words = [(build, word, *self.vocabulary[word], number) for word, number in self.words.items() if number]
        add(connection, "news_searchword", (WORD, words), once=("build", "word"), number="entries")
        _learn_to_spell([word for _, word, _, _, number in words if number > 0])


def _learn_to_spell(words):
    new = sorted(set(words) - present(connection, "news_searchspelling", '"left"', words))
    rows = [SearchSpelling(left=left, word=word) for word in new for left in sorted(one_letter_less(word))]
    SearchSpelling.objects.bulk_create(rows, ignore_conflicts=True)


def numbers(build, keys):
    """`{key: number of its row}`; what has no row yet gets one."""
    found = _numbers(build, keys)
    if missing := sorted(keys - found.keys()):
        SearchCount.objects.bulk_create([SearchCount(build=build, key=key) for key in missing])
        found |= _numbers(build, missing)
    return found


def _numbers(build, keys):
    rows = SearchCount.objects.filter(build=build, key__among=keys)
    return dict(rows.values_list("key", "pk")) if keys else {}


def keys_of(numbers):
    """`{key: times}` of `{number of its row: times}`."""
    rows = among(connection, "news_searchcount", ("id", "key"), "id", map(int, numbers))
    return {key: numbers[str(number)] for number, key in rows}


def frequencies(tokens, keys):
    """`(live build, {token: entries}, {key: number})` of those that are known; an inflected word is counted again."""
    live = "COALESCE((SELECT live FROM news_searchstate WHERE id = 1), 1)"
    parts, parameters = [f"SELECT '', '', {live}"], []
    for kind, values, column, rest in (
        (
            "token",
            tokens,
            "stem",
            ", SUM(entries) FROM news_searchword WHERE build = {} AND stem IN ({}) GROUP BY stem",
        ),
        ("key", keys, "key", ", number FROM news_searchcount WHERE build = {} AND key IN ({})"),
    ):
        if values:
            parts.append(f"SELECT '{kind}', {column}{rest.format(live, ', '.join(['%s'] * len(values)))}")
            parameters += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        (_, _, build), *rows = sorted(cursor.fetchall())
    found = {"token": {}, "key": {}}
    for kind, name, number in rows:
        found[kind][name] = number
    return build, found["token"], found["key"]


def of_keys(build):
    """`{key: number of releases}`, without people, who are as many as releases."""
    rows = SearchCount.objects.filter(build=build, number__gt=0)
    rows = rows.exclude(key__startswith=WINDOW).exclude(key__startswith=PEOPLE)
    return dict(rows.values_list("key", "number"))


def newest_months(build, most=None):
    """`(number of all entries, [(month, type, number of its entries)])`, the newest month first.

    Months are numbers as 202411, 0 for what has no moment. At most `most` rows are read.
    """
    rows = SearchCount.objects.filter(build=build, number__gt=0, key__gte=WINDOW, key__lt=BEHIND_WINDOWS)
    rows = list(rows.order_by("-key").values_list("key", "number")[:most])
    if not rows:
        return 0, []
    (_, total), *months = rows
    return total, [(int(key[3:9]), key[9:], number) for key, number in months]
