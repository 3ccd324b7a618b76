"""The page of a press release. Ten queries at most, however much it holds."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Subquery, Value, When
from django.utils import timezone

from news.enums import State, WithdrawalKind
from news.models import Contact, Edition, EditionPicture, EditionTopic, EventEdition

from . import cards, glance, people, rows
from .contact import press_contact

RELATED = 3
WERE_PUBLIC = State.public | {State.SUPERSEDED}


@dataclass(frozen=True)
class Change:
    """What readers are told of a change after publication."""

    at: datetime.datetime
    note: str
    of_facts: bool


@dataclass(frozen=True)
class ReleasePage:
    title: str
    url: str
    uuid: str
    reference: str
    short_url: str
    kind: str
    kind_key: str
    standfirst: str
    body: str
    dateline: str
    byline: people.Line | None
    jointly_with: tuple[people.Line, ...]
    language: str
    motto: str
    published: datetime.datetime
    changes: tuple[Change, ...]
    withdrawn: datetime.datetime | None
    explanation: str
    glance: glance.Glance | None
    topics: tuple[people.Line, ...]
    also_covers: tuple[people.Line, ...]
    lead: EditionPicture | None
    pictures: tuple[EditionPicture, ...]
    related: tuple[cards.ReleaseCard, ...]
    contact: Contact | None


@dataclass(frozen=True)
class Gone:
    """A release that was withdrawn with its text. Of one that was erased nothing is told."""

    title: str = ""
    reference: str = ""
    url: str = ""
    published: datetime.datetime | None = None
    withdrawn: datetime.datetime | None = None
    explanation: str = ""
    moved: bool = False
    contact: Contact | None = None


def read(year, slug, *, now=None):
    """A `ReleasePage`, `Gone`, or None where there is nothing that is or was public."""
    now = now or timezone.now()
    edition = (
        cards.with_facts(Edition.objects.public())
        .filter(release__url_year=year, release__slug=slug)
        .select_related("byline", "facts_now__event__series", "facts_now__programme")
        .annotate(own_key=Subquery(rows.own_key()))
        .first()
    )
    if edition is None:
        return None
    if edition.state == State.WITHDRAWN and edition.withdrawal_kind != WithdrawalKind.NOTICE:
        return _gone(edition)
    return _page(edition, now)


def _gone(edition):
    contact = press_contact()
    if edition.withdrawal_kind != WithdrawalKind.EXPLAINED:
        return Gone(moved=edition.withdrawal_kind == WithdrawalKind.MOVED, contact=contact)
    return Gone(
        title=edition.title,
        reference=edition.release.reference,
        url=edition.release.get_absolute_url(),
        published=edition.release.display_date,
        withdrawn=edition.withdrawn_at,
        explanation=edition.withdrawal_explanation,
        contact=contact,
    )


def _page(edition, now):
    release, facts = edition.release, cards.facts_of(edition)
    related = list(_related(edition))
    organizers = rows.organizers_in_full(cards.facts_keys([edition, *related]))
    found = rows.read(facts, organizers=organizers[facts.pk] if facts else (), edition=edition)
    whole = {key: rows.whole_event(of_edition) for key, of_edition in organizers.items()}
    withdrawn = edition.state == State.WITHDRAWN
    pictures = [] if withdrawn else [row for row in _pictures(edition) if cards.shown_picture(row)]
    return ReleasePage(
        title=edition.title,
        url=release.get_absolute_url(),
        uuid=str(release.uuid),
        reference=release.reference,
        short_url=f"/r/{release.ref_year}/{release.ref_number}" if release.ref_number else release.get_absolute_url(),
        kind=facts.get_kind_display() if facts else edition.get_kind_display(),
        kind_key=facts.kind if facts else edition.kind,
        standfirst=edition.standfirst,
        body=edition.body,
        dateline=edition.dateline,
        byline=_byline(edition.byline),
        jointly_with=found.lines("jointly_with"),
        language=edition.language,
        motto=edition.motto,
        published=release.display_date,
        changes=_changes(edition),
        withdrawn=edition.withdrawn_at if withdrawn else None,
        explanation=edition.withdrawal_explanation if withdrawn else "",
        glance=glance.build(facts, found, own_key=edition.own_key, now=now) if facts else None,
        topics=found.lines("topic"),
        also_covers=found.lines("also_covers"),
        lead=next((row for row in pictures if row.is_lead), None),
        pictures=tuple(row for row in pictures if not row.is_lead),
        related=tuple(cards.release_cards(related, whole)),
        contact=press_contact(),
    )


def _byline(person):
    if person is None:
        return None
    return people.Line(name=person.name, url=person.get_absolute_url() if person.public_profile else "")


def _pictures(edition):
    return EditionPicture.objects.filter(edition=edition).select_related("picture")


def _changes(edition):
    """Public changes of the text and of the facts that it shows, newest first, each sentence once."""
    said = {"is_minor": False, "state__in": WERE_PUBLIC, "published_at__gt": edition.release.first_published_at}
    texts = Edition.objects.filter(release=edition.release_id, **said)
    covered = Q(event__release_editions=edition) | Q(event__also_covered_by=edition)
    facts = EventEdition.objects.filter(covered, **said)
    columns = ["published_at", "change_note", "of_facts"]
    parts = [
        part.exclude(change_note="").order_by().annotate(of_facts=Value(value)).values_list(*columns)
        for part, value in [(texts, 0), (facts, 1)]
    ]
    found = {}
    for at, note, of_facts in sorted(parts[0].union(parts[1])):
        found.setdefault(note, Change(at, note, bool(of_facts)))
    return tuple(sorted(found.values(), key=lambda change: change.at, reverse=True))


def _related(edition):
    """Other public releases: those of the same event first, then those of the same topics, newest first."""
    topics = EditionTopic.objects.filter(content_object=edition).values("tag")
    close = Q(pk__in=EditionTopic.objects.filter(tag__in=topics).values("content_object"))
    same_event = Q(pk__in=[])
    if edition.event_id:
        same_event = Q(event=edition.event_id) | Q(
            pk__in=Edition.also_covers.through.objects.filter(event=edition.event_id).values("edition")
        )
    closeness = Case(When(same_event, then=0), default=1, output_field=IntegerField())
    return (
        cards.with_facts(Edition.objects.live())
        .exclude(release=edition.release_id)
        .filter(same_event | close)
        .annotate(closeness=closeness)
        .order_by("closeness", "-release__display_date", "-release_id")[:RELATED]
    )


def by_reference(year, number):
    """The release of that number: its page's path, `Gone` if it was erased, or None. One query, two if gone."""
    edition = (
        Edition.objects.public()
        .filter(release__ref_year=year, release__ref_number=number)
        .select_related("release")
        .first()
    )
    if edition is None:
        return None
    if edition.state == State.WITHDRAWN and edition.withdrawal_kind == WithdrawalKind.ERASED:
        return _gone(edition)
    return edition.release.get_absolute_url()
