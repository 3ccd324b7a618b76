import datetime

import pytest
from django.utils import timezone

from news.queries import paging, topic
from tests.factories import (
    make_contact,
    make_event,
    make_organizer,
    make_release,
    make_topic,
    publish_event,
    publish_release,
)

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_full_it_is(rows, django_assert_num_queries):
    fraud = make_topic("Fraud")
    make_contact()
    for _ in range(rows):
        facts = publish_event(topics=[fraud])
        make_organizer(facts)
        other = publish_event()
        make_organizer(other)
        publish_release(event=other, topics=[fraud, make_topic()])
    with django_assert_num_queries(6):
        found = topic.read("fraud", {})
    assert (len(found.releases), len(found.events)) == (rows, rows)


def test_releases_newest_first_and_events_that_may_be_told(monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    fraud = make_topic("Fraud")
    now = timezone.now()
    for days, title in enumerate(["Newest", "Newer", "Old"]):
        publish_release(title=title, topics=[fraud], at=now - datetime.timedelta(days=days))
    publish_release(title="Of another topic", topics=[make_topic()])
    make_release(title="Draft", topics=[fraud])
    publish_event(name="Past", topics=[fraud], starts=datetime.date(2020, 1, 1))
    publish_event(name="Later", topics=[fraud])
    publish_event(name="Not yet", topics=[fraud], starts=SOON)
    make_event(name="Draft", topics=[fraud])
    first, second = topic.read("fraud", {}), topic.read("fraud", {"page": "2"})
    assert [card.title for card in first.releases] == ["Newest", "Newer"]
    assert [card.title for card in second.releases] == ["Old"]
    assert [line.name for line in first.events] == ["Later", "Past"]
    assert (second.events, first.query, second.query) == ((), "", "page=2")


def test_what_nothing_public_has_is_no_page():
    make_release(topics=[make_topic("Draft")])
    assert topic.read("draft", {}) is None
    assert topic.read("nothing", {}) is None
