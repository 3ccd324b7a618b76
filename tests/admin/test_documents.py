"""Documents through the desk's own form: what is wrong is said beside the field, and nothing half is kept."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from news import workflow
from news.models import Document, EditionDocument, Snapshot
from news.record.documents import sentences, store_document
from tests import factories as make
from tests.admin.browserform import BrowserForm
from tests.record.hostile_documents import cases, harmless, photograph

pytestmark = pytest.mark.django_db
ADD = "/admin/news/document/add/"


@pytest.fixture
def writer():
    return make.make_account()


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def post(desk, data, name="file.pdf", **facts):
    upload = SimpleUploadedFile("x", data)
    upload._name = name
    return desk.post(ADD, {"upload": upload, "title": "Typed title", "language": "ms"} | facts)


@pytest.mark.once
def test_every_hostile_file_gets_its_sentence_and_what_was_typed_stays(desk):
    for name, (data, sentence) in cases().items():
        answer = post(desk, data, name)
        page = answer.content.decode()
        assert (name, answer.status_code, escape(sentence) in page) == (name, 200, True)
        assert "Typed title" in page
    assert not Document.objects.exists()
    assert not default_storage.exists("documents")


def test_each_kind_is_taken_listed_with_its_facts_and_offered_to_a_release(desk, writer):
    for name, (data, form, _) in harmless().items():
        if form in {"jpeg", "png"}:
            continue
        post(desk, data, name, title=f"Title of {name}")
    taken = {document.title: document.format for document in Document.objects.all()}
    assert set(taken.values()) == {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp"}
    page = desk.get("/admin/news/document/").content.decode()
    for facts in ["Word, 3 pages, 1 KB, Malay", "PowerPoint, 12 slides", "Excel, 2 sheets", "ODS, 3 sheets"]:
        assert facts in page
    draft = workflow.new_release({"title": "T"}, by=writer)
    at = reverse("admin:news_edition_change", args=[draft.pk])
    form = BrowserForm(desk.get(at), "edition_form")
    form.add_row("documents", document=Document.objects.get(title="Title of talk.pptx").pk)
    form.post(desk, at)
    assert [row.title for row in draft.documents.all()] == ["Title of talk.pptx"]


def test_a_scan_is_not_for_readers(desk):
    for kind in ["JPEG", "PNG"]:
        assert sentences.NOT_FOR_READERS in post(desk, photograph(kind), "scan.pdf").content.decode()
    assert not Document.objects.exists()


def test_an_approval_takes_a_scan_and_no_office_file(desk, writer):
    draft = workflow.new_release({"title": "T"}, by=writer)
    address = reverse("admin:news_edition_record_approval", args=[draft.pk])
    version = Snapshot.objects.get(thing_type="edition", thing_id=draft.pk)
    scan = SimpleUploadedFile("approval.docx", harmless()["letter.docx"][0])
    typed = {
        "how": "paper",
        "name": "Chief",
        "answered_at": "2026-01-01T10:00",
        "answer": "approved",
        "snapshot": version.pk,
    }
    assert sentences.NO_SCAN in desk.post(address, typed | {"scan": scan}).content.decode()
    assert not Document.objects.exists()


def test_a_scan_that_is_refused_with_the_rest_leaves_no_file(desk, writer):
    draft = workflow.new_release({"title": "T"}, by=writer)
    address = reverse("admin:news_edition_record_approval", args=[draft.pk])
    version = Snapshot.objects.get(thing_type="edition", thing_id=draft.pk)
    scan = SimpleUploadedFile("approval.jpg", photograph())
    typed = {"how": "paper", "name": "Chief", "answered_at": "2999-01-01T10:00", "answer": "approved"}
    typed |= {"snapshot": version.pk, "scan": scan}
    assert "This moment is still to come." in desk.post(address, typed).content.decode()
    assert not Document.objects.exists()
    folders, files = default_storage.listdir("documents") if default_storage.exists("documents") else ([], [])
    assert [name for one in folders for name in default_storage.listdir(f"documents/{one}")[1]] + files == []


def test_the_same_file_that_was_hidden_is_not_taken_again(desk, writer):
    data = harmless()["letter.docx"][0]
    document = store_document(SimpleUploadedFile("a.docx", data), by=writer, title="Agenda")
    workflow.hide(document, by=writer, reason="Names a witness.")
    assert "This file is hidden." in post(desk, data).content.decode()
    assert Document.objects.get().title == "Agenda"


def test_readers_find_it_on_the_page_with_its_kind(client):
    edition = make.make_release()
    document = store_document(SimpleUploadedFile("a.docx", harmless()["letter.docx"][0]), by=None, title="Agenda")
    EditionDocument.objects.create(edition=edition, document=document, title="Agenda of the meeting")
    make.publish(edition)
    page = client.get(edition.release.get_absolute_url()).content.decode()
    assert f"/media/documents/{document.sha256[:16]}/agenda.docx" in page
    assert "Word" in page
    assert "3 pages" in page
