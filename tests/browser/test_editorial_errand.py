"""The whole errand of a release: a writer at a laptop, a second person with a phone, and what readers see of it."""

import re

import pytest
from playwright.sync_api import expect

from news.enums import ReleaseKind, State
from news.models import Edition
from tests import factories as make
from tests.browser.officer import Officer

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Ten forces meet in Manila"
SUMMARY = "Ten forces met and agreed on a common list of contacts."
NOTE = "The meeting took place on 4 May 2024."
REASON = "The meeting was called off. A new day follows."
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def newsroom(live_server):
    make.make_own_organization(acronym="AS")
    make.make_contact()
    make.make_account("wren", first_name="Wren", last_name="Writer")
    make.make_account("seth", role="editor", first_name="Seth", last_name="Second")


class Newsroom:
    """A writer at a laptop, an editor with a phone, a reader without an account."""

    def __init__(self, new_page):
        self.writer = Officer(new_page(viewport={"width": 1280, "height": 800})).sign_in("wren")
        self.editor = Officer(new_page(**PHONE), taps=True).sign_in("seth")
        self.reader = new_page(viewport={"width": 1280, "height": 800})

    def write(self):
        self.writer.follow("New release")
        self.writer.arrive("New press release")
        self.writer.fill("Title", TITLE)
        self.writer.fill("Summary", SUMMARY)
        self.type_text("The meeting took place on 3 May 2024 and lasted one day.")
        self.writer.choose("What kind is it?", ReleaseKind.NOTICE.label)
        self.writer.save()

    def type_text(self, words):
        editor = self.writer.page.get_by_role("textbox", name="Text", exact=True)
        editor.click()
        self.writer.page.keyboard.press("ControlOrMeta+a")
        self.writer.page.keyboard.type(words)

    def hand_in(self):
        self.writer.follow("Hand in")
        self.writer.arrive("Hand in")
        self.writer.tick("Seth Second")
        self.writer.press("Hand in")
        self.writer.arrive("Handed in")

    def check(self):
        """The editor's way from *What waits* to the page of the check; nothing there is wider than the phone."""
        phone = self.editor.page
        phone.goto("/admin/")
        self.editor.follow("Check it")
        self.editor.arrive("Check before it goes out")
        phone.frame_locator("iframe.review-frame").get_by_role("heading", name=TITLE).wait_for()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    def send_back(self, comment):
        self.check()
        self.editor.press("Send back")
        self.editor.page.get_by_label("What must change?").fill(comment)
        self.editor.press("Send back", self.editor.page.locator(".review-back"))
        self.editor.page.get_by_text("Sent back. Its writers read your comment.").wait_for()

    def approve_now(self):
        self.check()
        self.editor.press("Approve")
        self.editor.arrive("Approve")
        self.editor.tick("Publish now")
        self.editor.press("Approve")
        self.editor.page.get_by_text("Published", exact=False).first.wait_for()

    def read(self, path):
        assert self.reader.goto(path).status == 200, path
        return self.reader.locator("main")


def current():
    return Edition.objects.order_by("-number").first()


def add_picture():
    """A picture large enough to be shown, as the main one of the draft."""
    picture = make.make_picture(width=1200, height=800, alt="Ten flags before a building")
    make.attach_picture(current(), picture, alt="Ten flags before a building", is_lead=True)
    return picture


def test_written_checked_corrected_withdrawn_put_back_and_a_picture_hidden(newsroom, new_page):
    people = Newsroom(new_page)
    writer, editor = people.writer, people.editor

    # Written, handed in, sent back from the phone, mended, handed in again.
    people.write()
    picture = add_picture()
    writer.page.reload()
    people.hand_in()
    people.send_back("Say on which day the next meeting is.")
    writer.page.goto("/admin/")
    writer.follow("Open and mend")
    writer.arrive(TITLE)
    expect(writer.page.locator("#sent-back")).to_contain_text("Say on which day the next meeting is.")
    people.type_text("The meeting took place on 3 May 2024. The next one is in Hanoi on 9 June 2024.")
    writer.save()
    people.hand_in()
    assert current().state == State.IN_REVIEW
    expect(people.read("/")).not_to_contain_text(TITLE)

    # Approved at once by the second person: readers have it.
    people.approve_now()
    path = current().release.get_absolute_url()
    main = people.read(path)
    expect(main).to_contain_text("Hanoi on 9 June 2024")
    expect(main.get_by_alt_text("Ten flags before a building").first).to_be_visible()
    expect(people.read("/")).to_contain_text(TITLE)

    # A new version with a note, approved: the page says what was corrected, so does the list.
    writer.page.goto(f"/admin/news/edition/{current().pk}/change/")
    writer.press("New version")
    writer.arrive(TITLE)
    people.type_text("The meeting took place on 4 May 2024. The next one is in Hanoi on 9 June 2024.")
    writer.fill("What is different from the public version?", NOTE)
    writer.save()
    expect(people.read(path)).to_contain_text("3 May 2024")
    people.hand_in()
    people.approve_now()
    main = people.read(path)
    expect(main).to_contain_text("4 May 2024")
    expect(main.get_by_text(re.compile("^Updated"))).to_be_visible()
    main.get_by_text(re.compile("^Updated")).click()
    expect(main.get_by_role("listitem").filter(has_text=NOTE)).to_be_visible()
    expect(people.read("/corrections/")).to_contain_text(NOTE)

    # Withdrawn from the phone, with a notice above the text.
    change = f"/admin/news/edition/{current().pk}/change/"
    editor.page.goto(change)
    editor.follow("Withdraw")
    editor.arrive(f"Withdraw “{TITLE}”")
    editor.tick("Keep the text, with a notice")
    editor.page.get_by_role("textbox", name="Your reason").fill(REASON)
    editor.press("Withdraw")
    editor.page.get_by_text("Withdrawn. Readers see your notice above it.").wait_for()
    expect(people.read(path)).to_contain_text(REASON)
    expect(people.read("/withdrawn/")).to_contain_text(TITLE)
    expect(people.read("/")).not_to_contain_text(TITLE)

    # And put back.
    editor.follow("Put back")
    editor.arrive(f"Put back “{TITLE}”")
    editor.page.get_by_label("For the log and your colleagues").fill("It takes place after all.")
    editor.press("Put back")
    editor.page.get_by_text("It is back. Readers see it now.").wait_for()
    expect(people.read(path)).not_to_contain_text(REASON)
    expect(people.read("/")).to_contain_text(TITLE)
    expect(people.read("/withdrawn/")).not_to_contain_text(TITLE)

    # The picture is hidden from the phone: gone from the page, and its files with it.
    source = people.read(path).get_by_alt_text("Ten flags before a building").first.get_attribute("src")
    assert people.reader.request.get(source).status == 200
    editor.page.goto(change)
    editor.follow("Hide")
    editor.arrive("Hide this picture")
    editor.page.get_by_label("Why is it hidden?").fill("A child is on it.")
    editor.press("Hide now")
    editor.page.get_by_text("Hidden. Readers no longer find it anywhere.").wait_for()
    picture.refresh_from_db()
    assert picture.hidden_by.username == "seth"
    expect(people.read(path).get_by_alt_text("Ten flags before a building")).to_have_count(0)
    assert people.reader.request.get(source).status == 410
    assert current().state == State.PUBLISHED


def test_choosing_a_scan_types_nothing_into_other_fields(newsroom, new_page):
    officer = Officer(new_page(viewport={"width": 1280, "height": 800})).sign_in("wren")
    draft = make.make_release(title=TITLE, kind=ReleaseKind.NOTICE)
    officer.page.goto(f"/admin/news/edition/{draft.pk}/record_approval/")
    officer.arrive("Record an approval")
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    officer.page.locator("input[type=file]").set_input_files(scan)
    assert officer.value("By whom?") == ""
