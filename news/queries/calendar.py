"""Events: under way, coming up, past. With a year, or a year and a month, those of that time."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from news import words
from news.enums import Precision
from news.models import Contact, EventEdition

from . import cards, visibility
from .contact import press_contact
from .filters import FIRST_YEAR, LAST_YEAR, NoSuchListError

RECENT = 12


@dataclass(frozen=True)
class YearLink:
    label: str
    query: str
    chosen: bool = False


@dataclass(frozen=True)
class Calendar:
    """`title` names the time that was asked for, and `listed` its events; without one the other lists are filled."""

    title: str
    query: str
    under_way: tuple[cards.EventLine, ...]
    coming_up: tuple[cards.EventLine, ...]
    past: tuple[cards.EventLine, ...]
    listed: tuple[cards.EventLine, ...]
    years: tuple[YearLink, ...]
    months: tuple[YearLink, ...]
    contact: Contact | None


def read(parameters, *, now=None):
    """The calendar that a query string asks for. Raises `NoSuchListError`. Six queries at most."""
    now = now or timezone.now()
    year, month = _asked(parameters)
    under_way, coming_up, past, listed = [], [], [], []
    if year:
        listed = list(_between(*_span(year, month)))
    else:
        under_way, coming_up, over = _current(now)
        gone = _surely_over(now).order_by("-ends", "-starts", "-pk")[: RECENT + len(over)]
        past = sorted([*over, *gone], key=lambda facts: (facts.ends, facts.starts, facts.pk), reverse=True)[:RECENT]
    organizers = cards.organizers_of(facts.pk for part in (under_way, coming_up, past, listed) for facts in part)
    lines = [tuple(cards.event_lines(part, organizers)) for part in (under_way, coming_up, past, listed)]
    known = _known_months()
    return Calendar(
        title=words.span(*_span(year, month), "month") if month else str(year or ""),
        query=_query(year, month),
        under_way=lines[0],
        coming_up=lines[1],
        past=lines[2],
        listed=lines[3],
        years=tuple(YearLink(str(y), _query(y, 0), y == year) for y in sorted({y for y, _ in known}, reverse=True)),
        months=tuple(YearLink(words.MONTHS[m - 1], _query(y, m), m == month) for y, m in sorted(known) if y == year),
        contact=press_contact(),
    )


def next_events(now, most):
    """The facts of the events that are under way or come next. One query."""
    under_way, coming_up, _ = _current(now)
    return [*under_way, *coming_up][:most]


def _asked(parameters):
    year, month = (parameters.get(name, "").strip() for name in ("year", "month"))
    if year and not (re.fullmatch("[0-9]{4}", year) and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise NoSuchListError("There are no events of that year.")
    if month and not (year and re.fullmatch("[0-9]{1,2}", month) and 1 <= int(month) <= 12):
        raise NoSuchListError("Name a month by its year and number, for example year=2024 and month=9.")
    return int(year or 0), int(month or 0)


def _query(year, month):
    return f"year={year}&month={month}" if month else f"year={year}" if year else ""


def _span(year, month):
    if not month:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    first = datetime.date(year, month, 1)
    return first, visibility.end_of_month(first)


def _between(first, last):
    return cards.live_events().filter(starts__lte=last, ends__gte=first).order_by("starts", "ends", "pk")


def _current(now):
    """Facts of events that are not surely over: under way, coming up (undated ones last), over."""
    lists = [], [], []
    for facts in cards.live_events().exclude(pk__in=_surely_over(now).values("pk")):
        over, begun = visibility.is_over(facts, now), visibility.has_begun(facts, now)
        lists[2 if over else 0 if begun else 1].append(facts)
    for part in lists:
        part.sort(key=lambda facts: (facts.starts or datetime.date.max, facts.ends or datetime.date.max, facts.pk))
    return lists


def _surely_over(now):
    """Events whose last day is past wherever they take place. The few between are looked at one by one."""
    today = now.astimezone(visibility.LATEST_ZONE).date()
    to_the_day = Q(precision=Precision.DAY, ends__lt=today)
    return cards.live_events().filter(to_the_day | Q(ends__lt=today - visibility.LONGEST_MONTH))


def _known_months():
    """(year, month) of every first month of a public event."""
    found = EventEdition.objects.live().filter(event__merged_into=None).exclude(starts=None)
    months = found.annotate(y=ExtractYear("starts"), m=ExtractMonth("starts"))
    return set(months.order_by().values_list("y", "m").distinct())
