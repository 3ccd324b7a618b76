"""What the desk reads about editions: one row a thing, counts by state, what waits for whom."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone

from news.enums import EventStatus, ParticipationRole, Role, State
from news.models import Edition, EventEdition, SiteState

OPEN, PUBLIC = sorted(State.open), sorted(State.public)


def one_row_a_thing(model, thing, *, binned=False):
    """The edition that stands for each thing at the desk: the open one, else the public one.

    With `binned`, the last discarded version of things of which nothing else is left. `thing` names
    the foreign key.
    """
    same = model.objects.filter(**{thing: OuterRef(thing)})
    if binned:
        alive = same.filter(state__in=[*OPEN, *PUBLIC])
        newest = same.filter(state=State.DISCARDED).order_by("-number").values("pk")[:1]
        return model.objects.filter(~Exists(alive), pk=Subquery(newest))
    return model.objects.filter(Q(state__in=OPEN) | Q(state__in=PUBLIC) & ~Exists(same.filter(state__in=OPEN)))


def public_beside(editions, thing):
    """`{thing's key: its public edition}` for a page of rows, in one query."""
    keys = [getattr(edition, f"{thing}_id") for edition in editions]
    model = type(editions[0]) if editions else None
    if model is None:
        return {}
    return {getattr(e, f"{thing}_id"): e for e in model.objects.public().filter(**{f"{thing}__in": keys})}


STATES = {
    "drafts": Q(state=State.DRAFT),
    "handed-in": Q(state=State.IN_REVIEW),
    "approved": Q(state=State.APPROVED),
}


def by_state(rows, model, thing, state, person):
    """The rows that a link above the list asks for. An unknown word shows all."""
    if state == "mine":
        return rows.filter(authors=person)
    if state in STATES:
        return rows.filter(STATES[state])
    if state in {"published", "withdrawn"}:
        wanted = State.PUBLISHED if state == "published" else State.WITHDRAWN
        return rows.filter(**{f"{thing}__in": model.objects.filter(state=wanted).values(thing)})
    return rows


def counts(model, thing, person):
    """Numbers for the links above the list, in three queries."""
    rows = one_row_a_thing(model, thing)
    found = rows.aggregate(
        all=Count("pk"),
        mine=Count(
            "pk",
            filter=Exists(
                model.authors.through.objects.filter(**{model._meta.model_name: OuterRef("pk"), "account": person})
            ),
        ),
        **{name.replace("-", "_"): Count("pk", filter=condition) for name, condition in STATES.items()},
    )
    public = model.objects.aggregate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)), withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN))
    )
    return {**found, **public, "bin": one_row_a_thing(model, thing, binned=True).count()}


def drafts_of(person):
    """Open releases that this person wrote at, last changed first."""
    found = Edition.objects.open().filter(authors=person).select_related("release", "event")
    return found.prefetch_related("event__editions").order_by("-changed_at")[:10]


def flagged_for(person):
    """What was published alone and waits for a second pair of eyes, oldest first; not one's own."""
    if list(Role).index(Role(person.role)) < list(Role).index(Role.EDITOR):
        return Edition.objects.none()
    return (
        Edition.objects.exclude(flagged_since=None)
        .filter(state__in=[State.PUBLISHED, State.SUPERSEDED])
        .exclude(published_by=person)
        .exclude(authors=person)
        .select_related("release", "published_by")
        .order_by("flagged_since")
    )


def ended_without_release(today=None):
    """Newest facts of events that are over and that no public release reports, longest first.

    Looks back a year; cancelled and postponed events are left out.
    """
    today = today or timezone.localdate()
    reported = Edition.objects.live().filter(Q(event=OuterRef("event")) | Q(also_covers=OuterRef("event")))
    return (
        one_row_a_thing(EventEdition, "event")
        .filter(ends__lt=today, ends__gte=today - datetime.timedelta(days=365), event__merged_into=None)
        .filter(status__in=[EventStatus.PLANNED, EventStatus.CONFIRMED])
        .filter(~Exists(reported))
        .select_related("event", "place")
        .order_by("ends")
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
