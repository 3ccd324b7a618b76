"""Words in plain and rich text: found whole, replaced where they are read, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import html
from news.html import phrases

TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
WORDS = st.sampled_from(
    [
        "Ngoc",
        "ngoc",
        "strong",
        "href",
        "a",
        "p",
        "news",
        "amp",
        "lt",
        "&",
        "<",
        ">",
        '"',
        "Nguyen’s",
        "x>y",
        "\u00a0",
        "é",
        "2024",
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


@st.composite
def bodies(draw):
    def link():
        return f'<a href="/news/?q={draw(TEXTS)}">{html.from_text(draw(TEXTS))[3:-4]}</a>'

    blocks = []
    for _ in range(draw(st.integers(1, 4))):
        text = html.from_text(draw(TEXTS))[3:-4]
        blocks.append(
            draw(
                st.sampled_from(
                    [
                        f"<p>{text} {link()} <strong>{text}</strong></p>",
                        f"<h2>{text}</h2>",
                        f"<ul><li>{text}</li><li>{link()}</li></ul>",
                        f'<figure><img src="/media/0123456789abcdef/480.webp" alt="Ngoc &gt; a"><figcaption>{text}</figcaption></figure>',
                        f"<table><tr><td>{text}</td><td>{link()}</td></tr></table>",
                    ]
                )
            )
        )
    return html.clean("".join(blocks)).html


@given(bodies(), WORDS.filter(str.strip), TEXTS)
def test_tags_and_attributes_never_change(body, old, new):
    after = phrases.replaced_in_html(body, old, new)
    assert TAG.findall(after) == TAG.findall(body)
    count = len(phrases.places_in_html(body, old))
    if not count:
        assert after == body
    if old not in new:
        assert not phrases.places_in_html(after, old)


@given(bodies(), WORDS.filter(str.strip))
def test_one_place_at_a_time_is_the_same_as_all_at_once(body, old):
    one_by_one = body
    for number in reversed(range(len(phrases.places_in_html(body, old)))):
        one_by_one = phrases.replaced_in_html(one_by_one, old, "NEW", {number})
    assert one_by_one == phrases.replaced_in_html(body, old, "NEW")


@given(st.text(), st.text(min_size=1), st.text())
def test_any_text(text, old, new):
    count = len(phrases.spans(text, old))
    assert len(phrases.places(text, old)) == count
    if not count:
        assert phrases.replaced(text, old, new) == text


@pytest.mark.parametrize(
    ("text", "old", "count"),
    [
        ("Nguyen’s and Nguyen", "Nguyen", 2),
        ("Nguyen\u0302 Nguyên", "Nguye", 0),
        ("Nguye\u0302n", "Nguye", 0),
        ("Police  Colonel, Police\nColonel", "Police Colonel", 2),
        ("police colonel", "Police Colonel", 0),
        ("Colonels", "Colonel", 0),
        ("(ACP) ACP.", "ACP", 2),
        ("PCOL.", "PCOL.", 1),
        ("", "x", 0),
        ("x", " ", 0),
    ],
)
def test_whole_words(text, old, count):
    assert len(phrases.spans(text, old)) == count


def test_in_rich_text():
    body = '<p>A&amp;B <a href="/A&amp;B/">A&amp;B</a> A&amp;<em>B</em></p>'
    assert (
        phrases.replaced_in_html(body, "A&B", "C<D") == '<p>C&lt;D <a href="/A&amp;B/">C&lt;D</a> A&amp;<em>B</em></p>'
    )
    assert len(phrases.places_in_html(body, "A&B")) == 2
    assert [found.words for found in phrases.split_in_html(body, "A&B")] == ["A&B"]
