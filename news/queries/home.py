"""The front page. Nine queries at most, and three more for the first reader after a change: those of the map."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Max
from django.utils import timezone

from news import words
from news.enums import ParticipationRole
from news.models import Contact, EventEdition, Organization, Organizer, Participation, SiteState

from . import calendar, cards, glance, named, people, rows, visibility
from . import map as events_map
from .contact import press_contact

LATEST = 8
BESIDE_LEAD = 5
NEXT = 4
PROGRAMMES = 4
PARTNERS = 8
BELOW_LEAD = 2
LATEST_EVENTS = 300  # among whose organizers the partners are


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
    editions = cards.newest(LATEST)
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
    return cards.release_cards(cards.newest(number)), press_contact()


def _ours(edition, kept_back):
    """Our people at the event of a release, with what they did there."""
    facts = cards.facts_of(edition)
    if facts is None or facts.pk in kept_back:
        return ()
    found = Participation.objects.filter(edition=facts, organization__in=rows.own_key(), person__isnull=False)
    present = found.exclude(role__in=ParticipationRole.absent)
    return glance.delegation(list(present.select_related("person", "country")))


def _programmes(kept_back):
    """Programmes that public events belong to, those that run longest first."""
    return tuple(
        ProgrammeCard(
            name=str(programme),
            url=programme.get_absolute_url(),
            summary=programme.summary,
            months=words.months(programme.starts, programme.ends),
        )
        for programme in named.programmes(kept_back).order_by(F("ends").desc(nulls_first=True), "name")[:PROGRAMMES]
    )


def _partners():
    """Organizers of the latest events, by name: nobody is ranked."""
    newest = EventEdition.objects.live().exclude(starts=None).order_by("-starts", "-pk")[:LATEST_EVENTS]
    own = SiteState.objects.filter(pk=1, own_organization__isnull=False).values("own_organization")
    above = Organization.objects.filter(pk__in=own, parent__isnull=False).values("parent")
    found = (
        Organizer.objects.filter(edition__in=newest.values("pk"), session=None, organization__merged_into=None)
        .exclude(organization=None)
        .exclude(organization__in=own)
        .exclude(organization__in=above)
        .values_list("organization__slug", "organization__name", "organization__acronym", "organization__country")
        .annotate(latest=Max("edition__starts"))
        .order_by("-latest", "organization__name")[:PARTNERS]
    )
    partners = [
        Organization(slug=slug, name=name, acronym=acronym, country_id=country)
        for slug, name, acronym, country, _ in found
    ]
    lines = [
        people.Line(name=str(partner), url=partner.get_absolute_url(), flag=(partner.country_id or "").lower())
        for partner in partners
    ]
    return tuple(sorted(lines, key=lambda line: words.fold(line.name)))
