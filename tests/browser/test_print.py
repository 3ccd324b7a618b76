"""A release on paper: two A4 pages, the text before the facts, nothing that only a screen can do."""

import re

import pytest

from news import html
from tests.browser import demonstration, measure
from tests.browser.demonstration import PUBLIC

demo = demonstration.demo
transactional_db = demonstration.transactional_db
window, screen = demonstration.window, demonstration.screen

# A4 without the margins that print.css asks for, at 96 px an inch.
PAPER = {"width": round((210 - 2 * 18) / 25.4 * 96), "height": round((297 - 16 - 18) / 25.4 * 96)}
CONTROLS = "nav, form, input, button, select, textarea, video, summary, .button, .actions, .skip, .pages"


@pytest.fixture(params=["iscr-seoul-2024", "aspjoc-manila-2024"])
def release(request, demo):
    """A source's release: some 370 words, a picture on top and three more, all facts of its event."""
    found = demo.release(request.param)
    edition = found.editions.live().get()
    assert 350 <= len(html.plain(edition.body).split()) < 450
    assert edition.pictures.count() >= 4
    return found


@pytest.fixture
def paper(screen, release):
    screen.set_viewport_size(PAPER)
    screen.goto(release.get_absolute_url())
    screen.emulate_media(media="print")
    screen.evaluate("document.fonts.ready.then(() => true)")
    return screen


def test_a_release_fits_two_pages(paper):
    printed = paper.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page(?![a-z])", printed)) <= 2


def test_the_text_stands_before_the_facts_and_all_of_them_are_printed(paper):
    tops = [measure.top_of(paper, part) for part in ("h1", ".standfirst", ".article > .text", ".glance")]
    assert tops == sorted(tops)
    facts = paper.locator(".glance dd")
    assert facts.count() >= 10
    assert all(fact.is_visible() for fact in facts.all())
    assert paper.get_by_role("heading", name="Press contact").is_visible()


def test_nothing_is_printed_that_one_can_only_press(paper):
    pressed = paper.locator(CONTROLS).filter(visible=True)
    # The history of changes is one line: when it was last updated, without the list below it.
    assert [one.evaluate("(e) => e.closest('.history') && e.tagName") for one in pressed.all()] in ([], ["SUMMARY"])
    assert not paper.locator(".history li").filter(visible=True).count()
    sizes = paper.locator("img:visible").evaluate_all(
        "(all) => all.filter((e) => !e.matches('.flag')).map((e) => e.getBoundingClientRect().height)"
    )
    assert len(sizes) == 1, "one picture"
    assert sizes[0] < PAPER["height"] / 5, "a small one"


def test_what_is_withdrawn_or_not_public_says_so_on_paper(screen, demo):
    screen.set_viewport_size(PAPER)
    screen.emulate_media(media="print")
    screen.goto(demo.with_notice.get_absolute_url())
    assert screen.get_by_role("heading", name="This release has been withdrawn").is_visible()
    screen.goto(PUBLIC["sign-off, asked"](demo))
    for words in ("EMBARGO until", "Preview. Not published."):
        assert screen.locator(".preview-strip").get_by_text(words).is_visible()
    assert screen.get_by_role("heading", name="Please compare").is_visible()
    assert not screen.get_by_role("button").filter(visible=True).count()
