"""The alternative text of a photograph: how it begins, when it is not finished, and what is no text at all.

The caption says who, the alternative text says what is seen. A beginning is a whole sentence that says
too little, so a hand must go on. Pure Python.
"""

import re
from dataclasses import dataclass

from news import words

MANY = "many"
MOST_PEOPLE = 20


@dataclass(frozen=True)
class Starter:
    """A way to begin: `one` for one person, `several` with `{}` for their number in words, capital."""

    key: str
    label: str
    one: str
    several: str


STARTERS = (
    Starter("handshake", "Handshake", "One person shakes hands. ", "{} people shake hands. "),
    Starter("group", "Group", "One person stands facing the camera. ", "{} people stand side by side. "),
    Starter("lectern", "Lectern", "One person speaks at a lectern. ", "{} people stand at a lectern. "),
    Starter("panel", "Panel", "One person sits at a table on a stage. ", "{} people sit at a long table on a stage. "),
    Starter("gift", "Gift", "One person holds a gift. ", "{} people hold a gift. "),
    Starter("signing", "Signing", "One person signs a paper at a table. ", "{} people sign papers at a table. "),
)
NUMBERS = (*(str(number) for number in range(1, MOST_PEOPLE + 1)), MANY)


def number_word(number: str) -> str:
    """ "5" → "Five", "many" → "Many", as a sentence begins."""
    return words.capital(number if number == MANY else words.number(int(number)))


def beginning(starter: str, number: str) -> str:
    """ "Five people sit at a long table on a stage. "; empty for an unknown starter or number."""
    found = next((one for one in STARTERS if one.key == starter), None)
    if found is None or number not in NUMBERS:
        return ""
    return found.one if number == "1" else found.several.format(number_word(number))


_BEGINNINGS = sorted(
    {words.fold(beginning(starter.key, number)) for starter in STARTERS for number in NUMBERS}, key=len, reverse=True
)
_SENTENCE_ENDS = tuple(".!?…”\")’'")


def is_unfinished(alt: str) -> bool:
    """Whether a text is a beginning to which nothing was added, or only part of a sentence."""
    text = words.fold(alt)
    begun = next((one for one in _BEGINNINGS if text.startswith(one.rstrip("."))), None)
    if begun is None:
        return False
    added = re.findall(r"[^\W_]+", text[len(begun.rstrip(".")) :])
    return len(added) < 2 or not alt.rstrip().endswith(_SENTENCE_ENDS)


_ENDING = re.compile(
    r"\.(jpe?g|jfif|png|webp|avif|hei[cf]|gif|tiff?|bmp|svg|psd|dng|cr[23]|nef|arw|raw|mp4|mov|pdf)$", re.IGNORECASE
)
_CAMERA = frozenset(
    """
    img image dsc dscf dscn pxl mvi vid gopr dji p pic pict photo foto picture scan screen shot screenshot
    snapchat whatsapp signal received untitled copy of at am pm edited mp wa
    """.split()
)
_CAMERA_PART = re.compile(r"[a-z]{0,10}\d+[a-z]{0,3}|[a-f\d]{8,}")
_ONE_WORD = re.compile(r"(?=\S*\d)(?=\S*_)\S+|[A-Z]{1,5}[-_]?\d{4,}\S{0,4}")
# A file may be called by words. So many of them are a sentence.
_A_SENTENCE = 5


def looks_like_file_name(text: str, original_name: str = "") -> bool:
    """Whether words are only what a camera or a folder calls the file: IMG_1234, DSC0001.JPG, `original_name`."""
    text = " ".join(text.split()).strip(" .")
    if not text:
        return False
    if original_name and len(text.split()) < _A_SENTENCE:
        called = " ".join(original_name.split()).strip(" .")
        if words.fold(text) in {words.fold(called), words.fold(_ENDING.sub("", called))}:
            return True
    if _ENDING.search(text):
        return True
    parts = re.findall(r"[^\W_]+", words.fold(text))
    if not any(part[0].isdigit() or _CAMERA_PART.fullmatch(part) for part in parts):
        return False
    if _ONE_WORD.fullmatch(text):
        return True
    known = all(part in _CAMERA or _is_counted(part) for part in parts)
    return known and (len(parts) == 1 or parts[0] in _CAMERA or _is_counted(parts[0]))


def _is_counted(part):
    """A number, with what a camera writes before it: `1234`, `dsc1234`, `wa0012`."""
    found = _CAMERA_PART.fullmatch(part)
    if found is None:
        return False
    letters = part.rstrip("abcdefghijklmnopqrstuvwxyz").rstrip("0123456789")
    return not letters or letters in _CAMERA or (len(part) >= 8 and not letters.isalpha())


def names_in(text: str, names: list[str]) -> list[str]:
    """The names of which a text has at least one word of three letters, written with the same capitals."""
    there = set(re.findall(r"[^\W\d_]+", text))
    return [
        name
        for name in names
        if any(len(part) > 2 and part[0].isupper() and part in there for part in re.findall(r"[^\W\d_]+", name))
    ]
