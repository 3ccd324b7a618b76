"""The page of a press release. Ten queries at most, however much it holds."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Case, F, IntegerField, Q, Subquery, Value, When
from django.utils import timezone

from news import html
from news.enums import State, WithdrawalKind
from news.models import Contact, Edition, EditionPicture, EditionTopic, EventEdition, Picture

from . import cards, files, glance, people, rows
from .contact import press_contact
from .withdrawn import READABLE

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
    inside: dict[str, Picture]  # the pictures in the body, by their keys
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
    documents: tuple[files.File, ...]
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


def preview(edition, facts, *, now=None):
    """The `ReleasePage` that readers would see if this version went public now, with these facts (or None).

    Not for readers: it asks for no state. Everything around the version is what is public; the changes
    since publication begin with the one to come. `published` is None for a first version without a time.
    """
    now = now or timezone.now()
    edition = (
        Edition.objects.filter(pk=edition.pk)
        .select_related("release", "byline")
        .annotate(own_key=Subquery(rows.own_key()))
        .get()
    )
    edition.facts_now = facts and rows.whole(facts.pk)
    page = _page(edition, now)
    release = edition.release
    changes = page.changes
    if release.first_published_at:
        changes = (*coming_changes(edition, edition.facts_now, now=now), *changes)
    return replace(page, published=release.display_date or edition.publish_at, changes=changes)


def coming_changes(*editions, now):
    """What readers will be told has changed, once these open versions (or None) are public; each sentence once."""
    found = {}
    for edition in editions:
        if edition is not None and edition.is_open and edition.change_note and not edition.is_minor:
            of_facts = isinstance(edition, EventEdition)
            found.setdefault(edition.change_note, Change(edition.publish_at or now, edition.change_note, of_facts))
    return tuple(found.values())


def _gone(edition):
    contact = press_contact()
    if edition.withdrawal_kind == WithdrawalKind.MOVED:
        return Gone(url=edition.release.get_absolute_url(), moved=True, contact=contact)
    if edition.withdrawal_kind == WithdrawalKind.ERASED:
        return Gone(contact=contact)
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
    # A text that is kept as a record keeps its words: its files are no longer public.
    documents, body, inside = ((), html.without_pictures(edition.body), {}) if withdrawn else files.of_release(edition)
    return ReleasePage(
        title=edition.title,
        url=release.get_absolute_url(),
        uuid=str(release.uuid),
        reference=release.reference,
        short_url=f"/r/{release.ref_year}/{release.ref_number}" if release.ref_number else release.get_absolute_url(),
        kind=facts.get_kind_display() if facts else edition.get_kind_display(),
        kind_key=facts.kind if facts else edition.kind,
        standfirst=edition.standfirst,
        body=body,
        inside=inside,
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
        documents=documents,
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
    """Public changes of the text and of the facts that it shows, newest first.

    One sentence may stand for a text and the facts of several events: it is told once, unless it is
    said of the same thing again.
    """
    if edition.release.first_published_at is None:
        return ()
    said = {"is_minor": False, "state__in": WERE_PUBLIC, "published_at__gt": edition.release.first_published_at}
    texts = Edition.objects.filter(release=edition.release_id, **said)
    covered = Q(event__release_editions=edition) | Q(event__also_covered_by=edition)
    readable = EventEdition.objects.filter(READABLE).values("event")
    facts = EventEdition.objects.filter(covered, event__in=readable, **said)
    columns = ["published_at", "change_note", "of_facts", "thing"]
    parts = [
        part.exclude(change_note="").order_by().annotate(of_facts=Value(of_facts), thing=F(thing)).values_list(*columns)
        for part, of_facts, thing in [(texts, 0, "release"), (facts, 1, "event")]
    ]
    found, said_of = [], {}
    for at, note, of_facts, thing in sorted(parts[0].union(parts[1])):
        things = said_of.setdefault(note, set())
        if not things or (of_facts, thing) in things:
            found.append(Change(at, note, bool(of_facts)))
            things.clear()
        things.add((of_facts, thing))
    return tuple(reversed(found))


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
    """The release of that number: its page's path, `Gone` if it was erased or moved, or None. Two queries at most."""
    edition = (
        Edition.objects.public()
        .filter(release__ref_year=year, release__ref_number=number)
        .select_related("release")
        .first()
    )
    if edition is None:
        return None
    if edition.state == State.WITHDRAWN and edition.withdrawal_kind in {WithdrawalKind.ERASED, WithdrawalKind.MOVED}:
        return _gone(edition)
    return edition.release.get_absolute_url()
