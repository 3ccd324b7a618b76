"""The page of a country: its standing, its organizations, the events there and those it took part in.

Eight queries at most. A country's standing is that of its organizations; nothing else is concluded.
"""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When, Window
from django.utils import timezone

from news.enums import EventStatus, ParticipationRole, StandingKind
from news.models import Contact, EventEdition

from . import cards, engagements, named, visibility
from .contact import press_contact
from .organization import StandingLine, by_name
from .people import Line


@dataclass(frozen=True)
class CountryPage:
    name: str
    iso_name: str
    code: str
    url: str
    standings: tuple[StandingLine, ...]
    organizations: tuple[Line, ...]
    programmes: tuple[Line, ...]
    record: engagements.Record
    events: int
    held: int
    contact: Contact | None

    @property
    def query(self):
        return self.record.page.query


def read(code, parameters, *, now=None):
    """A `CountryPage`, or None where nothing public names the country. Raises `NoSuchListError`."""
    now = now or timezone.now()
    kept_back = visibility.keeping_back(now)
    country = named.countries(kept_back).filter(code=code.upper()).first()
    if country is None:
        return None
    organizations = _organizations(country, kept_back)
    programmes = named.programmes(kept_back).filter(countries=country).order_by("folded")
    record = _record(country, parameters, now, kept_back)
    code = country.code.lower()
    return CountryPage(
        name=country.name,
        iso_name=country.iso_name if country.iso_name != country.name else "",
        code=code,
        url=f"/countries/{code}/",
        standings=_standings(organizations),
        organizations=by_name({Line(name=str(row), url=row.get_absolute_url()) for row in organizations}),
        programmes=tuple(Line(name=str(row), url=row.get_absolute_url()) for row in programmes),
        record=record,
        events=record.sum("stood"),
        held=record.sum("held"),
        contact=press_contact(),
    )


def _organizations(country, kept_back):
    """One row for each standing of an organization; one for an organization without any."""
    standing = {"standing": F("standings__kind"), "since": F("standings__since"), "until": F("standings__until")}
    return list(named.organizations(kept_back).filter(country=country).annotate(**standing).order_by("folded", "since"))


def _standings(organizations):
    return tuple(
        StandingLine(
            label=StandingKind(row.standing).label,
            since=row.since,
            until=row.until,
            of=Line(name=str(row), url=row.get_absolute_url()),
        )
        for kind in StandingKind
        for row in organizations
        if row.standing == kind
    )


def _record(country, parameters, now, kept_back):
    code = country.code
    organized = named.organizers(kept_back).filter(organization__country=code)
    present = engagements.present(kept_back).filter(Q(country=code) | Q(organization__country=code))
    abroad = EventEdition.also_in.through.objects.filter(country=code).exclude(eventedition__in=kept_back)
    there = Case(
        When(place__country=code, then=Value(HERE)),
        When(Exists(abroad.filter(eventedition=OuterRef("pk"))), then=Value(ALSO_HERE)),
    )
    editions = cards.live_events().filter(
        Q(place__country=code)
        | Q(pk__in=abroad.values("eventedition"))
        | Q(pk__in=organized.order_by().values("edition"))
        | Q(pk__in=present.order_by().values("edition"))
    )
    editions = editions.annotate(
        there=there, held=Window(Count(Case(When(~Q(status=EventStatus.CANCELLED), then="there"))))
    )

    def describe(rows):
        marks = [PLACES[rows.facts.there, rows.time]] if rows.facts.there else []
        mine = [row for row in rows.organizers if row.organization_id and row.organization.country_id == code]
        for row in mine:
            of_session = " of a session" if row.session_id else ""
            marks.append(f"{row.get_role_display()}{of_session}: {row.printed_as}")
        return engagements.Part(marks=(*dict.fromkeys([*marks, *_taking_part(rows)]),))

    return engagements.read(
        editions,
        present,
        describe,
        asked=parameters.get("page", ""),
        now=now,
        kept_back=kept_back,
        with_releases=False,
    )


HERE, ALSO_HERE = "here", "also here"
PLACES = {
    (HERE, engagements.HELD): "Held in this country",
    (HERE, engagements.COMING): "To be held in this country",
    (HERE, engagements.CALLED_OFF): "Was to be held in this country",
    (ALSO_HERE, engagements.HELD): "Also held in this country",
    (ALSO_HERE, engagements.COMING): "Also to be held in this country",
    (ALSO_HERE, engagements.CALLED_OFF): "Was also to be held in this country",
}


def _taking_part(rows):
    """As "Took part: Royal Malaysia Police"; without a name where the facts name the country alone."""
    watched = {True: [], False: []}
    for row in rows.participations:
        watched[row.role == ParticipationRole.OBSERVER].append(row.organization_as)
    marks = []
    for names, label in [(watched[False], rows.took_part), (watched[True], "Observer")]:
        known = ", ".join(dict.fromkeys(filter(None, names)))
        if names:
            marks.append(f"{label}: {known}" if known else label)
    return marks
