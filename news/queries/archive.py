"""The archive of press releases: a page of cards, the filters with their counts, the chosen ones.

The index says which releases a list has and how many each filter would leave; the cards are read from the
releases themselves. Six queries and those of the index at most: names of the chosen filters, labels of the
others, releases, organizers, press contact.
"""

import re
from dataclasses import dataclass

from news import words
from news.models import Contact
from news.search import looking

from . import cards, facets, filters
from .contact import press_contact
from .filters import Filters, NoSuchListError

PER_PAGE = 12
NEAR = 2  # pages before and behind this one that are linked
FACETS = ("year", "month", "kind", "topic", "country", "organization", "programme")


@dataclass(frozen=True)
class PageLink:
    """A page of the list; a gap has the number 0."""

    number: int
    query: str = ""
    current: bool = False

    def __str__(self):
        return f"{self.number:,}"


@dataclass(frozen=True)
class Archive:
    """A page of the list. `more`: it has more than `total`, and the facets count the newest `total`."""

    filters: Filters
    releases: tuple[cards.ReleaseCard, ...]
    total: int
    more: bool
    first: int
    last: int
    pages: tuple[PageLink, ...]
    previous: PageLink | None
    next: PageLink | None
    facets: tuple[facets.Facet, ...]
    chips: tuple[facets.Chip, ...]
    page: int
    query: str
    contact: Contact | None

    @property
    def how_many(self):
        """As "No releases", "1 release", "More than 10,000 releases"."""
        if not self.total:
            return "No releases"
        return ("More than " if self.more else "") + words.plural(self.total, "release")

    @property
    def shown(self):
        return f"{self.first:,} to {self.last:,}"

    @property
    def counted(self):
        """What the numbers of the facets count where there are more."""
        return words.plural(self.total, "release")


def read(parameters):
    """The list that a query string asks for. Raises `NoSuchListError` with a sentence."""
    chosen = filters.read(parameters)
    page = _page_number(parameters.get("page", ""))
    first = (page - 1) * PER_PAGE
    found = looking.archive(facets.keys_of(chosen.chosen), first=first, most=PER_PAGE + 1)
    if page > 1 and not found.things:
        raise NoSuchListError(_how_long(found))
    releases = _cards([key for _, key in found.things[:PER_PAGE]])
    goes_on = len(found.things) > PER_PAGE
    return Archive(
        filters=chosen,
        releases=releases,
        total=found.total,
        more=found.more,
        first=first + 1 if found.things else 0,
        last=first + min(len(found.things), PER_PAGE),
        pages=_page_links(chosen, page, max(page + goes_on, _pages(found.total)), more=found.more),
        previous=_page_link(chosen, page - 1) if page > 1 else None,
        next=_page_link(chosen, page + 1) if goes_on else None,
        facets=facets.read(FACETS, chosen.chosen, found.counts, _recount, filters.query_of, chosen.labels),
        chips=facets.chips(chosen.chosen, chosen.labels, filters.query_of),
        page=page,
        query=_page_link(chosen, page).query,
        contact=press_contact(),
    )


def newest_keys(chosen, number):
    """The keys of the newest releases that pass the filters."""
    return [key for _, key in looking.newest(facets.keys_of(chosen.chosen), number)]


def _recount(keys):
    return looking.archive(keys, first=0, most=0).counts


def _cards(keys):
    """The cards of releases in the order of their keys, of those that are public now. Two queries."""
    place = {key: at for at, key in enumerate(keys)}
    editions = sorted(cards.read_releases(place), key=lambda edition: place[edition.release_id])
    return tuple(cards.release_cards(editions))


# Pages


def _page_number(asked):
    asked = asked.strip()
    if not re.fullmatch("[0-9]{0,6}", asked) or (number := int(asked or 1)) < 1:
        raise NoSuchListError("A page of the list has a number, from 1 on.")
    return number


def _pages(total):
    return max(1, -(-total // PER_PAGE))


def _how_long(found):
    if found.more:
        return f"Only the newest {found.total:,} of these can be leafed through. Choose a year or a month."
    pages = _pages(found.total)
    return f"This list has {pages:,} pages." if pages > 1 else "This list has one page."


def _page_link(chosen, number, current=0):
    query = chosen.query
    if number > 1:
        query = f"{query}&page={number}" if query else f"page={number}"
    return PageLink(number, query, number == current)


def _page_links(chosen, page, last, *, more=False):
    """The first and last pages and those around this one. With `more` nobody knows the last: there is a gap."""
    near = {1, *([] if more else [last]), *range(page - NEAR, page + NEAR + 1)}
    links = []
    for number in sorted(near & set(range(1, last + 1))):
        if links and number > links[-1].number + 1:
            links.append(PageLink(0))
        links.append(_page_link(chosen, number, page))
    return (*links, PageLink(0)) if more else tuple(links)
