"""The calendar in a browser: a grid on a wide screen, a list on a phone, and a walk through it by keyboard."""

import datetime

import pytest

from tests.browser import measure
from tests.factories import make_country, make_place, publish_event

pytestmark = pytest.mark.django_db(transaction=True)

MARCH = "/events/?year=2026&month=3"
PHONE, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def march():
    place = make_place("Kuala Lumpur", make_country("MY"), zone="Asia/Kuala_Lumpur")
    day = datetime.date(2026, 3, 10)
    publish_event(name="Three days", starts=day, ends=day + datetime.timedelta(days=2), place=place)
    publish_event(name="Off", starts=day, status="cancelled", place=place)
    former = [[f"{day:%Y-%m}-03", f"{day:%Y-%m}-04", "day"]]
    publish_event(name="Later", starts=day.replace(day=24), status="postponed", former_dates=former, place=place)
    publish_event(name="Some day", starts=day.replace(day=1), ends=day.replace(day=31), precision="month", place=place)
    publish_event(name="Same month", starts=day.replace(day=10), place=place)
    publish_event(name="Another", starts=day.replace(day=10), place=place)


def test_a_month_is_a_grid_on_a_wide_screen_and_a_list_on_a_phone(march, new_page):
    page = new_page(viewport=WIDE)
    page.goto(MARCH)
    days = page.locator(".month > li:not([aria-hidden])")
    assert days.filter(visible=True).count() == 31
    mondays = {round(days.nth(number - 1).bounding_box()["x"]) for number in (2, 9, 16, 23, 30)}
    first_week = {round(days.nth(number - 1).bounding_box()["y"]) for number in range(2, 9)}
    assert (len(mondays), len(first_week)) == (1, 1)
    page.set_viewport_size(PHONE)
    assert days.filter(visible=True).count() == 3
    first = days.filter(visible=True).nth(0)
    assert first.inner_text().replace("\n", " ").startswith("Tue 3 Mar Postponed: Later")
    shown = days.filter(visible=True).nth(1)
    assert "Three days, until 12 March" in shown.inner_text()
    assert "Cancelled: Off" in shown.inner_text()
    assert "Kuala Lumpur, Malaysia" in shown.inner_text()
    assert all(link.bounding_box()["height"] >= 44 for link in shown.locator("a").all())


@pytest.mark.parametrize("path", [MARCH, "/events/", "/events/?year=2026", "/events/?year=2026&month=3&day=10"])
def test_everybody_can_use_it(march, new_page, path):
    page = new_page(reduced_motion="reduce")
    page.goto(path)
    wrong = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        wrong += measure.sideways(page) + measure.small_text(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong += measure.axe(page)
    assert not wrong, "\n".join(wrong)


def test_a_walk_by_keyboard_through_the_months(march, new_page):
    page = new_page(viewport=WIDE)
    page.goto(MARCH)
    page.get_by_role("link", name="April").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Events: April 2026").wait_for()
    assert page.get_by_text("We have no event on record for April 2026.").is_visible()
    page.get_by_role("link", name="March").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Events: March 2026").wait_for()
    page.get_by_role("link", name="Some day").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Postponed: Later")
    page.get_by_role("link", name="Three days").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Three days", level=1).wait_for()
