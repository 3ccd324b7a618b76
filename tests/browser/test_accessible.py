"""Every type of public page, with the demonstration content: axe, sizes, and what is left without JavaScript."""

import pytest

from tests.browser import demonstration, measure
from tests.browser.demonstration import MISSING, PUBLIC, WIDE

demo = demonstration.demo
transactional_db = demonstration.transactional_db
window, screen = demonstration.window, demonstration.screen

PHONE, SMALLEST = ({"width": width, "height": 900} for width in (390, 320))
IN_HAND = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def read(screen, new_page, demo):
    """Opens a page by its type: in the module's window, or in one of its own with `options`."""

    def open_it(name, **options):
        page = new_page(**options) if options else screen
        status, address = MISSING.get(name) or (200, PUBLIC[name])
        if status != 200:
            page.expected_console.append(f"status of {status}")
        assert page.goto(address(demo)).status == status
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    return open_it


@pytest.mark.parametrize("name", [*PUBLIC, *MISSING])
def test_a_public_page_can_be_used_by_everybody(read, name):
    page = read(name)
    wrong = []

    def look(at, found):
        wrong.extend(f"{at}: {line}" for line in found)

    for size in (WIDE, PHONE, SMALLEST):
        page.set_viewport_size(size)
        look(f"{size['width']} px, sideways", measure.sideways(page))
        look(f"{size['width']} px, small text", measure.small_text(page))
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        if size is PHONE:
            measure.open_all(page)
            look("unfolded, sideways", measure.sideways(page))
            look("unfolded, small text", measure.small_text(page))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            look(f"{size['width']} px, {scheme}", measure.axe(page))
    assert not wrong, "\n".join(wrong)


def test_the_text_of_a_release_is_on_the_first_screens_of_a_phone(new_page, demo):
    page = new_page(**IN_HAND)
    for name in [name for name in PUBLIC if name.startswith("release")]:
        page.goto(PUBLIC[name](demo))
        page.evaluate("document.fonts.ready.then(() => true)")
        assert measure.top_of(page, ".article > .text") <= 900, name
        assert measure.top_of(page, ".article > .text") < measure.top_of(page, ".glance"), name


def test_the_first_headline_and_one_row_of_navigation_stand_on_top_of_the_home_page(read):
    page = read("home", **IN_HAND)
    assert measure.top_of(page, ".lead-story h2") <= 250
    tops = page.locator(".nav a").evaluate_all("(links) => links.map((link) => link.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_without_javascript_all_facts_are_there(new_page, demo):
    wide, phone = new_page(java_script_enabled=False, viewport=WIDE), new_page(java_script_enabled=False, **IN_HAND)
    for name in ("release with event", "release with a correction", "event", "event of a programme"):
        for page in (wide, phone):
            page.goto(PUBLIC[name](demo))
        facts = wide.locator(".glance dd")
        assert facts.count() >= 10
        assert facts.filter(visible=True).count() == facts.count(), "on a wide screen nothing is folded"
        assert not phone.get_by_text("Our delegation", exact=True).last.is_visible()
        phone.get_by_text("More facts").tap()
        assert phone.locator(".glance dd").filter(visible=True).count() == facts.count()
        for part in ("h1", ".article > .text", ".glance dl"):
            assert phone.locator(part).all_inner_texts() == wide.locator(part).all_inner_texts()


def test_without_javascript_the_filters_work(read):
    page = read("archive", java_script_enabled=False)
    every = page.locator(".results > li").count()
    page.get_by_label("Filters").get_by_role("link", name="2024").click()
    assert page.url.endswith("/news/?year=2024")
    of_the_year = page.locator(".results > li").count()
    assert 0 < of_the_year < every
    page.get_by_label("Filters").get_by_role("link", name="Republic of Korea").click()
    assert 0 < page.locator(".results > li").count() < of_the_year
    page.get_by_role("link", name="Remove filter: 2024").click()
    page.get_by_role("link", name="Clear all").click()
    assert page.url.endswith("/news/")
    assert page.locator(".results > li").count() == every


def test_without_javascript_what_was_corrected_can_be_unfolded(read):
    page = read("release with a correction", java_script_enabled=False)
    note = page.get_by_text("The summary now names the funder in full")
    assert not note.is_visible()
    page.get_by_text("Updated 23 September 2024").click()
    assert note.is_visible()


def test_no_script_comes_with_a_public_page_but_of_search_and_the_viewer_of_its_pictures(read):
    def scripts(name):
        found = read(name).locator("script[src]").all()
        return sorted(script.get_attribute("src").rpartition("/")[2] for script in found)

    assert scripts("home") == ["suggest.js"]
    assert scripts("release with event") == ["suggest.js", "viewer.js"]
