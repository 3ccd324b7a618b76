"""Several small lists of one page in a single query: a union of rows of text."""

import datetime
from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce

COLUMNS = ("list", "kind", "slug", "name", "acronym", "code", "since", "until")


@dataclass(frozen=True)
class Row:
    list: str
    kind: str
    slug: str
    name: str
    acronym: str
    code: str
    since: str
    until: str

    @property
    def label(self):
        """The name with its acronym beside it."""
        return f"{self.name} ({self.acronym})" if self.acronym and self.acronym not in self.name else self.name

    @property
    def days(self):
        """First and last day, each None where nothing is said."""
        return tuple(datetime.date.fromisoformat(day) if day else None for day in (self.since, self.until))


def part(name, queryset, /, **columns):
    """One list: its rows' columns by the names in `COLUMNS`, as paths of fields. What is not given is empty."""
    sources = {"list": Value(name), **columns}
    texts = {f"{column}_": _text(sources.get(column, Value(""))) for column in COLUMNS}
    return queryset.order_by().annotate(**texts).values_list(*texts)


def read(first, *others):
    """The rows of all parts by the name of their list, each list in no order. One query."""
    found = {}
    for row in first.union(*others, all=True):
        found.setdefault(row[0], []).append(Row(*row))
    return found


def organization(prefix=""):
    """The columns of an organization at the end of a path."""
    fields = {"slug": "slug", "name": "name", "acronym": "acronym", "code": "country"}
    return {column: f"{prefix}{field}" for column, field in fields.items()}


def entry(prefix=""):
    """The columns of a programme or another entry with name and acronym."""
    return {column: f"{prefix}{column}" for column in ("slug", "name", "acronym")}


def _text(source):
    return Coalesce(Cast(source, CharField()), Value("", CharField()))
