"""Corrections and withdrawals in the open: two lists, one feed, the line on the page."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone

from tests.factories import make_event, make_release, make_topic, publish, publish_release, withdraw

from .test_releases import text

pytestmark = pytest.mark.django_db
START = datetime.datetime(2024, 10, 1, 9, 0, tzinfo=timezone.get_default_timezone())
ATOM = "{http://www.w3.org/2005/Atom}"


def corrected(at=None, **facts):
    first = publish(make_release(title="The meeting", **facts), at=START)
    at = at or datetime.datetime(2024, 10, 3, 14, 5, tzinfo=timezone.get_default_timezone())
    return publish(make_release(release=first.release, change_note="The name is spelled Kim.", **facts), at=at)


def test_a_release_says_when_it_was_updated_and_what_changed(client):
    facts = publish(make_event(name="Meeting"), at=START - datetime.timedelta(days=1))
    edition = corrected(event=facts)
    note = "The event took place on 3 May."
    publish(make_event(event=facts.event, name="Meeting", change_note=note), at=START + datetime.timedelta(days=1))
    page = text(client.get(edition.release.get_absolute_url())).replace(" :", ":").replace(" ,", ",")
    assert "Updated 3 October 2024, 14:05 (UTC+8): see 2 changes since publication" in page
    assert "3 October 2024, 14:05 (UTC+8) The name is spelled Kim." in page
    assert "2 October 2024, 09:00 (UTC+8), facts of the event The event took place on 3 May." in page
    assert page.count(note) == 1
    assert "Updated 2 October 2024, 09:00 (UTC+8)" in text(client.get(facts.event.get_absolute_url()))


def test_a_comma_shows_nothing(client):
    first = publish(make_release(), at=START)
    edition = publish(make_release(release=first.release, title="T", change_note="A comma", is_minor=True))
    page = client.get(edition.release.get_absolute_url())
    assert "Updated" not in text(page)
    assert "A comma" not in page.content.decode()
    assert "A comma" not in client.get("/corrections/").content.decode()


def test_the_list_and_the_words_when_it_is_empty(client):
    assert "Nothing has been corrected since it was published." in text(client.get("/corrections/"))
    assert "Nothing has been withdrawn." in text(client.get("/withdrawn/"))
    edition = corrected()
    withdraw(publish(make_release(title="Called off")), "explained", "The seminar was called off.")
    page = text(client.get("/corrections/"))
    assert "Withdrawn" in page
    assert "The seminar was called off." in page
    assert f"The name is spelled Kim. Release {edition.release.reference}" in page
    page = text(client.get("/withdrawn/"))
    assert "Called off The seminar was called off." in page
    assert "The text was removed." in page


@pytest.mark.parametrize("path", ["/corrections/", "/withdrawn/"])
@pytest.mark.parametrize("asked", ["2", "0", "x", "99999", "1%00", "9" * 10_000])
def test_a_page_that_is_not_there_is_not_found(client, path, asked):
    assert client.get(f"{path}?page={asked}").status_code == 404


@pytest.mark.parametrize("path", ["/corrections/", "/withdrawn/", "/feeds/corrections.atom"])
def test_they_are_only_read(client, path):
    assert client.post(path).status_code == 405


def test_the_feed_is_atom_with_everything_that_atom_asks_for(client):
    corrected()
    response = client.get("/feeds/corrections.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    for name in ["id", "title", "updated", "author"]:
        assert feed.find(f"{ATOM}{name}") is not None
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://newsroom.test/feeds/corrections.atom"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")
    assert entry.findtext(f"{ATOM}updated") == "2024-10-03T06:05:00+00:00"
    assert entry.findtext(f"{ATOM}summary") == "The name is spelled Kim."


def test_a_note_is_text_in_the_feed_too(client):
    """A summary is read as HTML."""
    first = publish(make_release(), at=START)
    publish(make_release(release=first.release, change_note="It is <b>R&D</b>.\nNot more."))
    (entry,) = ET.fromstring(client.get("/feeds/corrections.atom").content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "It is &lt;b&gt;R&amp;D&lt;/b&gt;.<br>Not more."


def test_the_feed_takes_filters_and_refuses_what_names_nothing(client):
    corrected(topics=[make_topic("Fraud")])
    corrected(topics=[make_topic("Drugs")])
    feed = ET.fromstring(client.get("/feeds/corrections.atom?topic=fraud&utm_source=x").content)
    assert len(feed.findall(f"{ATOM}entry")) == 1
    assert feed.findtext(f"{ATOM}title") == "ASEANAPOL Newsroom, corrections: Fraud"
    assert feed.findtext(f"{ATOM}id") == "http://newsroom.test/feeds/corrections.atom?topic=fraud"
    assert client.get("/feeds/corrections.atom?topic=nothing").status_code == 404
    assert client.get("/feeds/corrections.atom?year=0").status_code == 404


def test_an_empty_feed_is_a_feed(client):
    assert ET.fromstring(client.get("/feeds/corrections.atom").content).findall(f"{ATOM}entry") == []


def test_every_page_leads_to_them(client):
    page = client.get(publish_release().release.get_absolute_url()).content.decode()
    assert 'type="application/atom+xml" title="Corrections" href="/feeds/corrections.atom"' in page
    assert '<a href="/corrections/">' in page
    assert '<a href="/withdrawn/">' in page
