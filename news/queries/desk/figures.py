"""How the newsroom does: releases each month, days from an event to its release."""

import datetime
import statistics
from dataclasses import dataclass

from django.db.models import Count, Min
from django.db.models.functions import TruncMonth
from django.utils import timezone

from news.enums import Precision, ReleaseKind, State
from news.models import Edition

YEAR = datetime.timedelta(days=365)
# A median of fewer says nothing about how quick the newsroom is.
ENOUGH = 3


@dataclass(frozen=True)
class Delay:
    """Days from an event's last day to its first release: the median, None if there are too few of them."""

    median: float | None
    events: int


def delay(today=None):
    """Of events that were first reported within the last year, if their days are known.

    A release on the last day, or before it, counts as 0.
    """
    today = today or timezone.localdate()
    rows = (
        Edition.objects.live()
        .filter(kind=ReleaseKind.EVENT_REPORT, release__first_published_at__isnull=False)
        .filter(event__editions__state=State.PUBLISHED, event__editions__precision=Precision.DAY)
        .values("event", "event__editions__ends")
        .annotate(first=Min("release__first_published_at"))
        .order_by()
    )
    days = [
        max((timezone.localdate(row["first"]) - row["event__editions__ends"]).days, 0)
        for row in rows
        if row["event__editions__ends"] and timezone.localdate(row["first"]) > today - YEAR
    ]
    return Delay(statistics.median(days) if len(days) >= ENOUGH else None, len(days))


def published_each_month(today=None, months=6):
    """`[(first day of the month, number)]` of first publications, oldest month first."""
    today = today or timezone.localdate()
    firsts = [today.replace(day=1)]
    while len(firsts) < months:
        firsts.append((firsts[-1] - datetime.timedelta(days=1)).replace(day=1))
    rows = (
        Edition.objects.live()
        .filter(release__display_date__date__gte=firsts[-1])
        .annotate(month=TruncMonth("release__display_date"))
        .values("month")
        .annotate(number=Count("pk"))
        .order_by("month")
    )
    numbers = {row["month"].date(): row["number"] for row in rows}
    return [(first, numbers.get(first, 0)) for first in reversed(firsts)]
