"""The front page. Nine queries at most, and three more for the first reader after a change: those of the map."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Max, Q, Subquery
from django.utils import timezone

from news import words
from news.enums import ParticipationRole, State
from news.models import Contact, Organization, Participation, Programme

from . import calendar, cards, glance, people, rows, visibility
from . import map as events_map
from .contact import press_contact

LATEST = 8
BESIDE_LEAD = 5
NEXT = 4
PROGRAMMES = 4
PARTNERS = 8
BELOW_LEAD = 2


@dataclass(frozen=True)
class ProgrammeCard:
    name: str
    url: str
    summary: str
    months: str


@dataclass(frozen=True)
class Home:
    today: datetime.date
    lead: cards.ReleaseCard | None
    lead_ours: tuple[people.Line, ...]
    below_lead: tuple[cards.ReleaseCard, ...]
    latest: tuple[cards.ReleaseCard, ...]
    next_events: tuple[cards.EventLine, ...]
    programmes: tuple[ProgrammeCard, ...]
    partners: tuple[people.Line, ...]
    map: events_map.Strip | None
    contact: Contact | None


def read(*, now=None):
    now = now or timezone.now()
    editions = list(cards.live_releases().annotate(own_key=Subquery(rows.own_key()))[:LATEST])
    coming = calendar.next_events(now, NEXT)
    organizers = cards.organizers_of(cards.facts_keys(editions) | {facts.pk for facts in coming})
    lead, *latest = cards.release_cards(editions, organizers) or [None]
    # Without a picture the lead is short: the next ones share its column.
    below_lead = latest[:BELOW_LEAD] if lead and lead.picture is None else []
    kept_back = visibility.keeping_back(now)
    return Home(
        today=timezone.localdate(now),
        lead=lead,
        lead_ours=_ours(editions[0], kept_back) if editions else (),
        below_lead=tuple(below_lead),
        latest=tuple(latest[len(below_lead) :][:BESIDE_LEAD]),
        next_events=tuple(cards.event_lines(coming, organizers)),
        programmes=_programmes(kept_back),
        partners=_partners(),
        map=events_map.strip(now=now, kept_back=kept_back),
        contact=press_contact(),
    )


def latest(number):
    """The newest releases and the press contact, for pages that have nothing else to show. Three queries."""
    return cards.release_cards(cards.live_releases()[:number]), press_contact()


def _ours(edition, kept_back):
    """Our people at the event of a release, with what they did there."""
    facts = cards.facts_of(edition)
    if facts is None or facts.pk in kept_back or edition.own_key is None:
        return ()
    found = Participation.objects.filter(edition=facts, organization=edition.own_key, person__isnull=False)
    present = found.exclude(role__in=ParticipationRole.absent)
    return glance.delegation(list(present.select_related("person", "country")))


def _programmes(kept_back):
    """Programmes that public events belong to, those that run longest first."""
    shown = Q(event_editions__state=State.PUBLISHED) & ~Q(event_editions__in=kept_back)
    organized = Q(organized__edition__state=State.PUBLISHED, organized__session=None)
    found = Programme.objects.current().filter(shown | organized).distinct()
    return tuple(
        ProgrammeCard(
            name=str(programme),
            url=programme.get_absolute_url(),
            summary=programme.summary,
            months=words.months(programme.starts, programme.ends),
        )
        for programme in found.order_by(F("ends").desc(nulls_first=True), "name")[:PROGRAMMES]
    )


def _partners():
    """Organizers of the latest events, by name: nobody is ranked."""
    organized = Q(organized__edition__state=State.PUBLISHED, organized__session=None)
    found = (
        Organization.objects.current()
        .exclude(Q(pk__in=rows.own_key()) | Q(units__in=rows.own_key()))
        .annotate(latest=Max("organized__edition__starts", filter=organized))
        .exclude(latest=None)
        .order_by("-latest", "name")[:PARTNERS]
    )
    lines = [
        people.Line(name=str(partner), url=partner.get_absolute_url(), flag=(partner.country_id or "").lower())
        for partner in found
    ]
    return tuple(sorted(lines, key=lambda line: words.fold(line.name)))
