import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import PastAddress
from news.record import searchable
from tests.factories import (
    attach_picture,
    make_contact,
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_own_organization,
    make_participation,
    make_person,
    make_picture,
    make_place,
    make_programme,
    make_release,
    make_session,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db


def get(client, edition):
    return client.get(edition.release.get_absolute_url())


def text(response):
    """The words of a page that are seen, each run of white space as one blank."""
    seen = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(seen)).replace(" ,", ",")


def moment(words):
    return datetime.datetime.fromisoformat(words)


@pytest.fixture
def manila():
    """Facts of the kind that our sources have."""
    own = make_own_organization()
    programme = make_programme(
        "Joint Operations Against Cybercrime",
        acronym="ASPJOC",
        starts=datetime.date(2024, 6, 1),
        ends=datetime.date(2025, 3, 1),
        country_count=20,
    )
    place = make_place("Metro Manila", latitude="14.6", longitude="121")
    facts = make_event(
        name="Working Group Meeting for Heads of Units",
        kind="working_group",
        starts=datetime.date(2024, 9, 17),
        ends=datetime.date(2024, 9, 20),
        place=place,
        programme=programme,
    )
    make_organizer(facts, make_organization("INTERPOL", kind="international"))
    make_organizer(
        facts,
        make_organization("Department of Information (DICT)", country=make_country("PH")),
        role="co_host",
        through=make_organization("Coordinating Center (CICC)"),
        led_by=make_person("Alexander K. Ramos"),
        honorific="Mr",
    )
    make_organizer(facts, make_organization("Center for Transnational Crime"), role="co_host")
    head = make_person("David Martinez Vinluan", public_profile=True)
    make_participation(facts, head, organization=own, role="head_of_delegation", position="Executive Director")
    session = make_session(facts, "Information Sharing", kind="panel")
    make_participation(facts, head, organization=own, role="panellist", session=session)
    make_participation(
        facts,
        make_person("Ying Wu"),
        role="moderator",
        session=session,
        honorific="Ms",
        position="Director",
        organization=make_organization("A partner"),
    )
    make_participation(
        facts, make_person("A President"), role="guest_of_honour", honorific="H.E.", position="President"
    )
    force = make_organization("Royal Malaysia Police", kind="police", country=make_country("MY"))
    make_participation(facts, organization=force, headcount=4, women=1)
    make_participation(facts, organization=make_organization("EUROPOL"), role="mentioned")
    make_participation(facts, make_person("A Minister"), role="represented", position="Minister")
    return publish(facts)


def test_the_panel_tells_every_fact(client, manila):
    page = text(get(client, publish_release(event=manila)))
    for fact in [
        "17 – 20 September 2024",
        "Four days",
        "Metro Manila",
        "Philippines",
        "Working Group Meeting for Heads of Units",
        "Organizer INTERPOL",
        "Co-hosts Department of Information (DICT) through Coordinating Center (CICC), led by Mr Alexander K. Ramos",
        "Guest of honour H.E. A President President",
        "Our delegation David Martinez Vinluan Executive Director Led the delegation Panellist",
        "Participating force Royal Malaysia Police, 4 people, one of them women",
        "Information Sharing Panel Moderator: Ms Ying Wu, Director, A partner Panellist: David Martinez Vinluan",
        "Represented, not present A Minister Minister",
        "Joint Operations Against Cybercrime (ASPJOC) June 2024 – March 2025, 20 countries",
        "Also mentioned EUROPOL",
    ]:
        assert fact in page


def test_the_source_has_the_order_of_a_phone(client, manila):
    edition = make_release(event=manila, standfirst="Summary", body="<p>The text.</p>", title="Headline")
    attach_picture(edition, is_lead=True, caption="Lead picture")
    html = get(client, publish(edition)).content.decode()
    parts = ["<h1>Headline", "Summary</p>", "byline", "facts strip", "The text.", 'class="glance"', "Lead picture"]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    guests, more = html.index("Guest of honour"), html.index('<details class="fold">')
    assert guests < html.index(">Organizer<", guests) < more


def test_an_organizer_and_a_force_have_flags_and_an_international_body_has_none(client, manila):
    html = get(client, publish_release(event=manila)).content.decode()
    assert re.search(r'ph\.svg"[^>]*>\s*<a href="[^"]*">Department of Information', html)
    assert not re.search(r'svg"[^>]*>\s*<a href="[^"]*">INTERPOL', html)


def test_only_a_public_profile_has_a_link(client, manila):
    html = get(client, publish_release(event=manila)).content.decode()
    assert len(re.findall('href="/people/[a-z]', html)) == html.count(">David Martinez Vinluan</a>") == 1


def test_a_release_without_an_event_shows_kind_and_date(client):
    make_own_organization()
    edition = publish_release(kind="advisory", display_date=moment("2024-05-01T12:00+08:00"))
    page = text(get(client, edition))
    assert "At a glance Advisory Published 1 May 2024" in page
    assert "Kind Advisory Published 1 May 2024" in page


def test_every_release_ends_with_the_press_contact_and_about_us(client):
    make_contact(telephone="+60 3-1234 5678", whatsapp="+60 12-345", email="press@newsroom.test", about="About <us>.")
    html = get(client, publish_release()).content.decode()
    tail = html[html.index('id="press"') :]
    for part in ["tel:+60312345678", "https://wa.me/6012345", "mailto:press@newsroom.test", "Monday to Friday"]:
        assert part in tail
    assert "About &lt;us&gt;." in html


def test_publication_has_a_time_with_its_zone_unless_only_the_day_is_known(client):
    with_hour = publish_release(display_date=moment("2024-09-20T09:00+00:00"))
    assert "Published 20 September 2024, 17:00 (UTC+8)" in text(get(client, with_hour))
    back_dated = publish_release(display_date=moment("2024-09-20T00:00+08:00"))
    assert "Published 20 September 2024 Release" in text(get(client, back_dated))


def test_changes_are_listed(client):
    start = timezone.now() - datetime.timedelta(days=2)
    first = publish(make_release(), at=start)
    publish(make_release(release=first.release, change_note="The meeting ran for four days."))
    page = text(get(client, first))
    assert "see 1 change since publication" in page
    assert "The meeting ran for four days." in page


def test_the_text_begins_with_its_dateline(client):
    edition = publish_release(body="<p>Text.</p>", dateline="Manila, 20 September 2024 <b>")
    html = get(client, edition).content.decode()
    assert '<p><span class="dateline">Manila, 20 September 2024 &lt;b&gt;.</span> Text.</p>' in html


def test_share_and_cite_are_plain_links_to_the_canonical_host(client, settings):
    settings.SITE_ORIGIN = "https://www.example.org"
    edition = publish_release(title="Cybercrime & “quotes”")
    html = get(client, edition).content.decode()
    address = f"https://www.example.org{edition.release.get_absolute_url()}"
    assert f'<link rel="canonical" href="{address}">' in html
    assert (
        "mailto:?subject=Cybercrime%20%26%20%E2%80%9Cquotes%E2%80%9D&amp;body=https%3A//www.example.org/news/" in html
    )
    assert "https://wa.me/?text=Cybercrime%20%26" in html
    assert "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fwww.example.org" in html
    year = edition.release.ref_year
    assert f"press release ASP/PR/{year}/001" in text(get(client, edition))
    assert f"https://www.example.org/r/{year}/1" in html


def test_pages_have_nothing_inline_and_no_script_but_of_search_and_of_their_pictures(client, manila):
    edition = make_release(event=manila, topics=[make_topic()])
    attach_picture(edition, is_lead=True)
    html = get(client, publish(edition)).content.decode()
    scripts = re.findall(r'<script type="module" src="([^"]*)"></script>', html)
    assert sorted(scripts) == ["/static/js/suggest.js", "/static/js/viewer.js"]
    assert "viewer.js" not in get(client, publish_release()).content.decode()
    assert "style=" not in html
    assert "<style" not in html


def test_the_canonical_address_has_no_unknown_parameters(client):
    edition = publish_release()
    html = client.get(f"{edition.release.get_absolute_url()}?utm_source=mail").content.decode()
    assert f'href="http://newsroom.test{edition.release.get_absolute_url()}">' in html


def test_pictures_have_sizes_and_load_late_but_for_the_first(client):
    edition = make_release()
    attach_picture(edition, is_lead=True, alt="Rows of seats", caption="A hall", credit="Secretariat")
    attach_picture(edition, alt="A flag", is_decorative=True)
    html = get(client, publish(edition)).content.decode()
    lead, second = re.findall(r"<img src=\"/media/[^>]*>", html)
    assert 'alt="Rows of seats"' in lead
    assert 'width="60" height="40"' in lead
    assert "srcset=" in lead
    assert 'fetchpriority="high"' in lead
    assert 'alt=""' in second
    assert 'loading="lazy"' in second
    assert "Picture: Secretariat" in html


def test_pictures_in_the_text_have_sizes_too_and_cost_no_query(client):
    def page(number):
        figure = '<figure><img src="/media/{}/960.webp" alt="A hall"></figure>'
        pictures = [make_picture(1000, 500 + each) for each in range(number)]
        path = publish(make_release(body="".join(figure.format(picture.sha256[:16]) for picture in pictures)))
        with CaptureQueriesContext(connection) as asked:
            html = get(client, path).content.decode()
        return html, len(asked)

    one, few = page(1)
    three, many = page(3)
    assert few == many
    assert three.count('width="960" height="48') == 3
    assert re.search(r'<figure><picture><source type="image/avif" srcset="/media/\w{16}/480.avif 480w', one)


def test_above_twelve_participants_names_stand_below_the_text_and_once(client):
    facts = make_event()
    for number in range(13):
        make_participation(facts, make_person(f"Trainee Number {number}."), role="trainee")
    page = text(get(client, publish_release(event=publish(facts))))
    assert "Participants Trainees: 13 people All names" in page
    assert page.count("Trainee Number 7.") == 1


def test_a_postponed_event_is_said_and_former_dates_are_struck_through(client):
    facts = publish_event(
        status="postponed",
        starts=datetime.date(2027, 1, 5),
        former_dates=[["2024-09-17", "2024-09-20", "day"]],
        status_note="The host asked for more time.",
    )
    response = get(client, publish_release(event=facts))
    assert "Postponed, 5 January 2027, formerly 17 – 20 September 2024" in text(response)
    assert "The host asked for more time." in text(response)
    assert re.search(r"<s><time[^>]*>17</time>–<time[^>]*>20 September 2024</time>\s*</s>", response.content.decode())


def test_a_withdrawn_release_keeps_its_text_under_a_notice(client):
    edition = withdraw(publish_release(body="<p>Kept.</p>"), "notice", "It was wrong.")
    response = get(client, edition)
    assert response.status_code == 200
    assert "This release has been withdrawn" in text(response)
    assert "It was wrong." in text(response)
    assert "Kept." in text(response)
    assert "noindex" in response.content.decode()


def test_a_removed_release_explains_itself_with_410(client):
    edition = withdraw(publish_release(title="Old title", body="<p>Secret.</p>"), "explained", "It was called off.")
    response = get(client, edition)
    assert response.status_code == 410
    assert "It was called off." in text(response)
    assert "Secret." not in text(response)


def test_an_erased_release_tells_nothing(client):
    edition = withdraw(publish_release(title="Old title"), "erased", "Not for readers.")
    thing = edition.release
    for path in (thing.get_absolute_url(), f"/r/{thing.ref_year}/{thing.ref_number}"):
        response = client.get(path)
        assert response.status_code == 410
        assert "Old title" not in text(response)
        assert "Not for readers." not in text(response)


def test_a_moved_release_leads_to_where_it_is_now(client):
    edition = withdraw(publish_release(), "moved")
    path = edition.release.get_absolute_url()
    assert client.get(path).status_code == 410
    other = publish_release().release
    PastAddress.objects.create(path=path, thing_type="pressrelease", thing_id=other.pk)
    response = client.get(path)
    assert (response.status_code, response.url) == (301, other.get_absolute_url())


@pytest.mark.parametrize("spelling", ["{}", "{:03}", "{:06}"])
def test_the_number_leads_to_the_release(client, spelling):
    thing = publish_release().release
    response = client.get(f"/r/{thing.ref_year}/{spelling.format(thing.ref_number)}")
    assert (response.status_code, response.url) == (301, thing.get_absolute_url())


@pytest.mark.parametrize("path", ["/r/2024/999999", "/r/2024/9999999999", "/r/0/1", "/news/0000/a-b/", "/news/2024/x/"])
def test_what_is_not_there_is_404(client, path):
    assert client.get(path).status_code == 404


def test_drafts_are_nowhere(client, manila):
    edition = publish_release(event=manila, title="Public title")
    make_release(release=edition.release, title="Internal title", body="<p>Internal text.</p>")
    make_release(title="Internal title", event=manila)
    make_organizer(make_event(event=manila.event, name="Internal name"), make_organization("Internal partner"))
    searchable.refresh_everything()
    paths = ["/", "/news/", "/events/", edition.release.get_absolute_url(), manila.event.get_absolute_url()]
    for path in [*paths, "/feeds/news.rss", "/sitemap.xml", "/nothing-here/"]:
        content = client.get(path).content.decode()
        assert "Internal" not in content
        assert "internal-" not in content


def test_facts_of_an_event_that_has_not_begun_are_nowhere(client, manila):
    manila.starts = timezone.localdate() + datetime.timedelta(days=300)
    manila.ends = manila.starts
    manila.save()
    edition = publish_release(event=manila)
    searchable.refresh_everything()
    for path in ["/", "/news/", "/events/", edition.release.get_absolute_url(), manila.event.get_absolute_url()]:
        page = text(client.get(path))
        assert "INTERPOL" in page
        for hidden in ["Vinluan", "Ramos", "A President", "Royal Malaysia Police", "Information Sharing", "ASPJOC"]:
            assert hidden not in page


def test_public_pages_set_no_cookie_and_do_not_vary_by_it(client, manila):
    response = get(client, publish_release(event=manila))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_other_methods_are_refused(client):
    assert client.post("/news/").status_code == 405
    assert client.head("/news/").status_code == 200


# The archive


def test_the_archive_lists_and_links_filters_pages_and_feed(client):
    topic = make_topic("Fraud")
    for _ in range(13):
        publish_release(topics=[topic], display_date=moment("2024-05-01T12:00+08:00"))
    searchable.refresh_everything()
    html = client.get("/news/?topic=fraud&utm_source=x").content.decode()
    assert '<link rel="canonical" href="http://newsroom.test/news/?topic=fraud">' in html
    for form in ["rss", "atom", "json"]:
        assert html.count(f'href="/feeds/news.{form}?topic=fraud"') == 2
    assert 'href="/news/list.csv?topic=fraud"' in html
    assert 'href="/subscribe/?topic=fraud"' in html
    assert 'href="/news/?topic=fraud&amp;page=2" rel="next"' in html
    assert 'aria-label="Remove filter: Fraud"' in html
    assert "13 releases" in text(client.get("/news/?topic=fraud"))
    assert "Press releases: Fraud, page 2" in client.get("/news/?topic=fraud&page=2").content.decode()


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("q=cyber+crime&year=2024&page=3&utm_source=x", "q=cyber+crime&type=release&year=2024"),
        ("q=%0d%0aX-Header:1&topic=%00", "q=X-Header%3A1&type=release&topic=%00"),
        ("q=" + "x" * 10_000, "q=" + "x" * 300 + "&type=release"),
    ],
)
def test_words_are_looked_for_by_search(client, query, leads_to):
    response = client.get(f"/news/?{query}")
    assert (response.status_code, response["Location"]) == (302, f"/search/?{leads_to}")
    assert client.get("/news/?q=+").status_code == 200


def test_a_year_offers_its_months(client):
    for day in ["2024-05-01T12:00+08:00", "2024-09-30T23:59+08:00", "2024-09-01T00:00+08:00", "2023-09-01T12:00+08:00"]:
        publish_release(display_date=moment(day))
    searchable.refresh_everything()
    assert "Month" not in text(client.get("/news/"))
    year = client.get("/news/?year=2024")
    assert "Month May 1 September 2 Kind" in text(year)
    assert 'href="/news/?year=2024&amp;month=9"' in year.content.decode()
    september = text(client.get("/news/?year=2024&month=09"))
    assert "September 2024, newest first." in september
    assert "2 releases" in september


def test_empty_lists_say_so(client):
    assert "Nothing is published yet." in text(client.get("/news/"))
    publish_release(topics=[make_topic("Fraud")], kind="notice")
    searchable.refresh_everything()
    response = client.get("/news/?topic=fraud&kind=statement")
    assert response.status_code == 200
    assert "No press release fits all of these filters." in text(response)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("year=0", "There are no releases of that year."),
        ("page=99999", "This list has one page."),
        ("page=abc", "A page of the list has a number, from 1 on."),
        ("country=XX", "We have no country of that name."),
        ("country=%00", "There is no country with that code."),
        ("topic=%3Cscript%3E", "There is no such topic."),
    ],
)
def test_a_list_that_cannot_be_is_a_helpful_404(client, query, sentence):
    response = client.get(f"/news/?{query}")
    assert response.status_code == 404
    assert sentence in text(response)
    assert 'href="/news/"' in response.content.decode()
