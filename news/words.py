"""Dates, numbers and names in words, and the keys by which names are found. Pure Python.

A span of days is `(start, end, precision)`: two `date`s (`end` may be None: one day) and "day",
"month" (only the months count) or "tba" (the days are not looked at). An end before the start
raises ValueError. Dashes are en dashes: tight between days and times, spaced between longer parts.
"""

import re
import unicodedata
from datetime import date, datetime, time

TO_BE_ANNOUNCED = "To be announced"

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


# Dates


def span(start: date | None, end: date | None = None, precision: str = "day") -> str:
    """As "17–20 September 2024", "30 July – 1 August 2024", "November 2026", "To be announced"."""
    return "".join(text for text, _ in pieces(start, end, precision))


def pieces(start: date | None, end: date | None = None, precision: str = "day") -> list[tuple[str, str]]:
    """The span as (text, machine value) pairs, which joined give its words.

    HTML knows no machine value for a span, so each end has its own: ("17", "2024-09-17"),
    ("–", ""), ("20 September 2024", "2024-09-20"). What is no date has an empty one.
    """
    if precision == "tba" or start is None:
        return [(TO_BE_ANNOUNCED, "")]
    end = _checked_end(start, end)
    shape = _month if precision == "month" else day
    value = machine_day if precision == "day" else machine_month
    last = (shape(end), value(end))
    if value(start) == value(end):
        return [last]
    first = shape(start)
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
        if precision == "day" and start.month == end.month:
            return [(str(start.day), value(start)), ("–", ""), last]
    return [(first, value(start)), (" – ", ""), last]


def split_span(start: date | None, end: date | None = None, precision: str = "day") -> tuple[str, str]:
    """The span as its large and its small part: ("17–20", "September 2024"), ("November", "2026").

    The second is empty where the span has nothing in common to set apart.
    """
    words = span(start, end, precision)
    if precision == "tba" or start is None:
        return words, ""
    end = _checked_end(start, end)
    if start.year != end.year:
        return words, ""
    same_month = start.month == end.month and precision == "day"
    tail = _month(end) if same_month else str(end.year)
    return words.removesuffix(f" {tail}"), tail


def machine(start: date | None, end: date | None = None, precision: str = "day") -> str:
    """ISO 8601: "2024-09-17", "2024-09-17/2024-09-20", "2026-11"; "" if it is to be announced.

    An interval is for data; a `time` element takes `pieces`.
    """
    return "/".join(value for _, value in pieces(start, end, precision) if value)


def duration(start: date | None, end: date | None = None, precision: str = "day") -> str:
    """As "One day", "Four days", "14 days"; "" unless the days are known."""
    if precision != "day" or start is None:
        return ""
    days = (_checked_end(start, end) - start).days + 1
    return capital(f"{number(days)} {'day' if days == 1 else 'days'}")


def months(first: date | None, last: date | None) -> str:
    """The months of a programme: "June 2024 – March 2025", "Since June 2024", "Until March 2025", ""."""
    if first and last:
        return span(first, last, "month")
    if first:
        return f"Since {_month(first)}"
    return f"Until {_month(last)}" if last else ""


def day(value: date) -> str:
    """As "17 September 2024"."""
    return f"{value.day} {_month(value)}"


def weekday(value: date) -> str:
    """As "Tuesday 17 September 2024"."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def moment(value: datetime) -> str:
    """As "20 September 2024, 17:00 (UTC+8)". The moment must know its zone, else ValueError."""
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("A moment without a time zone says nothing to a reader abroad.")
    minutes = int(offset.total_seconds()) // 60
    sign = "+" if minutes >= 0 else "−"
    whole, rest = divmod(abs(minutes), 60)
    zone = f"UTC{sign}{whole}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    return f"{day(value)}, {value:%H:%M} ({zone})"


def hours(start: time | None, end: time | None = None) -> str:
    """As "09:00–10:30", "09:00", "until 10:30", or "" where neither is known."""
    if start and end:
        return f"{start:%H:%M}–{end:%H:%M}"
    if start:
        return f"{start:%H:%M}"
    return f"until {end:%H:%M}" if end else ""


def machine_day(value: date) -> str:
    """As "2024-09-17"."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def machine_month(value: date) -> str:
    """As "2026-11"."""
    return machine_day(value)[:7]


def _month(value):
    return f"{MONTHS[value.month - 1]} {value.year}"


def _checked_end(start, end):
    if end is None:
        return start
    if end < start:
        raise ValueError(f"The last day, {day(end)}, is before the first, {day(start)}.")
    return end


# Numbers and lists


def number(value: int) -> str:
    """In words to twelve ("no", "one"), then in digits: "13", "1,200"."""
    return NUMBERS[value] if 0 <= value < len(NUMBERS) else f"{value:,}"


def ordinal(value: int) -> str:
    """As "1st", "42nd", "113th"."""
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def plural(value: int, one: str, many: str = "") -> str:
    """As "1 release", "3 releases", "1,200 people"; `many` where the plural is not `one` with an s."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def listed(items, last: str = "and") -> str:
    """As "A", "A and B", "A, B and C". Semicolons where a part has a comma of its own. Empty parts are skipped."""
    items = [str(item) for item in items if item]
    comma = "; " if any("," in item for item in items) else ", "
    if len(items) < 2:
        return "".join(items)
    return f"{comma.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """The text with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]


# Keys

# Letters that no decomposition leads back to plain ones.
LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ɓ": "b", "ɗ": "d", "ƙ": "k"}
)
# Marks over and under letters of alphabets. The vowel signs of Thai, Khmer, Lao, Burmese and Tamil are
# combining marks as well, but words differ by them: they stay.
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
QUOTES = re.compile("['\"`´‘’‚‛“”„‟′″‹›«»ʻʼʽˈ]")
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def fold(text: str) -> str:
    """The key under which spellings of one name meet: "Éléonore" → "eleonore", "Dato’ Sri" → "dato sri".

    Lower case, without accents and quotation marks; every dash is a hyphen; every run of white space
    is one space, none at the ends. Folding twice changes nothing.
    """
    text = QUOTES.sub("", INVISIBLE.sub("", text))
    for _ in range(2):  # lower case can bring new marks: İ
        text = MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(LETTERS)
    text = DASHES.sub("-", QUOTES.sub("", INVISIBLE.sub("", text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def slug(text: str, otherwise: str = "page", longest: int = 80) -> str:
    """A readable web address: [a-z0-9] words with single hyphens, at most `longest` long, cut between words.

    It always has a letter: what has none is put behind `otherwise` ("2024" → "event-2024"), and a
    text in another script becomes `otherwise` alone.
    """
    words = re.findall("[a-z0-9]+", fold(text.replace("&", " and ")))
    if not any(re.search("[a-z]", word) for word in words):
        words = [otherwise, *words]
    kept = words[0][:longest]
    for word in words[1:]:
        if len(kept) + 1 + len(word) > longest:
            break
        kept += f"-{word}"
    return kept if re.search("[a-z]", kept) else slug(f"{otherwise} {kept}", otherwise, longest)
