import datetime

import pytest

from news.queries import people
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_programme,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    return make_event()


def test_a_person_is_printed_as_of_that_day_and_not_from_the_directory(facts):
    person = make_person("Bakri Zainal Abidin", honorific="Dato’", public_profile=True)
    row = make_participation(
        facts,
        person,
        honorific="Dr",
        rank_long="Assistant Commissioner of Police",
        rank_short="ACP",
        position="Director for Police Services",
        organization=make_organization("A force"),
        organization_as="The force as it was called",
    )
    person.name = "Somebody Else"
    line = people.person_line(row)
    assert line.name == "Dr Bakri Zainal Abidin"
    assert line.detail == (
        "Assistant Commissioner of Police (ACP), Director for Police Services, The force as it was called"
    )
    assert line.url == person.get_absolute_url()


def test_without_a_public_profile_there_is_no_link(facts):
    assert people.person_line(make_participation(facts)).url == ""


@pytest.mark.parametrize(
    ("long", "short", "expected"),
    [("Colonel", "Col.", "Colonel (Col.)"), ("Colonel", "", "Colonel"), ("", "Col.", "Col."), ("", "", "")],
)
def test_a_rank_is_long_with_the_short_form_in_brackets(facts, long, short, expected):
    assert people.rank(make_participation(facts, rank_long=long, rank_short=short)) == expected


def test_our_own_organization_is_not_repeated(facts):
    own = make_organization("ASEANAPOL Secretariat")
    row = make_participation(facts, make_person(), organization=own, position="Executive Director")
    assert people.person_line(row, own_key=own.pk).detail == "Executive Director"
    assert people.person_line(row).detail == "Executive Director, ASEANAPOL Secretariat"


def test_an_organization_that_the_position_names_is_not_repeated(facts):
    row = make_participation(
        facts, make_person(), organization=make_organization("ISPO"), position="Deputy Director of ISPO"
    )
    assert people.person_line(row).detail == "Deputy Director of ISPO"


def test_a_force_has_its_flag_and_heads(facts):
    force = make_organization("Royal Malaysia Police", kind="police", country=make_country("MY"))
    line = people.body_line(make_participation(facts, organization=force, headcount=12, women=5))
    assert (line.name, line.detail, line.flag) == ("Royal Malaysia Police", "12 people, five of them women", "my")


def test_a_country_is_printed_with_the_house_name(facts):
    line = people.body_line(make_participation(facts, country=make_country("KR"), label="prosecutors"))
    assert (line.name, line.detail, line.url) == ("Republic of Korea", "prosecutors", "/countries/kr/")


def test_a_role_that_says_something_stands_beside_an_organization(facts):
    row = make_participation(facts, organization=make_organization("A bureau"), role="trainer")
    assert people.body_line(row).detail == "trainer"


def test_days_are_said_where_somebody_did_not_stay(facts):
    first = datetime.date(2024, 9, 17)
    row = make_participation(facts, from_day=first, to_day=None)
    assert (people.person_line(row).days.starts, people.person_line(row).days.ends) == (first, first)


def test_groups_have_labels_in_the_singular_and_plural_and_in_protocol_order(facts):
    rows = [
        make_participation(facts, role="observer"),
        make_participation(facts, role="panellist"),
        make_participation(facts, role="panellist"),
        make_participation(facts, role="chair"),
    ]
    groups = people.people_groups(rows)
    assert [group.label for group in groups] == ["Chair", "Panellists", "Observer"]
    assert [group.number for group in groups] == ["1 person", "2 people", "1 person"]


def test_somebody_in_two_roles_stands_under_both_and_in_two_rows_of_one_role_once(facts):
    person = make_person()
    rows = [make_participation(facts, person, role=role) for role in ("chair", "speaker", "speaker")]
    assert [(group.label, len(group.lines)) for group in people.people_groups(rows)] == [("Chair", 1), ("Speaker", 1)]


def test_bodies_are_grouped_by_what_they_are(facts):
    rows = [
        make_participation(facts, organization=make_organization("UNODC", kind="international"), role="observer"),
        make_participation(facts, label="Experts from industry", headcount=3),
        make_participation(facts, organization=make_organization("A charity")),
        make_participation(facts, country=make_country("SG")),
        make_participation(facts, organization=make_organization("Police A", kind="police"), headcount=2),
        make_participation(facts, organization=make_organization("Police B", kind="police"), headcount=4),
    ]
    groups = people.body_groups(rows)
    assert [group.label for group in groups] == [
        "Participating forces",
        "Participating country",
        "Participating organization",
        "Also took part",
        "Observer",
    ]
    assert groups[0].number == "two, 6 people in all"


def test_an_organizer_says_through_whom_it_acted_and_who_led_it(facts):
    through = make_organization("Cybercrime Investigation and Coordinating Center (CICC)")
    row = make_organizer(
        facts,
        make_organization("Department (DICT)", country=make_country("PH")),
        role="co_host",
        through=through,
        led_by=make_person("Alexander K. Ramos"),
        honorific="Mr",
        led_what=str(through),
    )
    line = people.organizer_line(row)
    assert (line.name, line.flag) == ("Department (DICT)", "ph")
    assert line.detail == f"through {through}, led by Mr Alexander K. Ramos"


def test_an_organizer_says_what_else_somebody_led(facts):
    row = make_organizer(
        facts,
        make_organization("KNPA"),
        led_by=make_person("Cho Ji Ho"),
        rank_long="Commissioner General",
        position="Head of the agency",
        led_what="the delegation",
    )
    assert people.organizer_line(row).detail == (
        "the delegation led by Commissioner General Cho Ji Ho, Head of the agency"
    )
    assert people.organizer_line(row, with_leader=False).detail == ""


def test_a_programme_may_organize(facts):
    line = people.organizer_line(make_organizer(facts, programme=make_programme("GLACY-E"), role="co_sponsor"))
    assert (line.name, line.flag) == ("GLACY-E", "")
    assert line.url.startswith("/programmes/")


def test_rows_of_sessions_can_be_told_apart(facts):
    session = make_session(facts)
    person = make_person()
    rows = [make_participation(facts, person), make_participation(facts, person, session=session)]
    assert people.distinct(rows) == rows[:1]
