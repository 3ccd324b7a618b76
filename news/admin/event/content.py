"""From the validated form to the one dict that the write door takes, and back from its problems to the fields."""

from news.admin import posted
from news.enums import ParticipationRole, Precision
from news.errors import Problems
from news.models import Person, SiteState
from news.record.canonical import plain
from news.record.directory import save_entry

from . import order, pasted
from .form import CALLS, COLUMNS

ABSENT = ParticipationRole.absent


def build(form, formsets, *, by, proposed_order=False, add_pasted=False, make_person=None, before=None):
    """`(data, places)`: the event as `canonical.read` gives it, and the form's prefix of each row's path.

    New people that a pasted line or a force's leader names are added to the directory on the way, so
    call it in the transaction of the save; or `make_person(name)` gives what stands for them.
    `before` is the content that the form showed; without it, what is saved now.
    """
    given = posted.content(form, formsets)
    values, lists = given["values"], given["rows"]
    data = {name: values[name] for name in COLUMNS if name in values}
    data |= {"topics": list(values["topic_list"]), "former_dates": _former(form, values["former"], before)}
    data |= {"starts": form.read.start, "ends": form.read.end, "precision": form.read.precision}

    def added_to_directory(name):
        try:
            return save_entry(Person(name=name), by=by)
        except Problems as error:
            raise Problems({"pasted" if add_pasted else "": [f"“{name}”: {error}"]}) from error

    make_person = make_person or added_to_directory
    people = [_plain(row) for row in lists.get("participations", [])]
    if add_pasted:
        people = pasted.added_to(
            people,
            values["pasted"],
            day=form.read.start,
            make_person=make_person,
            is_call=data["kind"] in CALLS,
            ours={officer.key for officer in form.delegation.officers},
        )
    people = form.delegation.added_to(people)
    if proposed_order:
        people = order.proposed(people, day=form.read.start)
    data["participations"] = form.forces.added_to(people, make_person=make_person)
    data["organizers"] = [_plain(row) for row in lists.get("organizers", [])]
    data["sessions"] = [_session(row) for row in lists.get("sessions", [])]
    if not data["name"] and data["kind"] in CALLS:
        data["name"] = call_name(people, SiteState.own())
    return data, _take_places(data)


def call_name(people, own):
    """A courtesy call's name from both sides: "Courtesy call by the Korean National Police Agency"."""
    for row in people:
        organization, person = row.get("organization"), row.get("person")
        is_ours = own is not None and getattr(organization, "pk", organization) == own.pk
        if is_ours or row.get("role") in ABSENT:
            continue
        if who := row.get("printed_as") or (str(person) if person else "") or row.get("label"):
            return f"Courtesy call by {who}"
        if organization:
            return f"Courtesy call by {organization}"
    return ""


def _former(form, typed, before):
    """The dates that no longer hold; those of a draft that was postponed are kept by themselves."""
    edition = form.instance
    if before is None:
        before = _saved_dates(edition)
    postponed = form.cleaned_data["status"] == "postponed"
    if not before.get("starts") or before["precision"] == Precision.TBA or not postponed:
        return typed
    was = [before["starts"], before["ends"], before["precision"]]
    now = [plain(value) for value in (form.read.start, form.read.end, form.read.precision)]
    return [*typed, was] if was != now and was not in typed else typed


def _saved_dates(edition):
    rows = type(edition).objects.filter(pk=edition.pk) if edition.pk else ()
    return next(({name: plain(getattr(row, name)) for name in ("starts", "ends", "precision")} for row in rows), {})


def _plain(row):
    values = dict(row["values"])
    if not values.get("uid"):
        values.pop("uid", None)
    return values


def _session(row):
    nested = {name: [_plain(inner) for inner in rows] for name, rows in row["rows"].items()}
    return _plain(row) | nested


def _take_places(data):
    """Each row's path in the data → its form's prefix. The prefixes are taken out of the data."""
    places = {}

    def take(name, rows, path):
        for number, row in enumerate(rows):
            here = f"{path}{name}.{number}"
            places[here] = row.pop("prefix", "")
            for inner in ("organizers", "participations"):
                take(inner, row.get(inner, ()), f"{here}.")

    for name in ("organizers", "participations", "sessions"):
        take(name, data[name], "")
    return places


# Where a person looks for what the door says of a field that the form has under another name.
SHOWN_AT = {
    "starts": "dates",
    "ends": "dates",
    "precision": "dates",
    "former_dates": "former",
    "topics": "topic_list",
}


def shown_at(by_field, places):
    """The problems of the door by the form's prefix and field."""
    found = {}
    for path, said in by_field.items():
        row = next((p for p in sorted(places, key=len, reverse=True) if path == p or path.startswith(p + ".")), None)
        if row is None:
            prefix, name = "", SHOWN_AT.get(path, path)
        else:
            prefix = places[row]
            name = path[len(row) :].strip(".") if prefix else ""
        found.setdefault(prefix, {}).setdefault(name, []).extend(said)
    return found
