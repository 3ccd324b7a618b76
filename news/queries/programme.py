"""Programmes: all that events name, and the page of one. Eight queries at most."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from news import words
from news.models import Contact, Programme, ProgrammePartner

from . import cards, engagements, named, paging, short_lists, visibility
from .contact import press_contact
from .glance import PARTNER_LABELS
from .organization import by_name, lines, merged
from .people import Group, Line


@dataclass(frozen=True)
class ProgrammeLine:
    name: str
    url: str
    summary: str
    months: str
    countries: str


@dataclass(frozen=True)
class Programmes:
    page: paging.Page
    programmes: tuple[ProgrammeLine, ...]
    contact: Contact | None


@dataclass(frozen=True)
class ProgrammePage:
    name: str
    acronym: str
    url: str
    slug: str
    summary: str
    months: str
    number_of_countries: str
    countries: tuple[Line, ...]
    partners: tuple[Group, ...]
    record: engagements.Record
    contact: Contact | None

    @property
    def query(self):
        return self.record.page.query


def listing(parameters, *, now=None):
    """Programmes by name. Three queries."""
    found = named.programmes(visibility.keeping_back(now or timezone.now())).order_by("folded", "pk")
    page = paging.read(found, parameters.get("page", ""))
    shown = tuple(
        ProgrammeLine(
            name=str(programme),
            url=programme.get_absolute_url(),
            summary=programme.summary,
            months=words.months(programme.starts, programme.ends),
            countries=_countries(programme),
        )
        for programme in page.rows
    )
    return Programmes(page, shown, press_contact())


def read(slug, parameters, *, now=None):
    """A `ProgrammePage`, `organization.Merged`, or None where no event names it. Raises `NoSuchListError`."""
    now = now or timezone.now()
    kept_back = visibility.keeping_back(now)
    programme = named.programmes(kept_back).filter(slug=slug).first()
    if programme is None:
        return merged(Programme, slug, named.programmes(kept_back))
    lists = _short_lists(programme)
    return ProgrammePage(
        name=programme.name,
        acronym=programme.acronym if programme.acronym not in programme.name else "",
        url=programme.get_absolute_url(),
        slug=programme.slug,
        summary=programme.summary,
        months=words.months(programme.starts, programme.ends),
        number_of_countries=_countries(programme),
        countries=by_name(lines(lists.get("country", ()), "/countries/{}/")),
        partners=_partners(lists.get("partner", ())),
        record=_record(programme, parameters, now, kept_back),
        contact=press_contact(),
    )


def _countries(programme):
    return words.plural(programme.country_count, "country", "countries") if programme.country_count else ""


def _short_lists(programme):
    partners = ProgrammePartner.objects.filter(programme=programme, organization__merged_into=None)
    return short_lists.read(
        short_lists.part("partner", partners, kind="role", **short_lists.organization("organization__")),
        short_lists.part("country", programme.countries.all(), slug="code", name="name", code="code"),
    )


def _partners(rows):
    groups = []
    for role, (one, several) in PARTNER_LABELS.items():
        found = by_name(lines((row for row in rows if row.kind == role), "/organizations/{}/"))
        if found:
            groups.append(Group(several if len(found) > 1 else one, found))
    return tuple(groups)


def _record(programme, parameters, now, kept_back):
    organized = named.organizers(kept_back).filter(programme=programme)
    belongs = named.events(kept_back).filter(programme=programme)
    editions = cards.live_events().filter(
        Q(pk__in=belongs.values("pk")) | Q(pk__in=organized.order_by().values("edition"))
    )

    def describe(rows):
        mine = [row for row in rows.organizers if row.programme_id == programme.pk]
        return engagements.Part(marks=engagements.organizing(mine), sessions=engagements.sessions(mine))

    return engagements.read(editions, None, describe, asked=parameters.get("page", ""), now=now, kept_back=kept_back)
