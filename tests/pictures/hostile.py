"""What an officer, or somebody worse, sends as a picture: some seventy files, and what becomes of each."""

import functools
import gzip
import io
import random
import struct
import zipfile
import zlib
from dataclasses import dataclass

from PIL import Image, PngImagePlugin
from PIL.ExifTags import Base

from news.pictures import refusals
from tests.pictures.profiles import display_p3, printer

SECRET = b"<script>alert('secret')</script>"


@dataclass(frozen=True)
class Sent:
    """A file with its name, and what it gives: the sentence, or what is stored as (form, mode, size)."""

    name: str
    data: bytes
    said: str = ""
    kept: tuple = ()

    def __str__(self):
        return self.name


def encoded(form="JPEG", size=(60, 40), mode="RGB", colour="navy", **saving):
    """A picture of one colour with a lighter left half."""
    image = Image.new(mode, size, colour)
    if mode in {"RGB", "RGBA"}:
        image.paste("orange", (0, 0, size[0] // 2, size[1]))
    return written(image, form, **saving)


def written(image, form, **saving):
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    data = io.BytesIO()
    image.save(data, format=form, **saving)
    return data.getvalue()


def noisy(form, size=(200, 150)):
    return written(Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3)), form)


def moving(form, **saving):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ["navy", "gold", "white"]]
    return written(frames[0], form, save_all=True, append_images=frames[1:], **{"duration": 100, **saving})


def png_of(chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def png_of_size(width, height, data=b"", *, depth=8, colour=2, more=()):
    """A PNG that claims a size and holds what it is given."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return png_of([(b"IHDR", head), *more, (b"IDAT", zlib.compress(data)), (b"IEND", b"")])


def jpeg_of_size(width, height):
    """A JPEG whose head claims another size than its data have."""
    data = bytearray(encoded())
    struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, height, width)
    return bytes(data)


def boxes_of_size(form, width, height):
    """A HEIC or AVIF whose boxes claim another size than the picture in them has."""
    data = bytearray(encoded(form, (128, 96)))
    place = data.find(b"ispe")
    while place > 0:
        struct.pack_into(">II", data, place + 8, width, height)
        place = data.find(b"ispe", place + 4)
    return bytes(data)


def zipped(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, SECRET)
    return data.getvalue()


def _noted(**entries):
    exif = Image.Exif()
    for name, value in entries.items():
        exif[Base[name]] = value
    return exif


def _texts():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET.decode()}</x:xmpmeta>")
    return notes


def _film(brand):
    return (
        struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"isommp42" + struct.pack(">I", 100) + b"mdat" + bytes(92)
    )


def _gif_script():
    """A GIF that is also a script: its width and height begin a comment that ends behind the picture."""
    data = bytearray(encoded("GIF", (60, 40)))
    return bytes(data) + b"*/=1;" + SECRET


def _still_in_samsung():
    """A photograph with a film behind it, as phones hide it."""
    return encoded() + b"MotionPhoto_Data" + _film(b"mp42") + SECRET


def _two_in_one():
    return written(
        Image.new("RGB", (40, 30), "navy"), "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")]
    )


def _cut(data, share=0.6):
    return data[: int(len(data) * share)]


def _refused():
    said = refusals
    svg = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">' + SECRET + b"</svg>"
    sequence = encoded("HEIF").replace(b"ftypheic", b"ftyphevc", 1)
    flood = zlib.compress(bytes(1_000_000), 9)
    bomb = zlib.compress(bytes(30_000_000), 9)
    yield "nothing.jpg", b"", said.EMPTY
    yield "emblem.svg", svg, said.SVG
    yield "emblem.jpg", b"\xef\xbb\xbf  <!-- emblem -->" + svg[21:], said.SVG
    yield "emblem16.svg", svg.decode().encode("utf-16"), said.SVG
    yield "emblem.svgz", gzip.compress(svg), said.SVG
    yield "agenda.jpg", b"%PDF-1.7\n1 0 obj", said.PDF
    yield "agenda2.pdf", b"\n\n%PDF-1.4\n", said.PDF
    yield "text.docx", zipped("[Content_Types].xml", "word/document.xml"), said.DOCUMENT
    yield "sheet.png", zipped("[Content_Types].xml", "xl/workbook.xml"), said.DOCUMENT
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), said.DOCUMENT
    yield "photos.zip", zipped("one.jpg", "two.jpg"), said.ARCHIVE
    yield "photos.7z", b"7z\xbc\xaf\x27\x1c" + bytes(60), said.ARCHIVE
    yield "photos.tgz", gzip.compress(bytes(2000)), said.ARCHIVE
    yield "photo.exe.jpg", b"MZ\x90\x00\x03" + bytes(500), said.PROGRAM
    yield "photo.elf", b"\x7fELF\x02\x01\x01" + bytes(500), said.PROGRAM
    yield "photo.sh", b"#!/bin/sh\nrm -rf /\n", said.PROGRAM
    yield "page.html", b"<!DOCTYPE html><html>" + SECRET, said.WEB_PAGE
    yield "page.webp", b"\r\n <html><body>hello</body></html>", said.WEB_PAGE
    yield "talk.mp4", _film(b"isom"), said.VIDEO
    yield "talk.mov", _film(b"qt  "), said.VIDEO
    yield "talk.heic", _film(b"mp42"), said.VIDEO
    yield "old.mov", struct.pack(">I", 32) + b"moov" + bytes(60), said.VIDEO
    yield "talk.webm", b"\x1a\x45\xdf\xa3" + bytes(60), said.VIDEO
    yield "talk.avi", b"RIFF\x10\0\0\0AVI LIST", said.VIDEO
    yield "talk.wav", b"RIFF\x10\0\0\0WAVEfmt ", said.UNKNOWN
    yield "scan.tif", written(Image.new("L", (9, 9)), "TIFF"), said.NEGATIVE
    yield "camera.cr3", struct.pack(">I", 24) + b"ftypcrx " + bytes(60), said.NEGATIVE
    yield "drawing.bmp", encoded("BMP"), said.UNKNOWN
    yield "words.png", b"This is no picture at all.", said.UNKNOWN
    yield "zeros.jpg", bytes(5000), said.UNKNOWN
    yield "three-bytes.jpg", b"\xff\xd8\xff", said.BROKEN
    yield "head-only.png", b"\x89PNG\r\n\x1a\n", said.BROKEN
    yield "riff-only.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 ", said.TOO_COSTLY_WEBP
    yield "boxes-only.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", said.BROKEN
    yield "boxes-only.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", said.BROKEN
    yield "too-large.png", png_of_size(8000, 6251), said.TOO_LARGE
    yield "bomb.png", png_of_size(60000, 60000), said.TOO_LARGE
    yield "bomb.jpg", jpeg_of_size(50000, 50000), said.TOO_LARGE
    yield "bomb.gif", b"GIF89a" + struct.pack("<HH", 65535, 65535) + encoded("GIF")[10:], said.TOO_LARGE
    yield "bomb.heic", boxes_of_size("HEIF", 9000, 7000), said.TOO_LARGE
    yield "bomb.avif", boxes_of_size("AVIF", 9000, 7000), said.TOO_LARGE
    yield "bomb.webp", _webp_canvas(16000, 16000), said.TOO_LARGE
    yield "lie.heic", boxes_of_size("HEIF", 64, 48), said.BROKEN
    yield "text-bomb.png", png_of_size(9, 9, bytes(252), more=[(b"zTXt", b"a\0\0" + bomb)]), said.BROKEN
    yield "profile-bomb.png", png_of_size(9, 9, bytes(252), more=[(b"iCCP", b"a\0\0" + bomb)]), said.BROKEN
    yield "text-flood.png", png_of_size(9, 9, bytes(252), more=[(b"zTXt", b"a\0\0" + flood)] * 70), said.BROKEN
    yield "cut.jpg", _cut(noisy("JPEG")), said.BROKEN
    yield "cut.png", _cut(noisy("PNG")), said.BROKEN
    yield "cut.webp", _cut(noisy("WEBP")), said.TOO_COSTLY_WEBP
    yield "cut.avif", _cut(noisy("AVIF")), said.BROKEN
    yield "cut.heic", _cut(noisy("HEIF")), said.BROKEN
    yield "cut.gif", _cut(noisy("GIF")), said.BROKEN
    yield "moving.gif", moving("GIF"), said.MOVING
    yield "moving.webp", moving("WEBP"), said.MOVING
    yield "moving.png", moving("PNG"), said.MOVING
    yield "moving.avif", moving("AVIF"), said.MOVING
    yield "moving.heic", sequence, said.MOVING
    yield "heavy.jpg", encoded() + bytes(40 * 1024 * 1024), said.TOO_HEAVY


def _webp_canvas(width, height):
    data = bytearray(encoded("WEBP", (60, 40), "RGBA", lossless=False, exif=_noted(Artist="a")))
    assert data[12:16] == b"VP8X"
    data[24:27], data[27:30] = (width - 1).to_bytes(3, "little"), (height - 1).to_bytes(3, "little")
    return bytes(data)


def _taken():
    usual = (60, 40)
    archive = zipped("secret.html")
    palette = Image.new("P", (30, 20), 1)
    palette.putpalette([0, 0, 0, 200, 150, 40])
    deep = struct.pack(">3H", 65535, 32896, 0) * 9
    yield "photo.txt", encoded(), ("jpeg", "RGB", usual)
    yield "photo.jpeg", encoded("PNG"), ("png", "RGB", usual)
    yield "photo.png", encoded("WEBP"), ("webp", "RGB", usual)
    yield "IMG_1.HEIC", encoded("HEIF"), ("jpeg", "RGB", usual)
    yield "photo.avif", encoded("AVIF"), ("jpeg", "RGB", usual)
    yield "still.gif", encoded("GIF"), ("png", "RGB", usual)
    # The decoder believes the box and scales.
    yield "lie.avif", boxes_of_size("AVIF", 64, 48), ("jpeg", "RGB", (64, 48))
    yield "clear.heic", encoded("HEIF", mode="RGBA", colour=(1, 2, 3, 90)), ("png", "RGBA", usual)
    yield "clear.avif", encoded("AVIF", mode="RGBA", colour=(1, 2, 3, 90)), ("png", "RGBA", usual)
    yield "not-clear.avif", encoded("AVIF", mode="RGBA", colour="navy"), ("jpeg", "RGB", usual)
    yield "clear.gif", written(palette, "GIF", transparency=1), ("png", "RGBA", (30, 20))
    yield "clear-palette.png", written(palette, "PNG", transparency=1), ("png", "RGBA", (30, 20))
    yield "clear.png", encoded("PNG", mode="RGBA", colour=(1, 2, 3, 90)), ("png", "RGBA", usual)
    yield "clear.webp", encoded("WEBP", mode="RGBA", colour=(1, 2, 3, 90)), ("webp", "RGBA", usual)
    yield "clear-colour.png", encoded("PNG", transparency=(0, 0, 128)), ("png", "RGBA", usual)
    yield "page-behind.jpg", encoded() + b"<html>" + SECRET, ("jpeg", "RGB", usual)
    yield "archive-behind.jpg", encoded() + archive, ("jpeg", "RGB", usual)
    yield "archive-behind.png", encoded("PNG") + archive, ("png", "RGB", usual)
    yield "script.gif", _gif_script(), ("png", "RGB", usual)
    yield "page-in-comment.jpg", encoded(comment=SECRET), ("jpeg", "RGB", usual)
    yield "page-in-exif.jpg", encoded(exif=_noted(ImageDescription=SECRET.decode())), ("jpeg", "RGB", usual)
    yield "page-in-text.png", encoded("PNG", pnginfo=_texts()), ("png", "RGB", usual)
    yield "page-in-xmp.webp", encoded("WEBP", xmp=SECRET), ("webp", "RGB", usual)
    yield "page-in-profile.png", encoded("PNG", icc_profile=SECRET), ("png", "RGB", usual)
    yield "two-in-one.jpg", _two_in_one(), ("jpeg", "RGB", (40, 30))
    yield "with-film.jpg", _still_in_samsung(), ("jpeg", "RGB", usual)
    yield "print.jpg", encoded(mode="CMYK", colour=(0, 0, 0, 0)), ("jpeg", "RGB", usual)
    yield (
        "print-profile.jpg",
        encoded(mode="CMYK", colour=(0, 0, 0, 255), icc_profile=printer()),
        ("jpeg", "RGB", usual),
    )
    yield "print-wrong.jpg", encoded(mode="CMYK", colour=(0, 0, 0, 0), icc_profile=display_p3()), ("jpeg", "RGB", usual)
    yield "p3.jpg", encoded(icc_profile=display_p3()), ("jpeg", "RGB", usual)
    yield "sixteen-grey.png", written(Image.new("I;16", (30, 20), 32896), "PNG"), ("png", "L", (30, 20))
    yield "sixteen.png", png_of_size(3, 3, (b"\0" + deep[:18]) * 3, depth=16), ("png", "RGB", (3, 3))
    yield "one-bit.png", encoded("PNG", mode="1", colour=None), ("png", "L", usual)
    yield "grey.png", encoded("PNG", mode="L", colour=7), ("png", "L", usual)
    yield "grey.jpg", encoded(mode="L", colour=7), ("jpeg", "L", usual)
    yield "grey-clear.png", encoded("PNG", mode="LA", colour=(7, 9)), ("png", "LA", usual)
    yield "dot.png", encoded("PNG", (1, 1)), ("png", "RGB", (1, 1))
    yield "dot.jpg", encoded("JPEG", (1, 1)), ("jpeg", "RGB", (1, 1))
    yield "line.png", encoded("PNG", (1, 20000)), ("png", "RGB", (1, 20000))
    yield "line.jpg", encoded("JPEG", (20000, 1)), ("jpeg", "RGB", (20000, 1))
    yield "progressive.jpg", encoded(progressive=True), ("jpeg", "RGB", usual)
    yield "broken-exif.jpg", encoded(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff broken"), ("jpeg", "RGB", usual)


@functools.cache
def hostile_files():
    """Every file once; made when first asked for, which takes about a second."""
    refused = [Sent(name, data, said=said) for name, data, said in _refused()]
    return refused + [Sent(name, data, kept=kept) for name, data, kept in _taken()]
