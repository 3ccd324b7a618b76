"""Which renditions there are: shapes, widths and forms, and what each shows of a picture.

A name is `960.webp`, `3x2-240.avif` or `full.jpg`. The widths follow the boxes of the templates, at one
and at two pixels a point. Nothing is ever enlarged: a small picture has fewer files, and the names
beyond its own width lead to the largest of them.
"""

import hashlib
import json
import re
from dataclasses import dataclass

# Raised when the same picture would come out otherwise: all files are then made anew.
VERSION = 1

# Form and content type, the smallest files first. The last is for whatever shows neither of the others.
FORMS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
TYPES = FORMS | {"png": "image/png"}
FULL = "full"


@dataclass(frozen=True)
class Shape:
    """A way to cut pictures: `ratio` is width by height, None for the picture's own."""

    prefix: str
    ratio: float | None
    widths: tuple[int, ...]


WHOLE = Shape("", None, (480, 800, 960, 1440))
THUMBNAIL = Shape("3x2-", 3 / 2, (240, 480))
FRONT = Shape("2x1-", 2, (480, 800, 1440))
SHAPES = (WHOLE, THUMBNAIL, FRONT)
WIDTHS = WHOLE.widths

# What the desk shows of a picture that nobody has put on a release yet: in lists, large to choose it, in the strip.
AT_THE_DESK = ("480.webp", "960.webp", "3x2-240.webp")

# For routes.
NAME = "|".join(
    [
        *(f"{shape.prefix}(?:{'|'.join(map(str, shape.widths))})\\.(?:{'|'.join(FORMS)})" for shape in SHAPES),
        rf"{FULL}\.(?:jpg|png)",
    ]
)
_PARTS = re.compile(r"(?P<prefix>(?:\d+x\d+-)?)(?P<width>[1-9]\d{0,4})\.(?P<form>[a-z]+)")


class NoSuchRendition(LookupError):
    """The recipe has no rendition of this name for this picture."""


@dataclass(frozen=True)
class Wanted:
    """One file to make. `box` is what it shows of the original, in the original's pixels."""

    name: str
    form: str
    size: tuple[int, int]
    box: tuple[int, int, int, int]


def full_name(picture):
    """The largest file, for whoever prints it: a PNG stays one, everything else is a JPEG."""
    return f"{FULL}.{'png' if picture.format == 'png' else 'jpg'}"


def offered(picture, shape=WHOLE):
    """(width in the name, width of the file) of the renditions that differ."""
    left, _, right, _ = box(picture, shape.ratio)
    own = right - left
    widths = [width for width in shape.widths if width <= own]
    if len(widths) < len(shape.widths) and own not in widths:
        widths.append(shape.widths[len(widths)])
    return [(width, min(width, own)) for width in widths]


def names(picture):
    """Every file that a picture has once it is published."""
    found = [
        f"{shape.prefix}{width}.{form}" for shape in SHAPES for width, _ in offered(picture, shape) for form in FORMS
    ]
    return [*found, full_name(picture)]


def wanted(picture, name):
    """The `Wanted` to which a name leads. Raises `NoSuchRendition`."""
    if name == full_name(picture):
        size = (picture.width, picture.height)
        return Wanted(name, name.rpartition(".")[2], size, (0, 0, *size))
    parts = _PARTS.fullmatch(name)
    shape = next((shape for shape in SHAPES if parts and shape.prefix == parts["prefix"]), None)
    if shape is None or parts["form"] not in FORMS or int(parts["width"]) not in shape.widths:
        raise NoSuchRendition(f"There is no rendition {name}.")
    there = [width for width, _ in offered(picture, shape)]
    width = min(int(parts["width"]), there[-1])
    cut = box(picture, shape.ratio)
    return Wanted(f"{shape.prefix}{width}.{parts['form']}", parts["form"], _size(cut, width, shape.ratio), cut)


def size(picture, width, shape=WHOLE):
    """(width, height) of a rendition in pixels."""
    if width not in shape.widths:
        raise NoSuchRendition(f"There is no rendition {width} wide, only {', '.join(map(str, shape.widths))}.")
    return _size(box(picture, shape.ratio), width, shape.ratio)


def _size(cut, width, ratio):
    left, top, right, bottom = cut
    shown = min(width, right - left)
    return shown, max(1, round(shown / ratio if ratio else (bottom - top) * shown / (right - left)))


def box(picture, ratio):
    """(left, top, right, bottom) of the largest cut in that ratio, its middle as near to the focal point as can be.

    Without a focal point it is the middle; of an upright picture what lies above it, where heads are.
    """
    if ratio is None:
        return 0, 0, picture.width, picture.height
    width = min(picture.width, max(1, round(picture.height * ratio)))
    height = min(picture.height, max(1, round(picture.width / ratio)))
    x, y = (picture.focus_x, picture.focus_y) if picture.focus_x is not None else (50, _usual_height(picture))
    left, top = _beginning(x, width, picture.width), _beginning(y, height, picture.height)
    return left, top, left + width, top + height


def _usual_height(picture):
    return 38 if picture.height > picture.width else 50


def _beginning(focus, length, whole):
    return min(max(0, round(whole * focus / 100 - length / 2)), whole - length)


def stamp(picture):
    """Changes with whatever the files of a picture are made from: the recipe, the focal point, what EXIF says."""
    facts = [VERSION, picture.focus_x, picture.focus_y, picture.credit, picture.copyright]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]
