import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from news.models import SiteState
from tests.factories import make_contact, make_country, make_place, publish_event

from .test_releases import text

pytestmark = pytest.mark.django_db
MAP = "/events/map/"
DAY = datetime.date


@pytest.fixture
def world():
    make_contact()
    manila = make_place("Manila", latitude="14.6042", longitude="120.9822")
    paris = make_place("Paris", make_country("FR", "France"), latitude="48.85", longitude="2.35")
    for year, place in [(2022, manila), (2023, manila), (2023, paris)]:
        publish_event(starts=DAY(year, 5, 2), ends=DAY(year, 5, 2), place=place)
    publish_event(starts=DAY(2023, 6, 1), ends=DAY(2023, 6, 1), mode="online")


def test_the_table_says_what_the_drawing_shows(client, world):
    answer = client.get(MAP)
    page, words = answer.content.decode(), text(answer)
    assert "4 events in 2 countries and online since 2022." in words
    assert "Country 2022 2023 All France 0 1 1 Philippines 1 1 2 Online 0 1 1 Total 1 3 4" in words
    assert "Beyond this map: France 1, online 1." in words
    assert "say nothing about borders" in words
    assert "<title>Philippines: 2</title>" in page
    assert 'href="/countries/ph/"' in page
    assert 'href="/events/map/?year=2022"' in page
    assert client.get("/countries/fr/").status_code == 200


def test_a_year_has_an_address_of_its_own(client, world):
    answer = client.get(MAP, {"year": "2022", "utm_source": "elsewhere"})
    page = answer.content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_ORIGIN}{MAP}?year=2022">' in page
    assert "Where our events take place: 2022 | ASEANAPOL Newsroom" in page
    assert "Country 2022 All Philippines 1 2 Total 1 4" in text(answer)
    assert "No event of 2019 is on record." in text(client.get(MAP, {"year": "2019"}))


@pytest.mark.parametrize("year", ["0", "99999", "abc", "2024\x00", "9" * 10_000, "\u202e2024", "😀"])
def test_a_year_that_cannot_be(client, world, year):
    answer = client.get(MAP, {"year": year})
    assert answer.status_code == 404
    assert "There are no events of that year." in text(answer)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, method):
    assert getattr(client, method)(MAP).status_code == 405


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client, world):
    for path in ("/", MAP):
        page = client.get(path).content.decode()
        assert not re.search(r'<style|<script(?! type="application/ld\+json"|[^>]*\ssrc=)|\sstyle=|\son[a-z]+=', page)
        assert set(re.findall(r'<(?:image|img|script)[^>]+(?:href|src)="(?!/)', page)) == set()


def test_the_outlines_are_ours_and_have_no_boundary():
    drawing = Path(finders.find("img/outlines.svg")).read_text(encoding="utf-8")
    assert drawing.count("<path") == 1
    assert "stroke" not in drawing
    assert len(drawing) < 30_000


def test_every_page_leads_there(client, world):
    for path in ("/", "/events/", "/people/", MAP, "/nothing-here/"):
        assert f'href="{MAP}"' in client.get(path).content.decode()
    assert f'href="{MAP}" aria-current="page"' in client.get(MAP).content.decode()


def test_switched_off_it_says_so_and_nothing_leads_there(client, world):
    SiteState.objects.filter(pk=1).update(shows_map=False)
    answer = client.get(MAP)
    assert answer.status_code == 404
    assert "This site shows no map at present. The calendar lists all events." in text(answer)
    for path in ("/", "/events/", "/people/", "/nothing-here/", MAP):
        page = client.get(path).content.decode()
        assert MAP not in page
        assert "map.css" not in page


def test_the_front_page_has_the_map_with_its_table(client, world):
    words = text(client.get("/"))
    assert "Where our events take place 4 events in 2 countries and online since 2022." in words
    assert "Country 2023 All France 1 1 Philippines 1 2 All countries and years" in words


def test_an_empty_site_has_no_band(client):
    assert 'class="band"' not in client.get("/").content.decode()
    assert "No event is on record yet." in text(client.get(MAP))


def test_names_are_escaped(client):
    country = make_country("XA", "<b>&\"'</b>")
    publish_event(place=make_place("Town", country, latitude="10", longitude="110"))
    page = client.get(MAP).content.decode()
    assert "<b>&" not in page
    assert "&lt;b&gt;&amp;" in page
