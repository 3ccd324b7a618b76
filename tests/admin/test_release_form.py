"""The press release at the desk: what a browser posts, what comes back, who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news import workflow
from news.enums import Role, State
from news.models import ActionLog, Edition, EditionPicture, Picture
from news.pictures.renditions import AT_THE_DESK, missing, picture_url
from news.worker import work_once
from tests import factories as make

from .browserform import BrowserForm

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/news/edition/add/", "/admin/news/edition/"


def change(edition):
    return reverse("admin:news_edition_change", args=[edition.pk])


def act(edition, name):
    return reverse(f"admin:news_edition_{name}", args=[edition.pk])


@pytest.fixture
def writer(client):
    account = make.make_account(role=Role.WRITER)
    client.force_login(account)
    return account


@pytest.fixture
def administrator(client):
    account = make.make_account(role=Role.ADMINISTRATOR)
    client.force_login(account)
    return account


def open_form(client, address=ADD):
    response = client.get(address)
    assert response.status_code == 200
    return BrowserForm(response, "edition_form")


def filled(client, address=ADD, **values):
    form = open_form(client, address)
    content = {"title": "Office closed", "standfirst": "On Monday.", "body": "<p>Closed.</p>", "kind": "notice"}
    for name, value in (content | values).items():
        form[name] = value
    return form


def written(client, **values):
    response = filled(client, **values).post(client, ADD)
    assert response.status_code == 302, response.context["adminform"].form.errors
    return Edition.objects.latest("pk")


class TestWriting:
    def test_a_release_is_written_and_changed(self, client, writer):
        edition = written(client, title="  Office\n closed ")
        assert (edition.title, edition.state, edition.lock_version) == ("Office closed", State.DRAFT, 0)
        assert list(edition.authors.all()) == [writer]
        form = open_form(client, change(edition))
        assert form["title"] == "Office closed"
        form["title"] = "Office closed on Monday"
        assert form.post(client, change(edition)).status_code == 302
        edition.refresh_from_db()
        assert (edition.title, edition.lock_version) == ("Office closed on Monday", 1)
        assert [line.act for line in ActionLog.objects.all()] == ["edit", "edit"]

    def test_almost_nothing_is_enough_for_a_draft(self, client, writer):
        assert written(client, title="", standfirst="", body="").title == ""

    def test_topics_partners_and_other_events(self, client, writer):
        topic, partner = make.make_topic(), make.make_organization()
        event, other = make.make_event().event, make.publish_event().event
        edition = written(
            client, kind="event_report", event=event.pk, also_covers=[other.pk], topics=[topic.pk],
            issued_jointly_with=[partner.pk],
        )  # fmt: skip
        assert edition.event == event
        assert list(edition.also_covers.all()) == [other]
        assert list(edition.issued_jointly_with.all()) == [partner]
        assert list(edition.topics.all()) == [topic]
        form = open_form(client, change(edition))
        assert form["topics"] == str(topic.pk)
        form["topics"] = None
        form.post(client, change(edition))
        assert not edition.topics.exists()

    def test_it_begins_with_the_event_one_comes_from(self, client, writer):
        event = make.make_event().event
        assert open_form(client, f"{ADD}?event={event.pk}")["event"] == str(event.pk)
        assert client.get(f"{ADD}?event=99999999").status_code == 200
        assert client.get(f"{ADD}?event=x").status_code == 200

    def test_pictures_are_added_moved_and_taken_out(self, client, writer):
        one, two = make.make_picture(alt="A hall", caption="The hall"), make.make_picture()
        edition = written(client)
        form = open_form(client, change(edition))
        form.add_row("pictures", picture=one.pk, order=0)
        form.add_row("pictures", picture=two.pk, order=1, alt="A stage", is_lead="on")
        form.post(client, change(edition))
        rows = list(edition.pictures.all())
        assert [(row.picture, row.alt, row.caption, row.is_lead) for row in rows] == [
            (one, "A hall", "The hall", False),
            (two, "A stage", "", True),
        ]
        form = open_form(client, change(edition))
        form["pictures-0-order"], form["pictures-1-order"] = 1, 0
        form["pictures-0-is_lead"], form["pictures-1-is_lead"] = "on", None
        form.post(client, change(edition))
        after = list(edition.pictures.all())
        assert [(row.picture, row.is_lead) for row in after] == [(two, False), (one, True)]
        assert [row.uid for row in after] == [rows[1].uid, rows[0].uid]
        form = open_form(client, change(edition))
        form["pictures-0-DELETE"] = "on"
        form.post(client, change(edition))
        assert [row.picture for row in edition.pictures.all()] == [one]


class TestBadInput:
    def test_what_was_taken_out_of_the_text_is_said(self, client, writer):
        form = filled(client, body='<p onclick="x()">Closed.<script>alert(1)</script></p>')
        page = form.post(client, ADD, follow=True)
        assert "Something was taken out of the text." in page.content.decode()
        assert "a script" in page.content.decode()
        assert Edition.objects.get().body == "<p>Closed.</p>"
        assert "taken out of the text" not in client.get(change(Edition.objects.get())).content.decode()

    def test_a_title_of_400_characters_stays_typed(self, client, writer):
        response = filled(client, title="x" * 400).post(client, ADD)
        assert response.status_code == 200
        assert "250" in str(response.context["adminform"].form.errors["title"])
        assert "x" * 400 in response.content.decode()
        assert not Edition.objects.exists()

    def test_two_main_pictures(self, client, writer):
        edition = written(client)
        form = open_form(client, change(edition))
        form["title"] = "Typed meanwhile"
        for place in range(2):
            form.add_row("pictures", picture=make.make_picture().pk, order=place, alt="a", is_lead="on")
        response = form.post(client, change(edition))
        assert response.status_code == 200
        assert "Only one can be the main picture." in response.content.decode()
        assert "Typed meanwhile" in response.content.decode()
        edition.refresh_from_db()
        assert edition.title == "Office closed"
        assert not EditionPicture.objects.exists()

    def test_the_second_of_two_keeps_what_was_typed(self, client, writer):
        edition = written(client)
        mine, theirs = open_form(client, change(edition)), open_form(client, change(edition))
        theirs["title"] = "Theirs"
        theirs.post(client, change(edition))
        mine["title"] = "Mine"
        response = mine.post(client, change(edition))
        assert response.status_code == 200
        assert [question.label for question in response.context["questions"]] == ["Title"]
        assert "Mine" in response.content.decode()
        edition.refresh_from_db()
        assert edition.title == "Theirs"

    def test_a_form_without_its_version_writes_nothing(self, client, writer):
        edition = written(client)
        form = open_form(client, change(edition))
        for hostile in (None, "x", "-1", "9" * 40):
            form["lock_version"] = hostile
            assert form.post(client, change(edition)).status_code == 200
        edition.refresh_from_db()
        assert edition.lock_version == 0

    @pytest.mark.parametrize("value", ["0", "-1", "99999999999999999999999", "x", "1 or 1=1", "\x00"])
    def test_hostile_keys(self, client, writer, value):
        for field in ("event", "byline", "also_covers", "topics", "issued_jointly_with"):
            response = filled(client, **{field: value}).post(client, ADD)
            assert response.status_code == 200
            assert response.context["adminform"].form.errors
        assert client.get(f"{LIST}?q={value}&state={value}").status_code == 200


class TestActs:
    def test_publish_alone_new_version_and_publish_again(self, client, administrator):
        edition = written(client)
        page = client.post(act(edition, "publish_alone"), {"reason": "Nobody is here.", "lock_version": 0}, follow=True)
        assert "Readers see it now." in page.content.decode()
        edition.refresh_from_db()
        assert (edition.state, edition.flag_reason) == (State.PUBLISHED, "Nobody is here.")
        client.post(act(edition, "revise"))
        new = Edition.objects.open().get()
        form = open_form(client, change(new))
        form["title"], form["change_note"] = "Office closed on Tuesday", "The day is Tuesday."
        form.post(client, change(new))
        assert Edition.objects.live().get().title == "Office closed"
        client.post(act(new, "publish_alone"), {"reason": "Still nobody.", "lock_version": 1})
        assert Edition.objects.live().get().title == "Office closed on Tuesday"

    def test_what_is_missing_is_said_before_and_after(self, client, administrator):
        edition = written(client, title="", kind="event_report")
        page = client.get(change(edition)).content.decode()
        assert "The title is missing." in page
        page = client.post(
            act(edition, "publish_alone"), {"reason": "", "lock_version": edition.lock_version}, follow=True
        ).content.decode()
        for sentence in ("The title is missing.", "An event report needs its event.", "Say why nobody else"):
            assert sentence in page
        edition.refresh_from_db()
        assert edition.state == State.DRAFT

    def test_to_the_bin_and_back(self, client, writer):
        edition = written(client)
        client.post(act(edition, "discard"), {"lock_version": 0})
        assert "Office closed" not in client.get(LIST).rendered_content
        assert "Office closed" in client.get(f"{LIST}?state=bin").rendered_content
        page = client.get(change(edition)).content.decode()
        assert "Take it back from the bin" in page
        client.post(act(edition, "undo_discard"))
        assert Edition.objects.open().get() == edition

    def test_an_act_from_an_old_page_is_refused(self, client, administrator):
        edition = written(client)
        workflow.edit(edition, {"title": "Changed"}, by=administrator, lock_version=0)
        page = client.post(act(edition, "publish_alone"), {"reason": "A.", "lock_version": 0}, follow=True)
        assert "Somebody changed this meanwhile. Look again." in page.content.decode()
        assert not Edition.objects.live().exists()

    def test_acts_are_posts_and_ask_the_rules(self, client, writer):
        edition = written(client)
        assert client.get(act(edition, "discard")).status_code == 405
        assert client.post(act(edition, "publish_alone"), {"reason": "A."}).status_code == 403
        client.force_login(make.make_account(role=Role.VIEWER))
        for name in ("publish_alone", "discard", "revise"):
            assert client.post(act(edition, name), {"reason": "A."}).status_code in {302, 403}
        client.logout()
        assert client.post(act(edition, "discard")).status_code == 302
        edition.refresh_from_db()
        assert (edition.state, edition.lock_version) == (State.DRAFT, 0)

    def test_a_button_that_is_not_possible_says_why(self, client, writer):
        page = client.get(change(written(client))).content.decode()
        assert "Only an administrator or the duty editor can publish alone." in page

    def test_a_version_that_is_gone(self, client, writer):
        assert client.post("/admin/news/edition/99/discard/", follow=True).status_code == 200


class TestReading:
    def test_the_public_version_is_read_not_typed_over(self, client, administrator):
        edition = make.publish_release(title="Public", body="<p>Words &amp; more</p>")
        response = client.get(change(edition))
        page = response.content.decode()
        assert 'id="edition_form"' not in page
        assert "Words &amp; more" in page
        assert "New version" in page
        client.post(change(edition), {"title": "Typed over"})
        edition.refresh_from_db()
        assert edition.title == "Public"

    def test_who_comes_too_late_keeps_what_they_typed(self, client, administrator):
        edition = written(client)
        form = open_form(client, change(edition))
        form["title"], form["body"] = "Typed for an hour", "<p>Every <strong>word</strong> of it</p>"
        workflow.publish_alone(edition, by=administrator, reason="Night.")
        page = form.post(client, change(edition)).content.decode()
        for words in ("What you typed could not be saved here.", "Typed for an hour", "Every word of it"):
            assert words in page
        edition.refresh_from_db()
        assert edition.title == "Office closed"

    def test_a_viewer_reads_a_draft(self, client):
        edition = make.make_release(title="Internal")
        client.force_login(make.make_account(role=Role.VIEWER))
        page = client.get(change(edition)).content.decode()
        assert "Internal" in page
        assert "Your account may only read." in page
        assert client.get(ADD).status_code == 403
        client.post(change(edition), {"title": "x"})
        edition.refresh_from_db()
        assert edition.title == "Internal"

    def test_one_row_a_release_with_its_state_in_words(self, client, writer):
        public = make.publish_release(title="Old title")
        make.make_release(release=public.release, title="New title")
        make.make_release(title="Only a draft")
        make.publish_release(title="Only public")
        page = client.get(LIST).rendered_content
        assert "Old title" not in page
        for words in ("New title", "Published, new version in progress", "Only a draft", "Draft", "Only public"):
            assert words in page
        assert "3 press releases" in page

    def test_search_without_accents_by_event_and_by_reference(self, client, writer):
        event = make.make_event(name="Réunion de Séoul")
        make.make_release(title="About it", event=event)
        public = make.publish_release(title="Another")
        assert "About it" in client.get(f"{LIST}?q=reunion+seoul").rendered_content
        found = client.get(f"{LIST}?q={public.release.reference}").rendered_content
        assert "Another" in found
        assert "About it" not in found
        assert client.get(f"{LIST}?q=nothing+fits+this").status_code == 200

    @pytest.mark.parametrize(
        "state", ["", "mine", "drafts", "handed-in", "approved", "published", "withdrawn", "bin", "?"]
    )
    def test_every_link_above_the_list_works_when_nothing_is_there(self, client, writer, state):
        assert client.get(LIST, {"state": state}).status_code == 200


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


class TestQueries:
    def make(self, number, writer):
        for _ in range(number):
            event = make.publish_event()
            public = make.publish_release(event=event)
            draft = make.make_release(release=public.release, event=event)
            draft.authors.add(writer)
            make.attach_picture(draft)

    def test_list_and_dashboard(self, client, writer):
        self.make(1, writer)
        one = {address: queries_of(client, address) for address in (LIST, "/admin/")}
        self.make(2, writer)
        assert {address: queries_of(client, address) for address in one} == one

    def test_form(self, client, writer):
        one, three = make.make_release(), make.make_release()
        for edition, number in ((one, 1), (three, 3)):
            edition.authors.add(writer)
            for _ in range(number):
                make.attach_picture(edition)
        client.get(change(one))  # what a process looks up only once
        assert queries_of(client, change(one)) == queries_of(client, change(three))


class TestPictures:
    ADD = "/admin/news/picture/add/"

    def upload(self, client, data, name="hall.png", **words):
        form = BrowserForm(client.get(self.ADD), "picture_form")
        for key, value in words.items():
            form[key] = value
        return client.post(self.ADD, form.data | {"upload": SimpleUploadedFile(name, data), "_save": "Save"})

    def test_a_picture_is_added_once(self, client, writer):
        data = make.make_image(300, 200)
        assert self.upload(client, data, alt="A hall").status_code == 302
        picture = Picture.objects.get()
        assert (picture.alt, picture.width, picture.uploaded_by) == ("A hall", 300, writer)
        self.upload(client, data, alt="Something else", credit="Us")
        picture.refresh_from_db()
        assert (Picture.objects.count(), picture.alt, picture.credit) == (1, "A hall", "Us")
        assert work_once() >= 1
        assert missing(picture, AT_THE_DESK) == []

    @pytest.mark.parametrize(
        "data", [b"", b"MZ\x90\x00 not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", make.make_image()[:40]]
    )
    def test_a_file_that_is_no_picture(self, client, writer, data):
        response = self.upload(client, data)
        assert response.status_code == 200
        assert response.context["adminform"].form.errors["upload"]
        assert not Picture.objects.exists()

    def test_a_store_that_is_away_is_a_sentence(self, client, writer, monkeypatch):
        def away(*args, **kwargs):
            raise OSError("no store")

        monkeypatch.setattr("django.core.files.storage.default_storage._save", away)
        response = self.upload(client, make.make_image(300, 200), alt="A hall")
        assert response.context["adminform"].form.errors["upload"] == [
            "The picture could not be stored just now. Try again in a minute."
        ]
        assert not Picture.objects.exists()

    def test_none_at_all(self, client, writer):
        form = BrowserForm(client.get(self.ADD), "picture_form")
        response = form.post(client, self.ADD)
        assert "Choose a picture." in str(response.context["adminform"].form.errors)

    def test_a_picture_that_a_text_shows_is_not_deleted_another_is_with_a_line_in_the_log(self, client, writer):
        picture = make.make_picture(alt="A hall")
        delete = reverse("admin:news_picture_delete", args=[picture.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 403
        client.force_login(make.make_account(role=Role.EDITOR))
        edition = make.make_release(body=f'<p>Text</p><img src="{picture_url(picture, 960)}" alt="A hall">')
        client.post(delete, {"post": "yes"})
        assert Picture.objects.exists()
        edition.delete()
        client.post(delete, {"post": "yes"})
        assert not Picture.objects.exists()
        assert ActionLog.objects.get(act="delete").thing_type == "picture"

    def test_the_editor_is_told_what_there_is(self, client, writer):
        picture = make.make_picture(alt="A hall")
        found = client.get(reverse("admin:news_edition_pictures")).json()["results"]
        assert found[0]["alt"] == "A hall"
        assert found[0]["src"].startswith(f"/media/{picture.sha256[:16]}/")
        client.logout()
        assert client.get(reverse("admin:news_edition_pictures")).status_code == 302


def test_the_dashboard_says_what_waits(client):
    editor = make.make_account(role=Role.EDITOR)
    client.force_login(editor)
    assert "Nothing waits for you." in client.get("/admin/").content.decode()
    edition = make.make_release(title="My draft")
    edition.authors.add(editor)
    alone = workflow.publish_alone(
        make.make_release(title="Alone", standfirst="S"), by=make.make_account(role=Role.ADMINISTRATOR), reason="Night."
    )
    page = client.get("/admin/").content.decode()
    for words in ("My draft", "Alone", "Published alone, not yet checked", "Night."):
        assert words in page
    assert alone.flagged_since
