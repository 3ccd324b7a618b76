"""Changes one by one: accepted all give the file, refused all give the draft, and a clash is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.html import clean
from news.intake import word_units as units
from news.intake.word_comparison import Comparison, Texts
from news.intake.word_merge import Merge

WORDS = "police chief of the 3 Manila, <strong>bold</strong> <a href='/x/'>link</a> met. and".split()
line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
block = st.one_of(
    line.map(lambda words: f"<p>{words}</p>"),
    line.map(lambda words: f"<p>{words}</p>"),
    line.map(lambda words: f"<h2>{words}</h2>"),
    st.lists(line, min_size=1, max_size=4).map(lambda items: f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"),
    st.tuples(line, line).map(lambda two: f"<blockquote><p>{two[0]}</p><footer>— {two[1]}</footer></blockquote>"),
    st.tuples(line, line).map(lambda two: f"<table><tr><td>{two[0]}</td></tr><tr><td>{two[1]}</td></tr></table>"),
)
body = st.lists(block, max_size=6).map(lambda blocks: clean("".join(blocks)).html)


def split(html):
    return units.split(clean(html).html)


def merged(base, now, returned):
    return Merge(split(base), split(now), split(returned))


def keys(merge):
    return {change.key for change in merge.changes}


@settings(max_examples=300)
@given(body, body, body)
def test_all_accepted_is_the_file_and_all_refused_is_the_draft(base, now, returned):
    whole = Merge(units.split(base), units.split(base), units.split(returned))
    assert units.join(whole.result(keys(whole))) == units.join(units.split(returned))
    assert units.join(whole.result(set())) == units.join(units.split(base))
    three = Merge(units.split(base), units.split(now), units.split(returned))
    assert units.join(three.result(set())) == units.join(units.split(now))
    assert len(keys(three)) == len(three.changes)
    for same in (base, now):
        nothing = Merge(units.split(base), units.split(now), units.split(same))
        assert nothing.changes == []
        assert units.join(nothing.result(set())) == units.join(units.split(now))


def test_two_words_of_one_paragraph_are_chosen_apart():
    old = "<p>The chief of police in Manila met officers of the Secretariat on Monday morning.</p>"
    new = "<p>The head of police in Manila met officers of the Secretariat on Tuesday morning.</p>"
    merge = merged(old, old, new)
    assert [(c.kind, c.old, c.new) for c in merge.changes] == [
        ("words", "chief", "head"),
        ("words", "Monday", "Tuesday"),
    ]
    assert merge.changes[1].before.endswith("officers of the Secretariat on ")
    assert merge.changes[1].after == " morning."
    only = units.join(merge.result({merge.changes[1].key}))
    assert only == "<p>The chief of police in Manila met officers of the Secretariat on Tuesday morning.</p>"


def test_links_and_bold_of_the_draft_stay_where_only_words_beside_them_change():
    old = '<p>See <a href="/events/x/">the <strong>event</strong></a> of last week in Seoul.</p>'
    merge = merged(old, old, old.replace("last", "this"))
    assert units.join(merge.result(keys(merge))) == old.replace("last", "this")


def test_what_the_draft_changed_elsewhere_in_the_paragraph_stays():
    base = "<p>The chief of police in Manila met officers of the Secretariat on Monday.</p>"
    merge = merged(base, base.replace("Monday", "Friday"), base.replace("chief", "head"))
    assert [change.clash for change in merge.changes] == [False]
    assert units.join(merge.result(keys(merge))) == base.replace("Monday", "Friday").replace("chief", "head")


def test_the_same_place_changed_in_both_is_said_with_both_words():
    base = "<p>The chief of police in Manila met officers of the Secretariat on Monday.</p>"
    merge = merged(base, base.replace("Monday", "Friday"), base.replace("Monday", "Tuesday"))
    (change,) = merge.changes
    assert (change.clash, change.old, change.now, change.new) == (True, "Monday", "Friday", "Tuesday")
    assert "Friday" in units.join(merge.result(set()))
    assert "Tuesday" in units.join(merge.result({change.key}))


def test_what_both_changed_alike_is_not_asked():
    base, both = "<p>One two three four five.</p>", "<p>One two 3 four five.</p><p>New.</p>"
    merge = merged(base, both, both)
    assert merge.changes == []
    assert units.join(merge.result(set())) == both


@pytest.mark.parametrize(
    ("now", "returned", "clash", "accepted"),
    [
        ("<p>First one.</p>", "<p>First one.</p><p>Second one here.</p>", False, "<p>First one.</p><p>Second one here.</p>"),
        ("<p>First one.</p><p>Mine here.</p>", "<p>First one.</p><p>Theirs, other.</p>", True,
         "<p>First one.</p><p>Mine here.</p><p>Theirs, other.</p>"),
        ("<p>First one, mine.</p>", "", True, ""),
        ("", "<p>First one!</p>", True, "<p>First one!</p>"),
    ],
)  # fmt: skip
def test_pieces_that_came_and_went(now, returned, clash, accepted):
    merge = merged("<p>First one.</p>", now, returned)
    assert [change.clash for change in merge.changes] == [clash]
    assert units.join(merge.result(set())) == now
    assert units.join(merge.result(keys(merge))) == accepted


def test_items_of_a_list_are_chosen_one_by_one():
    old = '<ol start="3"><li>Brunei</li><li>Cambodia</li><li>Indonesia</li></ol>'
    new = "<ol><li>Brunei</li><li>Kingdom of Cambodia</li><li>Indonesia</li><li>Malaysia</li></ol>"
    merge = merged(old, old, new)
    assert [(c.kind, c.new.strip()) for c in merge.changes] == [("words", "Kingdom of"), ("added", "Malaysia")]
    added = units.join(merge.result({merge.changes[1].key}))
    assert added == '<ol start="3"><li>Brunei</li><li>Cambodia</li><li>Indonesia</li><li>Malaysia</li></ol>'


def test_a_paragraph_made_a_heading_is_said_in_words():
    merge = merged("<p>What it confirmed</p>", "<p>What it confirmed</p>", "<h2>What it confirmed</h2>")
    assert [c.new for c in merge.changes] == ["What it confirmed (a heading)"]
    merge = merged("<p>Two old words</p>", "<p>Two old words</p>", "<p>Two <strong>old</strong> words</p>")
    assert [c.new for c in merge.changes] == ["old (bold)"]


def test_a_change_keeps_its_key_when_the_draft_changes_elsewhere():
    base = "<p>The chief of police met.</p><p>Another paragraph of it.</p>"
    new = base.replace("chief", "head")
    before = merged(base, base, new)
    after = merged(base, base + "<p>More.</p>", new)
    assert keys(before) == keys(after)


FIGURE = '<figure><img src="/media/0123456789abcdef/960.webp" alt="Rows"><figcaption>Then</figcaption></figure>'
LINE = "<p>[Picture: Rows] Then</p>"


def test_pictures_of_the_draft_stay_pictures():
    draft = Texts(title="T", body=f"<p>One.</p>{FIGURE}<p>Last one here.</p>")
    word = Texts(title="T", body=f"<p>One.</p>{LINE}<p>Last one here.</p>")
    back = Texts(title="T", body="<p>One.</p><p>[Picture: Rows] Now</p><p>Last two here.</p>")
    compared = Comparison(word, word, back, draft)
    assert [(c.old, c.new) for c in compared.changes] == [("one", "two")]
    assert "“[Picture: Rows] Now”" in compared.hints[0]
    assert compared.content({c.key for c in compared.changes}) == {"body": f"<p>One.</p>{FIGURE}<p>Last two here.</p>"}
    assert compared.content(set()) == {}


def test_a_picture_moved_in_word_is_moved_as_a_picture():
    draft = Texts(title="T", body=f"<p>One.</p>{FIGURE}<p>Last one here.</p>")
    word = Texts(title="T", body=f"<p>One.</p>{LINE}<p>Last one here.</p>")
    back = Texts(title="T", body=f"<p>One.</p><p>Last one here.</p>{LINE}")
    compared = Comparison(word, word, back, draft)
    accepted = compared.content({c.key for c in compared.changes})
    assert accepted == {"body": f"<p>One.</p><p>Last one here.</p>{FIGURE}"}


def test_only_the_fields_of_what_was_accepted_are_written():
    base = Texts(title="Old title here", standfirst="Old summary here", dateline="Manila, 2024", body="<p>x</p>")
    back = Texts(title="New title here", standfirst="New summary here", dateline="", body="<p>x</p>")
    compared = Comparison(base, base, back, base)
    labels = [label for label, _ in compared.by_part]
    assert labels == ["Title", "Summary", "Place and date line"]
    title, _, gone = compared.changes
    assert compared.content({title.key}) == {"title": "New title here"}
    assert compared.content({gone.key}) == {"dateline": ""}
