"""The fields with which one picks: what is found, what stands beside it, what a hostile question gets."""

import pytest
from django.urls import reverse

from news.enums import Role
from news.models import Alias
from news.record.directory import refold
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make.make_account("writer", Role.WRITER))
    return client


def ask(client, model, field, term="", **more):
    return client.get(
        reverse("admin:autocomplete"),
        {"app_label": "news", "model_name": model, "field_name": field, "term": term, **more},
    )


def found(client, model, field, term, key="text"):
    response = ask(client, model, field, term)
    assert response.status_code == 200
    return [entry[key] for entry in response.json()["results"]]


def test_without_accents_in_any_order_by_alias_and_acronym(desk):
    person = make.make_person("Éléonore Đặng")
    refold(person)
    force = make.make_organization("Korean National Police Agency", acronym="KNPA")
    Alias.objects.create(organization=force, text="Corée: police nationale")
    refold(force)
    for typed in ["Eleonore", "dang eleo", "ÉLÉONORE", "Dang, Eleonore", "  eleonore  "]:
        assert found(desk, "post", "person", typed) == ["Éléonore Đặng"], typed
    for typed in ["knpa", "KNPA", "police korean", "coree", "Korean National Police Agency (KNPA)"]:
        assert found(desk, "post", "organization", typed) == ["Korean National Police Agency (KNPA)"], typed
    assert found(desk, "post", "person", "nobody") == []


def test_a_whole_acronym_comes_first(desk):
    make.make_organization("An institute of INP studies", folded="an institute of inp studies")
    make.make_organization("Indonesian National Police", acronym="INP", folded="indonesian national police inp")
    assert found(desk, "post", "organization", "inp")[0] == "Indonesian National Police (INP)"


def test_merged_entries_are_not_offered(desk):
    winner = make.make_person("Ngoc Winner")
    make.make_person("Ngoc Loser", merged_into=winner)
    assert found(desk, "participation", "person", "ngoc") == ["Ngoc Winner"]


def test_two_of_one_name_are_told_apart(desk):
    malaysia = make.make_organization("Royal Malaysia Police", acronym="RMP", country=make.make_country("MY"))
    own = make.make_organization("ASEANAPOL Secretariat")
    rank = make.make_rank(malaysia, "Assistant Commissioner of Police", "ACP")
    make.make_post(make.make_person("Bakri"), own, "Director", rank=rank)
    make.make_person("Bakri")
    assert sorted(found(desk, "post", "person", "bakri", "note")) == [
        "ACP, Director, ASEANAPOL Secretariat, Malaysia",
        "No post on record",
    ]
    assert found(desk, "post", "organization", "malaysia", "note") == ["Other, Malaysia"]
    refold(rank)
    assert found(desk, "post", "rank", "acp", "note") == ["Royal Malaysia Police (RMP)"]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("post", "person"),
        ("post", "organization"),
        ("post", "rank"),
        ("eventedition", "place"),
        ("eventedition", "programme"),
        ("eventedition", "also_in"),
        ("organization", "country"),
        ("event", "series"),
    ],
)
def test_constant_queries(desk, django_assert_num_queries, model, field):
    def one(number):
        code = ["PH", "MY", "KR"][number]
        force = make.make_organization(country=make.make_country(code))
        make.make_post(organization=force, rank=make.make_rank(force))
        make.make_place(f"City {number}", make.make_country(code))
        make.make_programme(), make.make_series()

    one(0)
    expected = 5 if field == "person" else 4
    with django_assert_num_queries(expected):
        assert len(ask(desk, model, field).json()["results"]) == 1
    one(1), one(2)
    with django_assert_num_queries(expected):
        assert len(ask(desk, model, field).json()["results"]) == 3


@pytest.mark.parametrize("term", ["x" * 10_000, "a\0b", "%", "_", "'; DROP TABLE", "☃", "\u202e", "(((", "a " * 5000])
def test_a_hostile_question_is_answered(desk, term):
    make.make_person("Ngoc")
    assert found(desk, "post", "person", term) in ([], ["Ngoc"])


def test_percent_signs_are_letters(desk):
    make.make_person("Ngoc")
    assert found(desk, "post", "person", "%") == []
    assert found(desk, "post", "person", "_") == []


@pytest.mark.parametrize(("page", "status"), [("99999", 404), ("x", 404), ("0", 404), ("1", 200)])
def test_pages(desk, page, status):
    make.make_person()
    assert ask(desk, "post", "person", page=page).status_code == status


def test_twenty_at_a_time(desk):
    for _ in range(21):
        make.make_person()
    first = ask(desk, "post", "person").json()
    assert (len(first["results"]), first["pagination"]["more"]) == (20, True)


def test_only_who_signed_in_is_answered(client):
    assert ask(client, "post", "person").status_code == 302


@pytest.mark.parametrize(
    ("model", "field"),
    [("account", "groups"), ("snapshot", "by"), ("nothing", "at_all"), ("person", "name"), ("post", "nothing")],
)
def test_what_is_nobodys_business(desk, model, field):
    assert ask(desk, model, field).status_code == 403
