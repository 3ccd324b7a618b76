import datetime

import pytest
from django.utils import timezone

from news.enums import ParticipationRole
from news.models import Standing
from news.queries import organization, paging
from tests.factories import (
    make_contact,
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_programme,
    make_programme_partner,
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


def page_of(entry, **parameters):
    return organization.read(entry.slug, parameters)


def marks(entry):
    """What the page says of each event, by name."""
    found = page_of(entry)
    if found is None:
        return None
    return {
        engagement.event.name: engagement.part.marks
        for stretch in found.record.stretches
        for engagement in stretch.engagements
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_full_it_is(rows, django_assert_num_queries):
    entry = make_organization(country=make_country(), parent=make_organization())
    make_contact()
    for _ in range(rows):
        facts = make_event()
        session = make_session(facts)
        make_organizer(facts, entry, through=make_organization())
        make_organizer(facts, make_organization(), session=session)
        make_participation(facts, make_person(), organization=entry, session=session, country=make_country("KR"))
        make_participation(facts, organization=entry)
        publish_release(event=publish(facts), issued_jointly_with=[entry])
        publish_release(also_covers=[facts])
        make_standing(entry)
        make_standing(make_organization(parent=entry))
        programme = make_programme()
        make_programme_partner(programme, entry)
        publish_event(programme=programme)
    with django_assert_num_queries(9):
        found = page_of(entry)
    assert (found.events, found.organized) == (rows, rows)
    assert (len(found.standings), len(found.units), len(found.programmes)) == (rows, rows, rows)
    assert len(found.record.releases) == rows
    engagements = [engagement for stretch in found.record.stretches for engagement in stretch.engagements]
    assert [len(engagement.releases) for engagement in engagements] == [2] * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(rows, django_assert_num_queries):
    make_contact()
    for _ in range(rows):
        make_standing(make_organization(country=make_country()))
        make_organizer(publish_event(), make_organization(country=make_country("KR")))
    with django_assert_num_queries(3):
        found = organization.listing({})
    assert [len(section.lines) for section in found.sections] == [rows, rows]


def test_the_list_parts_by_present_standing_each_by_name():
    today = timezone.localdate()
    for name, kind, dates in [
        ("Zeta", "member", {}),
        ("Éta", "member", {"since": DAY(1981, 10, 8)}),
        ("Beta", "observer", {"until": today}),
        ("Gone", "member", {"until": today - datetime.timedelta(days=1)}),
        ("Not yet", "member", {"since": today + datetime.timedelta(days=1)}),
        ("Partner", "dialogue_partner", {}),
    ]:
        make_standing(make_organization(name), kind, **dates)
    rose = make_organization("Rose")
    make_standing(rose, "observer")
    make_standing(rose, "dialogue_partner")
    found = {section.label: [line.name for line in section.lines] for section in organization.listing({}).sections}
    assert found == {
        "Members": ["Éta", "Zeta"],
        "Dialogue partners": ["Partner", "Rose"],
        "Observers": ["Beta"],
        "Other organizations": ["Gone", "Not yet"],
    }
    Standing.objects.all().update(kind="member", until=DAY(1990, 1, 1), since=None)
    [alone] = organization.listing({}).sections
    assert (alone.label, len(alone.lines)) == ("", 7)


def test_the_roles_that_it_took():
    entry = make_organization("CICC")
    facts = publish_event(name="Whole")
    session, other = make_session(facts, "Second", order=2), make_session(facts, "First", order=1)
    make_organizer(facts, entry, role="co_host", through=make_organization("Unit"))
    make_organizer(facts, make_organization("DICT"), role="host", through=entry)
    make_organizer(facts, entry, role="sponsor", session=session)
    make_organizer(facts, make_organization("Somebody else"), role="funder")
    in_sessions = publish_event(name="Sessions")
    for title in ("One", "Two"):
        make_organizer(in_sessions, entry, role="host", session=make_session(in_sessions, title))
    make_participation(facts, organization=entry)
    make_participation(facts, make_person(), organization=entry, role="panellist", session=other)
    make_participation(facts, make_person(), organization=entry, role="head_of_delegation")
    assert marks(entry) == {
        "Whole": (
            "Co-host, through Unit",
            "Host for DICT",
            "Sponsor of a session",
            "Took part: head of delegation, panellist",
        ),
        "Sessions": ("Host of two sessions",),
    }
    [stretch] = page_of(entry).record.stretches
    assert {e.event.name: e.part.sessions for e in stretch.engagements} == {
        "Whole": ("First", "Second"),
        "Sessions": ("One", "Two"),
    }


def test_who_only_watched_and_who_plainly_took_part():
    watcher, guest, both = make_organization(), make_organization(), make_organization()
    facts = publish_event(name="Event")
    make_participation(facts, organization=watcher, role="observer")
    make_participation(facts, organization=guest)
    make_participation(facts, organization=both)
    make_organizer(facts, both)
    assert marks(watcher) == {"Event": ("Observer",)}
    assert marks(guest) == {"Event": ("Took part",)}
    assert marks(both) == {"Event": ("Organizer",)}


@pytest.mark.parametrize("role", sorted(ParticipationRole.absent))
def test_who_was_mentioned_or_represented_did_not_take_part(role):
    entry = make_organization()
    facts = publish_event()
    make_participation(facts, organization=entry, role=role)
    make_participation(facts, make_person(), organization=entry, role=role)
    assert marks(entry) == {}
    assert page_of(entry).events == 0


def test_before_an_event_begins_it_shows_organizers_only():
    entry = make_organization()
    facts = publish_event(name="Organized", starts=SOON)
    make_organizer(facts, entry)
    make_organizer(facts, entry, role="host", session=make_session(facts, "Secret session"))
    make_participation(facts, organization=entry, role="speaker")
    make_participation(publish_event(name="Attended", starts=SOON), organization=entry)
    shown = publish_event(name="Shown", starts=SOON, show_all_before=True)
    make_participation(shown, organization=entry)
    assert marks(entry) == {"Organized": ("Organizer",), "Shown": ("Due to take part",)}
    [stretch] = page_of(entry).record.stretches
    assert (stretch.label, stretch.coming) == ("Coming up", True)
    assert all(engagement.part.sessions == () for engagement in stretch.engagements)


def test_events_are_in_stretches_newest_first():
    entry = make_organization()
    for name, facts in {
        "Undated": {"precision": "tba"},
        "Next": {"starts": SOON},
        "Old": {"starts": DAY(2019, 3, 1)},
        "Late": {"starts": DAY(2020, 9, 1)},
        "Early": {"starts": DAY(2020, 2, 1)},
        "Called off": {"starts": DAY(2020, 1, 1), "status": "cancelled"},
        "Never dated": {"precision": "tba", "status": "cancelled"},
    }.items():
        make_organizer(publish_event(name=name, **facts), entry)
    found = {
        stretch.label: [engagement.event.name for engagement in stretch.engagements]
        for stretch in page_of(entry).record.stretches
    }
    assert found == {
        "Cancelled": ["Never dated"],
        "Coming up": ["Undated", "Next"],
        "2020": ["Late", "Early", "Called off"],
        "2019": ["Old"],
    }


def test_many_events_are_on_several_pages(monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    entry = make_organization()
    for number in range(3):
        make_organizer(publish_event(starts=DAY(2020 + number, 1, 1)), entry)
    make_participation(publish_event(starts=DAY(2019, 1, 1)), organization=entry)
    first, second = page_of(entry), page_of(entry, page="2")
    assert [stretch.label for stretch in first.record.stretches] == ["2022", "2021"]
    assert [stretch.label for stretch in second.record.stretches] == ["2020", "2019"]
    assert (first.events, first.organized) == (second.events, second.organized) == (4, 3)
    assert (first.query, second.query) == ("", "page=2")


def test_releases_about_an_event_newest_first_and_only_public_ones():
    entry = make_organization()
    facts = publish_event()
    make_organizer(facts, entry)
    old = timezone.now() - datetime.timedelta(days=9)
    publish_release(event=facts, title="Older", at=old)
    publish_release(also_covers=[facts], event=facts, title="Newer", at=old + datetime.timedelta(days=1))
    make_release(event=facts, title="Draft")
    make_release(also_covers=[facts], title="Draft too", issued_jointly_with=[entry])
    [stretch] = page_of(entry).record.stretches
    assert [line.name for line in stretch.engagements[0].releases] == ["Newer", "Older"]
    assert page_of(entry).record.releases == ()


def test_what_its_own_entry_says():
    parent = make_organization("Ministry")
    entry = make_organization(
        "Police", acronym="POL", country=make_country(), parent=parent, website="https://www.pol.test/x"
    )
    make_standing(entry, "dialogue_partner", since=DAY(2008, 5, 1))
    make_standing(entry, "observer", until=DAY(2008, 4, 30))
    make_organizer(publish_event(), make_organization("Public unit", parent=entry))
    make_organization("Internal unit", parent=entry)
    programme, internal = make_programme("Known"), make_programme("Internal")
    for role in ("lead", "funder"):
        make_programme_partner(programme, entry, role)
    make_programme_partner(internal, entry)
    publish_event(programme=programme)
    found = page_of(entry)
    assert (found.name, found.site, found.country.url) == ("Police (POL)", "pol.test", "/countries/ph/")
    assert [(line.label, line.since, line.until) for line in found.standings] == [
        ("Observer", None, DAY(2008, 4, 30)),
        ("Dialogue partner", DAY(2008, 5, 1), None),
    ]
    assert [line.name for line in found.units] == ["Public unit"]
    assert [(line.name, line.detail) for line in found.programmes] == [("Known", "Lead and funder")]
    # A parent that nothing else names has no page of its own.
    assert (found.parent.name, found.parent.url) == ("Ministry", "")
    make_standing(parent)
    assert page_of(entry).parent.url == parent.get_absolute_url()


def test_what_nothing_public_names_has_no_page():
    entry = make_organization()
    make_organizer(make_event(), entry)
    assert page_of(entry) is None


def test_a_merged_one_leads_to_the_winner_if_that_is_public():
    winner = make_organization()
    loser = make_organization(merged_into=winner)
    assert page_of(loser) is None
    make_standing(winner)
    assert page_of(loser).url == winner.get_absolute_url()


def test_who_took_part_in_the_same_events():
    force = make_organization("Force", slug="force")
    guest = make_organization("Guest now", country=make_country("SG"), slug="guest")
    facts = publish_event(name="Meeting")
    session = make_session(facts)
    make_organizer(facts, force)
    for place in (None, session):
        make_participation(facts, make_person(), organization=guest, organization_as="Guest then", session=place)
    make_participation(facts, organization=force)
    make_participation(facts, country=make_country("MY"))
    make_participation(facts, make_person(), country=make_country("KR"), organization=make_organization("Zeta"))
    make_participation(facts, label="Experts from industry")
    make_participation(facts, organization=make_organization("Not there"), role="represented")
    soon = publish_event(name="Secret", starts=SOON)
    make_organizer(soon, force)
    make_participation(soon, organization=guest)
    other = publish_event(name="Without it")
    make_participation(other, organization=make_organization("Elsewhere"))
    found = {e.event.name: e.part for s in organization.read("force", {}).record.stretches for e in s.engagements}
    part = found["Meeting"]
    assert [(line.name, line.url, line.flag) for line in part.others] == [
        ("Guest then", "/organizations/guest/", "sg"),
        ("Malaysia", "/countries/my/", "my"),
        ("Zeta", part.others[2].url, ""),
    ]
    assert (part.others_label, part.many_more) == ("Also took part", 0)
    assert found["Secret"].others == ()


@pytest.mark.parametrize(("number", "shown", "more"), [(8, 8, 0), (9, 9, 0), (10, 8, 2), (30, 8, 22)])
def test_of_many_others_the_first_by_name_are_told(number, shown, more):
    force = make_organization("Force", slug="force")
    facts = publish_event()
    make_organizer(facts, force)
    for place in range(number):
        name = f"Guest {place:02}"
        make_participation(facts, organization=make_organization(name), organization_as=name)
    part = organization.read("force", {}).record.stretches[0].engagements[0].part
    assert [line.name for line in part.others] == [f"Guest {place:02}" for place in range(shown)]
    assert part.many_more == more


def test_of_a_cancelled_event_nobody_says_that_it_took_place():
    force = make_organization("Force", slug="force")
    facts = publish_event(name="Meeting", status="cancelled", show_all_before=True)
    make_participation(facts, organization=force)
    make_participation(facts, organization=make_organization("Guest"))
    make_organizer(publish_event(name="Held"), force)
    found = organization.read("force", {})
    parts = {e.event.name: e.part for s in found.record.stretches for e in s.engagements}
    assert parts["Meeting"].marks == ("Was due to take part",)
    assert parts["Meeting"].others_label == "Also due to take part"
    assert (found.events, found.organized, found.record.page.total) == (1, 1, 2)
