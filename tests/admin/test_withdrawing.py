"""Withdrawing, putting back and hiding at the desk, as an editor does it and as somebody else tries."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from news import workflow
from news.enums import State
from news.models import ActionLog, Document, EditionDocument
from news.record.documents import store_document
from tests import factories as make

from .browserform import BrowserForm

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 of this test\n%%EOF"


@pytest.fixture
def editor(client):
    account = make.make_account(role="editor")
    client.force_login(account)
    return account


def at(edition, what):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk])


def post(client, edition, what="withdraw", **fields):
    edition.refresh_from_db()
    return client.post(at(edition, what), {"lock_version": edition.lock_version, **fields})


def state(edition):
    edition.refresh_from_db()
    return edition.state


class TestWithdraw:
    def test_the_page_asks_and_nothing_is_chosen_beforehand(self, client, editor):
        edition = make.publish_release(title="Called off", event=make.publish_event(name="Seminar"))
        page = client.get(at(edition, "withdraw")).content.decode()
        for words in ["Keep the text, with a notice", "Remove everything", "It stays public unless you tick it."]:
            assert words in page
        assert "checked" not in page
        assert "Do not repeat the mistake." in page
        assert state(edition) == State.PUBLISHED

    def test_with_a_reason_it_is_withdrawn_and_the_event_stays(self, client, editor):
        facts = make.publish_event()
        edition = make.publish_release(event=facts)
        response = post(client, edition, kind="explained", explanation="It was called off.")
        assert response["Location"] == at(edition, "change")
        assert (state(edition), edition.withdrawal_explanation) == (State.WITHDRAWN, "It was called off.")
        assert state(facts) == State.PUBLISHED
        assert "Withdrawn." in client.get(response["Location"]).content.decode()

    def test_the_event_goes_along_if_it_is_ticked(self, client, editor):
        facts = make.publish_event()
        edition = make.publish_release(event=facts)
        post(client, edition, kind="erased", event_too="1")
        assert (state(edition), state(facts)) == (State.WITHDRAWN, State.WITHDRAWN)

    def test_an_event_that_another_release_covers_cannot_be_ticked(self, client, editor):
        facts = make.publish_event()
        edition, other = make.publish_release(event=facts), make.publish_release(title="The other", event=facts)
        page = client.get(at(edition, "withdraw")).content.decode()
        assert "disabled" in page
        assert at(other, "change") in page
        response = post(client, edition, kind="erased", event_too="1")
        assert "Another public release covers this event, so the event stays." in response.content.decode()
        assert state(edition) == State.PUBLISHED

    def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(self, client, editor):
        edition = make.publish_release()
        page = post(client, edition, explanation="Typed <b>words</b>").content.decode()
        assert "Choose what readers find from now on." in page
        assert "Typed &lt;b&gt;words&lt;/b&gt;" in page
        page = post(client, edition, kind="notice").content.decode()
        assert "Say to readers why." in page
        assert 'value="notice" checked' in page
        assert state(edition) == State.PUBLISHED

    @pytest.mark.parametrize(
        "fields",
        [
            {"kind": "everything"},
            {"kind": "notice", "explanation": "x" * 10_000},
            {"kind": "notice\x00", "explanation": "\x00"},
            {"kind": "moved"},
            {"kind": "moved", "where": "http://elsewhere.example/"},
            {"kind": "moved", "where": "x" * 10_000},
            {"kind": "moved", "where": "/news/2024/\x00/"},
            {"kind": "moved", "where": "http://[broken"},
            {"kind": "moved", "to": "account 1"},
            {"kind": "moved", "to": "event 999999999999999999"},
            {"kind": "moved", "to": "pressrelease 0"},
        ],
    )
    def test_nonsense_gets_a_sentence(self, client, editor, fields):
        edition = make.publish_release()
        response = post(client, edition, **fields)
        assert response.status_code == 200
        assert "errorlist" in response.content.decode()
        assert state(edition) == State.PUBLISHED

    @pytest.mark.parametrize("where", ["{url}", "http://newsroom.test{url}", "{reference}", "/r/{year}/{number}"])
    def test_another_page_is_named_by_its_address_or_number(self, client, editor, where):
        edition, other = make.publish_release(), make.publish_release().release
        facts = {"url": other.get_absolute_url(), "reference": other.reference}
        facts |= {"year": other.ref_year, "number": other.ref_number}
        post(client, edition, kind="moved", where=where.format(**facts))
        assert state(edition) == State.WITHDRAWN
        response = client.get(edition.release.get_absolute_url())
        assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())

    def test_another_page_is_found_by_words_and_chosen(self, client, editor):
        edition = make.publish_release(title="Seminar in Manila")
        other = make.publish_release(title="Seminar in Seoul")
        make.publish_event(name="Seoul seminar")
        make.make_release(title="Seminar in Seoul, draft")
        page = post(client, edition, kind="moved", where="seminar seoul", find="1").content.decode()
        assert "Seminar in Seoul<" in page
        assert "Seoul seminar" in page
        assert "draft" not in page
        assert "Seminar in Manila, " not in page
        assert state(edition) == State.PUBLISHED
        post(client, edition, kind="moved", where="seminar seoul", to=f"pressrelease {other.release_id}")
        assert client.get(edition.release.get_absolute_url())["Location"] == other.release.get_absolute_url()

    def test_words_that_are_nowhere_are_said(self, client, editor):
        page = post(client, make.publish_release(), kind="moved", where="nothing", find="1").content.decode()
        assert "No public page has these words." in page

    def test_a_page_that_is_not_public_cannot_be_chosen(self, client, editor):
        draft = make.make_release()
        page = post(
            client, make.publish_release(), kind="moved", to=f"pressrelease {draft.release_id}"
        ).content.decode()
        assert "That page is not public." in page

    def test_an_event_alone(self, client, editor):
        facts = make.publish_event()
        assert "Keep the facts, with a notice" in client.get(at(facts, "withdraw")).content.decode()
        post(client, facts, kind="explained", explanation="It was called off.")
        assert client.get(facts.event.get_absolute_url()).status_code == 410
        other = make.publish_event()
        make.publish_release(title="Covers it", event=other)
        page = client.get(at(other, "withdraw")).content.decode()
        assert "Covers it" in page
        assert "A public release covers this event." in post(client, other, kind="erased").content.decode()
        assert state(other) == State.PUBLISHED

    def test_somebody_saved_meanwhile(self, client, editor):
        edition = make.publish_release()
        response = client.post(at(edition, "withdraw"), {"lock_version": "77", "kind": "notice", "explanation": "Why."})
        assert "Somebody changed this meanwhile." in response.content.decode()
        assert "Why." in response.content.decode()
        assert state(edition) == State.PUBLISHED

    @pytest.mark.parametrize("role", ["viewer", "writer"])
    def test_only_an_editor_may(self, client, role):
        client.force_login(make.make_account(role=role))
        edition = make.publish_release()
        for response in [client.get(at(edition, "withdraw")), post(client, edition, kind="erased")]:
            assert response.status_code == 403
            assert "Only an editor can do this." in response.content.decode()
        assert state(edition) == State.PUBLISHED

    def test_without_an_account_one_signs_in(self, client):
        edition = make.publish_release()
        assert client.get(at(edition, "withdraw")).status_code == 302
        assert post(client, edition, kind="erased").status_code == 302
        assert state(edition) == State.PUBLISHED

    def test_who_comes_too_late_is_led_back(self, client, editor):
        for edition in [make.make_release(), make.withdraw(make.publish_release(), "erased")]:
            assert client.get(at(edition, "withdraw"))["Location"] == at(edition, "change")
        assert client.get("/admin/news/edition/99999/withdraw/").status_code == 302
        assert client.put(at(make.publish_release(), "withdraw")).status_code == 405


class TestPutBack:
    def test_it_comes_back_with_its_event_and_a_comment(self, client, editor):
        facts = make.publish_event(name="Seminar")
        edition = make.publish_release(event=facts, standfirst="Two lines.")
        workflow.withdraw(edition, by=editor, kind="erased", event_too=True)
        page = client.get(at(edition, "restore")).content.decode()
        assert "The event “Seminar" in page
        assert "Say why it comes back." in post(client, edition, "restore", comment=" ").content.decode()
        assert state(edition) == State.WITHDRAWN
        post(client, edition, "restore", comment="It was right.")
        assert (state(edition), state(facts)) == (State.PUBLISHED, State.PUBLISHED)
        assert ActionLog.objects.filter(act="restore", comment="It was right.").count() == 2

    def test_an_event_that_was_withdrawn_for_itself_stays_so(self, client, editor):
        facts = make.publish_event()
        edition = make.publish_release(event=facts, kind="notice", standfirst="Two lines.")
        workflow.withdraw(edition, by=editor, kind="notice", explanation="Wrong.")
        workflow.withdraw(facts, by=editor, kind="erased")
        post(client, edition, "restore", comment="It was right.")
        assert (state(edition), state(facts)) == (State.PUBLISHED, State.WITHDRAWN)

    def test_only_an_editor_may(self, client):
        client.force_login(make.make_account(role="writer"))
        edition = make.withdraw(make.publish_release(), "erased")
        assert post(client, edition, "restore", comment="x").status_code == 403


class TestHide:
    @pytest.fixture
    def picture(self):
        picture = make.make_picture(caption="A hall")
        self.edition = make.make_release(title="Shows it")
        make.attach_picture(self.edition, picture, is_lead=True)
        make.publish(self.edition)
        return picture

    def at(self, stored, what="hide"):
        return reverse(f"admin:news_{stored._meta.model_name}_{what}", args=[stored.pk])

    def test_a_writer_hides_alone_with_a_reason(self, client, picture):
        client.force_login(make.make_account(role="writer"))
        page = client.get(self.at(picture)).content.decode()
        assert "Shows it" in page
        assert "Say why it is hidden." in client.post(self.at(picture), {"reason": " "}).content.decode()
        back = at(self.edition, "change")
        assert client.post(f"{self.at(picture)}?next={back}", {"reason": "A bystander."})["Location"] == back
        picture.refresh_from_db()
        assert picture.hidden_reason == "A bystander."
        assert client.post(self.at(picture, "show")).status_code == 403

    def test_an_editor_shows_it_again(self, client, editor, picture):
        workflow.hide(picture, by=editor, reason="A bystander.")
        assert "A bystander." in client.get(self.at(picture)).content.decode()
        client.post(self.at(picture, "show"))
        picture.refresh_from_db()
        assert picture.hidden_at is None
        assert client.get(self.at(picture, "show")).status_code == 405

    def test_a_viewer_may_not(self, client, picture):
        client.force_login(make.make_account(role="viewer"))
        assert client.post(self.at(picture), {"reason": "x"}).status_code == 403
        picture.refresh_from_db()
        assert picture.hidden_at is None

    @pytest.mark.parametrize("reason", ["", "x" * 301, "\x00"])
    def test_a_reason_that_is_none(self, client, editor, picture, reason):
        assert client.post(self.at(picture), {"reason": reason}).status_code == 200
        picture.refresh_from_db()
        assert picture.hidden_at is None

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil", "javascript:x"])
    def test_the_way_back_leads_nowhere_else(self, client, editor, picture, elsewhere):
        response = client.post(self.at(picture), {"reason": "x", "next": elsewhere})
        assert response["Location"] == reverse("admin:news_picture_change", args=[picture.pk])

    def test_twice_and_what_is_not_there(self, client, editor, picture):
        client.post(self.at(picture), {"reason": "x"})
        assert client.post(self.at(picture), {"reason": "y"}).status_code == 302
        picture.refresh_from_db()
        assert picture.hidden_reason == "x"
        assert client.get("/admin/news/picture/99999/hide/").status_code == 302
        assert client.get(f"/admin/news/picture/{2**70}/hide/").status_code == 302

    def test_list_page_and_rows_lead_there(self, client, editor, picture):
        draft = workflow.revise(self.edition, by=editor)
        for page in [
            reverse("admin:news_picture_changelist"),
            reverse("admin:news_picture_change", args=[picture.pk]),
            at(draft, "change"),
        ]:
            assert self.at(picture) in client.get(page).content.decode()

    def test_a_hidden_one_is_not_offered_and_not_taken(self, client, editor, picture):
        workflow.hide(picture, by=editor, reason="x")
        asked = {"app_label": "news", "model_name": "editionpicture", "field_name": "picture"}
        assert client.get("/admin/autocomplete/", asked).json()["results"] == []
        draft = workflow.new_release({"title": "T"}, by=editor)
        form = BrowserForm(client.get(at(draft, "change")), "edition_form")
        form.add_row("pictures", picture=picture.pk)
        assert "This picture is hidden." in form.post(client, at(draft, "change")).content.decode()


class TestDocuments:
    def test_one_is_added_in_a_dialog_and_attached(self, client, editor):
        add = reverse("admin:news_document_add")
        upload = SimpleUploadedFile("x.pdf", PDF)
        client.post(f"{add}?_popup=1", {"upload": upload, "title": "Agenda", "language": "ms", "_popup": "1"})
        document = Document.objects.get()
        assert (document.title, document.language, document.uploaded_by) == ("Agenda", "ms", editor)
        draft = workflow.new_release({"title": "T"}, by=editor)
        form = BrowserForm(client.get(at(draft, "change")), "edition_form")
        form.add_row("documents", document=document.pk)
        form.post(client, at(draft, "change"))
        assert [row.title for row in draft.documents.all()] == ["Agenda"]

    @pytest.mark.parametrize(
        ("name", "data", "sentence"),
        [
            ("x.pdf", b"MZ\x90", "is a program"),
            ("x.pdf", b"", "empty"),
            ("x\x00.pdf", b"<html>", "is a web page"),
            ("x.pdf", b"%PDF-1.7", "cut off"),
        ],
    )
    def test_what_is_no_document_gets_a_sentence_at_its_field(self, client, editor, name, data, sentence):
        upload = SimpleUploadedFile("x.pdf", data)
        upload._name = name
        add = reverse("admin:news_document_add")
        page = client.post(add, {"upload": upload, "title": "Typed title", "language": "en"}).content.decode()
        assert sentence in page
        assert "Typed title" in page
        assert not Document.objects.exists()

    def test_a_title_is_asked_for(self, client, editor):
        add = reverse("admin:news_document_add")
        page = client.post(add, {"upload": SimpleUploadedFile("x.pdf", PDF), "language": "en"}).content.decode()
        assert "Say what it is." in page

    def test_it_is_hidden_like_a_picture(self, client, editor):
        document = store_document(SimpleUploadedFile("x.pdf", PDF), by=editor, title="Agenda")
        edition = make.make_release()
        EditionDocument.objects.create(edition=edition, document=document, title="Agenda")
        make.publish(edition)
        page = edition.release.get_absolute_url()
        assert "/media/documents/" in client.get(page).content.decode()
        client.post(reverse("admin:news_document_hide", args=[document.pk]), {"reason": "Names a witness."})
        assert "/media/documents/" not in client.get(page).content.decode()
        assert (
            "Names a witness." in client.get(reverse("admin:news_document_change", args=[document.pk])).content.decode()
        )

    def test_a_new_version_carries_them(self, editor):
        document = store_document(SimpleUploadedFile("x.pdf", PDF), by=editor, title="Agenda")
        edition = make.make_release()
        row = EditionDocument.objects.create(edition=edition, document=document, title="Agenda of day 1")
        make.publish(edition)
        (copy,) = workflow.revise(edition, by=editor).documents.all()
        assert (copy.document, copy.title, copy.uid) == (document, "Agenda of day 1", row.uid)
        assert copy.pk != row.pk


def test_ready_sentences_stand_at_both_notes(client, editor):
    release = workflow.revise(make.publish_release(), by=editor)
    facts = workflow.revise(make.publish_event(), by=editor)
    for edition in (release, facts):
        page = client.get(at(edition, "change")).content.decode()
        assert 'data-ready-for="id_change_note"' in page
        assert "The name of … is spelled …." in page
