"""The list of releases as a table for spreadsheets."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from news.queries import release_table
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_place,
    make_programme,
    make_release,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
WHEN = datetime.datetime.fromisoformat("2024-09-20T17:00+08:00")


def fetch(client, query=""):
    response = client.get(f"/news/list.csv?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig")


def rows(client, query=""):
    return list(csv.DictReader(io.StringIO(fetch(client, query), newline="")))


def titles(client, query=""):
    return [row["Title"] for row in rows(client, query)]


def test_a_row_says_what_a_card_and_its_event_say(client):
    facts = publish_event(
        name="Symposium on Cybercrime",
        acronym="ISCR",
        kind="symposium",
        place=make_place("Seoul", make_country("KR"), zone="Asia/Seoul"),
        starts=datetime.date(2024, 8, 27),
        ends=datetime.date(2024, 8, 29),
    )
    make_organizer(facts, make_organization("Korean National Police Agency"), role="host")
    make_organizer(facts, make_organization("INTERPOL"), role="co_sponsor")
    edition = publish_release(
        title="Three officers in Seoul",
        standfirst="In short,\nwith a comma.",
        event=facts,
        topics=[make_topic("Training"), make_topic("Cybercrime")],
        display_date=WHEN,
    )
    assert rows(client) == [
        {
            "Reference": edition.release.reference,
            "Published": "2024-09-20",
            "Title": "Three officers in Seoul",
            "Summary": "In short, with a comma.",
            "Kind": "Symposium",
            "Topics": "Cybercrime; Training",
            "Event": "Symposium on Cybercrime (ISCR)",
            "Begins": "2024-08-27",
            "Ends": "2024-08-29",
            "Status": "",
            "Formerly": "",
            "City": "Seoul",
            "Country": "Republic of Korea",
            "Country code": "KR",
            "Organizers": "Korean National Police Agency (host); INTERPOL (co-sponsor)",
            "Language": "en",
            "Address": f"http://newsroom.test{edition.release.get_absolute_url()}",
        }
    ]


def test_what_has_no_event_leaves_its_fields_empty(client):
    publish_release(kind="advisory", standfirst="", body="<p>The first sentence. The second.</p>")
    (row,) = rows(client)
    assert (row["Kind"], row["Event"], row["Begins"], row["City"], row["Organizers"]) == ("Advisory", "", "", "", "")
    assert row["Summary"] == "The first sentence. The second."


@pytest.mark.parametrize(
    ("facts", "begins", "ends", "status", "formerly"),
    [
        (
            {"precision": "month", "starts": datetime.date(2026, 11, 1), "ends": datetime.date(2026, 12, 31)},
            "2026-11",
            "2026-12",
            "",
            "",
        ),
        ({"precision": "tba", "starts": None, "ends": None}, "", "", "", ""),
        ({"status": "cancelled"}, "", "", "Cancelled", "17 September 2024"),
        (
            {"status": "postponed", "former_dates": [["2024-01-02", "2024-01-03", "day"]]},
            "2024-09-17",
            "2024-09-17",
            "Postponed",
            "2–3 January 2024",
        ),
    ],
)
def test_dates_are_what_is_known(client, facts, begins, ends, status, formerly):
    publish_release(event=publish_event(**facts))
    (row,) = rows(client)
    assert (row["Begins"], row["Ends"], row["Status"], row["Formerly"]) == (begins, ends, status, formerly)


def test_the_filters_of_the_list_apply_and_all_pages_are_in_it(client, monkeypatch):
    monkeypatch.setattr(release_table, "BATCH", 4)
    topic = make_topic("Fraud")
    for number in range(13):
        when = datetime.datetime(2024, 5, number + 1, tzinfo=datetime.UTC)
        publish_release(title=f"Release {number}", topics=[topic], display_date=when)
    publish_release(title="Other")
    assert titles(client, "topic=fraud&page=2&utm_source=x") == [f"Release {number}" for number in reversed(range(13))]
    assert len(titles(client)) == 14


def test_only_what_is_public_is_in_it(client):
    person, organization = (
        make_person("Somebody", slug="somebody", public_profile=True),
        make_organization(slug="force"),
    )
    facts = make_event(
        starts=timezone.localdate() + datetime.timedelta(days=300), programme=make_programme("Zqprogramme")
    )
    make_participation(facts, person, organization=organization)
    edition = publish_release(title="Preview", event=publish(facts))
    make_release(release=edition.release, title="Zqdraft")
    make_release(title="Zqother")
    withdraw(publish_release(title="Zqwithdrawn"), "notice")
    assert "zq" not in fetch(client).lower()
    assert titles(client) == ["Preview"]
    assert titles(client, "person=somebody") == []


def test_what_is_withdrawn_while_it_is_read_is_left_out(client):
    publish_release(title="Stays")
    gone = publish_release(title="Goes")
    response = client.get("/news/list.csv")
    withdraw(gone, "erased")
    assert "Goes" not in b"".join(response.streaming_content).decode()


def test_a_title_is_no_formula(client):
    publish_release(title='=HYPERLINK("http://evil.test","x")', standfirst="+1\x01")
    text = fetch(client)
    assert """"'=HYPERLINK(""http://evil.test"",""x"")",'+1,""" in text


def test_it_is_a_file_with_a_name(client):
    publish_release(topics=[make_topic("Fraud & scams")], display_date=WHEN)
    response = client.get("/news/list.csv?topic=fraud-and-scams&year=2024")
    assert response["Content-Disposition"] == 'attachment; filename="aseanapol-releases-2024-fraud-and-scams.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbfReference,")
    head = client.head("/news/list.csv")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Disposition"] == 'attachment; filename="aseanapol-releases.csv"'


@pytest.mark.parametrize("query", ["topic=nothing", "year=0", "month=9", "country=%00", "organization=" + "x" * 10_000])
def test_a_list_that_cannot_be_is_no_file(client, query):
    response = client.get(f"/news/list.csv?{query}")
    assert response.status_code == 404
    assert "Content-Disposition" not in response


def test_other_methods_are_refused(client):
    assert client.post("/news/list.csv").status_code == 405


def test_an_empty_list_has_its_heading(client):
    assert fetch(client) == ",".join(release_table.COLUMNS) + "\r\n"


@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_costs_the_same_number_of_queries(client, number, django_assert_num_queries):
    topic = make_topic("Fraud")
    for _ in range(number):
        make_organizer(facts := publish_event())
        publish_release(event=facts, topics=[topic])
    with django_assert_num_queries(4):
        assert len(titles(client)) == number
