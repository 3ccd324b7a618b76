"""Smaller copies: which there are, where they stand, that they are whole."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from news.pictures.ingest import ingest
from news.pictures.renditions import (
    make_renditions,
    offered,
    picture_url,
    rendition_path,
    rendition_size,
    srcset,
)

pytestmark = pytest.mark.django_db


def taken(width=2000, height=1000, mode="RGB", form="JPEG"):
    data = io.BytesIO()
    Image.new(mode, (width, height), "navy").save(data, format=form)
    return ingest(io.BytesIO(data.getvalue()))


@pytest.mark.parametrize("width", [480, 960, 1440])
def test_a_rendition_is_made_when_it_is_asked_for(width, settings):
    picture = taken()

    path = rendition_path(picture, width)

    assert path == settings.MEDIA_ROOT / "pictures" / "renditions" / picture.sha256 / f"{width}.webp"
    with Image.open(path) as image:
        assert (image.format, image.size) == ("WEBP", (width, width // 2))
    assert rendition_size(picture, width) == (width, width // 2)


def test_nothing_is_enlarged():
    picture = taken(700, 350)

    with Image.open(rendition_path(picture, 960)) as image:
        assert image.size == (700, 350)
    assert rendition_size(picture, 960) == (700, 350)


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (300, [(480, 300)]),
        (480, [(480, 480)]),
        (700, [(480, 480), (960, 700)]),
        (1000, [(480, 480), (960, 960), (1440, 1000)]),
        (1440, [(480, 480), (960, 960), (1440, 1440)]),
        (3000, [(480, 480), (960, 960), (1440, 1440)]),
    ],
)
def test_each_width_is_offered_once(width, expected):
    assert offered(taken(width, 100)) == expected


def test_addresses_are_short_and_say_the_width_of_the_file():
    picture = taken(700, 350)
    key = picture.sha256[:16]

    assert picture_url(picture, 960) == f"/media/{key}/960.webp"
    assert srcset(picture) == f"/media/{key}/480.webp 480w, /media/{key}/960.webp 700w"
    with pytest.raises(ValueError, match="no rendition 1000 wide"):
        picture_url(picture, 1000)


def test_many_at_once_leave_whole_files_and_nothing_else():
    picture = taken(800, 600)

    with ThreadPoolExecutor(6) as pool:
        paths = set(pool.map(lambda _: rendition_path(picture, 480), range(12)))

    (path,) = paths
    assert [each.name for each in path.parent.iterdir()] == ["480.webp"]


def test_a_rendition_is_made_once(settings):
    picture = taken(800, 600)
    first = [path.stat().st_mtime_ns for path in make_renditions(picture)]

    assert [path.stat().st_mtime_ns for path in make_renditions(picture)] == first


def test_a_lost_original_is_said_and_leaves_nothing():
    picture = taken()
    picture.file.storage.delete(picture.file.name)

    with pytest.raises(FileNotFoundError):
        rendition_path(picture, 480)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA"])
def test_grey_and_see_through_pictures_have_renditions_too(mode):
    with Image.open(rendition_path(taken(600, 300, mode, "PNG"), 480)) as image:
        assert image.size == (480, 240)
