"""Many rows into a table at once."""

import datetime
import itertools
import uuid

from django.core.management.color import no_style
from django.db import connection
from django.db.models import JSONField, Max

ROWS_A_STATEMENT = 100


class Table:
    """Rows of one model, given by column and written together. A column that is not given has its default."""

    def __init__(self, model):
        self.model = model
        self.rows = []
        plain = model()
        given = {f.column: getattr(plain, f.attname) for f in model._meta.local_concrete_fields}
        for field in model._meta.local_concrete_fields:
            if isinstance(field, JSONField):
                given[field.column] = "[]"
        self.defaults = {column: value for column, value in given.items() if value is not None}
        self.columns = None

    def add(self, **values):
        if self.columns is None:
            self.columns = list(self.defaults | values)
        # Every row of a table gives the same columns, so their order is that of the first.
        self.rows.append((self.defaults | values).values())

    def write(self):
        if self.rows:
            name = connection.ops.quote_name(self.model._meta.db_table)
            columns = ", ".join(map(connection.ops.quote_name, self.columns))
            (_copy if connection.vendor == "postgresql" else _insert)(f"{name} ({columns})", self.rows)


def _copy(target, rows):
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row))


def _insert(target, rows):
    with connection.cursor() as cursor:
        for at in range(0, len(rows), ROWS_A_STATEMENT):
            some = rows[at : at + ROWS_A_STATEMENT]
            marks = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in some)
            values = [_as_text(value) for row in some for value in row]
            cursor.execute(f"INSERT INTO {target} VALUES {marks}", values)  # noqa: S608


def _as_text(value):
    match value:
        case uuid.UUID():
            return value.hex
        case datetime.datetime():
            return connection.ops.adapt_datetimefield_value(value)
    return value


def keys_after(model):
    """Keys that no row of the model has, one after the other."""
    return itertools.count((model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)


def tell_sequences(models):
    """Rows that are made in the usual way come after these."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
