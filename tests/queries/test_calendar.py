import datetime

import pytest
from django.http import QueryDict

from news.queries import calendar
from news.queries.filters import NoSuchListError
from tests.factories import (
    make_contact,
    make_event,
    make_organizer,
    make_place,
    publish,
    publish_event,
    withdraw,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime.fromisoformat("2026-11-20T12:00+08:00")


def read(query="", now=NOW):
    return calendar.read(QueryDict(query), now=now)


def day(text):
    return datetime.date.fromisoformat(text)


def names(lines):
    return [line.name for line in lines]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_costs_the_same_number_of_queries_however_full_it_is(rows, django_assert_num_queries):
    make_contact()
    for _ in range(rows):
        for starts in ("2026-11-20", "2026-12-01", "2024-03-01"):
            make_organizer(publish_event(starts=day(starts)))
    with django_assert_num_queries(5):
        found = read()
    assert len(found.under_way) == len(found.coming_up) == len(found.past) == rows
    with django_assert_num_queries(4):
        assert len(read("year=2024").listed) == rows


def test_events_are_under_way_coming_up_or_past_where_they_take_place():
    west = make_place("Bridgetown", zone="America/Barbados")
    publish_event(name="Last night in the west", starts=day("2026-11-19"), place=west)
    publish_event(name="Past", starts=day("2026-11-19"))
    publish_event(name="Today", starts=day("2026-11-18"), ends=day("2026-11-20"))
    publish_event(name="This month", starts=day("2026-11-01"), ends=day("2026-11-30"), precision="month")
    publish_event(name="Some day", precision="tba")
    publish_event(name="Tomorrow", starts=day("2026-11-21"))
    early = NOW.replace(hour=9)
    found = read(now=early)
    assert names(found.under_way) == ["Today", "Last night in the west"]
    assert names(found.coming_up) == ["This month", "Tomorrow", "Some day"]
    assert names(found.past) == ["Past"]
    assert names(read(now=NOW).past) == ["Past", "Last night in the west"]


def test_a_month_is_past_when_it_is_over():
    publish_event(name="October", starts=day("2026-10-01"), ends=day("2026-10-01"), precision="month")
    assert names(read().past) == ["October"]


def test_cancelled_and_postponed_events_stay_and_say_so():
    publish_event(name="Off", starts=day("2026-12-01"), status="cancelled", status_note="The host called it off.")
    publish_event(name="Later", precision="tba", status="postponed", former_dates=[["2026-12-01", "2026-12-02", "day"]])
    off, later = read().coming_up
    assert (off.status, off.status_note, off.holds) == ("Cancelled", "The host called it off.", False)
    assert (later.status, later.former[0].ends) == ("Postponed", day("2026-12-02"))


def test_only_public_facts_count():
    make_event(starts=day("2026-12-01"))
    winner = publish_event(starts=day("2026-12-01"), name="Winner")
    publish_event(starts=day("2026-12-01"), merged_into=winner.event)
    withdraw(publish_event(starts=day("2026-12-01")), "notice")
    publish(make_event(event=winner.event, starts=day("2026-12-02"), name="Newer"))
    assert names(read().coming_up) == ["Newer"]
    assert read("year=2025").listed == ()
    assert [year.label for year in read().years] == ["2026"]


def test_a_year_and_a_month_list_what_falls_into_them():
    publish_event(name="Across", starts=day("2024-07-30"), ends=day("2024-08-01"))
    publish_event(name="Summer", starts=day("2024-08-12"))
    publish_event(name="New year", starts=day("2023-12-30"), ends=day("2024-01-02"))
    assert names(read("year=2024").listed) == ["New year", "Across", "Summer"]
    found = read("year=2024&month=8")
    assert names(found.listed) == ["Across", "Summer"]
    assert (found.title, found.query) == ("August 2024", "year=2024&month=8")
    assert [(link.label, link.chosen) for link in found.months] == [("July", False), ("August", True)]
    assert [(link.label, link.chosen) for link in found.years] == [("2024", True), ("2023", False)]
    assert read("year=2019").listed == ()


def test_past_events_stand_newest_first_and_few():
    for number in range(1, calendar.RECENT + 3):
        publish_event(name=f"Event {number}", starts=day("2024-01-01") + datetime.timedelta(days=number))
    assert names(read().past)[0] == f"Event {calendar.RECENT + 2}"
    assert len(read().past) == calendar.RECENT


def test_an_empty_site():
    found = read()
    assert found.under_way == found.coming_up == found.past == found.years == ()


@pytest.mark.parametrize("query", ["year=0", "year=99999", "year=x", "month=9", "year=2024&month=13", "year=%00"])
def test_a_time_that_cannot_be_is_refused(query):
    with pytest.raises(NoSuchListError):
        read(query)
