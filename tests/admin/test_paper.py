"""Paper and Word at the desk: who may, the whole way there and back, and what bad input gets."""

import datetime
import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document

from news import workflow
from news.admin.paper import coming_back
from news.enums import State
from news.intake import word
from news.models import Document as StoredDocument
from news.models import Edition, SignOff, Snapshot
from news.outputs.paper import code_of
from tests.factories import make_account, make_event, make_image, make_release, publish

BODY = (
    '<p>The chief of police met <a href="/events/x/">officers</a> of the Secretariat in Manila on Monday morning.</p>'
    "<h2>Then</h2><ul><li>Brunei</li><li>Cambodia</li></ul><p>The last paragraph stays as it was.</p>"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Pages/Count 1>>endobj\n%%EOF"


@pytest.fixture
def writer(db):
    return make_account("ana", first_name="Ana", last_name="Reyes")


@pytest.fixture
def draft(writer):
    return workflow.new_release(
        {"kind": "notice", "title": "Police meet in Manila", "standfirst": "A summary of it.", "body": BODY}, by=writer
    )


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def address(edition, what, *keys):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk, *keys])


def words_of(response):
    page = re.sub(r"<script.*?</script>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def changed(client, edition, change):
    """The file for Word of an edition, after somebody worked on it."""
    document = Document(io.BytesIO(client.get(address(edition, "word")).content))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return SimpleUploadedFile("for ED (2).docx", saved.getvalue())


def replace(**pairs):
    def change(document):
        for p in document.paragraphs:
            for run in p.runs:
                for old, new in pairs.items():
                    run.text = run.text.replace(old, new)

    return change


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def keys(response):
    return list(dict.fromkeys(re.findall(r'name="change-(\w+)"', response.content.decode())))


def answers(response, *choices, **more):
    chosen = dict(zip([f"change-{key}" for key in keys(response)], choices, strict=True))
    return {"job": hidden(response, "job"), "lock_version": hidden(response, "lock_version")} | chosen | more


# Print, and the file for Word


@pytest.mark.parametrize("role", ["viewer", "writer", "editor", "administrator"])
def test_whoever_reads_the_desk_may_print(client, draft, role):
    client.force_login(make_account(role=role))
    response = client.get(address(draft, "print"))
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="draft-1-police-meet-in-manila.pdf"'
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    file = client.get(address(draft, "word"))
    assert file["Content-Disposition"] == 'attachment; filename="draft-1-police-meet-in-manila.docx"'
    assert Document(io.BytesIO(file.content)).paragraphs[0].text == "Police meet in Manila"


def test_facts_alone_can_be_printed(desk):
    facts = make_event(name="Working Group")
    response = desk.get(address(facts, "print"))
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'inline; filename="draft-1-working-group.pdf"'


@pytest.mark.parametrize("what", ["print", "word", "word_back", "record_approval"])
def test_strangers_missing_versions_wrong_methods(client, desk, draft, what):
    assert desk.delete(address(draft, what)).status_code == 405
    missing = address(draft, what).replace(f"/{draft.pk}/", "/999999/")
    assert desk.get(missing).status_code == 404
    assert desk.get(address(draft, what).replace(f"/{draft.pk}/", f"/{'9' * 30}/")).status_code == 404
    client.logout()
    assert client.get(address(draft, what)).status_code == 302
    client.force_login(make_account(is_active=False))
    assert client.get(address(draft, what)).status_code == 302


def test_what_lies_in_the_bin_is_not_printed(desk, draft, writer):
    workflow.discard(draft, by=writer)
    assert desk.get(address(draft, "print")).status_code == 404


def test_printing_and_sending_to_word_change_nothing(desk, draft):
    before = (draft.lock_version, Snapshot.objects.count())
    desk.get(address(draft, "print"))
    desk.get(address(draft, "word"))
    draft.refresh_from_db()
    assert (draft.lock_version, Snapshot.objects.count()) == before


# There and back


def test_the_whole_way_there_and_back(desk, draft, writer):
    file = changed(
        desk, draft, replace(Police="Officers", chief="head", Monday="Tuesday", Cambodia="Kingdom of Cambodia")
    )
    page = desk.post(address(draft, "word_back"), {"file": file})
    words = words_of(page)
    assert "for ED (2).docx" in words
    assert "by Ana Reyes" in words
    assert "taken out: Monday new: Tuesday" in words
    assert len(keys(page)) == 4
    assert b"checked" not in page.content
    assert "no-store" in page["Cache-Control"]
    saved = desk.post(
        address(draft, "word_back"), answers(page, "refuse", "accept", "refuse", "accept", save="1"), follow=True
    )
    assert "2 changes accepted, two refused." in words_of(saved)
    draft.refresh_from_db()
    assert draft.title == "Police meet in Manila"
    assert draft.body == BODY.replace("chief", "head").replace("Cambodia", "Kingdom of Cambodia")
    assert draft.changed_by == writer
    assert draft.standfirst == "A summary of it."


def test_every_change_must_be_chosen_and_what_was_chosen_stays(desk, draft):
    page = desk.post(
        address(draft, "word_back"), {"file": changed(desk, draft, replace(chief="head", Monday="Tuesday"))}
    )
    data = answers(page, "accept", "accept", save="1")
    del data[f"change-{keys(page)[1]}"]
    again = desk.post(address(draft, "word_back"), data)
    assert "Choose for each change: 1 change is left." in words_of(again)
    assert again.content.count(b" checked") == 1
    draft.refresh_from_db()
    assert draft.body == BODY


@pytest.mark.parametrize(
    ("choice", "title"), [("accept", "Officers meet in Manila"), ("refuse", "Police meet in Manila")]
)
def test_all_at_once(desk, draft, choice, title):
    page = desk.post(
        address(draft, "word_back"), {"file": changed(desk, draft, replace(Police="Officers", chief="head"))}
    )
    page = desk.post(address(draft, "word_back"), answers(page, "refuse", "accept", all=choice))
    assert page.content.count(f'value="{choice}" checked'.encode()) == 2
    draft.refresh_from_db()
    assert draft.title == "Police meet in Manila"
    desk.post(address(draft, "word_back"), answers(page, choice, choice, save="1"))
    draft.refresh_from_db()
    assert draft.title == title


def test_a_file_that_says_the_same_leaves_nothing_to_choose(desk, draft):
    page = desk.post(address(draft, "word_back"), {"file": changed(desk, draft, replace())})
    assert "There is nothing to choose." in words_of(page)
    assert b"Save what I accepted" not in page.content


def test_what_the_draft_changed_since_stays_and_the_same_place_is_said(desk, draft, writer):
    file = changed(desk, draft, replace(chief="head", Monday="Tuesday"))
    now = BODY.replace("Monday", "Friday").replace("The last paragraph", "The very last paragraph")
    workflow.edit(draft, {"body": now}, by=writer, lock_version=draft.lock_version)
    page = desk.post(address(draft, "word_back"), {"file": file})
    words = words_of(page)
    assert "The draft has changed since. What changed there stays." in words
    assert "Somebody changed this place in the draft meanwhile. It says now: Friday" in words
    desk.post(address(draft, "word_back"), answers(page, "accept", "refuse", save="1"))
    draft.refresh_from_db()
    assert draft.body == now.replace("chief", "head")


def test_somebody_who_saves_meanwhile_loses_nothing(desk, draft):
    page = desk.post(address(draft, "word_back"), {"file": changed(desk, draft, replace(chief="head"))})
    editor = make_account(role="editor")
    workflow.edit(draft, {"title": "A title by the editor"}, by=editor, lock_version=draft.lock_version)
    again = desk.post(address(draft, "word_back"), answers(page, "accept", save="1"))
    assert "Somebody saved meanwhile." in words_of(again)
    assert b'value="accept" checked' in again.content
    draft.refresh_from_db()
    assert (draft.title, draft.body) == ("A title by the editor", BODY)
    desk.post(address(draft, "word_back"), answers(again, "accept", save="1"))
    draft.refresh_from_db()
    assert (draft.title, draft.body) == ("A title by the editor", BODY.replace("chief", "head"))


def test_a_file_without_identity_asks_from_which_version_it_came(desk, draft, writer):
    first = Snapshot.objects.filter(thing_type="edition", thing_id=str(draft.pk)).get()
    file = changed(desk, draft, replace(chief="head"))
    workflow.edit(draft, {"standfirst": "Another summary."}, by=writer, lock_version=draft.lock_version)
    document = Document(file)
    document.core_properties.identifier = "1.1:forged"
    rels = document.part.package.rels
    rels.pop(next(key for key, rel in rels.items() if "custom-properties" in rel.reltype))
    by_code = io.BytesIO()
    document.save(by_code)
    found = desk.post(address(draft, "word_back"), {"file": SimpleUploadedFile("x.docx", by_code.getvalue())})
    assert "It was found by the code on its pages." in words_of(found)
    assert len(keys(found)) == 1
    for run in document.sections[0].header.paragraphs[0].runs:
        run.text = ""
    nothing = io.BytesIO()
    document.save(nothing)
    page = desk.post(address(draft, "word_back"), {"file": SimpleUploadedFile("x.docx", nothing.getvalue())})
    assert "This file does not say from which version it came." in words_of(page)
    assert len(keys(page)) > 1
    page = desk.post(address(draft, "word_back"), answers(page, *[""] * len(keys(page)), base=str(first.pk), look="1"))
    assert len(keys(page)) == 1


def test_a_file_of_another_release_is_said_and_its_text_is_not_taken_for_a_base(desk, draft, writer):
    other = workflow.new_release({"kind": "notice", "title": "Another one", "body": "<p>Other.</p>"}, by=writer)
    page = desk.post(address(draft, "word_back"), {"file": changed(desk, other, replace())})
    assert "This file was made from another release." in words_of(page)
    foreign = Snapshot.objects.get(thing_id=str(other.pk), thing_type="edition")
    page = desk.post(
        address(draft, "word_back"), answers(page, *[""] * len(keys(page)), base=str(foreign.pk), look="1")
    )
    assert "Saved" in words_of(page)
    assert str(foreign.pk) not in re.findall(r'<option value="(\d+)" selected', page.content.decode())


def test_a_file_of_an_earlier_version_of_the_release_is_compared_with_that(desk, draft, writer):
    file = changed(desk, draft, replace(chief="head"))
    publish(draft)
    new = workflow.revise(Edition.objects.get(pk=draft.pk), by=writer)
    page = desk.post(address(new, "word_back"), {"file": file})
    assert "This file came from version 1 of this release." in words_of(page)
    assert len(keys(page)) == 1


def test_a_changed_table_of_facts_is_a_hint_and_changes_nothing(desk, writer):
    facts = make_event(name="Working Group")
    draft = make_release(event=facts, title="Police meet", body=BODY)

    def change(document):
        row = next(row for row in document.tables[-1].rows if row.cells[0].text == "Dates")
        row.cells[1].text = "18 September 2024"

    page = desk.post(address(draft, "word_back"), {"file": changed(desk, draft, change)})
    words = words_of(page)
    assert "Changed in the facts table. Change it at the event" in words
    assert "In the file: 18 September 2024 At the event: 17 September 2024" in words
    assert keys(page) == []


def test_markup_in_a_file_is_shown_as_words(desk, draft):
    page = desk.post(
        address(draft, "word_back"), {"file": changed(desk, draft, replace(chief="<script>alert(1)</script> {{ x }}"))}
    )
    assert b"<script>alert(1)" not in page.content
    assert b"&lt;script&gt;alert(1)" in page.content


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "This file is empty"), (b"MZ no", word.NOT_WORD), (b"PK\x03\x04 cut", word.BROKEN)],
)
def test_what_is_no_file_of_word_is_said_at_the_field(desk, draft, data, said):
    page = desk.post(address(draft, "word_back"), {"file": SimpleUploadedFile("x.docx", data)})
    assert page.status_code == 200
    assert said in words_of(page)
    assert b'aria-invalid="true"' in page.content


def test_no_file_and_a_forged_page_are_said(desk, draft):
    assert word.EMPTY in words_of(desk.post(address(draft, "word_back"), {}))
    for job in ["", "forged", "\x00" * 9, coming_back.signing.dumps({"returned": 1}, salt="other")]:
        page = desk.post(address(draft, "word_back"), {"job": job, "save": "1"})
        assert coming_back.FORGOTTEN in words_of(page)


def test_a_title_that_is_too_long_is_said_and_nothing_is_written(desk, draft):
    page = desk.post(address(draft, "word_back"), {"file": changed(desk, draft, replace(Police="Police " * 60))})
    again = desk.post(address(draft, "word_back"), answers(page, "accept", save="1"))
    assert "250" in words_of(again)
    draft.refresh_from_db()
    assert draft.title == "Police meet in Manila"


def test_only_who_may_change_the_draft_may_send_a_file(client, desk, draft, writer):
    file = changed(desk, draft, replace(chief="head"))
    client.force_login(make_account(role="viewer"))
    assert client.get(address(draft, "word_back")).status_code == 403
    assert client.post(address(draft, "word_back"), {"file": file}).status_code == 403
    Edition.objects.filter(pk=draft.pk).update(state=State.IN_REVIEW)
    client.force_login(writer)
    assert client.get(address(draft, "word_back")).status_code == 403
    client.force_login(make_account(role="editor"))
    assert client.get(address(draft, "word_back")).status_code == 200


# Approvals


def approval(draft, **facts):
    at = timezone.localtime() - datetime.timedelta(hours=1)
    return {"how": "paper", "answer": "approved", "name": "The Executive Director", "organization": "",
            "answered_at": f"{at:%Y-%m-%dT%H:%M}", "comment": "",
            "snapshot": str(Snapshot.objects.filter(thing_id=str(draft.pk), thing_type="edition").latest("pk").pk)} | facts  # fmt: skip


def test_an_approval_on_paper_is_recorded_with_its_version_and_scan(desk, client, draft, writer):
    desk.get(address(draft, "print"))
    first = Snapshot.objects.filter(thing_id=str(draft.pk), thing_type="edition").get()
    workflow.edit(draft, {"title": "Police met in Manila"}, by=writer, lock_version=draft.lock_version)
    page = desk.get(address(draft, "record_approval"))
    assert f'<option value="{first.pk}" selected>' in page.content.decode()
    assert code_of(first.data) in words_of(page)
    data = approval(draft, snapshot=str(first.pk), scan=SimpleUploadedFile("signed.pdf", PDF))
    done = desk.post(address(draft, "record_approval"), data, follow=True)
    assert "Recorded." in words_of(done)
    sign_off = SignOff.objects.get()
    assert (sign_off.text_seen, sign_off.how, sign_off.answered_by) == (first, "paper", "The Executive Director")
    assert sign_off.asked_by == writer
    assert "Scan: The Executive Director" in words_of(done)
    beside = (
        desk.get(address(draft, "change")).content.decode().partition("desk-previews")[2].partition("</details>")[0]
    )
    assert address(draft, "scan", sign_off.pk) in beside
    scan = desk.get(address(draft, "scan", sign_off.pk))
    assert b"".join(scan.streaming_content) == PDF
    assert scan["Content-Type"] == "application/pdf"
    assert scan["Content-Disposition"].startswith("inline")
    assert "no-store" in scan["Cache-Control"]
    assert scan["X-Content-Type-Options"] == "nosniff"
    client.force_login(make_account(role="viewer"))
    again = client.get(address(draft, "scan", sign_off.pk))
    assert again.status_code == 200
    assert b"".join(again.streaming_content) == PDF
    other = make_release()
    assert client.get(address(other, "scan", sign_off.pk)).status_code == 404
    client.logout()
    assert client.get(address(draft, "scan", sign_off.pk)).status_code == 302


def test_a_scan_whose_store_is_away_is_a_sentence(desk, draft, monkeypatch):
    desk.post(address(draft, "record_approval"), approval(draft, scan=SimpleUploadedFile("signed.pdf", PDF)))

    def away(*args, **kwargs):
        raise OSError("no store")

    monkeypatch.setattr(default_storage, "_open", away)
    answer = desk.get(address(draft, "scan", SignOff.objects.get().pk))
    assert answer.status_code == 503
    assert "try again in a minute" in answer.content.decode()


def test_a_message_about_facts_alone_and_a_photograph_as_scan(desk):
    facts = make_event(name="Working Group")
    photograph = SimpleUploadedFile("photo.jpg", make_image(kind="JPEG"))
    # These facts were never saved through the desk, so there is no saved version to choose.
    data = {"how": "message", "answer": "comments", "comment": "One rank is wrong.", "name": "Colonel Cruz",
            "answered_at": "2024-09-17T10:00", "scan": photograph}  # fmt: skip
    desk.post(address(facts, "record_approval"), data)
    sign_off = SignOff.objects.get()
    assert (sign_off.version, sign_off.how, sign_off.answer) == (facts, "message", "comments")
    assert timezone.localtime(sign_off.answered_at).hour == 10
    scan = desk.get(address(facts, "scan", sign_off.pk))
    assert b"".join(scan.streaming_content)
    assert scan["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"how": ""}, "Choose “on paper” or “by message”."),
        ({"how": "link"}, "Select a valid choice"),
        ({"answer": "maybe"}, "Select a valid choice"),
        ({"answer": "comments", "comment": ""}, "Write your comments."),
        ({"name": " "}, "Give the name."),
        ({"name": "x" * 10_000}, "at most 120"),
        ({"name": "\x00"}, "Null characters are not allowed."),
        ({"answered_at": ""}, "Say when they answered."),
        ({"answered_at": "31 June"}, "Give a day and a time that exist."),
        ({"answered_at": "2999-01-01T10:00"}, "This moment is still to come."),
        ({"answered_at": "0001-01-01T00:00"}, "Give a day and a time that exist."),
        ({"snapshot": "999999"}, "This version is not there."),
        ({"snapshot": "\x00"}, "This version is not there."),
        ({"comment": "x" * 10_000}, "at most 4000"),
        ({"scan": SimpleUploadedFile("virus.pdf", b"MZ no pdf")}, "This is a program"),
        ({"scan": SimpleUploadedFile("empty.pdf", b"")}, "This file is empty."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, draft, facts, said):
    page = desk.post(address(draft, "record_approval"), approval(draft, organization="Interpol office") | facts)
    assert page.status_code == 200
    assert said in words_of(page)
    assert b'value="Interpol office"' in page.content
    assert not SignOff.objects.exists()
    assert not StoredDocument.objects.exists()


def test_a_scan_is_not_kept_when_something_else_is_wrong(desk, draft):
    scan = SimpleUploadedFile("signed.pdf", PDF)
    desk.post(address(draft, "record_approval"), approval(draft, scan=scan, answered_at="2999-01-01T10:00"))
    assert not StoredDocument.objects.exists()


def test_a_viewer_records_nothing(client, draft):
    client.force_login(make_account(role="viewer"))
    assert client.get(address(draft, "record_approval")).status_code == 403
    assert client.post(address(draft, "record_approval"), approval(draft)).status_code == 403


# The block beside a version


def test_the_block_offers_what_this_person_may(desk, client, draft):
    page = desk.get(reverse("admin:news_edition_change", args=[draft.pk]))
    for what in ["print", "word", "word_back", "record_approval"]:
        assert address(draft, what) in page.content.decode()
    client.force_login(make_account(role="viewer"))
    words = client.get(reverse("admin:news_edition_change", args=[draft.pk])).content.decode()
    assert address(draft, "print") in words
    assert address(draft, "word_back") not in words
    assert "Your account may only read." in words


def test_the_block_of_an_event_has_paper_and_no_word(desk):
    facts = make_event()
    page = desk.get(reverse("admin:news_eventedition_change", args=[facts.pk])).content.decode()
    assert address(facts, "print") in page
    assert "For Word" not in page
