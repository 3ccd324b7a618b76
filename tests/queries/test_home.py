import datetime

import pytest
from django.utils import timezone

from news.queries import home
from tests.factories import (
    attach_picture,
    make_contact,
    make_event,
    make_organization,
    make_organizer,
    make_own_organization,
    make_participation,
    make_person,
    make_programme,
    make_release,
    make_session,
    publish,
    publish_event,
    publish_release,
)

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=9)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_the_same_number_of_queries_however_full_it_is(rows, django_assert_num_queries):
    own = make_own_organization()
    make_contact()
    for _ in range(rows):
        facts = make_event(programme=make_programme())
        make_organizer(facts)
        make_participation(facts, make_person(), organization=own)
        attach_picture(publish_release(event=publish(facts)), is_lead=True)
        make_organizer(publish_event(starts=SOON))
    with django_assert_num_queries(12):
        found = home.read()
    assert (len(found.latest), len(found.next_events), len(found.programmes)) == (rows - 1, rows, rows)
    assert len(found.partners) == rows * 2


def test_an_empty_site():
    found = home.read()
    assert found.lead is None
    assert found.latest == found.next_events == found.programmes == found.partners == found.lead_ours == ()
    assert found.contact is None


def test_what_is_internal_is_not_on_the_front_page():
    make_release(title="Draft", event=make_event(name="Draft event", starts=SOON, programme=make_programme()))
    make_organizer(make_event())
    found = home.read()
    assert found.lead is None
    assert found.next_events == found.programmes == found.partners == ()


def test_the_lead_says_what_our_people_did():
    own = make_own_organization()
    facts = make_event()
    officer = make_person("Officer")
    make_participation(facts, officer, organization=own, session=make_session(facts), role="panellist")
    make_participation(facts, make_person("Minister"), organization=own, role="represented")
    publish_release(event=publish(facts))
    assert [(line.name, line.marks) for line in home.read().lead_ours] == [("Officer", ("Panellist",))]


def test_of_an_event_that_has_not_begun_neither_our_people_nor_the_programme_are_told():
    own = make_own_organization()
    facts = make_event(starts=SOON, programme=make_programme())
    make_participation(facts, make_person(), organization=own)
    publish_release(event=publish(facts))
    found = home.read()
    assert found.lead_ours == found.programmes == ()


def test_partners_stand_by_name_and_we_are_none_of_them():
    facts = make_event()
    make_organizer(facts, make_own_organization())
    for name in ("UNODC", "Éurope", "INTERPOL"):
        make_organizer(facts, make_organization(name))
    publish(facts)
    assert [line.name for line in home.read().partners] == ["Éurope", "INTERPOL", "UNODC"]
