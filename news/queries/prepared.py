"""Queries whose SQL is composed once, for the pages that readers open most.

The ORM takes several times as long to compose a query as the database takes to answer it. What is the same for every
reader but for a key or two is composed by the ORM at the first call; then the keys alone are put in.
"""

import datetime
import itertools
import json
import weakref

from django.db import connections, models
from django.db.models.expressions import RawSQL

ALL = "*"


class Part:
    """Columns of one model in a row, at the end of a path of relations; "" is the row's own model.

    `fields` are names of columns, the key goes without saying; others must not be read, or each costs a query.
    `beside` are annotations.
    """

    def __init__(self, path, model, fields, beside=()):
        self.path, self.model, self.beside = path, model, tuple(beside)
        wanted = {model._meta.pk.attname, *fields.split()}
        self.fields = [one for one in model._meta.concrete_fields if one.attname in wanted or fields == ALL]
        self.names = [field.attname for field in self.fields]
        self.key = next(at for at, field in enumerate(self.fields) if field.primary_key)

    @property
    def columns(self):
        start = f"{self.path}__" if self.path else ""
        return [*(f"{start}{name}" for name in self.names), *self.beside]

    def columns_of(self):
        """The field of each column; None for an annotation."""
        return [*self.fields, *[None] * len(self.beside)]


class Prepared:
    """`build` makes the queryset of some values; `parts` are the columns of its rows, its own model first.

    A value is a number, a text, or a list of them (`__in`), and stands for itself alone: `build` must not look at it.
    Without parts the rows are the tuples that `build` chose by `values_list`, as the driver gives them.

    PostgreSQL plans it once in each session too, unless `planned_once` is False: where the best way depends on the
    values.
    """

    def __init__(self, build, *parts, planned_once=True):
        self._build, self._parts, self._planned_once = build, parts, planned_once
        self._made, self._changed, self._name = {}, [], f"page_{next(_NUMBERS)}"

    def tuples(self, *values):
        """The rows as they come. No query for an empty list."""
        if [] in values:
            return []
        return self._ask(values)[1]

    def rows(self, *values):
        """Instances of the first part's model; the others stand at their paths, None where there is no such row."""
        if [] in values:
            return []
        alias, found = self._ask(values)
        return [self._instance(alias, row) for row in found]

    def _ask(self, values):
        sizes = tuple(len(value) if isinstance(value, list) else None for value in values)
        alias, sql, order = self._made.get(sizes) or self._make(sizes)
        flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
        connection = connections[alias]
        with connection.cursor() as cursor:
            if self._planned_once and _keeps_statements(connection):
                name = "_".join([self._name, *(str(size) for size in sizes if size is not None)])
                _plan(connection, cursor, name, sql, order)
                cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(flat))})" if flat else f"EXECUTE {name}", flat)
            else:
                cursor.execute(sql, [flat[one.place] if isinstance(one, _Place) else one for one in order])
            return alias, cursor.fetchall()

    def _make(self, sizes):
        number = sum(1 if size is None else size for size in sizes)
        places = (RawSQL("%s", [_Place(place)]) for place in range(number))
        values = [next(places) if size is None else [next(places) for _ in range(size)] for size in sizes]
        found = self._build(*values)
        if self._parts:
            found = found.values_list(*(column for part in self._parts for column in part.columns))
        fields = [field for part in self._parts for field in part.columns_of()]
        converters = map(_converter(connections[found.db]), fields)
        self._changed = [(at, converter) for at, converter in enumerate(converters) if converter]
        self._made[sizes] = found.db, *found.query.sql_with_params()
        return self._made[sizes]

    def _instance(self, alias, row):
        if self._changed:
            row = list(row)
            for at, converter in self._changed:
                if row[at] is not None:
                    row[at] = converter(row[at])
        found, at = {}, 0
        for part in self._parts:
            after = at + len(part.names)
            beside = after + len(part.beside)
            one = None
            if row[at + part.key] is not None:
                one = part.model.from_db(alias, part.names, row[at:after])
                for name, value in zip(part.beside, row[after:beside], strict=True):
                    setattr(one, name, value)
            found[part.path] = one
            above, _, name = part.path.rpartition("__")
            if part.path and found[above] is not None:
                setattr(found[above], name, one)
            at = beside
        return found[""]


class _Place:
    """Where a value goes."""

    def __init__(self, place):
        self.place = place


_NUMBERS = itertools.count(1)
# The names of the statements that a session knows.
_PLANNED = weakref.WeakKeyDictionary()


def _keeps_statements(connection):
    """Whether what a session prepared is there at the next query. Behind a pooler that shares sessions it is not."""
    return connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def _plan(connection, cursor, name, sql, order):
    """Has PostgreSQL prepare the statement, unless this session knows it. `cursor` belongs to the connection."""
    known = _PLANNED.setdefault(connection.connection, set())
    if name not in known:
        pieces = sql.split("%s")
        constants = [one for one in order if not isinstance(one, _Place)]
        marks = [f"${one.place + 1}" if isinstance(one, _Place) else "%s" for one in order]
        text = "".join(piece + mark for piece, mark in zip(pieces, [*marks, ""], strict=True))
        connection.connection.execute(f"PREPARE {name} AS {cursor.mogrify(text, constants)}")
        known.add(name)


def _converter(connection):
    """What makes a column's value of what the driver gives; None where that is the value already."""

    def of(field):
        if isinstance(field, models.JSONField):
            return json.loads
        if connection.vendor != "sqlite":
            return None
        if isinstance(field, models.DateTimeField):
            return aware
        if isinstance(field, models.DateField | models.TimeField | models.DecimalField | models.UUIDField):
            return field.to_python
        return bool if isinstance(field, models.BooleanField) else None

    return of


def day_of(value):
    """A day as SQLite keeps it; what is one already stays."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def aware(value):
    """A moment as SQLite keeps it; what is one already stays."""
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
