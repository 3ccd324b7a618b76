"""The settings of the site at the desk."""

import pytest
from django.urls import reverse

from news.enums import Role
from news.models import ActionLog, SiteState
from tests import factories as make
from tests.admin.browserform import BrowserForm
from tests.models import watching

pytestmark = pytest.mark.django_db

LIST = reverse("admin:news_sitestate_changelist")
FORM = reverse("admin:news_sitestate_change", args=[1])


@pytest.fixture
def boss(client):
    account = make.make_account("boss", Role.ADMINISTRATOR)
    client.force_login(account)
    return account


def save(client, shows):
    form = BrowserForm(client.get(FORM), "sitestate_form")
    form["shows_map"] = "on" if shows else None
    return form.post(client, FORM)


def test_the_map_is_switched_off_and_on(client, boss):
    make.publish_event(place=make.make_place(latitude="14.6", longitude="121"))
    make.make_contact()
    assert client.get(LIST).url == FORM
    assert 'href="/events/map/"' in client.get("/").content.decode()
    assert save(client, False).status_code == 302
    assert client.get("/events/map/").status_code == 404
    for path in ("/", "/events/", "/organizations/"):
        assert "/events/map/" not in client.get(path).content.decode()
    assert save(client, True).status_code == 302
    assert client.get("/events/map/").status_code == 200
    lines = ActionLog.objects.filter(thing_type="sitestate").order_by("pk")
    assert [(line.by, line.details["shows_map"]["after"]) for line in lines] == [(boss, False), (boss, True)]


def test_nothing_else_is_written_and_nothing_where_nothing_changes(client, boss):
    own = make.make_own_organization()
    SiteState.objects.update(generation=10**13)
    save(client, True)
    assert not ActionLog.objects.filter(thing_type="sitestate").exists()
    save(client, False)
    state = SiteState.objects.get()
    assert (state.own_organization, state.shows_map) == (own, False)
    assert state.generation >= 10**13


def test_readers_caches_hear_of_it(client, boss):
    assert watching.raised(lambda: save(client, False))
    assert not watching.raised(lambda: save(client, False))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.WRITER, Role.EDITOR])
def test_it_is_an_administrators_business(client, role):
    client.force_login(make.make_account("somebody", role))
    for address in (LIST, FORM):
        assert client.get(address).status_code == 403
        assert client.post(address, {"shows_map": ""}).status_code == 403
    assert LIST not in client.get("/admin/").content.decode()
    assert SiteState.objects.get().shows_map


def test_it_is_neither_added_nor_deleted(client, boss):
    assert client.get(reverse("admin:news_sitestate_add")).status_code == 403
    delete = reverse("admin:news_sitestate_delete", args=[1])
    assert {client.get(delete).status_code, client.post(delete, {"post": "yes"}).status_code} == {403}
    assert LIST in client.get("/admin/").content.decode()


@pytest.mark.parametrize("typed", ["\x00", "x" * 10_000, "false"])
def test_bad_input(client, boss, typed):
    assert client.post(FORM, {"shows_map": typed}).status_code in {200, 302}
    assert SiteState.objects.count() == 1
    assert client.get(reverse("admin:news_sitestate_change", args=[2])).status_code in {302, 404}
