"""Addresses are forever: whatever an address once was, one step leads to where it is now."""

from urllib.parse import quote

import pytest

from news import workflow
from news.models import PastAddress
from news.record import directory, searchable
from news.record.entries import save_with_rows
from tests import factories as make

pytestmark = pytest.mark.django_db


def one_step(client, path):
    """Where a path leads; what is there must be a page and no second step."""
    response = client.get(path)
    assert response.status_code == 301, path
    assert client.get(response.url).status_code == 200, response.url
    return response.url


def remember(path, thing):
    PastAddress.objects.create(path=path, thing_type=thing._meta.model_name, thing_id=str(thing.pk))


def named(organization):
    make.make_standing(organization)
    return organization


def test_the_number_of_a_release_leads_to_its_page(client):
    release = make.publish_release(slug="seoul").release
    year, number = release.ref_year, release.ref_number
    here = release.get_absolute_url()
    for path in (
        f"/r/{year}/{number}",
        f"/r/{year}/{number:03}",
        f"/r/{year}/{number}/",
        f"/r/{year}/{number}?utm_source=mail",
    ):
        assert one_step(client, path) == here
    for path in (f"/r/{year}/999", "/r/0/1", f"/r/{year}/{'9' * 7}", f"/r/{year}/0"):
        assert client.get(path).status_code == 404


def test_the_number_of_a_moved_release_leads_to_where_it_is(client):
    edition = make.publish_release()
    other = make.publish_release()
    workflow.withdraw(edition, by=make.make_account(role="editor"), kind="moved", moved_to=other.release)
    release = edition.release
    for path in (f"/r/{release.ref_year}/{release.ref_number}", release.get_absolute_url()):
        assert one_step(client, path) == other.release.get_absolute_url()


OLD = "/display/2021/12/02/1st+Korea–ASEAN programme (15 – 19 Nov), Đà Nẵng & café"


@pytest.mark.parametrize(
    "written",
    [OLD, quote(OLD), quote(OLD, safe="/()+,&"), quote(OLD, safe="/+").replace("%20", "+"),
     quote(OLD).lower(), OLD + "/"],
)  # fmt: skip
@pytest.mark.parametrize(
    "asked",
    [
        quote(OLD),
        quote(OLD, safe="/()+,&"),
        quote(OLD) + "/",
        quote(OLD) + "?focusedCommentId=12&x=%00",
        quote(quote(OLD)),
    ],
)
def test_the_old_sites_paths_however_written_and_asked(client, written, asked):
    release = make.publish_release().release
    remember(written, release)
    assert one_step(client, asked) == release.get_absolute_url()


def test_an_entry_that_got_another_address(client):
    editor = make.make_account(role="editor")
    organization = named(make.make_organization("Old name", slug="old-name"))
    organization.slug = "new-name"
    organization.save()
    directory.remember_address(organization, "old-name")
    assert one_step(client, "/organizations/old-name/") == "/organizations/new-name/"
    assert one_step(client, "/organizations/old-name") == "/organizations/new-name/"
    assert one_step(client, "/organizations/old-name/?page=1") == "/organizations/new-name/?page=1"
    winner = named(make.make_organization("Winner", slug="winner"))
    directory.merge(organization, winner, by=editor)
    for path in ("/organizations/old-name/", "/organizations/new-name/", "/organizations/new-name"):
        assert one_step(client, path) == "/organizations/winner/"
    last = named(make.make_organization("Last", slug="last"))
    directory.merge(winner, last, by=editor)
    for path in ("/organizations/old-name/", "/organizations/new-name/", "/organizations/winner/"):
        assert one_step(client, path) == "/organizations/last/"


@pytest.mark.parametrize("kind", ["person", "programme", "event"])
def test_what_was_merged_leads_to_the_one_that_stays(client, kind):
    if kind == "person":
        loser, winner = (make.make_person(slug=slug, public_profile=True) for slug in ("loser", "winner"))
    elif kind == "programme":
        loser, winner = (make.make_programme(slug=slug) for slug in ("loser", "winner"))
        make.publish_event(programme=winner)
        make.publish_event(programme=loser)
    else:
        loser, winner = (make.publish_event(slug=slug).event for slug in ("loser", "winner"))
    before = loser.get_absolute_url()
    directory.merge(loser, winner, by=make.make_account(role="editor"))
    assert one_step(client, before) == winner.get_absolute_url()


def test_a_list_of_what_changed_its_address_is_the_same_list(client):
    organization = named(make.make_organization("Police", slug="new-name"))
    remember("/organizations/old-name/", organization)
    event = make.make_event()
    make.make_participation(event, organization=organization)
    make.publish_release(title="With the police", event=make.publish(event))
    searchable.refresh_everything()
    page = client.get("/news/?organization=old-name")
    assert page.status_code == 200
    assert "With the police" in page.content.decode()
    assert 'rel="canonical" href="http://newsroom.test/news/?organization=new-name"' in page.content.decode()


@pytest.mark.parametrize("kind", ["organization", "person", "programme"])
def test_a_list_of_what_was_merged_twice_and_renamed_is_the_same_list(client, kind):
    make_one = {
        "organization": lambda slug: named(make.make_organization(slug=slug)),
        "person": lambda slug: make.make_person(slug=slug, public_profile=True),
        "programme": lambda slug: make.make_programme(slug=slug),
    }[kind]
    editor = make.make_account(role="editor")
    first, second, last = map(make_one, ("first", "second", "last"))
    event = make.make_event()
    if kind == "person":
        make.make_participation(event, last)
    else:
        make.make_organizer(event, **{kind: last})
    make.publish_release(title="The same list", event=make.publish(event))
    first.slug = "first-renamed"
    save_with_rows(first, by=editor)
    directory.merge(first, second, by=editor)
    directory.merge(second, last, by=editor)
    last.refresh_from_db()
    last.slug = "last-renamed"
    save_with_rows(last, by=editor)
    searchable.refresh_everything()
    for slug in ("first", "first-renamed", "second", "last"):
        assert "The same list" in client.get(f"/news/?{kind}={slug}").content.decode(), slug
        for path in ("/feeds/news.rss", "/news/list.csv", "/feeds/corrections.atom", "/search/"):
            assert client.get(f"{path}?{kind}={slug}").status_code == 200, path
    assert client.get(f"/news/?{kind}=never").status_code == 404


def test_what_was_erased_tells_nothing(client):
    edition = make.withdraw(make.publish_release(title="Erased"), "erased")
    remember("/display/2020/erased", edition.release)
    response = client.get("/display/2020/erased")
    assert response.status_code == 410
    assert edition.release.slug not in response.content.decode()


@pytest.mark.parametrize("path", ["/display/%2500", "/display/" + "%25" * 300, "/display/%C0%AF", "/display/a%0d%0ab"])
def test_hostile_old_paths_lead_nowhere(client, path):
    assert client.get(path).status_code in {400, 404}
