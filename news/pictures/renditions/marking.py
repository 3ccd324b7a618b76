"""Who owns a picture, written into a file whose pixels stay as they are, byte for byte."""

import struct
import zlib

FORMS = {"jpeg", "png"}

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
# Of a PNG: what an editor or camera says about the picture. The rest says how its pixels are meant.
SAID_IN_PNG = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
EXIF_PREFIX = b"Exif\x00\x00"


def marked(data, form, exif):
    """The file with this EXIF (bytes as Pillow writes them) instead of all that it said of itself.

    Raises `ValueError` or `struct.error` for what is no whole file of that form.
    """
    return _jpeg(data, exif) if form == "jpeg" else _png(data, exif)


def _jpeg(data, exif):
    if data[:2] != b"\xff\xd8":
        raise ValueError("It does not begin as a JPEG.")
    head, own, place = [], [_segment(0xE1, exif)], 2
    while True:
        lead, kind = struct.unpack_from("BB", data, place)
        if lead != 0xFF:
            raise ValueError("Its segments are broken.")
        if kind == 0xFF:  # filling
            place += 1
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        segment = data[place : place + 2 + length]
        if kind == 0xDA:
            return b"".join([b"\xff\xd8", *head, *own, data[place:]])
        if kind == 0xE0 and not head:
            head.append(segment)
        # Kept of what applications say: profile of the colours, Adobe's way of storing them.
        elif (kind < 0xE0 or kind in {0xE2, 0xEE}) and not segment[4:].startswith(b"MPF\x00"):
            own.append(segment)
        place += 2 + length


def _segment(kind, data):
    return struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data if data else b""


def _png(data, exif):
    if not data.startswith(PNG_BEGINS):
        raise ValueError("It does not begin as a PNG.")
    found, place, kind = [PNG_BEGINS], len(PNG_BEGINS), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, place)
        chunk = data[place : place + 12 + length]
        if kind not in SAID_IN_PNG:
            found.append(chunk)
        if kind == b"IHDR" and exif:
            found.append(_chunk(b"eXIf", exif.removeprefix(EXIF_PREFIX)))
        place += 12 + length
    return b"".join(found)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
