"""The file for Word: opened as Word would, and looked into."""

import io
import re
import zipfile

import pytest
from docx import Document

from news import html
from news.outputs import docx
from news.outputs.paper.sheet import Sheet

BODY = (
    '<p>They <strong>met</strong> at <a href="/events/x/">this <em>place</em></a>.<br>Second line.</p><h2>Then</h2><h3>More</h3>'
    '<ol start="3"><li>three<ul><li>inner</li></ul></li><li>four</li></ol><ul><li>one</li></ul>'
    "<blockquote><p>We stand together.</p><footer>— Colonel Cruz</footer></blockquote>"
    '<table><caption>Forces</caption><thead><tr><th scope="col" colspan="2">Force</th></tr></thead>'
    "<tbody><tr><td>PNP</td><td>12</td></tr></tbody></table><hr>"
    '<figure><img src="/media/0123456789abcdef/960.webp" alt="Two rows"><figcaption>The meeting</figcaption></figure>'
)


def sheet(**facts):
    return Sheet(**{
        "what": "Press release", "mark": "DRAFT", "state": "Draft", "reference": "", "number": 3, "saved": "today",
        "saved_by": "", "code": "ABCD-1234 / 0000-1111", "title": "A title", "standfirst": "A summary.",
        "dateline": "Manila, 17 September 2024", "body": html.clean(BODY).html,
        "facts": (("Dates", ("17 September 2024",)), ("People", ("One", "Two"))),
    } | facts)  # fmt: skip


def opened(**facts):
    return Document(io.BytesIO(docx.make(sheet(**facts), identity="1.2:signed")))


def test_title_text_and_facts_stand_there_in_words_own_styles():
    document = opened()
    found = [(p.style.name, p.text) for p in document.paragraphs]
    assert found[:4] == [
        ("Title", "A title"),
        ("Subtitle", "A summary."),
        ("Place and Date Line", "Manila, 17 September 2024"),
        ("Normal", "They met at this place.\nSecond line."),
    ]
    for pair in [
        ("Heading 2", "Then"),
        ("Heading 3", "More"),
        ("List Number", "three"),
        ("List Bullet", "inner"),
        ("Quote", "We stand together."),
        ("Quote Speaker", "— Colonel Cruz"),
        ("Caption", "Forces"),
        ("Picture in the Text", "[Picture: Two rows] The meeting"),
        ("Facts Heading", "The facts of the event"),
    ]:
        assert pair in found
    text, facts = document.tables
    assert [[cell.text for cell in row.cells] for row in text.rows] == [["Force", "Force"], ["PNP", "12"]]
    assert [[cell.text for cell in row.cells] for row in facts.rows] == [
        ["Dates", "17 September 2024"],
        ["People", "One\nTwo"],
    ]


def test_each_page_says_draft_version_and_code_and_the_embargo_in_red():
    header = opened(embargo="EMBARGO: not before noon").sections[0].header
    assert [p.text for p in header.paragraphs] == [
        "DRAFT, version 3, saved today, code ABCD-1234 / 0000-1111",
        "EMBARGO: not before noon",
    ]
    assert str(header.paragraphs[1].runs[0].font.color.rgb) == "A81E2C"


def test_the_file_knows_which_version_it_is_in_two_places():
    made = docx.make(sheet(), identity="1.2:signed")
    assert Document(io.BytesIO(made)).core_properties.identifier == "1.2:signed"
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert b"<vt:lpwstr>1.2:signed</vt:lpwstr>" in packed.read("docProps/custom.xml")
        assert b"custom-properties" in packed.read("[Content_Types].xml")


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs():
    made = docx.make(sheet(), identity="x")
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower() or "embeddings" in name]
        rels = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".rels")).decode()
    external = [rel for rel in re.findall(r"<Relationship [^>]*>", rels) if "External" in rel]
    assert len(external) == 1
    assert "/hyperlink" in external[0]
    assert "newsroom.test/events/x/" in external[0]


@pytest.mark.parametrize(
    "text", ["\x00\x0b\ud800 control", "<w:p>&amp; ]]> \"'", "ตำรวจ 警察 العربية 😀 Nguyễn", "w" * 5000]
)
def test_hostile_words_make_a_file_that_opens(text):
    document = opened(
        title=text, standfirst=text, dateline=text, embargo=text, facts=((text, (text,)),), body=html.from_text(text)
    )
    kept = "".join(sign for sign in text if sign.isprintable())
    assert document.paragraphs[0].text == kept
    assert document.tables[0].rows[0].cells[0].text == kept


def test_an_empty_draft_makes_a_file():
    document = opened(title="", standfirst="", dateline="", body="", facts=())
    assert len(document.paragraphs) == 1
