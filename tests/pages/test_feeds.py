import datetime
import json
import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from news.models import EditionPicture, EventEdition, Picture
from news.record import searchable
from tests.factories import (
    attach_document,
    attach_picture,
    make_document,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_picture,
    make_programme,
    make_release,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
FORMATS = ["rss", "atom", "json"]
WHEN = datetime.datetime.fromisoformat("2024-09-20T17:00+08:00")


def fetch(client, form="rss", query=""):
    searchable.refresh_everything()
    response = client.get(f"/feeds/news.{form}?{query}")
    assert response.status_code == 200
    return response


def channel(response):
    return ElementTree.fromstring(response.content).find("channel")


def content(client, form="json"):
    """The content of the first release, as a reader's program gets it."""
    response = fetch(client, form)
    if form == "json":
        return response.json()["items"][0]["content_html"]
    entry = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False).entries[0]
    return entry.content[0].value


def test_the_feed_lists_what_is_public_newest_first_on_the_canonical_host(client, settings):
    settings.SITE_ORIGIN = "https://www.example.org"
    old = publish_release(title="Old & <b>bold</b>", standfirst="A \x0bsummary.", display_date=WHEN)
    publish_release(title="New", event=publish_event(kind="symposium"))
    make_release(title="Draft")
    withdraw(publish_release(title="Withdrawn"), "notice")
    response = fetch(client)
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
    assert "newsroom.test" not in response.content.decode()


def test_all_forms_say_the_same(client):
    topic = make_topic("Fraud")
    for number in range(3):
        attach_picture(publish_release(title=f"Release {number}", topics=[topic], event=publish_event()), is_lead=True)
    as_json = fetch(client, "json").json()["items"]
    for form in ["rss", "atom"]:
        parsed = feedparser.parse(fetch(client, form).content, sanitize_html=False, resolve_relative_uris=False)
        assert not parsed.bozo
        assert [entry.id for entry in parsed.entries] == [item["id"] for item in as_json]
        assert [entry.title for entry in parsed.entries] == [item["title"] for item in as_json]
        assert [entry.link for entry in parsed.entries] == [item["url"] for item in as_json]
        assert [entry.content[0].value for entry in parsed.entries] == [item["content_html"] for item in as_json]
        assert [[tag.term for tag in entry.tags] for entry in parsed.entries] == [item["tags"] for item in as_json]
        assert [entry.enclosures[0].href for entry in parsed.entries] == [item["image"] for item in as_json]
        assert parsed.entries[0].media_content[0]["url"] == as_json[0]["image"]


def test_the_json_feed_has_what_version_1_1_asks_for(client):
    edition = publish_release(title="Only", standfirst="In short.", language="ms", topics=[make_topic("Fraud")])
    response = fetch(client, "json", "topic=fraud")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "ASEANAPOL Newsroom: Fraud"
    assert feed["feed_url"] == "http://newsroom.test/feeds/news.json?topic=fraud"
    assert feed["home_page_url"] == "http://newsroom.test/news/?topic=fraud"
    (item,) = feed["items"]
    assert item["id"] == f"urn:uuid:{edition.release.uuid}"
    assert item["summary"] == "In short."
    assert item["language"] == "ms"
    assert item["tags"] == ["Notice", "Fraud"]
    assert item["authors"] == [{"name": "ASEANAPOL Secretariat"}]
    for moment in (item["date_published"], item["date_modified"]):
        assert datetime.datetime.fromisoformat(moment).utcoffset() is not None
    assert {"image", "attachments"}.isdisjoint(item)


def test_atom_has_what_its_standard_asks_for(client):
    publish_release(language="th", display_date=WHEN)
    publish_release()
    tree = ElementTree.fromstring(fetch(client, "atom").content)
    assert tree.findtext(f"{ATOM}id") == "http://newsroom.test/feeds/news.atom"
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://newsroom.test/news/", "self": "http://newsroom.test/feeds/news.atom"}
    entries = tree.findall(f"{ATOM}entry")
    for part in [tree, *entries]:
        for name in ["title", "id", "updated"]:
            assert len(part.findall(f"{ATOM}{name}")) == 1
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert [entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in entries] == ["en", "th"]
    assert tree.find(f"{ATOM}author/{ATOM}name").text == "ASEANAPOL Secretariat"


@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_brings_the_whole_text_with_full_addresses(client, form):
    inside, lead = make_picture(1600, 900), make_picture(2000, 1000)
    key = inside.sha256[:16]
    figure = f'<figure><img src="/media/{key}/960.webp" alt="A &quot;hall&quot;"><figcaption>Here</figcaption></figure>'
    body = f'<p>First, see <a href="/events/">events</a> and <a href="https://interpol.int/a">a page</a>.</p>{figure}'
    edition = publish_release(body=f'{body}<p>Last: href="/no" and 1 &lt; 2.</p>', dateline="Manila, 20 September 2024")
    attach_picture(edition, lead, is_lead=True, caption="In the hall", credit="A photographer", alt="Seats")
    attach_document(edition, make_document("Joint statement"))
    found = content(client, form)
    assert '<p><b>Manila, 20 September 2024.</b> First, see <a href="http://newsroom.test/events/">events</a>' in found
    assert '<a href="https://interpol.int/a">a page</a>' in found
    assert 'Last: href="/no" and 1 &lt; 2.' in found
    assert (
        f'<img src="http://newsroom.test/media/{key}/960.jpg" width="960" height="540" alt="A &quot;hall&quot;">'
        in found
    )
    assert f'src="http://newsroom.test/media/{lead.sha256[:16]}/960.jpg" width="960" height="480" alt="Seats"' in found
    assert "In the hall Picture: A photographer" in found
    assert "Joint statement</a> (PDF, 2 pages" in found
    assert f"Press release {edition.release.reference}." in found
    assert re.findall(r'<(?:a href|img src)="(?!https?://)', found) == []


def test_the_main_picture_goes_along_for_readers_that_want_it(client):
    picture = make_picture(2000, 1000)
    attach_picture(publish_release(), picture, is_lead=True, alt="Seats", credit="A photographer")
    item = channel(fetch(client)).find("item")
    address = f"http://newsroom.test/media/{picture.sha256[:16]}/1440.jpg"
    assert item.find("enclosure").attrib == {"url": address, "length": "0", "type": "image/jpeg"}
    media = item.find(f"{MEDIA}content")
    assert (media.get("url"), media.get("width"), media.get("height")) == (address, "1440", "720")
    assert media.findtext(f"{MEDIA}description") == "Seats"
    assert media.findtext(f"{MEDIA}credit") == "A photographer"
    assert client.get(address.removeprefix("http://newsroom.test")).status_code == 200


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_hidden_or_internal_stands_in_no_feed(client, form):
    inside, lead, beside = (make_picture() for _ in range(3))
    figure = (
        f'<figure><img src="/media/{inside.sha256[:16]}/480.webp" alt="zqalt"><figcaption>zqin</figcaption></figure>'
    )
    facts = make_event(
        starts=timezone.localdate() + datetime.timedelta(days=300), programme=make_programme("Zqprogramme")
    )
    make_participation(facts, make_person("Zqperson"))
    edition = publish_release(body=f"<p>Text.</p>{figure}", event=publish(facts))
    attach_picture(edition, lead, is_lead=True, caption="zqlead")
    paper = attach_document(edition, make_document("zqpaper")).document
    make_release(release=edition.release, title="zqdraft", body="<p>zqdraft</p>")
    shown = fetch(client, form).content.decode()
    for there in ["zqin", "zqlead", "zqpaper"]:
        assert there in shown
    Picture.objects.filter(pk__in=[inside.pk, lead.pk, beside.pk]).update(hidden_at=timezone.now())
    type(paper).objects.update(hidden_at=timezone.now())
    hidden = fetch(client, form).content.decode()
    assert "Text." in hidden
    assert "zq" not in hidden.lower()
    for picture in (inside, lead):
        assert picture.sha256[:16] not in hidden


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {
                "status": "postponed",
                "starts": datetime.date(2027, 1, 5),
                "former_dates": [["2026-09-17", "2026-09-18", "day"]],
            },
            "<strong>Postponed</strong>, 5 January 2027, formerly <s>17–18 September 2026</s>",
        ),
        ({"status": "cancelled"}, "<strong>Cancelled</strong>, formerly <s>17 September 2024</s>"),
        ({"precision": "tba", "starts": None, "ends": None}, "To be announced"),
    ],
)
def test_a_feed_says_of_the_event_what_pages_say(client, facts, said):
    facts = publish_event(name="The conference", status_note="The host asked for time.", **facts)
    make_organizer(facts, make_organization("INTERPOL"))
    publish_release(event=facts)
    found = content(client)
    url = facts.event.get_absolute_url()
    assert found.startswith(
        f'<p><a href="http://newsroom.test{url}">The conference</a><br>{said} · Manila, Philippines · by INTERPOL'
        "<br>The host asked for time.</p>"
    )


def test_who_issued_it_is_named(client):
    edition = publish_release(byline=make_person("Muhammad Anas"), issued_jointly_with=[make_organization("UNODC")])
    item = fetch(client, "json").json()["items"][0]
    assert item["authors"] == [{"name": "Muhammad Anas, ASEANAPOL Secretariat"}]
    assert (
        f"Issued by the ASEANAPOL Secretariat, jointly with UNODC. Press release {edition.release.reference}."
        in (item["content_html"])
    )


@pytest.mark.parametrize("form", FORMATS)
def test_no_text_breaks_a_feed(client, form):
    title = 'Less <script>alert(1)</script> & "more" ]]> 👮 \u200fشرطة ตำรวจ'
    edition = publish_release(
        title=title,
        standfirst="</description> & ]]> \x01",
        body="<p>]]&gt; &amp;amp; \u2028ตำรวจ</p>",
        motto="<i>\x02</i>",
    )
    attach_picture(edition, is_lead=True, alt='" onerror="x', caption="<script>x</script>\x03", credit="A & B")
    response = fetch(client, form)
    if form == "json":
        (item,) = response.json()["items"]
        assert item["title"] == title
        found = item["content_html"]
    else:
        ElementTree.fromstring(response.content)
        (entry,) = feedparser.parse(response.content, sanitize_html=False).entries
        assert entry.title == title.replace("&", "&amp;").replace("<", "&lt;") or entry.title == title
        found = entry.content[0].value
    assert "<script" not in found
    assert 'alt="&quot; onerror=&quot;x"' in found
    assert "&lt;script&gt;x&lt;/script&gt;" in found
    assert "ตำรวจ" in found


@pytest.mark.parametrize("path", ["/feeds/news.rss", "/feeds/news.atom", "/feeds/news.json", "/feeds/corrections.atom"])
def test_no_name_of_a_filter_breaks_a_feed(client, path):
    topic = make_topic("Fraud\x0b and\x01 more")
    publish_release(topics=[topic])
    searchable.refresh_everything()
    response = client.get(f"{path}?topic={topic.slug}")
    assert "Fraud and more" in response.content.decode()


@pytest.mark.parametrize("form", FORMATS)
def test_the_filters_of_the_archive_apply(client, form):
    topic = make_topic("Fraud")
    publish_release(title="With", topics=[topic], event=publish_event())
    publish_release(title="Elsewhere", topics=[topic])
    publish_release(title="Without")
    found = feedparser.parse(fetch(client, "atom", "topic=fraud&country=ph&utm_source=x&page=9").content)
    assert [entry.title for entry in found.entries] == ["With"]
    assert found.feed.title == "ASEANAPOL Newsroom: Fraud, Philippines"
    assert found.feed.link == "http://newsroom.test/news/?country=PH&topic=fraud"
    as_json = fetch(client, "json", "topic=fraud").json()
    assert [item["title"] for item in as_json["items"]] == ["Elsewhere", "With"]
    assert client.get(f"/feeds/news.{form}?topic=nothing").status_code == 404
    assert client.get(f"/feeds/news.{form}?month=9").status_code == 404
    assert client.get(f"/feeds/news.{form}?topic=%00").status_code == 404
    assert client.post(f"/feeds/news.{form}").status_code == 405


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_feed_is_a_feed(client, form):
    response = fetch(client, form)
    if form == "json":
        assert response.json()["items"] == []
    else:
        parsed = feedparser.parse(response.content)
        assert (parsed.bozo, parsed.entries) == (False, [])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_costs_the_same_number_of_queries_however_long_it_is(client, rows, form, django_assert_num_queries):
    topic = make_topic("Fraud")
    for _ in range(rows):
        make_organizer(facts := publish_event())
        inside = make_picture()
        figure = f'<figure><img src="/media/{inside.sha256[:16]}/480.webp" alt=""></figure>'
        edition = publish_release(event=facts, topics=[topic], body=f"<p>Text.</p>{figure}", byline=make_person())
        attach_picture(edition, is_lead=True)
        attach_document(edition)
    searchable.refresh_everything()
    with django_assert_num_queries(9):
        client.get(f"/feeds/news.{form}")
    with django_assert_num_queries(10):
        client.get(f"/feeds/news.{form}?topic=fraud")


def test_a_release_is_new_again_when_its_facts_change(client):
    start = timezone.now() - datetime.timedelta(days=9)
    facts = publish(make_event(), at=start)
    publish_release(at=start, event=facts)
    later = start + datetime.timedelta(days=3)
    EventEdition.objects.filter(pk=facts.pk).update(published_at=later)
    item = fetch(client, "json").json()["items"][0]
    assert datetime.datetime.fromisoformat(item["date_published"]) == start
    assert datetime.datetime.fromisoformat(item["date_modified"]) == later


def test_a_feed_does_not_say_that_nothing_changed_when_something_was_withdrawn(client):
    edition = publish_release()
    response = fetch(client)
    assert "Last-Modified" not in response
    assert not response.cookies
    withdraw(edition, "erased")
    again = client.get("/feeds/news.rss", headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert again.status_code == 200
    assert channel(again).findall("item") == []


def test_a_decorative_picture_says_nothing(client):
    attach_picture(publish_release(), is_lead=True, alt="", is_decorative=True)
    assert EditionPicture.objects.count() == 1
    assert 'alt=""' in content(client)
    assert channel(fetch(client)).find("item").find(f"{MEDIA}content/{MEDIA}description") is None
