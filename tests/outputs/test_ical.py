"""Calendar files, read again by the library that calendars of others are read with."""

import datetime
import zoneinfo

import pytest
from django.http import QueryDict
from icalendar import Calendar

from news.outputs import ical
from news.queries import calendar_files
from tests.factories import (
    make_event,
    make_organization,
    make_organizer,
    make_place,
    make_session,
    publish,
    publish_event,
    withdraw,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime.fromisoformat("2026-11-20T12:00+08:00")


def day(text):
    return datetime.date.fromisoformat(text)


def parsed(file):
    data = ical.write(file)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    book = Calendar.from_ical(data)
    assert book.to_ical() == data
    return book


def one(facts, now=NOW):
    return parsed(calendar_files.one(facts.event.slug, now=now))


def many(query="", now=NOW):
    return parsed(calendar_files.many(QueryDict(query), now=now))


def titles(book):
    return [str(event["SUMMARY"]) for event in book.events]


def test_an_event_is_whole_days_with_an_end_that_is_the_day_after():
    facts = make_event(name="Meeting", acronym="MTG", starts=day("2026-12-30"), ends=day("2027-01-01"), kind="workshop")
    make_organizer(facts, make_organization("INTERPOL"))
    (event,) = one(publish(facts, at=NOW)).events
    assert (event.start, event.end) == (day("2026-12-30"), day("2027-01-02"))
    assert event["DTSTART"].to_ical() == b"20261230"
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["UID"] == str(facts.event.uuid)
    assert (event["SUMMARY"], event["LOCATION"]) == ("Meeting (MTG)", "Manila, Philippines")
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == NOW
    assert event["URL"] == f"http://newsroom.test/events/{facts.event.slug}/"
    assert "Workshop by INTERPOL." in event["DESCRIPTION"]
    assert event.errors == []


def test_the_uid_stays_and_the_sequence_rises_with_each_public_version():
    facts = publish_event(starts=day("2026-12-01"))
    before = one(facts).events[0]
    make_event(event=facts.event, number=2).delete()
    newer = publish(make_event(event=facts.event, name="Newer", starts=day("2026-12-02"), number=3))
    after = one(newer).events[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"] == 0
    assert after.start == day("2026-12-02")


def test_a_cancelled_event_stays_in_the_file_and_says_so():
    publish_event(name="Off", starts=day("2026-12-01"), status="cancelled", status_note="The host called it off.")
    (event,) = many().events
    assert (event["STATUS"], event["SUMMARY"], event.start) == ("CANCELLED", "Cancelled: Off", day("2026-12-01"))
    assert "Cancelled. The host called it off." in event["DESCRIPTION"]


def test_a_postponed_event_with_new_days_moves():
    former = [["2026-12-01", "2026-12-02", "day"]]
    publish_event(name="Later", starts=day("2027-02-03"), status="postponed", former_dates=former)
    (event,) = many().events
    assert (event["STATUS"], event["SUMMARY"], event.start) == ("CONFIRMED", "Later", day("2027-02-03"))
    assert "Formerly 1–2 December 2026." in event["DESCRIPTION"]


def test_a_postponed_event_without_new_days_is_called_off_on_its_former():
    former = [["2026-11-01", "2026-11-02", "day"], ["2026-12-01", "2026-12-02", "day"]]
    publish_event(name="Open", precision="tba", status="postponed", former_dates=former)
    (event,) = many().events
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Postponed: Open")
    assert (event.start, event.end) == (day("2026-12-01"), day("2026-12-03"))
    assert "The new dates are to be announced." in event["DESCRIPTION"]


def test_of_a_month_nobody_pretends_to_know_the_days():
    publish_event(name="43rd", starts=day("2027-02-01"), ends=day("2027-02-01"), precision="month")
    (event,) = many().events
    assert (event["STATUS"], event.start, event.end) == ("TENTATIVE", day("2027-02-01"), day("2027-03-01"))
    assert "February 2027; the days are to be announced." in event["DESCRIPTION"]


def test_an_event_without_dates_has_no_entry():
    facts = publish_event(precision="tba")
    assert one(facts).events == many().events == []


def test_sessions_have_the_zone_of_their_place():
    facts = make_event(name="Course", starts=day("2026-11-20"), ends=day("2026-11-21"), venue="Main hall")
    make_session(
        facts,
        "Opening",
        day=day("2026-11-20"),
        starts=datetime.time(9),
        ends=datetime.time(10, 30),
        summary="Speeches.",
    )
    london = make_place("London", zone="Europe/London")
    make_session(facts, "Visit", day=day("2026-11-21"), starts=datetime.time(14), place=london, venue="Academy")
    make_session(facts, "Nobody knows when", day=day("2026-11-21"))
    book = one(publish(facts))
    whole, opening, visit = book.events
    assert opening["DTSTART"].params["TZID"] == "Asia/Manila"
    assert opening.start == datetime.datetime(2026, 11, 20, 9, tzinfo=zoneinfo.ZoneInfo("Asia/Manila"))
    assert (opening.end - opening.start) == datetime.timedelta(minutes=90)
    assert (opening["SUMMARY"], opening["LOCATION"]) == ("Opening: Course", "Main hall, Manila, Philippines")
    assert (opening["RELATED-TO"], opening["DESCRIPTION"]) == (whole["UID"], "Speeches.")
    assert visit.start.astimezone(datetime.UTC).hour == 14
    assert "DTEND" not in visit
    assert {zone.tz_name for zone in book.timezones} == {"Asia/Kuala_Lumpur", "Asia/Manila", "Europe/London"}
    assert book.get_missing_tzids() == set()
    # The rules that the file carries say the same as the world's.
    carried = {zone.tz_name: zone.to_tz() for zone in book.timezones}
    summer = datetime.datetime(2026, 7, 1, 12)
    for name, zone in carried.items():
        assert summer.replace(tzinfo=zone).utcoffset() == summer.replace(tzinfo=zoneinfo.ZoneInfo(name)).utcoffset()


def test_nothing_is_told_before_it_may_be_known():
    facts = make_event(starts=day("2026-12-01"), venue="A secret hall", summary="A secret summary")
    make_session(facts, "A secret session", day=day("2026-12-01"), starts=datetime.time(9))
    publish(facts)
    file = calendar_files.one(facts.event.slug, now=NOW)
    assert b"secret" not in ical.write(file)
    assert b"secret" not in ical.write(calendar_files.many(QueryDict(), now=NOW))
    begun = datetime.datetime.fromisoformat("2026-12-01T00:00+08:00")
    assert len(one(facts, now=begun).events) == len(many(now=begun).events) == 2
    facts.show_all_before = True
    facts.save()
    assert titles(one(facts))[1].startswith("A secret session")


def test_the_file_of_all_holds_what_comes_and_the_past_year():
    for name, starts in [("Old", "2025-10-01"), ("Past", "2026-03-01"), ("Now", "2026-11-20"), ("Next", "2027-05-01")]:
        publish_event(name=name, starts=day(starts))
    old = [["2024-01-01", "2024-01-02", "day"]]
    publish_event(name="Put off long ago", precision="tba", status="postponed", former_dates=old)
    assert titles(many()) == ["Past", "Now", "Next"]
    assert titles(many("year=2025")) == ["Old"]
    assert titles(many("year=2026&month=11")) == ["Now"]
    assert str(many("year=2026&month=11")["X-WR-CALNAME"]) == "ASEANAPOL events: November 2026"


def test_sessions_of_the_past_fill_no_file_but_that_of_the_event():
    facts = make_event(starts=day("2026-03-01"))
    make_session(facts, day=day("2026-03-01"), starts=datetime.time(9))
    publish(facts)
    assert (len(many().events), len(one(facts).events)) == (1, 2)


def test_only_public_events_stand_in_a_file():
    make_event(starts=day("2026-12-01"))
    winner = publish_event(starts=day("2026-12-01"), name="Winner")
    publish_event(starts=day("2026-12-01"), merged_into=winner.event)
    withdraw(publish_event(starts=day("2026-12-01")), "notice")
    assert titles(many()) == titles(many("year=2026")) == ["Winner"]


def test_no_text_breaks_out_of_its_line():
    name = "A; B, C\\n \x07 “ประชุม” 🚓" + "é" * 90
    facts = publish_event(
        starts=day("2026-11-20"), name=name, summary="One\r\nBEGIN:VEVENT\r\nTwo\x00".replace("\x00", "")
    )
    (event,) = one(facts).events
    assert event["SUMMARY"] == name.replace("\x07", "")
    assert "BEGIN:VEVENT" in event["DESCRIPTION"]


def test_a_file_without_events_is_a_calendar_still():
    book = many()
    assert book.events == []
    assert [zone.tz_name for zone in book.timezones] == ["Asia/Kuala_Lumpur"]
    assert (book["VERSION"], book["PRODID"]) == ("2.0", ical.MAKER)


@pytest.mark.parametrize("rows", [1, 3])
def test_files_cost_the_same_number_of_queries_however_much_they_hold(rows, django_assert_num_queries):
    for _ in range(rows):
        facts = make_event(starts=day("2026-11-20"))
        make_organizer(facts)
        for _ in range(rows):
            make_session(facts, day=day("2026-11-20"), starts=datetime.time(9))
        publish(facts)
        publish_event(precision="tba", status="cancelled", former_dates=[["2026-12-01", "2026-12-02", "day"]])
    with django_assert_num_queries(4):
        calendar_files.many(QueryDict(), now=NOW)
    with django_assert_num_queries(3):
        calendar_files.many(QueryDict("year=2026"), now=NOW)
    with django_assert_num_queries(3):
        calendar_files.one(facts.event.slug, now=NOW)
