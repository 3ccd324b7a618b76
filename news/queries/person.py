"""People with a page of their own: all of them, and the page of one. Eight queries at most."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery, Sum, Window
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from news.enums import ParticipationRole
from news.models import Contact, Edition, Organizer, Person, Post

from . import cards, engagements, named, paging, people, visibility
from .contact import press_contact
from .organization import merged
from .people import Line

# A role that says no more than that somebody was there, for somebody who was there.
PLAIN_MARKS = {ParticipationRole.DELEGATE: "Delegate", ParticipationRole.TRAINEE: "Trainee"}


@dataclass(frozen=True)
class PostLine:
    """A post on record. A last day that is still to come is not told."""

    position: str
    organization: Line
    rank: str
    since: datetime.date | None
    until: datetime.date | None

    @property
    def is_over(self):
        return self.until is not None


@dataclass(frozen=True)
class PersonLine:
    name: str
    url: str
    post: PostLine | None


@dataclass(frozen=True)
class People:
    page: paging.Page
    people: tuple[PersonLine, ...]
    contact: Contact | None


@dataclass(frozen=True)
class PersonPage:
    name: str
    url: str
    slug: str
    post: PostLine | None
    posts: tuple[PostLine, ...]
    record: engagements.Record
    events: int
    sessions: int
    contact: Contact | None

    @property
    def query(self):
        return self.record.page.query


# The list


def listing(parameters, *, now=None):
    """By family name, with the post that each holds or held last. Three queries."""
    today = timezone.localdate(now or timezone.now())
    posts = Prefetch("posts", _begun(today).select_related("organization", "rank"))
    found = named.people().order_by(Lower("sort_key"), "pk").prefetch_related(posts)
    page = paging.read(found, parameters.get("page", ""))
    shown = tuple(
        PersonLine(person.name, person.get_absolute_url(), _latest(_post_lines(person.posts.all(), today)))
        for person in page.rows
    )
    return People(page, shown, press_contact())


def _begun(today):
    return Post.objects.filter(Q(since=None) | Q(since__lte=today))


def _post_lines(posts, today):
    return tuple(
        PostLine(
            position=post.position,
            organization=Line(
                name=str(post.organization),
                url=post.organization.get_absolute_url() if getattr(post, "organization_is_named", False) else "",
            ),
            rank=str(post.rank or ""),
            since=post.since,
            until=post.until if post.until and post.until < today else None,
        )
        for post in posts
    )


def _latest(posts):
    """The post that lasts, else the one that ended last."""
    return min(posts, key=lambda post: -(post.until or datetime.date.max).toordinal(), default=None)


# One person


def read(slug, parameters, *, now=None):
    """A `PersonPage`, `organization.Merged`, or None: without a public profile there is no page.

    Raises `NoSuchListError`.
    """
    now = now or timezone.now()
    person = named.people().filter(slug=slug).first()
    if person is None:
        return merged(Person, slug, named.people())
    today, kept_back = timezone.localdate(now), visibility.keeping_back(now)
    is_named = Exists(named.organizations(kept_back).filter(pk=OuterRef("organization")))
    posts = _begun(today).filter(person=person).select_related("organization", "rank")
    posts = _post_lines(posts.annotate(organization_is_named=is_named), today)
    record = _record(person, parameters, now, kept_back)
    return PersonPage(
        name=person.name,
        url=person.get_absolute_url(),
        slug=person.slug,
        post=_latest(posts),
        posts=posts,
        record=record,
        events=record.sum("stood"),
        sessions=record.sum("sessions_in_all"),
        contact=press_contact(),
    )


def _record(person, parameters, now, kept_back):
    present = engagements.present(kept_back).filter(person=person)
    led = Organizer.objects.filter(led_by=person).exclude(edition__in=kept_back)
    in_sessions = present.select_related(None).filter(edition=OuterRef("pk")).exclude(session=None).order_by()
    number = Subquery(in_sessions.values("edition").annotate(number=Count("session", distinct=True)).values("number"))
    editions = cards.live_events().filter(
        Q(pk__in=present.order_by().values("edition")) | Q(pk__in=led.order_by().values("edition"))
    )
    editions = editions.annotate(sessions_in_all=Window(Sum(Coalesce(number, 0), output_field=IntegerField())))

    def describe(rows):
        of_leading = [row for row in rows.organizers if row.led_by_id == person.pk]
        if rows.facts.pk in kept_back:
            of_leading = []
        marks = engagements.role_marks(rows.participations, lambda role: _mark(role, rows))
        leading = [_leading(row, rows.time) for row in of_leading]
        printed = [people.person_line(row) for row in rows.participations] + [_leader(row) for row in of_leading]
        return engagements.Part(
            marks=engagements.without_plain(dict.fromkeys([*marks, *leading])),
            printed=tuple(dict.fromkeys(printed)),
            sessions=engagements.sessions(rows.participations),
        )

    return engagements.read(
        editions,
        present,
        describe,
        asked=parameters.get("page", ""),
        now=now,
        kept_back=kept_back,
        own_releases=Edition.objects.live().filter(byline=person),
    )


def _mark(role, rows):
    """What somebody did; of an event that did not take place (yet), in which role they are expected."""
    usual, _, done = people.ROLES[role]
    if role in PLAIN_MARKS:
        return PLAIN_MARKS[role]
    if not done:
        return rows.took_part
    return done if rows.time == engagements.HELD else usual


LEADS = {engagements.COMING: "Leads", engagements.HELD: "Led", engagements.CALLED_OFF: "Was to lead"}


def _leading(row, time):
    what = row.led_what or row.through_as or row.printed_as
    return f"{LEADS[time]} {what} ({row.get_role_display().lower()})"


def _leader(row):
    """The name, rank and position of somebody who led an organizer, as of that day."""
    return Line(
        name=people.with_honorific(row, row.led_by_as),
        detail=", ".join(filter(None, [people.rank(row), row.position])),
    )
