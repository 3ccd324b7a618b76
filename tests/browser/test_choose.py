"""Forty photographs, eight wanted: by keys, by thumb, without script, and with the line cut in the middle."""

import pytest
from playwright.sync_api import expect

from news.enums import PictureChoice, Role
from news.models import SetPicture
from news.record import picture_sets
from tests import factories as make
from tests.browser import measure
from tests.browser.officer import Officer

pytestmark = pytest.mark.django_db(transaction=True)

UNDECIDED, PUBLISH, ARCHIVE, THROWN = PictureChoice
TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def photographs():
    writer = make.make_account("writer", Role.WRITER)
    made = picture_sets.new_set(by=writer, title="Seoul symposium")
    for number in range(6):
        size = (60, 90) if number == 3 else (90, 60)
        picture_sets.put_in(made, make.make_picture(*size), by=writer)
    return made


def open_room(page, photographs):
    Officer(page).sign_in("writer")
    page.goto(f"/admin/news/pictureset/{photographs.pk}/choose/")
    return page


def choices(photographs):
    return [PictureChoice(choice) for choice in photographs.rows.values_list("choice", flat=True)]


def at(page, number):
    expect(page.locator("#choose-place")).to_contain_text(f"Picture {number} of 6.")


def kept(page):
    expect(page.locator("#desk-say")).to_have_text("Kept")


def test_by_keys(page, photographs):
    open_room(page, photographs)
    at(page, 1)
    for number, key in enumerate("123", start=2):
        page.keyboard.press(key)
        at(page, number)
    kept(page)
    assert choices(photographs)[:3] == [PUBLISH, ARCHIVE, THROWN]
    expect(page.locator("[data-row]").nth(0)).to_have_accessible_name("Picture 1, publish")
    expect(page.locator("[data-aloud]")).to_have_text("Picture 3: thrown. Picture 4 of 6.")
    # Taken back, one after the other.
    page.keyboard.press("u")
    at(page, 3)
    page.keyboard.press("U")
    at(page, 2)
    kept(page)
    expect(page.locator("[data-left]")).to_contain_text("5 left.")
    # Around and back to one that is decided: the next that is not comes then.
    page.keyboard.press("ArrowLeft")
    at(page, 1)
    page.keyboard.press("End")
    at(page, 6)
    page.keyboard.press("2")
    at(page, 2)
    kept(page)
    assert choices(photographs) == [PUBLISH, UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED, ARCHIVE]
    # Not where the focus is elsewhere.
    page.get_by_role("button", name="Words for 1").focus()
    page.keyboard.press("3")
    page.keyboard.press("u")
    at(page, 2)
    page.get_by_role("button", name="Words for 1").click()
    page.wait_for_url("**/words/")
    assert choices(photographs) == [PUBLISH, ARCHIVE, ARCHIVE, ARCHIVE, ARCHIVE, ARCHIVE]


def swipe(page, x, y, *, steps=6, let_go=True):
    box = page.locator("[data-frame]").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    send("touchStart", middle)
    for step in range(1, steps + 1):
        send("touchMove", (middle[0] + x * step / steps, middle[1] + y * step / steps))
    if let_go:
        send("touchEnd")
    return lambda: send("touchEnd")


def test_by_thumb(new_page, photographs):
    page = open_room(new_page(**TELEPHONE), photographs)
    at(page, 1)
    # Too short: it snaps back. Far enough, it says what will be.
    swipe(page, 30, 0)
    expect(page.locator(".choose-large")).to_have_css("transform", "none")
    at(page, 1)
    let_go = swipe(page, 150, 0, let_go=False)
    expect(page.locator("[data-swiped]")).to_have_text("Publish")
    assert "translateX(" in page.locator(".choose-large").get_attribute("style")
    let_go()
    at(page, 2)
    swipe(page, 0, -120)
    at(page, 3)
    swipe(page, -150, 0)
    at(page, 4)
    # Down is no choice, and the buttons are always there.
    swipe(page, 0, 120)
    at(page, 4)
    # Clicked, for Chromium swallows a tap that comes right after a swipe without any time in it.
    page.get_by_role("button", name="Throw away").click()
    at(page, 5)
    kept(page)
    assert choices(photographs)[:4] == [PUBLISH, ARCHIVE, THROWN, THROWN]
    page.get_by_role("button", name="Undo the last").click()
    at(page, 4)
    page.locator("[data-row]").nth(5).click()
    at(page, 6)
    assert [*measure.sideways(page), *measure.small_targets(page)] == []


def test_the_line_is_cut_in_the_middle(page, photographs):
    page.expected_console.append("net::ERR_INTERNET_DISCONNECTED")
    page.expected_console.append("status of 409")
    open_room(page, photographs)
    page.keyboard.press("1")
    kept(page)
    page.context.set_offline(True)
    page.keyboard.press("2")
    page.keyboard.press("3")
    page.keyboard.press("1")
    at(page, 5)
    expect(page.locator("#desk-say")).to_have_text("No line. 3 choices wait here.")
    page.get_by_role("button", name="Words for 2").click()
    expect(page.locator("[data-left]")).to_contain_text("They need the line first.")
    assert choices(photographs) == [PUBLISH, *[UNDECIDED] * 5]
    page.context.set_offline(False)
    kept(page)
    assert choices(photographs) == [PUBLISH, ARCHIVE, THROWN, PUBLISH, UNDECIDED, UNDECIDED]
    # Somebody else chose meanwhile, and a release took what is thrown away here.
    rows = list(photographs.rows.all())
    picture_sets.choose(rows[5], ARCHIVE, by=None)
    make.attach_picture(make.make_release(title="Ours"), rows[4].picture)
    page.locator("[data-frame]").click()
    page.keyboard.press("3")
    expect(page.get_by_role("alert")).to_have_text("Picture 5: “Ours” uses this picture. Take it out there first.")
    expect(page.locator("[data-row]").nth(4)).to_have_accessible_name("Picture 5")
    expect(page.locator("[data-row]").nth(5)).to_have_accessible_name("Picture 6, archive")
    assert SetPicture.objects.get(pk=rows[4].pk).choice == UNDECIDED


def test_without_script(new_page, photographs):
    page = open_room(new_page(java_script_enabled=False, **TELEPHONE), photographs)
    page.get_by_role("button", name="Publish").click()
    at(page, 2)
    page.get_by_role("button", name="Throw away").click()
    at(page, 3)
    page.get_by_role("button", name="Undo the last").click()
    at(page, 2)
    assert choices(photographs)[:2] == [PUBLISH, UNDECIDED]
    page.get_by_role("link", name="Picture 6").click()
    at(page, 6)
    assert [*measure.sideways(page), *measure.small_targets(page)] == []
