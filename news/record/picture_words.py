"""The words of photographs: who is shown, caption, alternative text, credit, what must stay in view.

Several people may write at once. What one of them did not touch is taken from the other; where both
wrote something else, nothing is written, and whoever comes second chooses.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from news.assistant.seen import is_unfinished, looks_like_file_name
from news.enums import PictureChoice
from news.errors import ChangedMeanwhile, Problems
from news.models import ActionLog, Event, Person, PersonShown, Picture, PictureSet
from news.queries import not_shown

from . import picture_sets
from .entries import Rows, save_with_rows
from .jobs import later
from .log import history_of, note

LONGEST = {"alt": 250, "caption": 2000, "credit": 120}
MOST_SHOWN = 60
# What renditions show or carry.
STANDS_IN_FILES = {"focus_x", "focus_y", "credit"}
FILE_NAME = {
    "alt": "This is the name of a file. Say what can be seen.",
    "caption": "This is the name of a file. Say who it is.",
}
FINISH = "Finish this sentence. What can be seen?"
ANOTHER_CHOSEN = "Other pictures are chosen by now. Look at them, then tick again."
OF_A_SET = ("credit", "taken_on", "event")


@dataclass
class Sent:
    """What a form sent about a picture (or, with the key None, about the set).

    `typed` and `was` have the same keys (see `content_of`): what stands in the fields, and what stood there
    when the page was made. `keep` says "mine" or "theirs" for fields of which both versions were shown;
    `seen` is the version of the other words then.
    """

    key: int | None
    typed: dict
    was: dict
    keep: dict = field(default_factory=dict)
    seen: int | None = None


@dataclass(frozen=True)
class Clash:
    """Somebody else wrote these `fields`: `{name: what stands there now}`."""

    fields: dict
    by: str
    at: datetime.datetime | None
    version: int


class TwoVersions(ChangedMeanwhile):
    """Both wrote something else. `clashes` by the picture's key, None for the set."""

    def __init__(self, clashes):
        super().__init__("Somebody else saved other words meanwhile. Choose which ones stay.")
        self.clashes = clashes


# Reading


def content_of(picture, common_credit=""):
    """What is written about a picture, as plain values. `people_shown` should be prefetched.

    `people` are keys from the left, None for somebody unnamed; `credit` is empty where it is the one of the set.
    """
    return {
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": "" if picture.credit == common_credit else picture.credit,
        "people": [row.person_id for row in sorted(picture.people_shown.all(), key=lambda row: row.order)],
        "focus": None if picture.focus_x is None else [picture.focus_x, picture.focus_y],
    }


def content_of_set(picture_set):
    day = picture_set.taken_on
    return {
        "credit": picture_set.credit,
        "taken_on": day.isoformat() if day else None,
        "event": picture_set.event_id,
    }


def to_publish(picture_set):
    """The rows of the pictures to publish in their order, with pictures and who is shown; two queries."""
    rows = picture_set.rows.filter(choice=PictureChoice.PUBLISH).select_related("picture")
    return list(rows.prefetch_related("picture__people_shown__person").order_by("order", "pk"))


def is_looked(picture_set, rows):
    """Whether somebody ticked that these pictures show nothing they must not, and none was chosen since."""
    at = picture_set.looked_at
    return at is not None and all(row.chosen_at is None or row.chosen_at <= at for row in rows)


@dataclass(frozen=True)
class Standing:
    """What is to be done about a picture: sentences, empty where nothing is.

    `stop` keeps it from publication whatever its words are, `alt` until it is finished.
    """

    stop: str = ""
    who: tuple[str, ...] = ()
    hidden: bool = False
    alt: str = ""
    caption: str = ""

    @property
    def hinders(self):
        return [said for said in (self.stop, "It is hidden." if self.hidden else "", self.alt) if said]

    @property
    def is_done(self):
        return not (self.hinders or self.caption)


STOP = "Must not be published. One person in it must not be shown."


def standing(picture, nobody):
    """How far a picture is. `nobody` is `not_shown.people()`; `people_shown` with people must be prefetched."""
    who = [row.person.name for row in picture.people_shown.all() if row.person_id and row.person.do_not_show]
    who += not_shown.named(nobody, f"{picture.alt}\n{picture.caption}")
    said = STOP if len(set(who)) == 1 else STOP.replace("One person", "Some people")
    return Standing(
        stop=said if who else "",
        who=tuple(dict.fromkeys(who)),
        hidden=picture.hidden_at is not None,
        alt=_about_alt(picture),
        caption="" if picture.caption.strip() else "The caption is missing.",
    )


def _about_alt(picture):
    if not picture.alt.strip():
        return "The alt text is missing."
    if looks_like_file_name(picture.alt, picture.original_name):
        return FILE_NAME["alt"]
    return FINISH if is_unfinished(picture.alt) else ""


# Writing


@transaction.atomic
def save(picture_set, sent, *, by, common=None, looked=None, shown=(), order=None, order_was=None, locked=frozenset()):
    """Save the words of several pictures and of their set, all or nothing. Returns sentences on what was not done.

    `looked` is the tick, None to leave it; `shown` the keys of the pictures that were on the screen. `order` are
    keys of pictures. Of the pictures in `locked` nothing may be changed. Raises `Problems` ("12.alt", "looked")
    and `TwoVersions`.
    """
    picture_set = PictureSet.objects.select_for_update().filter(pk=picture_set.pk).first()
    if picture_set is None:
        raise Problems({"": ["Somebody deleted this set meanwhile. Copy what you typed."]})
    rows = to_publish(picture_set)
    # In the order of their keys, so that two who save at the same moment do not wait for each other.
    wanted = sorted({row.picture_id for row in rows})
    list(Picture.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    pictures = {row.picture_id: row.picture for row in to_publish(picture_set)}
    clashes, problems, contents = {}, defaultdict(list), {}
    before = content_of_set(picture_set)
    after = _merged(before, common, picture_set, clashes) if common else before
    gone = [one for one in sent if one.key not in pictures and one.typed != one.was]
    for one in sent:
        if one.key in pictures:
            now = content_of(pictures[one.key], before["credit"])
            contents[one.key] = _merged(now, one, pictures[one.key], clashes)
            if contents[one.key] != now:
                if one.key in locked:
                    problems[str(one.key)].append("It is on a public page. Only an editor can change it.")
                _check(pictures[one.key], contents[one.key], problems)
    _check_set(after, problems)
    _check_people(contents, problems)
    if gone:
        problems[""].append("A picture with words of yours is no longer among those to publish. Copy them first.")
    if looked and set(shown) != set(pictures):
        problems["looked"].append(ANOTHER_CHOSEN)
    if problems:
        raise Problems(problems)
    if clashes:
        raise TwoVersions(clashes)
    _write_set(picture_set, before, after, by=by)
    for key, picture in pictures.items():
        _write_picture(picture, contents.get(key), before, after, by=by, locked=key in locked)
    if looked is not None:
        _tick(picture_set, rows, looked, by=by)
    return _arrange(picture_set, rows, order, order_was)


def _merged(now, sent, thing, clashes):
    """The content after three versions met: what stands there, what was typed, and from what both began."""
    merged, open_fields = dict(now), {}
    for name, mine in sent.typed.items():
        theirs, was = now[name], sent.was.get(name, now[name])
        if mine in (theirs, was):
            continue
        if theirs == was or (sent.seen == thing.lock_version and sent.keep.get(name) == "mine"):
            merged[name] = mine
        elif not (sent.seen == thing.lock_version and sent.keep.get(name) == "theirs"):
            open_fields[name] = theirs
    if open_fields:
        last = history_of(thing, ActionLog).exclude(by=None).first()
        clashes[sent.key] = Clash(
            open_fields, last.by_name if last else "Somebody", last.at if last else None, thing.lock_version
        )
    return merged


def _check(picture, content, problems):
    for name, longest in LONGEST.items():
        if len(content[name]) > longest:
            said = f"At most {longest} letters. It has {len(content[name]):,}."
            problems[f"{picture.pk}.{name}"].append(said)
    for name, said in FILE_NAME.items():
        if content[name] != getattr(picture, name) and looks_like_file_name(content[name], picture.original_name):
            problems[f"{picture.pk}.{name}"].append(said)
    named = [key for key in content["people"] if key is not None]
    if len(named) > len(set(named)):
        problems[f"{picture.pk}.people"].append("Somebody stands in it twice. Take one out.")
    if len(content["people"]) > MOST_SHOWN:
        problems[f"{picture.pk}.people"].append(f"At most {MOST_SHOWN} people. Name the most important ones.")


def _check_set(content, problems):
    if len(content["credit"]) > LONGEST["credit"]:
        problems["credit"].append(f"At most {LONGEST['credit']} letters. It has {len(content['credit']):,}.")
    if content["event"] is not None:
        event = Event.objects.filter(pk=content["event"]).first()
        if event is None:
            problems["event"].append("This event is no longer there.")
        elif event.merged_into_id:
            problems["event"].append("This event was merged into another one. Choose that one.")


def _check_people(contents, problems):
    """Of somebody who was merged into another entry meanwhile, the one that stayed is shown."""
    wanted = {key for content in contents.values() for key in content["people"] if key is not None}
    stays = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "merged_into")) if wanted else {}
    for key, content in contents.items():
        if any(person not in stays for person in content["people"] if person is not None):
            problems[f"{key}.people"].append("Somebody of these is no longer in the directory.")
        content["people"] = [stays.get(person) or person for person in content["people"]]


def _write_set(picture_set, before, after, *, by):
    if before == after:
        return
    picture_set.credit, picture_set.event_id = after["credit"], after["event"]
    picture_set.taken_on = datetime.date.fromisoformat(after["taken_on"]) if after["taken_on"] else None
    picture_set.lock_version += 1
    picture_set.save(update_fields=["credit", "taken_on", "event", "lock_version"])
    changed = {name: {"before": before[name], "after": after[name]} for name in OF_A_SET if before[name] != after[name]}
    note("change", picture_set, by=by, details=changed)


def _write_picture(picture, content, before, after, *, by, locked):
    """What the set says goes to each picture that says nothing else of its own."""
    if locked:
        return
    now = content_of(picture, before["credit"])
    content = content or now
    day = datetime.date.fromisoformat(after["taken_on"]) if after["taken_on"] else None
    was_day = datetime.date.fromisoformat(before["taken_on"]) if before["taken_on"] else None
    values = {
        "alt": content["alt"],
        "caption": content["caption"],
        "credit": content["credit"] or after["credit"],
        "focus_x": content["focus"][0] if content["focus"] else None,
        "focus_y": content["focus"][1] if content["focus"] else None,
    }
    if day and picture.taken_on in {None, was_day}:
        values["taken_on"] = day
    if after["event"] and picture.event_id in {None, before["event"]}:
        values["event_id"] = after["event"]
    changed = {name for name, value in values.items() if getattr(picture, name) != value}
    others = content["people"] != now["people"]
    if not changed and not others:
        return
    for name in changed:
        setattr(picture, name, values[name])
    lists = []
    if others:
        fresh = [PersonShown(person_id=key, order=place) for place, key in enumerate(content["people"], start=1)]
        lists = [Rows("people_shown", "picture", keep=fresh, gone=list(picture.people_shown.all()))]
    # What was prefetched is not what stands there after this.
    picture._prefetched_objects_cache = {}
    try:
        save_with_rows(picture, lists, by=by, lock_version=picture.lock_version)
    except Problems as error:
        by_field = {f"{picture.pk}.{name.partition('.')[0]}": said for name, said in error.by_field.items()}
        raise Problems(by_field) from error
    if changed & STANDS_IN_FILES:
        later("render_picture", picture=picture.pk)


def _tick(picture_set, rows, looked, *, by):
    if looked and not is_looked(picture_set, rows):
        picture_set.looked_by, picture_set.looked_at = by, timezone.now()
        note("look", picture_set, by=by, details={"pictures": [row.picture_id for row in rows]})
    elif not looked and picture_set.looked_at is not None:
        picture_set.looked_by = picture_set.looked_at = None
        note("look", picture_set, by=by, details={"pictures": []})
    else:
        return
    picture_set.save(update_fields=["looked_by", "looked_at"])


def _arrange(picture_set, rows, order, was):
    if not order or order == was:
        return []
    there = [row.picture_id for row in rows]
    if was is not None and there not in (was, order):
        return ["Somebody else moved pictures meanwhile. Their order stays. Look at it again."]
    by_picture = {row.picture_id: row.pk for row in rows}
    picture_sets.arrange(picture_set, [by_picture[key] for key in order if key in by_picture])
    return []


def own_credits(rows, common_credit):
    """`[(number in the set, credit)]` of pictures that have another credit than the set."""
    return [
        (number, row.picture.credit)
        for number, row in enumerate(rows, start=1)
        if row.picture.credit not in {"", common_credit}
    ]
