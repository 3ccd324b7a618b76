"""Dates as a person types them. Pure Python, no guess that is not said.

The reader takes a text apart into days, months, years and the word between the two ends of a span,
and refuses whatever is left over: half an understanding ("2-4 June" as 2 June) is worse than none.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
EXAMPLE = "Type for example “27 to 29 August 2024”."
YEARS = range(1900, 2101)

_NOT_KNOWN = re.compile(
    r"(?:(?:dates?|days?)\s+)?(?:are\s+|is\s+)?"
    r"(?:not (?:yet )?(?:known|fixed|set|announced|confirmed)(?: yet)?|unknown|no date(?: yet)?"
    r"|to be (?:announced|confirmed|decided|determined|fixed)|t\.?b\.?[acd]\.?)\.?"
)
_MONTH_OF = {name.lower(): place for place, name in enumerate(MONTHS, 1)}
_MONTH_OF |= {name[:3].lower(): place for place, name in enumerate(MONTHS, 1)} | {"sept": 9}
_WEEKDAYS = {form for name in WEEKDAYS for form in (name.lower(), name[:3].lower())} | {"tues", "thur", "thurs"}
_BETWEEN = {"to", "till", "until", "through", "thru", "and"}
_FILLERS = {"the", "of", "from", "on", "in", "between", "day", "days"}

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<iso_month>\d{4}-(?:0[1-9]|1[0-2]))(?![\d-])"
    r"|(?P<numbers>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})|\d{1,2}-\d{1,2}-\d{4})(?!\d)"
    r"|(?P<day_month>\d{1,2}/\d{1,2})(?![\d/])"
    r"|(?P<year>\d{4})(?!\d)"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\da-z])"
    r"|(?P<dash>-+|/|&|\+)"
    r"|(?P<word>[^\W\d_]+)\.?"
    r"|(?P<skip>[\s,;:()]+|\.(?=\s|$))"
    r"|(?P<other>\S+)"
)


@dataclass(frozen=True)
class Dates:
    """What was read. With a `problem`, a sentence for the person, nothing else counts.

    `precision` is "day", "month" (`start` is the first day of the first month, `end` the last day of
    the last one) or "tba" (no days). `note` says what was taken for granted.
    """

    start: date | None = None
    end: date | None = None
    precision: str = "day"
    problem: str = ""
    note: str = ""


class _Unreadable(Exception):
    """Carries the sentence."""


@dataclass
class _Side:
    """One end of a span, as far as it is said."""

    days: list[int]
    month: int | None = None
    year: int | None = None


def read_dates(text: str, *, today: date) -> Dates:
    """The dates that a text names. `today` decides which year is nearest where none is typed."""
    text = _plain(text)
    if not text:
        return Dates(problem="Type the dates, or “not known yet”.")
    if _NOT_KNOWN.fullmatch(text):
        return Dates(precision="tba")
    try:
        sides = _sides(text)
        return _span(sides, today)
    except _Unreadable as found:
        return Dates(problem=str(found))


def _plain(text):
    text = re.sub("[\u2010-\u2015\u2212~]", "-", text.strip().lower())
    return re.sub(r"\s+", " ", text)


def _sides(text):
    """The one or two ends, in order."""
    sides = [_Side([])]
    for found in _TOKEN.finditer(text):
        kind, piece = found.lastgroup, found.group(found.lastgroup)
        if kind == "word":
            kind, piece = _word(piece)
        side = sides[-1]
        if kind == "skip":
            continue
        if kind == "between" or kind == "dash":
            sides.append(_Side([]))
        elif kind == "day":
            side.days.append(int(piece))
        elif kind == "month":
            _put(side, "month", piece)
        elif kind == "year":
            _put(side, "year", int(piece))
        elif kind == "other":
            raise _Unreadable(f"“{piece}” is not a date. {EXAMPLE}")
        else:
            _put_numbers(side, kind, piece)
    if not any(side.days or side.month or side.year for side in sides):
        raise _Unreadable(f"This is not a date. {EXAMPLE}")
    return _merged([side for side in sides if side.days or side.month or side.year] if len(sides) > 2 else sides)


def _word(word):
    if word in _MONTH_OF:
        return "month", _MONTH_OF[word]
    if word in _BETWEEN:
        return "between", word
    if word in _WEEKDAYS or word in _FILLERS:
        return "skip", word
    return "other", word


def _put(side, name, value):
    if getattr(side, name) is not None:
        raise _Unreadable(f"There are two {name}s without a word between them. {EXAMPLE}")
    setattr(side, name, value)


def _put_numbers(side, kind, piece):
    numbers = [int(number) for number in re.split("[-/.]", piece)]
    if kind == "iso":
        year, month, day = numbers
    elif kind == "iso_month":
        (year, month), day = numbers, None
    elif kind == "day_month":
        (day, month), year = numbers, None
    else:
        day, month, year = numbers
        year += 2000 if year < 100 else 0
    if not 1 <= month <= 12:
        hint = f" The day comes first: {month}/{day}." if kind != "iso" and day and day <= 12 and month <= 31 else ""
        raise _Unreadable(f"There is no month {month}.{hint}")
    if day is not None:
        side.days.append(day)
    _put(side, "month", month)
    if year is not None:
        _put(side, "year", year)


def _merged(sides):
    """Days in a row ("27, 28 and 29 August") become the two ends of a span."""
    if not sides[0].days and not sides[0].month and not sides[0].year:
        raise _Unreadable(f"The first day is missing. {EXAMPLE}")
    if not sides[-1].days and not sides[-1].month and not sides[-1].year:
        raise _Unreadable(f"The last day is missing. {EXAMPLE}")
    days = [day for side in sides for day in side.days]
    bare = all(side.month is None and side.year is None for side in sides[:-1])
    if len(sides) > 2 or any(len(side.days) > 1 for side in sides):
        if not (bare or len(sides) == 1) or any(b != a + 1 for a, b in pairwise(days)):
            raise _Unreadable(f"Type the first and the last day only. {EXAMPLE}")
        last = sides[-1]
        return [_Side([days[0]], last.month, last.year), _Side([days[-1]], last.month, last.year)]
    return sides


def _span(sides, today):
    first, last = sides[0], sides[-1]
    if first.month is None and last.month is None:
        if first.days or last.days:
            raise _Unreadable(f"Say the month as well. {EXAMPLE}")
        raise _Unreadable("Say the month as well, or type “not known yet”.")
    if bool(first.days) != bool(last.days):
        raise _Unreadable("Give the day at both ends, or only the months.")
    months = not first.days
    start_month = first.month or last.month
    end_month = last.month or first.month
    start_day = first.days[0] if first.days else 1
    end_day = last.days[-1] if last.days else None
    backwards = (end_month, end_day or 0) < (start_month, start_day if end_day else 0)
    start_year, end_year, note = _years(first, last, backwards and first.month and last.month, today, start_month)
    for year in (start_year, end_year):
        if year not in YEARS:
            raise _Unreadable(f"The year {year} cannot be right.")
    start = _day(start_year, start_month, start_day, said=first.year or last.year)
    if months:
        end_day = calendar.monthrange(end_year, end_month)[1]
    end = _day(end_year, end_month, end_day, said=first.year or last.year)
    if end < start:
        raise _Unreadable("The last month is before the first." if months else "The last day is before the first day.")
    return Dates(start, end, "month" if months else "day", note=note)


def _years(first, last, turns, today, month):
    """The two years. A span over New Year with one year typed takes the other from the months."""
    if first is last and first.year:
        return first.year, first.year, ""
    if first.year and last.year:
        return first.year, last.year, ""
    if last.year:
        return last.year - (1 if turns else 0), last.year, ""
    if first.year:
        return first.year, first.year + (1 if turns else 0), ""
    day = first.days[0] if first.days else 15
    start = min(
        (today.year + step for step in (0, 1, -1)),
        key=lambda year: abs((date(year, month, min(day, 28) or 1) - today).days),
    )
    return start, start + (1 if turns else 0), "No year was typed. The nearest one is taken."


def _day(year, month, day, *, said):
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        # The year matters for February alone.
        name = f"{MONTHS[month - 1]} {year}" if month == 2 and day == 29 else MONTHS[month - 1]
        raise _Unreadable(f"{day} {name} does not exist. {name} has {length} days.")
    return date(year, month, day)
