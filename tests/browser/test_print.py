"""A release on paper: headline, text, facts, one small picture and whom to ask, on two A4 pages."""

import re

import pytest

from tests.browser import demonstration

demo = demonstration.demo
transactional_db = demonstration.transactional_db
PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("key", ["iscr-seoul-2024", "aspjoc-manila-2024"])
def test_three_hundred_and_fifty_words_fit_two_pages(page, demo, key):
    page.goto(demo.release(key).get_absolute_url())
    assert len(page.locator(".article > .text").inner_text().split()) >= 350
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach((image) => { image.loading = 'eager'; })")
    assert len(PAGE.findall(page.pdf(format="A4", prefer_css_page_size=True))) <= 2


def test_paper_shows_text_and_facts_and_no_controls(page, demo):
    page.goto(demo.release("aspjoc-manila-2024").get_absolute_url())
    page.emulate_media(media="print")
    for shown in ("h1", ".article > .text", ".glance", ".fold dd", ".lead img", "#press", "#about"):
        assert page.locator(shown).first.is_visible(), shown
    for hidden in (".nav", ".crumbs", ".actions", ".gallery", ".footer", ".strip", "summary >> text=More facts"):
        assert not page.locator(hidden).first.is_visible(), hidden
    top = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
    assert page.evaluate(top, ".article > .text") < page.evaluate(top, ".glance")
