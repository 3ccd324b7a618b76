"""What machines read of a page: valid, escaped, with the fields that schema.org's readers require, nobody private."""

import datetime
import json
import re

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db
ORIGIN = "http://newsroom.test"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# What Google's readers of these types ask for.
REQUIRED = {
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher", "image", "url"},
    "Event": {"name", "startDate", "location", "eventStatus"},
    "Organization": {"name", "url"},
    "GovernmentOrganization": {"name", "url"},
    "Person": {"name", "url"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Place": {"name", "address"},
    "VirtualLocation": {"url"},
}
HOSTILE = '</script><script>alert(1)</script><!-- & "quoted" \\ \u2028 😀 '


def told(client, path):
    """The things that a page tells of, by type; every one of them has what is required, and nothing is empty."""
    (block,) = BLOCK.findall(client.get(path).content.decode())
    found = json.loads(block)
    assert found["@context"] == "https://schema.org"
    for thing in walk(found["@graph"]):
        assert REQUIRED.get(thing.get("@type"), set()) <= set(thing), thing
        assert not [name for name, value in thing.items() if value in ("", None, [], {})]
        for name in ("url", "@id", "item"):
            assert str(thing.get(name, ORIGIN)).startswith(ORIGIN), thing
    return {thing["@type"]: thing for thing in found["@graph"]}


def walk(value):
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from walk(one)


@pytest.fixture
def facts():
    ours = make.make_own_organization()
    facts = make.make_event(name="Working Group", starts=datetime.date(2024, 9, 17), ends=datetime.date(2024, 9, 20),
                            venue="Sofitel", subjects="Malware", summary="Heads of units met.")  # fmt: skip
    make.make_organizer(facts, make.make_organization("INTERPOL"), role="host")
    make.make_organizer(facts, programme=make.make_programme("GLACY-E"), role="sponsor")
    make.make_participation(facts, make.make_person("Public Officer", public_profile=True), organization=ours)
    make.make_participation(facts, make.make_person("Private Officer"), organization=ours)
    make.make_session(
        facts, "Opening", day=datetime.date(2024, 9, 17), starts=datetime.time(9), ends=datetime.time(10, 30)
    )
    return make.publish(facts)


def test_a_release_is_an_article_about_its_event(client, facts):
    other = make.publish_event(name="Also covered")
    edition = make.make_release(title="Police meet", standfirst="A summary.", event=facts, also_covers=[other],
                                topics=[make.make_topic("Fraud")], issued_jointly_with=[make.make_organization("Europol")])  # fmt: skip
    make.attach_picture(edition, is_lead=True)
    make.publish(edition)
    path = edition.release.get_absolute_url()
    found = told(client, path)
    article = found["NewsArticle"]
    assert article["headline"] == "Police meet"
    assert article["url"] == ORIGIN + path
    assert article["identifier"] == edition.release.reference
    assert [author["name"] for author in article["author"]] == ["ASEANAPOL Secretariat", "Europol"]
    assert [image.rpartition("/")[2].partition("?")[0] for image in article["image"]] == ["full.png", "card.jpg"]
    event = article["about"]
    assert [covered["name"] for covered in article["mentions"]] == ["Also covered"]
    assert (event["startDate"], event["endDate"]) == ("2024-09-17", "2024-09-20")
    assert event["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Manila",
        "addressCountry": "PH",
    }
    assert [one["name"] for one in event["organizer"]] == ["INTERPOL"]
    assert [(one["@type"], one["name"]) for one in event["sponsor"]] == [("Project", "GLACY-E")]
    (session,) = event["subEvent"]
    assert (session["startDate"], session["endDate"]) == ("2024-09-17T09:00+08:00", "2024-09-17T10:30+08:00")
    path = [(item["position"], item["name"]) for item in found["BreadcrumbList"]["itemListElement"]]
    assert path == [(1, "Newsroom"), (2, "Releases"), (3, str(edition.release.url_year)), (4, "Police meet")]


def test_people_without_a_page_are_not_named(client, facts):
    edition = make.publish_release(event=facts, byline=make.make_person("Private Writer"))
    for path in (edition.release.get_absolute_url(), facts.event.get_absolute_url()):
        (block,) = BLOCK.findall(client.get(path).content.decode())
        assert "Public Officer" in block
        assert "Private" not in block


def test_before_an_event_has_begun_machines_hear_what_readers_do(client):
    facts = make.make_event(name="Coming", starts=datetime.date(2099, 9, 17), venue="Secret hall", subjects="Secret")
    make.make_session(facts, "Secret session")
    make.make_participation(facts, make.make_person("Secret", public_profile=True))
    path = make.publish(facts).event.get_absolute_url()
    event = told(client, path)["Event"]
    assert event["location"]["name"] == "Manila"
    assert "Secret" not in json.dumps(event)


DAY = [["2024-09-17", "2024-09-20", "day"]]


@pytest.mark.parametrize(
    ("facts", "status", "days"),
    [
        ({}, "EventScheduled", ("2024-09-17", "2024-09-17", None)),
        ({"status": "cancelled"}, "EventCancelled", ("2024-09-17", "2024-09-17", None)),
        ({"status": "postponed", "precision": "tba", "former_dates": DAY}, "EventPostponed", ("2024-09-17", "2024-09-20", None)),
        ({"status": "postponed", "starts": datetime.date(2025, 1, 7), "former_dates": DAY}, "EventRescheduled",
         ("2025-01-07", "2025-01-07", ["2024-09-17"])),
        ({"status": "confirmed", "starts": datetime.date(2025, 1, 7), "former_dates": DAY}, "EventRescheduled",
         ("2025-01-07", "2025-01-07", ["2024-09-17"])),
        ({"precision": "month", "starts": datetime.date(2026, 11, 1)}, "EventScheduled", ("2026-11", "2026-11", None)),
    ],
)  # fmt: skip
def test_whether_and_when_it_takes_place(client, facts, status, days):
    event = told(client, make.publish_event(**facts).event.get_absolute_url())["Event"]
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert (event["startDate"], event["endDate"], event.get("previousStartDate")) == days


@pytest.mark.parametrize(
    ("facts", "kinds", "mode"),
    [
        ({}, ["Place"], "Offline"),
        ({"mode": "hybrid"}, ["Place", "VirtualLocation"], "Mixed"),
        ({"mode": "online", "place": None, "zone": "Asia/Manila"}, ["VirtualLocation"], "Online"),
    ],
)
def test_where_it_takes_place(client, facts, kinds, mode):
    event = told(client, make.publish_event(**facts).event.get_absolute_url())["Event"]
    where = event["location"] if isinstance(event["location"], list) else [event["location"]]
    assert [place["@type"] for place in where] == kinds
    assert event["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"


def test_nothing_that_is_typed_ends_the_block(client):
    facts = make.publish_event(name=f"Meeting {HOSTILE}")
    edition = make.publish_release(title=f"Title {HOSTILE}", standfirst=HOSTILE, event=facts, dateline=HOSTILE)
    for path in (edition.release.get_absolute_url(), facts.event.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        (block,) = BLOCK.findall(page)
        assert not set("<>&\u2028\u2029") & set(block)
        names = [thing.get("headline", thing.get("name", "")) for thing in json.loads(block)["@graph"]]
        assert HOSTILE.strip()[:40] in names[0]


def test_the_directory_names_organizations_and_people(client):
    force = make.make_organization("Royal Malaysia Police", kind="police", country=make.make_country("MY"),
                                   official_name="Polis Diraja Malaysia", website="https://www.rmp.gov.my")  # fmt: skip
    make.make_standing(force)
    person = make.make_person("Tan Sri Ismail", public_profile=True)
    make.make_post(person, force, "Inspector General")
    found = told(client, force.get_absolute_url())["GovernmentOrganization"]
    assert found["legalName"] == "Polis Diraja Malaysia"
    assert found["sameAs"] == "https://www.rmp.gov.my"
    assert found["address"]["addressCountry"] == "MY"
    found = told(client, person.get_absolute_url())["Person"]
    assert (found["jobTitle"], found["worksFor"]["name"]) == ("Inspector General", "Royal Malaysia Police")
    assert set(told(client, "/countries/my/")) == {"BreadcrumbList"}
    assert told(client, "/")["WebSite"]["url"] == f"{ORIGIN}/"


def test_a_past_post_is_no_job(client):
    person = make.make_person("Gone", public_profile=True)
    make.make_post(person, until=datetime.date(2020, 1, 1))
    assert "jobTitle" not in told(client, person.get_absolute_url())["Person"]


def test_what_was_withdrawn_tells_machines_nothing(client):
    facts = make.publish_event()
    edition = make.publish_release(event=facts)
    make.withdraw(edition, "notice")
    make.withdraw(facts, "notice")
    for path in (edition.release.get_absolute_url(), facts.event.get_absolute_url()):
        page = client.get(path).content.decode()
        assert BLOCK.findall(page) == []
        assert "og:image" not in page
        assert 'rel="canonical"' not in page


@pytest.mark.parametrize("name", ["/", "/news/", "/events/", "/organizations/", "/people/", "/programmes/"])
def test_every_page_has_one_address_and_a_picture_for_messengers(client, name):
    page = client.get(f"{name}?utm_source=mail").content.decode()
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', page) == [ORIGIN + name]
    tags = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)">', page))
    assert tags["og:url"] == ORIGIN + name
    assert tags["og:image"] == f"{ORIGIN}/static/img/card.jpg"
    assert tags["twitter:card"] == "summary_large_image"
    assert {"og:title", "og:type", "og:description", "og:site_name", "og:image:alt"} <= set(tags)
