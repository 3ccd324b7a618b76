"""The demonstration's events and releases, written and published through the doors that imports use."""

import datetime
import io
from zoneinfo import ZoneInfo

from django.db import transaction

from news.enums import Act
from news.models import Event, PressRelease
from news.pictures.ingest import ingest
from news.record.canonical import read
from news.record.editions import create_event, create_release, create_version
from news.record.jobs import once
from news.record.searchable import together
from news.workflow import publish_imported

from .files import identity
from .placeholders import draw
from .references import BY

MOTTO = "Together We Keep This Region Safe"
CREDIT = "ASEANAPOL Secretariat"
HOME = ZoneInfo("Asia/Kuala_Lumpur")

# Words of the files that do not stand in an edition itself.
ABOUT_EVENT = {"key", "published", "series", "ordinal"}
ABOUT_RELEASE = {"key", "published", "later"}


@transaction.atomic
@together()
def add_event(entry, references):
    """An event as a draft, or public since `published`; False if it is there, whatever became of it."""
    event_id = identity("event", entry["key"])
    if Event.objects.filter(uuid=event_id).exists():
        return False
    content = {name: value for name, value in entry.items() if name not in ABOUT_EVENT}
    edition = create_event(_event_content(content, references, event_id), by_name=BY, act=Act.IMPORT)
    series = references.entry("series", entry["series"]) if "series" in entry else None
    Event.objects.filter(pk=edition.event_id).update(uuid=event_id, series=series, ordinal=entry.get("ordinal"))
    if "published" in entry:
        publish_imported(edition, at=_moment(entry["published"]), by_name=BY)
    return True


@transaction.atomic
@together()
def add_release(entry, references):
    """A release with its later versions, public with the facts of its event; False if it is there."""
    release_id = identity("release", entry["key"])
    if PressRelease.objects.filter(uuid=release_id).exists():
        return False
    content = {name: value for name, value in entry.items() if name not in ABOUT_RELEASE}
    edition = create_release(_release_content(content, references, release_id), by_name=BY, act=Act.IMPORT)
    PressRelease.objects.filter(pk=edition.release_id).update(uuid=release_id)
    publish_imported(edition, at=_moment(entry["published"]), by_name=BY)
    for later in entry.get("later", []):
        release = PressRelease.objects.get(pk=edition.release_id)
        changes = {name: value for name, value in later.items() if name not in ABOUT_RELEASE}
        edition = create_version(release, {**read(edition), **changes}, by_name=BY, act=Act.IMPORT)
        publish_imported(edition, at=_moment(later["published"]), by_name=BY)
    return True


def _event_content(entry, references, event_id):
    content = _row(entry, references)
    content["topics"] = references.topic_keys(entry.get("topics", []))
    content["also_in"] = [references.country(code) for code in entry.get("also_in", [])]
    content["sessions"] = []
    for number, session in enumerate(entry.get("sessions", [])):
        content["sessions"].append(_with_people(session, references, event_id, "session", number))
    return _with_people(content, references, event_id)


def _with_people(entry, references, *path):
    """A session or event with its organizers and participations, each row with an identity."""
    content = _row(entry, references)
    for name in ("organizers", "participations"):
        content[name] = [
            {"uid": identity(*path, name, number), **_row(row, references)}
            for number, row in enumerate(entry.get(name, []))
        ]
    if len(path) > 1:
        content["uid"] = identity(*path)
    return content


def _row(row, references):
    """The row with keys in the place of words; what is a key already stays."""
    resolve = {
        "person": lambda word: references.entry("people", word),
        "led_by": lambda word: references.entry("people", word),
        "organization": lambda word: references.entry("organizations", word),
        "through": lambda word: references.entry("organizations", word),
        "programme": lambda word: references.entry("programmes", word),
        "place": references.place,
        "country": references.country,
    }
    return {
        name: resolve[name](value) if name in resolve and isinstance(value, str) else value
        for name, value in row.items()
    }


def _release_content(entry, references, release_id):
    content = entry | {"motto": MOTTO, "topics": references.topic_keys(entry["topics"])}
    content["pictures"] = [
        {"uid": identity(release_id, "picture", number), "is_lead": number == 0, **_picture(picture)}
        for number, picture in enumerate(entry["pictures"])
    ]
    if "byline" in entry:
        content["byline"] = references.entry("people", entry["byline"])
    if "event" in entry:
        content["event"] = Event.objects.get(uuid=identity("event", entry["event"])).pk
    return content


def _picture(entry):
    """The row of a placeholder, drawn and stored. The worker makes its renditions, and whoever asks before."""
    words = {"caption": entry["caption"], "alt": entry["alt"], "credit": CREDIT}
    drawing = io.BytesIO(draw(entry["drawing"]))
    picture = ingest(drawing, name=f"placeholder-{entry['drawing']}.jpg")
    if not picture.is_placeholder:
        for name, value in words.items():
            setattr(picture, name, value)
        picture.is_placeholder = True
        picture.save()
    once("render_picture", f"demonstration/{picture.sha256}", picture=picture.pk)
    return {"picture": picture.pk, **words}


def _moment(text):
    """A day means its noon in Kuala Lumpur."""
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(hour=12, tzinfo=HOME)
