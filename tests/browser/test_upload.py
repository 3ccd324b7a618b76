"""Photographs come in over a bad line: nothing is sent twice, nothing is lost, and what fails says why."""

import io
import random
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from PIL import Image

from news.models import Picture, Upload
from news.record import picture_sets, uploads
from tests import factories as make
from tests.browser import measure

pytestmark = pytest.mark.django_db(transaction=True)

NO_LINE = ["Failed to load resource", "net::ERR"]
ADDRESS = re.compile(r"/upload/files/")
PIECES = re.compile(r"/upload/files/[0-9a-f-]{36}/$")


def photograph(number):
    """Some 130 kB, which are at least four pieces; no two alike."""
    grain = Image.frombytes("RGB", (300, 220), random.Random(number).randbytes(300 * 220 * 3))
    data = io.BytesIO()
    grain.save(data, "JPEG", quality=85)
    return data.getvalue()


def named(name, data):
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def photographs(count, begin=1):
    return [named(f"IMG_{number:04}.jpg", photograph(number)) for number in range(begin, begin + count)]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(uploads, "PIECE", 32 * 1024)


@pytest.fixture
def received(monkeypatch):
    """How many bytes were taken, piece by piece."""
    sizes = []
    receive = uploads.receive

    def counted(upload, offset, piece):
        end = receive(upload, offset, piece)
        sizes.append(len(piece))
        return end

    monkeypatch.setattr(uploads, "receive", counted)
    return sizes


@pytest.fixture
def writer():
    return make.make_account("writer", first_name="A Writer")


@pytest.fixture
def here(writer):
    return picture_sets.new_set(by=writer, title="Seoul symposium")


def sign_in(page, account):
    page.goto("/admin/login/")
    page.fill("[name=username]", account.username)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def open_room(page, picture_set):
    page.goto(f"/admin/news/pictureset/{picture_set.pk}/upload/")
    page.get_by_role("heading", level=1).wait_for()


class Line:
    """Lets so many pieces through, then none and nothing else, until it is mended."""

    def __init__(self, page, pieces):
        self.left = pieces
        page.expected_console += NO_LINE
        page.route(ADDRESS, self._meet)

    def _meet(self, route):
        if self.left <= 0:
            return route.abort("internetdisconnected")
        if route.request.method == "PATCH":
            self.left -= 1
        return route.continue_()

    def mend(self, pieces=10**6):
        self.left = pieces


def said_total(page, words):
    page.wait_for_function(
        "words => document.querySelector('[data-total-words]').textContent.includes(words)", arg=words, timeout=30_000
    )


def cut(page):
    page.locator("[data-line]").get_by_text(re.compile(r"The line was cut at \d\d:\d\d\. It goes on")).wait_for()


def kept(page):
    return page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("desk-pictures");
            asked.onsuccess = () => {
                const all = asked.result.transaction("waiting").objectStore("waiting").getAllKeys();
                all.onsuccess = () => { asked.result.close(); done(all.result.length); };
            };
        })"""
    )


def test_the_line_is_cut_twice_and_nothing_is_sent_twice(page, writer, here, received):
    sign_in(page, writer)
    open_room(page, here)
    line = Line(page, 3)
    files = photographs(6)
    program = named("holiday.jpg", b"MZ" + bytes(3000))
    double = named("the same.jpg", files[1]["buffer"])
    page.set_input_files("#up-files", [*files, program, double])
    cut(page)
    page.get_by_text("You may lock the phone or close this page. Open it again and it goes on.").wait_for()
    line.mend(4)
    page.wait_for_function("document.querySelector('[data-line]').hidden")
    cut(page)
    page.context.set_offline(True)
    line.mend()
    page.context.set_offline(False)
    said_total(page, "6 of 8 are here. 2 need you.")
    assert page.get_by_text("This is a program, not a picture.").is_visible()
    assert page.get_by_text("The same as number 2. Kept once.").is_visible()
    assert page.locator("[data-line]").is_hidden()
    assert here.rows.count() == Picture.objects.count() == 6
    assert sum(received) == sum(len(file["buffer"]) for file in files)
    assert kept(page) == 0
    assert default_storage.listdir("uploads") == ([], [])
    # In the order in which they were chosen, and off the list goes what needs nobody any more.
    for name in ("holiday.jpg", "the same.jpg"):
        page.get_by_role("button", name=re.compile(f"Take off the list.*{name}")).click()
    said_total(page, "All 6 are here.")
    page.get_by_role("link", name="Choose", exact=True).click()
    page.wait_for_url("**/choose/")


def test_a_closed_page_goes_on_when_it_is_opened_again(page, writer, here, received, new_page):
    sign_in(page, writer)
    open_room(page, here)
    Line(page, 3)
    files = photographs(3)
    page.set_input_files("#up-files", files)
    cut(page)
    page.get_by_text("You may lock the phone or close this page. Open it again and it goes on.").wait_for()
    assert kept(page) == 3
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    open_room(again, here)
    said_total(again, "All 3 are here.")
    assert sum(received) == sum(len(file["buffer"]) for file in files)
    assert kept(again) == 0
    again.reload()
    assert again.locator(".up .here").count() == 3
    assert again.locator(".up li").count() == 3
    assert not Upload.objects.filter(done_at=None).exists()


def test_an_answer_that_was_lost_is_asked_for_and_is_no_double(page, writer, here):
    sign_in(page, writer)
    open_room(page, here)
    page.expected_console += NO_LINE
    lost = []

    def answer_never_comes(route):
        if route.request.method != "PATCH":
            return route.continue_()
        answer = route.fetch()
        if lost or answer.json()["state"] != "here":
            return route.fulfill(response=answer)
        lost.append(answer)
        return route.abort("connectionreset")

    page.route(PIECES, answer_never_comes)
    page.set_input_files("#up-files", photographs(2))
    said_total(page, "All 2 are here.")
    assert lost
    assert here.rows.count() == 2


def test_the_session_ends_in_the_middle(page, writer, here):
    sign_in(page, writer)
    open_room(page, here)
    line = Line(page, 2)
    page.set_input_files("#up-files", photographs(2))
    cut(page)
    Session.objects.all().delete()
    page.expected_console += ["403", "405", "404"]
    line.mend()
    link = page.get_by_role("link", name="Sign in again in a new tab")
    link.wait_for()
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.fill("[name=username]", "writer")
    tab.fill("[name=password]", make.PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.get_by_text("Close this tab and go on in the other one.").wait_for()
    tab.close()
    said_total(page, "All 2 are here.")
    assert link.is_hidden()


def test_where_nothing_can_be_kept_the_same_files_go_on_when_chosen_again(page, writer, here, received):
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    sign_in(page, writer)
    open_room(page, here)
    line = Line(page, 3)
    files = photographs(2)
    page.set_input_files("#up-files", files)
    page.get_by_text("This device has no room to keep the pictures.").wait_for()
    cut(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_text(re.compile(r"Stopped at \d+ %\. Choose it again, and it goes on\.")).first.wait_for()
    line.mend()
    page.set_input_files("#up-files", files)
    said_total(page, "All 2 are here.")
    assert sum(received) == sum(len(file["buffer"]) for file in files)
    assert page.locator(".up .stopped").count() == 0


def test_stop_and_go_on_and_two_windows(page, writer, here, received):
    sign_in(page, writer)
    open_room(page, here)
    line = Line(page, 2)
    files = photographs(3)
    page.set_input_files("#up-files", files)
    cut(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    line.mend()
    other = page.context.new_page()
    open_room(other, here)
    page.get_by_role("button", name="Go on", exact=True).click()
    for window in (page, other):
        said_total(window, "All 3 are here.")
    assert here.rows.count() == Upload.objects.count() == 3
    assert sum(received) == sum(len(file["buffer"]) for file in files)


def test_signing_out_leaves_no_picture_on_the_device(page, writer, here):
    sign_in(page, writer)
    open_room(page, here)
    line = Line(page, 1)
    page.set_input_files("#up-files", photographs(2))
    cut(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    line.mend()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("Some pictures are only on this device. Press again to erase them.").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/admin/logout/")
    assert kept(page) == 0


def test_on_a_phone_with_a_thumb(new_page, writer, here):
    phone = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    sign_in(phone, writer)
    open_room(phone, here)
    with phone.expect_file_chooser() as chooser:
        phone.get_by_role("button", name="Pick photographs").tap()
    assert chooser.value.is_multiple()
    chooser.value.set_files([*photographs(4), named("a very long name " * 8 + ".jpg", b"%PDF-1.7" + bytes(900))])
    said_total(phone, "4 of 5 are here. 1 needs you.")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert not measure.small_targets(phone)
    with phone.expect_file_chooser() as chooser:
        phone.get_by_role("button", name="Add more").tap()
    chooser.value.set_files(photographs(1, begin=9))
    said_total(phone, "5 of 6 are here. 1 needs you.")
    assert phone.get_by_role("link", name="Choose", exact=True).evaluate("link => link.classList.contains('solid')")


def test_photographs_are_dropped_on_the_page(page, writer, here):
    sign_in(page, writer)
    open_room(page, here)
    page.evaluate(
        """(bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }));
            for (const kind of ["dragover", "drop"]) {
                document.querySelector("#main").dispatchEvent(
                    new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
        }""",
        list(photograph(1)),
    )
    said_total(page, "The picture is here.")
    assert Picture.objects.get().original_name == "dropped.jpg"


def test_without_a_script_one_form_sends_all(new_page, writer, here):
    plain = new_page(java_script_enabled=False)
    plain.goto("/admin/login/")
    plain.fill("[name=username]", "writer")
    plain.fill("[name=password]", make.PASSWORD)
    plain.press("[name=password]", "Enter")
    plain.goto(f"/admin/news/pictureset/{here.pk}/upload/")
    plain.set_input_files("#up-files", [*photographs(2), named("holiday.jpg", b"MZ" + bytes(3000))])
    plain.get_by_role("button", name="Send them").click()
    plain.get_by_text("2 pictures are here now.").wait_for()
    plain.get_by_role("button", name=re.compile("Take off the list.*holiday.jpg")).click()
    assert plain.locator(".up .here").count() == 2
    assert plain.get_by_text("holiday.jpg").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_what_failed_and_what_waits_can_be_read_by_everybody(new_page, writer, here, width, scheme):
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(page, writer)
    open_room(page, here)
    look = [*measure.axe(page), *measure.small_text(page), *measure.sideways(page), *measure.small_targets(page)]
    assert not look, "\n".join(look)
    line = Line(page, 6)
    page.set_input_files("#up-files", [*photographs(4), named("holiday.jpg", b"MZ" + bytes(3000))])
    cut(page)
    look = [*measure.axe(page), *measure.small_text(page), *measure.sideways(page), *measure.small_targets(page)]
    assert not look, "\n".join(look)
    line.mend()
    said_total(page, "4 of 5 are here. 1 needs you.")
    page.reload()
    page.get_by_text("4 of 4").or_(page.get_by_text("All 4 are here.")).first.wait_for()
    assert not (look := measure.axe(page)), "\n".join(look)
