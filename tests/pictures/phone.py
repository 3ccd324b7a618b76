"""Photographs as a phone makes them, without a phone."""

import functools
import io
import random
import struct

from PIL import Image
from PIL.ExifTags import IFD, Base

SERIAL = "SN-4711-OFFICER"
MODEL = "Phone of an officer"
HOME = (2.0, 56.0, 19.4)  # degrees, minutes, seconds north of where somebody lives


def phone_photograph(seed, *, megapixels=12, orientation=6, artist="", copyright=""):  # noqa: A002
    """The bytes of a JPEG as phones make it: 4:3, some 3 to 5 MB at 12 megapixels, lying on its side.

    It carries what phones write: place, time, model and serial number, a thumbnail, a maker's note. The same
    arguments always give the same bytes, another seed another picture.
    """
    width, height = size_of(megapixels)
    image = _scene(random.Random(seed), width, height)
    data = io.BytesIO()
    image.save(data, format="JPEG", quality=88, exif=_exif(image, seed, orientation, artist, copyright))
    return data.getvalue()


def size_of(megapixels):
    """(width, height) as in the file, before it is turned upright."""
    if megapixels == 12:
        return 4032, 3024
    height = round((megapixels * 1_000_000 * 3 / 4) ** 0.5)
    return height * 4 // 3, height


def _scene(chance, width, height):
    """Sky and ground, some shapes, and the grain of a small sensor."""
    small = 96, 72
    planes = []
    for _ in range(3):
        low = chance.randrange(20, 110)
        steep = Image.linear_gradient("L").rotate(chance.choice([0, 90, 180, 270])).resize(small)
        round_ = Image.radial_gradient("L").resize(small)
        plane = Image.blend(steep, round_, chance.random() / 2).point(lambda level, low=low: low + level // 2)
        for _ in range(24):
            left, top = chance.randrange(small[0]), chance.randrange(small[1])
            plane.paste(
                chance.randrange(256), (left, top, left + chance.randrange(3, 14), top + chance.randrange(3, 20))
            )
        planes.append(plane.resize((width, height), Image.Resampling.BICUBIC))
    image = Image.merge("RGB", planes)
    # Grain: one tile, laid everywhere a little differently, is quick and looks the same to an encoder.
    grain = _grain()
    place = chance.randrange(0, 500), chance.randrange(0, 500)
    sheet = Image.new("L", (width, height), 128)
    for top in range(-place[1], height, grain.height):
        for left in range(-place[0], width, grain.width):
            sheet.paste(grain, (left, top))
    return Image.blend(image, Image.merge("RGB", [sheet] * 3), 0.2)


@functools.cache
def _grain():
    chance = random.Random(1)
    fine = Image.frombytes("L", (512, 512), chance.randbytes(512 * 512))
    coarse = Image.frombytes("L", (128, 128), chance.randbytes(128 * 128)).resize((512, 512), Image.Resampling.BICUBIC)
    return Image.blend(coarse, fine, 0.45)


def _exif(image, seed, orientation, artist, owner):
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "Maker", MODEL
    exif[Base.Orientation] = orientation
    exif[Base.DateTime] = f"2024:06:{1 + seed % 28:02} 10:{seed // 28 % 60:02}:00"
    for tag, text in {Base.Artist: artist, Base.Copyright: owner}.items():
        if text:
            exif[tag] = text.encode()
    details = exif.get_ifd(IFD.Exif)
    details[Base.DateTimeOriginal] = exif[Base.DateTime]
    details[Base.BodySerialNumber] = SERIAL
    details[Base.MakerNote] = b"Maker\0" + f"secret note {SERIAL}".encode() * 40
    place = exif.get_ifd(IFD.GPSInfo)
    place[1], place[2], place[3], place[4] = "N", HOME, "E", (101.0, 41.0, 12.1)
    return _with_thumbnail(exif.tobytes(), image)


def _with_thumbnail(block, image):
    """The EXIF block with a small copy of the picture behind it, as a second directory."""
    small = io.BytesIO()
    image.reduce(max(1, image.width // 160)).save(small, format="JPEG", quality=60)
    thumbnail = small.getvalue()
    head, tiff = block[:6], bytearray(block[6:])
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (entries,) = struct.unpack_from(order + "H", tiff, first)
    tiff += b"\0" * (len(tiff) % 2)
    second = len(tiff)
    struct.pack_into(order + "I", tiff, first + 2 + 12 * entries, second)
    rows = [(0x0103, 3, 6), (0x0201, 4, second + 2 + 3 * 12 + 4), (0x0202, 4, len(thumbnail))]
    tiff += struct.pack(order + "H", len(rows))
    for tag, kind, value in rows:
        tiff += struct.pack(order + "HHI", tag, kind, 1)
        tiff += struct.pack(order + ("HH" if kind == 3 else "I"), *((value, 0) if kind == 3 else (value,)))
    return head + bytes(tiff) + struct.pack(order + "I", 0) + thumbnail
