import datetime

import pytest
from django.utils import timezone

from news.enums import State
from news.models import ActionLog, Edition, Event, EventEdition, PressRelease
from news.record.discarded import delete_discarded

NOW = timezone.now()
LONG_AGO = NOW - datetime.timedelta(days=31)
BEFORE = NOW - datetime.timedelta(days=30)


@pytest.fixture
def release(db):
    return PressRelease.objects.create(slug="a-release")


@pytest.fixture
def event(db):
    return Event.objects.create(slug="an-event")


def version(thing, *, state=State.DISCARDED, discarded_at=LONG_AGO, **values):
    if isinstance(thing, Event):
        values |= {"event": thing, "name": "A meeting", "precision": "tba"}
    else:
        values |= {"release": thing}
    model = thing.editions.model
    return model.objects.create(state=state, discarded_at=discarded_at, number=thing.editions.count() + 1, **values)


def test_what_was_discarded_long_ago_is_deleted_with_its_thing(release, event):
    version(release)
    version(event)
    assert delete_discarded(before=BEFORE) == 2
    assert delete_discarded(before=BEFORE) == 0
    assert not PressRelease.objects.exists()
    assert not Event.objects.exists()
    assert set(ActionLog.objects.values_list("act", "by", "by_name")) == {("empty_bin", None, "the system")}


def test_what_was_discarded_lately_stays(release):
    version(release, discarded_at=BEFORE + datetime.timedelta(seconds=1))
    assert delete_discarded(before=BEFORE) == 0


@pytest.mark.parametrize("state", sorted(set(State) - {State.DISCARDED, *State.public, State.SUPERSEDED}))
def test_what_was_taken_back_stays(release, state):
    version(release, state=state)
    assert delete_discarded(before=BEFORE) == 0


def test_a_thing_with_another_version_stays(release):
    version(release)
    kept = version(release, state=State.DRAFT, discarded_at=None)
    assert delete_discarded(before=BEFORE) == 1
    assert [*Edition.objects.all()] == [kept]


def test_an_event_that_a_release_names_stays(release, event):
    version(event)
    version(release, state=State.DRAFT, discarded_at=None, event=event)
    assert delete_discarded(before=BEFORE) == 1
    assert not EventEdition.objects.exists()
    assert Event.objects.get() == event


def test_an_event_that_a_release_covers_too_stays(release, event):
    version(event)
    version(release, state=State.DRAFT, discarded_at=None).also_covers.add(event)
    delete_discarded(before=BEFORE)
    assert Event.objects.get() == event
