"""Moments as the newsroom reads them: in Kuala Lumpur, with UTC beside a time that is set."""

import datetime

from django.utils import timezone

from news import words


def local(moment):
    """As "Tuesday 24 September 2024, 09:00"."""
    here = timezone.localtime(moment)
    return f"{words.weekday(here.date())}, {here:%H:%M}"


def with_utc(moment):
    """As "Tuesday 24 September 2024, 09:00 in Kuala Lumpur (01:00 UTC)"; with the day where UTC has another."""
    here, there = timezone.localtime(moment), moment.astimezone(datetime.UTC)
    day = "" if here.date() == there.date() else f"{words.WEEKDAYS[there.weekday()]} "
    return f"{local(moment)} in Kuala Lumpur ({day}{there:%H:%M} UTC)"


def since(moment, now=None):
    """The whole days since then: "today", "1 day", "12 days"."""
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    return words.plural(days, "day") if days > 0 else "today"


def lately(moment, now=None):
    """As "today 08:05", "yesterday 22:41", "Friday 19:20", "19 September 2024, 08:05"."""
    here = timezone.localtime(moment)
    days = (timezone.localdate(now) - here.date()).days
    if 0 <= days <= 1:
        day = "yesterday" if days else "today"
    elif 1 < days < 7:
        day = words.WEEKDAYS[here.weekday()]
    else:
        day = f"{words.day(here.date())},"
    return f"{day} {here:%H:%M}"
