"""The sheet to approve: what stands on each page, whatever somebody typed."""

import datetime
import re

import pytest
from django.utils import timezone

from news import html, workflow
from news.outputs import paper
from news.outputs.paper.sheet import Sheet
from news.outputs.typesetting import letters
from news.record import canonical
from tests.factories import (
    attach_picture,
    make_account,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_rank,
    make_release,
    make_session,
    publish,
)

from .pdftext import pages

HOSTILE = (
    '#import "x": * #panic("x") $ x^2 $ \\ @nobody ] [ ` ``` * _ <label> // /* */ #sys.inputs.sheet '
    "\x00\x07 \u202egnorw\u202c العربية 😀 " + "w" * 400 + ' "quoted" \ud800'
)


def one_line(text):
    return " ".join(text.split())


def on_paper(edition, **facts):
    return [one_line(page) for page in pages(paper.pdf(paper.read(edition), **facts))]


def sheet(**facts):
    return Sheet(**{"what": "", "mark": "DRAFT", "state": "Draft", "reference": "", "number": 1, "saved": "",
                    "saved_by": "", "code": "ABCD-1234", "title": "A title"} | facts)  # fmt: skip


@pytest.fixture
def event(db):
    facts = make_event(name="Working Group on Cybercrime", venue="Sofitel")
    force = make_organization("Philippine National Police")
    make_organizer(facts, make_organization("INTERPOL"), role="host", led_by=make_person("Anthony Alcantara"))
    make_participation(facts, make_person("Juan dela Cruz"), role="speaker", rank_long="Police Colonel",
                       rank_short="PCOL", position="Director", organization=force)  # fmt: skip
    session = make_session(facts, "Opening", day=datetime.date(2024, 9, 17), starts=datetime.time(9))
    make_participation(facts, make_person("Nguyễn Hữu Ngọc"), session=session)
    make_rank(force)
    return facts


@pytest.fixture
def draft(event):
    return make_release(
        event=event,
        title="Police meet in Manila",
        standfirst="A summary.",
        dateline="Manila, 17 September 2024",
        body='<p>They <strong>met</strong> at <a href="https://example.org/x">this place</a>.</p><h2>Then</h2>'
        "<ul><li>one<ul><li>two</li></ul></li></ul><blockquote><p>We stand together.</p>"
        "<footer>— Colonel Cruz</footer></blockquote>"
        "<table><tr><th>Force</th><th>People</th></tr><tr><td>PNP</td><td>12</td></tr></table>",
        changed_at=timezone.now(),
        changed_by=make_account(first_name="Ana", last_name="Reyes"),
    )


def test_each_page_says_draft_version_moment_page_and_code(draft):
    draft.body += "<p>Words and more words.</p>" * 120
    draft.save()
    found = on_paper(draft, printed_by="Ana Reyes")
    said = paper.read(draft)
    assert len(found) > 3
    for number, page in enumerate(found, 1):
        assert page.startswith("DRAFT Police meet in Manila")
        assert f"Version 1, saved {said.saved}" in page
        assert f"Code {said.code}" in page
        assert f"Page {number} of {len(found)}" in page
        assert "by Ana Reyes" in page
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4} / [0-9A-F]{4}-[0-9A-F]{4}", said.code)


def test_it_holds_text_facts_list_of_names_and_boxes(draft):
    attach_picture(draft, caption="The two delegations", alt="Two rows of people", is_lead=True)
    words = " ".join(on_paper(draft))
    for part in [
        "PRESS RELEASE: EVENT REPORT",
        "A summary.",
        "Manila, 17 September 2024",
        "this place (https://example.org/x)",
        "We stand together. — Colonel Cruz",
        "Force People PNP 12",
        "Main picture",
        "The two delegations",
        "What is seen: Two rows of people",
        "The facts of the event, version 1, draft",
        "Host: INTERPOL, led by Anthony Alcantara",
        "Speaker: Juan dela Cruz, Police Colonel (PCOL), Director, Philippine National Police",
        "Session: Opening",
        "Tuesday 17 September 2024, 09:00",
        "To tick: every name, rank, position, date and number",
        "Police Colonel (PCOL) Juan dela Cruz",
        "Approval of version 1",
        "Prepared Name Date Signature Checked Name Date Signature Approved Name Date Signature",
    ]:
        assert part in words, part


def test_names_in_vietnamese_and_other_scripts_of_the_region_are_printed(draft):
    names = ["Nguyễn Hữu Ngọc", "Đặng Thị Hường"]
    others = ["ตำรวจ", "ຕຳຫຼວດ", "នគរបាល", "ရဲ"]
    draft.standfirst = ", ".join(names + others)
    draft.save()
    words = on_paper(draft)[0]
    assert all(name in words for name in names)
    assert paper.unprintable(paper.read(draft)) == ""
    # The signs of these scripts are joined on paper, so the file has them in another order.
    assert all(other[0] in words for other in others)


def test_letters_that_cannot_be_printed_are_said(monkeypatch):
    monkeypatch.setattr(letters, "_of_the_machine", list)
    assert paper.unprintable(sheet(title="警察 met 경찰", body="<p>ตำรวจ, Nguyễn</p>")) == ""
    missing = sheet(title="ത, met", facts=(("Place", ("𖥢",)),))
    assert paper.unprintable(missing) == "ത𖥢"
    warning = "Some letters cannot be printed here"
    assert warning in one_line(" ".join(pages(paper.pdf(missing))))
    assert warning not in one_line(" ".join(pages(paper.pdf(sheet(title="警察 met 경찰")))))


def test_an_embargo_stands_on_each_page_until_it_is_over(draft):
    draft.embargo_until = timezone.now() + datetime.timedelta(days=2)
    draft.body += "<p>Words.</p>" * 150
    draft.save()
    found = on_paper(draft)
    assert len(found) > 2
    assert all("EMBARGO: not to be published before" in page and "(UTC)" in page for page in found)
    draft.embargo_until = timezone.now() - datetime.timedelta(minutes=1)
    draft.save()
    assert not any("EMBARGO" in page for page in on_paper(draft))


def test_what_changed_since_the_public_version_is_printed_and_marked(draft):
    publish(draft.event.editions.get())
    publish(draft)
    assert on_paper(draft)[0].startswith("PUBLISHED")
    editor = make_account(role="editor")
    new = workflow.revise(draft, by=editor)
    new = workflow.edit(new, {"title": "Police meet again in Manila"}, by=editor, lock_version=new.lock_version)
    words = " ".join(on_paper(new))
    assert "What changed since the public version Title Police meet again in Manila" in words


def test_a_text_that_takes_up_an_event_after_publication_can_be_printed(event):
    draft = publish(make_release(title="Police meet"))
    editor = make_account(role="editor")
    new = workflow.revise(draft, by=editor)
    new = workflow.edit(
        new, {"event": event.event_id, "kind": "event_report"}, by=editor, lock_version=new.lock_version
    )
    assert "The facts of the event" in " ".join(on_paper(new))


def test_facts_alone_have_a_sheet_too(event):
    words = " ".join(on_paper(event))
    assert "EVENT: MEETING Working Group on Cybercrime" in words
    assert "Sofitel" in words
    assert "Prepared Name" in words


def test_hostile_words_are_printed_as_they_stand():
    body = html.clean(
        f"<h2>{HOSTILE}</h2><p>{HOSTILE}</p><ul><li>{HOSTILE}</li></ul>"
        f'<p><a href="https://example.org/{"x" * 300}">link</a></p><blockquote><p>{HOSTILE}</p></blockquote>'
    ).html
    entry = type("Entry", (), {"words": HOSTILE, "where_for_desk": HOSTILE, "note": HOSTILE})()
    texts = dict.fromkeys(["what", "state", "title", "standfirst", "dateline", "change_note", "reference"], HOSTILE)
    said = sheet(**texts, body=body, facts=((HOSTILE, (HOSTILE,)),), checklist=((HOSTILE, (entry,)),))
    words = "".join(pages(paper.pdf(said, printed_by=HOSTILE)))
    assert '#panic("x") $ x^2 $ \\ @nobody ] [ `' in one_line(words)
    assert "gnorw" in words
    assert "\u202e" not in words


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td colspan=50 rowspan=50>a</td></tr><tr><td>b</td></tr>",
        "<tr><td rowspan=9>a</td><td>b</td></tr><tr><td colspan=9>c</td></tr><tr><td>d</td><td>e</td><td>f</td></tr>",
        f"<tr>{'<td>wide</td>' * 60}</tr><tr><td>b</td></tr>",
    ],
)
def test_any_table_is_printed_with_all_its_words(table):
    body = html.clean(f"<table>{table}</table>").html
    words = one_line(" ".join(pages(paper.pdf(sheet(body=body)))))
    assert all(word in words.split() or word in words for word in html.plain(body).replace("|", " ").split())


def test_deep_lists_empty_sheets_and_long_texts_are_printed():
    deep = "<ul><li>in" * 25 + "<p>deepest</p>"
    assert "deepest" in "".join(pages(paper.pdf(sheet(body=html.clean(deep).html))))
    assert len(pages(paper.pdf(sheet(title="")))) == 1
    assert len(pages(paper.pdf(sheet(body="<p>Words of a long text.</p>" * 1500)))) > 20


def test_a_picture_whose_file_is_gone_keeps_its_words(draft):
    row = attach_picture(draft, caption="Gone", alt="Nothing")
    row.picture.file.storage.delete(row.picture.file.name)
    words = " ".join(on_paper(draft))
    assert "The picture cannot be printed." in words
    assert "Gone" in words


def test_the_code_changes_with_the_words_and_with_nothing_else(draft):
    before = paper.read(draft).code
    draft.state = "in_review"
    draft.save()
    assert paper.read(draft).code == before
    snapshot = paper.kept_version(draft, by=None)
    assert before.startswith(paper.code_of(snapshot.data))
    assert paper.kept_version(draft, by=None) == snapshot
    draft.title = "Police met in Manila"
    draft.save()
    assert paper.read(draft).code[:9] != before[:9]
    assert paper.kept_version(draft, by=None) != snapshot
    assert paper.code_of(canonical.read(draft)) == paper.read(draft).code[:9]


@pytest.mark.parametrize("more", [1, 3])
def test_a_sheet_costs_the_same_however_much_it_holds(draft, more, django_assert_max_num_queries):
    facts = draft.event.editions.get()
    for _ in range(more):
        make_participation(facts, make_person(), organization=make_organization())
        make_organizer(facts, led_by=make_person())
        make_participation(facts, make_person(), session=make_session(facts))
        attach_picture(draft)
    draft = type(draft).objects.get(pk=draft.pk)
    with django_assert_max_num_queries(SHEET_QUERIES) as asked:
        paper.read(draft)
    COSTS.add(len(asked))
    assert len(COSTS) == 1


SHEET_QUERIES = 60
COSTS = set()
