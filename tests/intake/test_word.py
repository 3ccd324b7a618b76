"""Files of Word that come back: ours, ours after somebody worked on them, others, and none at all."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from news import html
from news.errors import Problems
from news.intake import word
from news.outputs import docx
from news.outputs.paper.sheet import Sheet

BODY = html.clean(
    '<p>They <strong>met</strong> at <a href="/events/x/">this <em>place</em></a>.<br>Second line.</p><h2>Then</h2><h3>More</h3>'
    "<h4>Most</h4><ol><li>three<ul><li>inner</li></ul></li><li>four</li></ol><p>Between.</p><ul><li>one</li></ul>"
    "<blockquote><p>We stand together.</p><footer>— Colonel Cruz</footer></blockquote>"
    "<blockquote><p>A second one.</p></blockquote>"
    '<table><caption>Forces</caption><thead><tr><th scope="col">Force</th><th scope="col">People</th></tr></thead>'
    '<tbody><tr><td>PNP</td><td>12</td></tr><tr><td colspan="2">All</td></tr></tbody></table>'
    '<p>Write to <a href="mailto:press@example.org">us</a>.</p>'
).html


def made(**facts):
    sheet = Sheet(**{
        "what": "Press release", "mark": "DRAFT", "state": "Draft", "reference": "", "number": 3, "saved": "today",
        "saved_by": "", "code": "ABCD-1234 / 0000-1111", "title": "A title", "standfirst": "A summary.\nIts second line.",
        "dateline": "Manila, 17 September 2024", "body": BODY,
        "facts": (("Dates", ("17 September 2024",)), ("People", ("One", "Two"))),
    } | facts)  # fmt: skip
    return docx.make(sheet, identity="1.2:signed")


def worked_on(change, **facts):
    document = Document(io.BytesIO(made(**facts)))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return read(saved.getvalue())


def read(data, **facts):
    return word.read(SimpleUploadedFile("x.docx", data), **facts)


def refused(data):
    with pytest.raises(Problems) as caught:
        read(data)
    assert list(caught.value.by_field) == ["file"]
    return caught.value.by_field["file"][0]


def paragraph(document, words):
    return next(p for p in document.paragraphs if words in p.text)


# There and back


def test_what_nobody_touched_comes_back_as_it_went():
    found = read(made())
    assert (found.title, found.dateline) == ("A title", "Manila, 17 September 2024")
    assert found.standfirst == "A summary.\nIts second line."
    assert found.body == BODY
    assert (found.identity, found.code) == ("1.2:signed", "ABCD-1234")
    assert found.facts == (("Dates", "17 September 2024"), ("People", "One\nTwo"))
    assert (found.found, found.comments, found.removed, found.tracked) == ((), (), (), False)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@settings(max_examples=10)
@given(texts, texts)
def test_any_words_come_back(title, text):
    body = html.from_text(f"Begin {text} end.")
    found = read(made(title=f"T {title}", body=body, standfirst="", dateline=""))
    again = read(made(title=found.title, body=found.body, standfirst="", dateline=""))
    assert (again.title, again.body) == (found.title, found.body)
    assert (found.standfirst, found.dateline) == ("", "")


@pytest.mark.parametrize("empty", ["standfirst", "dateline", "body", "facts"])
def test_what_was_empty_stays_empty(empty):
    found = read(made(**{empty: () if empty == "facts" else ""}))
    assert not getattr(found, empty)
    assert found.title == "A title"


# Worked on


def test_styles_changed_by_hand_do_not_matter_while_the_bookmarks_are_there():
    def restyle(document):
        for style in document.paragraphs[:3]:
            style.style = document.styles["Normal"]

    found = worked_on(restyle)
    assert (found.title, found.dateline) == ("A title", "Manila, 17 September 2024")
    assert found.body == BODY


def test_without_styles_and_bookmarks_the_order_counts_and_the_page_says_so():
    def bare(document):
        for p in document.paragraphs[:4]:
            p.style = document.styles["Normal"]
        for mark in document.element.body.xpath("//w:bookmarkStart | //w:bookmarkEnd"):
            mark.getparent().remove(mark)

    found = worked_on(bare)
    assert (found.title, found.dateline) == ("A title", "Manila, 17 September 2024")
    assert found.standfirst.startswith("A summary.")
    assert found.body == BODY
    assert "The first line was taken as the title." in found.found[0]


def test_the_table_of_facts_is_not_text_even_if_its_heading_was_restyled():
    def restyle(document):
        paragraph(document, "The facts of").style = document.styles["Normal"]
        document.tables[-1].cell(0, 1).text = "18 September 2024"

    found = worked_on(restyle)
    assert found.body == BODY
    assert found.facts[0] == ("Dates", "18 September 2024")


def test_tracked_changes_count_as_accepted():
    def track(document):
        by = 'w:id="1" w:author="ED" w:date="2026-01-01T00:00:00Z"'
        p = paragraph(document, "Between.")._p
        run = p.xpath("./w:r")[0]
        p.remove(run)
        for xml in [
            f"<w:del {nsdecls('w')} {by}><w:r><w:delText>Between.</w:delText></w:r></w:del>",
            f"<w:ins {nsdecls('w')} {by}><w:r><w:t>Among.</w:t></w:r></w:ins>",
        ]:
            p.append(parse_xml(xml))

    found = worked_on(track)
    assert found.tracked
    assert found.body == BODY.replace("Between.", "Among.")


def test_comments_and_footnotes_are_listed_and_not_text():
    def comment(document):
        document.add_comment(paragraph(document, "Between.").runs, text="Who is\nthis?", author="The ED")

    found = worked_on(comment)
    assert found.comments == ("The ED: Who is this?",)
    assert found.body == BODY


def test_words_struck_through_by_hand_are_pointed_at():
    def strike(document):
        paragraph(document, "Between.").runs[0].font.strike = True

    found = worked_on(strike)
    assert found.found == ("Struck through by hand, and still in the text: “Between.”.",)
    assert found.body == BODY


def test_a_file_that_forgot_its_marks_still_has_its_code():
    def forget(document):
        document.core_properties.identifier = ""
        rels = document.part.package.rels
        rels.pop(next(key for key, rel in rels.items() if "custom-properties" in rel.reltype))

    found = worked_on(forget)
    assert (found.identity, found.code) == ("", "ABCD-1234")


def test_a_file_from_elsewhere_is_read_by_its_order():
    document = Document()
    for words in ["Police meet", "In two sentences.", "Manila, 2 May 2024", "They met."]:
        document.add_paragraph(words)
    saved = io.BytesIO()
    document.save(saved)
    found = read(saved.getvalue())
    assert (found.title, found.standfirst, found.dateline) == ("Police meet", "In two sentences.", "Manila, 2 May 2024")
    assert found.body == "<p>They met.</p>"
    assert (found.identity, found.code, len(found.found)) == ("", "", 3)
    bare = read(saved.getvalue(), had_summary=False, had_dateline=False)
    assert bare.standfirst == ""
    assert "In two sentences." in bare.body


# Not to be read


def packed(files, **options):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, **options)
    return data.getvalue()


def unpacked():
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", word.EMPTY),
        (b"MZ\x90" + b"\x00" * 400, word.NOT_WORD),
        (b"%PDF-1.7\n%%EOF", word.NOT_WORD),
        (b"<html>no</html>", word.NOT_WORD),
        (OLE, word.OLD),
        (OLE + "EncryptedPackage".encode("utf-16-le"), word.LOCKED),
        (b"PK\x03\x04" + b"cut off", word.BROKEN),
        (packed({"xl/workbook.xml": b"<x/>"}), word.NOT_WORD),
        (packed({"word/document.xml": b"<x/>"}), word.BROKEN),
        (packed({"word/document.xml": b"not xml"}), word.BROKEN),
        (b"x" * (word.MAX_BYTES + 1), word.TOO_HEAVY),
    ],
    ids=range(11),
)
def test_what_is_no_file_of_word_gets_a_sentence(data, said):
    assert refused(data) == said


def test_bombs_are_refused_before_they_are_opened():
    files = unpacked()
    assert refused(packed(files | {"word/document.xml": b"<w>" + b" " * (word.MAX_PART + 1)})) == word.SUSPICIOUS
    assert refused(packed(files | {"word/media/image1.bmp": b"\x00" * (word.MAX_UNPACKED + 1)})) == word.SUSPICIOUS
    assert refused(packed(files | {f"x/{n}": b"" for n in range(word.MOST_FILES)})) == word.SUSPICIOUS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_grow_are_refused(encoding):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert refused(packed(unpacked() | {"word/document.xml": bomb})) == word.SUSPICIOUS


def test_macros_and_other_kinds_of_office_files_are_refused():
    files = unpacked()
    assert refused(packed(files | {"word/vbaProject.bin": b"x"})) == word.MACROS
    kind = files["[Content_Types].xml"].replace(b"wordprocessingml.document.main", b"wordprocessingml.template.main")
    assert refused(packed(files | {"[Content_Types].xml": kind})) == word.BROKEN


def test_a_name_that_leads_out_of_the_archive_does_nothing(tmp_path):
    assert read(packed(unpacked() | {"../../evil.xml": b"<x/>"})).title == "A title"


def test_a_file_without_words_or_with_a_book_in_it_is_refused():
    empty = io.BytesIO()
    Document().save(empty)
    assert refused(empty.getvalue()) == word.NO_WORDS
    assert refused(made(body=html.clean("<p>" + "many words " * 30 + "</p>").html * 700)) == word.TOO_LONG
