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
    Person,
    Place,
    Programme,
    ProgrammePartner,
    Session,
    SiteState,
    Topic,
)

from . import short_lists
from .people import Line
from .prepared import ALL, Part, Prepared

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
    """Rows in the order of the desk; `short` holds the small lists as (list, role, line).

    `topics` are the keys of the release's topics.
    """

    organizers: tuple = ()
    participations: tuple = ()
    sessions: tuple = ()
    short: tuple = ()
    topics: tuple[int, ...] = ()

    def lines(self, name, role=""):
        return tuple(line for found, of_role, line in self.short if (found, of_role) == (name, role))


def read(facts, *, organizers=(), edition=None):
    """The rows of an event edition (None: there is no event) and of the release edition that shows it.

    `organizers` are read by the caller, with those of other events on the page: `organizers_in_full`.
    """
    if facts is None:
        return Rows(**_short_lists(None, edition))
    return Rows(
        organizers=tuple(organizers),
        participations=tuple(_PARTICIPATIONS.rows(facts.pk)),
        sessions=tuple(_SESSIONS.rows(facts.pk)),
        **_short_lists(facts, edition),
    )


def organizers_in_full(keys):
    """All organizers of event editions, those of sessions too, by the edition's key. One query."""
    found = {key: [] for key in keys}
    for row in _ORGANIZERS.rows(list(found)):
        found[row.edition_id].append(row)
    return found


_ORGANIZERS = Prepared(
    lambda keys: Organizer.objects.filter(edition__pk__in=keys),
    Part("", Organizer, ALL),
    Part("organization", Organization, "slug country_id"),
    Part("programme", Programme, "slug"),
)
_PARTICIPATIONS = Prepared(
    lambda facts: Participation.objects.filter(edition=facts),
    Part("", Participation, ALL),
    Part("person", Person, "slug public_profile"),
    Part("organization", Organization, "slug kind country_id"),
    Part("country", Country, "name"),
)
_SESSIONS = Prepared(
    lambda facts: Session.objects.filter(edition=facts),
    Part("", Session, ALL),
    Part("place", Place, "city country_id"),
    Part("place__country", Country, "name"),
)


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
    keys = [facts and facts.pk, facts and facts.programme_id, edition and edition.pk]
    found = sorted((short_lists.Row(*row) for row in _SHORT.tuples(*keys)), key=lambda row: row.name)
    return {
        "short": tuple((row.list, row.kind if row.list == "partner" else "", _line(row)) for row in found),
        "topics": tuple(int(row.kind) for row in found if row.list == "topic"),
    }


def _short(facts, programme, edition):
    """Where one of the keys is None its lists are empty."""
    partners = short_lists.organization("organization__")
    events = EventEdition.objects.live().filter(event__also_covered_by=edition, event__merged_into=None)
    jointly = Organization.objects.filter(joint_editions=edition)
    first, *others = (
        short_lists.part(
            "event_topic", Topic.objects.filter(event_topics__content_object=facts), slug="slug", name="name"
        ),
        short_lists.part(
            "also_in",
            Country.objects.filter(also_event_editions=facts),
            slug=Lower("code"),
            name="name",
            code="code",
        ),
        short_lists.part("partner", ProgrammePartner.objects.filter(programme=programme), kind="role", **partners),
        short_lists.part(
            "topic", Topic.objects.filter(edition_topics__content_object=edition), kind="pk", slug="slug", name="name"
        ),
        short_lists.part("also_covers", events, kind="status", slug="event__slug", name="name", acronym="acronym"),
        short_lists.part("jointly_with", jointly, **short_lists.organization()),
    )
    return first.union(*others, all=True)


_SHORT = Prepared(_short)


def _line(row):
    """Of an event that was put off or cancelled the `detail` says so."""
    status = EventStatus(row.kind).label if row.list == "also_covers" and row.kind in EventStatus.off else ""
    return Line(name=row.label, detail=status, url=PATHS[row.list].format(row.slug), flag=row.code.lower())
