"""The page of an event: its facts, its sessions and all coverage. Ten queries at most."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Q, Subquery
from django.utils import timezone

from news.enums import State, WithdrawalKind
from news.models import Contact, Edition, EditionPicture, EventEdition

from . import cards, files, glance, rows, visibility
from .contact import press_contact
from .release import WERE_PUBLIC, Change, coming_changes

MOST_PICTURES = 24


@dataclass(frozen=True)
class EventPage:
    name: str
    url: str
    uuid: str
    kind: str
    year: int | None
    summary: str
    glance: glance.Glance
    coverage: tuple[cards.ReleaseCard, ...]
    pictures: tuple[EditionPicture, ...]
    documents: tuple[files.File, ...]
    changes: tuple[Change, ...]
    withdrawn: datetime.datetime | None
    explanation: str
    contact: Contact | None
    over: bool = False


@dataclass(frozen=True)
class Gone:
    """An event that was withdrawn with its facts. Of one that was erased nothing is told."""

    name: str = ""
    withdrawn: datetime.datetime | None = None
    explanation: str = ""
    moved: bool = False
    contact: Contact | None = None


def read(slug, *, now=None):
    """An `EventPage`, `Gone`, or None where there is nothing that is or was public."""
    now = now or timezone.now()
    facts = (
        EventEdition.objects.public()
        .filter(event__slug=slug, event__merged_into=None)
        .select_related("event__series", "place__country", "programme")
        .annotate(own_key=Subquery(rows.own_key()))
        .first()
    )
    if facts is None:
        return None
    if facts.state == State.WITHDRAWN and facts.withdrawal_kind != WithdrawalKind.NOTICE:
        return _gone(facts)
    return _page(facts, now)


def preview(facts, *, now=None):
    """The `EventPage` that readers would see if this version of the facts went public now.

    Not for readers: it asks for no state. Coverage, pictures and documents are those of public releases.
    """
    now = now or timezone.now()
    facts = rows.whole(facts.pk)
    page = _page(facts, now)
    if EventEdition.objects.filter(event=facts.event_id, state__in=WERE_PUBLIC).exists():
        page = replace(page, changes=(*coming_changes(facts, now=now), *page.changes))
    return page


def _gone(facts):
    contact = press_contact()
    if facts.withdrawal_kind != WithdrawalKind.EXPLAINED:
        return Gone(moved=facts.withdrawal_kind == WithdrawalKind.MOVED, contact=contact)
    return Gone(str(facts), facts.withdrawn_at, facts.withdrawal_explanation, contact=contact)


def _page(facts, now):
    coverage = list(covering(facts.event_id))
    organizers = rows.organizers_in_full({facts.pk, *cards.facts_keys(coverage)})
    whole = {key: rows.whole_event(of_edition) for key, of_edition in organizers.items()}
    panel = glance.build(facts, rows.read(facts, organizers=organizers[facts.pk]), own_key=facts.own_key, now=now)
    withdrawn = facts.state == State.WITHDRAWN
    return EventPage(
        name=str(facts),
        url=facts.event.get_absolute_url(),
        uuid=str(facts.event.uuid),
        kind=facts.get_kind_display(),
        year=facts.starts.year if facts.starts else None,
        summary=panel.summary,
        glance=panel,
        coverage=tuple(cards.release_cards(coverage, whole)),
        pictures=_pictures(coverage),
        documents=files.of_releases(coverage),
        changes=_changes(facts),
        withdrawn=facts.withdrawn_at if withdrawn else None,
        explanation=facts.withdrawal_explanation if withdrawn else "",
        contact=press_contact(),
        over=visibility.is_over(facts, now),
    )


def covering(event_key):
    """Public releases about an event or covering it, newest first."""
    also = Edition.also_covers.through.objects.filter(event=event_key).values("edition")
    return cards.live_releases().filter(Q(event=event_key) | Q(pk__in=also))


def _pictures(coverage):
    """The pictures of all coverage, each once."""
    found = EditionPicture.objects.filter(edition__in=coverage).select_related("picture")
    shown = {row.picture_id: row for row in found if cards.shown_picture(row)}
    return tuple(shown.values())[:MOST_PICTURES]


def _changes(facts):
    """Public changes of the facts since they first stood here, newest first."""
    found = (
        EventEdition.objects.filter(event=facts.event_id, state__in=WERE_PUBLIC, is_minor=False)
        .exclude(change_note="")
        .order_by("-published_at")
    )
    first = EventEdition.objects.filter(event=facts.event_id, state__in=WERE_PUBLIC).order_by("published_at")
    return tuple(
        Change(edition.published_at, edition.change_note, of_facts=True)
        for edition in found.exclude(pk=Subquery(first.values("pk")[:1]))
    )
