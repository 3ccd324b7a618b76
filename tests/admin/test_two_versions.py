"""Two people saving: the second sees both, chooses, and nothing that was typed is lost."""

import re
from html import unescape

import pytest
from django.urls import reverse

from news import workflow
from news.enums import ParticipationRole, Role, State
from news.models import ActionLog, Edition, EventEdition, Person
from tests import factories as make

from .browserform import BrowserForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    account = make.make_account("second", first_name="Wan", last_name="Second")
    client.force_login(account)
    return account


@pytest.fixture
def first():
    return make.make_account("first", first_name="Anas", last_name="First")


def address(edition, name="change"):
    return reverse(f"admin:news_{edition._meta.model_name}_{name}", args=[edition.pk])


def opened(client, edition):
    response = client.get(address(edition))
    assert response.status_code == 200
    return BrowserForm(response, f"{edition._meta.model_name}_form")


def words_of(response):
    return unescape(" ".join(re.sub(r"<[^>]*>", "", response.content.decode()).split()))


def choose(client, response, edition, answers="", **more):
    """Answers the page as a browser does: the hidden fields, and for each question its choice."""
    form = BrowserForm(response, "choices")
    asked = response.context.get("questions", ())
    if isinstance(answers, str):
        answers = [answers] * len(asked)
    data = dict(form.data)
    for question, answer in zip(asked, answers, strict=True):
        if answer:
            data[f"answer-{question.key}"] = answer
    return client.post(address(edition, "two_versions"), data | more)


def labels(response):
    return [question.label for question in response.context["questions"]]


@pytest.fixture
def release(writer):
    event = make.make_event()
    return workflow.new_release(
        {
            "title": "Units meet",
            "standfirst": "In Manila.",
            "body": "<p>First one is here.</p><p>Second one is here.</p><p>Third one is here.</p>",
            "kind": "event_report",
            "event": event.event_id,
        },
        by=writer,
    )


def theirs(edition, by, **data):
    """Somebody else saves."""
    edition.refresh_from_db()
    return workflow.edit(edition, data, by=by, lock_version=edition.lock_version)


class TestReleases:
    def test_what_clashes_is_asked_and_the_rest_is_taken(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="Units meet in Manila", standfirst="In Metro Manila.")
        form["title"], form["dateline"] = "Heads of units meet", "Manila, today"
        page = form.post(client, address(release))
        assert page.status_code == 200
        assert labels(page) == ["Title"]
        said = words_of(page)
        assert "Anas First saved while you were writing." in said
        assert "Units meet in Manila" in said
        assert "Heads of units meet" in said
        assert "Taken without a question" in said
        assert "In Metro Manila." in said
        assert "today" in said
        release.refresh_from_db()
        assert release.lock_version == 1, "nothing is written yet"
        response = choose(client, page, release, "mine")
        assert response.status_code == 302
        release.refresh_from_db()
        assert (release.title, release.standfirst, release.dateline, release.lock_version) == (
            "Heads of units meet", "In Metro Manila.", "Manila, today", 2,
        )  # fmt: skip

    def test_nothing_is_chosen_beforehand_and_all_must_be(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="Theirs", standfirst="Theirs.")
        form["title"], form["standfirst"] = "Mine", "Mine."
        page = form.post(client, address(release))
        assert [question.chosen for question in page.context["questions"]] == ["", ""]
        again = choose(client, page, release, ["mine", ""])
        assert again.status_code == 200
        assert "Not chosen yet: number 2." in words_of(again)
        assert [question.chosen for question in again.context["questions"]] == ["mine", ""]
        release.refresh_from_db()
        assert release.title == "Theirs"
        assert choose(client, again, release, ["mine", "theirs"]).status_code == 302
        release.refresh_from_db()
        assert (release.title, release.standfirst) == ("Mine", "Theirs.")

    def test_all_mine_at_once_without_a_script(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="Theirs", standfirst="Theirs.")
        form["title"], form["standfirst"] = "Mine", "Mine."
        page = choose(client, form.post(client, address(release)), release, _all="mine")
        assert [question.chosen for question in page.context["questions"]] == ["mine", "mine"]
        choose(client, page, release, "mine")
        release.refresh_from_db()
        assert (release.title, release.standfirst) == ("Mine", "Mine.")

    def test_paragraphs_one_by_one(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, body="<p>First one is here.</p><p>Second one is there.</p><p>Third one is here.</p>")
        form["body"] = "<p>First one is mine.</p><p>Second one is mine.</p><p>Third one is here.</p>"
        page = form.post(client, address(release))
        assert labels(page) == ["Text, paragraph 2"]
        assert [option.value for option in page.context["questions"][0].options] == ["mine", "theirs", "both"]
        choose(client, page, release, "both")
        release.refresh_from_db()
        assert release.body == (
            "<p>First one is mine.</p><p>Second one is mine.</p><p>Second one is there.</p><p>Third one is here.</p>"
        )

    def test_pictures_row_by_row(self, client, writer, first, release):
        one, two = make.make_picture(), make.make_picture()
        theirs(
            release,
            first,
            pictures=[{"picture": one.pk, "alt": "One", "is_lead": True}, {"picture": two.pk, "alt": "Two"}],
        )
        form = opened(client, release)
        rows = [
            {"uid": str(row.uid), "picture": row.picture_id, "alt": row.alt, "is_lead": row.is_lead}
            for row in release.pictures.order_by("order")
        ]
        rows[1]["alt"] = "Their two"
        theirs(release, first, pictures=rows[1:])
        form["pictures-0-caption"] = "A caption of mine"
        form["pictures-1-alt"] = "My two"
        page = form.post(client, address(release))
        assert len(labels(page)) == 2
        assert "taken out" in words_of(page)
        assert choose(client, page, release, "mine").status_code == 302
        after = {row.picture_id: row for row in release.pictures.all()}
        assert after[one.pk].caption == "A caption of mine"
        assert after[two.pk].alt == "My two"

    def test_the_same_sent_twice_is_saved_once(self, client, writer, release):
        form = opened(client, release)
        form["title"] = "Once"
        assert form.post(client, address(release)).status_code == 302
        assert form.post(client, address(release)).status_code == 302
        release.refresh_from_db()
        assert (release.title, release.lock_version) == ("Once", 1)

    def test_nothing_clashes(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, standfirst="Theirs.")
        form["title"] = "Mine"
        page = form.post(client, address(release))
        assert labels(page) == []
        assert "Nothing clashes." in words_of(page)
        assert choose(client, page, release).status_code == 302
        release.refresh_from_db()
        assert (release.title, release.standfirst) == ("Mine", "Theirs.")

    def test_a_third_person_saves_while_one_chooses(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="Theirs", standfirst="Theirs.")
        form["title"], form["standfirst"] = "Mine", "Mine."
        page = form.post(client, address(release))
        theirs(release, make.make_account(), title="Third")
        again = choose(client, page, release, ["mine", "mine"])
        assert again.status_code == 200
        assert "Somebody saved again while you were choosing." in words_of(again)
        assert [(q.label, q.chosen) for q in again.context["questions"]] == [("Title", ""), ("Summary", "mine")]
        assert choose(client, again, release, ["theirs", "mine"]).status_code == 302
        release.refresh_from_db()
        assert (release.title, release.standfirst) == ("Third", "Mine.")

    def test_keep_mine_as_a_copy(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="Theirs")
        form["title"], form["body"] = "Mine", "<p>All that I typed.</p>"
        page = form.post(client, address(release))
        response = choose(client, page, release, [""], _copy="1")
        copy = Edition.objects.latest("pk")
        assert response.url == address(copy)
        assert copy.release_id != release.release_id
        assert (copy.title, copy.body, copy.state) == ("Copy of Mine", "<p>All that I typed.</p>", State.DRAFT)
        release.refresh_from_db()
        assert release.title == "Theirs"

    @pytest.mark.parametrize("how", ["published", "bin", "handed in"])
    def test_what_is_not_open_any_more_is_shown_whole(self, client, writer, first, release, how):
        form = opened(client, release)
        if how == "published":
            make.publish(release)
            Edition.objects.filter(pk=release.pk).update(lock_version=5)
        elif how == "bin":
            workflow.discard(release, by=writer)
        else:
            Edition.objects.filter(pk=release.pk).update(state=State.IN_REVIEW, lock_version=5)
        form["title"], form["body"] = "Typed at midnight", "<p>Every word of it.</p>"
        page = form.post(client, address(release))
        assert page.status_code == 200
        said = words_of(page)
        assert "What you typed could not be saved here." in said
        assert "Typed at midnight" in said
        assert "Every word of it." in said
        response = choose(client, page, release, _copy="1")
        assert response.status_code == 302
        assert Edition.objects.latest("pk").title == "Copy of Typed at midnight"

    def test_a_late_form_with_a_mistake_comes_back_with_its_words(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="Theirs")
        form["title"] = "x" * 400
        page = form.post(client, address(release))
        assert "x" * 400 in page.content.decode()
        form = BrowserForm(page, "edition_form")
        form["title"] = "Mine"
        assert labels(form.post(client, address(release))) == ["Title"]

    def test_a_text_of_many_words(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="Theirs")
        form["title"] = "Mine"
        form["body"] = "".join(f"<p>Paragraph {n} {'words ' * 30}</p>" for n in range(700))
        page = form.post(client, address(release))
        choose(client, page, release, "mine")
        release.refresh_from_db()
        assert release.body.count("<p>") == 700


def test_saved_between_reading_the_form_and_writing_it(client, writer, first, release, monkeypatch):
    form = opened(client, release)
    edit, late = workflow.edit, []

    def overtaken(edition, data, **how):
        if not late:
            late.append(edit(Edition.objects.get(pk=release.pk), {"title": "Theirs"}, by=first, lock_version=0))
        return edit(edition, data, **how)

    monkeypatch.setattr(workflow, "edit", overtaken)
    form["title"] = "Mine"
    page = form.post(client, address(release))
    # The overtaking save was undone with the transaction it stood in; the form is read again and saved.
    assert page.status_code in {200, 302}
    release.refresh_from_db()
    assert (release.title, release.lock_version) == ("Mine", 1)


class TestHostile:
    def late(self, client, first, release):
        form = opened(client, release)
        theirs(release, first, title="Theirs")
        form["title"] = "Mine"
        return form.post(client, address(release))

    @pytest.mark.parametrize("typed", ["", "x", "a:b:c", "\x00", None, "é" * 5000])
    def test_what_was_changed_on_its_way(self, client, writer, first, release, typed):
        page = self.late(client, first, release)
        data = BrowserForm(page, "choices").data
        data = {**data, "typed": typed} if typed is not None else {k: v for k, v in data.items() if k != "typed"}
        response = client.post(address(release, "two_versions"), data, follow=True)
        assert "What you typed was changed on its way." in words_of(response)
        release.refresh_from_db()
        assert release.title == "Theirs"

    def test_of_another_person_or_at_another_place(self, client, writer, first, release):
        page = self.late(client, first, release)
        other = workflow.new_release({"title": "Other"}, by=writer)
        assert choose(client, page, other, "mine").status_code == 403
        client.force_login(first)
        assert choose(client, page, release, "mine").status_code == 403

    def test_who_may(self, client, writer, first, release):
        page = self.late(client, first, release)
        assert client.get(address(release, "two_versions")).status_code == 302
        client.force_login(make.make_account(role=Role.VIEWER))
        assert choose(client, page, release, "mine").status_code == 403
        client.logout()
        assert "/login/" in choose(client, page, release, "mine").url

    def test_answers_that_are_none(self, client, writer, first, release):
        page = self.late(client, first, release)
        assert choose(client, page, release, "both").status_code == 200
        assert choose(client, page, release, "<script>").status_code == 200
        data = BrowserForm(page, "choices").data | {"seen": "x\x00", "answer-\x00": "mine"}
        assert client.post(address(release, "two_versions"), data).status_code == 200
        release.refresh_from_db()
        assert release.title == "Theirs"

    def test_markup_is_words(self, client, writer, first, release):
        form = opened(client, release)
        theirs(release, first, title="<script>a</script> theirs {{ x }}")
        form["title"] = "<img src=x onerror=y> mine"
        page = form.post(client, address(release)).content.decode()
        assert "<script>a" not in page
        assert "<img src=x" not in page

    @pytest.mark.parametrize(
        "value", ["", "{", "[]", '{"rows": 3, "series": 4}', '{"rows": {"pictures": ["x", 5]}}', "[" * 9999]
    )
    def test_rows_shown_that_are_nonsense(self, client, writer, first, release, value):
        form = opened(client, release)
        theirs(release, first, title="Theirs")
        form["title"], form["shown_with"] = "Mine", value
        assert labels(form.post(client, address(release))) == ["Title"]


@pytest.fixture
def event(writer):
    person = make.make_person("David Martinez Vinluan")
    people = [
        {"person": person.pk, "rank_long": "Police Colonel", "role": "head_of_delegation"},
        {"person": make.make_person("Muhammad Anas").pk, "role": "speaker"},
    ]
    session = {
        "title": "Panel 2",
        "participations": [{"person": make.make_person("Cho Ji Ho").pk, "role": "panellist"}],
    }
    data = {
        "name": "Heads of units",
        "kind": "meeting",
        "starts": "2024-09-17",
        "ends": "2024-09-17",
        "participations": people,
        "sessions": [session],
    }
    return workflow.new_event(data, by=writer)


def content(edition):
    from news.record.canonical import read

    return read(EventEdition.objects.get(pk=edition.pk))


class TestEvents:
    def test_only_a_participant_s_rank_differs(self, client, writer, first, event):
        form = opened(client, event)
        rows = content(event)["participations"]
        rows[0]["rank_long"] = "Police Brigadier General"
        theirs(event, first, participations=rows)
        form["participations-0-rank_long"] = "Police Major General"
        page = form.post(client, address(event))
        assert labels(page) == ["Participant: Police Colonel David Martinez Vinluan: Rank"]
        assert "Major General" in words_of(page)
        assert choose(client, page, event, "mine").status_code == 302
        assert content(event)["participations"][0]["rank_long"] == "Police Major General"
        event.refresh_from_db()
        assert event.lock_version == 2

    def test_a_row_taken_out_and_changed(self, client, writer, first, event):
        form = opened(client, event)
        theirs(event, first, participations=content(event)["participations"][:1])
        form["participations-1-position"] = "Director"
        page = form.post(client, address(event))
        assert labels(page) == ["Participant: Muhammad Anas"]
        choose(client, page, event, "mine")
        assert content(event)["participations"][1]["position"] == "Director"

    def test_a_session_taken_out_while_its_people_changed(self, client, writer, first, event):
        form = opened(client, event)
        theirs(event, first, sessions=[])
        form["sessions-0-participations-0-position"] = "Commissioner"
        form["venue"] = "My hotel"
        page = form.post(client, address(event))
        assert labels(page) == ["Session “Panel 2”"]
        choose(client, page, event, "mine")
        after = content(event)
        assert after["venue"] == "My hotel"
        assert after["sessions"][0]["participations"][0]["position"] == "Commissioner"

    def test_rows_that_only_one_of_us_touched(self, client, writer, first, event):
        form = opened(client, event)
        there = content(event)["participations"]
        third = {"person": make.make_person("Third Person").pk, "role": "attendee"}
        theirs(event, first, participations=[there[1], third])
        form.add_row("participations", person=make.make_person("Fourth Person").pk, role="observer", order=9)
        page = form.post(client, address(event))
        assert labels(page) == []
        choose(client, page, event)
        names = [row["printed_as"] for row in content(event)["participations"]]
        assert names == ["Muhammad Anas", "Third Person", "Fourth Person"]

    def test_dates_are_one_question(self, client, writer, first, event):
        form = opened(client, event)
        theirs(event, first, ends="2024-09-20")
        form["dates"] = "18 September 2024"
        page = form.post(client, address(event))
        assert labels(page) == ["Dates"]
        assert "17–20 September 2024" in words_of(page)
        choose(client, page, event, "mine")
        assert str(EventEdition.objects.get(pk=event.pk).starts) == "2024-09-18"

    def test_forces_that_the_other_took_out_or_added(self, client, writer, first, event):
        forces = [make.make_organization(f"Police of {n}") for n in ("One", "Two")]
        for force in forces:
            make.make_standing(force)
        rows = content(event)["participations"]
        theirs(event, first, participations=[*rows, {"organization": forces[0].pk, "role": "attendee"}])
        form = opened(client, event)
        assert form[f"force-{forces[0].pk}"] == "on"
        theirs(event, first, participations=[*rows, {"organization": forces[1].pk, "role": "attendee"}])
        form["venue"] = "My hotel"
        page = form.post(client, address(event))
        assert labels(page) == []
        choose(client, page, event)
        after = content(event)
        assert (after["venue"], [row["organization"] for row in after["participations"][2:]]) == (
            "My hotel",
            [forces[1].pk],
        )

    def test_nobody_is_added_to_the_directory_before_the_choice(self, client, writer, first, event):
        form = opened(client, event)
        theirs(event, first, venue="Theirs")
        form["venue"], form["pasted"] = "Mine", "Mr Nobody Known, Director"
        before = Person.objects.count()
        page = form.post(client, address(event), button="_add_pasted")
        assert labels(page) == ["Venue"]
        assert "Nobody Known" in words_of(page)
        assert Person.objects.count() == before
        choose(client, page, event, "mine")
        assert Person.objects.count() == before + 1
        row = event.participations.order_by("order").last()
        assert (row.person.name, row.position) == ("Nobody Known", "Director")

    def test_the_order_is_a_question_of_its_own(self, client, writer, first, event):
        people = [{"person": make.make_person(f"Person {n}").pk, "role": ParticipationRole.ATTENDEE} for n in "abc"]
        theirs(event, first, participations=people)
        form = opened(client, event)
        a, b, c = content(event)["participations"]
        theirs(event, first, participations=[b, a, c])
        for place, order in enumerate([2, 1, 0]):
            form[f"participations-{place}-order"] = order
        page = form.post(client, address(event))
        assert labels(page) == ["People: their order"]
        choose(client, page, event, "mine")
        assert [row["uid"] for row in content(event)["participations"]] == [c["uid"], b["uid"], a["uid"]]

    def test_the_series_is_not_forgotten(self, client, writer, first, event):
        series, other = make.make_series(), make.make_series()
        form = opened(client, event)
        theirs(event, first, venue="Theirs")
        form["series"], form["ordinal"] = series.pk, "41"
        page = form.post(client, address(event))
        assert labels(page) == []
        choose(client, page, event)
        event.event.refresh_from_db()
        assert (event.event.series, event.event.ordinal) == (series, 41)
        form = opened(client, event)
        theirs(event, first, venue="Theirs again")
        event.event.series = other
        event.event.save()
        form["ordinal"] = "42"
        page = form.post(client, address(event))
        assert labels(page) == ["Series"]
        choose(client, page, event, "mine")
        event.event.refresh_from_db()
        assert (event.event.series, event.event.ordinal) == (series, 42)

    def test_published_meanwhile_and_kept_as_a_copy(self, client, writer, first, event):
        form = opened(client, event)
        workflow.publish_alone(event, by=make.make_account(role=Role.ADMINISTRATOR), reason="Night.")
        form["venue"] = "My hotel"
        page = form.post(client, address(event))
        assert "My hotel" in words_of(page)
        assert "Police Colonel David Martinez Vinluan" in words_of(page)
        choose(client, page, event, _copy="1")
        copy = EventEdition.objects.latest("pk")
        assert (copy.name, copy.venue, copy.participations.count()) == ("Copy of Heads of units", "My hotel", 3)
        event.refresh_from_db()
        assert event.venue == ""

    def test_the_log_says_what_came_of_it(self, client, writer, first, event):
        form = opened(client, event)
        theirs(event, first, venue="Theirs")
        form["venue"] = "Mine"
        choose(client, form.post(client, address(event)), event, "mine")
        line = ActionLog.objects.filter(act="edit").first()
        assert (line.by, line.after.data["venue"], line.before.data["venue"]) == (writer, "Mine", "Theirs")
