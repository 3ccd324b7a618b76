import datetime

import pytest

from news.queries import visibility
from tests.factories import make_event, make_place, publish, publish_event

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)


def day(text):
    return datetime.date.fromisoformat(text)


def test_an_event_begins_when_its_first_day_begins_where_it_takes_place():
    facts = make_event(starts=day("2026-12-01"), place=make_place("Manila", zone="Asia/Manila"))
    assert not visibility.has_begun(facts, at("2026-11-30T23:59+08:00"))
    assert visibility.has_begun(facts, at("2026-12-01T00:00+08:00"))


def test_a_place_in_the_west_begins_later():
    facts = make_event(starts=day("2026-12-01"), place=make_place("Bridgetown", zone="America/Barbados"))
    assert not visibility.has_begun(facts, at("2026-12-01T11:00+08:00"))
    assert visibility.has_begun(facts, at("2026-12-01T12:00+08:00"))


def test_an_online_event_has_its_own_zone():
    facts = make_event(starts=day("2026-12-01"), mode="online", zone="Europe/Paris")
    assert not visibility.has_begun(facts, at("2026-12-01T00:30+02:00"))
    assert visibility.has_begun(facts, at("2026-12-01T00:30+01:00"))


def test_an_unknown_zone_is_the_secretariats():
    facts = make_event(starts=day("2026-12-01"), mode="online", zone="Mars/Olympus")
    assert visibility.has_begun(facts, at("2026-12-01T00:00+08:00"))
    assert str(visibility.zone("../../etc/passwd")) == "Asia/Kuala_Lumpur"


def test_with_months_only_the_first_month_must_be_over():
    facts = make_event(starts=day("2026-11-01"), ends=day("2026-11-30"), precision="month")
    assert not visibility.has_begun(facts, at("2026-11-30T12:00+08:00"))
    assert visibility.has_begun(facts, at("2026-12-01T00:00+08:00"))
    assert visibility.is_over(facts, at("2026-12-01T00:00+08:00"))


def test_without_dates_or_cancelled_an_event_never_begins():
    now = at("2030-01-01T00:00+00:00")
    assert not visibility.has_begun(make_event(precision="tba"), now)
    assert not visibility.has_begun(make_event(status="cancelled"), now)
    assert not visibility.is_over(make_event(precision="tba"), now)


def test_keeping_back_names_public_events_that_have_not_begun(django_assert_num_queries):
    now = at("2026-11-20T12:00+08:00")
    later = publish_event(starts=day("2026-12-01"))
    undated = publish_event(precision="tba")
    month = publish_event(starts=day("2026-11-01"), ends=day("2026-11-01"), precision="month")
    cancelled = publish_event(starts=day("2020-01-01"), status="cancelled")
    publish_event(starts=day("2026-11-20"))
    publish_event(starts=day("2026-12-01"), show_all_before=True)
    make_event(starts=day("2026-12-01"))
    with django_assert_num_queries(1):
        found = visibility.keeping_back(now)
    assert set(found) == {later.pk, undated.pk, month.pk, cancelled.pk}


def test_a_draft_of_the_same_event_changes_nothing():
    public = publish_event(starts=day("2020-01-01"))
    draft = make_event(event=public.event, starts=day("2030-01-01"))
    assert visibility.keeping_back(at("2026-11-20T12:00+08:00")) == []
    publish(draft)
    assert len(visibility.keeping_back(at("2026-11-20T12:00+08:00"))) == 1
