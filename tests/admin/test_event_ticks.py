"""What makes rows of itself: our delegation, the forces, a pasted list, the proposed order."""

import datetime
import json

import pytest

from news.enums import ParticipationRole
from news.models import Participation, Person
from tests import factories as make

from .browserform import BrowserForm
from .test_event_form import ADD, change, errors, filled, open_form, saved

pytestmark = pytest.mark.django_db
R = ParticipationRole


@pytest.fixture
def writer(client):
    account = make.make_account("writer")
    client.force_login(account)
    return account


@pytest.fixture
def own():
    return make.make_own_organization()


@pytest.fixture
def officers(own):
    """Two in post in September 2024, one who came later."""
    since = datetime.date(2023, 1, 1)
    return [
        make.make_post(make.make_person("David Vinluan"), own, "Executive Director", since=since).person,
        make.make_post(make.make_person("Bakri Abidin"), own, "Director", since=since).person,
        make.make_post(make.make_person("Newcomer"), own, "Director", since=datetime.date(2025, 1, 1)).person,
    ]


# Our delegation


def test_a_tick_makes_a_row_as_of_that_day(client, writer, own, officers):
    edition = saved(filled(client, ours=[officers[0].pk, officers[1].pk]).post(client, ADD))
    rows = list(edition.participations.all())
    assert [(row.printed_as, row.role, row.position) for row in rows] == [
        ("David Vinluan", R.HEAD_OF_DELEGATION, "Executive Director"),
        ("Bakri Abidin", R.DELEGATE, "Director"),
    ]
    assert {row.organization for row in rows} == {own}


def test_without_script_the_officers_of_the_day_stand_there_after_saving(client, writer, officers):
    assert b"Give the dates first." in client.get(ADD).content
    edition = saved(filled(client).post(client, ADD))
    page = client.get(change(edition)).content.decode()
    assert "David Vinluan" in page
    assert "Newcomer" not in page


def test_a_tick_taken_away_takes_the_row_out(client, writer, officers):
    edition = saved(filled(client, ours=[officers[0].pk, officers[1].pk]).post(client, ADD))
    form = open_form(client, change(edition))
    assert form.data["ours"] == [str(officers[0].pk), str(officers[1].pk)]
    form["ours"] = [officers[1].pk]
    form.post(client, change(edition))
    assert [row.person for row in edition.participations.all()] == [officers[1]]


def test_a_row_typed_by_hand_is_not_doubled_by_its_tick(client, writer, officers):
    form = filled(client, ours=[officers[0].pk])
    form.add_row("participations", person=officers[0].pk, role=R.KEYNOTE_SPEAKER)
    edition = saved(form.post(client, ADD))
    assert edition.participations.get().role == R.KEYNOTE_SPEAKER


def test_the_officers_of_another_day(client, writer, officers):
    answer = client.get("/admin/news/eventedition/that-day/", {"dates": "3 March 2025"}).json()
    assert "Newcomer" in answer["officers"]
    assert "3 March 2025" in answer["officers"]
    answer = client.get("/admin/news/eventedition/that-day/", {"dates": "3 March 2022"}).json()
    assert "Nobody of ASEANAPOL Secretariat was in post" in answer["officers"]


# Forces


@pytest.fixture
def force():
    malaysia = make.make_country("MY")
    organization = make.make_organization("Royal Malaysia Police", country=malaysia)
    make.make_standing(organization)
    return organization


def test_a_force_with_its_numbers(client, writer, force):
    name = f"force-{force.pk}"
    edition = saved(filled(client, **{name: "on", f"{name}-people": "12", f"{name}-women": "5"}).post(client, ADD))
    row = edition.participations.get()
    assert (row.organization, row.headcount, row.women, row.person) == (force, 12, 5, None)
    form = open_form(client, change(edition))
    assert (form[name], form[f"{name}-people"], form["participations-TOTAL_FORMS"]) == ("on", "12", "0")
    form[f"{name}-people"] = form[f"{name}-women"] = ""
    form.post(client, change(edition))
    again = edition.participations.get()
    assert (again.headcount, again.women, again.uid) == (None, None, row.uid)
    form[name] = None
    form["lock_version"] = 1
    form.post(client, change(edition))
    assert not edition.participations.exists()


def test_numbers_of_a_force_without_its_tick_mean_nothing(client, writer, force):
    edition = saved(filled(client, **{f"force-{force.pk}-people": "12"}).post(client, ADD))
    assert not edition.participations.exists()


@pytest.mark.parametrize(
    ("people", "women", "said"),
    [
        ("many", "", "“many” is not a number of people."),
        ("3", "4", "There cannot be more women than people."),
        ("-1", "", "“-1” is not a number of people."),
        ("99999999999", "", "“99999999999” is not a number of people."),
    ],
)
def test_wrong_numbers_are_said_at_the_force(client, writer, force, people, women, said):
    name = f"force-{force.pk}"
    response = filled(client, **{name: "on", f"{name}-people": people, f"{name}-women": women}).post(client, ADD)
    assert said in response.content.decode()
    assert "data-refused" in response.content.decode()
    assert BrowserForm(response)[f"{name}-people"] == people
    assert not Participation.objects.exists()


def test_the_head_of_a_force_is_found_in_the_directory(client, writer, force):
    person = make.make_person("Éléonore Tan")
    name = f"force-{force.pk}"
    edition = saved(filled(client, **{name: "on", f"{name}-head": "eleonore tan"}).post(client, ADD))
    head = edition.participations.get(role=R.HEAD_OF_DELEGATION)
    assert (head.person, head.organization) == (person, force)
    form = open_form(client, change(edition))
    assert form[f"{name}-head"] == "Éléonore Tan"
    # Saved as it is, nobody is doubled; emptied, the leader goes and the force stays.
    form.post(client, change(edition))
    assert edition.participations.count() == 2
    form = open_form(client, change(edition))
    form[f"{name}-head"] = ""
    form.post(client, change(edition))
    assert edition.participations.get().person is None


def test_a_head_whom_nobody_knows_is_asked_about_first(client, writer, force):
    name = f"force-{force.pk}"
    response = filled(client, **{name: "on", f"{name}-head": "Somebody New"}).post(client, ADD)
    assert "is not in the directory" in response.content.decode()
    assert not Person.objects.exists()
    form = BrowserForm(response)
    form[f"{name}-new"] = "on"
    edition = saved(form.post(client, ADD))
    assert edition.participations.get(role=R.HEAD_OF_DELEGATION).person == Person.objects.get(name="Somebody New")


def test_members_took_part_as_a_whole(client, writer, force):
    edition = saved(filled(client, members_took_part="on").post(client, ADD))
    assert edition.participations.get().label == "ASEANAPOL member forces"
    form = open_form(client, change(edition))
    assert (form["members_took_part"], form["participations-TOTAL_FORMS"]) == ("on", "0")
    form["members_took_part"] = None
    form.post(client, change(edition))
    assert not edition.participations.exists()


def test_only_forces_with_a_standing_on_that_day_are_offered(client, writer, force):
    late = make.make_organization("Late Police")
    make.make_standing(late, "observer", since=datetime.date(2030, 1, 1))
    answer = client.get("/admin/news/eventedition/that-day/", {"dates": "3 March 2025"}).json()
    assert "Royal Malaysia Police" in answer["forces"]
    assert "Late Police" not in answer["forces"]


# A pasted list


def post_json(client, what, **body):
    return client.post(f"/admin/news/eventedition/{what}/", json.dumps(body), content_type="application/json")


def test_lines_are_in_the_list_in_the_directory_or_new(client, writer, force):
    rank = make.make_rank(force, "Assistant Commissioner of Police", "ACP")
    known, there = make.make_person("Bakri Abidin", honorific="Dr"), make.make_person("David Vinluan")
    make.make_person("Twin"), make.make_person("Twin")
    make.make_post(known, force, "Director", rank=rank, since=datetime.date(2023, 1, 1))
    text = "Bakri ABIDIN\nACP Nobody Yet, Director for Plans, Royal Malaysia Police\nDavid Vinluan\nTwin"
    lines = post_json(client, "read-names", text=text, dates="17 September 2024", there=[there.pk]).json()["lines"]
    assert [line["state"] for line in lines] == ["known", "new", "there", "several"]
    assert lines[0]["shown"] == "Assistant Commissioner of Police Dr Bakri Abidin"
    assert lines[0]["row"]["position"] == "Director"
    assert lines[1]["row"] == {
        "honorific": "",
        "rank_long": "Assistant Commissioner of Police",
        "rank_short": "ACP",
        "position": "Director for Plans",
    }
    assert lines[1]["organization"]["id"] == force.pk
    assert not Person.objects.filter(name="Nobody Yet").exists()
    lines = post_json(client, "add-people", text=text, dates="17 September 2024", there=[there.pk]).json()["lines"]
    assert lines[1]["person"]["id"] == Person.objects.get(name="Nobody Yet").pk


def test_a_pasted_list_is_added_without_script(client, writer):
    form = filled(client, kind="courtesy_call", name="", pasted="Kim Chul-soo, Interpreter\nLee Min-ho")
    response = form.post(client, ADD)
    assert "not in the list yet" in errors(response)["pasted"][0]
    assert not Person.objects.exists()
    edition = saved(form.post(client, ADD, button="_add_pasted"))
    assert [(row.printed_as, row.position, row.role) for row in edition.participations.all()] == [
        ("Kim Chul-soo", "Interpreter", R.HEAD_OF_DELEGATION),
        ("Lee Min-ho", "", R.DELEGATE),
    ]
    assert edition.name == "Courtesy call by Kim Chul-soo"


def test_a_name_of_several_people_is_left_to_the_person(client, writer):
    make.make_person("Twin"), make.make_person("Twin")
    response = filled(client, pasted="Twin\nNew One").post(client, ADD, button="_add_pasted")
    assert "several people named “Twin”" in errors(response)["pasted"][0]
    assert not Person.objects.filter(name="New One").exists()


@pytest.mark.parametrize(
    "body", ["", "[", "[]", "null", '{"text": 5, "there": ["x", null], "dates": {}}', '{"rows": [1]}']
)
def test_answers_do_not_stumble(client, writer, body):
    for what in ("read-names", "add-people", "proposed-order"):
        response = client.post(f"/admin/news/eventedition/{what}/", body, content_type="application/json")
        assert response.status_code in {200, 400}


# Order


def test_the_proposed_order_is_made_at_a_press_and_a_drag_stays(client, writer, force):
    make.make_rank(force, "Commissioner", "COM", order=1)
    form = filled(client)
    form.add_row(
        "participations", person=make.make_person("Delegate").pk, role=R.DELEGATE, organization=force.pk, order=0
    )
    form.add_row(
        "participations",
        person=make.make_person("Commissioner").pk,
        role=R.DELEGATE,
        organization=force.pk,
        order=1,
        rank_long="Commissioner",
    )
    form.add_row("participations", person=make.make_person("Guest").pk, role=R.GUEST_OF_HONOUR, order=2)
    edition = saved(form.post(client, ADD, button="_order"))
    names = [row.printed_as for row in edition.participations.all()]
    assert names == ["Guest", "Commissioner", "Delegate"]
    form = open_form(client, change(edition))
    form["participations-0-order"], form["participations-1-order"] = 1, 0
    form.post(client, change(edition))
    assert [row.printed_as for row in edition.participations.all()] == ["Commissioner", "Guest", "Delegate"]
    rows = [{"key": "a", "role": "delegate"}, {"key": "b", "role": "guest_of_honour", "organization": str(force.pk)}]
    assert post_json(client, "proposed-order", rows=rows).json() == {"keys": ["b", "a"]}
