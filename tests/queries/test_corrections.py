import datetime

import pytest
from django.utils import timezone

from news.models import EventEdition
from news.queries import corrections, withdrawn
from news.queries.filters import NoSuchListError
from tests.factories import (
    make_contact,
    make_event,
    make_release,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
START = timezone.now() - datetime.timedelta(days=30)


def day(number):
    return START + datetime.timedelta(days=number)


def changed(first, at, note="The name is spelled so.", **facts):
    """The next public version of a release."""
    return publish(make_release(release=first.release, event=first.event, change_note=note, **facts), at=at)


def facts_changed(first, at, note="The venue is another.", **facts):
    return publish(make_event(event=first.event, name=first.name, change_note=note, **facts), at=at)


def told(parameters=()):
    return [(change.of, change.title, change.note) for change in corrections.read(dict(parameters)).page.rows]


def test_every_public_change_is_told_newest_first_and_a_comma_is_not():
    facts = publish(make_event(name="Meeting", change_note="Not a change"), at=day(0))
    first = publish(make_release(title="Old", event=facts, change_note="Not a change either"), at=day(1))
    changed(first, day(2), title="Then")
    changed(first, day(3), "A comma", title="Then", is_minor=True)
    facts_changed(facts, day(4))
    changed(first, day(5), "The day is another.", title="Now")
    make_release(release=first.release, title="Next", change_note="Not yet public")
    assert told() == [
        ("Text", "Now", "The day is another."),
        ("Facts of the event", "Meeting", "The venue is another."),
        ("Text", "Now", "The name is spelled so."),
    ]


def test_one_note_for_a_text_and_its_facts_stands_once():
    facts = publish(make_event(name="Meeting"), at=day(0))
    first = publish(make_release(title="Report", event=facts), at=day(1))
    facts_changed(facts, day(2), "The name is spelled so.")
    changed(first, day(2), title="Report")
    assert told() == [("Text, and facts of the event", "Report", "The name is spelled so.")]


def test_a_withdrawal_is_told_with_its_explanation_where_a_page_remains():
    kept = changed(publish(make_release(title="Kept"), at=day(0)), day(1), title="Kept")
    removed = changed(publish(make_release(title="Removed"), at=day(0)), day(1), "A removed word.", title="Removed")
    erased = changed(publish(make_release(title="Erased"), at=day(0)), day(1), "An erased word.", title="Erased")
    moved = changed(publish(make_release(title="Moved"), at=day(0)), day(1), "A moved word.", title="Moved")
    withdraw(kept, "notice", "It was wrong.")
    withdraw(removed, "explained", "It was called off.")
    withdraw(erased, "erased", "Not for readers.")
    withdraw(moved, "moved")
    assert told() == [
        ("Withdrawn", "Removed", "It was called off."),
        ("Withdrawn", "Kept", "It was wrong."),
        ("Text", "Kept", "The name is spelled so."),
    ]
    rows = withdrawn.read({}).page.rows
    assert [(row.title, row.reason, row.keeps_text) for row in rows] == [
        ("Removed", "It was called off.", False),
        ("Kept", "It was wrong.", True),
    ]
    assert rows[1].reference == kept.release.reference


def test_an_event_that_went_along_is_told_with_its_release_and_one_alone_by_itself():
    along = publish_event(name="Along")
    report = withdraw(publish_release(title="Report", event=along), "notice", "It was wrong.")
    withdraw(along, "notice", "It was wrong.")
    EventEdition.objects.filter(pk=along.pk).update(withdrawn_at=report.withdrawn_at)
    withdraw(publish_event(name="Alone"), "explained", "It was called off.")
    withdraw(publish_event(name="Erased"), "erased")
    wanted = [("Alone", True), ("Report", False)]
    assert [(row.title, row.is_event) for row in withdrawn.read({}).page.rows] == wanted
    assert [change.title for change in corrections.read({}).page.rows] == ["Alone", "Report"]


def test_the_feed_takes_the_filters_of_the_archive():
    fraud, drugs = make_topic("Fraud"), make_topic("Drugs")
    facts = publish(make_event(name="Meeting"), at=day(0))
    first = publish(make_release(title="Of fraud", event=facts, topics=[fraud]), at=day(1))
    changed(first, day(2), title="Of fraud", topics=[fraud])
    facts_changed(facts, day(3))
    other = publish(make_release(title="Of drugs", topics=[drugs]), at=day(1))
    changed(other, day(4), title="Of drugs", topics=[drugs])
    withdraw(publish(make_release(title="Gone", topics=[fraud]), at=day(1)), "explained", "Why.")
    facts_changed(publish(make_event(name="Other meeting"), at=day(0)), day(5))
    chosen, found = corrections.newest({"topic": "fraud"})
    assert chosen.label == "Fraud"
    assert [change.title for change in found] == ["Gone", "Meeting", "Of fraud"]
    assert len(corrections.newest({})[1]) == 5
    with pytest.raises(NoSuchListError):
        corrections.newest({"topic": "nothing"})


def test_every_change_has_an_identity_of_its_own_that_stays():
    first = publish(make_release(), at=day(0))
    changed(first, day(1))
    withdraw(changed(first, day(2)), "notice", "Why.")
    ids = [change.uuid for change in corrections.read({}).page.rows]
    assert len(set(ids)) == 3
    assert ids == [change.uuid for change in corrections.read({}).page.rows]


@pytest.mark.parametrize("times", [1, 3])
def test_the_lists_cost_the_same_however_long_they_are(times, django_assert_num_queries):
    make_contact()
    for _ in range(times):
        facts = publish(make_event(), at=day(0))
        facts_changed(facts, day(2))
        changed(publish(make_release(event=facts), at=day(0)), day(1))
        withdraw(publish_event(), "notice", "Why.")
        withdraw(publish_release(), "explained", "Why.")
    with django_assert_num_queries(7):
        assert corrections.read({}).page.total == 4 * times
    with django_assert_num_queries(5):
        assert withdrawn.read({}).page.total == 2 * times


def test_pages_that_are_not_there_are_refused_and_empty_lists_are_none():
    for module in (corrections, withdrawn):
        assert module.read({}).page.rows == ()
        for asked in ["2", "0", "-1", "a", "99999999"]:
            with pytest.raises(NoSuchListError):
                module.read({"page": asked})
    for _ in range(51):
        withdraw(publish_release(), "notice", "Why.")
    assert len(withdrawn.read({"page": "2"}).page.rows) == 1
    assert len(corrections.read({"page": "2"}).page.rows) == 1
