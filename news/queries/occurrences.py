"""Where words stand that readers see: in the facts of events and in live texts, each place with what is around it.

Whole words, with their accents and capitals. Nine queries at most, however many places there are.
"""

import re
from dataclasses import dataclass, replace
from functools import reduce
from html import unescape
from operator import or_

from django.db.models import Exists, OuterRef, Q

from news.enums import State
from news.html import phrases
from news.models import (
    Edition,
    EditionDocument,
    EditionPicture,
    EventEdition,
    Organization,
    Organizer,
    Participation,
    Person,
    Session,
)

from .content import label_of

MOST = 200
FEWEST_LETTERS = 2
SORTS = {"name": "name", "rank": "rank", "position": "position", "organization": "organization", "text": "other words"}

# Free words, searched whatever is corrected. `body` is rich text.
TEXTS = {
    Edition: ("title", "standfirst", "dateline", "body", "motto"),
    EventEdition: ("name", "status_note", "venue", "subjects", "summary"),
    EditionPicture: ("caption", "alt", "credit"),
    EditionDocument: ("title",),
    Session: ("title", "venue", "summary"),
}
# Columns that say one thing, searched if that is what is corrected.
PRINTED = {
    Participation: {
        "name": ("printed_as",),
        "rank": ("rank_long", "rank_short"),
        "position": ("position",),
        "organization": ("organization_as", "label"),
        "text": ("honorific", "printed_as", "rank_long", "rank_short", "position", "organization_as", "label"),
    },
    Organizer: {
        "name": ("led_by_as",),
        "rank": ("rank_long", "rank_short"),
        "position": ("position", "led_what"),
        "organization": ("printed_as", "through_as"),
        "text": (
            *("printed_as", "through_as", "led_by_as", "honorific"),
            *("rank_long", "rank_short", "position", "led_what"),
        ),
    },
}
ROWS = {
    Edition: {"pictures": EditionPicture, "documents": EditionDocument},
    EventEdition: {"participations": Participation, "organizers": Organizer, "sessions": Session},
}
THING = {Edition: "release", EventEdition: "event"}
# Whose words a column prints: a place in a row of exactly this entry is no other's.
WHOSE = {
    (Participation, Person): ("person_id", {"printed_as", "rank_long", "rank_short", "position"}),
    (Participation, Organization): ("organization_id", {"organization_as"}),
    (Organizer, Person): ("led_by_id", {"led_by_as", "rank_long", "rank_short", "position"}),
    (Organizer, Organization): ("organization_id", {"printed_as"}),
}


@dataclass(frozen=True)
class Place:
    """One place. `path` is `title`, or `participations.<uid>.rank_long`; `number` counts the words within it.

    `is_sure`: the column of exactly the entry that was asked about, and it holds these words alone.
    `by_hand`: partly bold, partly a link, or words that describe a picture in the text.
    """

    path: str
    number: int
    label: str
    before: str
    words: str
    after: str
    is_sure: bool = False
    by_hand: bool = False

    @property
    def key(self):
        return f"{self.path}:{self.number}"


@dataclass(frozen=True)
class Item:
    """A version with its places. `public` is what readers see of the same thing now, None if nothing."""

    version: Edition | EventEdition
    places: tuple[Place, ...]
    public: Edition | EventEdition | None

    @property
    def key(self):
        return f"{self.version._meta.model_name}-{self.version.pk}"


@dataclass(frozen=True)
class Occurrences:
    """`public`: versions that readers see and beside which nothing is in progress. `in_progress`: the open version
    of a thing, if readers see the words there or would. `more` if there may be more than the `most` that were read.
    """

    public: tuple[Item, ...]
    in_progress: tuple[Item, ...]
    more: bool
    most: int

    def __bool__(self):
        return bool(self.public or self.in_progress)


def find(old, sort="text", *, entry=None, most=MOST):
    """`Occurrences` of the words. `entry` is the person or organization that they are said of, if known.

    Words with less than two letters or digits are found nowhere.
    """
    word = _longest_word(old)
    if not word:
        return Occurrences((), (), False, most)
    public, progress, more = [], [], False
    for model in (EventEdition, Edition):
        found, cut = _versions(model, word, sort, most)
        more = more or cut
        places = {version.pk: places_of(version, old, sort, entry=entry) for version in found}
        things = {getattr(version, f"{THING[model]}_id") for version in found if places[version.pk]}
        shown, opened = _beside(model, things)
        for thing in sorted(things, reverse=True):
            version = opened.get(thing) or shown.get(thing)
            if version is None:
                continue
            item = Item(version, places.get(version.pk, ()), shown.get(thing))
            (progress if thing in opened else public).append(item)
    return Occurrences(tuple(public[:most]), tuple(progress[:most]), more or len(public) > most, most)


def count(old, sort="text"):
    """How many public versions may print the words: capitals and ends of words are not looked at. Two queries."""
    word = " ".join(old.split())
    if not _longest_word(word):
        return 0
    return sum(_mentioning(model, word, sort).filter(_live(model)).count() for model in (EventEdition, Edition))


def count_of(person, old):
    """How many public versions of facts print exactly these words as the person's rank or position. One query."""
    rows = [
        Exists(model.objects.order_by().filter(_any(names, old, "exact"), edition=OuterRef("pk"), **{column: person}))
        for model, column, names in (
            (Participation, "person", ("rank_long", "rank_short", "position")),
            (Organizer, "led_by", ("rank_long", "rank_short", "position")),
        )
    ]
    return EventEdition.objects.filter(_live(EventEdition), rows[0] | rows[1]).count()


def places_of(version, old, sort="text", *, entry=None):
    """Every place in one version. Without prefetched rows, a query a list of rows."""
    model, found = type(version), []
    for name in TEXTS[model]:
        found += _in_column(version, name, name, label_of(model, name), old)
    for lists, row_model in ROWS[model].items():
        for row in getattr(version, lists).all():
            for name in _columns(row_model, sort):
                label = label_of(row_model, name)
                said = " ".join(str(row).split())
                if said and said != getattr(row, name):
                    label = f"{label}, {said[:80]}"
                here = _in_column(row, name, f"{lists}.{row.uid}.{name}", label, old)
                sure = _is_sure(row, name, old, entry)
                found += [replace(place, is_sure=True) for place in here] if sure else here
    return tuple(found)


def _columns(model, sort):
    return TEXTS.get(model) or PRINTED[model][sort]


def _in_column(row, name, path, label, old):
    value = getattr(row, name)
    if not value:
        return []
    if name != "body":
        return [Place(path, *_parted(found, label)) for found in phrases.places(value, old)]
    in_order = [Place(path, *_parted(found, label)) for found in phrases.places_in_html(value, old)]
    split = phrases.split_in_html(value, old)
    alts = [found for alt in _ALT.findall(value) for found in phrases.places(unescape(alt), old)]
    return in_order + [
        Place(path, *_parted(found._replace(number=len(in_order) + at), label), by_hand=True)
        for at, found in enumerate([*split, *alts])
    ]


_ALT = re.compile(r'<img [^>]*?alt="([^"]*)"')


def _parted(found, label):
    return found.number, label, found.before, found.words, found.after


def _is_sure(row, name, old, entry):
    column, names = WHOSE.get((type(row), type(entry)), ("", ()))
    if name not in names or getattr(row, column) != entry.pk:
        return False
    value, old = getattr(row, name), " ".join(old.split())
    return value == old or value.startswith(f"{old} (")


def _longest_word(old):
    found = max(re.findall(r"[^\W_]+", old), key=len, default="")
    return found if len(found) >= FEWEST_LETTERS and "\x00" not in old else ""


def _live(model):
    live = Q(state=State.PUBLISHED)
    return live & Q(event__merged_into=None) if model is EventEdition else live


def _versions(model, word, sort, most):
    """Versions in which the word may stand, newest first, with their rows."""
    readable = _live(model) | Q(state__in=sorted(State.open))
    found = _mentioning(model, word, sort).filter(readable).select_related(THING[model])
    found = found.prefetch_related(*ROWS[model]).order_by("-pk")[: 2 * most + 1]
    found = list(found)
    return found, len(found) > 2 * most


def _mentioning(model, word, sort):
    condition = _any(TEXTS[model], word)
    for row_model in ROWS[model].values():
        rows = row_model.objects.order_by().filter(_any(_columns(row_model, sort), word), edition=OuterRef("pk"))
        condition |= Exists(rows)
    return model.objects.filter(condition)


def _any(names, word, lookup="contains"):
    return reduce(or_, (Q(**{f"{name}__{lookup}": word}) for name in names))


def _beside(model, things):
    """`({thing: what readers see}, {thing: what is in progress})`, with their rows."""
    if not things:
        return {}, {}
    name = THING[model]
    rows = model.objects.filter(_live(model) | Q(state__in=sorted(State.open)), **{f"{name}__in": things})
    shown, opened = {}, {}
    for row in rows.select_related(name):
        (opened if row.is_open else shown)[getattr(row, f"{name}_id")] = row
    return shown, opened
