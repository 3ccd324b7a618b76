"""What of an event readers may see now: facts stay back until it has begun where it takes place."""

import datetime
import functools
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Q

from news.enums import EventStatus, Precision
from news.models import EventEdition

# While it is still this day here, it is not a later one anywhere.
LATEST_ZONE = datetime.timezone(datetime.timedelta(hours=-12))
LONGEST_MONTH = datetime.timedelta(days=31)


def zone(name):
    """The time zone of that name; the Secretariat's where the name says nothing."""
    try:
        return _zone(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _zone(settings.TIME_ZONE)


# Python itself keeps eight of them; the region has more, and reading one takes longer than all else about an event.
_zone = functools.cache(ZoneInfo)


def zone_of(facts):
    """Where an event's days begin and end. Its place, if it has one, must be loaded."""
    return zone(facts.place.zone if facts.place_id else facts.zone)


def has_begun(facts, now):
    """Whether an event's first day has come in its zone; with months only, whether the first month is over.

    One without dates has not begun, and a cancelled one never does.
    """
    if facts.precision == Precision.TBA or facts.status == EventStatus.CANCELLED:
        return False
    today = now.astimezone(zone_of(facts)).date()
    if facts.precision == Precision.MONTH:
        return today > end_of_month(facts.starts)
    return today >= facts.starts


def begins(facts):
    """The moment from which `has_begun`; None if nobody knows it, or it never does. Its place must be loaded."""
    if facts.precision == Precision.TBA or facts.status == EventStatus.CANCELLED:
        return None
    day = facts.starts
    if facts.precision == Precision.MONTH:
        day = end_of_month(day) + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(), zone_of(facts))


def is_over(facts, now):
    if facts.precision == Precision.TBA:
        return False
    last_day = end_of_month(facts.ends) if facts.precision == Precision.MONTH else facts.ends
    return now.astimezone(zone_of(facts)).date() > last_day


def shows_all(facts, now):
    """Whether readers see more than name, dates, city and organizers."""
    return facts.show_all_before or has_begun(facts, now)


def keeping_back(now):
    """The keys of public event editions of which readers see name, dates, city and organizers only. One query."""
    today = now.astimezone(LATEST_ZONE).date()
    # Each of these an index finds: one without dates has no first day.
    may_not_have_begun = Q(starts=None) | Q(status=EventStatus.CANCELLED) | Q(starts__gt=today - LONGEST_MONTH)
    candidates = (
        EventEdition.objects.live()
        .filter(may_not_have_begun, show_all_before=False)
        .select_related("place")
        .only("precision", "status", "starts", "zone", "show_all_before", "place__zone")
        .order_by()
    )
    return [facts.pk for facts in candidates if not has_begun(facts, now)]


def end_of_month(day):
    return (day.replace(day=1) + LONGEST_MONTH).replace(day=1) - datetime.timedelta(days=1)
