"""Dates, numbers and names in running text. Pure Python, no guess that is not said.

What is found is what a person would have to compare: too much rather than too little, but a date is
not also two numbers, and "one" is a word, not a number.
"""

import re
from dataclasses import dataclass
from datetime import date

from news import words

from .dates import MONTHS, WEEKDAYS, Dates, read_dates

_MONTH = f"(?:{'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS if month != 'May')}|Sept)\\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|–|—|−|\bto\b|\buntil\b|\band\b|&)\s*"
_YEAR = r"(?:,?\s+\d{4})"
_SPAN = re.compile(
    "|".join(
        (
            rf"\b(?:{_DAY},\s*)*{_DAY}(?:\s+(?:of\s+)?{_MONTH}{_YEAR}?)?{_TO}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}\b{_YEAR}?",
            rf"\b(?:{_DAY},\s*)*{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w){_YEAR}?",
            rf"\b{_MONTH}\s+{_DAY}(?:{_TO}(?:{_MONTH}\s+)?{_DAY})?(?!\d){_YEAR}?",
            rf"\b{_MONTH}\s+\d{{4}}{_TO}{_MONTH}\s+\d{{4}}\b",
            rf"\b{_MONTH}\s+\d{{4}}\b",
            r"\b\d{4}-\d{1,2}-\d{1,2}\b",
            r"\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b",
        )
    )
)
_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*(?:a\.?m\.?|p\.?m\.?)(?!\w)|\b[0-2]?\d:[0-5]\d\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
_BARE_YEAR = re.compile(r"\b(?:19|20)\d{2}\b(?![\w.,]*\d)")

_UNITS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
_LARGE = "hundred thousand million billion dozen".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_SPELLED = rf"(?:{'|'.join(_UNITS)})(?:-(?:one|{'|'.join(_UNITS[:8])}))?(?:\s+(?:{'|'.join(_LARGE)}))*"
_MONEY = r"(?:(?:US|RM|S)?\$\s?|€|£|\b(?:RM|PHP|USD|EUR)\s?)?"
_DIGITS = r"(?<![\w.,])\d+(?:[.,\s ]\d{3})*(?:[.,]\d+)?(?:st|nd|rd|th|%)?(?!\w)"
_NUMBER = re.compile(
    rf"{_MONEY}{_DIGITS}(?:\s+(?:{'|'.join(_LARGE)}))?"
    rf"|\b{_SPELLED}\b|\b(?:a|one)\s+(?:{'|'.join(_LARGE)})\b|\b(?:{'|'.join(_ORDINALS[2:])})\b",
    re.IGNORECASE,
)
# "a four-day meeting"
_JOINED = re.compile(r"-[^\W\d_]+(?:[ \u00a0]+[^\W\d_]+)?")
_NEXT = re.compile(r"[ \u00a0]+(?:per cent|percent|of the\s+[^\W\d_]+|[^\W\d_][\w’'-]*(?:[ \u00a0]+[^\W\d_][\w’'-]*)?)")
# What may not follow a number as what is counted.
_NO_NOUN = frozenset(
    "and or to of in on at by for from with as is are was were the a an it this that who which".split()
)

# A word, with the dot of an initial or of "Dr.", "Amb.".
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*[\w])?(?:(?<=\b[^\W\d_])\.|(?<=\b[^\W\d_]{2})\.|(?<=\b[^\W\d_]{3})\.)?")
_POSSESSIVE = re.compile(r"[’']s?$")
# Small words that begin a sentence before a name.
_SMALL_FIRST = frozenset(
    """
    the a an in on at by for from with and but as after before while when under both all our what who why how where
    each this these its
    """.split()
)
# Small words that stand inside names.
_WITHIN = frozenset("dela della de la del da do dos bin binti binte von van al ibn of the for".split())


@dataclass(frozen=True)
class Mention:
    """`words` as they stand, from `start` to `end`. `dates` is set for what could be read as dates."""

    words: str
    start: int
    end: int
    dates: Dates | None = None


def dates_in(text: str, *, today: date) -> list[Mention]:
    """Days, spans, months and bare years, in order. `today` decides which year is near where none is said."""
    found = []
    for match in _SPAN.finditer(text):
        said = match.group().strip(" ,.")
        found.append(Mention(said, match.start(), match.start() + len(said), read_dates(said, today=today)))
    taken = _covered(text, found)
    for match in _BARE_YEAR.finditer(text):
        if _free(match, taken):
            found.append(Mention(match.group(), *match.span()))
    return sorted(found, key=lambda mention: mention.start)


def times_in(text: str) -> list[Mention]:
    """Times of day and names of weekdays, in order."""
    found = [Mention(m.group(), *m.span()) for pattern in (_TIME, _WEEKDAY) for m in pattern.finditer(text)]
    return sorted(found, key=lambda mention: mention.start)


def numbers_in(text: str, *, but: list[Mention] = ()) -> list[tuple[Mention, str, int | None]]:
    """Numbers in digits and in words, with what is counted: `(mention, "20 countries", 20)`, in order.

    What stands inside one of the mentions `but` is left out. The value is None where it is not whole.
    """
    taken = _covered(text, but)
    found = []
    for match in _NUMBER.finditer(text):
        if _free(match, taken):
            said = match.group().strip()
            counted = _JOINED.match(text, match.end())
            found.append(
                (
                    Mention(said, *match.span()),
                    said + (counted.group() if counted else _counted(text, match.end())),
                    value_of(said),
                )
            )
    return found


def names_in(text: str) -> list[Mention]:
    """Runs of at least two words with capitals: people, bodies, places, programmes, in order."""
    runs, run, small = [], [], []
    for match in _WORD.finditer(text):
        word = match.group()
        last = (small or run or [match])[-1]
        joined = not run or text[last.end() : match.start()] in {" ", "\u00a0"}
        if not joined:
            runs.append(run)
            run, small = [], []
        if word[0].isupper():
            run += [*small, match]
            small = []
        elif run and word in _WITHIN and len(small) < 3:
            small.append(match)
        else:
            runs.append(run)
            run, small = [], []
    runs.append(run)
    found = []
    for run in runs:
        # "Six ASEANAPOL …" begins with a number, not with a name.
        if run and run[0].group().lower() in {*_UNITS, *_ORDINALS, *_SMALL_FIRST}:
            run = run[1:]
        if len(run) > 1:
            start, end = run[0].start(), run[-1].end()
            said = _POSSESSIVE.sub("", text[start:end].rstrip("."))
            found.append(Mention(said, start, end))
    return found


def value_of(said: str) -> int | None:
    """The whole number that is said: "1,200" → 1200, "ten" → 10, "twenty-one" → 21; None for anything else."""
    plain = re.sub(r"(?<=\d)[,\s ](?=\d{3})", "", said.lower())
    plain = re.sub(r"(?:st|nd|rd|th)$", "", plain) if plain[:1].isdigit() else plain
    if plain.isdecimal() and len(plain) < 12:
        return int(plain)
    if plain in _ORDINALS:
        return _ORDINALS.index(plain) + 1
    tens, _, ones = plain.partition("-")
    if tens not in _UNITS:
        return None
    place = _UNITS.index(tens)
    value = place + 2 if place < 19 else (place - 16) * 10
    if not ones:
        return value
    return value + (1 if ones == "one" else _UNITS.index(ones) + 2) if value >= 20 else None


def folded_words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text with their places, folded, without the marks around them."""
    found = []
    for match in re.finditer(r"\S+", text):
        key = words.fold(match.group()).strip(".,;:!?()[]…-")
        if key.endswith("s") and re.search(r"[’']s\W*$", match.group()):
            key = key[:-1]
        if key:
            found.append((key, *match.span()))
    return found


def key_of(text: str) -> str:
    """The folded words of a name, under which it is looked for in a text."""
    return " ".join(key for key, *_ in folded_words(text))


def _counted(text, end):
    match = _NEXT.match(text, end)
    if not match:
        return ""
    kept = []
    for word in match.group().split():
        if word.lower() in _NO_NOUN:
            break
        kept.append(word)
    return f" {' '.join(kept)}" if kept else ""


def _covered(text, found):
    """A mark for each letter that stands inside one of the mentions."""
    marks = bytearray(len(text))
    for mention in found:
        marks[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return marks


def _free(match, marks):
    return not any(marks[match.start() : match.end()])
