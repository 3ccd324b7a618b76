import datetime

import pytest
from django.utils import timezone

from news.enums import ParticipationRole
from news.queries import country
from tests.factories import (
    make_contact,
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_place,
    make_programme,
    make_session,
    make_standing,
    publish,
    publish_event,
)

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)
DAY = datetime.date


@pytest.fixture
def singapore():
    return make_country("SG", iso_name="Republic of Singapore")


@pytest.fixture
def there(singapore):
    return make_place("Singapore", singapore, zone="Asia/Singapore")


def marks():
    found = country.read("sg", {})
    return {
        engagement.event.name: engagement.part.marks
        for stretch in found.record.stretches
        for engagement in stretch.engagements
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_full_it_is(singapore, there, rows, django_assert_num_queries):
    make_contact()
    for number in range(rows):
        force = make_organization(country=singapore)
        make_standing(force, since=DAY(2000 + number, 1, 1))
        make_standing(force, "observer")
        programme = make_programme()
        programme.countries.add(singapore)
        facts = make_event(place=there, programme=programme)
        make_organizer(facts, force)
        make_organizer(facts, make_organization())
        make_participation(facts, organization=force)
        make_participation(facts, make_person(), organization=force, country=singapore, session=make_session(facts))
        publish(facts)
        publish_event(also_in=[singapore])
    with django_assert_num_queries(8):
        found = country.read("sg", {})
    assert (found.events, found.held) == (rows * 2, rows * 2)
    assert (len(found.standings), len(found.organizations), len(found.programmes)) == (rows * 2, rows, rows)


def test_what_a_country_and_its_organizations_did(singapore, there):
    abroad = make_country("KR")
    force, office = make_organization("Force", country=singapore), make_organization("Office", country=singapore)
    here = publish_event(name="Here", place=there)
    make_organizer(here, force, role="host")
    make_organizer(here, office, role="sponsor", session=make_session(here))
    make_organizer(here, make_organization("Foreigner", country=abroad), role="funder")
    make_participation(here, organization=make_organization("Foreign guest", country=abroad))
    publish_event(name="In several", also_in=[singapore])
    named = publish_event(name="Named")
    make_participation(named, country=singapore)
    sent = publish_event(name="Sent")
    make_participation(
        sent, make_person("A Guest"), organization=force, organization_as="Force then", country=singapore
    )
    make_participation(sent, organization=office, role="observer")
    assert marks() == {
        "Here": ("Held in this country", "Host: Force", "Sponsor of a session: Office"),
        "In several": ("Also held in this country",),
        "Named": ("Took part",),
        "Sent": ("Took part: Force then", "Observer: Office"),
    }


@pytest.mark.parametrize("role", sorted(ParticipationRole.absent))
def test_who_was_mentioned_or_represented_did_not_take_part(singapore, role):
    make_participation(publish_event(), country=singapore, role=role)
    assert marks() == {}


def test_before_an_event_begins_it_shows_its_city_only(singapore, there):
    publish_event(name="Here", place=there, starts=SOON)
    secret = publish_event(name="Secret", starts=SOON, also_in=[singapore])
    make_participation(secret, country=singapore)
    shown = publish_event(name="Shown", starts=SOON, also_in=[singapore], show_all_before=True)
    make_participation(shown, country=singapore)
    assert marks() == {
        "Here": ("To be held in this country",),
        "Shown": ("Also to be held in this country", "Due to take part"),
    }


def test_its_standing_is_that_of_its_organizations(singapore):
    force, other = make_organization("Force", country=singapore), make_organization("Bureau", country=singapore)
    make_standing(force, "observer", until=DAY(1980, 12, 31))
    make_standing(force, "member", since=DAY(1981, 10, 8))
    make_standing(other, "member")
    make_organization("Internal", country=singapore)
    found = country.read("SG", {})
    assert [(line.label, line.of.name, line.since, line.until) for line in found.standings] == [
        ("Member", "Bureau", None, None),
        ("Member", "Force", DAY(1981, 10, 8), None),
        ("Observer", "Force", None, DAY(1980, 12, 31)),
    ]
    assert [line.name for line in found.organizations] == ["Bureau", "Force"]
    assert (found.name, found.iso_name, found.url) == ("Singapore", "Republic of Singapore", "/countries/sg/")


def test_what_nothing_public_names_has_no_page(there):
    make_event(place=there)
    assert country.read("sg", {}) is None
    assert country.read("zz", {}) is None


def test_of_a_cancelled_event_nobody_says_that_it_took_place(singapore, there):
    publish_event(name="Here", place=there, status="cancelled", show_all_before=True)
    publish_event(name="Also", also_in=[singapore], status="cancelled", show_all_before=True)
    publish_event(name="Held", place=there)
    assert marks() == {
        "Here": ("Was to be held in this country",),
        "Also": ("Was also to be held in this country",),
        "Held": ("Held in this country",),
    }
    found = country.read("sg", {})
    assert (found.events, found.held) == (1, 1)
