"""What a file is, by its first bytes; its name is never asked."""

import re
import zlib

from .refusals import (
    ARCHIVE,
    DOCUMENT,
    EMPTY,
    MOVING,
    NEGATIVE,
    PDF,
    PROGRAM,
    SVG,
    UNKNOWN,
    VIDEO,
    WEB_PAGE,
    Refused,
)

# So many bytes are enough to tell.
HEAD = 4096

BEGINNINGS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}
REFUSED_BEGINNINGS = {
    b"MZ": PROGRAM,
    b"\x7fELF": PROGRAM,
    b"\xfe\xed\xfa": PROGRAM,
    b"\xce\xfa\xed\xfe": PROGRAM,
    b"\xcf\xfa\xed\xfe": PROGRAM,
    b"\xca\xfe\xba\xbe": PROGRAM,
    b"dex\n": PROGRAM,
    b"#!": PROGRAM,
    b"7z\xbc\xaf\x27\x1c": ARCHIVE,
    b"Rar!": ARCHIVE,
    b"\x1f\x8b": ARCHIVE,
    b"BZh": ARCHIVE,
    b"\xfd7zXZ": ARCHIVE,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": DOCUMENT,
    b"{\\rtf": DOCUMENT,
    b"\x1a\x45\xdf\xa3": VIDEO,
    b"\x00\x00\x01\xba": VIDEO,
    b"\x00\x00\x01\xb3": VIDEO,
    b"FLV\x01": VIDEO,
    b"II*\x00": NEGATIVE,
    b"MM\x00*": NEGATIVE,
    b"II+\x00": NEGATIVE,
    b"IIRO": NEGATIVE,
    b"IIU\x00": NEGATIVE,
    b"FUJIFILMCCD-RAW": NEGATIVE,
}

# The brand says what the boxes of such a file hold; the general ones say it in the list that follows.
AVIF = {b"avif", b"avis"}
HEIF = {b"heic", b"heix", b"heim", b"heis"}
GENERAL = {b"mif1", b"mif2", b"miaf"}
SEQUENCES = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}
FILMS = re.compile(rb"isom|iso\d|mp4.|mp7.|M4.|qt  |3g..|avc1|dash|f4v |F4V |mmp4|MSNV|XAVC|NDX.|hvc1|hev1")
BOXES_OF_FILMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}

IN_DOCUMENTS = re.compile(rb"\[Content_Types\]|word/|xl/|ppt/|application/vnd\.oasis|application/epub")
PAGE = re.compile(rb"<!doctype\s+html|<(html|head|body|script|iframe|title|meta|table|div|p|a|h1)[\s>/]", re.IGNORECASE)
DRAWING = re.compile(rb"<([\w-]+:)?svg[\s>]|<!doctype\s+svg", re.IGNORECASE)


def recognize(head):
    """JPEG, PNG, GIF, WEBP, AVIF or HEIF, from the first `HEAD` bytes of a file.

    Raises `Refused` with the sentence that fits what the file is instead. That it can be decoded is not said.
    """
    if not head:
        raise Refused(EMPTY)
    for beginning, form in BEGINNINGS.items():
        if head.startswith(beginning):
            return form
    if head[:4] == b"RIFF":
        if head[8:12] == b"WEBP":
            return "WEBP"
        raise Refused(VIDEO if head[8:12] == b"AVI " else UNKNOWN)
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    raise Refused(_instead(head))


def _by_brand(head):
    length = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major, *(head[place : place + 4] for place in range(16, length, 4))}
    if major in AVIF or (major in GENERAL and brands & AVIF):
        return "AVIF"
    if major in HEIF | GENERAL:
        return "HEIF"
    if major in SEQUENCES:
        raise Refused(MOVING)
    if major == b"crx ":
        raise Refused(NEGATIVE)
    raise Refused(VIDEO if FILMS.match(major) else UNKNOWN)


def _instead(head):
    """The sentence for what is no picture."""
    if head.startswith(b"PK"):
        return DOCUMENT if IN_DOCUMENTS.search(head) else ARCHIVE
    if head.startswith(b"\x1f\x8b") and DRAWING.search(_unpacked(head)):
        return SVG
    for beginning, sentence in REFUSED_BEGINNINGS.items():
        if head.startswith(beginning):
            return sentence
    if head[4:8] in BOXES_OF_FILMS:
        return VIDEO
    if b"%PDF-" in head[:1024]:
        return PDF
    if head[257:262] == b"ustar":
        return ARCHIVE
    # In UTF-16 every other byte is zero.
    text = head.replace(b"\0", b"")
    if DRAWING.search(text):
        return SVG
    if PAGE.search(text):
        return WEB_PAGE
    return UNKNOWN


def _unpacked(head):
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 4 * HEAD)
    except zlib.error:
        return b""
