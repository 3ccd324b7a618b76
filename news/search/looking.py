"""Looks in the live build: matches, in order, with counts."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from news.enums import SearchType
from news.models import SearchCount, SearchEntry, SearchState

from . import counted
from . import keys as search_keys
from .counted import WINDOW
from .engines import Phrase, ask, condition, joined_keys, stands_in
from .keys import PEOPLE

EXACT = 10_000  # counts are exact up to here
RANKED = 5_000  # the newest matches, among which the best are looked for
FIRST_WINDOW = 20_000  # entries among which the newest matches of a frequent word are looked for first
MOST_OF_ALL = 0.6  # of the entries: then rather look through all
SOME_MONTHS = 200
POINTS = (("words_title", 8), ("words_names", 4), ("words_summary", 2))  # else 1
A_POINT = 3650  # days: a word in the title instead of the text is worth seventy years


@dataclass(frozen=True)
class Found:
    """A page of matches, best first (newest first for `archive`), as (thing_type, thing_id).

    `total` is exact unless `more`, then it is EXACT. `counts` are numbers by key among the `counted` newest
    matches; they are exact unless `more`.
    """

    things: tuple[tuple[str, int], ...]
    total: int
    more: bool
    counts: dict[str, int]


NOTHING = Found((), 0, False, {})


def search(asked, keys=(), *, first=0, most=10, counts=True):
    """Public things that match `asked` (an `asking.Asked`) and carry all `keys`: `first` are passed over."""
    needs, unwanted = _needs(asked, keys)
    if not needs:
        return NOTHING
    return _look(needs, unwanted, points=_points(asked), first=first, most=most, counts=counts)


def counts(asked, keys=()):
    """`(total, more, counts by key)` alone: for a facet of which the chosen value does not count."""
    found = search(asked, keys, most=0)
    return found.total, found.more, found.counts


def archive(keys=(), *, first=0, most=12):
    """Press releases that carry all `keys`, newest first.

    Without keys `total` and `counts` are exact at any size, and `counts` leaves people out.
    """
    release = search_keys.key("type", SearchType.RELEASE)
    if set(keys) - {release}:
        needs = [(Phrase((key,)),) for key in sorted({release, *keys})]
        return _look(needs, (), points=None, first=first, most=most, counts=True)
    build = live()
    numbers = counted.of_keys(build)
    return Found(tuple(_newest_releases(build, first, most)), numbers.get(release, 0), False, numbers)


def newest(keys=(), most=12):
    """The newest press releases that carry all `keys`, as `Found.things` has them: nothing is counted."""
    release = search_keys.key("type", SearchType.RELEASE)
    if not set(keys) - {release}:
        return tuple(_newest_releases(live(), 0, most))
    needs = [(Phrase((key,)),) for key in sorted({release, *keys})]
    return _look(needs, (), points=None, first=0, most=most, counts=False, enough=most).things


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
        ORDER BY moment DESC NULLS FIRST, thing_id DESC, thing_type
    """  # noqa: S608
    rows = ask(connection, sql, [live(), *parameters])
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


def _look(needs, unwanted, *, points, first, most, counts, enough=EXACT):
    """The matches; of a frequent word those among the newest entries, as many of these as are needed."""
    build = live()
    enough = max(enough, first + most) + 1
    total, months = counted.newest_months(build, SOME_MONTHS)
    size = FIRST_WINDOW
    while size < total * MOST_OF_ALL:
        if sum(number for _, _, number in months) < size:
            months = counted.newest_months(build)[1]
        window, within = _window(months, size)
        found, matched = _ask(build, [*needs, window], unwanted, points, first, most, enough, counts)
        if matched >= enough:
            return found
        size = max(within * 2, enough * within * 5 // (4 * max(matched, 1)))
    return _ask(build, needs, unwanted, points, first, most, enough, counts)[0]


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


def _ask(build, needs, unwanted, points, first, most, enough, counts):
    """`(Found, number of matches)`, at most `enough` of them, the newest ones."""
    matches, parameters = condition(connection, needs, unwanted)
    worth, worth_parameters = points or ("0", [])
    newest_first = "moment DESC NULLS FIRST, thing_id DESC, thing_type"
    sql = f"""
        WITH newest AS MATERIALIZED (
            SELECT thing_type, thing_id, keys, worth, row_number() OVER (ORDER BY {newest_first}) AS place
            FROM (
                SELECT thing_type, thing_id, keys, moment,
                    ({worth}) * {A_POINT} + CASE WHEN moment IS NULL THEN %s ELSE day END AS worth
                FROM news_searchentry WHERE build + 0 = %s AND {matches}
                ORDER BY {newest_first} LIMIT {enough}
            ) AS matches
        ), ranked AS (
            SELECT thing_type, thing_id, row_number() OVER (ORDER BY
                CASE WHEN place <= {RANKED if points else 0} THEN worth END DESC NULLS LAST, place) AS place
            FROM newest
        )
        SELECT place, thing_type, thing_id, NULL FROM ranked WHERE place > {first} AND place <= {first + most}
        UNION ALL
        SELECT 0, '', (SELECT count(*) FROM newest), {joined_keys(connection) if counts else "''"}
        FROM newest WHERE place <= {EXACT}
    """  # noqa: S608
    rows = sorted(ask(connection, sql, [*worth_parameters, timezone.now().toordinal(), build, *parameters]))
    (_, _, matched, joined), *page = rows
    things = tuple((thing_type, thing_id) for _, thing_type, thing_id, _ in page)
    numbers = {key: number for key, number in Counter((joined or "").split()).items() if not key.startswith(WINDOW)}
    return Found(things, min(matched, EXACT), matched > EXACT, numbers), matched
