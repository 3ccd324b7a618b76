"""Smaller copies: which there are, what they show, that they are whole, whoever makes them and however it ends."""

import io
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from PIL import Image, ImageDraw

from aseanapol_site.storage import WholeFiles
from news.models import Picture
from news.pictures.ingest import ingest
from news.pictures.renditions import (
    AT_THE_DESK,
    FORMS,
    SHAPES,
    THUMBNAIL,
    WHOLE,
    NoSuchRendition,
    UnreadableOriginal,
    all_names,
    crop_url,
    full_url,
    lead_crop,
    make_renditions,
    missing,
    offered,
    open_rendition,
    picture_url,
    remove_renditions,
    rendition_size,
    srcset,
    stamp,
    unwanted,
)
from news.pictures.renditions.make import PHONE_BYTES
from tests.pictures.exiftool import exiftool, leaks
from tests.pictures.phone import phone_photograph

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MIME = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def taken(width=2000, height=1000, mode="RGB", form="JPEG", **facts):
    data = io.BytesIO()
    Image.new(mode, (width, height), "navy").save(data, format=form)
    return stored(data.getvalue(), **facts)


def stored(data, **facts):
    picture = ingest(io.BytesIO(data))
    for name, value in facts.items():
        setattr(picture, name, value)
    picture.save()
    return picture


def shown(picture, name):
    with open_rendition(picture, name) as file:
        data = file.read()
    image = Image.open(io.BytesIO(data))
    image.load()
    image.data = data
    return image


def on_disk(files):
    return sorted(path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file())


# Which there are


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("width", WHOLE.widths)
def test_a_rendition_is_made_when_it_is_asked_for(width, form):
    picture = taken()

    image = shown(picture, f"{width}.{form}")

    assert (MIME[image.format], image.size) == (form, (width, width // 2))
    assert rendition_size(picture, width) == (width, width // 2)


@pytest.mark.parametrize(("size", "ratio"), [((2000, 1000), 2), ((1000, 2000), 0.5), ((3000, 500), 6)])
def test_every_name_of_the_recipe_has_its_form_and_size(size, ratio):
    picture = taken(*size)

    for name in make_renditions(picture):
        image = shown(picture, name)
        asked = 3 / 2 if name.startswith("3x2") else 2 if name.startswith("2x1") else ratio
        assert image.width / image.height == pytest.approx(asked, rel=0.02), name
        assert image.width <= size[0], name
        assert image.height <= size[1], name
        assert MIME[image.format] == name.rpartition(".")[2]


def test_nothing_is_enlarged_and_nothing_is_kept_twice(files):
    picture = taken(700, 350)

    for name in ("800.webp", "960.webp", "1440.webp"):
        assert shown(picture, name).size == (700, 350)
    assert shown(picture, "2x1-1440.jpg").size == (700, 350)
    assert shown(picture, "3x2-480.avif").size == (480, 320)
    assert rendition_size(picture, 960) == (700, 350)
    made = [name for name in on_disk(files) if "renditions" in name]
    assert [Path(name).name for name in made] == ["2x1-800.jpg", "3x2-480.avif", "800.webp"]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (300, [(480, 300)]),
        (480, [(480, 480)]),
        (700, [(480, 480), (800, 700)]),
        (1000, [(480, 480), (800, 800), (960, 960), (1440, 1000)]),
        (1440, [(480, 480), (800, 800), (960, 960), (1440, 1440)]),
        (3000, [(480, 480), (800, 800), (960, 960), (1440, 1440)]),
    ],
)
def test_each_width_is_offered_once(width, expected):
    assert offered(taken(width, 100)) == expected


def test_of_a_low_picture_the_thumbnails_are_as_wide_as_the_cut():
    assert offered(taken(900, 200), THUMBNAIL) == [(240, 240), (480, 300)]


def test_addresses_are_short_and_say_the_width_of_the_file():
    picture = taken(700, 350)
    key = picture.sha256[:16]

    assert picture_url(picture, 960) == f"/media/{key}/960.webp"
    assert crop_url(picture, 240, "avif") == f"/media/{key}/3x2-240.avif"
    assert full_url(picture) == f"/media/{key}/full.jpg"
    assert srcset(picture, "avif") == f"/media/{key}/480.avif 480w, /media/{key}/800.avif 700w"
    with pytest.raises(NoSuchRendition, match="no rendition 1000 wide"):
        picture_url(picture, 1000)


@pytest.mark.parametrize(
    "name",
    ["481.webp", "0480.webp", "480.gif", "3x2-960.avif", "4x3-240.avif", "full.webp", "full.png", "../x", "", "\0"],
)
def test_a_name_that_is_not_of_the_recipe_is_refused(name, files):
    with pytest.raises(NoSuchRendition):
        open_rendition(taken(), name)
    assert not [path for path in on_disk(files) if "renditions" in path]


# What they show


def marked(focus, size=(1600, 1200)):
    """A grey picture with a red square at its focal point."""
    image = Image.new("RGB", size, "grey")
    x, y = size[0] * focus[0] / 100, size[1] * focus[1] / 100
    ImageDraw.Draw(image).rectangle((x - 40, y - 40, x + 40, y + 40), fill="red")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=95)
    return stored(data.getvalue(), focus_x=focus[0], focus_y=focus[1])


def reds(image):
    image = image.convert("RGB")
    return sum(1 for r, g, b in image.get_flattened_data() if r > 160 and g < 90 and b < 90)


@pytest.mark.parametrize("size", [(1600, 1200), (1200, 1600), (1800, 500), (500, 1800)])
@pytest.mark.parametrize("focus", [(0, 0), (100, 0), (0, 100), (100, 100), (50, 50), (20, 80)])
def test_every_cut_keeps_the_focal_point(focus, size):
    picture = marked(focus, size)

    for shape in SHAPES:
        width = offered(picture, shape)[0][0]
        assert reds(shown(picture, f"{shape.prefix}{width}.webp")), shape
    for asked in ((1200, 630), (300, 900)):
        assert reds(Image.open(io.BytesIO(lead_crop(picture, *asked)))), asked


def test_the_focal_point_stands_in_the_middle_where_it_can():
    picture = marked((50, 60), (800, 1600))
    image = shown(picture, "2x1-800.jpg").convert("RGB")
    assert image.getpixel((image.width // 2, image.height // 2))[0] > 160


def test_without_a_focal_point_an_upright_picture_keeps_what_is_above_its_middle():
    upright, lying = marked((50, 30), (800, 1600)), marked((50, 50), (1600, 1200))
    for picture in (upright, lying):
        picture.focus_x = picture.focus_y = None
        assert reds(shown(picture, "3x2-480.webp"))


def test_the_cut_for_a_card_has_the_size_asked_for_or_less_never_more():
    picture = taken(2000, 1000)
    assert Image.open(io.BytesIO(lead_crop(picture, 1200, 630))).size == (1200, 630)
    assert Image.open(io.BytesIO(lead_crop(taken(600, 600), 1200, 630))).size == (600, 315)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA"])
def test_grey_and_see_through_pictures_have_renditions_too(mode):
    assert shown(taken(600, 300, mode, "PNG"), "480.webp").size == (480, 240)


def test_what_is_see_through_stands_on_white_but_in_the_full_file():
    data = io.BytesIO()
    Image.new("RGBA", (600, 400), (0, 0, 0, 0)).save(data, "PNG")
    picture = stored(data.getvalue())

    for form in FORMS:
        assert min(shown(picture, f"480.{form}").convert("RGB").getpixel((5, 5))) > 250
    full = shown(picture, "full.png")
    assert (full.format, full.mode, full.getpixel((5, 5))[3]) == ("PNG", "RGBA", 0)
    assert full_url(picture).endswith("/full.png")


# What they say


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_every_file_says_who_owns_it_and_nothing_else(form):
    picture = taken(1500, 1000, form=form, credit="Photo: Đặng Thị Hà", copyright="© 2026 Police of Testland")

    full = "full.png" if form == "PNG" else "full.jpg"
    for name in ("480.avif", "480.webp", "480.jpg", "3x2-240.avif", full):
        data = shown(picture, name).data
        assert not leaks(data), name
        said = exiftool(data)
        assert (said["IFD0:Artist"], said["IFD0:Copyright"]) == (picture.credit, picture.copyright), name


def test_the_full_file_has_the_pixels_of_the_original_and_the_owner_of_today():
    picture = stored(phone_photograph(1, megapixels=2, artist="Somebody", copyright="Somebody's"))
    picture.credit, picture.copyright = "Photo: the Secretariat", ""
    with picture.file.open() as file:
        original = Image.open(io.BytesIO(file.read()))

    full = shown(picture, "full.jpg")

    assert full.tobytes() == original.convert(full.mode).tobytes()
    assert not leaks(full.data)
    assert exiftool(full.data)["IFD0:Artist"] == "Photo: the Secretariat"
    assert "IFD0:Copyright" not in exiftool(full.data)


def test_without_an_owner_nothing_is_said():
    assert not shown(taken(), "480.jpg").getexif()


# Weight


@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_phone_loads_first_is_light(seed):
    picture = stored(phone_photograph(seed))
    for name in ("800.avif", "2x1-800.avif"):
        assert len(shown(picture, name).data) <= PHONE_BYTES


def test_a_restless_picture_is_brought_below_the_limit_too():
    image = Image.merge("RGB", [Image.effect_noise((1200, 900), 45) for _ in range(3)])
    data = io.BytesIO()
    image.resize((2400, 1800)).save(data, "JPEG", quality=90)
    assert len(shown(stored(data.getvalue()), "800.avif").data) <= 2 * PHONE_BYTES


# How they are kept


def test_a_rendition_is_made_once(files):
    picture = taken(800, 600)
    assert make_renditions(picture) == all_names(picture)
    first = {path: os.stat(files / path).st_mtime_ns for path in on_disk(files)}

    assert make_renditions(picture) == []
    shown(picture, "480.webp")

    assert {path: os.stat(files / path).st_mtime_ns for path in on_disk(files)} == first


def test_only_those_that_are_asked_for_are_made(files):
    picture = taken()
    assert make_renditions(picture, AT_THE_DESK) == ["480.webp", "960.webp", "3x2-240.webp"]
    assert missing(picture) == [name for name in all_names(picture) if name not in AT_THE_DESK]


@pytest.mark.parametrize("change", [{"focus_x": 10, "focus_y": 90}, {"credit": "Somebody"}, {"copyright": "© X"}])
def test_another_focal_point_or_owner_makes_them_anew(change, files):
    picture = taken()
    make_renditions(picture)
    before, former = stamp(picture), on_disk(files)

    for name, value in change.items():
        setattr(picture, name, value)

    assert stamp(picture) != before
    assert missing(picture) == all_names(picture)
    assert len(unwanted(picture)) == len(all_names(picture))
    make_renditions(picture)
    assert unwanted(picture) == []
    assert len(on_disk(files)) == len(former)
    assert not any(before in path for path in on_disk(files))


def test_words_that_no_file_holds_make_nothing_anew():
    picture = taken()
    before = stamp(picture)
    picture.caption, picture.alt = "From left", "Two people"
    assert stamp(picture) == before


def test_another_recipe_makes_them_anew(monkeypatch):
    picture = taken()
    make_renditions(picture)
    monkeypatch.setattr("news.pictures.renditions.recipe.VERSION", 99)
    assert missing(picture) == all_names(picture)


def test_a_name_that_left_the_recipe_is_not_wanted(files):
    picture = taken()
    make_renditions(picture)
    path = next(path for path in on_disk(files) if path.endswith("/480.webp"))
    (files / path.replace("480.webp", "640.webp")).write_bytes(b"x")
    assert [Path(path).name for path in unwanted(picture)] == ["640.webp"]
    make_renditions(picture)
    assert unwanted(picture) == []


def test_all_of_a_picture_are_removed_with_their_folders(files):
    picture, other = taken(), taken(900, 900)
    make_renditions(picture)
    make_renditions(other, AT_THE_DESK)
    picture.credit = "Former"
    open_rendition(picture, "480.webp").close()

    remove_renditions(picture)

    assert not list(files.glob(f"pictures/renditions/*/{picture.sha256}"))
    assert missing(other, AT_THE_DESK) == []
    remove_renditions(picture)


# How it ends otherwise


def test_a_lost_original_is_said_and_leaves_nothing(files):
    picture = taken()
    picture.file.storage.delete(picture.file.name)

    with pytest.raises(FileNotFoundError):
        open_rendition(picture, "480.webp")
    with pytest.raises(FileNotFoundError):
        make_renditions(picture)
    assert on_disk(files) == []


@pytest.mark.parametrize("broken", [b"", b"no picture", None], ids=["empty", "text", "cut off"])
@pytest.mark.parametrize("name", ["480.webp", "full.jpg"])
def test_an_original_that_is_broken_is_said_and_leaves_nothing(broken, name, files):
    picture = taken()
    path = files / picture.file.name
    path.write_bytes(path.read_bytes()[:300] if broken is None else broken)

    with pytest.raises(UnreadableOriginal):
        open_rendition(picture, name)
    assert not [path for path in on_disk(files) if "renditions" in path]


def test_who_asks_gets_it_even_if_it_cannot_be_stored(monkeypatch, caplog):
    picture = taken()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WholeFiles, "_save", full)
    assert shown(picture, "480.webp").size == (480, 240)
    assert "could not be stored" in caplog.text


def test_many_at_once_leave_whole_files_and_nothing_else(files):
    picture = taken(800, 600)

    with ThreadPoolExecutor(6) as pool:
        images = list(pool.map(lambda number: shown(picture, ("480.webp", "480.avif")[number % 2]), range(12)))

    assert {image.size for image in images} == {(480, 360)}
    assert sorted(Path(path).name for path in on_disk(files) if "renditions" in path) == ["480.avif", "480.webp"]


MAKER = """
import sys
import django
django.setup()
from django.test.utils import override_settings
from news.models import Picture
from news.pictures.renditions import make_renditions
picture = Picture(sha256=sys.argv[2], format="jpeg", width=int(sys.argv[4]), height=int(sys.argv[5]))
picture.file.name = sys.argv[3]
with override_settings(MEDIA_ROOT=sys.argv[1]):
    print("begun", flush=True)
    for _ in range(int(sys.argv[6])):
        make_renditions(picture)
"""


def maker(files, picture, times=1):
    arguments = [files, picture.sha256, picture.file.name, picture.width, picture.height, times]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."}
    process = subprocess.Popen(
        [sys.executable, "-c", MAKER, *map(str, arguments)], env=environment, stdout=subprocess.PIPE, text=True
    )
    with process.stdout as said:
        assert said.readline() == "begun\n"
    return process


def test_two_processes_at_once_leave_whole_files_and_nothing_else(files):
    picture = taken(1500, 1000)
    both = [maker(files, picture) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]

    made = [path for path in on_disk(files) if "originals" not in path]
    assert sorted(Path(path).name for path in made) == sorted(all_names(picture))
    for name in all_names(picture):
        shown(picture, name)


def test_a_maker_that_is_killed_leaves_no_half_file(files):
    picture = stored(phone_photograph(3, megapixels=6))
    process = maker(files, picture)
    until = time.monotonic() + 60
    while time.monotonic() < until and not any("renditions" in path for path in on_disk(files)):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(10)

    for path in on_disk(files):
        if "renditions" in path:
            with Image.open(files / path) as image:
                image.load()
    make_renditions(picture)
    assert missing(picture) == []
    for name in all_names(picture):
        shown(picture, name)


def test_any_storage_will_do(monkeypatch):
    """Nothing but Django's storage API: no paths, no folders."""
    picture, storage = taken(), InMemoryStorage()
    with picture.file.open() as file:
        storage.save(picture.file.name, ContentFile(file.read()))
    monkeypatch.setattr(Picture._meta.get_field("file"), "storage", storage)
    picture = Picture.objects.get(pk=picture.pk)

    assert make_renditions(picture) == all_names(picture)
    assert make_renditions(picture) == []
    assert shown(picture, "2x1-800.avif").size == (800, 400)
    picture.credit = "Somebody else"
    make_renditions(picture, AT_THE_DESK)
    assert unwanted(picture) == []
    remove_renditions(picture)
    assert storage.listdir("pictures/renditions") == ([], [])
