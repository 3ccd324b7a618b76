"""What the first page of the desk says about events: over without a release, still to come, who was there."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from news.enums import EventStatus, ParticipationRole, State
from news.models import Edition, EventEdition, SiteState

from .lists import one_row_a_thing


def ended_without_release(today=None):
    """Newest facts of events that are over and of which no release was published since they began, longest first.

    Looks back a year; cancelled, postponed and withdrawn events are left out.
    """
    today = today or timezone.localdate()
    reported = (
        Edition.objects.public()
        .filter(Q(event=OuterRef("event")) | Q(also_covers=OuterRef("event")))
        .filter(release__display_date__date__gte=OuterRef("starts"))
    )
    return (
        one_row_a_thing(EventEdition, "event")
        .filter(ends__lt=today, ends__gte=today - datetime.timedelta(days=365), event__merged_into=None)
        .filter(status__in=[EventStatus.PLANNED, EventStatus.CONFIRMED])
        .exclude(state=State.WITHDRAWN)
        .filter(~Exists(reported))
        .select_related("event", "place")
        .order_by("ends", "pk")
    )


def who_was_there(editions):
    """`{edition's key: names of our officers}` for a few events, in two queries."""
    own = SiteState.own()
    if own is None or not editions:
        return {}
    found = {}
    rows = editions[0].participations.model.objects.filter(edition__in=editions, organization=own)
    for row in rows.exclude(person=None).exclude(role__in=ParticipationRole.absent).order_by("order"):
        names = found.setdefault(row.edition_id, [])
        if row.printed_as not in names:
            names.append(row.printed_as)
    return found


def open_release_of(editions):
    """`{event's key: an open release about it}`, in one query."""
    events = [edition.event_id for edition in editions]
    return {release.event_id: release for release in Edition.objects.open().filter(event__in=events)}


def coming_events(today=None):
    today = today or timezone.localdate()
    return (
        one_row_a_thing(EventEdition, "event")
        .filter(ends__gte=today, event__merged_into=None)
        .select_related("event", "place")
        .order_by("starts")[:5]
    )
