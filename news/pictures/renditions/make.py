"""Making the bytes of renditions out of the stored original. The original is decoded once for all of them."""

import io
import math

from . import marking, recipe

# Looked at with photographs: faces and texture stay. Slower AVIF (below 7) takes twice the time for 2 % of the bytes.
HOW_TO_SAVE = {
    "avif": ("AVIF", {"quality": 50, "speed": 7, "subsampling": "4:2:0", "max_threads": 1}),
    "webp": ("WEBP", {"quality": 74, "method": 4}),
    "jpg": ("JPEG", {"quality": 77, "optimize": True, "progressive": True}),
}
# What a phone loads first of a page: a restless picture is saved with less until it fits, or at the last of these
# (quality, and what it leaves of the bytes at the usual one, about).
OF_PHONES = {"800.avif", "2x1-800.avif"}
PHONE_BYTES = 45_000
LESS = ((40, 0.8), (32, 0.6), (25, 0))
FULL_QUALITY = 92
CROP_QUALITY = 88
WHITE = (255, 255, 255)
# A picture may be made smaller in whole steps until it is so many times too large; the rest is done finely.
GAP = 3
STRIP = 128  # rows


class UnreadableOriginal(ValueError):
    """What is stored as the original cannot be decoded."""


def draw(picture, names):
    """(name, bytes) of each, the widest first. Names must be of the recipe.

    Raises `FileNotFoundError` if the original is gone, `UnreadableOriginal` if it is no picture any more.
    """
    files = [recipe.wanted(picture, name) for name in names]
    data = _original(picture)
    marks = _marks(picture)
    for wanted in files:
        if wanted.name == recipe.full_name(picture):
            yield wanted.name, _full(picture, data, marks)
    files = sorted(
        (wanted for wanted in files if wanted.name != recipe.full_name(picture)),
        key=lambda wanted: (-wanted.size[0], wanted.size, wanted.box),
    )
    if files:
        image = _decoded(data, picture, files)
        small, shown = None, None
        for wanted in files:
            if shown != (wanted.size, wanted.box):
                small, shown = _cut(image, picture, wanted.size, wanted.box), (wanted.size, wanted.box)
            data = _encoded(small, wanted.form, marks)
            if wanted.name in OF_PHONES:
                data = _for_phones(small, data, marks)
            yield wanted.name, data


def lead_crop(picture, width, height):
    """JPEG bytes of the part around the focal point, for the card; of a small picture smaller, in the same ratio."""
    box = recipe.box(picture, width / height)
    scale = min(1, (box[2] - box[0]) / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    image = _decoded(_original(picture), picture, [recipe.Wanted("", "jpg", size, box)])
    found = io.BytesIO()
    _cut(image, picture, size, box).save(found, "JPEG", quality=CROP_QUALITY, exif=_marks(picture))
    return found.getvalue()


def _original(picture):
    with picture.file.storage.open(picture.file.name) as original:
        return original.read()


def _marks(picture):
    # Pillow is loaded where pictures are made, not with every page that prints an address of one.
    from news.pictures.marks import exif_of

    return exif_of(picture)


def _full(picture, data, marks):
    """As stored, pixel for pixel, with what is known of its owner now; a WebP becomes a JPEG."""
    try:
        if picture.format in marking.FORMS:
            return marking.marked(data, picture.format, marks)
        image = _flat(_opened(data))
    except Exception as error:
        raise UnreadableOriginal(f"The original of picture {picture.pk} cannot be read: {error}") from error
    found = io.BytesIO()
    image.save(found, "JPEG", quality=FULL_QUALITY, subsampling=0, exif=marks)
    return found.getvalue()


def _decoded(data, picture, files):
    """The picture in grey or RGB, no smaller than the files need: a JPEG is read at a half where that will do."""
    scale = max(wanted.size[0] / (wanted.box[2] - wanted.box[0]) for wanted in files)
    try:
        image = _opened(data)
        if image.format == "JPEG":
            image.draft(None, (max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
        image.load()
        return _flat(image, scale)
    # A decoder breaks in more ways than it documents.
    except Exception as error:
        raise UnreadableOriginal(f"The original of picture {picture.pk} cannot be read: {error}") from error


def _opened(data):
    from PIL import Image

    return Image.open(io.BytesIO(data))


def _flat(image, scale=1):
    """Without transparency: what is dark on nothing must not stand on a dark page.

    In strips, and of what will be seen at that scale no more than is needed: a large picture is in memory once.
    """
    from PIL import Image

    if image.mode in {"RGB", "L"} and "transparency" not in image.info:
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    part = max(1, int(1 / scale / GAP))
    flat = Image.new("RGB", (math.ceil(image.width / part), math.ceil(image.height / part)))
    for top in range(0, image.height, STRIP * part):
        above = image.crop((0, top, image.width, min(top + STRIP * part, image.height))).convert("RGBA")
        below = Image.new("RGB", above.size, WHITE)
        below.paste(above, mask=above.getchannel("A"))
        flat.paste(below.reduce(part), (0, top // part))
    return flat


def _cut(image, picture, size, box):
    """The part of the original in `box`, in that size. `image` may have been read smaller."""
    from PIL import Image

    across, down = image.width / picture.width, image.height / picture.height
    left, top, right, bottom = box
    part = (left * across, top * down, min(right * across, image.width), min(bottom * down, image.height))
    return image.resize(size, Image.Resampling.LANCZOS, box=part, reducing_gap=GAP)


def _for_phones(image, data, marks):
    usual = len(data)
    for quality, leaves in LESS:
        if len(data) <= PHONE_BYTES:
            break
        if usual * leaves <= PHONE_BYTES:
            data = _encoded(image, "avif", marks, quality=quality)
    return data


def _encoded(image, form, marks, **otherwise):
    kind, how = HOW_TO_SAVE[form]
    found = io.BytesIO()
    # Whatever the original carried beside its pixels stays there: an encoder writes some of it by itself.
    image.info = {}
    image.save(found, kind, exif=marks, **how | otherwise)
    return found.getvalue()
