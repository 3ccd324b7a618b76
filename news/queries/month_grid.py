"""A month as a grid of days, each with its events. It costs the same however many events there are."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from news import words
from news.enums import EventStatus, Precision

from . import cards, diary, visibility
from .prepared import Prepared, day_of

MOST_A_DAY = 3


@dataclass(frozen=True)
class Entry:
    """An event on one of its days.

    `continued`: it began on an earlier day. `until`: its last day in words, if that is a later one. `struck`: it
    is not held on this day, and `status` says why; `now` are the dates that hold instead, if any. `plain`: there
    is nothing of all that to say.
    """

    name: str
    url: str
    where: str
    status: str = ""
    continued: bool = False
    until: str = ""
    struck: bool = False
    former: tuple[cards.Dates, ...] = ()
    now: cards.Dates | None = None
    plain: bool = False


@dataclass
class Day:
    date: datetime.date
    today: bool = False
    entries: list[Entry] = field(default_factory=list)
    more: int = 0

    @property
    def begins(self):
        """Whether there is more than what goes on from the day before."""
        return self.more or any(not entry.continued for entry in self.entries)


@dataclass(frozen=True)
class Month:
    """`blank` days come before the first in its week, which begins with Monday. `some_day`: days not announced."""

    title: str
    year: int
    number: int
    blank: range
    days: tuple[Day, ...]
    some_day: tuple[Entry, ...]

    @property
    def empty(self):
        return not self.some_day and not any(day.entries or day.more for day in self.days)


def read(year, month, *, now):
    """The month of that year. Three queries."""
    first = datetime.date(year, month, 1)
    last = visibility.end_of_month(first)
    today = now.astimezone(visibility.zone("")).date()
    days = [Day(day, today=day == today) for day in _days(first, last)]
    known, some_day = _events(first, last)
    moved = list(_former(first, last))
    numbers = _numbers(first, last)
    for day in days:
        begin = [facts for facts in known if facts.starts == day.date]
        go_on = [facts for facts in known if facts.starts < day.date <= facts.ends]
        # Where there is no room for all, what begins comes before what goes on.
        begin = begin[:MOST_A_DAY]
        go_on = go_on[: MOST_A_DAY - len(begin)]
        day.more = numbers.get(day.date, 0) - len(begin) - len(go_on)
        # The first day of the month stands for the days before it.
        day.entries = [_entry(facts, day.date, continued=day.date != first) for facts in go_on]
        day.entries += [_entry(facts, day.date) for facts in begin]
        day.entries += [_moved(facts, was, day.date) for facts, was in moved if was.starts <= day.date <= was.ends]
    return Month(
        title=words.span(first, last, "month"),
        year=year,
        number=month,
        blank=range(first.weekday()),
        days=tuple(days),
        some_day=tuple(_entry(facts, last) for facts in some_day),
    )


def neighbours(year, month):
    """(year, month) of the month before and of the one after."""
    return _month(year * 12 + month - 2), _month(year * 12 + month)


def _month(number):
    year, before = divmod(number, 12)
    return year, before + 1


def _days(first, last):
    return [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]


def _events(first, last):
    """Events with known days and those of which only the month is known, few of each first day, in time order."""
    found = sorted(_FEW_A_DAY.rows(*diary.days_between(first, last)), key=diary.in_time)
    to_the_day = [facts for facts in found if facts.precision == Precision.DAY]
    return to_the_day, [facts for facts in found if facts.precision == Precision.MONTH]


def _few_a_day(*days):
    place = Window(RowNumber(), partition_by=[F("precision"), F("starts")], order_by=[F("ends").desc(), F("pk").asc()])
    return diary.found(diary.between(*days).annotate(place_of_the_day=place).filter(place_of_the_day__lte=MOST_A_DAY))


def _spans(*days):
    there = diary.between(*days).filter(precision=Precision.DAY)
    return there.values_list("starts", "ends").annotate(number=Count("pk"))


_FEW_A_DAY = diary.prepared(_few_a_day)
_SPANS = Prepared(_spans)


def _numbers(first, last):
    """Day → how many events are on."""
    found = {}
    for starts, ends, number in _SPANS.tuples(*diary.days_between(first, last)):
        starts, ends = day_of(starts), day_of(ends)
        for day in _days(max(starts, first), min(ends, last)):
            found[day] = found.get(day, 0) + number
    return found


def _former(first, last):
    """(facts, dates) of what was to be in this month and has other dates now, or none."""
    for facts in diary.formerly(first, last):
        for dates in dict.fromkeys(cards.former_dates(facts)):
            own = (dates.starts, dates.ends) == (facts.starts, facts.ends)
            if dates.precision == Precision.DAY and not own and dates.starts <= last and dates.ends >= first:
                yield facts, dates


def _entry(facts, day, *, continued=False):
    cancelled = facts.status == EventStatus.CANCELLED
    former = () if cancelled else cards.former_dates(facts)
    status = cards.status_of(facts)
    return Entry(
        name=str(facts),
        url=facts.event.get_absolute_url(),
        where=str(cards.where_of(facts)),
        status=status,
        continued=continued,
        until=f"until {facts.ends.day} {words.MONTHS[facts.ends.month - 1]}" if facts.ends > day else "",
        struck=cancelled,
        former=former,
        plain=not (status or former),
    )


def _moved(facts, dates, day):
    return Entry(
        name=str(facts),
        url=facts.event.get_absolute_url(),
        where=str(cards.where_of(facts)),
        status=cards.status_of(facts),
        continued=day != max(dates.starts, day.replace(day=1)),
        struck=True,
        now=None if facts.status == EventStatus.CANCELLED else cards.dates_of(facts),
    )
