"""What an officer, or somebody worse, may send as a document."""

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from PIL import Image

from news.errors import Problems
from news.models import Document
from news.pictures import apart
from news.queries.files import ENDINGS, FOR_READERS
from news.record.documents import MAX_BYTES, SCANS, sentences, store_document, stored_or_nothing
from tests import factories as make
from tests.pictures.hostile import written
from tests.record.hostile_documents import cases, harmless

pytestmark = pytest.mark.django_db


def pdf(pages=2, words="Programme"):
    """A PDF as typst writes it: its page tree is packed."""
    import typst

    return typst.compile(("#pagebreak()\n".join([f"{words} {n}\n" for n in range(pages)])).encode())


PLAIN_PDF = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Kids [3 0 R 4 0 R 5 0 R] /Count 3 /Type /Pages>> endobj
3 0 obj <</Type /Page /Parent 2 0 R>> endobj
trailer <</Root 1 0 R>>
startxref
0
%%EOF
"""


def scan(form="JPEG"):
    data = io.BytesIO()
    Image.new("L", (30, 40), 200).save(data, form)
    return data.getvalue()


def sent(data, name="programme.pdf", **facts):
    facts.setdefault("by", make.make_account())
    return store_document(SimpleUploadedFile(name, data), **facts)


def refusal(data, name="programme.pdf"):
    with pytest.raises(Problems) as caught:
        sent(data, name)
    assert list(caught.value.by_field) == ["file"]
    assert not Document.objects.exists()
    (sentence,) = caught.value.by_field["file"]
    return sentence


def stored(folder="documents"):
    """The names of all files in the store."""
    if not default_storage.exists(folder):
        return []
    folders, files = default_storage.listdir(folder)
    return [f"{folder}/{name}" for name in files] + [name for one in folders for name in stored(f"{folder}/{one}")]


def test_a_pdf_is_kept_as_it_came_with_its_pages():
    by = make.make_account()
    data = pdf(3)
    document = sent(data, "Programme (final).pdf", by=by, title="  Programme of the\nmeeting ")
    assert (document.format, document.pages, document.size) == ("pdf", 3, len(data))
    assert (document.title, document.original_name) == ("Programme of the meeting", "Programme (final).pdf")
    assert document.uploaded_by == by
    with document.file.open("rb") as file:
        assert file.read() == data
    assert document.sha256 in document.file.name


def test_the_page_tree_of_an_old_pdf_is_read_and_a_strange_one_says_nothing():
    assert sent(PLAIN_PDF).pages == 3
    assert sent(b"%PDF-1.7\nnothing that is known\n%%EOF").pages is None


@pytest.mark.parametrize(("form", "kept_as"), [("JPEG", "jpeg"), ("PNG", "png")])
def test_a_scan_is_kept_as_it_came(form, kept_as):
    document = sent(scan(form), "scan.bin")
    assert (document.format, document.pages) == (kept_as, 1)


def test_the_same_bytes_again_are_the_same_document():
    data = pdf(1)  # made again it has another time in it
    first = sent(data)
    again = sent(data, "another name.pdf", title="Agenda")
    assert again.pk == first.pk
    assert again.title == "Agenda"
    assert sent(data, title="Not this").title == "Agenda"
    assert Document.objects.count() == 1


@pytest.mark.once
def test_every_hostile_file_gets_its_own_sentence_and_leaves_nothing():
    told = {name: refusal(data, name) for name, (data, _) in cases().items()}
    assert told == {name: sentence for name, (_, sentence) in cases().items()}
    assert stored() == []


def test_what_only_looks_like_them_is_taken_as_it_came():
    for name, (data, form, pages) in harmless().items():
        document = sent(data, name)
        assert (name, document.format, document.pages) == (name, form, pages)
        with document.file.open("rb") as file:
            assert file.read() == data
        assert document.file.name.endswith(ENDINGS[form])
    assert len(stored()) == Document.objects.count() == len(harmless())


def test_no_sentence_is_longer_than_twenty_words():
    for name, sentence in vars(sentences).items():
        if isinstance(sentence, str) and name.isupper():
            assert all(len(part.split()) <= 20 for part in sentence.split(". ")), name


def test_a_letter_as_the_desk_itself_writes_it_is_taken():
    import docx

    letter, data = docx.Document(), io.BytesIO()
    letter.add_paragraph("Dear colleague")
    letter.save(data)
    document = sent(data.getvalue(), "letter.docx")
    # The library counts no pages: the one in its template says nothing.
    assert (document.format, document.pages) == ("docx", None)


def test_what_is_larger_than_it_may_be_is_refused_without_being_read():
    assert "20 MB" in refusal(b"%PDF-1.7" + b"\0" * MAX_BYTES)


def test_only_some_kinds_are_taken_where_only_those_are_of_use():
    scanned, letter = scan(), harmless()["letter.docx"][0]
    for data, only, said in [
        (scanned, FOR_READERS, sentences.NOT_FOR_READERS),
        (letter, SCANS, sentences.NO_SCAN),
    ]:
        with pytest.raises(Problems) as caught:
            sent(data, only=only)
        assert caught.value.by_field == {"file": [said]}
    assert stored() == []
    assert sent(scanned, only=SCANS).format == "jpeg"
    assert sent(letter, only=FOR_READERS).format == "docx"


def test_no_file_at_all_is_a_sentence_too():
    with pytest.raises(Problems) as caught:
        store_document(None, by=make.make_account())
    assert caught.value.by_field == {"file": ["This file is empty. Choose another."]}


def test_names_lose_folders_and_what_cannot_be_printed():
    upload = SimpleUploadedFile("x.pdf", pdf(1))
    upload._name = "C:\\secret\\..\\Pro\x00gram\u202eme\n.pdf"
    assert store_document(upload, by=make.make_account()).original_name == "Programme.pdf"


def test_a_title_that_cannot_be_kept_is_said_at_the_title():
    for title in ["a\x00b", "x" * 201]:
        with pytest.raises(Problems) as caught:
            sent(pdf(1), title=title)
        assert list(caught.value.by_field) == ["title"]
    assert not Document.objects.exists()


def test_a_file_full_of_page_trees_takes_no_long_time():
    began = time.monotonic()
    assert sent(b"%PDF-1.7\n" + b"<</Type/Pages/Count 1" * 900_000 + b"%%EOF").pages is None
    Document.objects.all().delete()
    assert refusal(b"%PDF-1.7\n" + b"/Type/ObjStm stream\n" * 900_000 + b"%%EOF") == sentences.CLOSED_PDF
    assert time.monotonic() - began < 30


def sent_with_an_answer(data, answer):
    with stored_or_nothing():
        document = sent(data)
        assert stored() == [document.file.name]
        if not answer:
            raise Problems({"answer": ["Say what they answered."]})
        return document


def test_what_is_refused_later_takes_the_file_along():
    data = pdf(1)
    with pytest.raises(Problems):
        sent_with_an_answer(data, answer="")
    assert stored() == []
    assert not Document.objects.exists()
    kept = sent_with_an_answer(data, answer="yes")
    # What was there before stays, whatever is refused later.
    with pytest.raises(Problems):
        sent_with_an_answer(data, answer="")
    assert stored() == [kept.file.name]


def test_a_file_that_was_lost_is_there_again_once_it_is_sent_again():
    data = pdf(1)
    document = sent(data)
    document.file.storage.delete(document.file.name)
    again = sent(data)
    assert again.pk == document.pk
    with Document.objects.get().file.open("rb") as file:
        assert file.read() == data


class Full(FileSystemStorage):
    """A disk on which nothing more can be written."""

    def _save(self, name, content):
        raise OSError(28, "No space left on device")


def test_a_store_that_takes_nothing_is_said_and_leaves_no_row(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Full"}}
    assert refusal(pdf(1)) == sentences.NO_STORE


class Meeting(FileSystemStorage):
    """A store in which two wait for each other before either writes."""

    both = threading.Barrier(2)

    def _save(self, name, content):
        self.both.wait(timeout=20)
        return super()._save(name, content)


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_file_at_one_moment_get_one_document_and_its_file(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Meeting"}}
    data, by = pdf(1), make.make_account()

    def send(_):
        try:
            return sent(data, by=by).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(send, range(2)))) == 1
    document = Document.objects.get()
    assert stored() == [document.file.name]
    with document.file.open("rb") as file:
        assert file.read() == data


@pytest.mark.once
def test_a_scan_is_decoded_apart_with_an_end_to_its_time(monkeypatch):
    page = written(Image.new("L", (2400, 1600), 128), "JPEG", progressive=True)
    last = page.rindex(b"\xff\xda")
    monkeypatch.setattr(apart, "MOST_SECONDS", 1)

    with pytest.raises(Problems, match="damaged or too large"):
        sent(page[:-2] + page[last:-2] * 100_000 + b"\xff\xd9", "scan.jpg", only=SCANS)
