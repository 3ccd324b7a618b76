"""The page of a press release. Ten queries at most, however much it holds."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone

from news import html
from news.enums import State, WithdrawalKind
from news.models import (
    Contact,
    Country,
    Edition,
    EditionDocument,
    EditionPicture,
    EditionTopic,
    Event,
    EventEdition,
    Person,
    Picture,
    Place,
    PressRelease,
    Programme,
    Series,
)

from . import cards, files, glance, people, rows
from .contact import press_contact
from .prepared import ALL, Part, Prepared, aware
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
    edition = next(iter(_AT_ADDRESS.rows(year, slug)), None)
    if edition is None:
        return None
    if edition.facts_now is not None:
        edition.facts_now.event = edition.event
    if edition.state == State.WITHDRAWN and edition.withdrawal_kind != WithdrawalKind.NOTICE:
        return _gone(edition)
    return _page(edition, now)


def _at_address(year, slug):
    pictures = EditionPicture.objects.filter(edition=OuterRef("pk"))
    documents = EditionDocument.objects.filter(edition=OuterRef("pk"))
    found = Edition.objects.public().filter(release__url_year=year, release__slug=slug).order_by()
    return cards.with_public_facts(found).annotate(
        own_key=Subquery(rows.own_key()), has_pictures=Exists(pictures), has_documents=Exists(documents)
    )


_AT_ADDRESS = Prepared(
    _at_address,
    Part(
        "",
        Edition,
        """state withdrawn_at withdrawal_kind withdrawal_explanation release_id kind title standfirst body dateline
        byline_id event_id motto language""",
        beside=["own_key", "has_pictures", "has_documents"],
    ),
    Part("release", PressRelease, ALL),
    Part("byline", Person, "name slug public_profile"),
    Part("event", Event, "uuid slug series_id ordinal"),
    Part("event__series", Series, "name acronym"),
    Part(
        "facts_now",
        EventEdition,
        """event_id name acronym kind status status_note former_dates starts ends precision mode place_id venue zone
        programme_id attendance attendance_approximate subjects website summary show_all_before""",
    ),
    Part("facts_now__place", Place, "city country_id latitude longitude zone"),
    Part("facts_now__place__country", Country, "name"),
    Part("facts_now__programme", Programme, "slug name acronym starts ends country_count summary"),
)


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
    found = rows.read(facts, edition=edition)
    changes, same_event = _around(edition)
    related = _related(edition, same_event, found.topics)
    organizers = rows.organizers_in_full(cards.facts_keys([edition, *related]))
    found = replace(found, organizers=tuple(organizers[facts.pk]) if facts else ())
    whole = {key: rows.whole_event(of_edition) for key, of_edition in organizers.items()}
    withdrawn = edition.state == State.WITHDRAWN
    without = withdrawn or not getattr(edition, "has_pictures", True)
    pictures = [] if without else [row for row in _PICTURES.rows(edition.pk) if cards.shown_picture(row)]
    # A text that is kept as a record keeps its words: its files are no longer public.
    if withdrawn:
        documents, body, inside = (), html.without_pictures(edition.body), {}
    else:
        documents, body, inside = files.of_release(edition, any_documents=getattr(edition, "has_documents", True))
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
        changes=changes,
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


_PICTURES = Prepared(
    lambda edition: EditionPicture.objects.filter(edition=edition),
    Part("", EditionPicture, ALL),
    Part("picture", Picture, ALL),
)


# What stands in other editions

TEXT, FACTS, SAME_EVENT = range(3)


def _around(edition):
    """The public changes, and the keys of other public editions about the same event; both newest first.

    One query: all of it is found with moments and keys.
    """
    release = edition.release
    found = _AROUND.tuples(release.pk, edition.pk, edition.event_id)
    parts = {what: [] for what in (TEXT, FACTS, SAME_EVENT)}
    for at, what, key, note in found:
        parts[what].append((aware(at), what, key, note))
    changes = sorted((at, note, what, key) for at, what, key, note in parts[TEXT] + parts[FACTS])
    about = sorted(parts[SAME_EVENT], key=lambda row: (row[0], int(row[3])), reverse=True)
    return _changes(changes), [key for _, _, key, _ in about]


def _around_parts(release, edition, event):
    since = PressRelease.objects.filter(pk=release).order_by().values("first_published_at")
    said = {"is_minor": False, "state__in": WERE_PUBLIC, "published_at__gt": Subquery(since)}
    texts = Edition.objects.filter(release=release, **said).exclude(change_note="")
    # Of an event that was withdrawn with its facts nothing is told.
    readable = Exists(EventEdition.objects.filter(READABLE, event=OuterRef("event")).order_by())
    facts = EventEdition.objects.filter(readable, **said).exclude(change_note="")
    beside = Edition.also_covers.through.objects.filter(edition=edition).values("event")
    live = Edition.objects.live().exclude(release=release)
    covering = Edition.also_covers.through.objects.filter(event=event).values("edition")
    first, *others = (
        part(texts, "published_at", TEXT, "release", "change_note"),
        part(facts.filter(event=event), "published_at", FACTS, "event", "change_note"),
        part(facts.filter(event__in=beside), "published_at", FACTS, "event", "change_note"),
        part(_newest(live.filter(event=event), RELATED), "release__display_date", SAME_EVENT, "pk", "release"),
        part(_newest(live.filter(pk__in=covering), RELATED), "release__display_date", SAME_EVENT, "pk", "release"),
    )
    # Not all of them: an event may be the release's own and stand beside it as well.
    return first.union(*others)


def _newest(editions, number):
    # Sliced inside: parts of a union have no limit of their own.
    return Edition.objects.filter(pk__in=cards.newest_first(editions).values("pk")[:number])


def part(found, at, what, key, note):
    """Rows (moment, what it is, key, text) for a union."""
    columns = {"at_": F(at), "what_": Value(what), "key_": F(key), "note_": Cast(note, CharField())}
    return found.order_by().annotate(**columns).values_list(*columns)


_AROUND = Prepared(_around_parts)


def _of_topics(release, topics):
    tagged = EditionTopic.objects.filter(tag__pk__in=topics).values("content_object")
    live = Edition.objects.live().exclude(release=release).filter(pk__in=tagged)
    # As many more as may be among those of the event.
    return cards.newest_first(live).values_list("pk")[: 2 * RELATED]


# Whether to look through the newest releases or through those of a topic depends on how many those are.
_OF_TOPICS = Prepared(_of_topics, planned_once=False)


def _changes(rows):
    """Public changes of the text and of the facts that it shows, newest first.

    One sentence may stand for a text and the facts of several events: it is told once, unless it is
    said of the same thing again. `rows` are (moment, sentence, TEXT or FACTS, key of the thing), in order.
    """
    found, said_of = [], {}
    for at, note, what, thing in rows:
        things = said_of.setdefault(note, set())
        if not things or (what, thing) in things:
            found.append(Change(at, note, what == FACTS))
            things.clear()
        things.add((what, thing))
    return tuple(reversed(found))


def _related(edition, same_event, topics):
    """Other public releases: those of the same event first, then those of the same topics, newest first. Two queries.

    `same_event` are the keys of those, newest first.
    """
    keys = list(same_event)
    if len(keys) < RELATED:
        keys += [key for (key,) in _OF_TOPICS.tuples(edition.release_id, list(topics))]
    keys = list(dict.fromkeys(keys))[:RELATED]
    return sorted(cards.read(keys), key=lambda one: keys.index(one.pk))


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
