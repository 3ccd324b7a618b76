"""Who may stand in a caption, as of that day, and the sentence itself."""

import datetime

import pytest

from news.enums import ParticipationRole, State
from news.queries import captions
from news.queries.captions import Named
from tests import factories as make

DAY = datetime.date(2024, 8, 27)


def someone(name, rank="", position="", organization=""):
    return Named(1, name, rank, position, organization)


COLONEL = someone("David Martinez Vinluan", "Police Colonel", "Executive Director of the ASEANAPOL Secretariat")
HO = someone("Cho Ji Ho", "Commissioner General")
NGOC = someone("Nguyen Huu Ngoc")


@pytest.mark.parametrize(
    ("shown", "place", "said"),
    [
        ([], "at ISCR 2024", ""),
        ([NGOC], "", "Nguyen Huu Ngoc."),
        ([HO], "at ISCR 2024 in Seoul", "Commissioner General Cho Ji Ho at ISCR 2024 in Seoul."),
        (
            [COLONEL],
            "at ISCR 2024 in Seoul",
            "Police Colonel David Martinez Vinluan, Executive Director of the ASEANAPOL Secretariat, "
            "at ISCR 2024 in Seoul.",
        ),
        ([HO, NGOC], "", "From left: Commissioner General Cho Ji Ho and Nguyen Huu Ngoc."),
        (
            [COLONEL, NGOC],
            "at ISCR 2024 in Seoul",
            "From left: Police Colonel David Martinez Vinluan, Executive Director of the ASEANAPOL Secretariat; "
            "and Nguyen Huu Ngoc at ISCR 2024 in Seoul.",
        ),
        ([None], "at ISCR 2024", "An unnamed participant at ISCR 2024."),
        ([None, None], "", "Two unnamed people."),
        ([NGOC, None, HO], "", "From left: Nguyen Huu Ngoc, an unnamed person and Commissioner General Cho Ji Ho."),
        ([NGOC, *[None] * 13], "at X", "From left: Nguyen Huu Ngoc and 13 unnamed participants at X."),
    ],
)
def test_the_sentence(shown, place, said):
    assert captions.caption(shown, place) == said


def test_an_organization_in_the_position_is_not_said_twice():
    there = someone("A B", position="Director, Royal Police", organization="Royal Police")
    assert there.words == "A B, Director, Royal Police"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"acronym": "ISCR"}, "at ISCR 2024 in Manila"),
        ({"acronym": "ISCR 2024"}, "at ISCR 2024 in Manila"),
        ({"name": "41st ASEANAPOL Conference"}, "at the 41st ASEANAPOL Conference in Manila"),
        ({"name": "The Hague Talks"}, "at the Hague Talks in Manila"),
        ({"name": "Courtesy call on the chief"}, "at the courtesy call on the chief in Manila"),
        ({"name": "Seminar on Crime"}, "at the Seminar on Crime in Manila"),
        ({"name": "Manila Dialogue"}, "at the Manila Dialogue"),
        ({"name": "Webinar", "mode": "online"}, "at the Webinar"),
        ({"name": "?"}, ""),
    ],
)
def test_the_place(facts, said):
    assert captions.where(make.make_event(starts=DAY, **facts)) == said


@pytest.mark.django_db
def test_everybody_once_grouped_and_as_the_rows_say():
    facts = make.make_event(starts=DAY, name="Talks")
    force = make.make_organization("Royal Police")
    head = make.make_person("Head")
    make.make_participation(
        facts,
        head,
        role=ParticipationRole.HEAD_OF_DELEGATION,
        honorific="Dr",
        rank_long="Police Colonel",
        rank_short="PCOL",
        position="Director",
        organization=force,
    )
    session = make.make_session(facts)
    make.make_participation(facts, head, role=ParticipationRole.SPEAKER, session=session)
    speaker = make.make_participation(facts, role=ParticipationRole.SPEAKER, session=session).person
    absent = make.make_participation(facts, role=ParticipationRole.REPRESENTED).person
    leader = make.make_person("Leader")
    make.make_organizer(facts, force, led_by=leader, rank_long="General")
    make.make_organizer(facts, led_by=head)
    make.make_participation(facts, organization=force, headcount=3)
    found = captions.occasion(facts.event_id)
    assert found.day == DAY
    assert [(label, [person.key for person in people]) for label, people in found.groups] == [
        ("Head of delegation", [head.pk]),
        ("Speaker", [speaker.pk]),
        ("Led an organizer", [leader.pk]),
    ]
    assert found.people[head.pk].words == "Police Colonel (PCOL) Dr Head, Director, Royal Police"
    # Who was not there is not offered, but is called as the rows say if somebody picks them.
    assert found.people[absent.pk].group == ""


@pytest.mark.django_db
def test_open_facts_before_public_ones_and_never_from_the_bin():
    public = make.publish_event(name="Public", starts=DAY)
    assert captions.occasion(public.event_id).facts == public
    draft = make.make_event(event=public.event, name="Draft", starts=DAY)
    assert captions.occasion(public.event_id).facts == draft
    draft.state = State.DISCARDED
    draft.save()
    assert captions.occasion(public.event_id).facts == public
    assert captions.occasion(None).facts is None
    assert captions.occasion(10**9).people == {}


@pytest.mark.django_db
def test_two_of_one_name_are_told_apart():
    facts = make.make_event(starts=DAY)
    one = make.make_participation(facts, make.make_person("Kim Min"), position="Director").person
    two = make.make_participation(facts, make.make_person("Kim Min"), position="Inspector").person
    people = captions.occasion(facts.event_id).people
    assert people[one.pk].label == "Kim Min, Director"
    assert people[two.pk].label == "Kim Min, Inspector"
    assert people[one.pk].name == "Kim Min"


@pytest.mark.django_db
def test_somebody_else_has_the_rank_of_that_day_and_not_of_today():
    force = make.make_organization("Royal Police")
    person = make.make_person("Ana Cruz", honorific="Ms")
    major, colonel = make.make_rank(force, "Major", "MAJ"), make.make_rank(force, "Colonel", "COL")
    make.make_post(person, force, "Chief of Station", rank=major, until=datetime.date(2024, 8, 31))
    make.make_post(person, force, "Director", rank=colonel, since=datetime.date(2024, 9, 1))
    outside = captions.Outside({person.pk})
    assert outside.named(person.pk, DAY).words == "Major (MAJ) Ms Ana Cruz, Chief of Station, Royal Police"
    assert outside.named(person.pk, datetime.date(2024, 9, 1)).rank == "Colonel (COL)"
    assert outside.named(person.pk, None).words == "Ms Ana Cruz"
    assert outside.named(10**9, DAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_same_queries_for_one_and_for_three(number, django_assert_num_queries):
    facts = make.make_event(starts=DAY)
    others = [make.make_post().person_id for _ in range(number)]
    for _ in range(number):
        make.make_participation(facts)
        make.make_participation(facts, session=make.make_session(facts))
        make.make_organizer(facts, led_by=make.make_person())
    with django_assert_num_queries(5):
        assert sum(len(people) for _, people in captions.occasion(facts.event_id).groups) == 3 * number
        outside = captions.Outside(set(others))
        assert all(outside.named(key, DAY).position == "Director" for key in others)
