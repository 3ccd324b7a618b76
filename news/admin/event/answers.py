"""What the form's scripts ask while somebody types. Everything here is also done, or said, on saving."""

import json

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from news import words
from news.assistant.dates import read_dates
from news.enums import State
from news.errors import NewsroomError
from news.models import EventEdition, Person, Place
from news.record import fill
from news.record.directory import save_entry
from news.rules import people

from . import delegation, forces, looks_like, order, pasted
from .form import place_in_words, read_back

LONGEST = 20_000


def urls():
    """`(path, name, view)`, as unfold wants them."""
    views = {
        "read-dates": dates,
        "that-day": that_day,
        "as-of": as_of,
        "place": place,
        "looks-like": alike,
        "read-names": names,
        "add-people": add_people,
        "proposed-order": proposed_order,
    }
    return [(f"{path}/", f"news_eventedition_{path.replace('-', '_')}", view) for path, view in views.items()]


def _writers_only(request):
    if said := people.writer(request.user):
        raise PermissionDenied(said)


def _typed(given, name, longest=300):
    """A typed text without what no database takes."""
    return str(given.get(name) or "").replace("\x00", "")[:longest]


def _key(given, name):
    """A row's key, or None for what cannot be one."""
    typed = str(given.get(name) or "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def _dates(given):
    return read_dates(_typed(given, "dates"), today=timezone.localdate())


def _day(given):
    """The first day that the typed dates mean, or None."""
    found = _dates(given)
    return None if found.problem else found.start


@require_GET
def dates(request, model_admin):
    """How the typed dates are understood: `{"read": …, "day": …}` or `{"problem": …}`."""
    _writers_only(request)
    found = _dates(request.GET)
    if found.problem:
        return JsonResponse({"problem": found.problem})
    day = found.start
    return JsonResponse(
        {
            "read": read_back(found),
            "note": found.note,
            "day": day.isoformat() if day else "",
            "day_words": words.day(day) if day else "",
        }
    )


@require_GET
def that_day(request, model_admin):
    """The officers in post and the forces with a standing on the first day, as ready pieces of the form."""
    _writers_only(request)
    day = _day(request.GET)
    saved = EventEdition.objects.filter(pk=_key(request.GET, "edition")).first()
    officers = {"delegation": delegation.Delegation(saved, day)}
    return JsonResponse(
        {
            "officers": render_to_string("desk/event/officers.html", officers, request),
            "forces": render_to_string("desk/event/forces.html", {"forces": forces.Forces(saved, day)}, request),
        }
    )


@require_GET
def as_of(request, model_admin):
    """Rank, position and organization of people on the first day: `{key: {field: value}}`."""
    _writers_only(request)
    keys = [int(key) for key in request.GET.getlist("person") if key.isdecimal() and len(key) < 19][:100]
    day = _day(request.GET)
    found = Person.objects.in_bulk(keys)
    posts = fill.posts_on(set(found), day)
    answers = {str(key): _values(person, posts.get(key)) for key, person in found.items()}
    return JsonResponse(answers | {"day": words.day(day) if day else ""})


def _values(person, post):
    organization = post.organization if post else None
    return fill.as_of(person, post) | {"organization": _choice(organization), "on_record": bool(post)}


def _choice(entry):
    return {"id": entry.pk, "text": str(entry)} if entry else None


@require_GET
def place(request, model_admin):
    """The chosen place with its country and its clock."""
    _writers_only(request)
    found = Place.objects.select_related("country").filter(pk=_key(request.GET, "id")).first()
    return JsonResponse({"read": place_in_words(found) if found else ""})


@require_GET
def alike(request, model_admin):
    """Events that look like what is in the form, as a ready notice; empty if there are none."""
    _writers_only(request)
    found = _dates(request.GET)
    rows = looks_like.found(
        name=_typed(request.GET, "name"),
        place=_key(request.GET, "place"),
        start=None if found.problem else found.start,
        end=None if found.problem else found.end,
        kind=_typed(request.GET, "kind"),
    )
    notice = render_to_string("desk/event/looks_like.html", {"alike": [_alike(row) for row in rows]}, request)
    return JsonResponse({"notice": notice if rows else ""})


def _alike(edition):
    return {
        "words": looks_like.described(edition),
        "by": edition.created_by,
        "on": words.day(timezone.localtime(edition.created_at).date()),
        "link": reverse("admin:news_eventedition_change", args=[edition.pk]),
        "is_open": edition.state in State.open,
    }


def _posted(request):
    _writers_only(request)
    if len(request.body) > LONGEST * 10:
        raise BadRequest("That is too long.")
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("This is not JSON.") from error
    if not isinstance(given, dict):
        raise BadRequest("This is not what the form sends.")
    return given


def _list(given, name):
    found = given.get(name)
    return found if isinstance(found, list) else []


@require_POST
def names(request, model_admin):
    """Pasted lines, each with who it is: in the list, in the directory, new, or one of several."""
    return JsonResponse({"lines": [_line(line) for line in _read(_posted(request))]})


def _read(given):
    there = {int(key) for key in map(str, _list(given, "there")) if key.isdecimal() and len(key) < 19}
    return pasted.read(_typed(given, "text", LONGEST), day=_day(given), there=there)


def _line(line):
    row = {name: value for name, value in line.row.items() if name not in {"person", "organization"}}
    return {
        "shown": line.shown,
        "state": line.state,
        "person": _choice(line.person),
        "organization": _choice(line.row.get("organization")),
        "row": row,
    }


@require_POST
def add_people(request, model_admin):
    """The pasted lines again, with everybody who was new added to the directory."""
    lines = _read(_posted(request))
    made = {}
    try:
        with transaction.atomic():
            for line in lines:
                if line.state == "new" and line.name not in made:
                    made[line.name] = save_entry(Person(name=line.name), by=request.user)
                line.person = made.get(line.name, line.person)
    except NewsroomError as error:
        return JsonResponse({"problem": str(error)}, status=400)
    return JsonResponse({"lines": [_line(line) for line in lines]})


@require_POST
def proposed_order(request, model_admin):
    """The rows of a list, given as plain values with a `key` each, as keys in the order of protocol."""
    given = _posted(request)
    rows = [_plain(row) for row in _list(given, "rows")[:1000] if isinstance(row, dict)]
    ordered = order.proposed(rows, day=_day(given))
    return JsonResponse({"keys": [row.get("key") for row in ordered]})


def _plain(row):
    """A row with its organization as a key, and nothing for what is empty."""
    return {name: str(value) if value else None for name, value in row.items()} | {
        "organization": _key(row, "organization")
    }
