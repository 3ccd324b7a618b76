import datetime

import pytest
from django.utils import timezone

from news.enums import ParticipationRole
from news.queries import person
from tests.factories import (
    make_contact,
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_post,
    make_rank,
    make_release,
    make_session,
    make_standing,
    publish,
    publish_event,
    publish_release,
)

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)
DAY = datetime.date


def page_of(somebody, **parameters):
    return person.read(somebody.slug, parameters)


def parts(somebody):
    """What the page says of each event, by name."""
    stretches = page_of(somebody).record.stretches
    return {engagement.event.name: engagement.part for stretch in stretches for engagement in stretch.engagements}


@pytest.fixture
def officer():
    return make_person("The Officer", public_profile=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_full_it_is(officer, rows, django_assert_num_queries):
    make_contact()
    force = make_organization()
    for number in range(rows):
        facts = make_event()
        make_organizer(facts)
        make_organizer(facts, led_by=officer)
        for session in (None, make_session(facts)):
            make_participation(facts, officer, session=session, organization=force, country=make_country())
        publish_release(event=publish(facts), byline=officer)
        make_post(officer, rank=make_rank(force, long=f"Rank {number}"))
    with django_assert_num_queries(8):
        found = page_of(officer)
    assert (found.events, found.sessions, len(found.posts), len(found.record.releases)) == (rows,) * 4


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(rows, django_assert_num_queries):
    make_contact()
    for number in range(rows):
        force = make_organization()
        somebody = make_person(public_profile=True)
        make_post(somebody, force, rank=make_rank(force, long=f"Rank {number}"))
    with django_assert_num_queries(3):
        assert len(person.listing({}).people) == rows


def test_only_people_with_a_public_profile_have_a_page():
    hidden = make_person("Hidden")
    merged_away = make_person("Merged", public_profile=True, merged_into=make_person("Hidden winner"))
    make_participation(publish_event(), hidden)
    assert page_of(hidden) is None
    assert page_of(merged_away) is None
    assert person.listing({}).people == ()


def test_a_merged_person_is_found_at_the_winner(officer):
    loser = make_person(merged_into=officer)
    assert page_of(loser).url == officer.get_absolute_url()


def test_the_list_is_in_the_order_of_family_names():
    for name, key in [("Zaw Lin Tun", "Zaw Lin Tun"), ("David Vinluan", "vinluan, David"), ("Amy Tang", "Tang, Amy")]:
        make_person(name, sort_key=key, public_profile=True)
    assert [line.name for line in person.listing({}).people] == ["Amy Tang", "David Vinluan", "Zaw Lin Tun"]


def test_the_list_gives_the_post_that_lasts_else_the_last_one(officer):
    today = timezone.localdate()
    make_post(officer, position="Later", since=today + datetime.timedelta(days=1))
    make_post(officer, position="Past", since=DAY(2020, 1, 1), until=DAY(2021, 1, 1))
    make_post(officer, position="Older", until=DAY(2019, 1, 1))

    def shown():
        [line] = person.listing({}).people
        return line.post.position, line.post.is_over

    assert shown() == ("Past", True)
    make_post(officer, position="Present", since=DAY(2021, 1, 2), until=today)
    assert shown() == ("Present", False)


def test_posts_on_record_with_the_days_that_are_known(officer):
    today = timezone.localdate()
    force = make_organization("Force", acronym="NPF")
    make_post(officer, force, "Unknown days")
    make_post(officer, force, "Ended", rank=make_rank(force), since=DAY(2020, 1, 1), until=DAY(2021, 1, 1))
    make_post(officer, force, "Will end", since=DAY(2021, 1, 2), until=today + datetime.timedelta(days=9))
    make_post(officer, force, "Will begin", since=today + datetime.timedelta(days=9))
    assert [(p.position, p.rank, p.since, p.until) for p in page_of(officer).posts] == [
        ("Will end", "", DAY(2021, 1, 2), None),
        ("Ended", "Police Colonel (PCOL)", DAY(2020, 1, 1), DAY(2021, 1, 1)),
        ("Unknown days", "", None, None),
    ]
    # An organization that nothing public names has no page to lead to.
    assert {(p.organization.name, p.organization.url) for p in page_of(officer).posts} == {("Force (NPF)", "")}
    make_standing(force)
    assert {p.organization.url for p in page_of(officer).posts} == {force.get_absolute_url()}


def test_roles_names_and_sessions_are_those_of_the_day(officer):
    facts = publish_event(name="Then")
    force = make_organization("Force today", country=make_country("SG"))
    then = {
        "printed_as": "Th. Officer",
        "honorific": "Dr.",
        "rank_long": "Police Major",
        "rank_short": "PMAJ",
        "position": "Deputy",
        "organization": force,
        "organization_as": "Force then",
        "country": make_country("PH"),
    }
    for order, title in ((2, "Second"), (1, "First")):
        make_participation(facts, officer, role="panellist", session=make_session(facts, title, order=order), **then)
    make_participation(facts, officer, role="head_of_delegation", **then)
    make_participation(facts, officer, role="attendee", **then | {"from_day": facts.starts, "to_day": facts.starts})
    part = parts(officer)["Then"]
    assert part.marks == ("Led the delegation", "Panellist, two sessions")
    assert part.sessions == ("First", "Second")
    assert {(line.name, line.detail) for line in part.printed} == {
        ("Dr. Th. Officer", "Police Major (PMAJ), Deputy, Force then, Philippines")
    }
    assert [line.days is not None for line in part.printed] == [False, True]
    assert "today" not in str(part)


def test_plain_roles_say_that_somebody_was_there(officer):
    for role in ("attendee", "delegate", "trainee"):
        make_participation(publish_event(name=role), officer, role=role)
    assert {name: part.marks for name, part in parts(officer).items()} == {
        "attendee": ("Took part",),
        "delegate": ("Delegate",),
        "trainee": ("Trainee",),
    }


@pytest.mark.parametrize("role", sorted(ParticipationRole.absent))
def test_who_was_mentioned_or_represented_did_not_take_part(officer, role):
    facts = publish_event()
    make_participation(facts, officer, role=role)
    make_participation(facts, officer, role=role, session=make_session(facts))
    found = page_of(officer)
    assert (found.events, found.sessions, found.record.stretches) == (0, 0, ())


def test_nobody_takes_part_before_it_begins(officer):
    facts = publish_event(starts=SOON)
    make_participation(facts, officer, role="speaker")
    make_organizer(facts, led_by=officer)
    make_participation(make_event(), officer, role="speaker")
    assert page_of(officer).events == 0


def test_who_is_announced_is_told_in_the_words_of_what_is_to_come(officer):
    for name, role in {"Speech": "speaker", "Visit": "attendee"}.items():
        make_participation(publish_event(name=name, starts=SOON, show_all_before=True), officer, role=role)
    led = publish_event(name="Led", starts=SOON, show_all_before=True)
    make_organizer(led, make_organization("CICC"), role="co_host", led_by=officer)
    assert {name: part.marks for name, part in parts(officer).items()} == {
        "Speech": ("Speaker",),
        "Visit": ("Due to take part",),
        "Led": ("Leads CICC (co-host)",),
    }


def test_who_led_an_organizer(officer):
    facts = publish_event(name="Led")
    row = {"led_by": officer, "led_by_as": "O. Officer", "honorific": "Mr.", "rank_long": "Major", "position": "Head"}
    make_organizer(facts, make_organization("DICT"), role="host", through=make_organization("CICC"), **row)
    make_organizer(facts, make_organization("Other"), led_what="Its team", **row)
    part = parts(officer)["Led"]
    assert part.marks == ("Led CICC (host)", "Led Its team (organizer)")
    assert [(line.name, line.detail) for line in part.printed] == [("Mr. O. Officer", "Major, Head")]


def test_releases_by_an_officer_stand_apart(officer):
    publish_release(byline=officer, title="Mine")
    publish_release(title="Another's", byline=make_person())
    make_release(byline=officer, title="Draft")
    assert [line.name for line in page_of(officer).record.releases] == ["Mine"]


def test_of_a_cancelled_event_nobody_says_that_it_took_place(officer):
    called_off = publish_event(name="Called off", status="cancelled", show_all_before=True)
    make_participation(called_off, officer, role="speaker")
    led = publish_event(name="Led", status="cancelled", show_all_before=True)
    make_organizer(led, make_organization("Force"), led_by=officer, led_by_as="Officer", role="host")
    plain = publish_event(name="Plain", status="cancelled", show_all_before=True)
    make_participation(plain, officer, role="attendee")
    make_participation(publish_event(name="Held"), officer, role="speaker")
    found = person.read(officer.slug, {})
    marks = {e.event.name: e.part.marks for s in found.record.stretches for e in s.engagements}
    assert marks == {
        "Called off": ("Speaker",),
        "Led": ("Was to lead Force (host)",),
        "Plain": ("Was due to take part",),
        "Held": ("Spoke",),
    }
    assert (found.events, found.record.page.total) == (1, 4)
