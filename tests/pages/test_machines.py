import datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from news.models import EventEdition
from news.outputs import sitemaps
from tests.factories import (
    make_contact,
    make_event,
    make_organization,
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
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def locations(client):
    """What all parts of the sitemap name, with the day of the latest change."""
    index = read_xml(client, "/sitemap.xml")
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [part.findtext(f"{SITEMAP}loc").removeprefix("http://newsroom.test") for part in index]
    return {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod")
        for part in parts
        for url in read_xml(client, part)
    }


def read_xml(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)


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
        "/subscribe/",
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


def test_empty_parts_are_not_in_the_index_and_pages_beyond_are_not_there(client):
    assert set(locations(client)) == {f"http://newsroom.test{path}" for path in (
        "/", "/news/", "/events/", "/organizations/", "/people/", "/programmes/", "/subscribe/", "/corrections/", "/withdrawn/")}  # fmt: skip
    for path in ("?p=2", "?p=0", "?p=x", "?p=%00", "?p=" + "9" * 400):
        assert client.get(f"/sitemap-releases.xml{path}").status_code == 404
    for path in ("/sitemap-.xml", "/sitemap-nothing.xml", "/sitemap-releases.xml/"):
        assert client.get(path).status_code == 404
    assert client.post("/sitemap.xml").status_code == 405


def test_the_sitemap_is_split(client, monkeypatch):
    assert sitemaps.Releases.limit == 50_000
    monkeypatch.setattr(sitemaps.OnCanonicalHost, "limit", 2)
    releases = {f"http://newsroom.test{publish_release().release.get_absolute_url()}" for _ in range(5)}
    parts = [part.findtext(f"{SITEMAP}loc") for part in read_xml(client, "/sitemap.xml")]
    of_releases = [part for part in parts if "sitemap-releases" in part]
    assert of_releases == [f"http://newsroom.test/sitemap-releases.xml{end}" for end in ("", "?p=2", "?p=3")]
    sizes = [len(read_xml(client, part.removeprefix("http://newsroom.test"))) for part in of_releases]
    assert sizes == [2, 2, 1]
    assert releases <= set(locations(client))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("/sitemap.xml", 15), ("/sitemap-releases.xml", 2), ("/sitemap-news.xml", 2)]
)
def test_a_sitemap_costs_the_same_number_of_queries_however_long_it_is(
    client, rows, path, queries, django_assert_max_num_queries
):
    for _ in range(rows):
        publish_release(event=publish_event())
    with django_assert_max_num_queries(queries):
        client.get(path)


def test_news_are_the_releases_of_the_last_two_days(client):
    now = timezone.now()
    young = publish_release(title="Young & <b>bold</b>", display_date=now - datetime.timedelta(hours=47))
    publish_release(title="Back-dated", display_date=now - datetime.timedelta(hours=49))
    withdraw(publish_release(title="Withdrawn"), "notice")
    make_release(title="Draft")
    (url,) = read_xml(client, "/sitemap-news.xml")
    assert url.findtext(f"{SITEMAP}loc") == f"http://newsroom.test{young.release.get_absolute_url()}"
    news = url.find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}title") == "Young & <b>bold</b>"
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "ASEANAPOL Newsroom"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert datetime.datetime.fromisoformat(news.findtext(f"{NEWS}publication_date")).tzinfo is not None


def test_robots_are_kept_out_of_the_desk_and_of_searches_and_shown_the_sitemaps(client):
    from urllib.robotparser import RobotFileParser

    text = client.get("/robots.txt").content.decode()
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    for path in ("/admin/", "/accounts/login/", "/preview/abc/", "/search/?q=x"):
        assert not rules.can_fetch("anybody", path)
    for path in ("/", "/news/2024/a/", "/news/2024/a/release.pdf", "/static/css/base.css", "/media/x/960.webp"):
        assert rules.can_fetch("anybody", path)
    assert rules.site_maps() == ["http://newsroom.test/sitemap.xml", "http://newsroom.test/sitemap-news.xml"]


def fields(client):
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_security_txt_says_whom_to_tell_until_when(client, settings):
    settings.SITE_ORIGIN = "https://www.example.org"
    assert fields(client)["Contact"] == "https://www.example.org/contact/"
    make_contact(email="press@example.org")
    found = fields(client)
    assert found["Contact"] == "mailto:press@example.org"
    assert found["Canonical"] == "https://www.example.org/.well-known/security.txt"
    assert found["Preferred-Languages"] == "en"
    until = datetime.datetime.fromisoformat(found["Expires"])
    assert datetime.timedelta(days=90) < until - timezone.now() < datetime.timedelta(days=365)


def test_security_txt_stays_the_same_for_a_day(client):
    with time_machine.travel(datetime.datetime(2026, 3, 1, 1, tzinfo=datetime.UTC), tick=False):
        first = client.get("/.well-known/security.txt").content
    with time_machine.travel(datetime.datetime(2026, 3, 1, 23, tzinfo=datetime.UTC), tick=False):
        assert client.get("/.well-known/security.txt").content == first
    with time_machine.travel(datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC), tick=False):
        assert client.get("/.well-known/security.txt").content != first
