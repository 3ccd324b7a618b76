import datetime

import pytest
from django.utils import timezone

from news.queries import release
from tests.factories import (
    attach_picture,
    make_contact,
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_own_organization,
    make_participation,
    make_person,
    make_picture,
    make_place,
    make_programme,
    make_programme_partner,
    make_release,
    make_series,
    make_session,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate() + datetime.timedelta(days=365)
MOST_QUERIES = 10  # the limit


def read(edition, **facts):
    return release.read(edition.release.url_year, edition.release.slug, **facts)


def fill(edition, own, times):
    """Everything that a page shows of an event, several times."""
    for number in range(times):
        make_organizer(edition, through=make_organization(), led_by=make_person())
        session = make_session(edition, place=make_place(f"City {number}"))
        make_organizer(edition, session=session, role="host")
        make_participation(edition, make_person(public_profile=True), organization=own, role="delegate")
        make_participation(edition, make_person(), organization=own, session=session, role="panellist")
        make_participation(edition, make_person(), country=make_country("KR"), role="guest_of_honour")
        make_participation(edition, organization=make_organization(kind="police"), headcount=3)
        make_participation(edition, label=f"Group {number}", role="mentioned")
        edition.also_in.add(make_country(["SG", "KR", "MY"][number]))


@pytest.mark.parametrize("times", [1, 3])
def test_a_full_release_costs_the_same_number_of_queries_however_much_it_holds(times, django_assert_num_queries):
    own, topic = make_own_organization(), make_topic()
    make_contact()
    programme = make_programme(starts=datetime.date(2024, 6, 1), ends=datetime.date(2025, 3, 1), country_count=20)
    facts = make_event(programme=programme, series=make_series(), topics=[make_topic() for _ in range(times)])
    fill(facts, own, times)
    for _ in range(times):
        make_programme_partner(programme, make_organization())
    publish(facts)
    edition = make_release(
        event=facts,
        topics=[topic, *(make_topic() for _ in range(times))],
        issued_jointly_with=[make_organization() for _ in range(times)],
        also_covers=[publish_event() for _ in range(times)],
        byline=make_person(),
    )
    for number in range(times):
        attach_picture(edition, is_lead=number == 0)
    publish(edition)
    for _ in range(times):
        other = make_event()
        make_organizer(other)
        attach_picture(publish_release(event=publish(other), topics=[topic]), is_lead=True)
    with django_assert_num_queries(MOST_QUERIES):
        page = read(edition)
    assert len(page.related) == times
    assert len(page.glance.sessions) == times
    assert len(page.glance.programme.members.lines) == times


def test_a_release_without_an_event_shows_kind_and_date():
    page = read(publish_release(kind="advisory"))
    assert page.glance is None
    assert (page.kind, page.kind_key) == ("Advisory", "advisory")


def test_what_is_not_published_is_not_there():
    for state in ("draft", "in_review", "discarded"):
        edition = make_release(state=state)
        edition.release.url_year = 2024
        edition.release.save()
        assert release.read(2024, edition.release.slug) is None
    edition = publish_release()
    assert release.read(edition.release.url_year - 1, edition.release.slug) is None


def test_readers_see_the_public_version_and_neither_the_old_nor_the_next_one():
    first = publish_release(title="First title")
    publish(make_release(release=first.release, title="Second title"))
    make_release(release=first.release, title="Third title")
    assert read(first).title == "Second title"


def test_readers_see_the_public_facts_and_not_those_of_the_next_version():
    facts = publish_event(name="Public name")
    edition = publish_release(event=facts)
    make_organizer(make_event(event=facts.event, name="Internal name"), make_organization("Internal"))
    page = read(edition)
    assert page.glance.event.name == "Public name"
    assert page.glance.organizers == ()


def test_an_event_without_public_facts_is_not_told():
    assert read(publish_release(event=make_event())).glance is None


def test_before_the_event_has_begun_readers_see_name_dates_city_and_organizers_only():
    own = make_own_organization()
    facts = make_event(
        starts=NEXT_YEAR,
        venue="Hall",
        summary="Summary",
        subjects="Subject",
        attendance=12,
        website="https://example.org",
        programme=make_programme(),
        topics=[make_topic("Topic of the event")],
        series=make_series(),
    )
    make_organizer(facts, make_organization("Organizer"), led_by=make_person("Leader"))
    fill(facts, own, 1)
    publish(facts)
    edition = publish_release(event=facts)
    panel = read(edition).glance
    assert panel.kept_back
    assert panel.event.where.city == "Manila"
    assert panel.organizers[0].lines[0].name == "Organizer"
    assert all(not line.detail.startswith("led by") for group in panel.organizers for line in group.lines)
    hidden = ("venue", "summary", "subjects", "attendance", "website", "programme", "topics", "series", "also_in")
    people = ("delegation", "groups", "sessions", "guests_of_honour", "represented", "mentioned")
    assert not any(getattr(panel, name) for name in hidden + people)

    facts.show_all_before = True
    facts.save()
    panel = read(edition).glance
    assert all(getattr(panel, name) for name in (*hidden, "delegation", "groups", "sessions", "guests_of_honour"))

    facts.show_all_before = False
    facts.save()
    after = timezone.now() + datetime.timedelta(days=366)
    assert read(edition, now=after).glance.venue == "Hall"


def test_our_delegation_and_what_it_did():
    own = make_own_organization()
    facts = make_event()
    head, officer = make_person("Head", public_profile=True), make_person("Officer")
    make_participation(facts, head, organization=own, role="head_of_delegation", position="Executive Director")
    make_participation(facts, officer, organization=own, role="delegate")
    for _ in range(2):
        session = make_session(facts)
        make_participation(facts, head, organization=own, role="panellist", session=session)
    make_participation(facts, make_person("Stranger"), organization=make_organization(), role="delegate")
    panel = read(publish_release(event=publish(facts))).glance
    assert [line.name for line in panel.delegation] == ["Head", "Officer"]
    assert panel.delegation[0].marks == ("Led the delegation", "Panellist, two sessions")
    assert panel.delegation[1].marks == ()
    assert panel.ours == "Head and Officer"
    assert panel.sessions[0].marks == ("Panellist: Head",)
    assert [line.name for line in panel.groups[0].lines] == ["Stranger"]


def test_represented_and_mentioned_make_nobody_a_participant():
    own = make_own_organization()
    facts = make_event()
    make_participation(facts, make_person("Minister"), role="represented", position="Minister")
    make_participation(facts, organization=make_organization("EUROPOL"), role="mentioned")
    make_participation(facts, make_person("Our officer"), organization=own, role="mentioned")
    panel = read(publish_release(event=publish(facts))).glance
    assert panel.delegation == panel.groups == ()
    assert [line.name for line in panel.represented] == ["Minister"]
    assert [line.name for line in panel.mentioned] == ["EUROPOL", "Our officer"]


@pytest.mark.parametrize(("number", "below"), [(12, False), (13, True)])
def test_above_twelve_participants_the_names_stand_below(number, below):
    facts = make_event()
    for _ in range(number - 1):
        make_participation(facts, role="trainee")
    make_participation(facts, role="guest_of_honour", printed_as="Guest")
    make_participation(facts, role="mentioned")
    panel = read(publish_release(event=publish(facts))).glance
    assert panel.names_below is below
    assert [line.name for line in panel.guests_of_honour.lines] == ["Guest"]
    assert panel.groups[0].number == f"{number - 1} people"


def test_changes_are_told_unless_they_are_minor_and_those_of_the_facts_too():
    facts = publish_event()
    start = timezone.now() - datetime.timedelta(days=9)
    days = [start + datetime.timedelta(days=number) for number in range(9)]
    first = publish(make_release(event=facts, change_note="Not a change"), at=days[0])
    publish(make_release(release=first.release, event=facts, change_note="A comma", is_minor=True), at=days[1])
    publish(make_release(release=first.release, event=facts, change_note="The text says more."), at=days[2])
    publish(make_event(event=facts.event, change_note="The venue is another."), at=days[3])
    publish(make_release(release=first.release, event=facts, change_note="The venue is another."), at=days[4])
    make_release(release=first.release, event=facts, change_note="Not yet public")
    changes = read(first).changes
    assert [change.note for change in changes] == ["The venue is another.", "The text says more."]
    assert [change.of_facts for change in changes] == [True, False]


def test_changes_of_facts_before_the_release_are_no_news():
    facts = publish_event()
    publish(draft := make_event(event=facts.event, change_note="Before"))
    assert read(publish_release(event=draft)).changes == ()


def test_related_coverage_is_of_the_same_event_first_then_of_the_same_topics():
    topic = make_topic()
    facts = publish_event()
    edition = publish_release(event=facts, topics=[topic])
    publish_release()
    topical = publish_release(topics=[topic])
    covering = publish_release(also_covers=[facts])
    same = publish_release(event=facts, topics=[topic])
    make_release(event=facts, title="Draft")
    found = read(edition).related
    assert [card.url for card in found] == [e.release.get_absolute_url() for e in (same, covering, topical)]


def test_hidden_pictures_are_gone_and_the_main_one_stands_alone():
    edition = make_release()
    attach_picture(edition, is_lead=True, caption="Lead")
    attach_picture(edition, caption="Second")
    attach_picture(edition, make_picture(hidden_at=timezone.now()), caption="Hidden")
    page = read(publish(edition))
    assert page.lead.caption == "Lead"
    assert [row.caption for row in page.pictures] == ["Second"]


def test_a_postponed_event_keeps_its_former_dates():
    facts = publish_event(status="postponed", precision="tba", former_dates=[["2024-09-17", "2024-09-20", "day"]])
    line = read(publish_release(event=facts)).glance.event
    assert line.status == "Postponed"
    assert line.former[0].starts == datetime.date(2024, 9, 17)
    assert line.holds


def test_former_dates_that_are_none_are_left_out():
    broken = [["2024-09-20", "2024-09-17", "day"], ["soon", None, "day"], None, 7, ["2024-09-17", None, "day"]]
    line = read(publish_release(event=publish_event(former_dates=broken))).glance.event
    assert [dates.starts for dates in line.former] == [datetime.date(2024, 9, 17)]


def test_a_cancelled_events_own_dates_no_longer_hold():
    line = read(publish_release(event=publish_event(status="cancelled"))).glance.event
    assert (line.status, line.holds, len(line.former)) == ("Cancelled", False, 1)


def test_withdrawn_with_a_notice_the_text_stays_without_pictures():
    edition = make_release(body="<p>Kept.</p>")
    attach_picture(edition, is_lead=True)
    page = read(withdraw(publish(edition), "notice", "It was wrong."))
    assert (page.body, page.explanation, page.lead) == ("<p>Kept.</p>", "It was wrong.", None)
    assert page.withdrawn


def test_withdrawn_and_explained_only_the_explanation_is_told():
    gone = read(withdraw(publish_release(title="Old title"), "explained", "It was called off."))
    assert isinstance(gone, release.Gone)
    assert (gone.title, gone.explanation) == ("Old title", "It was called off.")


def test_of_an_erased_release_nothing_is_told():
    gone = read(withdraw(publish_release(title="Secret"), "erased", "Secret reason"))
    assert gone == release.Gone()


def test_a_release_is_found_by_its_number():
    edition = publish_release()
    thing = edition.release
    assert release.by_reference(thing.ref_year, thing.ref_number) == thing.get_absolute_url()
    assert release.by_reference(thing.ref_year, thing.ref_number + 1) is None
    withdraw(edition, "erased")
    assert isinstance(release.by_reference(thing.ref_year, thing.ref_number), release.Gone)


def test_the_spot_lies_on_the_locator_or_nowhere():
    edition = publish_release(event=publish_event(place=make_place("Metro Manila", latitude="14.6", longitude="121")))
    assert (read(edition).glance.spot.x, read(edition).glance.spot.y) == (149.7, 159.0)
    far = publish_release(event=publish_event(place=make_place("Paris", latitude="48.9", longitude="2.4")))
    assert read(far).glance.spot is None


def test_the_byline_links_only_to_a_public_profile():
    assert read(publish_release(byline=make_person("Private"))).byline.url == ""
    assert read(publish_release(byline=make_person("Public", public_profile=True))).byline.url
    assert read(publish_release()).byline is None


# As it would be if it went public now


def preview(edition, facts=None, **given):
    return release.preview(edition, facts, **given)


def test_a_preview_shows_the_version_and_facts_that_it_is_given():
    facts = publish_event(name="Public name")
    draft = make_event(event=facts.event, name="Draft name")
    edition = make_release(event=facts, title="Draft title")
    assert preview(edition, draft).glance.event.name == "Draft name"
    assert preview(edition, facts).glance.event.name == "Public name"
    assert preview(edition).glance is None
    assert preview(edition).title == "Draft title"


def test_a_first_version_has_no_day_of_publication_unless_it_has_a_time():
    edition = make_release()
    assert preview(edition).published is None
    at = timezone.now() + datetime.timedelta(days=1)
    edition.state, edition.publish_at = "approved", at
    edition.save()
    assert preview(edition).published == at


def test_the_change_to_come_stands_before_those_that_were():
    yesterday = timezone.now() - datetime.timedelta(days=1)
    first = publish_release(at=yesterday - datetime.timedelta(days=1))
    publish(make_release(release=first.release, change_note="Second."), at=yesterday)
    draft = make_release(release=first.release, change_note="Third.")
    facts = make_event(change_note="Of facts.")
    assert [change.note for change in preview(draft, facts).changes] == ["Third.", "Of facts.", "Second."]
    assert [change.note for change in read(first.release.editions.live().get()).changes] == ["Second."]
    draft.is_minor = True
    draft.save()
    assert [change.note for change in preview(draft).changes] == ["Second."]


def test_around_a_preview_stands_only_what_is_public():
    topic = make_topic()
    facts = publish_event()
    make_release(topics=[topic], title="Another draft")
    make_release(event=facts, title="Another draft of the event")
    public = publish_release(topics=[topic], title="Public")
    edition = make_release(event=facts, topics=[topic], also_covers=[make_event(), publish_event(name="Known")])
    page = preview(edition, facts)
    assert [card.url for card in page.related] == [public.release.get_absolute_url()]
    assert [line.name for line in page.also_covers] == ["Known"]


def test_nothing_that_was_given_to_a_preview_is_read_by_the_public():
    facts = publish_event(name="Public name")
    edition = publish_release(event=facts)
    draft = make_event(event=facts.event, name="Draft name")
    make_release(release=edition.release, title="Draft title")
    preview(edition, draft)
    assert read(edition).glance.event.name == "Public name"
    assert read(edition).title == edition.title
