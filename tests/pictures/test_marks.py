"""The two words that a picture may carry."""

import io
import struct

import pytest
from PIL import Image
from PIL.ExifTags import Base

from news.models import Picture
from news.pictures import marks
from news.pictures.marks import exif_of, marks_in
from tests.pictures.exiftool import exiftool, leaks
from tests.pictures.hostile import encoded


def block(*entries):
    """An EXIF block by hand: (tag, type, count, bytes)."""
    data, place = b"", 8 + 2 + 12 * len(entries) + 4
    rows = struct.pack("<H", len(entries))
    for tag, kind, count, value in entries:
        inside = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", place + len(data))
        rows += struct.pack("<HHI", tag, kind, count) + inside
        data += value if len(value) > 4 else b""
    return b"Exif\0\0II*\0\x08\0\0\0" + rows + bytes(4) + data


def artist(value, kind=2, count=None):
    exif = Image.Exif()
    exif.load(block((Base.Artist, kind, len(value) if count is None else count, value)))
    return marks_in(exif)[0]


def test_the_lengths_are_those_of_the_columns():
    assert Picture._meta.get_field("credit").max_length == marks.LONGEST_CREDIT
    assert Picture._meta.get_field("copyright").max_length == marks.LONGEST_COPYRIGHT


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_block_is_what_every_form_takes(form):
    picture = Picture(credit="Đoàn Văn Ngọc", copyright="© ຕຳຫຼວດ 2024")

    data = encoded(form, exif=exif_of(picture))

    said = exiftool(data)
    assert (said["IFD0:Artist"], said["IFD0:Copyright"]) == (picture.credit, picture.copyright)
    assert leaks(data) == {}
    with Image.open(io.BytesIO(data)) as image:
        assert marks_in(image.getexif()) == (picture.credit, picture.copyright)


def test_without_words_there_is_no_block():
    assert exif_of(Picture()) == b""
    assert exif_of(credit=" \0 ", copyright="\n") == b""


def test_one_of_two_is_enough_and_the_same_words_give_the_same_bytes():
    assert b"Police" in exif_of(copyright="Police")
    assert exif_of(credit="A", copyright="B") == exif_of(Picture(credit="A", copyright="B"))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (b"Officer Somebody\0", "Officer Somebody"),
        ("Đoàn Ngọc\0".encode(), "Đoàn Ngọc"),
        ("Müller\0".encode("cp1252"), "Müller"),
        (b"   \0\0\0", ""),
        (b"\0\0\0\0", ""),
        (b"a\0b\0\0\0", "a; b"),
        (b" \0editor only\0", "editor only"),
        (b"two\r\nlines\tand\x07bell\0", "two lines andbell"),
        ("right \u202eto left\0".encode(), "right to left"),
        (b"x" * 65_000 + b"\0", "x" * 120),
        ("ກ".encode() * 3000, "ກ" * 120),
        (b"<script>alert(1)</script>\0", "<script>alert(1)</script>"),
        (b"\xff\xfe\xfd\xfc\x81\x8d\0", "ÿþýü\ufffd\ufffd"),
    ],
)
def test_what_cameras_write_is_one_clean_line(value, read):
    assert artist(value) == read


@pytest.mark.filterwarnings("ignore")
def test_entries_of_the_wrong_type_are_nothing_or_text():
    assert artist(b"Somebody", kind=7) in {"", "Somebody"}
    assert artist(struct.pack("<4H", 1, 2, 3, 4), kind=3, count=4) == ""
    assert artist(struct.pack("<II", 1, 0), kind=5, count=1) == ""
    assert artist(b"short", count=60_000) in {"", "short"}
