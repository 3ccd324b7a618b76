"""The map as a drawing: where circles stand, how large they are, which words fit beside them. Pure Python.

Lengths are units of the drawing, whose window and scale are the panel's (`glance.py`).
"""

import math
from dataclasses import dataclass

from .glance import HEIGHT, NORTH, UNITS_EAST, UNITS_SOUTH, WEST, WIDTH

# The area of a circle follows the number of events; no circle is wider than twice `LARGEST`.
RADIUS_OF_ONE, LARGEST = 5.2, 30
# Letters that a circle may hold, in units, from the size for phones to that for wide screens.
SIZES = {"large": 26, "middle": 18, "small": 12}
NAME_LETTER, NAME_LINE, BESIDE = 6.6, 15, 4


@dataclass(frozen=True)
class Point:
    """A name and a number at a place on earth, in degrees."""

    name: str
    number: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Words:
    """Where a name stands; `anchor` as SVG has it."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Circle:
    """`letters` is the largest of `SIZES` at which the number fits inside, "" where none does."""

    name: str
    number: int
    x: float
    y: float
    r: float
    letters: str
    words: Words | None = None


def draw(points):
    """Circles of the points inside the frame, the largest first so that small ones lie on top, and the others."""
    inside = [point for point in points if _is_inside(*_placed(point))]
    most = max((point.number for point in inside), default=1)
    unit = min(RADIUS_OF_ONE, LARGEST / math.sqrt(most))
    circles = [_circle(point, unit) for point in sorted(inside, key=lambda point: (-point.number, point.name))]
    return _named(circles), [point for point in points if point not in inside]


def _placed(point):
    return round((point.longitude - WEST) * UNITS_EAST, 1), round((NORTH - point.latitude) * UNITS_SOUTH, 1)


def _is_inside(x, y):
    return 0 < x < WIDTH and 0 < y < HEIGHT


def _circle(point, unit):
    r = max(round(unit * math.sqrt(point.number), 1), 3)
    letters = next((name for name, size in SIZES.items() if _holds(r, size, point.number)), "")
    return Circle(point.name, point.number, *_placed(point), r, letters)


def _holds(r, size, number):
    return r >= 0.36 * size * len(f"{number:,}") + 3


# Names


def _named(circles):
    """The circles with their names where those cover neither a circle nor another name."""
    taken = [(c.x - c.r, c.y - c.r, c.x + c.r, c.y + c.r) for c in circles]
    named = []
    for circle in circles:
        words = None
        for candidate, box in _candidates(circle):
            if _in_frame(box) and not any(_overlap(box, other) for other in taken):
                words = candidate
                taken.append(box)
                break
        named.append(Circle(**vars(circle) | {"words": words}))
    return tuple(named)


def _candidates(circle):
    """Beside a circle, else under or over it, with the box that the name fills."""
    x, y, r = circle.x, circle.y, circle.r
    width, gap = NAME_LETTER * len(circle.name), r + BESIDE
    for words, left, middle in [
        (Words(x + gap, y + 4, "start"), x + gap, y),
        (Words(x - gap, y + 4, "end"), x - gap - width, y),
        (Words(x, y + gap + 10, "middle"), x - width / 2, y + gap + 6),
        (Words(x, y - gap - 1, "middle"), x - width / 2, y - gap - 6),
    ]:
        rounded = Words(round(words.x, 1), round(words.y, 1), words.anchor)
        yield rounded, (left, middle - NAME_LINE / 2, left + width, middle + NAME_LINE / 2)


def _in_frame(box):
    return box[0] > 2 and box[1] > 2 and box[2] < WIDTH - 2 and box[3] < HEIGHT - 2


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
