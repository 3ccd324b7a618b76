"""Entries added from a pick, in a dialog of the same page."""

import datetime
import json

import pytest
from django.urls import reverse

from news.enums import Role
from news.models import Organization, Person, Place, Post
from tests import factories as make
from tests.admin.browserform import BrowserForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    account = make.make_account("writer", Role.WRITER)
    client.force_login(account)
    return account


def open_dialog(client, model, words=""):
    address = f"{reverse(f'admin:news_{model}_add')}?_to_field=id&_popup=1" + (f"&name={words}" if words else "")
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    return address, BrowserForm(response, f"{model}_form")


def added(response):
    """What the dialog tells the page around it."""
    assert response.status_code == 200
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    said = json.loads(response.context_data["popup_response_data"])
    return said["value"], said["obj"]


def test_a_person_with_a_first_post(client, writer):
    force = make.make_organization("Royal Thai Police")
    address, form = open_dialog(client, "person", "Nguyen%20Huu%20Ngoc")
    assert form["name"] == "Nguyen Huu Ngoc"
    asked = {name for name in form.data if name not in {"csrfmiddlewaretoken", "_popup", "_to_field"}}
    assert asked == {"name", "honorific", "short_form", "position", "organization", "rank", "since"}
    for name, value in {"position": " Director  of Plans", "organization": force.pk, "since": "2024-05-01"}.items():
        form[name] = value
    person = Person.objects.none()
    assert added(form.post(client, address)) == (str(Person.objects.get().pk), "Nguyen Huu Ngoc")
    person = Person.objects.get()
    post = person.posts.get()
    assert (post.position, post.since) == ("Director of Plans", datetime.date(2024, 5, 1))
    assert person.slug == "nguyen-huu-ngoc"


def test_a_person_by_the_name_alone(client, writer):
    address, form = open_dialog(client, "person")
    form["name"] = "Ngo"
    added(form.post(client, address))
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"position": "Director"}, "organization"),
        ({"organization": "ORG"}, "position"),
        ({"since": "2024-05-01"}, "organization"),
        ({"organization": "ORG", "position": "D", "since": "1-1"}, "since"),
        ({"organization": "ORG", "position": "D", "since": "0001-01-01"}, "since"),
        ({"organization": "9" * 30, "position": "D"}, "organization"),
        ({"organization": "ORG", "position": "x" * 201}, "position"),
    ],
)
def test_half_a_post_is_said_at_its_field(client, writer, typed, where):
    force = make.make_organization("Royal Thai Police")
    address, form = open_dialog(client, "person")
    form["name"] = "Ngo Typed"
    for name, value in typed.items():
        form[name] = force.pk if value == "ORG" else value
    response = form.post(client, address)
    assert where in response.context["adminform"].form.errors
    assert "Ngo Typed" in response.content.decode()
    assert not Person.objects.exists()


def test_the_one_that_is_there_already_can_be_taken(client, writer):
    there = make.make_person("Nguyen Huu Ngoc")
    address, form = open_dialog(client, "person")
    form["name"] = "Nguyễn Hữu Ngọc"
    response = form.post(client, address)
    assert "Take that one" in response.content.decode()
    form = BrowserForm(response, "person_form")
    form["_take"] = there.pk
    assert added(form.post(client, address)) == (str(there.pk), "Nguyen Huu Ngoc")
    form = BrowserForm(response, "person_form")
    assert added(form.post(client, address, button="_another"))[1] == "Nguyễn Hữu Ngọc"
    assert Person.objects.count() == 2


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, ""])
def test_what_is_not_there_cannot_be_taken(client, writer, key):
    address, form = open_dialog(client, "person")
    form["name"], form["_take"] = "Ngo", key
    assert client.post(address, form.data).status_code == 200
    assert Person.objects.count() == 1


def test_an_organization(client, writer):
    country = make.make_country("TH", "Thailand")
    address, form = open_dialog(client, "organization", "Royal%20Thai%20Police")
    asked = {name for name in form.data if name not in {"csrfmiddlewaretoken", "_popup", "_to_field"}}
    assert asked == {"name", "acronym", "kind", "country", "parent"}
    form["acronym"], form["country"], form["kind"] = "RTP", country.pk, "police"
    value, words = added(form.post(client, address))
    assert words == "Royal Thai Police (RTP)"
    assert Organization.objects.get(pk=value).country == country


def test_an_organization_of_the_same_acronym_is_asked_about(client, writer):
    make.make_organization("Royal Thai Police", acronym="RTP")
    address, form = open_dialog(client, "organization", "Rural%20Technical%20Programme")
    form["acronym"], form["kind"] = "rtp", "other"
    response = form.post(client, address)
    assert "The same acronym." in response.content.decode()
    assert Organization.objects.count() == 1


def test_a_place_takes_the_zone_of_its_country(client, writer):
    country = make.make_country("PH")
    make.make_place("Manila", country)
    address, form = open_dialog(client, "place", "Cebu")
    assert form["city"] == "Cebu"
    form["country"] = "PH"
    assert added(form.post(client, address))[1] == "Cebu, Philippines"
    assert Place.objects.get(city="Cebu").zone == "Asia/Manila"


def test_a_viewer_adds_nothing(client):
    client.force_login(make.make_account("viewer", Role.VIEWER))
    there = make.make_person()
    for model in ("person", "organization", "place", "programme", "series", "rank"):
        address = reverse(f"admin:news_{model}_add") + "?_popup=1"
        assert client.get(address).status_code == 403
        assert client.post(address, {"name": "A", "_take": there.pk, "_popup": "1"}).status_code == 403


def test_a_dialog_only_opens_on_this_site(client, writer):
    response = client.get(reverse("admin:news_person_add") + "?_popup=1")
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    response = client.get(reverse("admin:news_person_add"))
    assert response.headers["X-Frame-Options"] == "DENY"
