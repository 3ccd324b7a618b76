"""Lists that are long: fifty rows a page, read together with their number in one query."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Window

from .filters import NoSuchListError

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    rows: tuple[Any, ...]
    total: int
    number: int = 1

    @property
    def last(self):
        return max(1, -(-self.total // PER_PAGE))

    @property
    def query(self):
        """The query string of the page's canonical address: none for the first."""
        return _query(self.number)

    @property
    def previous(self):
        """The query string of the page before, None if there is none."""
        return _query(self.number - 1) if self.number > 1 else None

    @property
    def next(self):
        return _query(self.number + 1) if self.number < self.last else None

    @property
    def links(self):
        """(number, query) of the first and last pages and those around this one; a gap is (0, "")."""
        near = {1, self.last, *range(self.number - 2, self.number + 3)}
        found = []
        for number in sorted(near & set(range(1, self.last + 1))):
            if found and number > found[-1][0] + 1:
                found.append((0, ""))
            found.append((number, _query(number)))
        return found


def read(queryset, asked):
    """The page of a list that the parameter `page` asks for. One query.

    The queryset must be ordered. Raises `NoSuchListError`, with a sentence, where there is no such page.
    """
    number = _number(asked.strip())
    first = (number - 1) * PER_PAGE
    rows = tuple(queryset.annotate(rows_in_all=Window(Count("pk")))[first : first + PER_PAGE])
    if rows:
        return Page(rows, rows[0].rows_in_all, number)
    if number == 1:
        return Page((), 0)
    raise NoSuchListError(_how_many(Page((), queryset.count()).last))


def of_union(rows, asked):
    """The same of a union, which cannot count its own rows. Two queries."""
    number, total = _number(asked.strip()), rows.count()
    page = Page((), total, number)
    if number > page.last:
        raise NoSuchListError(_how_many(page.last))
    first = (number - 1) * PER_PAGE
    return replace(page, rows=tuple(rows[first : first + PER_PAGE]))


def _how_many(pages):
    return f"This list has {pages} pages." if pages > 1 else "This list has one page."


def _number(asked):
    if not re.fullmatch("[0-9]{0,6}", asked) or (number := int(asked or 1)) < 1:
        raise NoSuchListError("A page of the list has a number, from 1 on.")
    return number


def _query(number):
    return f"page={number}" if number > 1 else ""
