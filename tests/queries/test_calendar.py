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


def entries(found):
    return [entry for day in found.month.days for entry in day.entries]


def of_day(found, number):
    return found.month.days[number - 1].entries


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_costs_the_same_number_of_queries_however_full_it_is(rows, django_assert_num_queries):
    make_contact()
    for _ in range(rows):
        for starts in ("2026-11-20", "2026-12-01", "2024-03-01"):
            make_organizer(publish_event(starts=day(starts)))
        publish_event(precision="tba", status="postponed", former_dates=[["2026-11-03", "2026-11-04", "day"]])
    with django_assert_num_queries(8):
        found = read()
    assert len(found.under_way) == len(found.past) == rows
    assert len(found.coming_up) == 2 * rows
    with django_assert_num_queries(4):
        assert len(read("year=2024").listed) == rows
    with django_assert_num_queries(5):
        assert len(entries(read("year=2026&month=11"))) == 3 * rows
    with django_assert_num_queries(4):
        assert len(read("year=2026&month=11&day=20").listed) == rows


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
    assert names(entries(found)) == ["Across", "Summer"]
    assert (found.title, found.query) == ("August 2024", "year=2024&month=8")
    assert [link.label for link in found.months if link.chosen] == ["August"]
    assert [link.query for link in found.months][-1] == "year=2024&month=12"
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


def test_a_month_is_a_grid_that_begins_with_monday():
    publish_event(name="Three days", starts=day("2024-09-29"), ends=day("2024-10-01"))
    found = read("year=2024&month=10").month
    assert (found.title, len(found.blank), len(found.days)) == ("October 2024", 1, 31)
    (entry,) = of_day(read("year=2024&month=10"), 1)
    assert (entry.name, entry.continued, entry.until) == ("Three days", False, "")
    first, second = (of_day(read("year=2024&month=9"), number)[0] for number in (29, 30))
    assert (first.until, first.continued, second.continued) == ("until 1 October", False, True)
    assert read("year=2024&month=11").month.empty


def test_a_leap_day_and_the_turn_of_the_year():
    publish_event(name="Leap", starts=day("2024-02-29"))
    publish_event(name="Turn", starts=day("2023-12-31"), ends=day("2024-01-01"))
    assert names(of_day(read("year=2024&month=2"), 29)) == ["Leap"]
    found = read("year=2024&month=1")
    assert names(of_day(found, 1)) == ["Turn"]
    assert (found.month_before.label, found.month_before.query) == ("December 2023", "year=2023&month=12")
    assert (found.month_after.label, found.month_after.query) == ("February", "year=2024&month=2")


def test_months_are_turned_only_as_far_as_there_are_years_with_events():
    publish_event(starts=day("2024-01-05"))
    assert read("year=2024&month=1").month_before is None
    assert read("year=2026&month=12").month_after is None
    assert read("year=2026&month=11").month_after.query == "year=2026&month=12"


def test_a_day_with_many_events_says_how_many_more_there_are():
    for number in range(5):
        publish_event(name=f"Meeting {number}", starts=day("2024-09-17"))
    publish_event(name="All week", starts=day("2024-09-16"), ends=day("2024-09-20"))
    found = read("year=2024&month=9").month.days
    assert names(found[15].entries) == ["All week"]
    assert (len(found[16].entries), found[16].more) == (3, 3)
    assert names(found[17].entries) == ["All week"]
    assert len(read("year=2024&month=9&day=17").listed) == 6


def test_events_of_which_the_month_is_known_stand_beside_the_grid():
    publish_event(name="Some day", starts=day("2024-09-01"), ends=day("2024-09-30"), precision="month")
    found = read("year=2024&month=9")
    assert (names(found.month.some_day), entries(found)) == (["Some day"], [])
    assert read("year=2024&month=9&day=1").listed == ()


def test_a_cancelled_event_is_struck_on_its_days():
    publish_event(name="Off", starts=day("2026-12-01"), status="cancelled")
    (entry,) = of_day(read("year=2026&month=12"), 1)
    assert (entry.status, entry.struck, entry.former) == ("Cancelled", True, ())


def test_a_postponed_event_stands_on_its_new_days_and_is_struck_on_the_former():
    former = [["2026-10-30", "2026-11-02", "day"], ["2026-11-05", "2026-11-05", "day"]]
    publish_event(name="Later", starts=day("2026-12-03"), status="postponed", former_dates=former)
    publish_event(name="Open", precision="tba", status="postponed", former_dates=[["2026-11-05", "2026-11-06", "day"]])
    found = read("year=2026&month=11")
    assert names(of_day(found, 1)) == names(of_day(found, 2)) == ["Later"]
    later, openly = of_day(found, 5)
    assert (later.struck, later.status, later.now.starts) == (True, "Postponed", day("2026-12-03"))
    assert (openly.struck, openly.now.precision) == (True, "tba")
    assert names(of_day(read("year=2026&month=10"), 31)) == ["Later"]
    (new,) = of_day(read("year=2026&month=12"), 3)
    assert (new.struck, new.status) == (False, "Postponed")
    assert [dates.starts for dates in new.former] == [day("2026-10-30"), day("2026-11-05")]


def test_an_event_that_was_cancelled_before_it_had_dates_does_not_come_up_for_ever():
    publish_event(name="Never dated", precision="tba", status="cancelled")
    publish_event(name="Long ago", precision="tba", status="cancelled", former_dates=[["2025-01-01", None, "day"]])
    publish_event(name="Was", precision="tba", status="cancelled", former_dates=[["2025-01-01", "2025-01-02", "day"]])
    publish_event(name="Still", precision="tba", status="cancelled", former_dates=[["2026-12-01", "2026-12-02", "day"]])
    assert {"Still"} <= {*names(read().coming_up)} <= {"Still", "Long ago"}


def test_a_month_shows_nothing_that_is_not_public():
    winner = publish_event(starts=day("2024-09-17"), name="Winner")
    publish_event(starts=day("2024-09-17"), name="Loser", merged_into=winner.event)
    make_event(starts=day("2024-09-17"), name="Draft")
    withdraw(publish_event(starts=day("2024-09-17"), name="Withdrawn"), "notice")
    off = publish_event(
        name="Gone", precision="tba", status="postponed", former_dates=[["2024-09-18", "2024-09-18", "day"]]
    )
    withdraw(off, "erased")
    found = read("year=2024&month=9")
    assert names(entries(found)) == ["Winner"]
    assert [one.more for one in found.month.days if one.more] == []


def test_a_long_year_has_pages():
    for number in range(calendar.PER_PAGE + 1):
        publish_event(name=f"Event {number}", starts=day("2024-01-01") + datetime.timedelta(days=number))
    first, second = read("year=2024"), read("year=2024&page=2")
    assert (len(first.listed), first.previous, first.next.query) == (calendar.PER_PAGE, None, "year=2024&page=2")
    assert (names(second.listed), second.previous.query, second.next) == (["Event 50"], "year=2024", None)
    with pytest.raises(NoSuchListError, match="There are no more events of 2024"):
        read("year=2024&page=3")


def test_many_coming_events_are_cut_and_the_page_says_so():
    for number in range(calendar.NEXT + 1):
        publish_event(starts=day("2026-12-01") + datetime.timedelta(days=number))
    found = read()
    assert (len(found.coming_up), found.more_coming_up, found.more_under_way) == (calendar.NEXT, True, False)


@pytest.mark.parametrize(
    "query",
    [
        *["year=0", "year=99999", "year=x", "month=9", "year=2024&month=13", "year=%00", f"year={'9' * 10_000}"],
        *["day=3", "year=2024&day=3", "year=2023&month=2&day=29", "year=2024&month=2&day=0", "year=2024&month=2&day=x"],
        *["year=2024&page=0", "year=2024&page=-1", "year=2024&page=99999", "year=2024&page=x", "page=%00"],
    ],
)
def test_a_time_that_cannot_be_is_refused(query):
    with pytest.raises(NoSuchListError):
        read(query)
