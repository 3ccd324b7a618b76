import datetime

import pytest
from django.utils import timezone

from news.queries import programme
from tests.factories import (
    make_contact,
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_programme,
    make_programme_partner,
    make_session,
    publish,
    publish_event,
    publish_release,
)

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)
DAY = datetime.date


def page_of(entry):
    return programme.read(entry.slug, {})


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_full_it_is(rows, django_assert_num_queries):
    entry = make_programme()
    make_contact()
    for code in ["PH", "SG", "KR"][:rows]:
        entry.countries.add(make_country(code))
        make_programme_partner(entry, make_organization(country=make_country(code)))
        facts = make_event(programme=entry)
        make_organizer(facts)
        make_organizer(facts, programme=entry, session=make_session(facts))
        make_participation(facts)
        publish_release(event=publish(facts))
    with django_assert_num_queries(7):
        found = page_of(entry)
    assert (len(found.countries), len(found.partners[0].lines), found.record.page.total) == (rows, rows, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(rows, django_assert_num_queries):
    make_contact()
    for _ in range(rows):
        publish_event(programme=make_programme())
    with django_assert_num_queries(3):
        assert len(programme.listing({}).programmes) == rows


def test_months_countries_and_partners_by_role():
    entry = make_programme(
        "Joint Operations",
        acronym="JO",
        starts=DAY(2024, 6, 1),
        ends=DAY(2025, 3, 1),
        country_count=20,
        summary="What it is.",
    )
    entry.countries.set([make_country("SG"), make_country("PH")])
    for name, role in [("Zeta", "member"), ("Alpha", "member"), ("Lead", "lead"), ("Payer", "funder")]:
        make_programme_partner(entry, make_organization(name), role)
    make_programme_partner(entry, make_organization("Merged", merged_into=make_organization()))
    make_organizer(publish_event(), programme=entry)
    found = page_of(entry)
    assert (found.name, found.acronym, found.summary) == ("Joint Operations", "JO", "What it is.")
    assert (found.months, found.number_of_countries) == ("June 2024 – March 2025", "20 countries")
    assert [(line.name, line.url) for line in found.countries] == [
        ("Philippines", "/countries/ph/"),
        ("Singapore", "/countries/sg/"),
    ]
    assert [(group.label, [line.name for line in group.lines]) for group in found.partners] == [
        ("Lead", ["Lead"]),
        ("Funder", ["Payer"]),
        ("Members of the programme", ["Alpha", "Zeta"]),
    ]
    [line] = programme.listing({}).programmes
    assert (line.name, line.months, line.countries) == ("Joint Operations (JO)", found.months, "20 countries")


def test_its_events_and_what_it_was_there():
    entry = make_programme()
    both = publish_event(name="Both", programme=entry)
    make_organizer(both, programme=entry, role="co_sponsor")
    make_organizer(both, make_organization(), role="host")
    publish_event(name="Belongs", programme=entry, starts=DAY(2024, 1, 1))
    publish_event(name="Hidden", programme=entry, starts=SOON)
    make_organizer(publish_event(name="Announced", starts=SOON), programme=entry)
    found = {
        engagement.event.name: engagement.part.marks
        for stretch in page_of(entry).record.stretches
        for engagement in stretch.engagements
    }
    assert found == {"Announced": ("Organizer",), "Both": ("Co-sponsor",), "Belongs": ()}


def test_an_organization_of_the_same_number_is_not_taken_for_the_programme():
    entry = make_programme()
    twin = make_organization(pk=entry.pk)
    facts = publish_event(programme=entry)
    make_organizer(facts, twin, role="host")
    [stretch] = page_of(entry).record.stretches
    assert stretch.engagements[0].part.marks == ()


def test_what_nothing_public_names_has_no_page():
    entry = make_programme()
    make_event(programme=entry)
    assert page_of(entry) is None
    winner = make_programme()
    loser = make_programme(merged_into=winner)
    assert page_of(loser) is None
    publish_event(programme=winner)
    assert page_of(loser).url == winner.get_absolute_url()
