"""Looks in the live build: matches, in order, with counts."""

import datetime
import math
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from news.enums import SearchType
from news.models import SearchCount, SearchEntry, SearchState

from . import counted
from . import keys as search_keys
from .counted import WINDOW
from .engines import Phrase, ask, condition, joined_facets, said_exactly, stands_in
from .keys import PEOPLE

EXACT = 10_000  # counts are exact up to here
RANKED = 5_000  # the newest matches, among which the best are looked for
VERIFIED = 5_000  # the newest entries that have all words of a phrase, in which it is looked for
SPARE = 1.15  # for each word: so many times the entries that are thought to be enough are looked through
UNLIKE = 8  # words that stand together may be so many times as frequent as chance would have it
MOST_OF_ALL = 0.5  # of the entries: then rather look through all
SOME_MONTHS = 200
NEWEST_FIRST = "moment DESC NULLS FIRST, thing_id DESC, thing_type"
POINTS = (("words_title", 8), ("words_names", 4), ("words_summary", 2))  # else 1
A_POINT = 3650  # days: a word in the title instead of the text is worth seventy years


@dataclass(frozen=True)
class Found:
    """A page of matches, best first (newest first for `archive`), as (thing_type, thing_id).

    `total` is exact unless `more`, then it is EXACT. `counts` are numbers by key among the EXACT newest matches;
    they are exact unless `more`. `partly`: a phrase was looked for only in the newest VERIFIED entries that have all
    its words, and everything is said of these.
    """

    things: tuple[tuple[str, int], ...]
    total: int
    more: bool
    counts: dict[str, int]
    partly: bool = False


NOTHING = Found((), 0, False, {})


@dataclass(frozen=True)
class _Wish:
    """What is wanted of the matches: a page of them, in which order, whether their keys are counted."""

    first: int
    most: int
    points: tuple[str, list] | None
    counts: bool
    enough: int = EXACT


def search(asked, keys=(), *, first=0, most=10, counts=True):
    """Public things that match `asked` (an `asking.Asked`) and carry all `keys`: `first` are passed over."""
    needs, unwanted = _needs(asked, keys)
    if not needs:
        return NOTHING
    return _look(needs, unwanted, _Wish(first, most, _points(asked), counts))


def counts(asked, keys=()):
    """`(total, more, counts by key)` alone: for a facet of which the chosen value does not count."""
    needs, unwanted = _needs(asked, keys)
    found = _look(needs, unwanted, _Wish(0, 0, None, True)) if needs else NOTHING
    return found.total, found.more, found.counts


def archive(keys=(), *, first=0, most=12):
    """Press releases that carry all `keys`, newest first; of those that carry keys the newest EXACT and no more.

    Without keys `total` and `counts` are exact at any size. `counts` leaves people out.
    """
    release = search_keys.key("type", SearchType.RELEASE)
    if set(keys) - {release}:
        needs = [(Phrase((key,)),) for key in sorted({release, *keys})]
        first = min(first, EXACT)
        return _look(needs, (), _Wish(first, min(most, EXACT - first), None, counts=True))
    build = live()
    numbers = counted.of_keys(build)
    return Found(tuple(_newest_releases(build, first, most)), numbers.get(release, 0), False, numbers)


def newest(keys=(), most=12):
    """The newest press releases that carry all `keys`, as `Found.things` has them: nothing is counted."""
    release = search_keys.key("type", SearchType.RELEASE)
    if not set(keys) - {release}:
        return tuple(_newest_releases(live(), 0, most))
    needs = [(Phrase((key,)),) for key in sorted({release, *keys})]
    return _look(needs, (), _Wish(0, most, None, counts=False, enough=most)).things


def carried(keys):
    """Those of these keys that some public press release carries. One query."""
    build = SearchState.objects.filter(pk=1).values("live")
    rows = SearchCount.objects.filter(build__in=build, key__in=list(keys), number__gt=0)
    return set(rows.values_list("key", flat=True))


def _newest_releases(build, first, most):
    """A page of all releases: whole months of which the numbers are known are passed over."""
    months, passed, end = {}, 0, None
    for month, thing_type, number in counted.newest_months(build)[1]:
        if thing_type == SearchType.RELEASE:
            months[month] = number
    for month, number in months.items():
        if passed + number > first:
            break
        passed += number
        end = month
    releases = SearchEntry.objects.filter(build=build, thing_type=SearchType.RELEASE, moment__isnull=False)
    if end:
        releases = releases.filter(moment__lt=datetime.datetime(end // 100, end % 100, 1, tzinfo=datetime.UTC))
    newest = releases.order_by("-moment", "-thing_id")
    return newest.values_list("thing_type", "thing_id")[first - passed : first - passed + most]


def carrying(key, *, types=()):
    """(thing_type, thing_id) of every entry that carries a key, newest first."""
    matches, parameters = condition(connection, [(Phrase((key,)),)])
    sql = f"""
        SELECT thing_type, thing_id FROM news_searchentry WHERE build + 0 = %s AND {matches}
        ORDER BY {NEWEST_FIRST}
    """  # noqa: S608
    rows = ask(connection, sql, [live(), *parameters])  # "+ 0": not by the index of the builds
    return [thing for thing in rows if not types or thing[0] in types]


def live():
    """The build that readers search."""
    return SearchState.objects.filter(pk=1).values_list("live", flat=True).first() or 1


def _needs(asked, keys):
    needs = [(_phrase(term),) for term in asked.wanted if term.tokens]
    needs += [(Phrase((key,)),) for key in sorted(set(keys))]
    return needs, tuple(_phrase(term) for term in asked.unwanted if term.tokens)


def _phrase(term):
    return Phrase(tuple(PEOPLE + token if term.people else token for token in term.tokens), term.begins)


def _points(asked):
    """`(sql, parameters)`: what the places where the words stand are worth."""
    parts, parameters = [], []
    for phrase in [_phrase(term) for term in asked.wanted if term.tokens]:
        whens = [f"WHEN {stands_in(connection, column)} THEN {points}" for column, points in POINTS]
        parts.append(f"CASE {' '.join(whens)} ELSE 1 END")
        parameters += [phrase.written] * len(whens)
    return " + ".join(parts) or "0", parameters


def _look(needs, unwanted, wish):
    """The matches; of a frequent word those among the newest entries, as many of these as are needed."""
    build, total, expected, most = _expected(needs)
    exact = said_exactly(connection, needs, unwanted)[0]
    enough = VERIFIED + 1 if exact else max(wish.enough, wish.first + wish.most) + 1
    size = total if most <= 2 * enough else int(enough * SPARE ** len(needs) * total / max(expected, 1))
    months = []
    while size < total * MOST_OF_ALL:
        if sum(number for _, _, number in months) < size:
            months = counted.newest_months(build, None if months else SOME_MONTHS)[1]
        window, within = _window(months, size)
        found, matched = _ask(build, [*needs, window], unwanted, wish)
        if matched >= enough:
            return found
        size = max(within * 2, int(2 * enough * within / max(matched, 1)))
    return _ask(build, needs, unwanted, wish)[0]


def _expected(needs):
    """`(live build, all entries, how many may be expected to match, how many at most)`, from what is known of words.

    Nothing is known of names of people, of beginnings, and of what stands in no text.
    """
    words = {word for (phrase,) in needs for word, begins in phrase.words if not begins}
    keys = {word for word in words if search_keys.KEY.fullmatch(word)}
    release = search_keys.key("type", SearchType.RELEASE)
    # A year that somebody types stands mostly where it is the year.
    years = {search_keys.key("year", word) for word in words if len(word) == 4 and word.isdigit()}
    build, entries, carrying = counted.frequencies(sorted(words - keys), sorted({*keys, *years, release, counted.ALL}))
    total = carrying.get(counted.ALL, 0)
    releases = carrying.get(release, 0)
    # Releases are what keys are counted of: of other things as many are thought to carry one.
    share = 1 if release in keys else total / max(releases, 1)
    known = [min(total, number) for number in entries.values()]
    known += [min(total, int(carrying[key] * share)) for key in {*keys, *years} & carrying.keys()]
    by_chance = math.prod((number / total for number in known), start=total) if total else 0
    most = min(known, default=total)
    return build, total, max(by_chance, most / UNLIKE), most


def _window(months, size):
    """The newest months that have so many entries, as something that is needed, and how many they have.

    What has no moment is always among them.
    """
    chosen, within = set(), 0
    for month, _, number in months:
        if within >= size and month not in chosen:
            break
        chosen.add(month)
        within += number
    years = {month // 100 for month in chosen} - {min(chosen) // 100}
    names = [f"{WINDOW}0000", *(f"{WINDOW}{year:04}" for year in years)]
    names += [f"{WINDOW}{month:06}" for month in chosen if month // 100 not in years]
    return [Phrase((name,)) for name in sorted(names)], within


def _ask(build, needs, unwanted, wish):
    """`(Found, number of those that were looked at)`."""
    matches, parameters = condition(connection, needs, unwanted)
    exact, phrases = said_exactly(connection, needs, unwanted)
    worth, worth_parameters = wish.points or ("0", [])
    # "+ 0": else a database may take the index of the builds, in which everything is.
    source = f"FROM news_searchentry WHERE build + 0 = %s AND {matches}"
    candidates = ""
    if exact:
        candidates = f"""candidates AS MATERIALIZED (
            SELECT id, row_number() OVER (ORDER BY {NEWEST_FIRST}) AS place {source}
            ORDER BY {NEWEST_FIRST} LIMIT {VERIFIED + 1}
        ),"""
        newest = f"SELECT id FROM candidates WHERE place <= {VERIFIED}"  # noqa: S608
        source = f"FROM news_searchentry WHERE id IN ({newest}) AND {exact}"
    best_first = f"CASE WHEN place <= {RANKED} THEN worth END DESC NULLS LAST, place" if wish.points else "place"
    sql = f"""
        WITH {candidates} matches AS MATERIALIZED (
            SELECT thing_type, thing_id, moment, facets,
                ({worth}) * {A_POINT} + CASE WHEN moment IS NULL THEN %s ELSE day END AS worth
            {source}
        ), newest AS MATERIALIZED (
            SELECT thing_type, thing_id, facets, worth, row_number() OVER (ORDER BY {NEWEST_FIRST}) AS place
            FROM matches
        )
        SELECT '', (SELECT count(*) FROM matches), {joined_facets(connection) if wish.counts else "max('')"}, 0,
            (SELECT count(*) FROM {"candidates" if exact else "matches"})
        FROM newest WHERE place <= {EXACT}
        UNION ALL
        SELECT thing_type, thing_id, NULL, place, worth FROM (
            SELECT * FROM newest ORDER BY {best_first} LIMIT {wish.most} OFFSET {wish.first}
        ) AS page
    """  # noqa: S608
    of_words, of_worth = [build, *parameters], [*worth_parameters, timezone.now().toordinal()]
    parameters = [*of_words, *of_worth, *phrases] if exact else [*of_worth, *of_words]
    rows = ask(connection, sql, parameters)
    ((_, total, joined, _, looked_at),) = [row for row in rows if not row[0]]
    page = [row for row in rows if row[0]]
    page.sort(key=lambda row: (0, -row[4], row[3]) if wish.points and row[3] <= RANKED else (1, row[3], 0))
    things = tuple((thing_type, thing_id) for thing_type, thing_id, *_ in page)
    numbers = counted.keys_of(Counter(joined.split())) if joined else {}
    return Found(things, min(total, EXACT), total > EXACT, numbers, bool(exact) and looked_at > VERIFIED), looked_at
