import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from news.models import EventEdition
from tests.factories import (
    make_event,
    make_organization,
    make_organizer,
    make_page,
    make_participation,
    make_person,
    make_release,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def channel(response):
    return ElementTree.fromstring(response.content).find("channel")


def locations(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in tree}


def test_the_feed_lists_what_is_public_newest_first_on_the_canonical_host(client, settings):
    settings.SITE_ORIGIN = "https://www.example.org"
    when = datetime.datetime.fromisoformat("2024-09-20T17:00+08:00")
    old = publish_release(title="Old & <b>bold</b>", standfirst="A \x0bsummary.", display_date=when)
    publish_release(title="New", event=publish_event(kind="symposium"))
    make_release(title="Draft")
    withdraw(publish_release(title="Withdrawn"), "notice")
    response = client.get("/feeds/news.rss")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = channel(response)
    first, second = feed.findall("item")
    assert first.findtext("title") == "New"
    assert first.findtext("category") == "Symposium"
    assert second.findtext("title") == "Old & <b>bold</b>"
    assert second.findtext("description") == "A summary."
    assert second.findtext("link") == f"https://www.example.org{old.release.get_absolute_url()}"
    assert second.findtext("guid") == f"urn:uuid:{old.release.uuid}"
    assert second.find("guid").get("isPermaLink") == "false"
    assert second.findtext("pubDate") == "Fri, 20 Sep 2024 09:00:00 +0000"
    assert feed.find(f"{ATOM}link").get("href") == "https://www.example.org/feeds/news.rss"


def test_the_filters_of_the_archive_apply(client):
    topic = make_topic("Fraud")
    publish_release(title="With", topics=[topic])
    publish_release(title="Without")
    feed = channel(client.get("/feeds/news.rss?topic=fraud&utm_source=x"))
    assert [item.findtext("title") for item in feed.findall("item")] == ["With"]
    assert feed.findtext("title") == "ASEANAPOL Newsroom: Fraud"
    assert feed.findtext("link") == "http://newsroom.test/news/?topic=fraud"
    assert client.get("/feeds/news.rss?topic=nothing").status_code == 404


def test_an_empty_feed_is_a_feed(client):
    assert channel(client.get("/feeds/news.rss")).findall("item") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_costs_the_same_number_of_queries_however_long_it_is(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_organizer(facts := publish_event())
        publish_release(event=facts)
    with django_assert_num_queries(2):
        client.get("/feeds/news.rss")


def test_the_sitemap_lists_public_pages_on_the_canonical_host(client):
    facts = make_event()
    organization = make_organization("A force")
    make_participation(facts, make_person("Public", public_profile=True), organization=organization)
    edition = publish_release(event=publish(facts), topics=[make_topic("Fraud")])
    make_page("about")
    make_page("internal-page")
    make_release(title="Draft")
    make_event(name="Draft event")
    make_person("Private")
    make_organization("Unnamed")
    withdraw(publish_release(title="Withdrawn"), "explained")
    found = locations(client)
    expected = {
        "/",
        "/news/",
        "/events/",
        "/organizations/",
        "/people/",
        "/programmes/",
        "/corrections/",
        "/withdrawn/",
        edition.release.get_absolute_url(),
        facts.event.get_absolute_url(),
        organization.get_absolute_url(),
        "/countries/ph/",
        "/topics/fraud/",
        "/about/",
    }
    people = {path for path in found if "/people/public" in path}
    assert len(people) == 1
    assert set(found) - people == {f"http://newsroom.test{path}" for path in expected}


def test_a_release_changed_when_its_facts_did(client):
    start = timezone.now() - datetime.timedelta(days=9)
    facts = publish(make_event(), at=start)
    edition = publish_release(at=start, event=facts)
    later = start + datetime.timedelta(days=3)
    EventEdition.objects.filter(pk=facts.pk).update(published_at=later)
    path = f"http://newsroom.test{edition.release.get_absolute_url()}"
    assert locations(client)[path] == timezone.localtime(later).date().isoformat()


def test_robots_are_kept_out_of_the_desk_and_shown_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in text
    assert "Sitemap: http://newsroom.test/sitemap.xml\n" in text
