"""Content as plain values (see `record/canonical.py`) in the words of the desk: labels, values, names of rows.

Names of entries are looked up once for all values of one comparison: a query a model.
"""

import datetime
from collections import defaultdict

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from news import words
from news.models import Edition, EditionDocument, EditionPicture, Event, EventEdition, Organizer, Participation, Place
from news.models import Session as SessionRow

NO_LONGER_THERE = "an entry that is no longer there"

LABELS = {
    Edition: {
        "standfirst": "Summary",
        "body": "Text",
        "byline": "Written by",
        "event": "Event",
        "also_covers": "Also covers",
        "issued_jointly_with": "Issued jointly with",
        "change_note": "What readers are told",
        "is_minor": "Only a comma or a space",
        "embargo_until": "Embargo until",
        "language": "Language",
    },
    EventEdition: {
        "kind": "Kind",
        "status": "Does it stand",
        "status_note": "Sentence for readers",
        "former_dates": "Dates that no longer hold",
        "starts": "Dates",
        "mode": "How they meet",
        "also_in": "Also in",
        "attendance": "Number of people",
        "subjects": "What it was about",
        "show_all_before": "Show everything before it begins",
        "change_note": "What readers are told",
        "is_minor": "Only a comma or a space",
    },
    SessionRow: {"starts": "Time"},
    Organizer: {
        "printed_as": "Name as printed",
        "through_as": "Through, as printed",
        "led_by": "Led by",
        "led_by_as": "Led by, as printed",
        "rank_long": "Rank",
        "rank_short": "Short form of the rank",
        "led_what": "What they led",
    },
    Participation: {
        "label": "Group",
        "rank_long": "Rank",
        "rank_short": "Short form of the rank",
        "printed_as": "Name as printed",
        "organization_as": "Organization as printed",
        "headcount": "People",
        "from_day": "Days",
    },
    EditionPicture: {"is_decorative": "Only decoration", "is_lead": "Main picture", "alt": "Alternative text"},
    EditionDocument: {},
}

# What is said as one: under the first name stand the values of all.
TOGETHER = {
    Edition: {},
    EventEdition: {"starts": ("starts", "ends", "precision"), "attendance": ("attendance", "attendance_approximate")},
    SessionRow: {"starts": ("starts", "ends")},
    Participation: {"from_day": ("from_day", "to_day")},
}

ROWS = {
    Organizer: "Organizer",
    Participation: "Participant",
    SessionRow: "Session",
    EditionPicture: "Picture",
    EditionDocument: "Document",
}


def label_of(model, name):
    if said := LABELS.get(model, {}).get(name):
        return said
    field = field_of(model, name)
    return words.capital(str(field.verbose_name if field is not None else name.replace("_", " ")).rstrip("?"))


def field_of(model, name):
    """The model's field, or None for what an old version has and the model no longer."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def row_model(model, name):
    """The model of a list of rows, or None."""
    field = field_of(model, name)
    return field.related_model if field is not None and field.one_to_many else None


def is_words(field):
    """Whether a value is text that is compared word by word."""
    if not isinstance(field, models.CharField | models.TextField):
        return False
    return not field.choices and field.name not in {"zone", "language", "website"}


class Names:
    """Names of the entries that some contents point to. One query a model, made when it is built."""

    def __init__(self, model, *contents):
        wanted = defaultdict(set)
        for content in contents:
            _collect(model, content or {}, wanted)
        self.names = {entry: _names_of(entry, keys) for entry, keys in wanted.items()}

    def of(self, model, key):
        return self.names.get(model, {}).get(str(key), NO_LONGER_THERE)

    def value(self, model, name, row):
        """What stands under one label, in words; empty for nothing."""
        together = TOGETHER.get(model, {}).get(name)
        if together:
            return _JOINED[model, name](*(row.get(part) for part in together))
        return self.plain_value(field_of(model, name), row.get(name))

    def plain_value(self, field, value):
        if value is None or value == "" or value == []:
            return ""
        if field is not None and field.is_relation:
            keys = value if isinstance(value, list) else [value]
            return words.listed(sorted(self.of(field.related_model, key) for key in keys))
        if field is not None and getattr(field, "choices", None):
            return str(dict(field.flatchoices).get(value, value))
        if field is not None and field.name == "former_dates":
            return words.listed(_former(item) for item in value)
        match field:
            case models.BooleanField():
                return "yes" if value else "no"
            case models.DateTimeField():
                at = parse_datetime(str(value))
                return words.moment(timezone.localtime(at)) if at else str(value)
            case models.DateField():
                return _day(value)
            case models.TimeField():
                return words.hours(_time(value)) or str(value)
        return str(value)

    def row(self, model, row):
        """Who or what a row is, as "Police Colonel David Martinez Vinluan"."""

        def named(name):
            return self.of(field_of(model, name).related_model, row[name]) if row.get(name) else ""

        if model is Participation:
            name = row.get("printed_as") or named("person")
            if name:
                return " ".join(filter(None, [row.get("rank_long"), row.get("honorific"), name]))
            return row.get("organization_as") or named("organization") or row.get("label") or named("country") or "?"
        if model is Organizer:
            return row.get("printed_as") or named("organization") or named("programme") or "?"
        if model is SessionRow:
            return f"“{row.get('title') or '?'}”"
        said = row.get("caption") or row.get("title") or row.get("alt") or named("picture") or named("document")
        return said if len(said) <= 80 else f"{said[:79].rstrip()}…"

    def row_label(self, model, row):
        joint = " " if model is SessionRow else ": "
        return f"{ROWS.get(model, 'Row')}{joint}{self.row(model, row)}"


def _collect(model, content, wanted):
    for name, value in content.items():
        field = field_of(model, name)
        if field is None or not field.is_relation or not value:
            continue
        if field.one_to_many:
            for row in value:
                _collect(field.related_model, row, wanted)
        else:
            wanted[field.related_model].update(value if isinstance(value, list) else [value])


def _names_of(model, keys):
    good = set()
    for key in keys:
        try:
            good.add(model._meta.pk.to_python(key))
        except ValidationError:
            continue
    found = model._base_manager.filter(pk__in=good)
    if model is Place:
        found = found.select_related("country")
    if model is Event:
        found = found.prefetch_related("editions")
    return {str(entry.pk): str(entry) for entry in found}


# Values that belong together


def _dates(starts, ends, precision):
    if precision == "tba" or not starts:
        return words.TO_BE_ANNOUNCED if precision else ""
    try:
        return words.span(_date(starts), _date(ends), precision or "day")
    except ValueError:
        return f"{_day(starts)} to {_day(ends)}"


def _hours(starts, ends):
    return words.hours(_time(starts), _time(ends))


def _days(first, last):
    if first and last:
        return _dates(first, last, "day")
    if first:
        return f"from {_day(first)}"
    return f"until {_day(last)}" if last else ""


def _people(number, about):
    if number is None:
        return ""
    return f"about {number:,}" if about else f"{number:,}"


_JOINED = {
    (EventEdition, "starts"): _dates,
    (EventEdition, "attendance"): _people,
    (SessionRow, "starts"): _hours,
    (Participation, "from_day"): _days,
}


def _former(item):
    try:
        return _dates(*item)
    except (TypeError, ValueError):
        return str(item)


def _date(value):
    if value is None or isinstance(value, datetime.date):
        return value
    found = parse_date(str(value))
    if found is None:
        raise ValueError(value)
    return found


def _day(value):
    try:
        return words.day(_date(value)) if value else ""
    except ValueError:
        return str(value)


def _time(value):
    if value is None or isinstance(value, datetime.time):
        return value
    try:
        return parse_time(str(value))
    except ValueError:
        return None
