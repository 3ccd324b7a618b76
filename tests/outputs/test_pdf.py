"""The typeset PDF of a release: what stands in it, how it is tagged, whatever somebody typed."""

import dataclasses
import datetime
import io
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from news.outputs import pdf, typesetting
from news.outputs.pdf import facts, kept, words
from news.outputs.typesetting import letters
from news.queries import release
from tests import factories as make

from .pdftext import OBJECT, _packed, _stream, pages
from .test_typesetting import FONTS, SENTENCES

HOSTILE = (
    '#import "x": * #panic("x") $ x^2 $ \\ @nobody ] [ ` ``` * _ <label> // /* */ #sys.inputs.said '
    "\x07 \u202egnorw\u202c 😀 " + "w" * 400 + ' "quoted"'
)
FACTS_BODY = (
    "<p>First words.</p><h3>Too deep a heading</h3><p>More <strong>bold</strong> and <em>slanted</em> words, "
    '<a href="/reuse/">how to use them</a> and <a href="https://www.example.org/a?b=1&amp;c=2">elsewhere</a>.</p>'
    "<h2> </h2><ol start='3'><li>Third<ul><li>Inner</li></ul></li></ol><blockquote><p>Said so.</p>"
    "<footer>Somebody</footer></blockquote><table><caption>Who</caption><tr><th>Role</th><th>Body</th></tr>"
    "<tr><td>Host</td><td>INTERPOL</td></tr></table><hr><h4>Last heading</h4><p>End.</p>"
)


def one_line(text):
    return " ".join(text.split())


def read(edition):
    return release.read(edition.release.url_year, edition.release.slug)


def drawn(edition):
    found = read(edition)
    return pdf.draw(found, pdf.say(found))


def said(**changes):
    plain = pdf.Said(title="A title", kind="Notice", language="en", address="https://www.example.org/news/2024/a/",
                     short="www.example.org/r/2024/3", lead=None, published=(2024, 9, 20, 17, 0))  # fmt: skip
    changed = dataclasses.replace(plain, **changes)
    return dataclasses.replace(changed, missing=words.without_font("".join(words.texts(changed))))


def written(made):
    return [one_line(page) for page in pages(made)]


def objects(made):
    found = {int(key): body for key, body in OBJECT.findall(made)}
    for body in list(found.values()):
        if b"/ObjStm" in body:
            found |= _packed(body)
    return found


def tags(made):
    """How often each kind of element stands in the tree of structure."""
    found = {}
    for body in objects(made).values():
        for kind in re.findall(
            rb"/Type\s*/StructElem.*?/S\s*/(\w+)|/S\s*/(\w+).*?/Type\s*/StructElem", body, re.DOTALL
        ):
            name = b"".join(kind).decode()
            found[name] = found.get(name, 0) + 1
    return found


def metadata(made):
    return next(_stream(body) for body in objects(made).values() if b"/Subtype/XML" in body.replace(b" ", b"")).decode()


@pytest.fixture
def bare(monkeypatch):
    """A machine without any font of its own."""
    import typst

    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    of_the_machine = letters._of_the_machine
    of_the_machine.cache_clear()
    monkeypatch.setattr(letters, "fonts", lambda: ours)
    monkeypatch.setattr(typesetting, "fonts", lambda: ours)
    yield
    of_the_machine.cache_clear()


@pytest.fixture
def edition(db):
    make.make_contact(name="Media enquiries", telephone="+60 3 1234", about="ASEANAPOL is.\nSince 1981.")
    ours = make.make_own_organization()
    place = make.make_place("Metro Manila", latitude="14.6", longitude="121")
    event = make.make_event(name="Working Group on Cybercrime", venue="Sofitel", place=place, subjects="Malware\nFraud",
                            starts=datetime.date(2024, 9, 17), ends=datetime.date(2024, 9, 20))  # fmt: skip
    make.make_organizer(event, make.make_organization("INTERPOL"), role="host")
    make.make_participation(event, make.make_person("David Vinluan"), organization=ours, role="head_of_delegation",
                            rank_long="Police Colonel", rank_short="PCOL", position="Director")  # fmt: skip
    session = make.make_session(event, "Opening", day=datetime.date(2024, 9, 17), starts=datetime.time(9))
    make.make_participation(event, make.make_person("Nguyễn Hữu Ngọc"), session=session, role="speaker")
    make.publish(event)
    draft = make.make_release(title="Police meet in Manila", standfirst="A summary.", event=event, body=FACTS_BODY,
                              dateline="Metro Manila, 20 September 2024", motto="Together", topics=[make.make_topic("Fraud")])  # fmt: skip
    make.attach_picture(draft, make.make_picture(900, 600), alt="A hall.", caption="The hall.", is_lead=True)
    make.attach_picture(draft, make.make_picture(500, 400), alt="A door.")
    make.attach_document(draft)
    return make.publish(draft, at=timezone.make_aware(datetime.datetime(2024, 9, 20, 17)))


# What stands in it


def test_it_says_what_the_page_says(edition):
    found = read(edition)
    made = pdf.draw(found, pdf.say(found))
    assert made.startswith(b"%PDF-1.7")
    text = " ".join(written(made))
    for part in [
        "Police meet in Manila", "A summary.", found.reference, "Published 20 September 2024, 17:00 (UTC+8)",
        "Metro Manila, 20 September 2024.", "17–20", "September 2024", "Four days", "Philippines", "Sofitel",
        "Working Group on Cybercrime", "INTERPOL", "David Vinluan", "Police Colonel (PCOL), Director",
        "Led the delegation", "Nguyễn Hữu Ngọc", "09:00", "Malware", "Fraud", "First words.", "Said so.", "Together",
        "The hall.", "Media enquiries", "+60 3 1234", "Since 1981.", "Page 1 of", "1 more photograph is at",
        f"newsroom.test{found.short_url}", found.documents[0].title,
    ]:  # fmt: skip
        assert part in text, part
    assert f"http://newsroom.test{found.url}" in text.replace(" ", "")
    links = b"".join(objects(made).values())
    for address in (b"http://newsroom.test/reuse/", b"https://www.example.org/a?b=1&c=2"):
        assert address in links
    assert b"\xe2\x80\x8b" not in links


def test_before_an_event_has_begun_it_names_nobody(db):
    event = make.make_event(name="Coming", starts=datetime.date(2099, 9, 17), venue="Sofitel")
    make.make_organizer(event, make.make_organization("INTERPOL"))
    make.make_participation(event, make.make_person("Secret Guest"))
    found = read(make.publish_release(event=make.publish(event)))
    text = " ".join(written(pdf.draw(found, pdf.say(found))))
    assert "INTERPOL" in text
    assert "Secret Guest" not in text
    assert "Sofitel" not in text


def test_a_postponed_event_says_so_with_the_former_days(db):
    event = make.publish_event(status="postponed", status_note="The host asked for it.", precision="tba", starts=None,
                               former_dates=[["2024-09-17", "2024-09-20", "day"]])  # fmt: skip
    text = " ".join(written(pdf.make(pdf.say(read(make.publish_release(event=event))))))
    for part in ("Postponed", "Formerly 17–20 September 2024", "The host asked for it."):
        assert part in text


def test_above_twelve_participants_the_box_has_numbers_and_the_names_stand_below(db):
    event = make.make_event()
    for number in range(14):
        make.make_participation(event, make.make_person(f"Officer {number:02}"), role="delegate")
    found = read(make.publish_release(event=make.publish(event)))
    told = dict(facts.facts(found.glance))
    assert [line.name for line in told["Participants"]] == ["Delegates: 14 people"]
    text = " ".join(written(pdf.make(pdf.say(found))))
    assert all(f"Officer {number:02}" in text for number in range(14))


def test_a_hidden_picture_is_not_in_it(edition):
    shown = drawn(edition)
    edition.pictures.get(is_lead=True).picture.__class__.objects.update(hidden_at=timezone.now())
    hidden = drawn(edition)
    assert "The hall." in " ".join(written(shown))
    assert "The hall." not in " ".join(written(hidden))
    assert b"/DCTDecode" in shown
    assert b"/DCTDecode" not in hidden


# For whoever cannot see it, and for archives


def test_it_is_tagged_and_names_its_standards(edition):
    made = drawn(edition)
    told = metadata(made)
    assert re.search(r"<pdfuaid:part>1<|pdfuaid:part=\"1\"", told)
    assert re.search(r"<pdfaid:part>2<|pdfaid:part=\"2\"", told)
    assert "Police meet in Manila" in told
    everything = b"".join(objects(made).values()).replace(b" ", b"")
    assert b"/Marked" in everything
    assert b"/DisplayDocTitletrue" in everything
    assert re.search(rb"/Lang\(en-GB\)", everything)
    found = tags(made)
    assert found["H1"] == 1
    # One step at a time, and none that is empty.
    assert found["H2"] >= 4
    assert {"Table", "TH", "TD", "L", "LI", "Link", "Figure"} <= set(found)
    assert "H4" not in found or found["H3"]
    assert b"A hall." in everything.replace(b"Ahall.", b"A hall.")


@pytest.mark.parametrize("language", SENTENCES)
def test_all_scripts_of_the_region_keep_to_the_standards_on_a_bare_machine(bare, language):
    sentence = SENTENCES[language]
    body = [{"kind": "para", "tag": "p", "runs": [{"text": sentence, "strong": strong, "em": strong, "href": ""}]}
            for strong in (True, False)]  # fmt: skip
    found = said(title=sentence, standfirst=sentence, body=body, language=language[:2], city=sentence,
                 facts=((sentence, (facts.plain(sentence),)),))  # fmt: skip
    assert found.missing == ""
    made = pdf.make(found)
    assert "pdfuaid" in metadata(made)
    letters_of = {letter for letter in sentence if letter.isalpha()}
    assert len(letters_of - set("".join(pages(made)))) <= len(letters_of) // 4  # ligatures stand for some


def test_letters_without_a_font_are_said_and_break_nothing(bare):
    made = pdf.make(said(title="हिन्दी and 😀"))
    assert "Some letters cannot be printed here" in " ".join(written(made))
    assert b"/StructTreeRoot" in b"".join(objects(made).values())
    assert "pdfuaid" not in metadata(made)


@pytest.mark.parametrize("part", ["title", "standfirst", "kind", "dateline", "motto", "city", "large", "reference"])
def test_nothing_that_is_typed_is_markup(part):
    made = pdf.make(said(**{part: HOSTILE}))
    text = re.sub(r"[\s\u200b]", "", "".join(pages(made)))
    assert '#panic("x")$x^2$' in text or "#panic(“x”)$x^2$" in text


@pytest.mark.django_db
def test_pictures_in_the_text_with_and_without_words_keep_to_the_standards():
    pictures = [make.make_picture(500, 400), make.make_picture(400, 700)]
    address = "/media/{}/960.webp"
    figures = "".join(
        f'<figure><img src="{address.format(one.sha256[:16])}" alt="{alt}">{caption}</figure>'
        for one, alt, caption in zip(
            pictures, ["", "A hall."], ["", "<figcaption>In the hall</figcaption>"], strict=True
        )
    )
    gone = f'<figure><img src="{address.format("0" * 16)}" alt="Not there"></figure>'
    made = drawn(make.publish_release(body=f"<p>Words.</p>{figures}<p></p>{gone}<p><br></p><ul><li></li></ul>"))
    assert "pdfuaid" in metadata(made)
    assert "In the hall" in " ".join(written(made))
    assert made.count(b"/DCTDecode") == 2


def test_what_only_the_typesetter_cannot_print_costs_the_standard_and_no_more(bare, caplog):
    made = pdf.make(said(title="A mark without a letter: \u1ab0\u0e47\u20e3"))
    assert "A mark without a letter" in " ".join(written(made))


def test_empty_parts_leave_no_headings():
    text = " ".join(written(pdf.make(said())))
    for part in ("Press contact", "About ASEANAPOL", "Documents", "Photographs", "Participants", "Changed", "none"):
        assert part not in text


def test_a_very_long_release_and_table_go_over_pages():
    cell = {"colspan": 1, "rowspan": 1, "head": False, "long": True}
    para = {
        "kind": "para",
        "tag": "p",
        "runs": [{"text": "Words and words. " * 2000, "strong": False, "em": False, "href": ""}],
    }
    table = {
        "kind": "table",
        "columns": 2,
        "heads": 0,
        "runs": [],
        "cells": [cell | {"x": x, "y": 0, "blocks": [para]} for x in (0, 1)],
    }
    found = pages(pdf.make(said(body=[para, table], facts=(("Names", tuple([facts.plain("Somebody " * 400)] * 3)),))))
    assert len(found) > 10
    assert f"Page 1 of {len(found)}" in one_line(found[0])


# The same again


def test_the_same_page_gives_the_same_bytes_and_another_another_version(edition):
    found = read(edition)
    first = drawn(edition)
    cache.clear()
    assert drawn(edition) == first
    version = pdf.version(pdf.say(found))
    edition.pictures.filter(is_lead=True).update(caption="Another caption")
    assert pdf.version(pdf.say(read(edition))) != version


def test_it_is_set_once(edition, monkeypatch):
    made = drawn(edition)
    monkeypatch.setattr(kept, "make", None)
    assert drawn(edition) == made


def test_without_a_cache_it_is_set_all_the_same(edition, monkeypatch):
    class Away:
        def get(self, *args):
            raise ConnectionError("no cache")

        set = get

    monkeypatch.setattr(kept, "cache", Away())
    assert drawn(edition).startswith(b"%PDF")


def test_a_picture_whose_file_is_gone_is_left_out(edition):
    row = edition.pictures.get(is_lead=True)
    row.picture.file.storage.delete(row.picture.file.name)
    made = drawn(edition)
    assert "Police meet in Manila" in " ".join(written(made))
    assert b"/DCTDecode" not in made


def test_it_looks_right_enough_to_be_drawn(edition):
    from PIL import Image

    first, *_ = pdf.make(pdf.say(read(edition)), form="png")
    with Image.open(io.BytesIO(first)) as page:
        assert page.height > page.width > 800
        # The head of the box is dark, the margin white.
        assert page.convert("L").getpixel((int(page.width * 0.8), int(page.height * 0.45))) < 120
        assert page.convert("L").getpixel((10, 10)) == 255
