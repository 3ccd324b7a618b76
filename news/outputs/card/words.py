"""What a card says, as plain values; a digest of them is its version."""

import dataclasses
import functools
import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from news import words
from news.enums import Precision
from news.outputs.typesetting import printable, without_font
from news.queries import glance

HERE = Path(__file__).resolve().parent
VERSION_LENGTH = 12
# A word that no line holds may break after each of so many letters.
PART = 5
SIGN = "[\u203c\u2049\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
EMOJI = re.compile(f"{SIGN}(?:[\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f]|{SIGN})*")
HANGUL_WORD = re.compile("[\uac00-\ud7a3]{2,12}(?![\uac00-\ud7a3])")
LANGUAGE = re.compile("[a-z]{2,3}")
NEW_DATES = "New dates to be announced"


@dataclass(frozen=True)
class Said:
    """`large` and `small` are days and month, `alert` a word of warning. `spot` is in parts of the chart's width.

    `country` is a code with a flag or empty. `picture` names the main picture and its focal point.
    """

    title: str
    kind: str
    reference: str
    language: str
    large: str
    small: str
    place: str
    country: str = ""
    alert: str = ""
    struck: bool = False
    spot: tuple[float, float] | None = None
    picture: tuple = ()


def say(card):
    """The words of a `SocialCard`."""
    lead = card.lead
    said = {
        "title": card.title,
        "kind": "Press release",
        "reference": card.reference,
        "language": card.language if LANGUAGE.fullmatch(card.language) else "en",
        "picture": (lead.picture.sha256, lead.picture.focus_x, lead.picture.focus_y) if lead else (),
    }
    if card.event is None:
        day = timezone.localtime(card.published).date()
        large, small = words.split_span(day)
        return Said(**said, large=large, small=small, place=card.kind)
    where = card.event.where
    at = card.spot
    return Said(
        **said,
        **_dates(card.event),
        place=str(where),
        country=where.code,
        spot=(2 * at.x / glance.WIDTH, 2 * at.y / glance.WIDTH) if at else None,
    )


def _dates(event):
    starts, ends, precision = event.dates.starts, event.dates.ends, event.dates.precision
    unknown = precision == Precision.TBA or starts is None
    if not event.holds:
        return {"large": event.status, "small": "" if unknown else words.span(starts, ends, precision), "struck": True}
    if event.status and unknown:
        return {"large": event.status, "small": NEW_DATES}
    large, small = words.split_span(starts, ends, precision)
    return {"large": large, "small": small, "alert": event.status}


def when_and_where(card):
    """One line: "17–20 September 2024, Metro Manila, Philippines"; without an event the day of publication."""
    event = card.event
    if event is None:
        return words.day(timezone.localtime(card.published).date())
    known = event.dates.starts and event.dates.precision != Precision.TBA
    when = words.span(event.dates.starts, event.dates.ends, event.dates.precision) if known and event.holds else ""
    return ", ".join(filter(None, [event.status, when, str(event.where)]))


def version(said):
    """Changes with whatever the card shows, and with its design."""
    shown = json.dumps(dataclasses.astuple(said))
    return hashlib.sha256(f"{_design()} {shown}".encode()).hexdigest()[:VERSION_LENGTH]


@functools.cache
def _design():
    files = sorted(path for path in HERE.iterdir() if path.suffix in {".typ", ".svg", ".py"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def drawable(title):
    """The headline without emoji and without signs for which there is no font; empty if most of it would be boxes."""
    clean = EMOJI.sub("", printable(title, part=PART))
    missing = without_font(clean)
    signs = {letter for letter in missing if unicodedata.category(letter)[0] in "SC"}
    if sum(map(clean.count, set(missing) - signs)) * 2 > sum(map(str.isalnum, clean)):
        return ""
    kept = "".join(letter for letter in clean if letter not in signs)
    # Korean has blanks: a line ends at one, not within a word.
    kept = HANGUL_WORD.sub(lambda word: "\u2060".join(word[0]), kept)
    return re.sub(r"\s+", " ", kept).strip()
