"""Which time zone a place keeps, as far as its country and its coordinates say it."""

import datetime
import re
import zoneinfo
from collections import Counter
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from news.models import Place


class Known(NamedTuple):
    """A point of which the zone is known; degrees, north and east positive, or None."""

    zone: str
    latitude: float | None
    longitude: float | None


@cache
def names():
    """All zones of the world that are named after a place, sorted."""
    return sorted(
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix", "right"))
    )


def choices(current=""):
    """For a select: nothing chosen, then all zones; the present one is there even if the world forgot it."""
    known = names() if not current or current in names() else [current, *names()]
    return [("", "As the country says"), *((name, name.replace("_", " ")) for name in known)]


def proposed(country, latitude=None, longitude=None):
    """`(zone, all zones of the country)`; the zone is empty where the country alone does not decide.

    With coordinates, the zone of the nearest point that is known in the country. Zones whose clocks
    agree all year are one; of them, that of most places of the directory.
    """
    points = [*_of_directory(country), *_of_world().get(country.code, [])]
    counted = Counter(point.zone for point in points)
    zones = sorted(counted)
    placed = [point for point in points if point.latitude is not None]
    if len(zones) > 1 and placed and latitude is not None and longitude is not None:
        here = float(latitude), float(longitude)
        return min(placed, key=lambda point: _far(point, *here)).zone, zones
    if len({_clock(zone) for zone in zones}) == 1:
        return counted.most_common(1)[0][0], zones
    return "", zones


def _clock(zone):
    """How far the zone is from UTC in winter and in summer of this year; the name where it is not known."""
    try:
        year, here = timezone.now().year, zoneinfo.ZoneInfo(zone)
        return tuple(datetime.datetime(year, month, 1, tzinfo=here).utcoffset() for month in (1, 7))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zone


def _far(point, latitude, longitude):
    east = abs(point.longitude - longitude) % 360
    return (point.latitude - latitude) ** 2 + min(east, 360 - east) ** 2


def _of_directory(country):
    return [
        Known(zone, *(float(part) if part is not None else None for part in (latitude, longitude)))
        for zone, latitude, longitude in Place.objects.filter(country=country)
        .exclude(zone="")
        .values_list("zone", "latitude", "longitude")
    ]


@cache
def _of_world():
    """The table of the time zone database: `{country's code: [points]}`. Empty where the machine has none."""
    found = {}
    for line in _table().splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 3:
            continue
        latitude, longitude = (_degrees(part) for part in re.findall(r"[+-]\d+", cells[1]))
        found.setdefault(cells[0], []).append(Known(cells[2], latitude, longitude))
    return found


def _table():
    for folder in zoneinfo.TZPATH:
        table = Path(folder) / "zone.tab"
        if table.is_file():
            return table.read_text(encoding="utf-8")
    try:
        return (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError):
        return ""


def _degrees(text):
    """From ±DDMM, ±DDDMM, ±DDMMSS or ±DDDMMSS."""
    sign, digits = (-1 if text[0] == "-" else 1), text[1:]
    size = 3 if len(digits) in {5, 7} else 2
    parts = [digits[:size], digits[size : size + 2], digits[size + 2 :]]
    return sign * sum(int(part or 0) / 60**power for power, part in enumerate(parts))
