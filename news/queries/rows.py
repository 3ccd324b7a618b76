"""Everything that belongs to a public event edition or release, in few queries."""

from dataclasses import dataclass

from django.db.models import Subquery
from django.db.models.functions import Lower

from news.enums import EventStatus
from news.models import (
    Country,
    EventEdition,
    Organization,
    Organizer,
    Participation,
    ProgrammePartner,
    Session,
    SiteState,
    Topic,
)

from . import short_lists
from .people import Line

PATHS = {
    "topic": "/topics/{}/",
    "event_topic": "/topics/{}/",
    "also_in": "/countries/{}/",
    "partner": "/organizations/{}/",
    "jointly_with": "/organizations/{}/",
    "also_covers": "/events/{}/",
}


@dataclass(frozen=True)
class Rows:
    """Rows in the order of the desk; `short` holds the small lists as (list, role, line)."""

    organizers: tuple = ()
    participations: tuple = ()
    sessions: tuple = ()
    short: tuple = ()

    def lines(self, name, role=""):
        return tuple(line for found, of_role, line in self.short if (found, of_role) == (name, role))


def read(facts, *, organizers, edition=None):
    """The rows of an event edition (None: there is no event) and of the release edition that shows it.

    `organizers` are read by the caller, with those of other events on the page: `organizers_in_full`.
    """
    if facts is None:
        return Rows(short=_short_lists(None, edition))
    return Rows(
        organizers=tuple(organizers),
        participations=tuple(
            Participation.objects.filter(edition=facts).select_related("person", "organization", "country")
        ),
        sessions=tuple(Session.objects.filter(edition=facts).select_related("place__country")),
        short=_short_lists(facts, edition),
    )


def organizers_in_full(keys):
    """All organizers of event editions, those of sessions too, by the edition's key. One query."""
    found = {key: [] for key in keys}
    rows = Organizer.objects.filter(edition__in=found).select_related("organization", "programme")
    for row in rows:
        found[row.edition_id].append(row)
    return found


def whole_event(rows):
    return [row for row in rows if row.session_id is None]


def whole(key):
    """An event edition, in whatever state, with what its panel needs beside its rows. One query."""
    return (
        EventEdition.objects.select_related("event__series", "place__country", "programme")
        .annotate(own_key=Subquery(own_key()))
        .get(pk=key)
    )


def own_key():
    """For an annotation: the key of the organization whose people are our side."""
    return SiteState.objects.filter(pk=1).values("own_organization")[:1]


def _short_lists(facts, edition):
    """Topics, countries, partners and the like: one query for all of them, each list by name."""
    parts = []
    if facts:
        topics = Topic.objects.filter(event_topics__content_object=facts)
        countries = Country.objects.filter(also_event_editions=facts)
        parts += [
            short_lists.part("event_topic", topics, slug="slug", name="name"),
            short_lists.part("also_in", countries, slug=Lower("code"), name="name", code="code"),
        ]
    if facts and facts.programme_id:
        partners = ProgrammePartner.objects.filter(programme=facts.programme_id)
        columns = short_lists.organization("organization__")
        parts.append(short_lists.part("partner", partners, kind="role", **columns))
    if edition:
        topics = Topic.objects.filter(edition_topics__content_object=edition)
        events = EventEdition.objects.live().filter(event__also_covered_by=edition, event__merged_into=None)
        partners = Organization.objects.filter(joint_editions=edition)
        parts += [
            short_lists.part("topic", topics, slug="slug", name="name"),
            short_lists.part("also_covers", events, kind="status", slug="event__slug", name="name", acronym="acronym"),
            short_lists.part("jointly_with", partners, **short_lists.organization()),
        ]
    found = sorted((row for rows in short_lists.read(*parts).values() for row in rows), key=lambda row: row.name)
    return tuple((row.list, row.kind if row.list == "partner" else "", _line(row)) for row in found)


def _line(row):
    """Of an event that was put off or cancelled the `detail` says so."""
    status = EventStatus(row.kind).label if row.list == "also_covers" and row.kind in EventStatus.off else ""
    return Line(name=row.label, detail=status, url=PATHS[row.list].format(row.slug), flag=row.code.lower())
