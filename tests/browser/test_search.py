"""Search as a reader has it: suggestions by keyboard, touch and not at all, filters, a mistake in typing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import demonstration, measure
from tests.browser.demonstration import WIDE

demo = demonstration.demo
transactional_db = demonstration.transactional_db
window, screen = demonstration.window, demonstration.screen

IN_HAND = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def box(screen, demo):
    """The box in the masthead of the home page."""
    screen.set_viewport_size(WIDE)
    screen.goto("/")
    return screen.get_by_role("search", name="Newsroom").get_by_role("combobox", name="Search the newsroom")


def suggestions(page):
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def test_the_keyboard_alone_goes_through_suggestions_to_a_page(screen, box):
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    screen.keyboard.type("vinl")
    expect(suggestions(screen).first).to_have_text(re.compile("David Martinez Vinluan"))
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(screen.locator("body > [role=status]")).to_have_text(re.compile("suggestion"))
    assert box.get_attribute("aria-activedescendant") is None
    screen.keyboard.press("ArrowDown")
    first = suggestions(screen).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(box).to_be_focused()
    assert not measure.axe(screen)
    assert not measure.small_text(screen)
    screen.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    screen.keyboard.press("ArrowUp")
    expect(suggestions(screen).last).to_have_attribute("aria-selected", "true")
    screen.keyboard.press("ArrowDown")
    screen.keyboard.press("ArrowDown")
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/people/david-martinez-vinluan/")


def test_escape_closes_the_list_and_leaves_what_was_typed(screen, box):
    box.fill("inter")
    expect(suggestions(screen).first).to_be_visible()
    box.press("Escape")
    expect(suggestions(screen)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("inter")
    box.press("ArrowDown")
    expect(suggestions(screen).first).to_be_visible()
    box.press("Tab")
    expect(suggestions(screen)).to_have_count(0)


def test_enter_without_a_choice_searches_for_the_words(screen, box):
    box.fill("interpol")
    expect(suggestions(screen).first).to_be_visible()
    box.press("Enter")
    screen.wait_for_url("**/search/?q=interpol")
    expect(screen.get_by_role("search", name="This search").get_by_role("combobox")).to_have_value("interpol")
    expect(screen.locator("main [role=status]")).to_have_text(re.compile(r"\d+ results"))


def test_without_an_answer_the_box_works_as_it_is(new_page, demo):
    page = new_page(viewport=WIDE)
    page.expected_console.append("Failed to load resource")
    page.route("**/search/suggestions/**", lambda route: route.abort())
    page.goto("/")
    box = page.get_by_role("search", name="Newsroom").get_by_role("combobox")
    with page.expect_event("requestfailed"):
        box.fill("vinluan")
    expect(suggestions(page)).to_have_count(0)
    box.press("Enter")
    page.wait_for_url("**/search/?q=vinluan")


def test_what_is_suggested_is_text_and_never_markup(new_page, demo):
    page = new_page(viewport=WIDE)
    hostile = '{"suggestions": [{"text": "<img src=x onerror=alert(1)>", "kind": "", "url": "/search/?q=x"}]}'
    page.route("**/search/suggestions/**", lambda route: route.fulfill(body=hostile, content_type="application/json"))
    page.goto("/")
    page.get_by_role("search", name="Newsroom").get_by_role("combobox").fill("xy")
    expect(suggestions(page).first).to_have_text(re.compile("<img src=x onerror"))
    assert page.locator(".suggestions img").count() == 0


def test_filters_combine_and_a_chip_takes_one_away(screen, demo):
    screen.set_viewport_size(WIDE)
    screen.goto("/search/?q=interpol")
    filters = screen.get_by_label("Filters")
    filters.get_by_role("link", name=re.compile("^Press releases")).click()
    screen.wait_for_url("**/search/?q=interpol&type=release")
    filters.get_by_role("link", name=re.compile("^2024")).click()
    screen.wait_for_url("**type=release&year=2024")
    said = re.match(r"\d+", screen.locator("main [role=status]").inner_text())[0]
    chosen = filters.locator("[aria-current=true] span").all_inner_texts()
    assert chosen == [said, said]
    screen.get_by_role("link", name="Remove filter: Press releases").click()
    screen.wait_for_url("**/search/?q=interpol&year=2024")


def test_a_mistake_in_typing_is_said_and_the_results_stand_there(screen, demo):
    screen.goto("/search/?q=intrepol")
    expect(screen.get_by_text("Did you mean")).to_be_visible()
    assert screen.locator(".results > li").count() > 3
    screen.get_by_role("link", name="INTERPOL", exact=True).first.click()
    screen.wait_for_url("**/search/?q=INTERPOL")
    expect(screen.get_by_role("heading", name="You may be looking for")).to_be_visible()


def test_on_a_phone_search_is_a_page_and_suggestions_can_be_touched(new_page, demo):
    page = new_page(**IN_HAND)
    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).tap()
    page.wait_for_url("**/search/")
    box = page.get_by_role("search", name="This search").get_by_role("combobox")
    box.tap()
    box.fill("interp")
    expect(suggestions(page).first).to_be_visible()
    assert not measure.sideways(page)
    assert not measure.small_targets(page, within="main .search")
    assert not measure.small_targets(page, within=".masthead")
    suggestions(page).first.tap()
    page.wait_for_url("**/organizations/interpol/")


def test_without_javascript_everything_but_the_suggestions_is_there(new_page, demo):
    page = new_page(java_script_enabled=False, viewport=WIDE)
    page.goto("/")
    box = page.get_by_role("search", name="Newsroom").get_by_label("Search the newsroom")
    box.fill("cybercrime -workshop")
    box.press("Enter")
    page.wait_for_url("**/search/?q=cybercrime+-workshop")
    every = page.locator(".results > li").count()
    assert every
    assert page.locator(".results mark").count()
    page.get_by_label("Filters").get_by_role("link", name=re.compile("^Events")).click()
    assert 0 < page.locator(".results > li").count() < every


def test_the_page_can_be_read_at_twice_the_size_of_text_and_in_forced_colours(new_page, demo):
    page = new_page(viewport={"width": 640, "height": 450}, forced_colors="active")
    page.goto("/search/?q=interpol")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not measure.sideways(page)
    expect(page.locator(".results mark").first).to_be_visible()
