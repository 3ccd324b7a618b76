"""What an officer, or somebody worse, may send as a picture."""

import contextlib
import hashlib
import io
import random
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from news.errors import Problems
from news.models import Picture
from news.pictures import ingest as door
from news.pictures.ingest import ingest

pytestmark = pytest.mark.django_db

ORIENTATION, GPS = 0x0112, 0x8825


def made(form="JPEG", size=(60, 40), mode="RGB", colour="navy", **saving):
    """The bytes of a picture of one colour with a lighter left half."""
    image = Image.new(mode, size, colour)
    if mode in {"RGB", "RGBA"}:
        image.paste("orange", (0, 0, size[0] // 2, size[1]))
    data = io.BytesIO()
    image.save(data, format=form, **saving)
    return data.getvalue()


def sent(data, name="photo.jpg"):
    return ingest(SimpleUploadedFile(name, data))


def stored(picture):
    with picture.file.open("rb") as file, Image.open(file) as image:
        image.load()
        return image


def refusal(data, name="photo.jpg"):
    """The sentence at the field; nothing may have been kept."""
    with pytest.raises(Problems) as caught:
        sent(data, name)
    assert list(caught.value.by_field) == ["file"]
    assert not Picture.objects.exists()
    (sentence,) = caught.value.by_field["file"]
    return sentence


def png_of_size(width, height, data=b""):
    """A PNG that claims a size and holds next to nothing."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(data)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


@pytest.mark.parametrize(("form", "known_as"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp")])
def test_the_three_forms_are_known_by_their_bytes_whatever_the_name_says(form, known_as):
    picture = sent(made(form), name="holiday.txt")

    assert (picture.format, picture.width, picture.height) == (known_as, 60, 40)
    assert picture.original_name == "holiday.txt"
    assert stored(picture).format == form


def test_the_hash_is_that_of_the_stored_bytes_and_names_the_file():
    picture = sent(made())

    with picture.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == picture.sha256
    assert picture.file.name.endswith(f"/{picture.sha256}.jpg")


def test_the_same_picture_twice_is_one_row_and_one_file(settings):
    first, again = sent(made(), "one.jpg"), sent(made(), "two.jpg")

    assert first.pk == again.pk
    assert again.original_name == "one.jpg"
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 1


def test_a_folder_in_the_name_is_left_out():
    assert sent(made(), "photo.jpg").original_name == "photo.jpg"
    named = ingest(io.BytesIO(made(colour="red")), name="C:\\Users\\officer\\lead\x00.jpg")
    assert named.original_name == "lead.jpg"


def test_nothing_is_too_little():
    assert refusal(b"") == door.EMPTY


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_picture_that_is_cut_off_is_refused(form, share):
    noise = Image.frombytes("RGB", (200, 150), random.Random(7).randbytes(200 * 150 * 3))
    data = io.BytesIO()
    noise.save(data, format=form)
    whole = data.getvalue()

    assert refusal(whole[: int(len(whole) * share)]) in {door.BROKEN, door.UNKNOWN}


def test_a_picture_of_more_than_fifty_million_pixels_is_refused_before_it_is_decoded():
    assert refusal(png_of_size(8000, 6251)) == door.TOO_LARGE


def test_a_bomb_is_refused():
    assert refusal(png_of_size(60000, 60000)) == door.TOO_LARGE


def test_a_picture_of_fifty_million_pixels_is_taken():
    grey = io.BytesIO()
    Image.new("1", (10000, 5000)).save(grey, format="PNG")

    assert sent(grey.getvalue()).width == 10000


def test_a_file_over_forty_megabytes_is_refused_without_reading_it_all():
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, number=-1):
            assert number > 0, "read with a limit"
            self.asked += number
            return b"\xff\xd8" + b"\0" * (number - 2)

    endless = Endless()
    with pytest.raises(Problems, match="larger than 40 MB"):
        ingest(endless)
    assert endless.asked == door.MAX_BYTES + 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "emblem.svg"),
        (b"MZ\x90\x00\x03" + b"\0" * 500, "photo.jpg"),
        (b"%PDF-1.7\n1 0 obj", "photo.png"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04", "photo.jpg"),
        (b"BM" + b"\0" * 60, "photo.jpg"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC"),
        (b"<html><body>hello</body></html>", "photo.webp"),
        (b"\xff\xd8\xff", "photo.jpg"),
    ],
    ids=["svg", "exe", "pdf", "gif", "bmp", "heic", "html", "three bytes"],
)
def test_what_is_no_jpeg_png_or_webp_is_refused(data, name):
    assert refusal(data, name) == door.UNKNOWN


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(form):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ["navy", "gold", "white"]]
    data = io.BytesIO()
    frames[0].save(data, format=form, save_all=True, append_images=frames[1:], duration=100)

    assert refusal(data.getvalue()) == door.MOVING


def test_a_phone_s_picture_with_a_second_one_behind_it_gives_the_first():
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(
        data, format="MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")]
    )

    picture = sent(data.getvalue())

    assert picture.format == "jpeg"
    red, _, blue = stored(picture).getpixel((20, 15))
    assert blue > 100 > red


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_comments_are_gone(form):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Officer Somebody"
    exif.get_ifd(GPS)[2] = (3.0, 9.0, 24.5)
    extra = {"comment": "a secret comment"} if form == "JPEG" else {}
    data = made(form, exif=exif, **extra) + b"PK\x03\x04 a secret archive behind the picture"
    assert b"Officer Somebody" in data

    picture = sent(data)

    with picture.file.open("rb") as file:
        kept = file.read()
    assert b"Officer" not in kept
    assert b"secret" not in kept
    assert not stored(picture).getexif()
    assert "xmp" not in stored(picture).info


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_upright(form):
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was turned a quarter to the right

    picture = sent(made(form, exif=exif))

    assert (picture.width, picture.height) == (40, 60)
    upper, lower = (stored(picture).convert("RGB").getpixel((20, y)) for y in (15, 45))
    assert upper[0] > 200, "what was left is above"
    assert lower[2] > 100 > lower[0]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_note_of_the_camera_does_not_cost_the_picture():
    data = made(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff broken")

    assert sent(data).width == 60


def test_print_colours_become_screen_colours():
    picture = sent(made(mode="CMYK", colour=(0, 0, 0, 0)))

    assert stored(picture).mode == "RGB"
    assert min(stored(picture).getpixel((30, 20))) > 240


def test_sixteen_bits_a_channel_become_eight():
    data = io.BytesIO()
    Image.new("I;16", (30, 20), 32896).save(data, format="PNG")

    picture = sent(data.getvalue())

    assert stored(picture).mode == "L"
    assert stored(picture).getpixel((5, 5)) == 128


def test_see_through_parts_stay_so():
    palette = Image.new("P", (30, 20), 1)
    palette.putpalette([0, 0, 0, 200, 150, 40])
    data = io.BytesIO()
    palette.save(data, format="PNG", transparency=1)

    assert stored(sent(data.getvalue())).convert("RGBA").getpixel((3, 3))[3] == 0
    assert stored(sent(made("PNG", mode="RGBA", colour=(1, 2, 3, 90)))).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P"])
def test_grey_and_palette_pictures_are_taken(mode):
    assert sent(made("PNG", mode=mode, colour=None)).format == "png"


@pytest.mark.parametrize("profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"no profile"])
def test_a_colour_profile_is_applied_and_left_out(profile):
    picture = sent(made("PNG", icc_profile=profile))

    assert "icc_profile" not in stored(picture).info
    assert stored(picture).getpixel((5, 5)) == (255, 165, 0)


def test_damaged_bytes_give_a_sentence_and_never_another_error():
    chance = random.Random(5)
    said = set()
    for form in ["JPEG", "PNG", "WEBP"]:
        whole = bytearray(made(form))
        for _ in range(60):
            broken = whole.copy()
            for _ in range(chance.randint(1, 8)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            with contextlib.suppress(Problems):
                sent(bytes(broken))
                continue
            said.add(form)
    assert said == {"JPEG", "PNG", "WEBP"}
