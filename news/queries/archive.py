"""The archive of press releases: a page of cards, the filters with their counts, the chosen ones.

Eight queries at most: names of the chosen filters, facts that are kept back, facets, count, page of
releases, organizers, press contact.
"""

from dataclasses import dataclass

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import CharField, Count, F, IntegerField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from news.enums import State
from news.models import Contact, Edition, EditionTopic, EventEdition, Organizer

from . import cards, filters, visibility
from .contact import press_contact
from .filters import KINDS, Filters, NoSuchListError

PER_PAGE = 12
FEED_LENGTH = 30
OPEN_CHOICES = 8
FACETS = {"year": "Year", "kind": "Kind", "topic": "Topic", "country": "Country", "organization": "Organization"}


@dataclass(frozen=True)
class Choice:
    """One line of a facet. Without a number where one would have to rank partners."""

    label: str
    query: str
    number: int | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    label: str
    choices: tuple[Choice, ...]

    @property
    def first(self):
        """What stands open: the first ones, and the chosen one wherever it stands."""
        return [choice for number, choice in enumerate(self.choices) if number < OPEN_CHOICES or choice.chosen]

    @property
    def rest(self):
        return [choice for choice in self.choices[OPEN_CHOICES:] if not choice.chosen]


@dataclass(frozen=True)
class Chip:
    label: str
    query: str


@dataclass(frozen=True)
class PageLink:
    number: int
    query: str
    current: bool = False


@dataclass(frozen=True)
class Archive:
    filters: Filters
    releases: tuple[cards.ReleaseCard, ...]
    total: int
    first: int
    last: int
    pages: tuple[PageLink, ...]
    previous: PageLink | None
    next: PageLink | None
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    page: int
    query: str
    contact: Contact | None


def read(parameters, *, now=None):
    """The list that a query string asks for. Raises `NoSuchListError` with a sentence."""
    now = now or timezone.now()
    chosen = filters.read(parameters)
    kept_back = visibility.keeping_back(now)
    listed = filters.apply(cards.live_releases(), chosen, kept_back=kept_back)
    page = _page(listed, parameters.get("page", ""))
    last_page = page.paginator.num_pages
    return Archive(
        filters=chosen,
        releases=tuple(cards.release_cards(page.object_list)),
        total=page.paginator.count,
        first=page.start_index(),
        last=page.end_index(),
        pages=_page_links(chosen, page),
        previous=_page_link(chosen, page.number - 1) if page.number > 1 else None,
        next=_page_link(chosen, page.number + 1) if page.number < last_page else None,
        facets=_facets(chosen, kept_back),
        chips=tuple(Chip(label, chosen.without(name).query) for name, label in chosen.labels),
        page=page.number,
        query=_page_link(chosen, page.number).query,
        contact=press_contact(),
    )


def newest(parameters, *, now=None):
    """The filters of a query string and the newest cards of that list, for feeds. Raises `NoSuchListError`."""
    chosen = filters.read(parameters)
    kept_back = filters.kept_back_for(chosen, now or timezone.now())
    listed = filters.apply(cards.live_releases(), chosen, kept_back=kept_back)
    return chosen, cards.release_cards(listed[:FEED_LENGTH])


def _page(listed, number):
    paginator = Paginator(listed, PER_PAGE)
    try:
        page = paginator.page(number.strip() or 1)
        # Not only the rows: the count as well is known from here on.
        page.object_list = list(page.object_list)
    except PageNotAnInteger:
        raise NoSuchListError("A page of the list has a number, from 1 on.") from None
    except EmptyPage:
        pages = paginator.num_pages
        raise NoSuchListError(f"This list has {pages} pages." if pages > 1 else "This list has one page.") from None
    return page


def _page_link(chosen, number, current=0):
    query = chosen.query
    if number > 1:
        query = f"{query}&page={number}" if query else f"page={number}"
    return PageLink(number, query, number == current)


def _page_links(chosen, page):
    """The first and last pages and those around this one; a gap is 0."""
    near = {1, page.paginator.num_pages, *range(page.number - 2, page.number + 3)}
    shown = [number for number in page.paginator.page_range if number in near]
    links = []
    for number in shown:
        if links and number > links[-1].number + 1:
            links.append(PageLink(0, ""))
        links.append(_page_link(chosen, number, page.number))
    return tuple(links)


# Facets. Each counts what the other filters leave; all come from one query.


def _facets(chosen, kept_back):
    parts = []
    for name, rows_of in PARTS.items():
        parts += rows_of(_left_by_others(chosen, name, kept_back), kept_back)
    numbers, labels = {}, {}
    for name, value, label, number in parts[0].union(*parts[1:], all=True):
        numbers[name, value] = numbers.get((name, value), 0) + number
        labels[name, value] = KINDS.get(label, label) if name == "kind" else label
    facets = []
    for name, title in FACETS.items():
        found = [(value, labels[name, value]) for facet, value in numbers if facet == name]
        found.sort(key=lambda pair: pair[1], reverse=name == "year")
        current = getattr(chosen, name)
        choices = tuple(
            Choice(
                label=label,
                query=chosen.with_value(name, "" if value == current else value).query,
                number=numbers[name, value] or None,
                chosen=value == current,
            )
            for value, label in found
        )
        if choices:
            facets.append(Facet(title, choices))
    return tuple(facets)


def _left_by_others(chosen, name, kept_back):
    editions = cards.with_facts(Edition.objects.live()).select_related(None)
    return filters.apply(editions, chosen.without(name), kept_back=kept_back).order_by()


def _row(queryset, name, value, label, number):
    """Rows (facet, value, label, number) of one type each, as a union wants them."""
    columns = {
        "facet_": Value(name, CharField()),
        "value_": Cast(value, CharField()),
        "label_": Cast(label, CharField()),
    }
    return queryset.order_by().values(**columns).annotate(number_=number).values_list(*columns, "number_")


def _years(editions, kept_back):
    year = "release__url_year"
    return [_row(editions, "year", year, year, Count("pk"))]


def _kinds(editions, kept_back):
    with_event = _row(editions.exclude(facts_now=None), "kind", "facts_now__kind", "facts_now__kind", Count("pk"))
    return [with_event, _row(editions.filter(facts_now=None), "kind", "kind", "kind", Count("pk"))]


def _topics(editions, kept_back):
    rows = EditionTopic.objects.filter(content_object__in=editions.values("pk"))
    return [_row(rows, "topic", "tag__slug", "tag__name", Count("pk"))]


def _countries(editions, kept_back):
    country = "facts_now__place__country"
    there = _row(editions.exclude(facts_now__place=None), "country", country, f"{country}__name", Count("pk"))
    covering = "eventedition__event__release_editions"
    also = EventEdition.also_in.through.objects.filter(
        **{"eventedition__state": State.PUBLISHED, f"{covering}__in": editions.values("pk")}
    )
    also = also.exclude(eventedition__in=kept_back).exclude(eventedition__place__country=F("country"))
    return [there, _row(also, "country", "country", "country__name", Count(covering))]


def _organizations(editions, kept_back):
    """Without numbers: an organization may be there in several ways, and no list ranks partners."""
    keys = editions.values("facts_now")
    organizers = Organizer.objects.filter(edition__in=keys, session=None, organization__isnull=False)
    there = filters.present(kept_back).filter(edition__in=keys, organization__isnull=False)
    none = Value(0, IntegerField())
    return [
        _row(rows, "organization", "organization__slug", "organization__name", none).distinct()
        for rows in (organizers, there)
    ]


PARTS = {"year": _years, "topic": _topics, "country": _countries, "organization": _organizations, "kind": _kinds}
