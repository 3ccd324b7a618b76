"""The one way in for pictures: known by their bytes, freed of metadata, stored under their hash."""

import hashlib
import io
import re

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image, ImageCms, ImageOps

from news.errors import Problems
from news.models import Picture

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 50_000_000
# Pillow warns above this number and refuses above twice of it; `_open` refuses above it.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

# Photographs of many phones are MPO: a JPEG with a second, hidden picture behind the first.
STORED_AS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp"}
HOW_TO_SAVE = {
    "jpeg": {"quality": 92, "subsampling": 0},
    "png": {},
    "webp": {"quality": 92, "method": 4},
}

EMPTY = "This file is empty. Choose another."
TOO_HEAVY = "This file is larger than 40 MB. Save a smaller copy of the picture and send that."
TOO_LARGE = "This picture has more than 50 million pixels. Save a smaller copy and send that."
UNKNOWN = (
    "This file is not a JPEG, PNG or WebP picture, whatever its name says. Save the picture as JPEG and send that."
)
BROKEN = "This picture is damaged or cut off. Copy it from the camera or phone again."
MOVING = "This picture moves. Save one image of it as JPEG and send that."


def ingest(file, *, by=None, name=""):
    """Store a picture and return its `Picture`; the same bytes again return the row that is there.

    `file` has `read()`. What is stored is written anew: upright, 8 bits a channel, in sRGB or grey,
    without EXIF, place of taking, thumbnails or anything behind the picture. Raises `Problems` at
    `file` with a sentence for whoever sent it; nothing is stored then.
    """
    image, form = _open(_read(file))
    data = _encode(_plain(image), form)
    sha256 = hashlib.sha256(data.getbuffer()).hexdigest()
    there = Picture.objects.filter(sha256=sha256).first()
    if there:
        return there
    return _store(data, sha256, form, by=by, name=_clean_name(name or getattr(file, "name", "")))


def _read(file):
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise _problem(EMPTY)
    if len(data) > MAX_BYTES:
        raise _problem(TOO_HEAVY)
    return data


def _open(data):
    """The decoded picture and what it is stored as."""
    # A decoder meets bytes that anybody may have made, and breaks in more ways than it documents.
    try:
        image = Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _problem(TOO_LARGE) from error
    except Exception as error:
        raise _problem(UNKNOWN) from error
    if image.width * image.height > MAX_PIXELS:
        raise _problem(TOO_LARGE)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise _problem(MOVING)
    try:
        image.load()
    except Exception as error:
        raise _problem(BROKEN) from error
    return image, STORED_AS[image.format]


def _plain(image):
    """The picture upright and in a mode that every browser shows."""
    profile = image.info.get("icc_profile")
    image = _upright(image)
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.mode in {"RGB", "RGBA", "CMYK", "YCbCr", "LAB"} and profile:
        image = _in_srgb(image, profile)
    if image.mode in {"RGB", "RGBA", "L", "LA"}:
        see_through = image.mode in {"RGB", "L"} and "transparency" in image.info
        return image.convert("RGBA") if see_through else image
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _upright(image):
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # what the camera wrote about the picture is broken, the picture is not
        return image


def _eight_bits(image):
    """Grey of 16 bits, scaled; Pillow's own conversion would cut everything above 255 off."""
    return image.point(lambda level: level / 257).convert("L")


def _in_srgb(image, profile):
    """Colours as they were meant; without a usable profile, as they are."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _encode(image, form):
    """The bytes that are stored; the same picture always gives the same."""
    if form == "jpeg" and image.mode not in {"RGB", "L"}:
        image = image.convert("RGB")
    image.info = {}
    data = io.BytesIO()
    try:
        image.save(data, format=form, **HOW_TO_SAVE[form])
    except (OSError, ValueError) as error:
        raise _problem(BROKEN) from error
    return data


def _store(data, sha256, form, *, by, name):
    with Image.open(data) as stored:
        width, height = stored.size
    picture = Picture(sha256=sha256, format=form, width=width, height=height, original_name=name, uploaded_by=by)
    ending = "jpg" if form == "jpeg" else form
    picture.file.save(f"{sha256[:2]}/{sha256}.{ending}", ContentFile(data.getvalue()), save=False)
    try:
        with transaction.atomic():
            picture.save()
    except IntegrityError:
        # Somebody sent the same picture at the same moment.
        picture.file.delete(save=False)
        return Picture.objects.get(sha256=sha256)
    return picture


def _clean_name(name):
    """The file's own name as one short line, without folders."""
    last = re.split(r"[/\\]", str(name))[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200]


def _problem(sentence):
    return Problems({"file": [sentence]})
