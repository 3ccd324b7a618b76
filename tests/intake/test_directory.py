import datetime
import json
import re
import shutil
from zoneinfo import ZoneInfo

import pycountry
import pytest
from django.core.management import call_command

from news import html, words
from news.enums import AliasKind, OrganizationKind, StandingKind
from news.intake import directory
from news.intake.directory import load_directory, read
from news.models import (
    ActionLog,
    Alias,
    Contact,
    Country,
    Organization,
    Page,
    Place,
    Rank,
    SiteState,
    Standing,
    Topic,
)
from news.record.directory import merge, save_entry
from news.record.slugs import reserved
from tests.factories import make_account, make_organization, make_own_organization, make_rank, make_topic

LOADED = (Alias, Contact, Country, Organization, Page, Place, Rank, Standing, Topic)
FILES = ("countries", "organizations", "pages", "places", "ranks", "topics")

# Countries whose forces signed the joint communiqué of November 2025.
MEMBERS = {"BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN"}


def rows():
    return {model.__name__: model.objects.count() for model in LOADED}


def found(model, text):
    return {str(thing) for thing in model.objects.filter(folded__contains=words.fold(text))}


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A copy of the data files, for tests that change them."""
    copy = tmp_path / "data"
    shutil.copytree(directory.DATA, copy)
    monkeypatch.setattr(directory, "DATA", copy)
    return copy


def change(files, name, act):
    entries = read(name)
    act(entries)
    (files / f"{name}.json").write_text(json.dumps(entries))


# The files


def test_all_iso_countries_are_there():
    assert {entry["code"] for entry in read("countries")} == {country.alpha_2 for country in pycountry.countries}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("BN", "Brunei Darussalam"),
        ("GB", "United Kingdom"),
        ("KR", "Republic of Korea"),
        ("LA", "Lao PDR"),
        ("RU", "Russian Federation"),
        ("US", "United States"),
        ("VN", "Viet Nam"),
    ],
)
def test_house_names(code, name):
    assert {entry["code"]: entry["name"] for entry in read("countries")}[code] == name


@pytest.mark.parametrize("name", ["organizations", "topics", "pages"])
def test_slugs_are_slugs_with_a_letter_and_stand_once(name):
    slugs = [entry["slug"] for entry in read(name)]
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug) and re.search("[a-z]", slug) for slug in slugs)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("name", ["organizations", "topics"])
def test_no_slug_is_reserved(name):
    assert not {entry["slug"] for entry in read(name)} & reserved()


def test_every_reference_leads_somewhere():
    countries = {entry["code"] for entry in read("countries")} | {None}
    slugs = {entry["slug"] for entry in read("organizations")}
    for entry in read("organizations"):
        assert entry["country"] in countries
        assert entry.get("parent") in slugs | {None}
    assert {entry["country"] for entry in read("places")} <= countries
    assert {entry["force"] for entry in read("ranks")} <= slugs


def test_kinds_are_known():
    for entry in read("organizations"):
        assert entry["kind"] in OrganizationKind.values
        assert {standing["kind"] for standing in entry.get("standings", [])} <= set(StandingKind.values)
    aliases = [alias for name in FILES for entry in read(name) for alias in entry.get("aliases", [])]
    assert {alias["kind"] for alias in aliases} == set(AliasKind.values)


def test_members_are_police_forces_one_a_country():
    members = [
        entry
        for entry in read("organizations")
        if any(standing["kind"] == "member" for standing in entry.get("standings", []))
    ]
    assert sorted(entry["country"] for entry in members) == sorted(MEMBERS)
    assert {entry["kind"] for entry in members} == {"police"}
    assert {entry["slug"] for entry in members} < {entry["force"] for entry in read("ranks")}


def test_ranks_of_a_force_are_ordered_from_one_without_gaps():
    by_force = {}
    for entry in read("ranks"):
        by_force.setdefault(entry["force"], []).append(entry["order"])
    for orders in by_force.values():
        assert sorted(set(orders)) == list(range(1, max(orders) + 1))


def test_places_are_on_earth_in_a_zone_that_exists():
    for entry in read("places"):
        assert -90 <= entry["latitude"] <= 90
        assert -180 <= entry["longitude"] <= 180
        assert ZoneInfo(entry["zone"])


def test_the_press_contact_is_marked_as_a_sample():
    contact = read("contact")
    assert "sample" in contact["name"]
    assert contact["email"].endswith(".example")
    assert "samples" in "".join(next(entry for entry in read("pages") if entry["slug"] == "contact")["body"])


def test_pages_need_no_cleaning():
    for entry in read("pages"):
        assert html.clean("\n".join(entry["body"])).removed == []


def test_no_text_counts_the_members():
    texts = [read("contact")["about"], *("\n".join(entry["body"]) for entry in read("pages"))]
    assert not [text for text in texts if re.search(r"\b(ten|eleven|10|11)\b", text, re.IGNORECASE)]


# Loading


@pytest.mark.django_db
def test_twice_adds_once():
    first = load_directory()
    there = rows()
    second = load_directory()
    assert rows() == there
    assert all(count.kept == 0 for count in first.values())
    assert {kind: (0, count.added) for kind, count in first.items()} == second
    assert first["organizations"].added == len(read("organizations"))


@pytest.mark.django_db
def test_what_is_written_in_bulk_passes_the_models_rules():
    load_directory()
    for model in LOADED:
        for thing in model.objects.all():
            thing.full_clean()


@pytest.mark.django_db
def test_the_secretariat_is_our_side():
    load_directory()
    assert SiteState.own().slug == "aseanapol-secretariat"
    assert SiteState.own().parent.slug == "aseanapol"


@pytest.mark.django_db
def test_our_side_stays_whom_an_officer_chose():
    own = make_own_organization("Regional Office")
    load_directory()
    assert SiteState.own() == own


@pytest.mark.django_db
def test_an_entry_has_all_that_the_file_says():
    load_directory()
    fcdo = Organization.objects.get(slug="uk-foreign-commonwealth-and-development-office")
    assert (fcdo.name, fcdo.official_name, fcdo.acronym, fcdo.kind, fcdo.country_id) == (
        "UK Foreign, Commonwealth & Development Office",
        "Foreign, Commonwealth & Development Office",
        "FCDO",
        "government",
        "GB",
    )
    assert list(fcdo.aliases.values_list("text", "kind")) == [
        ("Foreign, Commonwealth and Development Office", "also_correct"),
        ("UK FCDO", "also_correct"),
    ]
    interpol = Organization.objects.get(slug="interpol")
    assert [(standing.kind, standing.since, standing.until) for standing in interpol.standings.all()] == [
        ("dialogue_partner", None, None)
    ]
    unit = Organization.objects.get(slug="national-document-fraud-unit")
    assert unit.parent.parent.slug == "uk-home-office"


@pytest.mark.django_db
def test_what_texts_call_an_entry_finds_it():
    load_directory()
    called = [
        (Country, "South Korea", "Republic of Korea"),
        (Country, "korea", "Republic of Korea"),
        (Country, "Vietnam", "Viet Nam"),
        (Country, "Laos", "Lao PDR"),
        (Country, "Burma", "Myanmar"),
        (Country, "UK", "United Kingdom"),
        (Country, "USA", "United States"),
        (Country, "cote d'ivoire", "Côte d’Ivoire"),
        (Organization, "KNPA", "Korean National Police Agency (KNPA)"),
        (Organization, "Indonesia National Police", "Indonesian National Police (INP)"),
        (Organization, "Cambodia National Police", "Cambodian National Police (CNP)"),
        (Organization, "Royal Malaysian Police", "Royal Malaysia Police (RMP)"),
        (Organization, "Center for Transnational Crime", "Philippine Center on Transnational Crime (PCTC)"),
        (Organization, "EUROPOL", "Europol"),
        (Organization, "Ministry of Public Security of Vietnam", "Ministry of Public Security of Viet Nam (MPS)"),
        (Place, "Manila", "Metro Manila, Philippines"),
        (Place, "brasilia", "Brasília, Brazil"),
        (Place, "Saigon", "Ho Chi Minh City, Viet Nam"),
        (Rank, "snr. lt. col.", "Police Senior Lieutenant Colonel (Pol. Snr. Lt. Col.)"),
        (Rank, "Sen. Insp.", "Senior Inspector (Sen. Insp.)"),
    ]
    assert [(typed, entry) for model, typed, entry in called if entry not in found(model, typed)] == []


@pytest.mark.django_db
def test_what_an_officer_changed_stays():
    load_directory()
    editor = make_account()
    interpol = Organization.objects.get(slug="interpol")
    interpol.name, interpol.slug = "ICPO–INTERPOL", "icpo-interpol"
    save_entry(interpol, by=editor)
    interpol.aliases.all().delete()
    Standing.objects.filter(organization=interpol).update(since=datetime.date(2006, 1, 1))
    Place.objects.filter(city="Metro Manila").update(city="Manila")
    Country.objects.filter(code="KR").update(name="South Korea")
    Rank.objects.filter(force__acronym="PNP", long="Patrolman").update(long="Police Officer")
    Topic.objects.get(slug="forensics").delete()
    Page.objects.filter(slug="about").update(body="<p>Ours.</p>")
    Contact.objects.update(telephone="+60 3 1234 5678")
    there = rows()

    load_directory()

    assert rows() == there
    assert not Organization.objects.filter(slug="interpol").exists()
    interpol.refresh_from_db()
    assert interpol.name == "ICPO–INTERPOL"
    assert interpol.standings.get().since == datetime.date(2006, 1, 1)
    assert not Place.objects.filter(city="Metro Manila").exists()
    assert Country.objects.get(code="KR").name == "South Korea"
    assert not Topic.objects.filter(slug="forensics").exists()
    assert Page.objects.get(slug="about").body == "<p>Ours.</p>"
    assert Contact.objects.get().telephone == "+60 3 1234 5678"


@pytest.mark.django_db
def test_what_officers_entered_before_the_first_load_is_kept():
    mine = make_organization("Interpol", slug="interpol")
    mine_too = make_rank(make_organization("RMP", slug="royal-malaysia-police"), "Constable", "PC", 20)
    topic = make_topic("Cybercrime")
    topic.slug = "online-crime"
    topic.save()
    counts = load_directory()
    assert counts["organizations"].kept == 2
    assert counts["ranks"].kept == counts["topics"].kept == 1
    mine.refresh_from_db()
    mine_too.refresh_from_db()
    assert (mine.name, mine.aliases.count()) == ("Interpol", 0)
    assert (mine_too.short, mine_too.order) == ("PC", 20)
    assert mine_too.force.ranks.count() > 1


@pytest.mark.django_db
def test_a_newer_file_adds_to_entries_that_were_renamed_merged_or_deleted(files):
    load_directory()
    Organization.objects.filter(slug="korean-national-police-agency").update(slug="national-police-of-korea")
    winner = make_organization("INTERPOL General Secretariat")
    merge(Organization.objects.get(slug="interpol"), winner, by=make_account())
    Organization.objects.get(slug="ameripol").delete()
    Rank.objects.filter(force__slug="myanmar-police-force").delete()
    Organization.objects.get(slug="myanmar-police-force").delete()

    def add_units(entries):
        entries += [
            {"slug": f"unit-of-{parent}", "name": f"Unit of {parent}", "kind": "police", "parent": parent}
            for parent in ("korean-national-police-agency", "interpol", "ameripol")
        ]

    change(files, "organizations", add_units)
    change(
        files,
        "ranks",
        lambda entries: entries.extend(
            {"force": force, "long": "Cadet", "order": 20}
            for force in ("korean-national-police-agency", "myanmar-police-force")
        ),
    )
    counts = load_directory()

    assert (counts["organizations"].added, counts["ranks"].added) == (3, 1)
    parents = dict(Organization.objects.filter(slug__startswith="unit-of-").values_list("slug", "parent__slug"))
    assert parents == {
        "unit-of-korean-national-police-agency": "national-police-of-korea",
        "unit-of-interpol": winner.slug,
        "unit-of-ameripol": None,
    }
    assert Rank.objects.get(long="Cadet").force.slug == "national-police-of-korea"


@pytest.mark.django_db
def test_all_or_nothing(files):
    there = rows()
    (files / "contact.json").write_text("{")
    with pytest.raises(json.JSONDecodeError):
        load_directory()
    assert rows() == there
    assert not ActionLog.objects.exists()


@pytest.mark.django_db
def test_the_log_says_what_was_loaded_by_whom():
    load_directory()
    run = ActionLog.objects.get(act="load")
    assert run.by_name == "load_directory"
    assert run.details["added"]["places"]["KR/Seoul"] == Place.objects.get(city="Seoul").pk
    assert ActionLog.objects.filter(act="add", thing_type="organization").count() == Organization.objects.count()
    load_directory()
    assert ActionLog.objects.filter(act="load").count() == 1


@pytest.mark.django_db
def test_the_command_prints_what_was_added(capsys):
    call_command("load_directory")
    assert "Countries       249 added,    0 there already" in capsys.readouterr().out
    call_command("load_directory")
    assert "Countries         0 added,  249 there already" in capsys.readouterr().out
