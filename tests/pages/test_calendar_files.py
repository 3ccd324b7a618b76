import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from news.models import PastAddress
from tests.factories import make_event, publish, publish_event, withdraw

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)
ALL = "/events/calendar.ics"


def address(facts):
    return f"{facts.event.get_absolute_url()}event.ics"


def titles(response):
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).events]


def test_the_file_of_an_event_and_of_all(client):
    facts = publish_event(name="Meeting", starts=SOON, slug="meeting")
    publish_event(name="Other", starts=SOON)
    response = client.get(address(facts))
    assert titles(response) == ["Meeting"]
    assert response["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    response = client.get(ALL)
    assert titles(response) == ["Meeting", "Other"]
    assert response["Content-Disposition"] == 'attachment; filename="aseanapol-events.ics"'


def test_a_program_that_has_the_file_is_told_so(client):
    facts = publish_event(starts=SOON)
    for path in (ALL, address(facts), f"{ALL}?year={SOON.year}"):
        etag = client.get(path)["ETag"]
        again = client.get(path, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405


def test_the_file_is_filtered_as_the_page_is(client):
    publish_event(name="September meeting")
    assert titles(client.get(ALL)) == []
    for query in ("year=2024", "year=2024&month=9", "month=9&year=2024&day=17&x=1"):
        assert titles(client.get(f"{ALL}?{query}")) == ["September meeting"]
        page = client.get(f"/events/?{query}").content.decode()
        assert f'href="{ALL}?{query}"'.replace("&", "&amp;") in page or "x=1" in query
    assert titles(client.get(f"{ALL}?year=2024&month=10")) == []
    response = client.get(f"{ALL}?year=2024&month=9")
    assert response["Content-Disposition"] == 'attachment; filename="aseanapol-events-2024-09.ics"'


@pytest.mark.parametrize("query", ["year=0", "month=13", "year=2024&month=0", "year=%00", f"year={'x' * 10_000}"])
def test_a_time_that_cannot_be_is_a_helpful_404(client, query):
    response = client.get(f"{ALL}?{query}")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_an_event_without_dates_has_no_file_and_no_link_to_one(client):
    facts = publish_event(precision="tba")
    response = client.get(address(facts))
    assert response.status_code == 404
    assert "There is no calendar entry of this event while its dates are not known." in response.content.decode()
    for page in (facts.event.get_absolute_url(), "/events/"):
        assert "event.ics" not in client.get(page).content.decode()


def test_what_is_not_public_has_no_file(client):
    draft = make_event(starts=SOON)
    assert client.get(address(draft)).status_code == 404
    assert client.get("/events/no-such/event.ics").status_code == 404
    for kind in ("notice", "explained", "erased"):
        gone = withdraw(publish_event(name=f"Hushed {kind}", starts=SOON), kind)
        response = client.get(address(gone))
        assert response.status_code == 410
        assert "Hushed" not in response.content.decode()
    assert titles(client.get(ALL)) == []


def test_the_file_of_an_event_goes_along_with_it(client):
    winner = publish_event(slug="winner", starts=SOON).event
    PastAddress.objects.create(path="/events/loser/", thing_type="event", thing_id=winner.pk)
    response = client.get("/events/loser/event.ics")
    assert (response.status_code, response.url) == (301, "/events/winner/event.ics")


@pytest.mark.django_db(transaction=True)
def test_what_becomes_public_is_in_the_file_at_once(client):
    facts = publish_event(name="First", starts=SOON)
    assert titles(client.get(ALL)) == titles(client.get(ALL)) == ["First"]
    publish_event(name="Second", starts=SOON)
    assert titles(client.get(ALL)) == ["First", "Second"]
    publish(make_event(event=facts.event, name="First", starts=SOON, status="cancelled"))
    assert titles(client.get(ALL)) == ["Second", "Cancelled: First"]
    withdraw(facts.event.editions.get(state="published"), "erased")
    assert titles(client.get(ALL)) == ["Second"]


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x85", "\u2028", "\r\n"])
def test_no_line_end_in_a_text_ends_a_line_of_the_file(client, end):
    """Text from a word processor has line ends of its own; one must not break the calendar of everybody."""
    text = f"Before, after; and{end}ATTENDEE:mailto:x@y.test{end}"
    facts = publish_event(name=text, summary=text, venue=text, status_note=text, starts=SOON)
    for path in (ALL, address(facts)):
        response = client.get(path)
        (event,) = Calendar.from_ical(response.content).events
        assert "ATTENDEE" not in event
        assert not any(line.startswith("ATTENDEE") for line in response.content.decode().splitlines())
    assert "NAME:ASEANAPOL events: Before\\, after\\; and\\nATTENDEE" in response.content.decode().replace("\r\n ", "")
