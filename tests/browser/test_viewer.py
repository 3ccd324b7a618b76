"""Readers look through the photographs of a release: by keys, by thumb, and without any script."""

import pytest

from tests import factories as make

CAPTIONS = ["From left: two delegates", "At the lectern", "The closing ceremony"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address():
    """A release with a main picture and two more."""
    edition = make.publish_release()
    for number, caption in enumerate(CAPTIONS):
        picture = make.make_picture(1500, 1000)
        make.attach_picture(
            edition, picture, caption=caption, credit="The Secretariat", is_lead=number == 0, order=number
        )
    return edition.release.get_absolute_url()


def links(page):
    return page.locator("figure a[data-full]:has(img)")


def viewer(page):
    return page.get_by_role("dialog")


def open_first(page, address, press):
    page.goto(address)
    page.wait_for_load_state()
    press(links(page).first)
    viewer(page).get_by_text(CAPTIONS[0]).wait_for()


def test_by_keys(page, address):
    page.goto(address)
    page.wait_for_load_state()
    links(page).first.focus()
    page.keyboard.press("Enter")
    viewer(page).get_by_text(f"{CAPTIONS[0]} Picture: The Secretariat").wait_for()
    page.keyboard.press("ArrowRight")
    viewer(page).get_by_text(CAPTIONS[1]).wait_for()
    assert viewer(page).get_by_text("2 / 3").is_visible()
    wanted = links(page).nth(1).get_attribute("data-full")
    download = viewer(page).get_by_title("Download full size")
    assert download.get_attribute("href") == wanted
    with page.expect_download() as begun:
        download.click()
    assert begun.value.suggested_filename == wanted.rpartition("/")[2]
    page.keyboard.press("Escape")
    viewer(page).wait_for(state="detached")
    # Who reads by keys goes on where they were.
    assert page.evaluate("document.activeElement.dataset.full") == links(page).first.get_attribute("data-full")


def test_by_thumb(phone, address):
    open_first(phone, address, lambda link: link.tap())
    viewer(phone).get_by_title("Close").tap()
    viewer(phone).wait_for(state="detached")
    links(phone).first.tap()
    viewer(phone).get_by_text(CAPTIONS[0]).wait_for()
    screen = phone.context.new_cdp_session(phone)
    for kind, x in [("touchStart", 300), *(("touchMove", x) for x in range(280, 60, -40)), ("touchEnd", None)]:
        points = [] if x is None else [{"x": x, "y": 300}]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    viewer(phone).get_by_text(CAPTIONS[1]).wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address)
    assert page.get_by_text(CAPTIONS[2]).is_visible()
    link = links(page).nth(2).get_attribute("href")
    full = page.get_by_role("link", name="Full size of picture 2").get_attribute("href")
    for path in (link, full):
        answer = page.request.get(path)
        assert answer.ok, path
        assert answer.headers["content-type"].startswith("image/")


def test_accessible_in_both_schemes(new_page, address):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        page = new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
        open_first(page, address, lambda link: link.click())
        found = Axe().run(page, context=".pswp").response["violations"]
        assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
