"""Content into rows: what `canonical.read` reads, `apply` writes.

A key that is missing leaves its field alone; a list of rows that is there replaces the rows of that
list, recognized by their `uid`. Everything is checked first and every problem is said at once.
"""

import uuid
from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from news.errors import Problems

from . import fill
from .shapes import SHAPES

# Where a person looks for what a rule of two fields says.
FIELD_OF_CONSTRAINT = {
    "The last day is before the first day.": ("ends", "to_day"),
    "Give the first and the last day, or choose “to be announced”.": ("starts",),
    "Choose an organization or a programme, one of the two.": ("organization",),
    "The session ends before it starts.": ("ends",),
    "Name a person, an organization, a country or a group.": ("person",),
    "There cannot be more women than people.": ("women",),
    "Only one can be the main picture.": ("is_lead",),
}


def apply(edition, data):
    """Write `data` (see `canonical.read`) into a saved edition and its rows.

    Raises `Problems` with the path of each field; nothing is written then. Runs in a transaction.
    """
    shape = SHAPES[type(edition)]
    problems = defaultdict(list)
    _refuse_unknown(data, shape, "", problems)
    former_event = getattr(edition, "event_id", None)
    _set_columns(edition, data, shape, "", problems)
    plan = _plan(edition, data, shape, problems)
    _check_one_lead(plan, problems)
    _check_sets(edition, data, shape, problems)
    _check_keys_exist([edition, *(row for row, _, _ in plan.rows)], problems, plan.paths)
    if problems:
        raise Problems(problems)
    fill.event(edition) if "sessions" in shape.rows else fill.release(edition, former_event)
    fill.rows(edition, [row for row, _, _ in plan.rows], before=plan.before)
    try:
        with transaction.atomic():
            _write(edition, data, shape, plan)
    except IntegrityError as error:
        raise Problems(_broken_constraints(edition, plan) or {"": [str(error)]}) from error


class _Plan:
    """Rows to write, in order: `(row, the row of its session or None, path)`.

    `before` has the columns that a row had, by the id of the row object; a new row is not in it.
    """

    def __init__(self):
        self.rows = []
        self.gone = []
        self.before = {}
        self.paths = {}

    def add(self, row, session, path):
        self.rows.append((row, session, path))
        self.paths[id(row)] = path


def _plan(edition, data, shape, problems):
    plan = _Plan()
    plan.paths[id(edition)] = ""
    old = {name: _rows_now(edition, name) for name in shape.rows}
    nested = shape.rows["sessions"].rows if "sessions" in shape.rows else {}
    listed = defaultdict(set)
    sessions = {} if "sessions" in data else {str(uid): row for uid, row in old.get("sessions", {}).items()}

    def take(name, items, row_shape, session, path):
        for order, item in enumerate(items):
            here = f"{path}{name}.{order}"
            row = _find_or_make(edition, old, name, item, row_shape, listed, plan, here, problems)
            row.order, row.edition = order, edition
            _refuse_unknown(
                item, row_shape, here + ".", problems, known={"uid", "session"} if name in nested else {"uid"}
            )
            _set_columns(row, item, row_shape, here + ".", problems)
            where = session
            if item.get("session"):
                where = sessions.get(str(item["session"]))
                if where is None:
                    problems[f"{here}.session"].append("This session belongs to another event.")
            if name in nested:
                row.session = where
            plan.add(row, where, here)
            if name == "sessions":
                sessions[str(row.uid)] = row
            for inner, inner_shape in row_shape.rows.items():
                if inner in item:
                    take(inner, item[inner], inner_shape, row, here + ".")
                elif row.pk:
                    listed[inner].update(uid for uid, r in old[inner].items() if r.session_id == row.pk)

    # Sessions first: their people need a session that is saved.
    for name in sorted(shape.rows, key=lambda n: n != "sessions"):
        if name in data:
            take(name, data[name], shape.rows[name], None, "")
    for name in shape.rows:
        for uid, row in old[name].items():
            top = getattr(row, "session_id", None) is None
            replaced = name in data if top else "sessions" in data
            if replaced and uid not in listed[name]:
                plan.gone.append(row)
    return plan


def _rows_now(edition, name):
    return {row.uid: row for row in getattr(edition, name).all()}


def _find_or_make(edition, old, name, item, row_shape, listed, plan, path, problems):
    try:
        uid = uuid.UUID(str(item["uid"])) if item.get("uid") else uuid.uuid4()
    except ValueError:
        problems[path].append("This row has no proper identity.")
        uid = uuid.uuid4()
    if uid in listed[name]:
        problems[path].append("This row stands in the list twice.")
    listed[name].add(uid)
    row = old[name].get(uid)
    if row is None:
        return row_shape.model(uid=uid)
    plan.before[id(row)] = {f.attname: getattr(row, f.attname) for f in row_shape.fields}
    return row


def _refuse_unknown(data, shape, path, problems, known=frozenset()):
    names = {f.name for f in shape.fields} | set(shape.many) | set(shape.rows) | set(known)
    for name in set(data) - names - ({"topics"} if shape.topics else set()):
        problems[path + name].append("There is no such field.")


def _set_columns(instance, data, shape, path, problems):
    for field in shape.fields:
        if field.name not in data:
            continue
        value = data[field.name]
        try:
            if field.is_relation:
                setattr(instance, field.attname, _key(field, value))
            else:
                setattr(instance, field.attname, field.clean(_not_null(field, value), instance))
        except ValidationError as error:
            problems[path + field.name].extend(error.messages)


def _key(field, value):
    if value in (None, ""):
        if not field.null:
            raise ValidationError("This field is required.")
        return None
    return value.pk if isinstance(value, models.Model) else field.target_field.to_python(value)


def _not_null(field, value):
    return "" if value is None and not field.null and field.empty_strings_allowed else value


def _check_keys_exist(instances, problems, paths):
    """One query a related model, however many rows. Of what was merged meanwhile the one that stayed is taken."""
    wanted = defaultdict(lambda: defaultdict(list))
    for instance in instances:
        for field in SHAPES.get(type(instance), _ROW_SHAPES.get(type(instance))).fields:
            key = getattr(instance, field.attname)
            if field.is_relation and key is not None and not field.is_cached(instance):
                wanted[field.related_model][key].append((instance, field))
    for model, named in wanted.items():
        stays = "merged_into" if hasattr(model, "merged_into") else "pk"
        there = dict(model._base_manager.filter(pk__in=named).values_list("pk", stays))
        for key, places in named.items():
            for instance, field in places:
                if key not in there:
                    path = ".".join(part for part in (paths[id(instance)], field.name) if part)
                    problems[path].append(f"This {model._meta.verbose_name} is no longer there.")
                elif there[key] not in {None, key}:
                    setattr(instance, field.attname, there[key])


def _check_sets(edition, data, shape, problems):
    """One query a set. The database would say it only at the end of the transaction, and not where."""
    models_of = {name: edition._meta.get_field(name).related_model for name in shape.many}
    if shape.topics:
        models_of["topics"] = edition.topic_rows.model._meta.get_field("tag").related_model
    for name, model in models_of.items():
        try:
            keys = {model._meta.pk.to_python(getattr(item, "pk", item)) for item in data.get(name) or ()}
        except ValidationError as error:
            problems[name].extend(error.messages)
            continue
        if keys and len(keys) > model._base_manager.filter(pk__in=keys).count():
            problems[name].append(f"One {model._meta.verbose_name} of these is no longer there.")


def _check_one_lead(plan, problems):
    """The database says it too, but not which of two that are written together is one too many."""
    leads = [path for row, _, path in plan.rows if getattr(row, "is_lead", False)]
    for path in leads[1:]:
        problems[f"{path}.is_lead"].append("Only one can be the main picture.")


def _write(edition, data, shape, plan):
    edition.save()
    if "pictures" in shape.rows:
        edition.pictures.update(is_lead=False)
    for row, session, _ in plan.rows:
        if session is not None:
            row.session = session
        row.save()
    # Last: a session takes its people along, and those that moved are saved elsewhere by now.
    for row in plan.gone:
        type(row).objects.filter(pk=row.pk).delete()
    for name in shape.many:
        if name in data:
            getattr(edition, name).set([getattr(item, "pk", item) for item in data[name]])
    if shape.topics and "topics" in data:
        wanted = {getattr(topic, "pk", topic) for topic in data["topics"]}
        through = edition.topic_rows
        through.exclude(tag_id__in=wanted).delete()
        there = set(through.values_list("tag_id", flat=True))
        through.model.objects.bulk_create(
            through.model(tag_id=key, content_object=edition) for key in sorted(wanted - there)
        )


def _broken_constraints(edition, plan):
    """Which rule the database refused, said at its field."""
    problems = defaultdict(list)
    for instance, path in [(edition, ""), *((row, path) for row, _, path in plan.rows)]:
        try:
            instance.validate_constraints()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                for message in messages:
                    problems[_place(instance, path, field, message)].append(message)
    return problems


def _place(instance, path, field, message):
    if field == NON_FIELD_ERRORS:
        names = {f.name for f in instance._meta.fields}
        field = next((name for name in FIELD_OF_CONSTRAINT.get(message, ()) if name in names), "")
    return ".".join(part for part in (path, field) if part)


_ROW_SHAPES = {}
for _shape in SHAPES.values():
    for _row_shape in _shape.rows.values():
        _ROW_SHAPES[_row_shape.model] = _row_shape
        for _inner in _row_shape.rows.values():
            _ROW_SHAPES[_inner.model] = _inner
