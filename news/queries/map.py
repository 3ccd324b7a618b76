"""Events by country and year: the map, the table beside it, and their short form on the front page.

Every public event that has a date and was not cancelled counts in the year in which it begins: in the
country of its city, and in those where it takes place as well. Countries stand by name: nobody is ranked.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, CharField, Count, Exists, F, IntegerField, Max, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from news import words
from news.enums import EventStatus, Mode, State
from news.models import Contact, Event, EventEdition, Place, SiteState

from . import chart, visibility
from .contact import press_contact
from .filters import FIRST_YEAR, LAST_YEAR, NoSuchListError
from .people import Line

YEARS_BESIDE = 3
YEARS_SHOWN = 8
ON_FRONT_PAGE = 6
MOST_BEYOND = 9
ALL_YEARS = "All years"
ALL = "All"
# Where an event is that has no city; ABROAD: only countries are named.
ABROAD = "abroad"
ONLINE, NOWHERE = "Online", "No place on record"


@dataclass(frozen=True)
class YearLink:
    label: str
    query: str
    chosen: bool = False


@dataclass(frozen=True)
class Row:
    """Numbers stand in the order of the columns."""

    line: Line
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class MapPage:
    """`beyond` names what the drawing does not show; `several` says whether an event counts in two countries."""

    year: str
    query: str
    said: str
    years: tuple[YearLink, ...]
    earlier: tuple[YearLink, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: tuple[int, ...]
    circles: tuple[chart.Circle, ...]
    beyond: str
    several: bool
    contact: Contact | None


@dataclass(frozen=True)
class Strip:
    """The short form: the countries of the latest events, by name."""

    said: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    circles: tuple[chart.Circle, ...]


# The pages


def read(parameters, *, now=None):
    """The map that a query string asks for; None while the desk shows no map. Raises `NoSuchListError`.

    Two queries, and four more for the first reader after a change.
    """
    year = _asked(parameters)
    counted = _counted(now or timezone.now())
    if counted is None:
        return None
    columns = _columns(counted, year)
    place = [of for _, of in columns].index(year)
    rows = [row for row in _rows(counted, columns) if not year or row.numbers[0]]
    circles, beyond = _drawn(counted, year)
    links = [_link("", year), *(_link(one, year) for one in sorted(counted.events, reverse=True))]
    shown = YEARS_SHOWN + 1
    return MapPage(
        year=str(year or ""),
        query=_query(year),
        said=_said(counted, year),
        years=tuple(links[:shown]),
        earlier=tuple(links[shown:]),
        columns=tuple(label for label, _ in columns),
        rows=tuple(rows),
        total=tuple(_sum(counted.events, of) for _, of in columns),
        circles=circles,
        beyond=beyond,
        several=sum(row.numbers[place] for row in rows) > _sum(counted.events, year),
        contact=press_contact(),
    )


def strip(*, now=None, kept_back=None):
    """The `Strip` of the front page; None while there is no map, or nothing to draw on it."""
    counted = _counted(now or timezone.now(), kept_back)
    circles, _ = _drawn(counted, 0) if counted else ((), "")
    if not circles:
        return None
    newest = max(counted.events)
    columns = [(str(newest), newest), (ALL, 0)]
    latest = sorted(counted.countries, key=lambda code: counted.countries[code].latest, reverse=True)[:ON_FRONT_PAGE]
    rows = _rows(counted, columns, [code for code in latest if counted.countries[code].latest])
    return Strip(_said(counted, 0), tuple(label for label, _ in columns), tuple(rows), circles)


def _asked(parameters):
    year = parameters.get("year", "").strip()
    if year and not (re.fullmatch("[0-9]{4}", year) and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise NoSuchListError("There are no events of that year.")
    return int(year or 0)


def _query(year):
    return f"year={year}" if year else ""


def _link(year, chosen):
    return YearLink(str(year or ALL_YEARS), _query(year), (year or 0) == chosen)


def _said(counted, year):
    """As "71 events in 14 countries and online since 2022."."""
    number = _sum(counted.events, year)
    where = []
    if countries := sum(1 for country in counted.countries.values() if _sum(country.years, year)):
        where.append(f"in {words.plural(countries, 'country', 'countries')}")
    if _sum(counted.elsewhere[ONLINE], year):
        where.append("online")
    if not number:
        return f"No event of {year} is on record." if year else "No event is on record yet."
    first = min(counted.events)
    when = f"in {year}" if year else f"since {first}" if len(counted.events) > 1 else f"in {first}"
    return " ".join(filter(None, [words.plural(number, "event"), words.listed(where), f"{when}."]))


def _columns(counted, year):
    """(label, year) of each column; the year 0 stands for all."""
    if year:
        return [(str(year), year), (ALL, 0)]
    beside = sorted(counted.events)[-YEARS_BESIDE:] if len(counted.events) > 1 else []
    return [*((str(one), one) for one in beside), (ALL, 0)]


def _rows(counted, columns, codes=None):
    """Countries by name; unless some are asked for, also what took place in none."""
    found = []
    for code in counted.countries if codes is None else codes:
        country = counted.countries[code]
        line = Line(name=country.name, url=f"/countries/{code.lower()}/", flag=code.lower())
        found.append(Row(line, _numbers(country.years, columns)))
    found.sort(key=lambda row: words.fold(row.line.name))
    if codes is None:
        found += [
            Row(Line(name=label), _numbers(years, columns)) for label, years in counted.elsewhere.items() if years
        ]
    return found


def _numbers(years, columns):
    return tuple(_sum(years, of) for _, of in columns)


def _sum(years, year):
    return years[year] if year else years.total()


def _drawn(counted, year):
    """The circles, and in words how many events lie beyond the drawing: "France 1, online 1"."""
    points, unplaced = [], []
    for country in counted.countries.values():
        if number := _sum(country.years, year):
            if country.at:
                points.append(chart.Point(country.name, number, *country.at))
            else:
                unplaced.append((country.name, number))
    circles, outside = chart.draw(points)
    beyond = sorted(unplaced + [(point.name, point.number) for point in outside], key=lambda one: words.fold(one[0]))
    if len(beyond) > MOST_BEYOND:
        beyond = [("other countries of the table", sum(number for _, number in beyond))]
    beyond += [(label.lower(), _sum(years, year)) for label, years in counted.elsewhere.items()]
    return circles, ", ".join(f"{name} {number:,}" for name, number in beyond if number)


# The numbers


@dataclass
class _Country:
    name: str
    years: Counter = field(default_factory=Counter)
    at: tuple[float, float] | None = None
    latest: str = ""


@dataclass
class _Counted:
    """Events by year: all, those in no country, those of each country."""

    events: Counter = field(default_factory=Counter)
    elsewhere: dict = field(default_factory=lambda: {ONLINE: Counter(), NOWHERE: Counter()})
    countries: dict = field(default_factory=dict)


# Raise it with the shape of what is kept.
SHAPE = 1
# Events begin at a midnight somewhere: no zone's lies between two quarters of an hour.
QUARTER = 15 * 60


def _counted(now, kept_back=None):
    """The numbers as of now, or None while the desk shows no map.

    Counting looks at every public event, so it is done once for each state of what is public. Inside a
    transaction the generation may not have risen yet: there it is always done.
    """
    shows, generation = SiteState.objects.filter(pk=1).values_list("shows_map", "generation").first() or (True, 0)
    if not shows:
        return None
    if connection.in_atomic_block or not generation:
        return _count(now, kept_back)
    key = f"map-{SHAPE}-{generation}-{int(now.timestamp()) // QUARTER}"
    found = cache.get(key)
    if found is None:
        found = _count(now, kept_back)
        cache.set(key, found, QUARTER)
    return found


def _count(now, kept_back):
    """Three queries, and one where `kept_back` is not known."""
    counted = _Counted()
    kept_back = visibility.keeping_back(now) if kept_back is None else kept_back
    most = defaultdict(Counter)
    by_place = list(_by_place(kept_back))
    places = Place.objects.select_related("country").in_bulk({row[0] for row in by_place} - {None})
    for place, where, year, number, latest in by_place:
        counted.events[year] += number
        if place is None:
            if where != ABROAD:
                counted.elsewhere[where][year] += number
            continue
        country = places[place].country
        of_country = counted.countries.setdefault(country.code, _Country(country.name))
        of_country.years[year] += number
        of_country.latest = max(of_country.latest, latest.isoformat())
        most[country.code][place] += number
    for code, cities in most.items():
        counted.countries[code].at = _where([(places[key], number) for key, number in cities.items()])
    for code, name, year, number in _also_in(kept_back):
        counted.countries.setdefault(code, _Country(name)).years[year] += number
    return counted


def _where(cities):
    """Where a country's circle stands: in the city of most events, by name where there are two."""
    known = [(-number, place.city, place) for place, number in cities if None not in (place.latitude, place.longitude)]
    if not known:
        return None
    place = min(known, key=lambda one: one[:2])[2]
    return float(place.latitude), float(place.longitude)


def _year(column):
    """The year of a day. Both engines write days as 2024-09-17; SQLite would go through Python to extract it."""
    return Cast(Substr(Cast(column, CharField()), 1, 4), IntegerField())


def _by_place(kept_back):
    """(place, what stands for it where there is none, year, number, latest first day) of events that stand."""
    # Not as a join: few are merged, and the list of those is looked up faster than 100,000 events.
    merged = Event.objects.exclude(merged_into=None).values("pk")
    found = EventEdition.objects.live().exclude(event__in=merged)
    found = found.exclude(status=EventStatus.CANCELLED).exclude(starts=None).order_by()
    abroad = EventEdition.also_in.through.objects.filter(eventedition=OuterRef("pk"))
    where = Case(
        When(place__isnull=False, then=Value("")),
        When(Exists(abroad) & ~Q(pk__in=kept_back), then=Value(ABROAD)),
        When(mode=Mode.ONLINE, then=Value(ONLINE)),
        default=Value(NOWHERE),
    )
    groups = found.annotate(where=where, year=_year("starts")).values_list("place", "where", "year")
    return groups.annotate(number=Count("pk"), latest=Max("starts"))


def _also_in(kept_back):
    """(code, name, year, number) of events that take place in further countries, where that may be told."""
    found = EventEdition.also_in.through.objects.filter(
        eventedition__state=State.PUBLISHED, eventedition__event__merged_into=None
    )
    found = found.exclude(eventedition__status=EventStatus.CANCELLED).exclude(eventedition__starts=None)
    found = found.exclude(eventedition__in=kept_back).exclude(eventedition__place__country=F("country"))
    groups = found.order_by().annotate(year=_year("eventedition__starts"))
    return groups.values_list("country", "country__name", "year").annotate(number=Count("pk"))
