"""Organizations: all that something public names, and the page of one. Nine queries at most."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When, Window
from django.utils import timezone

from news import words
from news.enums import EventStatus, PartnerRole, StandingKind
from news.models import Contact, Edition, Organization, ProgrammePartner, Standing

from . import cards, engagements, named, paging, short_lists, visibility
from .contact import press_contact
from .people import Line

MEMBERS = {
    StandingKind.MEMBER: "Members",
    StandingKind.DIALOGUE_PARTNER: "Dialogue partners",
    StandingKind.OBSERVER: "Observers",
}
OTHERS = "Other organizations"


# The list


@dataclass(frozen=True)
class Section:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Organizations:
    page: paging.Page
    sections: tuple[Section, ...]
    contact: Contact | None


def listing(parameters, *, now=None):
    """Members, dialogue partners, observers, then the others; each by name. Three queries."""
    now = now or timezone.now()
    found = named.organizations(visibility.keeping_back(now)).select_related("country")
    found = found.annotate(standing_now=Subquery(_standings_now(now).values("kind")[:1]))
    page = paging.read(
        found.annotate(place_in_list=_rank("standing_now")).order_by("place_in_list", "folded", "pk"),
        parameters.get("page", ""),
    )
    sections = {}
    for organization in page.rows:
        label = MEMBERS.get(organization.standing_now, OTHERS)
        sections.setdefault(label, []).append(_line(organization))
    if list(sections) == [OTHERS] and page.last == 1:
        sections = {"": sections[OTHERS]}
    return Organizations(
        page, tuple(Section(label, tuple(lines)) for label, lines in sections.items()), press_contact()
    )


def _standings_now(now):
    """Of an outer organization, the standings that last, the closest first."""
    today = timezone.localdate(now)
    lasting = Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gte=today)
    of_outer = Standing.objects.filter(*lasting, organization=OuterRef("pk"))
    return of_outer.annotate(closeness=_rank("kind")).order_by("closeness")


def _rank(column):
    """The order of standings as a number; without one, after all of them."""
    whens = [When(**{column: kind}, then=Value(number)) for number, kind in enumerate(MEMBERS)]
    return Case(*whens, default=Value(len(MEMBERS)), output_field=IntegerField())


def _line(organization):
    country = organization.country.name if organization.country_id else ""
    return Line(
        name=str(organization),
        detail=", ".join(filter(None, [organization.get_kind_display(), country])),
        url=organization.get_absolute_url(),
        flag=(organization.country_id or "").lower(),
    )


# One organization


@dataclass(frozen=True)
class StandingLine:
    """As "Member", with the days on record; `of` names the organization where a country's page shows it."""

    label: str
    since: datetime.date | None
    until: datetime.date | None
    of: Line | None = None


@dataclass(frozen=True)
class OrganizationPage:
    name: str
    official_name: str
    url: str
    slug: str
    kind: str
    country: Line | None
    website: str
    standings: tuple[StandingLine, ...]
    parent: Line | None
    units: tuple[Line, ...]
    programmes: tuple[Line, ...]
    record: engagements.Record
    events: int
    organized: int
    contact: Contact | None

    @property
    def query(self):
        return self.record.page.query

    @property
    def site(self):
        """The website's name, as "interpol.int"."""
        return urlsplit(self.website).netloc.removeprefix("www.") or self.website


@dataclass(frozen=True)
class Merged:
    """Where the page is of what this entry was merged into."""

    url: str


def read(slug, parameters, *, now=None):
    """An `OrganizationPage`, `Merged`, or None where nothing public names it. Raises `NoSuchListError`."""
    now = now or timezone.now()
    kept_back = visibility.keeping_back(now)
    known = named.organizations(kept_back)
    parent_is_named = Exists(named.organizations(kept_back).filter(pk=OuterRef("parent")))
    organization = (
        known.filter(slug=slug).select_related("country", "parent").annotate(parent_is_named=parent_is_named).first()
    )
    if organization is None:
        return merged(Organization, slug, known)
    lists = _short_lists(organization, kept_back)
    record = _record(organization, parameters, now, kept_back)
    return OrganizationPage(
        name=str(organization),
        official_name=organization.official_name,
        url=organization.get_absolute_url(),
        slug=organization.slug,
        kind=organization.get_kind_display(),
        country=country_line(organization.country) if organization.country_id else None,
        website=organization.website,
        standings=standing_lines(lists.get("standing", ())),
        parent=_parent(organization),
        units=by_name(lines(lists.get("unit", ()), "/organizations/{}/")),
        programmes=by_name(lines(lists.get("programme", ()), "/programmes/{}/", PartnerRole)),
        record=record,
        events=record.sum("stood"),
        organized=record.sum("organized"),
        contact=press_contact(),
    )


def merged(model, slug, known):
    """`Merged` if the winner of that merger is among what is `known` to readers, else None."""
    winner = named.survivor(model, slug)
    return Merged(winner.get_absolute_url()) if winner and known.filter(pk=winner.pk).exists() else None


def _short_lists(organization, kept_back):
    partners = ProgrammePartner.objects.filter(
        organization=organization, programme__in=named.programmes(kept_back).values("pk")
    )
    units = named.organizations(kept_back).filter(parent=organization)
    standings = Standing.objects.filter(organization=organization)
    return short_lists.read(
        short_lists.part("standing", standings, kind="kind", since="since", until="until"),
        short_lists.part("programme", partners, kind="role", **short_lists.entry("programme__")),
        short_lists.part("unit", units, **short_lists.organization()),
    )


STANDS = ~Q(status=EventStatus.CANCELLED)


def _record(organization, parameters, now, kept_back):
    key = organization.pk
    organized = named.organizers(kept_back).filter(Q(organization=key) | Q(through=key))
    present = engagements.present(kept_back).filter(organization=key)
    is_organizer = Exists(organized.filter(edition=OuterRef("pk")))
    editions = cards.live_events().filter(
        Q(pk__in=organized.order_by().values("edition")) | Q(pk__in=present.order_by().values("edition"))
    )
    editions = editions.annotate(organized=Window(Count(Case(When(STANDS & Q(is_organizer), then=1)))))

    def describe(rows):
        mine = [row for row in rows.organizers if key in {row.organization_id, row.through_id}]
        there = rows.participations
        marks = [*engagements.organizing(mine, key), *engagements.taking_part(there, rows.took_part)]
        return engagements.Part(
            marks=engagements.without_plain(marks),
            sessions=engagements.sessions([*mine, *there]),
            **engagements.others(rows),
        )

    return engagements.read(
        editions,
        present,
        describe,
        asked=parameters.get("page", ""),
        now=now,
        kept_back=kept_back,
        others=engagements.present(kept_back).select_related(None).exclude(organization=key),
        own_releases=Edition.objects.live().filter(issued_jointly_with=key),
    )


def _parent(organization):
    if organization.parent_id is None:
        return None
    parent = organization.parent
    return Line(name=str(parent), url=parent.get_absolute_url() if organization.parent_is_named else "")


# Words that other pages of the directory share


def country_line(country):
    code = country.code.lower()
    return Line(name=country.name, url=f"/countries/{code}/", flag=code)


def standing_lines(rows):
    """Standings by their first day, those without one first."""
    found = [StandingLine(StandingKind(row.kind).label, *row.days) for row in rows]
    return tuple(sorted(found, key=lambda line: line.since or datetime.date.min))


def lines(rows, path, roles=None):
    """Rows of short lists, each thing once: with its roles in words if `roles` gives them."""
    found = {}
    for row in rows:
        found.setdefault(row.slug, []).append(row)
    return [
        Line(
            name=same[0].label,
            detail=_in_words(roles, {row.kind for row in same}) if roles else "",
            url=path.format(slug.lower()),
            flag=same[0].code.lower(),
        )
        for slug, same in found.items()
    ]


def _in_words(roles, kinds):
    """As "Lead and funder"."""
    return words.capital(words.listed(role.label.lower() for role in roles if role in kinds))


def by_name(found):
    return tuple(sorted(found, key=lambda line: words.fold(line.name)))
