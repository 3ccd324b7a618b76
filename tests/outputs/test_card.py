"""The social card as drawn: always 1200 × 630 and small, whatever it says and shows."""

import datetime
import io
import random
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageChops

from news.outputs import card
from news.outputs.card import drawing, words
from news.pictures.renditions import lead_crop
from news.queries import glance, social_card
from news.queries.cards import Dates, EventLine, Where
from tests.factories import make_picture

from .test_typesetting import SENTENCES

HOSTILE = [
    '#panic("x") $ x^2 $ \\ @nobody ] [ ` ``` * _ <label> // /* */ #sys.inputs.card #read("card.typ")',
    "\x00\x07 \u202egnorw\u202c \ud800 \ufffe",
    "W" * 250,
    "mi\u0304" * 80,
    "m\u200b" * 125,
    "😀🎉👮🏽‍♂️🇻🇳",
    "",
    " ",
    "العربية " * 30,
    *(text * 6 for text in SENTENCES.values()),
]


def said(**facts):
    told = {"title": "Police meet in Manila", "kind": "Press release", "reference": "ASP/PR/2024/031",
            "language": "en", "large": "17–20", "small": "September 2024", "place": "Metro Manila, Philippines",
            "country": "ph", "spot": (0.55, 0.59)}  # fmt: skip
    return words.Said(**told | facts)


def opened(data):
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (1200, 630), "RGB")
        assert not image.getexif()
        image.load()
        return image


def photograph(colour="#00ff00", size=(680, 618)):
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return data.getvalue()


def differs(one, other):
    """The box in which two cards differ clearly, or None."""
    return ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > 40)).getbbox()


EVENT = EventLine(
    name="Meeting",
    url="/events/meeting/",
    kind="Meeting",
    dates=Dates(datetime.date(2024, 9, 17), datetime.date(2024, 9, 20)),
    where=Where("Metro Manila", "Philippines", "ph"),
    organizers="",
)


def shown(**facts):
    return social_card.SocialCard(
        **{"title": "Police meet", "kind": "Meeting", "reference": "ASP/PR/2024/031", "language": "en", "event": EVENT,
           "published": timezone.make_aware(datetime.datetime(2024, 9, 21, 1)), "spot": glance.Spot(150, 159)} | facts
    )  # fmt: skip


# What it says


@pytest.mark.parametrize(
    ("event", "large", "small", "place"),
    [
        (EVENT, "17–20", "September 2024", "Metro Manila, Philippines"),
        (replace(EVENT, where=Where(online=True)), "17–20", "September 2024", "Online"),
        (replace(EVENT, where=Where("Geneva", hybrid=True)), "17–20", "September 2024", "Geneva, and online"),
        (replace(EVENT, dates=Dates(datetime.date(2026, 11, 1), None, "month")), "November", "2026", None),
        (replace(EVENT, dates=Dates(None, None, "tba")), "To be announced", "", None),
        (replace(EVENT, dates=Dates(datetime.date(2024, 7, 30), datetime.date(2024, 8, 1))), "30 July – 1 August", "2024", None),
        (replace(EVENT, status="Cancelled", holds=False), "Cancelled", "17–20 September 2024", None),
        (replace(EVENT, status="Postponed", dates=Dates(None, None, "tba")), "Postponed", "New dates to be announced", None),
        (replace(EVENT, status="Postponed"), "17–20", "September 2024", None),
        (None, "21", "September 2024", "Meeting"),
    ],
)  # fmt: skip
def test_when_and_where_it_says(event, large, small, place):
    found = card.say(shown(event=event))
    assert (found.large, found.small) == (large, small)
    if place and "Geneva" not in place:
        assert found.place == place
    assert found.struck == (large == "Cancelled")
    assert found.alert == ("Postponed" if event and event.status and large == "17–20" else "")
    assert found.country == ("ph" if event and "Manila" in found.place else "")
    opened(card.jpeg(found))
    opened(card.jpeg(found, photograph()))


def test_its_version_follows_what_it_says():
    assert card.version(said()) == card.version(said())
    changes = [{"title": "x"}, {"large": "1"}, {"place": "Cebu"}, {"alert": "Postponed"}, {"struck": True},
               {"spot": None}, {"country": ""}, {"picture": ("a", 1, 2)}, {"language": "th"}]  # fmt: skip
    assert len({card.version(said(**change)) for change in [{}, *changes]}) == len(changes) + 1


@pytest.mark.parametrize("language", ["en", "zh", "x'y", "", "en-GB"])
def test_a_language_that_is_none_breaks_nothing(language):
    opened(card.jpeg(card.say(shown(language=language))))


# How it looks


@pytest.mark.parametrize("pictured", [False, True])
@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_any_headline_is_drawn_and_stays_in_its_place(title, pictured):
    picture = photograph("#0b2142") if pictured else None
    with_title = opened(card.jpeg(said(title=title[:250], spot=None), picture))
    without = opened(card.jpeg(said(title="I", spot=None), picture))
    box = differs(with_title, without)
    if box is not None:
        right = 64 + (566 if pictured else 800) + 6
        # The kind moves from the head into the headline where nothing else is left to say.
        assert box[0] >= 60
        assert box[1] >= 50
        assert box[2] <= right
        assert box[3] <= 472


def test_markup_is_printed_as_it_stands():
    assert words.drawable("#panic() *a* _b_ $c$") == "#panic() *a* _b_ $c$"
    assert words.drawable("Police 👮🏽‍♂️ meet 🇻🇳") == "Police meet"
    assert words.drawable("a\x00b \u202e c") == "ab c"
    assert words.drawable("서울에서 열린").replace("\u2060", "") == "서울에서 열린"


def test_what_cannot_be_printed_leaves_the_kind_as_headline(monkeypatch):
    monkeypatch.setattr(words, "without_font", lambda text: "".join(sorted(set(text) & set("தமிழ்"))))
    assert words.drawable("தமிழ் தமிழ்") == ""
    assert words.drawable("A visit from தமிழ்") == "A visit from தமிழ்"
    assert drawing._plain(said(title="தமிழ்"), False)["title"] == "Press release"


@pytest.mark.parametrize(
    "place", ["", "Ba" * 120, "Nay Pyi Taw, Myanmar and online", "#panic()", "กรุงเทพมหานคร, Thailand"]
)
@pytest.mark.parametrize("large", ["", "5", "30 July – 1 August", "28 December 2026 – 3 January 2027", "X" * 60])
def test_dates_and_places_of_any_length_are_drawn(place, large):
    for picture in (None, photograph()):
        opened(card.jpeg(said(place=place, large=large, small="September 2024" if len(large) < 9 else ""), picture))


@pytest.mark.parametrize("code", ["", "zz", "../../x", "PH", "un"])
def test_a_country_without_flag_is_drawn_without(code):
    assert drawing._flag(code) == ""
    opened(card.jpeg(said(country=code)))


def test_every_flag_can_be_drawn():
    for code in ("bn", "id", "kh", "la", "mm", "my", "ph", "sg", "th", "tl", "vn", "es", "mx", "bo", "af"):
        assert "<svg" in drawing._flag(code)
        opened(card.jpeg(said(country=code)))


def test_the_ring_stands_at_the_place_and_the_headline_keeps_clear():
    long = said(title="Forensic laboratories agree how reference samples travel between ten countries " * 3, spot=None)
    for spot in [(0.28, 0.45), (0.55, 0.59), (0.63, 0.16)]:
        ring = opened(card.jpeg(replace(long, spot=spot)))
        x, y = round(640 + spot[0] * 620), round(-10 + spot[1] * 620)
        red, _green, blue = ring.getpixel((x, y))
        assert red > 180
        assert blue < 140
    # Under the lower edge, as at Dili, it would be half a ring.
    assert opened(card.jpeg(replace(long, spot=(0.63, 1.015)))).getpixel((1031, 605))[0] < 90


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_land"),
    [
        (121.2, 17.8, True),
        (121.2, 19.6, False),
        (113.5, 0, True),
        (112.5, -7.4, True),
        (127.5, 36.5, True),
        (115, 12, False),
    ],
)
def test_the_chart_lies_where_the_ring_says(longitude, latitude, is_land):
    x = 640 + (longitude - glance.WEST) * glance.UNITS_EAST * 620 / glance.WIDTH
    y = -10 + (glance.NORTH - latitude) * glance.UNITS_SOUTH * 620 / glance.WIDTH
    blue = opened(card.jpeg(said(title="I", spot=None))).getpixel((round(x), round(y)))[2]
    assert (blue > 85) == is_land


# How much it weighs


def noise(size):
    return Image.frombytes("RGB", size, random.Random(4).randbytes(size[0] * size[1] * 3))


def test_the_worst_photograph_still_gives_a_small_card():
    data = io.BytesIO()
    noise((drawing.PICTURE_WIDTH, drawing.PICTURE_HEIGHT)).save(data, "JPEG", quality=95)
    made = card.jpeg(said(title=SENTENCES["zh-hans"] * 5), data.getvalue())
    assert len(made) <= card.LARGEST == 280_000
    opened(made)


def test_twelve_megapixels_of_noise_from_the_store(db):
    data = io.BytesIO()
    noise((4000, 3000)).save(data, "JPEG", quality=80)
    picture = make_picture(width=4000, height=3000)
    picture.file.save("noise.jpg", ContentFile(data.getvalue()))
    picture.format = "jpeg"
    made = card.jpeg(said(), lead_crop(picture, drawing.PICTURE_WIDTH, drawing.PICTURE_HEIGHT))
    assert len(made) <= card.LARGEST
    opened(made)


def test_the_focal_point_is_seen(db):
    data = io.BytesIO()
    wide = Image.new("RGB", (2400, 600), "#ff0000")
    wide.paste("#00ff00", (0, 0, 700, 600))
    wide.save(data, "PNG")
    picture = make_picture(2400, 600)
    picture.file.save("wide.png", ContentFile(data.getvalue()))
    seen = []
    for picture.focus_x in (5, 95):
        picture.focus_y = 50
        crop = lead_crop(picture, drawing.PICTURE_WIDTH, drawing.PICTURE_HEIGHT)
        seen.append(opened(card.jpeg(said(), crop)).getpixel((1000, 300)))
    assert seen[0][1] > 200
    assert seen[1][0] > 200


@pytest.mark.parametrize("size", [(40, 30), (300, 2000), (2000, 300)])
def test_a_picture_of_any_shape_fills_its_place(db, size):
    picture = make_picture(*size, colour="#00ff00")
    crop = lead_crop(picture, drawing.PICTURE_WIDTH, drawing.PICTURE_HEIGHT)
    image = opened(card.jpeg(said(), crop))
    for point in [(1190, 10), (1190, 610), (900, 300)]:
        assert image.getpixel(point)[1] > 200
    assert image.getpixel((300, 450))[1] < 80


def test_words_stay_readable_on_a_white_picture():
    image = opened(card.jpeg(said(title="I"), photograph("white")))
    for x in (64, 400, 560, 630):
        assert max(image.getpixel((x, 420))) < 130
