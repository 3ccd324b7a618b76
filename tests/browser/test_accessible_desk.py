"""Every page of the desk, with the demonstration content: axe, sizes of text and of targets, nothing over the edge."""

import pytest

from tests.browser import demonstration, measure
from tests.browser.demonstration import DESK, WIDE, sign_in

demo = demonstration.demo
transactional_db = demonstration.transactional_db
window, screen = demonstration.window, demonstration.screen

PHONE = {"width": 360, "height": 800}


@pytest.fixture
def desk(screen, demo):
    """Opens a page of the desk by its name; "sign-in" as nobody yet."""

    def open_it(name):
        if name != "sign-in":
            sign_in(screen, "administrator")
        address = "/admin/login/" if name == "sign-in" else DESK[name](demo)
        assert screen.goto(address).status == 200
        screen.evaluate("document.fonts.ready.then(() => true)")
        return screen

    return open_it


def paint(page, scheme):
    """As the device or the buttons in the sidebar do it, without loading the page again."""
    for frame in measure.frames(page):
        frame.evaluate("(dark) => document.documentElement.classList.toggle('dark', dark)", scheme == "dark")


# What stands in a dialog is looked at there, with the page around it.
PAGES = ["sign-in", *(name for name in DESK if not name.endswith("in the dialog"))]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_desk_can_be_used_by_everybody(desk, name):
    page = desk(name)
    wrong = []

    def look(at, found):
        wrong.extend(f"{at}: {line}" for line in found)

    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        width = f"{size['width']} px"
        look(f"{width}, sideways", measure.sideways(page))
        look(f"{width}, small text", measure.small_text(page))
        measure.open_all(page)
        page.evaluate(
            "document.querySelectorAll('[data-fold=closed]').forEach((row) => { row.dataset.fold = 'open'; })"
        )
        look(f"{width}, unfolded, sideways", measure.sideways(page))
        look(f"{width}, unfolded, small text", measure.small_text(page))
        if size is PHONE:
            look(f"{width}, small target", measure.small_targets(page))
        # As high as the page, so that no bar at its edge lies over anything.
        page.set_viewport_size(size | {"height": page.evaluate("document.documentElement.scrollHeight") + 200})
        for scheme in ("light", "dark"):
            paint(page, scheme)
            look(f"{width}, {scheme}", measure.axe(page, colours_only=scheme == "dark"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "row", "link"),
    [
        ("new event", "", "New place"),
        ("new event", "Add an organizer", "New organization"),
        ("new event", "Add a person", "New person"),
        ("new release", "Add a picture", "New picture"),
    ],
)
def test_a_dialog_can_be_used_by_everybody(desk, name, row, link):
    page = desk(name)
    if row:
        page.get_by_role("button", name=row).first.click()
    page.get_by_role("link", name=link).filter(visible=True).first.click()
    page.frame_locator("dialog[open] iframe").locator("form").first.wait_for()
    page.wait_for_function("document.querySelector('dialog[open] iframe').contentDocument.readyState === 'complete'")
    wrong = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for frame in page.frames:
            wrong += [*measure.sideways(frame), *measure.small_text(frame)]
        wrong += measure.small_targets(page.frames[-1])
        for scheme in ("light", "dark"):
            paint(page, scheme)
            wrong += measure.axe(page, within="dialog[open]", colours_only=scheme == "dark")
    assert not wrong, "\n".join(wrong)


def test_the_desk_is_dark_where_the_device_is_and_where_one_says_so(new_page, demo):
    page = sign_in(new_page(color_scheme="dark"), "writer")
    dark = "document.documentElement.classList.contains('dark')"
    page.goto("/admin/")
    assert page.evaluate(dark)
    page.get_by_role("button", name="Light", exact=True).click()
    page.wait_for_function(f"!{dark}")
    page.goto("/admin/news/edition/")
    assert not page.evaluate(dark), "the choice is kept"
