import datetime
import re

import pytest
from django.utils import timezone

from news import words
from news.models import PastAddress
from news.record import searchable
from tests.factories import (
    make_event,
    make_organization,
    make_organizer,
    make_own_organization,
    make_participation,
    make_person,
    make_place,
    make_session,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

from .test_releases import text

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=30)


def get(client, facts):
    return client.get(facts.event.get_absolute_url())


def test_sessions_say_when_what_and_who(client):
    own = make_own_organization()
    facts = make_event(topics=[make_topic("Fraud")])
    officer = make_person("Our Officer", public_profile=True)
    opening = make_session(
        facts, "Opening", kind="opening_ceremony", day=facts.starts, starts=datetime.time(9), ends=datetime.time(10, 30)
    )
    make_organizer(facts, make_organization("KNPA"), role="host", session=opening)
    make_participation(facts, officer, organization=own, role="panellist", session=opening)
    make_participation(facts, make_person("A Guest"), role="moderator", session=opening, position="Professor")
    make_session(facts, "Visit", place=make_place("Tagaytay"), venue="Academy", summary="What was shown.")
    page = text(get(client, publish(facts)))
    assert "All times are Manila time." in page
    assert (
        "17 September 2024 09:00–10:30 Opening Opening ceremony Host: KNPA Panellist: Our Officer "
        "Moderator: A Guest, Professor"
    ) in page
    assert "Time not recorded Visit Academy, Tagaytay, Philippines What was shown." in page
    assert "Topics Fraud" in page


def test_coverage_and_its_empty_state(client):
    facts = publish_event()
    assert "No press release about this event is published yet." in text(get(client, facts))
    publish_release(event=facts, title="All about it")
    assert "All about it" in text(get(client, facts))


def test_before_it_begins_a_page_says_that_more_will_come(client):
    facts = make_event(starts=SOON, venue="A secret hall")
    make_session(facts, "A secret session")
    page = text(get(client, publish(facts)))
    assert "More is told here when the event has begun." in page
    assert "secret" not in page


def test_an_online_event_has_no_place_and_a_zone(client):
    page = text(get(client, publish_event(mode="online", zone="Asia/Bangkok")))
    assert "Online Bangkok time" in page
    assert "None" not in page


def test_months_and_unknown_dates_in_words(client):
    month = publish_event(starts=datetime.date(2026, 11, 1), ends=datetime.date(2026, 11, 30), precision="month")
    assert "When November 2026 Where" in text(get(client, month))
    assert "When To be announced Where" in text(get(client, publish_event(precision="tba")))


def test_across_months(client):
    facts = publish_event(starts=datetime.date(2024, 7, 30), ends=datetime.date(2024, 8, 1))
    html = get(client, facts).content.decode()
    assert '<time datetime="2024-07-30">30 July</time> – <time datetime="2024-08-01">1 August 2024</time>' in html


def test_withdrawn_events(client):
    notice = withdraw(publish_event(name="Kept name"), "notice", "It was wrong.")
    assert "This event has been withdrawn" in text(get(client, notice))
    explained = withdraw(publish_event(name="Some name", summary="Hidden"), "explained", "It was called off.")
    response = get(client, explained)
    assert response.status_code == 410
    assert "It was called off." in text(response)
    assert "Hidden" not in text(response)
    assert get(client, withdraw(publish_event(), "erased")).status_code == 410


def test_a_merged_event_leads_to_the_winner(client):
    winner = publish_event(slug="winner").event
    loser = publish_event(slug="loser", merged_into=winner)
    assert get(client, loser).status_code == 404
    PastAddress.objects.create(path="/events/loser/", thing_type="event", thing_id=winner.pk)
    response = get(client, loser)
    assert (response.status_code, response.url) == (301, "/events/winner/")


# The calendar


def test_the_calendar_says_what_is_on(client):
    publish_event(name="Today", starts=timezone.localdate(), place=make_place("Kuala Lumpur", zone="Asia/Kuala_Lumpur"))
    publish_event(name="Later", starts=SOON)
    publish_event(name="Long ago")
    page = text(client.get("/events/"))
    assert page.index("Under way") < page.index("Today") < page.index("Coming up") < page.index("Later")
    assert page.index("Past events") < page.index("Long ago")


def test_the_calendar_has_empty_states(client):
    page = text(client.get("/events/"))
    assert "No event is announced at the moment." in page
    assert "No past event is on record yet." in page
    assert "We have no event on record for 2019." in text(client.get("/events/?year=2019"))


def test_a_month_has_a_canonical_address(client):
    publish_event(name="September meeting")
    response = client.get("/events/?month=9&year=2024&x=1")
    assert "September meeting" in text(response)
    assert (
        '<link rel="canonical" href="http://newsroom.test/events/?year=2024&amp;month=9">' in response.content.decode()
    )


@pytest.mark.parametrize("query", ["year=0", "year=99999", "month=13", "year=2024&month=0", "year=%00"])
def test_a_time_that_cannot_be_is_a_helpful_404(client, query):
    response = client.get(f"/events/?{query}")
    assert response.status_code == 404
    assert 'href="/events/"' in response.content.decode()


# Events that are put off or cancelled


def off_and_later():
    """Two events with a release each: one cancelled, one postponed with new days."""
    own = make_own_organization()
    days = {"starts": SOON, "ends": SOON + datetime.timedelta(days=1)}
    cancelled = make_event(name="Off", status="cancelled", status_note="The host called it off.", **days)
    former = [["2026-03-04", "2026-03-05", "day"]]
    later = make_event(name="Later", status="postponed", former_dates=former, **days)
    topic = make_topic("Fraud")
    for facts in (cancelled, later):
        make_organizer(facts, own)
        publish_release(event=publish(facts), title=f"About {facts.name}", topics=[topic])
    return cancelled, later, own


def without_times(response):
    return re.sub("</?time[^>]*>", "", response.content.decode())


def said(response):
    """What is told of dates, as one reads it."""
    return re.sub(r"</?(?:strong|s)>", "", without_times(response))


def test_every_list_that_shows_an_event_says_that_it_is_off_and_strikes_the_days(client):
    cancelled, _, own = off_and_later()
    searchable.refresh_everything()
    struck = f"<s>{words.span(cancelled.starts, cancelled.ends)}</s>"
    lists = ["/", "/news/", "/search/?q=about", "/events/", f"/events/?year={SOON.year}", "/topics/fraud/"]
    for path in [*lists, own.get_absolute_url(), "/countries/ph/"]:
        page = without_times(client.get(path))
        for sentence in ("<strong>Cancelled</strong>", struck, "<strong>Postponed</strong>", "<s>4–5 March 2026</s>"):
            assert sentence in page, (path, sentence)
    page = without_times(client.get(f"/events/?year={SOON.year}&month={SOON.month}"))
    assert "<strong>Cancelled: </strong><s>Off</s>" in page
    assert "<strong>Postponed: </strong>Later" in page
    assert "Formerly <s>4–5 March 2026</s>" in page


def test_the_page_of_the_event_and_of_its_release_say_so_too(client):
    cancelled, later, _ = off_and_later()
    also = publish_release(title="Another", also_covers=[cancelled, later])
    days = words.span(cancelled.starts, cancelled.ends)
    for facts, sentence in (
        (cancelled, f"Cancelled, formerly {days}"),
        (later, f"Postponed, {days}, formerly 4–5 March 2026"),
    ):
        release = facts.event.release_editions.get().release
        for path in (facts.event.get_absolute_url(), release.get_absolute_url()):
            page = client.get(path)
            assert sentence in said(page), path
            assert without_times(page).count("<s>") >= 2, path
    assert "The host called it off." in text(get(client, cancelled))
    page = text(client.get(also.release.get_absolute_url()))
    assert "Off Cancelled Later Postponed" in page or "Later Postponed Off Cancelled" in page


def test_without_new_dates_a_page_says_that_they_are_to_come(client):
    former = [["2026-03-04", "2026-03-05", "day"]]
    facts = publish_event(precision="tba", status="postponed", former_dates=former)
    for path in (facts.event.get_absolute_url(), "/events/", "/"):
        assert "Postponed, new dates to be announced, formerly 4–5 March 2026" in said(client.get(path)), path
    assert "New dates to be announced" in text(client.get("/events/?year=2026&month=3"))


# Into one's own calendar


def test_an_event_can_be_added_to_a_calendar_until_it_is_over(client):
    coming, past = publish_event(starts=SOON), publish_event()
    off = publish_event(starts=SOON, status="cancelled")
    for facts, there in ((coming, True), (past, False), (off, False)):
        link = f'href="{facts.event.get_absolute_url()}event.ics"'
        assert (link in get(client, facts).content.decode()) is there
        assert (link in client.get("/events/").content.decode()) is there


def test_a_day_and_the_pages_of_a_year_have_canonical_addresses(client):
    for number in range(51):
        publish_event(name=f"Meeting {number}.")
    day = client.get("/events/?day=17&month=09&year=2024").content.decode()
    assert '/events/?year=2024&amp;month=9&amp;day=17">' in day
    second = client.get("/events/?year=2024&page=2")
    assert "Meeting 50." in text(second)
    assert '<link rel="canonical" href="http://newsroom.test/events/?year=2024&amp;page=2">' in second.content.decode()
    assert "48 more on 17 September" in text(client.get("/events/?year=2024&month=9"))
