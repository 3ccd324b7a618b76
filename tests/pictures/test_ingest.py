"""What an officer, or somebody worse, may send as a picture."""

import contextlib
import hashlib
import io
import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import Base

from news.enums import Role
from news.errors import Problems
from news.models import Picture
from news.pictures import ingest as door
from news.pictures import refusals
from news.pictures.ingest import ingest
from news.pictures.plain import rewrite
from news.pictures.recognize import recognize
from tests.factories import make_account
from tests.pictures.exiftool import exiftool, leaks
from tests.pictures.hostile import encoded, hostile_files, png_of_size, written
from tests.pictures.phone import MODEL, SERIAL, phone_photograph, size_of
from tests.pictures.profiles import display_p3, printer

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EVERY_FORM = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]


def sent(data, name="photo.jpg", **more):
    return ingest(SimpleUploadedFile(name, data), **more)


def kept(picture):
    """The bytes that are stored."""
    with picture.file.open("rb") as file:
        return file.read()


def stored(picture):
    image = Image.open(io.BytesIO(kept(picture)))
    image.load()
    return image


def files(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def outcome(data, name="photo.jpg"):
    """The sentence, or what is stored."""
    try:
        picture = sent(data, name)
    except Problems as problems:
        (sentence,) = problems.by_field["file"]
        return sentence
    image = stored(picture)
    assert image.size == (picture.width, picture.height)
    assert image.format.lower() == picture.format
    return picture.format, image.mode, image.size


# Every hostile file


def test_every_hostile_file_gets_its_sentence_or_is_kept_plain():
    expected = {file.name: file.said or file.kept for file in hostile_files()}

    got = {file.name: outcome(file.data, file.name) for file in hostile_files()}

    assert got == expected


def test_nothing_of_a_hostile_file_is_kept_when_it_is_refused(settings):
    for file in hostile_files():
        if file.said:
            outcome(file.data, file.name)

    assert not Picture.objects.exists()
    assert files(settings) == []


def test_what_is_stored_holds_nothing_of_what_was_hidden_in_the_file():
    told = {}
    for file in hostile_files():
        if file.kept:
            data = kept(sent(file.data, file.name))
            told[file.name] = leaks(data)
            assert not re.search(rb"secret|script|PK\x03\x04|<html|ICC_PROFILE|iCCP", data), file.name
            assert data.rstrip(b"\0")[-2:] in {b"\xff\xd9", b"\x60\x82"} or data[:4] == b"RIFF", file.name
    assert {name: found for name, found in told.items() if found} == {}


def test_each_hostile_file_at_the_desk_is_a_sentence_beside_the_field_and_never_an_error(client):
    client.force_login(make_account(Role.WRITER))
    address = reverse("admin:news_picture_add")
    wrong = {}
    for file in hostile_files():
        response = client.post(
            address,
            {"upload": SimpleUploadedFile(file.name, file.data), "alt": "Two rows", "caption": "", "credit": ""},
        )
        if file.kept or not file.data:
            # Django's own form says of an empty file that it is empty.
            wrong[file.name] = response.status_code not in {200, 302}
            continue
        said = " ".join(map(str, response.context["adminform"].form.errors.get("upload", [])))
        wrong[file.name] = response.status_code != 200 or said != file.said or "Two rows" not in response.text
    assert [name for name, is_wrong in wrong.items() if is_wrong] == []


def test_what_is_typed_at_the_desk_wins_over_what_the_camera_says(client):
    client.force_login(make_account(Role.WRITER))
    exif = Image.Exif()
    exif[Base.Artist] = "Camera owner"
    data = encoded(exif=exif)

    def post(credit):
        form = {"upload": SimpleUploadedFile("photo.jpg", data), "alt": "Two rows", "caption": "", "credit": credit}
        client.post(reverse("admin:news_picture_add"), form)
        return Picture.objects.get().credit

    assert post("Secretariat") == "Secretariat"
    assert post("Somebody else") == "Secretariat", "the picture that is there keeps its words"


def test_every_sentence_is_short_and_calm():
    said = [value for name, value in vars(refusals).items() if name.isupper()]

    assert len(said) == len(set(said)) >= 15
    for text in said:
        assert "!" not in text
        for sentence in re.split(r"(?<=[.])\s", text):
            assert len(sentence.split()) <= 20, sentence


# What is stored


def test_the_hash_is_that_of_the_stored_bytes_and_names_the_file():
    data = encoded()

    picture = sent(data)

    assert hashlib.sha256(kept(picture)).hexdigest() == picture.sha256
    assert hashlib.sha256(data).hexdigest() == picture.source_sha256
    assert len(kept(picture)) == picture.size
    assert picture.file.name.endswith(f"/{picture.sha256}.jpg")


def test_a_folder_in_the_name_is_left_out():
    assert sent(encoded(), "photo.jpg").original_name == "photo.jpg"
    named = ingest(io.BytesIO(encoded(colour="red")), name="C:\\Users\\officer\\lead\x00.jpg")
    assert named.original_name == "lead.jpg"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright_once(form, orientation):
    """Three corners have a colour each, so that turned and mirrored ones differ."""
    upright = Image.new("RGB", (64, 48), "black")
    for colour, place in {"red": (0, 0), "lime": (40, 0), "blue": (0, 24)}.items():
        upright.paste(colour, (*place, place[0] + 24, place[1] + 24))
    # How a camera lays it down, so that the orientation turns it back.
    laid = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)
    laid = upright if laid is None else upright.transpose(Image.Transpose(laid))
    exif = Image.Exif()
    exif[Base.Orientation] = orientation

    picture = sent(written(laid, form, exif=exif))

    assert (picture.width, picture.height) == (64, 48)
    image = stored(picture).convert("RGB")
    corners = [image.getpixel(place) for place in [(12, 12), (52, 12), (12, 36), (52, 36)]]
    assert [max(range(3), key=corner.__getitem__) for corner in corners[:3]] == [0, 1, 2]
    assert all(max(corner) > 150 for corner in corners[:3])
    assert max(corners[3]) < 100


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_is_turned_once_though_it_says_so_twice(orientation):
    """The box says how to turn it, and so does the EXIF block that phones write beside."""
    laid = Image.new("RGB", (64, 48), "navy")
    laid.paste("red", (0, 0, 32, 24))
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    data = written(laid, "HEIF", exif=exif.tobytes(), quality=90)
    assert (b"irot" in data or b"imir" in data) == (orientation > 1)
    said = data.index(b"\x01\x12\x00\x03\x00\x00\x00\x01") + 8
    data = data[:said] + bytes([0, orientation]) + data[said + 2 :]

    image = stored(sent(data, "IMG.HEIC"))

    width, height = image.size
    assert (width, height) == ((48, 64) if orientation > 4 else (64, 48))
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    red, _, blue = image.getpixel((width // 4 + corner[0] * width // 2, height // 4 + corner[1] * height // 2))
    assert red > 150 > blue


def test_print_colours_become_screen_colours():
    white = stored(sent(encoded(mode="CMYK", colour=(0, 0, 0, 0))))
    assert min(white.getpixel((30, 20))) > 240

    profile = stored(sent(encoded(mode="CMYK", colour=(0, 0, 0, 255), icc_profile=printer())))
    red, green, _ = profile.getpixel((30, 20))
    assert red > 120, "the profile says that its black is a light red"
    assert red > green + 20


def test_the_wide_colours_of_a_phone_become_those_of_the_screen():
    data = written(Image.new("RGB", (30, 20), (200, 60, 60)), "PNG", icc_profile=display_p3())

    red, green, blue = stored(sent(data)).getpixel((5, 5))

    assert red > 212
    assert green < 50
    assert blue < 60


def test_sixteen_bits_a_channel_become_eight():
    assert stored(sent(written(Image.new("I;16", (30, 20), 32896), "PNG"))).getpixel((5, 5)) == 128
    (deep,) = [file for file in hostile_files() if file.name == "sixteen.png"]
    assert stored(sent(deep.data)).getpixel((0, 0)) == (255, 128, 0)


def test_of_two_pictures_in_one_file_the_first_is_kept():
    (two,) = [file for file in hostile_files() if file.name == "two-in-one.jpg"]

    red, _, blue = stored(sent(two.data)).getpixel((20, 15))

    assert blue > 100 > red


def test_see_through_parts_stay_so():
    for file in hostile_files():
        if file.name.startswith("clear") and file.kept[1] == "RGBA":
            assert stored(sent(file.data)).getchannel("A").getextrema()[0] < 100, file.name


def test_a_picture_of_fifty_million_pixels_is_taken():
    assert sent(written(Image.new("1", (10000, 5000)), "PNG")).width == 10000


def test_a_file_over_forty_megabytes_is_refused_without_reading_it_all():
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, number=-1):
            assert 0 < number <= 1024 * 1024, "read in pieces"
            self.asked += number
            return b"\xff\xd8" + b"\0" * (number - 2)

    endless = Endless()
    with pytest.raises(Problems, match="larger than 40 MB"):
        ingest(endless)
    assert endless.asked <= door.MAX_BYTES + 1024 * 1024


# What it says about itself


@pytest.mark.parametrize("form", EVERY_FORM)
def test_place_camera_thumbnail_and_notes_are_gone_and_the_two_marks_stay(form):
    # Pillow itself writes an AVIF's block anew, and in ASCII.
    artist, owner = ("Officer Ngoc", "Police") if form == "AVIF" else ("Officer Ngọc", "© Police")
    phone = Image.open(io.BytesIO(phone_photograph(5, megapixels=0.3, artist=artist, copyright=owner)))
    data = written(phone, form, exif=phone.info["exif"])
    assert SERIAL.encode() in data

    picture = sent(data)

    said = exiftool(kept(picture))
    assert leaks(kept(picture)) == {}
    assert (said["IFD0:Artist"], said["IFD0:Copyright"]) == (artist, owner)
    assert (picture.credit, picture.copyright) == (artist, owner)
    assert not re.search(rb"GPS|Maker|SN-4711|Phone of", kept(picture))
    assert SERIAL not in str(vars(picture))
    assert MODEL not in str(vars(picture))


def test_a_photograph_of_a_phone_as_it_comes(settings):
    data = phone_photograph(9, artist="Officer Somebody")
    assert 2_500_000 < len(data) < 6_000_000
    assert exiftool(data)["IFD1:ThumbnailLength"] > 500

    picture = sent(data, "IMG_0009.JPG")

    assert (picture.height, picture.width) == size_of(12), "upright"
    assert picture.credit == "Officer Somebody"
    assert leaks(kept(picture)) == {}


def test_without_marks_there_is_no_block_at_all():
    for form in EVERY_FORM:
        picture = sent(encoded(form, exif=_camera_only()))
        assert b"Exif" not in kept(picture), form
        assert not stored(picture).getexif()


def _camera_only():
    exif = Image.Exif()
    exif[Base.Make] = "Maker"
    return exif.tobytes()


def test_a_row_that_is_there_keeps_its_own_words():
    exif = Image.Exif()
    exif[Base.Artist] = "Camera owner"
    data = encoded(exif=exif)
    first = sent(data)
    Picture.objects.filter(pk=first.pk).update(credit="Secretariat")

    again = sent(data)

    assert again.credit == "Secretariat"
    assert (first.was_there, again.was_there) == (False, True)


# Whatever the bytes


LONGEST = 3000
SMALL = [
    encoded("JPEG"),
    encoded("JPEG", progressive=True),
    encoded("PNG"),
    encoded("PNG", mode="P", colour=3),
    encoded("WEBP"),
    encoded("WEBP", lossless=True),
    encoded("GIF"),
]


def written_or_refused(data):
    """Through what decodes, without a process of its own: `Refused` or a picture, nothing else."""
    target = io.BytesIO()
    try:
        done = rewrite(io.BytesIO(data), recognize(data[:4096]), target)
    except refusals.Refused as refused:
        return str(refused)
    with Image.open(target) as image:
        image.load()
        assert image.size == (done.width, done.height)
    return done


@given(st.binary(max_size=LONGEST))
def test_any_bytes_are_a_sentence_or_a_picture(data):
    assert written_or_refused(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SMALL), st.lists(st.tuples(st.integers(0, LONGEST), st.integers(0, 255)), max_size=12))
def test_a_damaged_picture_is_a_sentence_or_a_picture(whole, damage):
    data = bytearray(whole)
    for place, value in damage:
        data[place % len(data)] = value
    assert written_or_refused(bytes(data))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SMALL), st.integers(0, LONGEST), st.binary(max_size=200))
def test_a_picture_with_something_put_into_it_is_a_sentence_or_a_picture(whole, place, more):
    place %= len(whole)
    assert written_or_refused(whole[:place] + more + whole[place:])


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
def test_damaged_boxes_are_a_sentence_or_a_picture(form):
    chance = random.Random(5)
    whole = encoded(form)
    for _ in range(12):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with contextlib.suppress(Problems):
            sent(bytes(broken))


def test_a_head_that_lies_about_its_size_costs_no_memory():
    assert outcome(png_of_size(7000, 7000)) == refusals.BROKEN
