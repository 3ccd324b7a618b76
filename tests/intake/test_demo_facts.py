"""Every fact of the texts behind the demonstration content is in a field."""

import datetime
import json
from pathlib import Path

import pytest

from news.intake.demo.files import identity
from news.models import EventEdition, Person, Post, SiteState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_content")]


def facts(key):
    return EventEdition.objects.live().get(event__uuid=identity("event", key))


def rank(row):
    return f"{row.rank_long} ({row.rank_short})" if row.rank_short else row.rank_long


def people(edition, session=None):
    """(role, honorific, rank, name, position, organization, country) of those with a name, in order."""
    rows = (
        edition.participations.filter(session__title=session)
        if session
        else edition.participations.filter(session=None)
    )
    return [
        (row.role, row.honorific, rank(row), row.printed_as, row.position, row.organization_as, str(row.country or ""))
        for row in rows.exclude(person=None)
    ]


def organizers(edition):
    return [(row.role, row.printed_as) for row in edition.organizers.all()]


# The symposium in Seoul


def test_seoul_what_when_and_where():
    event = facts("iscr-seoul-2024")

    assert (event.name, event.acronym, event.kind) == (
        "2024 International Symposium on Cybercrime Response", "ISCR 2024", "symposium",
    )  # fmt: skip
    assert (event.starts, event.ends) == (datetime.date(2024, 8, 27), datetime.date(2024, 8, 29))
    assert (event.place.city, event.place.country.name, event.mode) == ("Seoul", "Republic of Korea", "in_person")
    assert str(event.event.series) == "International Symposium on Cybercrime Response (ISCR)"


def test_seoul_the_host():
    assert organizers(facts("iscr-seoul-2024")) == [("host", "Korean National Police Agency (KNPA)")]


def test_seoul_the_delegation_of_three():
    own = "ASEANAPOL Secretariat"
    assert people(facts("iscr-seoul-2024")) == [
        ("head_of_delegation", "", "", "David Martinez Vinluan", "Executive Director", own, ""),
        (
            "delegate", "Dr.", "Assistant Commissioner of Police (ACP)", "Bakri Zainal Abidin",
            "Director for Police Services", own, "",
        ),
        (
            "delegate", "", "Police Senior Lieutenant Colonel", "Nguyen Huu Ngoc",
            "Director for Plans and Programmes", own, "",
        ),
    ]  # fmt: skip


def test_seoul_who_else_was_there():
    event = facts("iscr-seoul-2024")

    assert list(event.participations.exclude(label="").values_list("label", flat=True)) == [
        "Representatives of ASEANAPOL member countries",
        "International law enforcement agencies",
        "Cybersecurity experts",
        "Academic professionals",
    ]


def test_seoul_the_sessions_and_their_people():
    event = facts("iscr-seoul-2024")

    assert list(event.sessions.values_list("title", "kind", "day")) == [
        ("Opening ceremony", "opening_ceremony", datetime.date(2024, 8, 27)),
        ("Welcome reception", "reception", None),
        ("Meeting of the ASEANAPOL Secretariat with the Korean National Police Agency", "meeting", None),
    ]
    assert people(event, "Opening ceremony") == [
        ("guest_of_honour", "H.E.", "", "Yoon Seok-yeol", "President", "", "Republic of Korea"),
    ]
    assert people(event, "Welcome reception") == [
        ("host", "", "", "CHO Ji Ho", "Commissioner General", "Korean National Police Agency (KNPA)", ""),
        ("attendee", "", "", "David Martinez Vinluan", "Executive Director", "ASEANAPOL Secretariat", ""),
    ]
    talks = event.sessions.get(kind="meeting").participations
    assert list(talks.values_list("organization_as", flat=True)) == [
        "ASEANAPOL Secretariat", "Korean National Police Agency (KNPA)",
    ]  # fmt: skip


# The working group in Metro Manila


def test_manila_what_when_and_where():
    event = facts("cybercrime-heads-of-units-manila-2024")

    assert event.name == "Asia and South Pacific Working Group Meeting on Cybercrime for Heads of Units"
    assert (event.starts, event.ends) == (datetime.date(2024, 9, 17), datetime.date(2024, 9, 20))
    assert (event.place.city, event.place.country.name) == ("Metro Manila", "Philippines")
    assert (event.kind, event.mode) == ("working_group", "in_person")


def test_manila_who_organized_it_in_which_role():
    assert organizers(facts("cybercrime-heads-of-units-manila-2024")) == [
        ("organizer", "INTERPOL"),
        ("funder", "UK Foreign, Commonwealth & Development Office (FCDO)"),
        ("co_sponsor", "Global Action on Cybercrime Enhanced (GLACY-E) Project"),
        ("co_host", "Philippine Department of Information and Communication Technology (DICT)"),
        ("co_host", "Philippine Center for Transnational Crime"),
    ]


def test_manila_the_co_sponsor_is_a_programme():
    row = facts("cybercrime-heads-of-units-manila-2024").organizers.get(role="co_sponsor")

    assert (row.programme.name, row.programme.acronym) == ("Global Action on Cybercrime Enhanced", "GLACY-E")


def test_manila_through_whom_and_led_by_whom():
    dict_row, center = facts("cybercrime-heads-of-units-manila-2024").organizers.filter(role="co_host")

    body = "Cybercrime Investigation and Coordinating Center (CICC)"
    assert (dict_row.through_as, dict_row.led_what) == (body, body)
    assert (dict_row.honorific, dict_row.led_by_as) == ("Mr.", "Alexander K. Ramos")
    assert (center.through_as, center.led_what) == ("", "")
    assert (center.honorific, center.led_by_as) == ("Amb.", "Anthony J Alcantara")


def test_manila_the_executive_director_and_his_two_panels():
    event = facts("cybercrime-heads-of-units-manila-2024")
    director = ("", "", "David Martinez Vinluan", "Executive Director", "ASEANAPOL Secretariat", "")

    assert people(event) == [("attendee", *director)]
    titles = [
        "Regional Counter-Cybercrime Initiatives – Challenges and Opportunities",
        "Challenges and Opportunities in Information and Intelligence Sharing in Law Enforcement",
    ]
    assert list(event.sessions.values_list("title", "kind")) == [(title, "panel") for title in titles]
    for title in titles:
        assert people(event, title) == [("panellist", *director)]


def test_manila_the_programme():
    programme = facts("cybercrime-heads-of-units-manila-2024").programme

    assert str(programme) == "Asia and South Pacific Joint Operations Against Cybercrime (ASPJOC)"
    assert (programme.starts, programme.ends) == (datetime.date(2024, 6, 1), datetime.date(2025, 3, 1))
    assert programme.country_count == 20
    assert sorted(programme.countries.values_list("code", flat=True)) == ["BN", "ID", "KH", "MY", "PH", "TH"]
    assert [
        (partner.role, partner.organization.acronym or partner.organization.name)
        for partner in programme.partners.all()
    ] == [
        ("lead", "INTERPOL"),
        ("funder", "FCDO"),
        ("member", "RBPF"),
        ("member", "CNP"),
        ("member", "INP"),
        ("member", "RMP"),
        ("member", "RTP"),
        ("member", "PNP"),
    ]


# The other events: `demo_events.json` says them as "role: rank name, position, organization"

OTHERS = json.loads((Path(__file__).parent / "demo_events.json").read_text(encoding="utf-8"))


def comma(*parts):
    return ", ".join(part for part in parts if part)


def in_order(edition):
    """The rows of the event itself, then those of its sessions."""
    rows = edition.participations.select_related("session", "country")
    return sorted(rows, key=lambda row: (row.session.order if row.session else -1, row.order))


@pytest.mark.parametrize("key", OTHERS)
def test_the_facts_of_the_other_events(key):
    event, expected = facts(key), OTHERS[key]
    rows = in_order(event)

    assert f"{event.starts} {event.ends}" == expected["when"]
    assert str(event.place or ", ".join(str(country) for country in event.also_in.all())) == expected["where"]
    assert event.mode == expected["mode"]
    assert [
        f"{row.role}: {row.printed_as}" + (f" through {row.through_as}" if row.through_as else "")
        for row in event.organizers.all()
    ] == expected["organizers"]
    assert [
        f"{row.role}: "
        + comma(" ".join(filter(None, [row.honorific, rank(row), row.printed_as])), row.position, row.organization_as)
        for row in rows
        if row.person_id
    ] == expected.get("people", [])
    groups = [row for row in rows if not row.person_id and (row.organization_id or row.label)]
    assert [f"{row.role}: {row.organization_as or row.label}" for row in groups] == expected.get("others", [])
    countries = [str(row.country) for row in rows if row.country and not row.person_id and not row.label]
    assert " ".join(countries) == expected.get("countries", "")
    assert [
        ", ".join([session.title, session.kind, *filter(None, [session.venue, str(session.starts or "")[:5]])])
        for session in event.sessions.all()
    ] == expected.get("sessions", [])


# People and posts


@pytest.mark.parametrize(
    ("day", "director", "plans", "services"),
    [
        ("2022-12-09", "Zaw Lin Tun", "Jacky Tang", "Joni Getamala"),
        ("2023-08-30", "Zaw Lin Tun", "Nguyen Huu Ngoc", "Bakri Zainal Abidin"),
        ("2024-08-27", "David Martinez Vinluan", "Nguyen Huu Ngoc", "Bakri Zainal Abidin"),
        ("2024-09-17", "David Martinez Vinluan", "Nguyen Huu Ngoc", "Bakri Zainal Abidin"),
    ],
)
def test_our_delegation_of_a_day_has_one_holder_of_each_office(day, director, plans, services):
    own = SiteState.own()
    held = {}
    for post in Post.objects.held_on(datetime.date.fromisoformat(day)).filter(organization=own):
        held.setdefault(post.position, []).append(post.person.name)

    assert own.slug == "aseanapol-secretariat"
    assert held["Executive Director"] == [director]
    assert held["Director for Plans and Programmes"] == [plans]
    assert held["Director for Police Services"] == [services]
    assert all(len(holders) == 1 for holders in held.values())


def test_profiles_are_public_for_the_secretariat_s_officers_alone():
    shown = set(Person.objects.filter(public_profile=True).values_list("pk", flat=True))

    assert shown == set(Post.objects.filter(organization=SiteState.own()).values_list("person_id", flat=True))
    assert len(shown) == 11


def test_a_person_of_several_texts_is_one_entry():
    for part, events in [
        ("Vinluan", 4),
        ("Nguyen Huu Ngoc", 3),
        ("Engku Nurul", 4),
        ("Suresh", 2),
        ("Zaw Lin", 2),
        ("Azrul", 2),
        ("Coyle", 2),
    ]:
        person = Person.objects.get(name__contains=part)
        assert person.participations.values("edition__event").distinct().count() == events, part
