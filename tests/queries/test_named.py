import datetime

import pytest
from django.utils import timezone

from news.enums import ParticipationRole, State
from news.models import Organization
from news.queries import named, visibility
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_place,
    make_programme,
    make_programme_partner,
    make_release,
    make_session,
    make_standing,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)


def names(entries):
    kept_back = visibility.keeping_back(timezone.now())
    return {str(entry) for entry in entries(kept_back)}


def name_everywhere(facts):
    """Names one organization in each way in which the facts of an event can."""
    make_organizer(facts, make_organization("Organizer"), through=make_organization("Acting"))
    session = make_session(facts)
    make_organizer(facts, make_organization("Of a session"), session=session)
    make_participation(facts, organization=make_organization("Taking part"))
    make_participation(facts, organization=make_organization("In a session"), session=session)
    make_participation(facts, make_person(), organization=make_organization("Of a person"))
    return facts


ALWAYS = {"Organizer", "Acting"}
ONCE_BEGUN = {"Of a session", "Taking part", "In a session", "Of a person"}


def test_every_way_of_naming_an_organization():
    publish(name_everywhere(make_event()))
    publish_release(issued_jointly_with=[make_organization("Co-issuer")])
    programme = make_programme()
    make_programme_partner(programme, make_organization("Partner"))
    publish_event(programme=programme)
    make_standing(make_organization("Member"))
    make_organization("Nobody names it")
    assert names(named.organizations) == ALWAYS | ONCE_BEGUN | {"Co-issuer", "Partner", "Member"}


def test_before_an_event_begins_only_its_organizers_are_named():
    publish(name_everywhere(make_event(starts=SOON)))
    assert names(named.organizations) == ALWAYS


def test_an_editor_may_show_all_before():
    publish(name_everywhere(make_event(starts=SOON, show_all_before=True)))
    assert names(named.organizations) == ALWAYS | ONCE_BEGUN


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED, State.WITHDRAWN}))
def test_what_is_not_public_names_nothing(state):
    programme = make_programme("Internal")
    programme.countries.add(make_country("SG"))
    make_programme_partner(programme, make_organization("Partner", country=make_country("KR")))
    facts = name_everywhere(make_event(programme=programme, topics=[make_topic("Internal")]))
    make_participation(facts, country=make_country("MY"))
    text = make_release(
        issued_jointly_with=[make_organization("Co-issuer")], topics=[make_topic("Internal too")], title="T"
    )
    for edition in (facts, text):
        edition.state, edition.published_at = state, timezone.now()
        edition.save()
    for entries in (named.organizations, named.programmes, named.countries, named.topics):
        assert names(entries) == set()


def test_what_is_withdrawn_names_nothing():
    programme = make_programme()
    facts = publish(name_everywhere(make_event(programme=programme, topics=[make_topic()])))
    text = publish_release(topics=[make_topic()], issued_jointly_with=[make_organization()])
    withdraw(facts, "notice")
    withdraw(text, "notice")
    for entries in (named.organizations, named.programmes, named.countries, named.topics):
        assert names(entries) == set()


def test_a_merged_event_names_nothing():
    loser, winner = publish(name_everywhere(make_event())), publish_event(mode="online")
    loser.event.merged_into = winner.event
    loser.event.save()
    assert names(named.organizations) == names(named.countries) == set()


def test_an_event_names_its_programme_once_it_has_begun():
    publish_event(programme=make_programme("Under way"))
    publish_event(programme=make_programme("Secret"), starts=SOON)
    make_organizer(publish_event(starts=SOON), programme=make_programme("Organizing"))
    facts = publish_event(starts=SOON)
    make_organizer(facts, programme=make_programme("Session's"), session=make_session(facts))
    make_programme("Idle")
    assert names(named.programmes) == {"Under way", "Organizing"}


def test_every_way_of_naming_a_country():
    countries = [make_country(code) for code in ["KH", "TH", "SG", "KR", "LA", "VN"]]
    place, abroad, delegation, home, of_programme, nobodys = countries
    facts = publish_event(place=make_place("Phnom Penh", place), also_in=[abroad])
    make_participation(facts, country=delegation)
    make_organizer(facts, make_organization(country=home))
    programme = make_programme()
    programme.countries.add(of_programme)
    make_organizer(facts, programme=programme)
    later = publish_event(starts=SOON, place=make_place("Phnom Penh", place), also_in=[nobodys])
    make_participation(later, country=nobodys)
    assert names(named.countries) == {country.name for country in countries} - {nobodys.name}


def test_every_way_of_naming_a_topic():
    publish_event(topics=[make_topic("Of an event")])
    publish_release(topics=[make_topic("Of a release")])
    publish_event(topics=[make_topic("Not yet")], starts=SOON)
    make_topic("Unused")
    assert names(named.topics) == {"Of an event", "Of a release"}


def test_somebody_only_mentioned_is_named_all_the_same():
    facts = publish_event()
    make_participation(facts, organization=make_organization("Mentioned"), role=ParticipationRole.MENTIONED)
    assert names(named.organizations) == {"Mentioned"}


def test_a_merged_entry_is_its_winner_in_the_end():
    last = make_organization("Last")
    middle = make_organization(merged_into=last)
    first = make_organization(merged_into=middle)
    assert named.survivor(Organization, first.slug) == last
    assert named.survivor(Organization, last.slug) is None
    assert named.survivor(Organization, "nothing") is None


def test_a_circle_of_mergers_has_no_survivor():
    one, other = make_organization(), make_organization()
    Organization.objects.filter(pk=one.pk).update(merged_into=other)
    Organization.objects.filter(pk=other.pk).update(merged_into=one)
    assert named.survivor(Organization, one.slug) is None
