"""The list, reading, new versions, the bin, publishing alone, copying, merging, and what is asked while typing."""

import datetime
from html import unescape

import pytest
from django.urls import reverse

from news import workflow
from news.enums import Role, State
from news.models import ActionLog, Event, EventEdition
from tests import factories as make

from .browserform import BrowserForm
from .test_event_form import ADD, change, errors, filled, open_form, saved

pytestmark = pytest.mark.django_db
LIST = "/admin/news/eventedition/"


@pytest.fixture
def login(client):
    def sign_in(role):
        account = make.make_account(role=role)
        client.force_login(account)
        return account

    return sign_in


@pytest.fixture
def writer(login):
    return login(Role.WRITER)


def act(client, name, edition, **data):
    return client.post(reverse(f"admin:news_eventedition_{name}", args=[edition.pk]), data, follow=True)


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


# Two people


def test_two_people_never_overwrite_each_other(client, writer):
    edition = saved(filled(client).post(client, ADD))
    mine = open_form(client, change(edition))
    theirs = open_form(client, change(edition))
    theirs["venue"] = "Their hotel"
    theirs.post(client, change(edition))
    mine["venue"] = "My hotel"
    response = mine.post(client, change(edition))
    assert "Two versions: choose" in words_of(response)
    assert [question.label for question in response.context["questions"]] == ["Venue"]
    assert "My hotel" in words_of(response)
    edition.refresh_from_db()
    assert edition.venue == "Their hotel"


def test_who_saves_what_is_public_by_now_is_told(client, writer):
    edition = saved(filled(client).post(client, ADD))
    form = open_form(client, change(edition))
    workflow.publish_alone(edition, by=make.make_account(role=Role.ADMINISTRATOR), reason="Night.")
    form["venue"] = "My hotel"
    said = words_of(form.post(client, change(edition)))
    assert "What you typed could not be saved here." in said
    assert "My hotel" in said
    edition.refresh_from_db()
    assert edition.venue == ""


def test_a_form_without_its_version_is_refused(client, writer):
    edition = saved(filled(client).post(client, ADD))
    form = open_form(client, change(edition))
    form["lock_version"] = None
    assert "Somebody else saved this meanwhile." in words_of(form.post(client, change(edition)))


# Roles


def test_a_viewer_reads_and_a_stranger_signs_in(client, login):
    edition = make.make_event(name="Working group")
    assert client.get(change(edition)).status_code == 302
    login(Role.VIEWER)
    assert client.get(LIST).status_code == 200
    page = words_of(client.get(change(edition)))
    assert "Your account may only read." in page
    assert "eventedition_form" not in page
    assert client.get(ADD).status_code == 403
    assert client.post(change(edition), {}).status_code in {200, 403}
    for what in ("read-dates", "that-day", "as-of", "place", "looks-like", "same-as"):
        assert client.get(f"{LIST}{what}/").status_code == 403
    for what in ("read-names", "add-people", "proposed-order", "same-as"):
        assert client.post(f"{LIST}{what}/", {}).status_code == 403
    edition.refresh_from_db()
    assert edition.lock_version == 0


# Versions


def test_a_public_event_is_read_and_begins_a_new_version(client, writer):
    edition = make.publish_event(name="Working group")
    page = words_of(client.get(change(edition)))
    assert "New version" in page
    assert "eventedition_form" not in page
    response = act(client, "revise", edition)
    draft = edition.event.editions.get(state=State.DRAFT)
    assert response.redirect_chain[-1][0] == change(draft)
    form = BrowserForm(response)
    form["name"] = "Working group on cybercrime"
    form.post(client, change(draft))
    edition.refresh_from_db()
    assert edition.name == "Working group"
    assert "Published, new version in progress" in words_of(client.get(LIST))


def test_to_the_bin_and_back(client, writer):
    edition = saved(filled(client).post(client, ADD))
    page = words_of(act(client, "discard", edition))
    assert "It is in the bin for 30 days." in page
    assert "Take it back" in page
    assert "Working group on cybercrime" not in words_of(client.get(LIST))
    assert "Working group on cybercrime" in words_of(client.get(f"{LIST}?state=bin"))
    act(client, "undo_discard", edition)
    edition.refresh_from_db()
    assert edition.state == State.DRAFT


def test_publish_alone_asks_for_a_reason(client, login):
    login(Role.ADMINISTRATOR)
    edition = saved(filled(client).post(client, ADD))
    said = act(client, "publish_alone", edition, reason=" ", lock_version=edition.lock_version)
    assert "Say why nobody else can check it now." in words_of(said)
    edition.refresh_from_db()
    act(client, "publish_alone", edition, reason="Night", lock_version=edition.lock_version)
    edition.refresh_from_db()
    assert (edition.state, edition.flag_reason) == (State.PUBLISHED, "Night")


def test_an_act_that_is_not_possible_says_why(client, writer):
    edition = saved(filled(client).post(client, ADD))
    page = words_of(client.get(change(edition)))
    assert "Only an administrator or the duty editor can publish alone." in page
    assert "Only an editor can do this." in page


# Same as


def test_same_as_copies_all_but_people_and_dates(client, writer):
    series, topic = make.make_series(), make.make_topic()
    old = make.make_event(name="Symposium", series=series, topics=[topic], venue="Hall", summary="In short")
    leader = make.make_person()
    make.make_organizer(old, make.make_organization("KNPA"), role="host", led_by=leader, rank_long="General")
    session = make.make_session(old, "Opening ceremony", day=old.starts)
    make.make_participation(old)
    make.make_participation(old, session=session)
    assert "Symposium" in words_of(client.get(f"{LIST}same-as/", {"q": "symp"}))
    response = client.post(f"{LIST}same-as/", {"event": old.pk})
    new = EventEdition.objects.order_by("pk").last()
    assert response.url == change(new)
    assert new.event != old.event
    assert (new.name, new.venue, new.summary, new.place) == ("Symposium", "Hall", "In short", old.place)
    assert (new.starts, new.precision, new.event.series) == (None, "tba", series)
    assert list(new.topics.all()) == [topic]
    organizer, part = new.organizers.get(), new.sessions.get()
    assert (organizer.printed_as, organizer.led_by, organizer.rank_long) == ("KNPA", None, "")
    assert (part.title, part.day) == ("Opening ceremony", None)
    assert not new.participations.exists()


# Merging


def test_two_events_are_merged_and_taken_apart_again(client, login):
    login(Role.EDITOR)
    loser, winner = make.make_event(name="Symposium on cybercrime"), make.make_event(name="Cyber symposium")
    release = make.make_release(event=loser)
    link = reverse("admin:news_eventedition_merge", args=[loser.pk])
    assert "Cyber symposium" in words_of(client.get(link))
    page = words_of(client.get(link, {"with": winner.pk}))
    assert "1 press release about the first event will be about the second." in page
    page = words_of(client.post(link, {"with": winner.pk}, follow=True))
    assert "“Symposium on cybercrime” was merged into this event." in page
    release.refresh_from_db()
    assert release.event == winner.event
    assert Event.objects.get(pk=loser.event_id).merged_into == winner.event
    assert "Symposium on cybercrime" not in words_of(client.get(LIST))
    page = words_of(client.get(change(loser)))
    assert "This event was merged into another one" in page
    act(client, "unmerge", loser)
    release.refresh_from_db()
    assert release.event == loser.event


def test_what_cannot_be_merged_says_why(client, login):
    login(Role.EDITOR)
    public, draft = make.publish_event(name="Public one"), make.make_event(name="Draft")
    link = reverse("admin:news_eventedition_merge", args=[public.pk])
    assert "Readers see this event, but not the other." in words_of(client.post(link, {"with": draft.pk}))
    assert "An event cannot be merged with itself." in words_of(client.get(link, {"with": public.pk}))
    assert Event.objects.filter(merged_into=None).count() == 2


def test_a_writer_does_not_merge(client, writer):
    one, two = make.make_event(), make.make_event()
    link = reverse("admin:news_eventedition_merge", args=[one.pk])
    assert client.post(link, {"with": two.pk}).status_code == 403
    assert not Event.objects.exclude(merged_into=None).exists()


# The list


def test_one_row_an_event_found_without_accents(client, writer):
    edition = saved(filled(client, name="Réunion sur la cybercriminalité").post(client, ADD))
    make.publish(edition)
    workflow.revise(edition, by=writer)
    make.make_event(name="Another")
    page = words_of(client.get(LIST, {"q": "reunion CYBER"}))
    assert page.count("Réunion sur la cybercriminalité</a>") == 1
    assert "Another" not in page
    assert "No event has “xyz” in its name." in words_of(client.get(LIST, {"q": "xyz"}))


def test_an_empty_list_says_how_to_begin(client, writer):
    assert "There is no event yet." in words_of(client.get(LIST))


def test_states_with_their_numbers(client, writer):
    make.make_event(), make.publish_event(), make.publish_event()
    page = words_of(client.get(LIST))
    assert "Internal <b>1</b>" in page
    assert "Published <b>2</b>" in page
    assert client.get(LIST, {"state": "nonsense"}).status_code == 200


def test_releases_find_an_event_by_its_acronym(client, writer):
    edition = make.publish(saved(filled(client, acronym="ASPJOC").post(client, ADD)))
    make.make_event(name="Discarded", state=State.DISCARDED)
    field = {"app_label": "news", "model_name": "edition", "field_name": "event"}
    found = client.get("/admin/autocomplete/", {"term": "aspjoc", **field}).json()["results"]
    assert [int(row["id"]) for row in found] == [edition.event_id]
    everything = client.get("/admin/autocomplete/", {"term": "", **field}).json()["results"]
    assert [int(row["id"]) for row in everything] == [edition.event_id]


# Asked while typing


def test_dates_are_read_back(client, writer):
    answer = client.get(f"{LIST}read-dates/", {"dates": "august 27 to 29, 2024"}).json()
    assert answer["read"] == "27–29 August 2024. Three days, Tuesday to Thursday."
    assert answer["day"] == "2024-08-27"
    answer = client.get(f"{LIST}read-dates/", {"dates": "31 June"}).json()
    assert answer == {"problem": "31 June does not exist. June has 30 days."}


def test_the_place_is_read_back_with_country_and_clock(client, writer):
    place = make.make_place("Seoul", make.make_country("KR"), "Asia/Seoul")
    assert (
        client.get(f"{LIST}place/", {"id": place.pk}).json()["read"] == "Seoul, Republic of Korea. Time there: UTC+9."
    )
    assert client.get(f"{LIST}place/", {"id": "x"}).json() == {"read": ""}


def test_rank_and_position_as_of_a_day(client, writer):
    force = make.make_organization("Royal Malaysia Police")
    person = make.make_person("Bakri", honorific="Dr")
    rank = make.make_rank(force, "Commissioner", "COM")
    make.make_post(person, force, "Director", rank=rank, since=datetime.date(2024, 1, 1))
    answer = client.get(f"{LIST}as-of/", {"person": person.pk, "dates": "17 September 2024"}).json()
    assert answer["day"] == "17 September 2024"
    assert answer[str(person.pk)] == {
        "honorific": "Dr",
        "rank_long": "Commissioner",
        "rank_short": "COM",
        "position": "Director",
        "organization": {"id": force.pk, "text": "Royal Malaysia Police"},
        "on_record": True,
    }
    before = client.get(f"{LIST}as-of/", {"person": [person.pk, "x"], "dates": "17 September 2020"}).json()
    assert before[str(person.pk)]["on_record"] is False


def test_an_event_that_is_here_already_is_shown(client, writer):
    old = make.make_event(name="International Symposium on Cybercrime", kind="symposium")
    asked = {"dates": "16 to 18 September 2024", "kind": "symposium"}
    answer = client.get(f"{LIST}looks-like/", asked | {"name": "international symposium on CYBERCRIME"}).json()
    assert change(old) in answer["notice"]
    answer = client.get(f"{LIST}looks-like/", asked | {"name": "Other", "place": old.place_id}).json()
    assert change(old) in answer["notice"]
    answer = client.get(
        f"{LIST}looks-like/", asked | {"name": "Other", "place": old.place_id, "kind": "training"}
    ).json()
    assert answer == {"notice": ""}


def test_save_then_write_opens_a_release_of_this_event(client, writer):
    response = filled(client).post(client, ADD, button="_write")
    event = EventEdition.objects.get().event
    assert response.url == f"/admin/news/edition/add/?event={event.pk}"


def test_nothing_is_logged_twice(client, writer):
    from django.contrib.admin.models import LogEntry

    edition = saved(filled(client).post(client, ADD))
    open_form(client, change(edition)).post(client, change(edition))
    assert not LogEntry.objects.exists()
    assert ActionLog.objects.count() == 2


# Constant numbers of queries


def populated(number):
    """An event with so many rows of each kind; each organization, person and place another one."""
    edition = make.make_event()
    for _ in range(number):
        make.make_organizer(edition, led_by=make.make_person(), through=make.make_organization())
        force = make.make_organization(country=make.make_country())
        make.make_participation(edition, make.make_person(), organization=force, country=make.make_country())
        make.make_standing(force)
        make.make_participation(edition, organization=force)
        session = make.make_session(edition, place=make.make_place())
        make.make_participation(edition, make.make_person(), session=session, organization=make.make_organization())
        make.make_organizer(edition, session=session)
    return edition


def test_the_form_costs_as_much_with_three_rows_as_with_one(client, writer, django_assert_num_queries):
    own = make.make_own_organization()
    make.make_post(make.make_person(), own)
    one, three = populated(1), populated(3)
    client.get(change(one))
    for edition in (one, three):
        with django_assert_num_queries(30):
            assert client.get(change(edition)).status_code == 200


def test_the_list_costs_as_much_with_three_rows_as_with_one(client, writer, django_assert_num_queries):
    def look():
        with django_assert_num_queries(8):
            assert client.get(LIST).status_code == 200

    make.publish_event()
    client.get(LIST)
    look()
    make.make_event(), make.publish_event(place=make.make_place("Seoul", make.make_country("KR"), "Asia/Seoul"))
    look()


# Bad input


@pytest.mark.parametrize(
    "query",
    [
        "dates=%00&id=%00&name=%00&edition=%00",
        "dates=9999999&id=99999999999999999999&edition=-1&place=x",
        f"dates={'1' * 5000}",
    ],
)
def test_questions_do_not_stumble(client, writer, query):
    for what in ("read-dates", "that-day", "as-of", "place", "looks-like", "same-as"):
        assert client.get(f"{LIST}{what}/?{query}&q=%00&person=%00&person={'9' * 30}").status_code == 200
    for what in (
        "?q=%00",
        "?q=" + "x" * 5000,
        "?state=%00",
        "?p=99999",
        "?o=99",
        "?e=1",
        "99999999999999999999/change/",
        "x/change/",
    ):
        assert client.get(f"{LIST}{what}").status_code in {200, 302, 404}


def test_an_empty_or_strange_post_is_a_form_with_problems(client, writer):
    for data in (
        {},
        {"name": "\x00", "dates": "\x00", "pasted": "\x00", "kind": "nonsense", "ours": "x", "lock_version": "x"},
    ):
        assert client.post(ADD, data).status_code == 200
    form = filled(
        client, kind="nonsense", place="9" * 30, series="x", attendance="-3", website="nowhere", name="x" * 400
    )
    form["participations-TOTAL_FORMS"] = "x"
    said = errors(form.post(client, ADD))
    assert {"kind", "place", "series", "attendance", "website", "name"} <= said.keys()
    assert not EventEdition.objects.exists()
