"""The page of an event: its facts, its sessions and all coverage. Ten queries at most."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Subquery
from django.utils import timezone

from news.enums import State, WithdrawalKind
from news.models import Contact, Edition, EditionPicture, EventEdition

from . import cards, files, glance, rows, visibility
from .contact import press_contact
from .prepared import Prepared, aware
from .release import FACTS, SAME_EVENT, WERE_PUBLIC, Change, coming_changes, part

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
    changes, keys = _around(facts.event_id)
    place = {key: at for at, key in enumerate(keys)}
    coverage = sorted(cards.read(place), key=lambda edition: place[edition.pk])
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
        changes=changes,
        withdrawn=facts.withdrawn_at if withdrawn else None,
        explanation=facts.withdrawal_explanation if withdrawn else "",
        contact=press_contact(),
        over=visibility.is_over(facts, now),
    )


def _around(event):
    """Public changes of the facts since they first stood here, and the keys of public releases about the event or
    covering it; both newest first. One query: all of it is found with moments and keys.
    """
    changes, coverage = [], []
    for at, what, key, note in _AROUND.tuples(event):
        if what == FACTS:
            changes.append(Change(aware(at), note, of_facts=True))
        else:
            coverage.append((aware(at), int(note), key))
    changes.sort(key=lambda change: change.at, reverse=True)
    return tuple(changes), [key for _, _, key in sorted(coverage, reverse=True)]


def _around_parts(event):
    were_public = EventEdition.objects.filter(event=event, state__in=WERE_PUBLIC)
    first = were_public.order_by("published_at").values("pk")[:1]
    facts = were_public.filter(is_minor=False).exclude(change_note="").exclude(pk=Subquery(first))
    live = Edition.objects.live()
    also = Edition.also_covers.through.objects.filter(event=event).values("edition")
    # Not as one condition with "or": no index finds both.
    return part(facts, "published_at", FACTS, "pk", "change_note").union(
        part(live.filter(event=event), "release__display_date", SAME_EVENT, "pk", "release"),
        part(live.filter(pk__in=also), "release__display_date", SAME_EVENT, "pk", "release"),
    )


_AROUND = Prepared(_around_parts)


def _pictures(coverage):
    """The pictures of all coverage, each once."""
    found = EditionPicture.objects.filter(edition__in=coverage).select_related("picture")
    shown = {row.picture_id: row for row in found if cards.shown_picture(row)}
    return tuple(shown.values())[:MOST_PICTURES]
