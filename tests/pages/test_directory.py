import datetime
import re

import pytest
from django.conf import settings
from django.utils import timezone

from news.queries import paging
from news.record import searchable
from tests.factories import (
    make_contact,
    make_country,
    make_organization,
    make_organizer,
    make_page,
    make_participation,
    make_person,
    make_place,
    make_post,
    make_programme,
    make_programme_partner,
    make_session,
    make_standing,
    make_topic,
    publish_event,
    publish_release,
)

from .test_releases import text

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)
DAY = datetime.date
LISTS = ["/organizations/", "/people/", "/programmes/"]


@pytest.fixture
def world():
    """One of everything, each named by the same event. Returns the paths of their pages."""
    country = make_country("SG")
    force = make_organization("Force", slug="force", country=country)
    officer = make_person("The Officer", slug="the-officer", public_profile=True)
    programme = make_programme("Joint Operations", slug="joint-operations")
    programme.countries.add(country)
    fraud = make_topic("Fraud")
    facts = publish_event(
        name="The meeting", place=make_place("Singapore", country), programme=programme, topics=[fraud]
    )
    make_programme_partner(programme, force)
    make_organizer(facts, force, role="host")
    make_participation(
        facts, officer, role="panellist", session=make_session(facts, "A panel"), position="Deputy", organization=force
    )
    publish_release(event=facts, title="All about it", topics=[fraud])
    searchable.refresh_everything()
    return [
        "/organizations/force/",
        "/people/the-officer/",
        "/countries/sg/",
        "/programmes/joint-operations/",
        "/topics/fraud/",
    ]


# What every page has


def test_each_page_has_its_own_address_title_and_description(client, world):
    seen = set()
    for path in [*world, *LISTS, "/about/"]:
        page = client.get(f"{path}?utm_source=elsewhere").content.decode()
        assert f'<link rel="canonical" href="{settings.SITE_ORIGIN}{path}">' in page
        assert page.count("<h1") == 1
        assert 'aria-label="Breadcrumb"' in page
        seen.add(re.search(r"<title>(.+?) \| ASEANAPOL Newsroom</title>", page)[1])
        if path != "/about/":
            assert re.search(r'<meta name="description" content="[^"]{20,}">', page)
    assert len(seen) == len(world) + len(LISTS) + 1


def test_pages_lead_to_the_event_and_its_releases(client, world):
    for path in world:
        page = text(client.get(path))
        assert "The meeting" in page
        if "countries" not in path:
            assert "All about it" in page
        assert "None" not in page


def test_pages_lead_to_the_archive_of_their_own(client, world):
    for path, query in zip(
        world,
        ["organization=force", "person=the-officer", "country=SG", "programme=joint-operations", "topic=fraud"],
        strict=True,
    ):
        assert f'href="/news/?{query}"' in client.get(path).content.decode()
        assert "All about it" in text(client.get(f"/news/?{query}"))


def test_every_link_of_these_pages_leads_somewhere(client, world):
    found = set()
    for path in [*world, *LISTS]:
        found |= set(re.findall(r'href="(/[^"#]*)"', client.get(path).content.decode()))
    found = {path for path in found if not path.startswith("/static/")}
    assert {path for path in found if client.get(path, follow=True).status_code != 200} == set()


def test_there_is_nothing_inline(client, world):
    for path in [*world, *LISTS]:
        page = client.get(path).content.decode()
        assert not re.search(r'<style|<script(?! type="application/ld\+json"|[^>]*\ssrc=)|\sstyle=|\son[a-z]+=', page)


@pytest.mark.parametrize("path", ["/organizations/x/", "/people/x/", "/countries/zz/", "/programmes/x/", "/topics/x/"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("page", ["99999", "abc", "0", "-1", "9" * 40])
def test_a_page_that_is_not_there_says_so(client, world, page):
    for path in [*LISTS, *world]:
        answer = client.get(path, {"page": page})
        assert answer.status_code == 404
        assert "This list has one page." in text(answer) or "A page of the list has a number" in text(answer)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client, world, method):
    for path in [*LISTS, *world, "/about/"]:
        assert getattr(client, method)(path).status_code == 405


def test_long_lists_have_pages_with_addresses_of_their_own(client, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 1)
    for name in ("Alpha", "Beta", "Gamma"):
        make_standing(make_organization(name))
    first, second = client.get("/organizations/"), client.get("/organizations/?page=2")
    assert 'href="/organizations/?page=2" rel="next"' in first.content.decode()
    assert 'href="/organizations/" rel="prev"' in second.content.decode()
    assert f'"{settings.SITE_ORIGIN}/organizations/?page=2"' in second.content.decode()
    assert "Organizations, page 2" in text(second)
    assert "Beta" in text(second)
    assert "Alpha" not in text(second)
    assert "This list has 3 pages." in text(client.get("/organizations/?page=4"))


# Empty states


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/organizations/", "No organization is on record yet."),
        ("/people/", "Nobody has a page of their own yet."),
        ("/programmes/", "No programme is on record yet."),
    ],
)
def test_an_empty_list_says_so(client, path, sentence):
    assert sentence in text(client.get(path))


def test_an_entry_without_events_says_so(client):
    make_standing(make_organization("Force", slug="force", country=make_country("SG")))
    make_person("The Officer", slug="the-officer", public_profile=True)
    make_organizer(publish_event(starts=SOON, mode="online"), programme=make_programme(slug="announced"))
    assert "but no event that it organized or took part in" in text(client.get("/organizations/force/"))
    assert "No event in this country is on record" in text(client.get("/countries/sg/"))
    assert "No event that The Officer took part in is on record yet." in text(client.get("/people/the-officer/"))


# Organizations, countries, people, programmes


def test_an_organization_says_what_it_is_and_did(client, world):
    page = text(client.get("/organizations/force/"))
    assert "Host Took part: panellist The meeting 17 September 2024 Singapore by Force A panel" in page
    assert "Press release: All about it" in page
    assert "Joint Operations Member" in page
    assert "In figures event 1 as organizer, host, funder or partner 1" in page


def test_standings_give_the_days_that_are_known(client):
    force = make_organization("Force", slug="force", country=make_country("SG"))
    make_standing(force, "member", since=DAY(1981, 10, 8))
    make_standing(force, "observer", since=DAY(1980, 1, 1), until=DAY(1981, 10, 7))
    page = text(client.get("/organizations/force/"))
    assert "Standing Observer 1 January 1980 – 7 October 1981 Standing Member Since 8 October 1981" in page
    page = text(client.get("/countries/sg/"))
    assert "Standing Member Force Since 8 October 1981 Observer Force 1 January 1980 – 7 October 1981" in page


def test_a_merged_organization_and_a_large_code_are_redirected(client, world):
    make_organization(slug="internal")
    winner = make_organization("Winner", slug="winner")
    make_standing(winner)
    make_organization(slug="loser", merged_into=winner)
    for path, there in {
        "/organizations/loser/": "/organizations/winner/",
        "/countries/SG/": "/countries/sg/",
        "/countries/Sg/?page=1": "/countries/sg/?page=1",
    }.items():
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, there)
    assert client.get("/organizations/internal/").status_code == 404


def test_a_person_is_shown_as_of_the_day(client, world):
    page = text(client.get("/people/the-officer/"))
    assert "Panellist The meeting 17 September 2024 Singapore by Force The Officer, Deputy, Force A panel" in page


def test_a_person_has_posts_with_the_days_that_are_known(client):
    officer = make_person("The Officer", slug="the-officer", public_profile=True)
    force = make_organization("Force")
    make_post(officer, force, "Director", since=DAY(2024, 1, 12))
    make_post(officer, force, "Deputy", until=DAY(2024, 1, 11))
    make_post(officer, force, "Adviser")
    page = text(client.get("/people/the-officer/"))
    assert "Force The Officer Director" in page
    assert "Director Force Since 12 January 2024 Adviser Force Deputy Force Until 11 January 2024" in page
    assert 'href="/organizations/' + force.slug not in client.get("/people/the-officer/").content.decode()
    assert "The Officer Director, Force" in text(client.get("/people/"))


def test_nobody_without_a_public_profile_is_listed_or_found(client):
    hidden = make_person("Hidden Person")
    make_participation(publish_event(), hidden)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "Hidden Person" not in text(client.get("/people/"))


def test_a_programme_says_its_months_countries_and_partners(client):
    entry = make_programme(
        "Joint Operations",
        acronym="JO",
        slug="jo",
        starts=DAY(2024, 6, 1),
        ends=DAY(2025, 3, 1),
        country_count=20,
    )
    entry.countries.add(make_country("SG"))
    make_programme_partner(entry, make_organization("Payer"), "funder")
    publish_event(programme=entry)
    page = text(client.get("/programmes/jo/"))
    assert "Joint Operations (JO)" in page
    assert "Months June 2024 – March 2025 Reach 20 countries Among them Singapore" in page
    assert "Partners Funder Payer" in page
    assert "June 2024 – March 2025 20 countries" in text(client.get("/programmes/"))


# Written at the desk


def test_written_pages_show_what_the_desk_wrote(client):
    make_page("privacy", "Your privacy", "<h2>Cookies</h2><p>There are none.</p>")
    page = client.get("/privacy/")
    assert "<h2>Cookies</h2>" in page.content.decode()
    assert "Your privacy" in text(page)
    assert '<meta name="description" content="There are none.">' in page.content.decode()


def test_the_contact_page_gives_the_contact(client):
    make_contact(address="Bukit Aman\nKuala Lumpur")
    page = text(client.get("/contact/"))
    assert "Telephone +60 3-1234 5678" in page
    assert "Bukit Aman Kuala Lumpur" in page


@pytest.mark.parametrize("slug", ["about", "contact", "reuse", "accessibility", "privacy"])
def test_a_page_that_nobody_has_written_says_so(client, slug):
    page = client.get(f"/{slug}/")
    assert page.status_code == 200
    assert "This page is not written yet." in text(page)


def test_no_other_page_stands_at_the_root(client):
    make_page("secret", "Secret")
    assert client.get("/secret/").status_code == 404


@pytest.mark.parametrize("slug", ["about", "contact"])
def test_a_written_page_costs_two_queries(client, slug, django_assert_num_queries):
    make_page(slug)
    make_contact()
    with django_assert_num_queries(2):
        client.get(f"/{slug}/")
