"""Public events by time: those that are under way, come next, are past, or fall into a span of days.

However many events there are, few rows are read. Their keys are found first, with columns that an index has, and
only then what stands beside them.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from news import words
from news.enums import EventStatus, Precision
from news.models import Country, Event, EventEdition, Place

from . import cards, visibility
from .prepared import Part, Prepared

# While it is not this day here, it is not this day anywhere.
EARLIEST_ZONE = datetime.timezone(datetime.timedelta(hours=14))
# An event that lasts longer stands in the first months of it only: an index can look no further back.
LONGEST = datetime.timedelta(days=400)

# Rows that may have begun, of which some are over already or wait for their month.
MOST_BEGUN = 60
MOST_FORMER = 50

OWN = """
    state name acronym kind status status_note former_dates starts ends precision mode venue zone summary number
    show_all_before published_at event_id place_id
"""
COLUMNS = [*OWN.split(), "event__uuid", "event__slug", "place__city", "place__zone", "place__country__name"]


@dataclass(frozen=True)
class Now:
    """Facts of events: under way and coming up in time order (undated ones last), just over."""

    under_way: tuple[EventEdition, ...]
    coming_up: tuple[EventEdition, ...]
    over: tuple[EventEdition, ...]


def now_and_next(now, most):
    """At most `most` coming events of each kind, dated and undated. One query."""
    today, late = now.astimezone(EARLIEST_ZONE).date(), now.astimezone(visibility.LATEST_ZONE).date()
    lists = [], [], []
    if most not in _NOW:
        _NOW[most] = prepared(lambda *days: _now_and_next(most, *days))
    for facts in _NOW[most].rows(*_texts(today, today - LONGEST, late, late - visibility.LONGEST_MONTH)):
        if not _forgotten(facts, now):
            over, has_begun = visibility.is_over(facts, now), visibility.has_begun(facts, now)
            lists[2 if over else 0 if has_begun else 1].append(facts)
    return Now(*(tuple(sorted(part, key=in_time)) for part in lists))


_NOW = {}


def _now_and_next(most, today, earliest, late, a_month_ago):
    # What may still be on somewhere.
    not_over = Q(ends__gte=a_month_ago) & (Q(precision=Precision.MONTH) | Q(ends__gte=late))
    begun = keys().filter(not_over, starts__gt=earliest, starts__lte=today).order_by("-starts", "-ends", "-pk")
    coming = keys().filter(starts__gt=today).order_by("starts", "ends", "pk")
    return found(begun[:MOST_BEGUN], coming[:most], undated()[:most])


def past(over, now, most):
    """The newest past events, `over` among them: those that `now_and_next` found to be just over. One query."""
    if most not in _PAST:
        _PAST[most] = prepared(lambda *days: found(_surely_over(*days).order_by("-ends", "-starts", "-pk")[:most]))
    late = now.astimezone(visibility.LATEST_ZONE).date()
    gone = _PAST[most].rows(*_texts(late, late - visibility.LONGEST_MONTH))
    return sorted([*over, *gone], key=lambda facts: (facts.ends, facts.starts, facts.pk), reverse=True)[:most]


_PAST = {}


def listed(first, last, *, start=0, most, **filters):
    """Events with a day in the span, in time order: `most` of them from the place `start` on. One query."""
    there = between(first - LONGEST, first, last).filter(**filters).order_by("starts", "ends", "pk")
    return sorted(rows(there[start : start + most]), key=in_time)


def formerly(first, last):
    """Events that are off, have no dates or later ones, and had days in that month. One query."""
    days = _texts(first, last + LONGEST)
    return sorted(_FORMERLY.rows(f'"{words.machine_month(first)}-', *days), key=in_time)


def _formerly(month, first, last):
    text = Cast("former_dates", TextField())
    moved = keys().filter(status__in=sorted(EventStatus.off)).annotate(former_text=text)
    moved = moved.filter(former_text__contains=month).order_by("starts", "-pk")
    parts = moved.filter(starts=None), moved.filter(starts__gte=first, starts__lte=last)
    return found(*(part[:MOST_FORMER] for part in parts))


# Keys, and rows for them


def keys():
    """Public facts of events that were not merged, for finding keys with the columns of an index."""
    # Greater than nothing: an index finds those at once.
    merged = Event.objects.filter(merged_into__gt=0)
    return EventEdition.objects.live().exclude(event__in=merged.values("pk")).order_by()


def between(earliest, first, last):
    """Keys of events with a day from the first to the last, in no order; `earliest` is the LONGEST before."""
    return keys().filter(starts__gte=earliest, starts__lte=last, ends__gte=first)


def days_between(first, last):
    """What `between` takes, as `Prepared` takes it."""
    return _texts(first - LONGEST, first, last)


def _texts(*days):
    return [day.isoformat() for day in days]


def undated():
    return keys().filter(starts=None).order_by("-pk")


def rows(*sliced):
    """The facts that sliced querysets of keys name, each once, with what lists and files show. In no order."""
    return list(found(*sliced).select_related("place__country", "event").only(*COLUMNS))


def prepared(build):
    """A `Prepared` of what `found` gives, with the same columns."""
    return Prepared(
        build,
        Part("", EventEdition, OWN),
        Part("event", Event, "uuid slug"),
        Part("place", Place, "city zone country_id"),
        Part("place__country", Country, "name"),
    )


def found(first, *others):
    """The facts that sliced querysets of keys name, each once, in no order."""
    # Sliced inside: parts of a union have no limit of their own.
    first, *others = [
        EventEdition.objects.filter(pk__in=part.values("pk")).order_by().values("pk") for part in (first, *others)
    ]
    return EventEdition.objects.filter(pk__in=first.union(*others) if others else first).order_by()


def in_time(facts):
    return facts.starts or datetime.date.max, facts.ends or datetime.date.max, facts.pk


def _surely_over(late, a_month_ago):
    """Events whose last day is past wherever they take place. The few between are looked at one by one."""
    return keys().filter(~Q(precision=Precision.MONTH, ends__gte=a_month_ago), ends__lt=late)


def _forgotten(facts, now):
    """Whether an event is cancelled, has no dates, and those that it had are past, if it ever had any."""
    if facts.status != EventStatus.CANCELLED or facts.precision != Precision.TBA:
        return False
    former = cards.former_dates(facts)
    return not former or (former[-1].ends or datetime.date.max) < now.astimezone(visibility.zone_of(facts)).date()


_FORMERLY = prepared(_formerly)
