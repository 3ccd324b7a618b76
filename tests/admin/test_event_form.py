import datetime

import pytest
from django.urls import reverse

from news import workflow
from news.enums import OrganizerRole, ParticipationRole, State
from news.models import ActionLog, EventEdition, Participation
from tests import factories as make

from .browserform import BrowserForm

pytestmark = pytest.mark.django_db
ADD = "/admin/news/eventedition/add/"


def change(edition):
    return reverse("admin:news_eventedition_change", args=[edition.pk])


@pytest.fixture
def writer(client):
    account = make.make_account("writer")
    client.force_login(account)
    return account


@pytest.fixture
def own():
    return make.make_own_organization()


def open_form(client, address=ADD):
    response = client.get(address)
    assert response.status_code == 200
    return BrowserForm(response)


def filled(client, **values):
    form = open_form(client)
    for name, value in ({"name": "Working group on cybercrime", "dates": "17 to 20 September 2024"} | values).items():
        form[name] = value
    return form


def saved(response):
    assert response.status_code == 302, errors(response)
    return EventEdition.objects.order_by("pk").last()


def errors(response):
    context = response.context
    found = {name: list(said) for name, said in context["adminform"].form.errors.items()}
    for inline in context["inline_admin_formsets"]:
        for row in inline.formset.forms:
            if row.errors:
                found[row.prefix] = {name: list(said) for name, said in row.errors.items()}
            for nested in getattr(row, "nested_formsets", []):
                for inner in nested.formset.forms:
                    if inner.errors:
                        found[inner.prefix] = {name: list(said) for name, said in inner.errors.items()}
    return found


# What, when, where


def test_a_name_and_dates_are_enough(client, writer):
    edition = saved(filled(client).post(client, ADD))
    assert (str(edition.starts), str(edition.ends), edition.precision) == ("2024-09-17", "2024-09-20", "day")
    assert edition.state == State.DRAFT
    assert edition.event.slug == "working-group-on-cybercrime-2024"
    assert list(edition.authors.all()) == [writer]
    assert ActionLog.objects.filter(thing_type="eventedition", thing_id=edition.pk).count() == 1


def test_mode_and_zone_fill_themselves(client, writer):
    place = make.make_place()
    edition = saved(filled(client, place=place.pk).post(client, ADD))
    assert (edition.mode, edition.zone) == ("in_person", "")
    edition = saved(filled(client, name="Online training", mode="online").post(client, ADD))
    assert edition.zone == "Asia/Kuala_Lumpur"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 June", "31 June does not exist. June has 30 days."),
        ("29 to 27 August 2024", "The last day is before the first day."),
        ("", "Type the dates, or “not known yet”."),
        ("soon", "“soon” is not a date."),
    ],
)
def test_dates_that_are_none_are_said_at_the_field(client, writer, typed, said):
    response = filled(client, dates=typed).post(client, ADD)
    assert response.status_code == 200
    assert errors(response)["dates"][0].startswith(said)
    assert not EventEdition.objects.exists()
    assert BrowserForm(response)["dates"] == typed


def test_the_form_shows_what_was_saved(client, writer):
    topic = make.make_topic("Cybercrime")
    programme = make.make_programme()
    country = make.make_country("SG")
    form = filled(
        client,
        kind="working_group",
        status="postponed",
        status_note="A typhoon.",
        former="1–2 May 2024",
        venue="Hotel",
        acronym="WGC",
        attendance="120",
        attendance_approximate="on",
        programme=programme.pk,
        also_in=[country.pk],
        topic_list=[topic.pk],
        subjects="Training\nInformation",
        website="https://example.org/",
        summary="In short.",
        show_all_before="on",
    )
    edition = saved(form.post(client, ADD))
    assert list(edition.topics.all()) == [topic]
    assert edition.former_dates == [["2024-05-01", "2024-05-02", "day"]]
    again = open_form(client, change(edition))
    for name, value in form.data.items():
        if name not in {"csrfmiddlewaretoken", "dates", "lock_version"}:
            assert again.data.get(name) == value, name
    assert again["dates"] == "17–20 September 2024"
    # Saving what is shown changes nothing.
    before = workflow.clone.read(edition)
    assert again.post(client, change(edition)).status_code == 302
    assert workflow.clone.read(EventEdition.objects.get(pk=edition.pk)) == before


def test_a_postponed_event_remembers_its_dates(client, writer):
    edition = saved(filled(client).post(client, ADD))
    form = open_form(client, change(edition))
    form["status"], form["dates"] = "postponed", "not known yet"
    form.post(client, change(edition))
    edition.refresh_from_db()
    assert (edition.precision, edition.starts) == ("tba", None)
    assert edition.former_dates == [["2024-09-17", "2024-09-20", "day"]]


def test_an_event_has_its_place_in_a_series(client, writer):
    series = make.make_series("ISCR")
    edition = saved(filled(client, series=series.pk, ordinal="12").post(client, ADD))
    assert (edition.event.series, edition.event.ordinal) == (series, 12)


def test_of_a_public_event_that_place_is_an_editors(client, writer):
    new = workflow.revise(make.publish_event(), by=writer)
    form = open_form(client, change(new))
    form["series"], form["ordinal"], form["name"] = make.make_series().pk, "12", "Other name"
    response = form.post(client, change(new))
    assert errors(response) == {"series": ["Readers would see this at once. Ask an editor to change it."]}
    new.refresh_from_db()
    assert (new.event.series, new.name == "Other name") == (None, False)


# Organizers, people, sessions


def test_two_organizers_keep_their_order(client, writer):
    one, two = make.make_organization("INTERPOL"), make.make_organization("DICT")
    leader = make.make_person("Alexander Ramos", honorific="Mr")
    form = filled(client)
    form.add_row("organizers", organization=one.pk, role=OrganizerRole.ORGANIZER, order=1)
    form.add_row("organizers", organization=two.pk, role=OrganizerRole.CO_HOST, order=0, led_by=leader.pk)
    edition = saved(form.post(client, ADD))
    rows = list(edition.organizers.all())
    assert [row.printed_as for row in rows] == ["DICT", "INTERPOL"]
    assert (rows[0].led_by_as, rows[0].honorific) == ("Alexander Ramos", "Mr")
    again = open_form(client, change(edition))
    again["organizers-1-order"], again["organizers-0-order"] = 0, 1
    again.post(client, change(edition))
    assert [row.printed_as for row in edition.organizers.all()] == ["INTERPOL", "DICT"]
    assert {row.uid for row in edition.organizers.all()} == {row.uid for row in rows}


def test_rank_and_position_are_those_of_the_first_day_and_stay(client, writer):
    force = make.make_organization("Royal Malaysia Police")
    rank = make.make_rank(force, "Assistant Commissioner of Police", "ACP")
    person = make.make_person("Bakri Zainal Abidin", honorific="Dr")
    post = make.make_post(person, force, "Director", rank=rank, since=datetime.date(2024, 1, 1))
    form = filled(client)
    form.add_row("participations", person=person.pk, role=ParticipationRole.SPEAKER)
    edition = saved(form.post(client, ADD))
    row = edition.participations.get()
    assert (row.rank_long, row.rank_short, row.position) == ("Assistant Commissioner of Police", "ACP", "Director")
    assert (row.organization, row.organization_as, row.honorific) == (force, "Royal Malaysia Police", "Dr")
    post.position = "Somebody else"
    post.save()
    assert open_form(client, change(edition)).post(client, change(edition)).status_code == 302
    assert edition.participations.get().position == "Director"


def test_a_session_with_its_panellist(client, writer):
    person, place = make.make_person("Vinluan"), make.make_place()
    form = filled(client, place=place.pk)
    row = form.add_row("sessions", title="Regional initiatives", kind="panel", day="2024-09-18", starts="09:00")
    form.add_row(f"{row}-participations", person=person.pk, role=ParticipationRole.PANELLIST)
    edition = saved(form.post(client, ADD))
    session = edition.sessions.get()
    inner = session.participations.get()
    assert (inner.edition, inner.person, inner.role) == (edition, person, "panellist")
    again = open_form(client, change(edition))
    # The people of a session are not listed a second time among those of the event.
    assert again["participations-TOTAL_FORMS"] == "0"
    assert again["sessions-0-participations-TOTAL_FORMS"] == "1"
    again["sessions-0-participations-0-DELETE"] = "on"
    again.post(client, change(edition))
    assert not Participation.objects.exists()


def test_what_the_door_refuses_stands_at_its_row(client, writer):
    form = filled(client)
    form.add_row("participations", role=ParticipationRole.SPEAKER, position="Nobody")
    response = form.post(client, ADD)
    assert "Name a person, an organization, a country or a group." in str(errors(response)["participations-0"])
    form = filled(client)
    row = form.add_row("sessions", title="Panel")
    form.add_row(f"{row}-participations", label="Experts", headcount=3, women=4)
    response = form.post(client, ADD)
    assert "There cannot be more women than people." in str(errors(response)["sessions-0-participations-0"])
    assert not EventEdition.objects.exists()
    assert BrowserForm(response)["sessions-0-participations-0-label"] == "Experts"


def test_a_row_left_empty_is_left_out(client, writer):
    form = filled(client)
    form.add_row("participations", order=3)
    form.add_row("organizers", order=1)
    form.add_row("sessions")
    edition = saved(form.post(client, ADD))
    assert not edition.participations.exists()
    assert not edition.organizers.exists()
    assert not edition.sessions.exists()
