"""What an officer, or somebody worse, may send as a document."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from news.errors import Problems
from news.models import Document
from news.record.documents import MAX_BYTES, store_document
from tests import factories as make

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


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "setup.pdf"),
        (b"<!doctype html><script>alert(1)</script>", "page.pdf"),
        (b"<html>%PDF-1.4 %%EOF</html>", "page.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png"),
        (b"PK\x03\x04" + bytes(range(60)), "letter.docx"),
        (b"GIF89a" + b"\0" * 40, "moving.gif"),
    ],
)
def test_what_is_no_document_is_refused_whatever_its_name_says(data, name):
    assert "is no PDF" in refusal(data, name)


def test_what_is_empty_cut_off_damaged_or_too_large_is_refused():
    assert refusal(b"") == "This file is empty. Choose another."
    assert "cut off" in refusal(pdf(1)[:-600])
    assert "20 MB" in refusal(b"%PDF-1.7" + b"\0" * MAX_BYTES)
    assert "damaged" in refusal(scan("PNG")[:50])


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
    hostile = b"%PDF-1.7\n" + b"<</Type/Pages/Count 1" * 200_000 + b"/Type/ObjStm stream\n" * 100_000 + b"%%EOF"
    assert sent(hostile).pages is None
