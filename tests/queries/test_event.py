import datetime

import pytest
from django.utils import timezone

from news.queries import event
from tests.factories import (
    attach_document,
    attach_picture,
    make_contact,
    make_document,
    make_event,
    make_organizer,
    make_own_organization,
    make_participation,
    make_person,
    make_picture,
    make_programme,
    make_release,
    make_session,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("times", [1, 3])
def test_an_event_costs_the_same_number_of_queries_however_much_it_holds(times, django_assert_num_queries):
    own = make_own_organization()
    make_contact()
    facts = make_event(programme=make_programme(), topics=[make_topic() for _ in range(times)])
    for _ in range(times):
        make_organizer(facts)
        session = make_session(facts)
        make_participation(facts, make_person(), organization=own, session=session)
        make_participation(facts)
    publish(facts)
    for _ in range(times):
        edition = publish_release(event=facts)
        attach_picture(edition)
        attach_document(edition)
    with django_assert_num_queries(10):
        page = event.read(facts.event.slug)
    assert len(page.coverage) == len(page.pictures) == len(page.documents) == len(page.glance.sessions) == times


def test_only_public_facts_have_a_page():
    draft = make_event()
    assert event.read(draft.event.slug) is None
    assert event.read(publish(draft).event.slug).name == draft.name
    assert event.read("no-such-event") is None


def test_a_merged_event_has_no_page_of_its_own():
    winner = publish_event()
    assert event.read(publish_event(merged_into=winner.event).event.slug) is None


def test_documents_are_those_of_its_public_releases_each_once():
    facts, joint = publish_event(), make_document("Joint statement")
    earlier = publish_release(event=facts, at=timezone.now() - datetime.timedelta(days=9))
    later = publish_release(also_covers=[facts])
    attach_document(earlier, joint)
    attach_document(earlier, make_document("Agenda"), order=0)
    attach_document(earlier, make_document("Numbers", hidden_at=timezone.now()))
    attach_document(later, joint, title="Joint statement, signed")
    attach_document(make_release(event=facts), make_document("Draft"))
    attach_document(withdraw(publish_release(event=facts), "notice", "Wrong."), make_document("Withdrawn"))
    page = event.read(facts.event.slug)
    assert [file.title for file in page.documents] == ["Joint statement, signed", "Agenda"]
    assert all(file.url.startswith("/media/documents/") for file in page.documents)


def test_coverage_is_what_is_public_and_names_the_event():
    facts = publish_event()
    about, covering = publish_release(event=facts), publish_release(also_covers=[facts])
    make_release(event=facts)
    publish_release()
    withdraw(publish_release(event=facts), "notice")
    urls = [card.url for card in event.read(facts.event.slug).coverage]
    assert urls == [covering.release.get_absolute_url(), about.release.get_absolute_url()]


def test_pictures_of_all_coverage_each_once():
    facts, picture = publish_event(), make_picture()
    for _ in range(2):
        attach_picture(publish_release(event=facts), picture)
    attach_picture(publish_release(event=facts), make_picture(hidden_at=timezone.now()))
    assert [row.picture for row in event.read(facts.event.slug).pictures] == [picture]


def test_changes_of_the_facts_but_not_their_first_version():
    start = timezone.now() - datetime.timedelta(days=5)
    first = publish(make_event(change_note="First"), at=start)
    publish(make_event(event=first.event, change_note="Minor", is_minor=True), at=start + datetime.timedelta(days=1))
    publish(make_event(event=first.event, change_note="Moved to a hall."), at=start + datetime.timedelta(days=2))
    make_event(event=first.event, change_note="Not yet")
    assert [change.note for change in event.read(first.event.slug).changes] == ["Moved to a hall."]


def test_withdrawn_events():
    notice = withdraw(publish_event(), "notice", "Wrong.")
    assert event.read(notice.event.slug).explanation == "Wrong."
    explained = withdraw(publish_event(name="A name"), "explained", "Why.")
    assert (gone := event.read(explained.event.slug)).explanation == "Why."
    assert gone.name == "A name"
    assert event.read(withdraw(publish_event(), "erased", "Secret").event.slug) == event.Gone()
    assert event.read(withdraw(publish_event(), "moved").event.slug).moved


def test_an_online_event_needs_no_place():
    facts = publish_event(mode="online", zone="Asia/Kuala_Lumpur")
    make_session(facts, starts=datetime.time(9))
    panel = event.read(facts.event.slug).glance
    assert str(panel.event.where) == "Online"
    assert (panel.zone, panel.clock, panel.spot) == ("Asia/Kuala_Lumpur", True, None)


def test_an_event_without_mode_and_place_says_nothing_of_it():
    panel = event.read(publish_event(place=None).event.slug).glance
    assert not panel.event.where


# As it would be if it went public now


def test_a_preview_shows_the_version_that_it_is_given_and_public_coverage():
    facts = publish_event(name="Public name")
    draft = make_event(event=facts.event, name="Draft name", change_note="The name is right.")
    publish_release(event=facts, title="Public report")
    make_release(event=facts, title="Draft report")
    page = event.preview(draft)
    assert page.name == "Draft name"
    assert [card.title for card in page.coverage] == ["Public report"]
    assert [change.note for change in page.changes] == ["The name is right."]
    assert event.read(facts.event.slug).name == "Public name"
    assert event.read(facts.event.slug).changes == ()


def test_a_first_version_of_the_facts_has_no_changes():
    assert event.preview(make_event(change_note="Nobody asked.")).changes == ()


@pytest.mark.parametrize("times", [1, 3])
def test_a_preview_costs_the_same_however_much_it_holds(times, django_assert_num_queries):
    make_contact()
    facts = make_event(topics=[make_topic() for _ in range(times)])
    for _ in range(times):
        make_organizer(facts)
        make_participation(facts, session=make_session(facts))
        publish_release(event=facts)
    with django_assert_num_queries(11):
        event.preview(facts)
