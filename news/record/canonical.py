"""Canonical JSON: a thing with all its rows as plain values, the same for the same content.

Foreign keys are keys, dates are ISO strings, sets are sorted, rows stand in their order and carry
their `uid`. What is compared, restored, cloned and signed is this.
"""

import datetime
import decimal
import hashlib
import json
import uuid

from django.db import models
from django.db.models.fields.files import FieldFile

from .shapes import SHAPES


def plain(value):
    """A value as JSON knows it."""
    match value:
        case models.Model():
            return plain(value.pk)
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal() | uuid.UUID() | FieldFile():
            return str(value)
        case list() | tuple():
            return [plain(item) for item in value]
    return value


def read(edition):
    """The content of an edition as a dict of plain values.

    Costs a constant number of queries: one a list of rows, one a many-to-many set.
    """
    shape = SHAPES[type(edition)]
    data = _columns(edition, shape)
    for name in shape.many:
        data[name] = sorted(getattr(edition, name).values_list("pk", flat=True))
    if shape.topics:
        data["topics"] = sorted(edition.topic_rows.values_list("tag_id", flat=True))
    for name, row_shape in shape.rows.items():
        data[name] = [_row(row, row_shape) for row in _top_rows(edition, name)]
    if "sessions" in shape.rows:
        _fill_sessions(edition, shape.rows["sessions"], data["sessions"])
    return data


def digest(*contents):
    """The SHA-256 of contents as `read` gives them (or None), in hexadecimal: other content, other digest."""
    text = json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _columns(instance, shape):
    return {f.name: plain(f.value_from_object(instance)) for f in shape.fields}


def _row(row, shape):
    return {"uid": str(row.uid), **_columns(row, shape)}


def _top_rows(edition, name):
    rows = getattr(edition, name).all()
    if name in {"organizers", "participations"}:
        rows = rows.filter(session=None)
    return rows.order_by("order", "pk")


def _fill_sessions(edition, shape, sessions):
    by_uid = {session["uid"]: session for session in sessions}
    for name, row_shape in shape.rows.items():
        for session in sessions:
            session[name] = []
        rows = getattr(edition, name).exclude(session=None).select_related("session").order_by("order", "pk")
        for row in rows:
            by_uid[str(row.session.uid)][name].append(_row(row, row_shape))
