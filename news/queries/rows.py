"""Everything that belongs to a public event edition or release, in few queries."""

from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce

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

from .people import Line

COLUMNS = ("list", "role", "slug", "label", "acronym", "code")
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


def own_key():
    """For an annotation: the key of the organization whose people are our side."""
    return SiteState.objects.filter(pk=1).values("own_organization")[:1]


def _short_lists(facts, edition):
    """Topics, countries, partners and the like: one query for all of them."""
    parts = []
    if facts:
        parts += [
            _part("event_topic", Topic.objects.filter(event_topics__content_object=facts), "slug", "name"),
            _part("also_in", Country.objects.filter(also_event_editions=facts), "code", "name", code="code"),
        ]
    if facts and facts.programme_id:
        partners = ProgrammePartner.objects.filter(programme=facts.programme_id)
        parts.append(_organizations("partner", partners, "organization__", role="role"))
    if edition:
        events = EventEdition.objects.live().filter(event__also_covered_by=edition, event__merged_into=None)
        parts += [
            _part("topic", Topic.objects.filter(edition_topics__content_object=edition), "slug", "name"),
            _part("also_covers", events, "event__slug", "name", acronym="acronym"),
            _organizations("jointly_with", Organization.objects.filter(joint_editions=edition)),
        ]
    first, *others = parts
    found = sorted(first.union(*others, all=True), key=lambda row: (row[0], row[3]))
    return tuple((name, role, _line(name, *rest)) for name, role, *rest in found)


def _organizations(name, queryset, prefix="", role=None):
    fields = {key: f"{prefix}{column}" for key, column in [("acronym", "acronym"), ("code", "country")]}
    return _part(name, queryset, f"{prefix}slug", f"{prefix}name", role=role, **fields)


def _part(name, queryset, slug, label, *, role=None, acronym=None, code=None):
    """One list as rows of `COLUMNS`; every part of the union has the same types."""
    sources = [Value(name), role, slug, label, acronym, code]
    texts = {
        f"{column}_": Cast(Coalesce(source, Value("")) if isinstance(source, str) else source or Value(""), CharField())
        for column, source in zip(COLUMNS, sources, strict=True)
    }
    return queryset.order_by().annotate(**texts).values_list(*texts)


def _line(name, slug, label, acronym, code):
    if acronym and acronym not in label:
        label = f"{label} ({acronym})"
    return Line(name=label, url=PATHS[name].format(slug), flag=code.lower())
