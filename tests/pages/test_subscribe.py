import re

import pytest

from news.record import searchable
from tests.factories import (
    make_contact,
    make_event,
    make_organization,
    make_organizer,
    make_person,
    make_programme,
    make_release,
    make_topic,
    publish,
    publish_event,
    publish_release,
)

pytestmark = pytest.mark.django_db


def fetch(client, query=""):
    searchable.refresh_everything()
    response = client.get(f"/subscribe/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def options(html, name):
    select = re.search(rf'<select id="follow-{name}" name="{name}">(.*?)</select>', html, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', select[1]) if select else []


@pytest.fixture
def content():
    facts = make_event(programme=make_programme("Glacy", slug="glacy"))
    make_organizer(facts, make_organization("INTERPOL", slug="interpol"))
    publish_release(event=publish(facts), topics=[make_topic("Fraud & scams"), make_topic("Cybercrime")])
    make_release(topics=[make_topic("Internal topic")])


def test_it_names_the_addresses_of_everything(client, content):
    html = fetch(client)
    for path in [
        "feeds/news.rss",
        "feeds/news.atom",
        "feeds/news.json",
        "feeds/corrections.atom",
        "events/calendar.ics",
    ]:
        assert f'<a href="http://newsroom.test/{path}">http://newsroom.test/{path}</a>' in html
    assert 'href="webcal://newsroom.test/events/calendar.ics"' in html
    assert '<link rel="canonical" href="http://newsroom.test/subscribe/">' in html


def test_it_offers_what_public_releases_have(client, content):
    html = fetch(client)
    assert options(html, "topic") == [
        ("", "", "All"),
        ("cybercrime", "", "Cybercrime"),
        ("fraud-and-scams", "", "Fraud &amp; scams"),
    ]
    assert options(html, "country") == [("", "", "All"), ("PH", "", "Philippines")]
    assert options(html, "programme") == [("", "", "All"), ("glacy", "", "Glacy")]
    assert options(html, "organization") == [("", "", "All"), ("interpol", "", "INTERPOL")]
    assert options(html, "kind") == [("", "", "All"), ("meeting", "", "Meeting")]
    assert "Internal" not in html


def test_a_choice_gives_the_addresses_of_that_list(client, content):
    html = fetch(client, "topic=cybercrime&country=ph&programme=&utm_source=x")
    query = "country=PH&amp;topic=cybercrime"
    for form in ["rss", "atom", "json"]:
        assert f'<a href="http://newsroom.test/feeds/news.{form}?{query}">' in html
        assert client.get(f"/feeds/news.{form}?country=PH&topic=cybercrime").status_code == 200
    assert "Releases on: Cybercrime, Philippines" in html
    assert ("cybercrime", " selected", "Cybercrime") in options(html, "topic")
    assert f'href="/news/?{query}"' in html
    assert 'rel="alternate" type="application/atom+xml" title="Releases: Cybercrime, Philippines (Atom)"' in html


def test_filters_that_no_field_offers_are_kept(client, content):
    make_person("Somebody", slug="somebody", public_profile=True)
    html = fetch(client, "person=somebody&year=2024&month=9")
    for name, value in [("person", "somebody"), ("year", "2024"), ("month", "9")]:
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


def test_a_choice_without_releases_is_offered_as_long_as_it_is_chosen(client, content):
    facts = publish_event()
    make_organizer(facts, make_organization("Quiet partner", slug="quiet"))
    assert ("quiet", " selected", "Quiet partner") in options(fetch(client, "organization=quiet"), "organization")
    assert "Quiet partner" not in fetch(client)


def test_an_empty_site_has_no_form_and_all_addresses(client):
    html = fetch(client)
    assert 'class="picker"' not in html
    assert "http://newsroom.test/feeds/news.rss" in html


@pytest.mark.parametrize(
    "query", ["topic=nothing", "country=%00", "month=3", "kind=" + "x" * 10_000, "topic=%3Cscript%3E"]
)
def test_a_choice_that_cannot_be_is_a_helpful_404(client, query):
    response = client.get(f"/subscribe/?{query}")
    assert response.status_code == 404
    assert "<script>" not in response.content.decode()


def test_it_is_reached_from_every_page_and_sets_no_cookie(client):
    assert 'href="/subscribe/"' in client.get("/").content.decode()
    assert not client.get("/subscribe/").cookies
    assert client.post("/subscribe/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_number_of_queries_whatever_there_is(client, rows, django_assert_num_queries):
    make_contact()
    for _ in range(rows):
        facts = make_event()
        make_organizer(facts)
        publish_release(event=publish(facts), topics=[make_topic()])
    searchable.refresh_everything()
    with django_assert_num_queries(5):
        client.get("/subscribe/")
