"""The search page: results with their places marked, facets with numbers, what may have been meant, ways out."""

from dataclasses import dataclass, replace

from django.utils import timezone

from news.models import Contact
from news.search import asking, looking, spelling

from .. import cards, facets, home
from ..contact import press_contact
from ..facets import Chip, Facet
from ..filters import NoSuchListError
from . import best, question, results, ways_out
from .question import Question
from .results import Result
from .ways_out import WaysOut

PER_PAGE = 10
LAST_PAGE = looking.RANKED // PER_PAGE
LATEST = 3
# With so few results it is worth looking for a mistake in typing.
FEW = 3
FACETS = ("type", "year", "month", "country", "organization", "topic", "kind", "programme")


@dataclass(frozen=True)
class Pages:
    """The pages of the results, as `parts/paging.html` prints them."""

    number: int
    last: int
    question: Question

    @property
    def query(self):
        return self._query(self.number)

    @property
    def previous(self):
        return self._query(self.number - 1) if self.number > 1 else None

    @property
    def next(self):
        return self._query(self.number + 1) if self.number < self.last else None

    @property
    def links(self):
        """(number, query) of the first and last pages and those around this one; a gap is (0, "")."""
        near = {1, self.last, *range(self.number - 2, self.number + 3)}
        found = []
        for number in sorted(near & set(range(1, self.last + 1))):
            if found and number > found[-1][0] + 1:
                found.append((0, ""))
            found.append((number, self._query(number)))
        return found

    def _query(self, number):
        return self.question.query(page=number)


@dataclass(frozen=True)
class Search:
    """`searched` is what the results are for: what was typed, or `meant` instead where that finds nothing.

    `partly`: a phrase was not looked for in everything.
    """

    question: Question
    searched: str = ""
    meant: str = ""
    meant_query: str = ""
    total: int = 0
    more: bool = False
    partly: bool = False
    first: int = 0
    last: int = 0
    best: tuple[Result, ...] = ()
    results: tuple[Result, ...] = ()
    pages: Pages | None = None
    facets: tuple[Facet, ...] = ()
    chips: tuple[Chip, ...] = ()
    ways_out: WaysOut | None = None
    latest: tuple[cards.ReleaseCard, ...] = ()
    contact: Contact | None = None

    @property
    def instead(self):
        """Whether the results are for what may have been meant."""
        return bool(self.meant) and self.searched == self.meant

    @property
    def said(self):
        """How many results, in words."""
        if self.more:
            return f"More than {looking.EXACT:,} results"
        return f"{self.total:,} result{'' if self.total == 1 else 's'}"

    @property
    def notes(self):
        """Sentences about what of the question was not used."""
        notes = list(self.question.unknown)
        if self.question.asked.shortened:
            notes.append(f"Only the first {asking.LONGEST} letters and {asking.MOST_TERMS} words were looked at.")
        if self.question.asked.unwanted and not self.question:
            notes.append("Write a word to look for beside the one to leave out.")
        return notes

    @property
    def plain_query(self):
        """The same words, not narrowed."""
        return self.question.query(chosen={})

    @property
    def query(self):
        return self.pages.query if self.pages else self.question.query()


def read(parameters, *, now=None):
    """The page that a query string asks for. Raises `NoSuchListError` with a sentence."""
    now = now or timezone.now()
    asked_for = question.read(parameters)
    number = _number(parameters.get("page", "").strip())
    if not asked_for:
        latest, contact = home.latest(LATEST)
        return Search(asked_for, latest=tuple(latest), contact=contact, ways_out=ways_out.beginnings())
    found, searched = _look(asked_for, number), asked_for
    meant = spelling.meant(asked_for.asked) if found.total <= FEW and asked_for.asked.wanted else ""
    if meant:
        other = replace(asked_for, asked=asking.read(meant), typed=meant)
        found_instead = _look(other, number)
        if found_instead.total <= found.total:
            meant = ""
        elif not found.total:
            found, searched = found_instead, other
    last_page = max(1, min(LAST_PAGE, -(-found.total // PER_PAGE)))
    if number > last_page:
        raise NoSuchListError(_how_many(last_page, found))
    latest, contact = ((), press_contact()) if found.total else home.latest(LATEST)
    called = best.called(searched.words) if number == 1 else []
    shown = results.read([*found.things, *called], searched.asked, now=now)
    listed = tuple(shown[thing] for thing in found.things if thing in shown)
    first = (number - 1) * PER_PAGE + 1
    return Search(
        question=asked_for,
        searched=searched.typed,
        meant=meant,
        meant_query=asked_for.query_for(meant) if meant else "",
        total=found.total,
        more=found.more,
        partly=found.partly,
        first=first,
        last=first + len(found.things) - 1,
        best=_best(searched, called, shown, number, now),
        results=listed,
        pages=Pages(number, last_page, searched),
        facets=_facets(searched, found),
        chips=facets.chips(searched.chosen, searched.labels, searched.query),
        ways_out=None if found.total else ways_out.read(asked_for),
        latest=tuple(latest),
        contact=contact,
    )


def _look(asked_for, number):
    first = (min(number, LAST_PAGE) - 1) * PER_PAGE
    return looking.search(asked_for.asked, asked_for.keys(), first=first, most=PER_PAGE)


def _facets(asked_for, found):
    def recount(keys):
        return looking.counts(asked_for.asked, (*keys, *asked_for.more_keys))[2]

    return facets.read(FACETS, asked_for.chosen, found.counts, recount, asked_for.query, asked_for.labels)


def _best(searched, called, shown, number, now):
    if number > 1:
        return ()
    others = best.country_and_topic(searched.words, now=now)
    entries = [replace(result, plain="") for thing in called if (result := shown.get(thing))]
    return tuple(results.with_marks(result, asking.Asked()) for result in (*entries, *others))


def _number(asked):
    if not asked.isascii() or not asked.isdecimal() or not 0 < len(asked) < 7 or not int(asked):
        if asked:
            raise NoSuchListError("A page of the results has a number, from 1 on.")
        return 1
    return int(asked)


def _how_many(last_page, found):
    if found.total > looking.RANKED:
        return f"Only the first {looking.RANKED:,} results can be leafed through. Narrow the search to see others."
    return f"These results have {last_page} pages." if last_page > 1 else "These results have one page."
