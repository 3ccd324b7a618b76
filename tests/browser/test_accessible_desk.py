"""Every page of the desk, with the demonstration content: axe, sizes of text and of targets, nothing over the edge."""

import pytest

from tests.browser import demonstration, measure
from tests.browser.demonstration import DESK, sign_in

demo = demonstration.demo
transactional_db = demonstration.transactional_db

WIDE, PHONE = ({"width": width, "height": 800} for width in (1280, 360))


@pytest.fixture
def desk(new_page, demo):
    """Opens a page of the desk by its name; "sign-in" as nobody yet."""

    def open_it(name, *, username="administrator", **options):
        options = {"viewport": WIDE, "reduced_motion": "reduce", "color_scheme": "light"} | options
        page = new_page(**options)
        address = "/admin/login/" if name == "sign-in" else DESK[name](demo)
        if name != "sign-in":
            sign_in(page, username)
        assert page.goto(address).status == 200
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    return open_it


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
            page.evaluate("(dark) => document.documentElement.classList.toggle('dark', dark)", scheme == "dark")
            look(f"{width}, {scheme}", measure.axe(page, colours_only=scheme == "dark"))
    assert not wrong, "\n".join(wrong)


def test_the_desk_is_dark_where_the_device_is_and_where_one_says_so(desk):
    dark = "document.documentElement.classList.contains('dark')"
    assert desk("what waits", color_scheme="dark").evaluate(dark)
    page = desk("what waits")
    assert not page.evaluate(dark)
    page.get_by_role("button", name="Dark").click()
    page.wait_for_function(dark)
    page.goto("/admin/news/edition/")
    assert page.evaluate(dark), "the choice is kept"
