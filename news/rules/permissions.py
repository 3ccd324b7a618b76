"""`can(person, act, thing)`: whether somebody may do something to something now, and if not, why."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Left

from news.enums import Role, State
from news.models import (
    Account,
    Alias,
    Contact,
    Country,
    Document,
    Edition,
    Event,
    EventEdition,
    Organization,
    Page,
    Person,
    Picture,
    PictureSet,
    Place,
    Post,
    PressRelease,
    Programme,
    ProgrammePartner,
    Rank,
    Series,
    SiteState,
    Standing,
    Topic,
)

from . import people
from .transitions import line_for

# Directory verbs are add, change, delete, merge. Nobody but a role that stands here may use them.
WRITERS_ADD = (
    Person,
    Organization,
    Place,
    Programme,
    Series,
    Post,
    Rank,
    Alias,
    ProgrammePartner,
    Standing,
    Picture,
    PictureSet,
    Document,
)
EDITORS_ONLY = (Country, Topic, Page, Contact)
ADMINISTRATORS_ONLY = (Account, SiteState)

# What was approved goes out as it is: nobody looks at it once more.
PUBLIC = sorted(State.public | {State.APPROVED})


def refusal(person, act, thing):
    """Why this person may not do this act to this thing now; empty if they may.

    For editions `act` is an `Act`; for everything else one of view, add, change, delete, merge, and
    `thing` is a model or an instance. An unknown act raises ValueError.
    """
    if act == "view":
        return "" if people.at_least(person, Role.VIEWER) else "Please sign in."
    if isinstance(thing, Edition | EventEdition):
        return _edition_refusal(person, act, thing)
    return _directory_refusal(person, act, thing)


def can(person, act, thing):
    return not refusal(person, act, thing)


def _edition_refusal(person, act, edition):
    line = line_for(act, edition.state)
    if line is None:
        return f"This cannot be done: the version is {edition.get_state_display().lower()}."
    return line.who(person, edition)


def _directory_refusal(person, verb, thing):
    if verb not in {"add", "change", "delete", "merge"}:
        raise ValueError(f"There is no act {verb!r} for {thing}.")
    model = thing if isinstance(thing, type) else type(thing)
    if model in ADMINISTRATORS_ONLY:
        return people.administrator(person)
    if model in EDITORS_ONLY:
        return people.editor(person)
    if model in (PressRelease, Event):
        return people.editor(person) if verb in {"merge", "delete"} else people.writer(person)
    if model not in WRITERS_ADD:
        return "This is only written by the newsroom itself."
    if verb == "add":
        return people.writer(person)
    if verb in {"merge", "delete"}:
        return people.editor(person)
    if people.at_least(person, Role.EDITOR):
        return ""
    if not isinstance(thing, type) and named_publicly(thing):
        return "Public or approved pages name this entry. Only an editor can change it."
    return people.writer(person)


def named_publicly(entry):
    """Whether an edition that is public, or approved to be, names this directory entry."""
    query = _NAMES.get(type(entry))
    if query is None:
        parent = next(
            (
                getattr(entry, n, None)
                for n in ("person", "organization", "programme", "place", "force")
                if getattr(entry, f"{n}_id", None)
            ),
            None,
        )
        return parent is not None and named_publicly(parent)
    return any(type(entry).objects.filter(pk=entry.pk).filter(condition).exists() for condition in query)


def _in(path):
    return Q(**{f"{path}__in": PUBLIC})


_IN_A_TEXT = Concat(Value("/media/"), Left(OuterRef("sha256"), 16), Value("/"))
# Beside a release or in its text: readers find its credit in the kit, and its focal point in every crop.
PICTURE_NAMED = _in("uses__edition__state") | Q(
    Exists(Edition.objects.filter(state__in=PUBLIC, body__contains=_IN_A_TEXT))
)

_NAMES = {
    Person: [
        Q(public_profile=True),
        _in("participations__edition__state"),
        _in("led__edition__state"),
        _in("bylines__state"),
    ],
    Organization: [
        _in("participations__edition__state"),
        _in("organized__edition__state"),
        _in("acted_for__edition__state"),
        _in("joint_editions__state"),
    ],
    Programme: [_in("event_editions__state"), _in("organized__edition__state")],
    Place: [_in("event_editions__state")],
    Series: [_in("events__editions__state")],
    Picture: [PICTURE_NAMED],
    Document: [_in("uses__edition__state")],
}
