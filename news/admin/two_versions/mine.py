"""What somebody typed who came second: as plain content, sealed while it travels through the page, and written."""

import uuid

from django.core import signing
from django.db import models, transaction

from news import workflow
from news.differences.three_way import completed
from news.errors import Problems
from news.models import Edition, Person, Series
from news.record.canonical import plain
from news.record.directory import save_entry
from news.record.shapes import OF_THIS_VERSION, SHAPES

SALT = "news.two-versions"
NEW = "new_person"


class NewPerson(str):
    """The name of somebody whom a save would have added to the directory, and has not yet."""


def plain_content(model, data, base):
    """What a form gave to the write door, as `canonical.read` gives contents; the rest is as it was in `base`.

    New rows get their `uid`. A row about a `NewPerson` has the name under `new_person`.
    """
    shape = SHAPES[model]
    names = {field.name for field in shape.fields} | set(shape.many) | set(shape.rows) | {"topics"}
    found = {name: _plain(value) for name, value in data.items() if name in names}
    for name in (*shape.many, "topics"):
        if name in found:
            found[name] = sorted(found[name])
    return completed(found, base)


def _plain(value):
    if isinstance(value, models.QuerySet):
        value = list(value)
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return [_row(row) for row in value]
    return plain(value)


def _row(row):
    found = {"uid": str(row.get("uid") or uuid.uuid4())}
    for name, value in row.items():
        if isinstance(value, NewPerson):
            found |= {name: None, NEW: str(value)}
        elif name != "uid":
            found[name] = _plain(value)
    if NEW in found:
        found["printed_as"] = found.get("printed_as") or found[NEW]
    return found


# Through the page


def seal(**parts):
    return signing.dumps(parts, salt=SALT, compress=True)


def unseal(text):
    """What `seal` was given. Raises `signing.BadSignature` for what was changed on its way."""
    return signing.loads(text, salt=SALT)


# Written


@transaction.atomic
def write(edition, content, *, by, lock_version, series=None):
    """Write the chosen content into the open edition. Raises what `workflow.edit` raises."""
    saved = workflow.edit(edition, _with_people(content, by), by=by, lock_version=lock_version)
    _place(saved, series, by)
    return saved


@transaction.atomic
def write_copy(model, content, *, by, series=None):
    """A new draft with what somebody typed. Raises `NotAllowed` and `Problems`."""
    content = {name: value for name, value in content.items() if name not in OF_THIS_VERSION}
    name = "title" if model is Edition else "name"
    content[name] = f"Copy of {content.get(name) or 'a draft'}"[:250]
    begin = workflow.new_release if model is Edition else workflow.new_event
    saved = begin(_with_people(content, by), by=by)
    _place(saved, series, by)
    return saved


def _place(saved, series, by):
    if series is not None:
        key, ordinal = series
        workflow.place_in_series(saved.event, Series.objects.filter(pk=key).first() if key else None, ordinal, by=by)


def _with_people(content, by):
    """The content with the people in the directory whom it names for the first time."""
    made = {}

    def with_people(value):
        if isinstance(value, list):
            return [with_people(item) for item in value]
        if not isinstance(value, dict):
            return value
        row = {name: with_people(item) for name, item in value.items() if name != NEW}
        if name := value.get(NEW):
            if name not in made:
                made[name] = _make_person(name, by)
            row["person"] = made[name].pk
        return row

    return with_people(content)


def _make_person(name, by):
    try:
        return save_entry(Person(name=name), by=by)
    except Problems as error:
        raise Problems({"": [f"“{name}”: {error}"]}) from error


def series_of(event):
    return [event.series_id, event.ordinal]
