"""Sets of photographs: what comes into one, what becomes of each picture there, and the bin.

A thrown picture stays in the bin of its set for 30 days. Then its row goes, and with the last row that
names it the picture itself, unless a press release of any version uses it.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from news.enums import PictureChoice, State
from news.errors import ChangedMeanwhile, Problems
from news.models import Edition, Event, EventEdition, Picture, PictureSet, PressRelease, SetPicture
from news.queries import files

from .entries import delete_entry
from .log import note

KEPT_IN_BIN = datetime.timedelta(days=30)

NO_LONGER = "This picture is no longer in the set. Load the page again."
HIDDEN = "This picture is hidden. An editor can show it again."
UNNAMED = "Photographs"


# Sets


@transaction.atomic
def new_set(*, by, title="", release=None, event=None, credit="", taken_on=None):
    """Begin a set. Without a title it has that of the release or the name of the event.

    A set for a release belongs to the release's event, too. Raises `Problems` for a title that cannot be kept.
    """
    if release is not None and event is None:
        event = _event_of(release)
    title = title.strip() or _name_of(release) or _name_of(event) or UNNAMED
    made = PictureSet(title=title, release=release, event=event, credit=credit, taken_on=taken_on, created_by=by)
    _check(made)
    made.save()
    note("add", made, by=by)
    return made


@transaction.atomic
def set_for(thing, *, by):
    """The newest set of a release or an event (or of a version of one), made if there is none.

    A set that was sent in for the release's event before there was the release becomes that of the release.
    """
    thing = thing.thing if isinstance(thing, Edition | EventEdition) else thing
    # Of two who press at the same moment, the second finds what the first has made.
    type(thing).objects.select_for_update().get(pk=thing.pk)
    if isinstance(thing, Event):
        return thing.picture_sets.first() or new_set(by=by, event=thing)
    if found := thing.picture_sets.first():
        return found
    event = _event_of(thing)
    waiting = event.picture_sets.filter(release=None).first() if event else None
    if waiting is None:
        return new_set(by=by, release=thing)
    waiting.release = thing
    waiting.save(update_fields=["release"])
    return waiting


@transaction.atomic
def save_set(picture_set, *, by, lock_version=None):
    """Save a set whose title, release or event a form has changed.

    Raises `Problems`, and with `lock_version` `ChangedMeanwhile` if somebody saved since.
    """
    _check(picture_set)
    now = PictureSet.objects.select_for_update().filter(pk=picture_set.pk)
    if lock_version is not None:
        now = now.filter(lock_version=lock_version)
    before = now.values("title", "release", "event", "lock_version").first()
    if before is None:
        raise ChangedMeanwhile()
    after = {"title": picture_set.title, "release": picture_set.release_id, "event": picture_set.event_id}
    changed = {name: {"before": before[name], "after": value} for name, value in after.items() if before[name] != value}
    if changed:
        PictureSet.objects.filter(pk=picture_set.pk).update(
            title=picture_set.title,
            release=picture_set.release_id,
            event=picture_set.event_id,
            lock_version=F("lock_version") + 1,
        )
        picture_set.lock_version = before["lock_version"] + 1
        note("change", picture_set, by=by, details=changed)
    return picture_set


def rename(picture_set, title, *, by):
    """Raises `Problems` for a title that cannot be kept."""
    picture_set.title = title.strip()
    return save_set(picture_set, by=by)


@transaction.atomic
def delete_set(picture_set, *, by):
    """Delete a set. Its pictures stay where they are used, and in the list of pictures."""
    _lock(picture_set.pk)
    note("delete", picture_set, by=by, details={"title": picture_set.title})
    picture_set.delete()


# The pictures of a set


@transaction.atomic
def put_in(picture_set, picture, *, by):
    """The picture's row in the set, at its end if it is new there.

    A picture without an event is of the set's event from now on.
    """
    PictureSet.objects.select_for_update().get(pk=picture_set.pk)
    last = picture_set.rows.aggregate(last=Max("order"))["last"]
    row, _ = SetPicture.objects.get_or_create(
        set=picture_set, picture=picture, defaults={"order": 0 if last is None else last + 1}
    )
    if picture.event_id is None and picture_set.event_id is not None:
        Picture.objects.filter(pk=picture.pk, event=None).update(event=picture_set.event_id)
        picture.event_id = picture_set.event_id
    return row


@transaction.atomic
def choose(row, choice, *, by):
    """What becomes of a picture of a set. Returns what was chosen before: to undo is to choose that.

    Raises `Problems` at `choice` for a thrown picture that a release uses, and for a hidden one to publish.
    To publish one more takes the set's tick away: somebody must look again.
    """
    if choice not in PictureChoice.values:
        raise Problems({"choice": ["Choose publish, archive or throw away."]})
    _lock(row.set_id)
    # `of`: PostgreSQL would lock the picture, too, and somebody may be writing its words.
    now = SetPicture.objects.select_for_update(of=("self",)).select_related("picture").filter(pk=row.pk).first()
    if now is None:
        raise Problems({"choice": [NO_LONGER]})
    former = PictureChoice(now.choice)
    if former != choice:
        if choice == PictureChoice.THROWN and (why := why_not_thrown(now.picture)):
            raise Problems({"choice": [why]})
        if choice == PictureChoice.PUBLISH:
            if now.picture.hidden_at is not None:
                raise Problems({"choice": [HIDDEN]})
            PictureSet.objects.filter(pk=now.set_id).update(looked_by=None, looked_at=None)
        decided = choice != PictureChoice.UNDECIDED
        now.choice, now.chosen_by, now.chosen_at = choice, by if decided else None, timezone.now() if decided else None
        now.save(update_fields=["choice", "chosen_by", "chosen_at"])
    row.choice, row.chosen_by, row.chosen_at = now.choice, now.chosen_by, now.chosen_at
    return former


def why_not_thrown(picture):
    """The sentence if a release that is public or in progress uses the picture; else empty."""
    using = files.uses_of(picture).exclude(state__in=State.over).order_by("-pk").first()
    return f"“{using}” uses this picture. Take it out there first." if using else ""


@transaction.atomic
def archive_the_rest(picture_set, *, by):
    """What nobody has chosen goes to the archive. Returns how many pictures that were."""
    _lock(picture_set.pk)
    left = picture_set.rows.filter(choice=PictureChoice.UNDECIDED)
    return left.update(choice=PictureChoice.ARCHIVE, chosen_by=by, chosen_at=timezone.now())


@transaction.atomic
def arrange(picture_set, keys):
    """The rows with these keys stand in this order, each where one of them stood. Others keep their places."""
    PictureSet.objects.select_for_update().get(pk=picture_set.pk)
    rows = list(picture_set.rows.all())
    wanted = [key for key in dict.fromkeys(keys) if key in {row.pk for row in rows}]
    by_key, places = {row.pk: row for row in rows}, iter(wanted)
    arranged = [by_key[next(places)] if row.pk in set(wanted) else row for row in rows]
    for place, row in enumerate(arranged):
        row.order = place
    SetPicture.objects.bulk_update(arranged, ["order"])


def move(row, steps):
    """One picture up (below zero) or down among those of its set with the same choice."""
    keys = list(row.set.rows.filter(choice=row.choice).values_list("pk", flat=True))
    if row.pk not in keys:
        return
    place = keys.index(row.pk)
    keys.insert(max(0, min(len(keys) - 1, place + steps)), keys.pop(place))
    arrange(row.set, keys)


# The bin


def goes_on(row):
    """The day on which a thrown picture goes for good, in Kuala Lumpur; None if it is not in the bin."""
    if row.choice != PictureChoice.THROWN or row.chosen_at is None:
        return None
    return timezone.localdate(row.chosen_at + KEPT_IN_BIN)


def delete_thrown(*, before):
    """Pictures that were thrown away before that moment leave their sets, and the newsroom if nothing needs them."""
    over = SetPicture.objects.filter(choice=PictureChoice.THROWN, chosen_at__lt=before)
    for key, picture in list(over.values_list("pk", "picture")):
        with transaction.atomic():
            # Somebody may have taken it back meanwhile.
            if over.select_for_update().filter(pk=key).first() is not None:
                SetPicture.objects.filter(pk=key).delete()
                _delete_unless_needed(picture)


def _delete_unless_needed(key):
    picture = Picture.objects.select_for_update().filter(pk=key).first()
    if picture is None or picture.in_sets.exists() or files.uses_of(picture).exists():
        return
    try:
        delete_entry(picture, by=None)
    except Problems:
        # A release took it at this moment.
        return


def _lock(key):
    """The set before its pictures, always: so two who write in it wait for each other, and not for ever."""
    list(PictureSet.objects.select_for_update().filter(pk=key).values_list("pk"))


# Names


def _event_of(release):
    edition = release.editions.exclude(state=State.DISCARDED).select_related("event").order_by("-pk").first()
    return edition.event if edition else None


def _name_of(thing):
    """The title or name of the newest version, as long as a set's title may be."""
    if thing is None:
        return ""
    edition = thing.editions.exclude(state=State.DISCARDED).order_by("-pk").first()
    name = "" if edition is None else edition.title if isinstance(thing, PressRelease) else edition.name
    return name[: PictureSet._meta.get_field("title").max_length].strip()


def _check(picture_set):
    picture_set.title = " ".join(picture_set.title.split())
    if "\0" in picture_set.title:
        raise Problems({"title": ["A letter in it cannot be kept. Type the title again."]})
    try:
        picture_set.full_clean()
    except ValidationError as error:
        by_field = {("" if name == "__all__" else name): said for name, said in error.message_dict.items()}
        raise Problems(by_field) from error
