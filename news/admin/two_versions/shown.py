"""A version as it was when a form was opened: what a late save is read against.

The form says which version it showed (`lock_version`) and which rows, by their `uid`. Read against the
rows of that version, what was typed means what its writer meant, whatever was saved in between.
"""

import itertools
import json
import uuid

from django import forms

from news.admin.acts.posted import version_shown
from news.enums import State
from news.models import Edition, Snapshot
from news.record.log import history_of
from news.record.shapes import SHAPES
from news.rules import people

# The hidden field with the rows that the form showed.
FIELD = "shown_with"
LONGEST = 500_000


class Shown:
    """What a form showed: the snapshot, and the keys that its rows had in the form."""

    def __init__(self, edition, snapshot, posted):
        self.version = snapshot.lock_version
        self.snapshot, self.content = snapshot, snapshot.data
        said = _said(posted)
        self.series = said.get("series")
        self.keys = _keys(said.get("rows"), posted)
        self._made = itertools.count(1)
        self._edition = edition
        self._now = {}

    def rows(self, edition, model, found=None, session=None):
        """The rows of one list as they were, as instances that are not saved."""
        shape, content = (SHAPES[type(edition)], self.content) if found is None else found
        name = next((name for name, row in shape.rows.items() if row.model is model), None)
        return [self._row(edition, shape.rows[name], row, at, session) for at, row in enumerate(content.get(name, ()))]

    def all_rows(self, edition):
        """`(participations, organizers, sessions)` of an event, those of the sessions too."""
        shape = SHAPES[type(edition)]
        sessions = self.rows(edition, shape.rows["sessions"].model)
        found = {name: self.rows(edition, shape.rows[name].model) for name in ("participations", "organizers")}
        for session, content in zip(sessions, self.content.get("sessions", ()), strict=True):
            for name, rows in found.items():
                inner = (shape.rows["sessions"], content)
                rows += self.rows(edition, shape.rows[name].model, inner, session)
        return found["participations"], found["organizers"], sessions

    def _row(self, edition, shape, content, at, session):
        uid = content["uid"]
        row = shape.model(pk=self._key(shape.model, uid), uid=uuid.UUID(uid), order=at, edition=edition)
        if session is not None:
            row.session = session
        _fill(row, shape.fields, content)
        row._state.adding = False
        return row

    def _key(self, model, uid):
        if uid in self.keys:
            return self.keys[uid]
        if model not in self._now:
            rows = model.objects.filter(edition=self._edition.pk).values_list("uid", "pk")
            self._now[model] = {str(uid): key for uid, key in rows}
        # A row that the form did not show as one of a list; it needs a key that no posted row has.
        return self._now[model].get(uid, -next(self._made))


def as_shown(request, edition):
    """The edition as the posted form showed it, if that is not as it is now; the edition itself otherwise."""
    version = version_shown(request)
    if version is None or not 0 <= version < edition.lock_version or people.writer(request.user):
        return edition
    if not hasattr(request, "as_shown"):
        snapshots = history_of(edition, Snapshot).filter(lock_version__lte=version)
        snapshot = snapshots.order_by("-lock_version", "-pk").first()
        if snapshot is None:
            return edition
        request.as_shown = Shown(edition, snapshot, request.POST)
    shown = request.as_shown
    _fill(edition, SHAPES[type(edition)].fields, shown.content)
    edition.state, edition.lock_version = State.DRAFT, version
    edition.as_shown = shown
    return edition


def rows_shown(formsets, **more):
    """For the hidden field of a form: which rows its lists show, by the list's prefix."""
    found = {}
    _collect(formsets, found)
    return json.dumps({"rows": found, **more}, default=str, separators=(",", ":"))


class RowsAsShown:
    """For formsets of a late save: their rows are those that the form showed, also those that are gone by now."""

    def get_queryset(self):
        # An event's rows are loaded all at once, see `event/loaded.py`.
        if not hasattr(self, "_queryset") and isinstance(self.instance, Edition):
            self._queryset = self.instance.as_shown.rows(self.instance, self.model)
        return super().get_queryset()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name = self.model._meta.pk.name
        if name in form.fields:
            form.fields[name] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=form.instance.pk)


def _fill(instance, fields, content):
    for field in fields:
        if field.name in content:
            value = content[field.name]
            if field.is_relation:
                setattr(instance, field.attname, None if value is None else field.target_field.to_python(value))
            else:
                setattr(instance, field.name, field.to_python(value))


def _collect(formsets, found):
    for formset in formsets:
        shown = formset.forms[: formset.initial_form_count()]
        found[formset.prefix] = [str(form.instance.uid) for form in shown if hasattr(form.instance, "uid")]
        for form in shown:
            _collect([nested.formset for nested in getattr(form, "nested_formsets", ())], found)


def _said(posted):
    text = posted.get(FIELD, "")
    try:
        said = json.loads(text) if len(text) <= LONGEST else {}
    except (ValueError, RecursionError):
        said = {}
    return said if isinstance(said, dict) else {}


def _keys(rows, posted):
    """`{uid: key}` of the rows that the form showed."""
    found = {}
    for prefix, uids in rows.items() if isinstance(rows, dict) else ():
        for at, uid in enumerate(uids if isinstance(uids, list) else ()):
            key = posted.get(f"{prefix}-{at}-id", "")
            if key.isascii() and key.isdecimal() and len(key) < 19:
                found[str(uid)] = int(key)
    return found
