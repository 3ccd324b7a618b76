"""The page of events: what is on, what comes, a month as a grid, and what is past.

With a year, a month or a day, the events of that time. Eleven queries at most, however many events there are.
"""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Subquery
from django.utils import timezone

from news import words
from news.enums import Precision
from news.models import Contact, EventEdition

from . import cards, diary, month_grid, visibility
from .contact import press_contact
from .filters import FIRST_YEAR, LAST_YEAR, NoSuchListError
from .prepared import Prepared, day_of

RECENT = 12
NEXT = 12
PER_PAGE = 50
# Links to years beyond these would not fit the page.
MOST_YEARS = 120
NO_SUCH_TIME = "Name a month by its year and number, for example year=2024 and month=9."


@dataclass(frozen=True)
class TimeLink:
    label: str
    query: str
    chosen: bool = False


@dataclass(frozen=True)
class Calendar:
    """`title` names the time that was asked for; without one it is empty, and `under_way`, `coming_up` and `past`
    are filled. `listed` holds the events of a year or day, a page of them. `more_*`: there are others still.
    """

    title: str
    query: str
    contact: Contact | None
    under_way: tuple[cards.EventLine, ...] = ()
    coming_up: tuple[cards.EventLine, ...] = ()
    more_under_way: bool = False
    more_coming_up: bool = False
    past: tuple[cards.EventLine, ...] = ()
    listed: tuple[cards.EventLine, ...] = ()
    page: int = 1
    previous: TimeLink | None = None
    next: TimeLink | None = None
    month: month_grid.Month | None = None
    month_before: TimeLink | None = None
    month_after: TimeLink | None = None
    years: tuple[TimeLink, ...] = ()
    months: tuple[TimeLink, ...] = ()
    file_query: str = ""


@dataclass(frozen=True)
class Asked:
    """The time that an address asks for; 0 where it says nothing."""

    year: int = 0
    month: int = 0
    day: int = 0
    page: int = 1

    @property
    def query(self):
        named = ((name, getattr(self, name)) for name in ("year", "month", "day"))
        parts = [f"{name}={value}" for name, value in named if value]
        return "&".join([*parts, f"page={self.page}"] if self.page > 1 else parts)

    @property
    def span(self):
        """First and last day."""
        if self.day:
            day = datetime.date(self.year, self.month, self.day)
            return day, day
        if self.month:
            first = datetime.date(self.year, self.month, 1)
            return first, visibility.end_of_month(first)
        return datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 31)

    @property
    def title(self):
        if self.day:
            return words.day(self.span[0])
        return words.span(*self.span, "month") if self.month else str(self.year or "")


def read(parameters, *, now=None):
    """The calendar that a query string asks for. Raises `NoSuchListError`."""
    now = now or timezone.now()
    asked, here = read_time(parameters), timezone.localdate(now)
    years, months = _known(asked)
    known = {here.year, *(int(link.label) for link in years)}
    if asked.month and not asked.day:
        found = _month(asked.year, asked.month, known, now)
    elif asked.year:
        found = _listed(asked)
    else:
        found = _current(now) | _month(here.year, here.month, known, now)
    return Calendar(
        title=asked.title,
        query=asked.query,
        contact=press_contact(),
        years=years,
        months=months,
        file_query=Asked(asked.year, asked.month, asked.day).query,
        **found,
    )


def next_events(now, most):
    """The facts of the events that are under way or come next. One query."""
    found = diary.now_and_next(now, most)
    return [*found.under_way, *found.coming_up][:most]


def read_time(parameters):
    """The `Asked` of a query string. Raises `NoSuchListError`, with a sentence."""
    year, month, day, page = (parameters.get(name, "").strip() for name in ("year", "month", "day", "page"))
    if year and not (re.fullmatch("[0-9]{4}", year) and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise NoSuchListError("There are no events of that year.")
    if month and not (year and re.fullmatch("[0-9]{1,2}", month) and 1 <= int(month) <= 12):
        raise NoSuchListError(NO_SUCH_TIME)
    if day and not (month and re.fullmatch("[0-9]{1,2}", day) and _is_day(int(year), int(month), int(day))):
        raise NoSuchListError("There is no such day in that month.")
    if not re.fullmatch("[0-9]{0,6}", page) or (number := int(page or 1)) < 1:
        raise NoSuchListError("A page of the list has a number, from 1 on.")
    # Only what is listed has pages.
    paged = year and (day or not month)
    return Asked(int(year or 0), int(month or 0), int(day or 0), number if paged else 1)


def _is_day(year, month, day):
    return 1 <= day <= visibility.end_of_month(datetime.date(year, month, 1)).day


def _current(now):
    found = diary.now_and_next(now, NEXT + 1)
    past = diary.past(found.over, now, RECENT)
    under_way, coming_up = found.under_way[:NEXT], found.coming_up[:NEXT]
    organizers = cards.organizers_of(facts.pk for part in (under_way, coming_up, past) for facts in part)
    return {
        "under_way": tuple(cards.event_lines(under_way, organizers)),
        "coming_up": tuple(cards.event_lines(coming_up, organizers)),
        "past": tuple(cards.event_lines(past, organizers)),
        "more_under_way": len(found.under_way) > NEXT,
        "more_coming_up": len(found.coming_up) > NEXT,
    }


def _month(year, number, known, now):
    """The grid, and links to the months beside it as far as there is a year with events, or this one."""
    before, after = month_grid.neighbours(year, number)
    return {
        "month": month_grid.read(year, number, now=now),
        "month_before": _month_link(*before, year) if before[0] >= min(known) else None,
        "month_after": _month_link(*after, year) if after[0] <= max(known) else None,
    }


def _month_link(year, number, beside):
    label = words.MONTHS[number - 1] if year == beside else f"{words.MONTHS[number - 1]} {year}"
    return TimeLink(label, Asked(year, number).query)


def _listed(asked):
    """A page of the events of a year or a day."""
    to_the_day = {"precision": Precision.DAY} if asked.day else {}
    start = (asked.page - 1) * PER_PAGE
    rows = diary.listed(*asked.span, start=start, most=PER_PAGE + 1, **to_the_day)
    if asked.page > 1 and not rows:
        raise NoSuchListError(f"There are no more events of {asked.title}.")
    return {
        "listed": tuple(cards.event_lines(rows[:PER_PAGE])),
        "page": asked.page,
        "previous": _page_link("Earlier events", asked, asked.page - 1) if asked.page > 1 else None,
        "next": _page_link("Later events", asked, asked.page + 1) if len(rows) > PER_PAGE else None,
    }


def _page_link(label, asked, page):
    return TimeLink(label, Asked(asked.year, asked.month, asked.day, page).query)


def _known(asked):
    """Links to the years from the first to the last event, newest first, and to the months of the year asked for.

    One query, which looks at both ends of an index.
    """
    first, last = next(iter(_ENDS.tuples()), (None, None))
    if first is None:
        return (), ()
    first, last = day_of(first), day_of(last)
    years = range(last.year, max(first.year, last.year - MOST_YEARS) - 1, -1)
    return (
        tuple(TimeLink(str(year), Asked(year).query, year == asked.year) for year in years),
        tuple(
            TimeLink(label, Asked(asked.year, number).query, number == asked.month)
            for number, label in enumerate(words.MONTHS, 1)
            if asked.year
        ),
    )


def _ends():
    live = diary.keys().exclude(starts=None)
    first, last = (live.order_by(order).values("starts")[:1] for order in ("starts", "-starts"))
    ends = EventEdition.objects.order_by().annotate(first=Subquery(first), last=Subquery(last))
    return ends.values_list("first", "last")[:1]


_ENDS = Prepared(_ends)
