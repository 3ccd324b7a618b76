"""From a draft to readers: photographs sent in, chosen, put into words, into the release, checked, published."""

import re

import pytest
from playwright.sync_api import expect

from news import workflow
from news.enums import ParticipationRole, PictureChoice, Role
from news.models import SetPicture
from tests import factories as make
from tests.browser.officer import Officer
from tests.pictures.phone import phone_photograph

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Colonel Cruz and General Kim open the talks"
BOTH = "From left: Colonel Ana Cruz and General Kim Min at TALKS 2024 in Manila."
# Who is tapped, in this order, and the caption that this makes.
CAPTIONS = [
    (["Ana Cruz", "Kim Min"], BOTH),
    (["Kim Min"], "General Kim Min at TALKS 2024 in Manila."),
    (["Ana Cruz"], "Colonel Ana Cruz at TALKS 2024 in Manila."),
]
SEEN = "Behind them hangs a blue banner."
TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def draft():
    writer = make.make_account("writer", Role.WRITER)
    make.make_account("seth", Role.EDITOR)
    make.make_own_organization()
    make.make_contact()
    facts = make.make_event(name="Talks", acronym="TALKS 2024", starts="2024-08-27", ends="2024-08-27")
    for name, rank in (("Ana Cruz", "Colonel"), ("Kim Min", "General")):
        make.make_participation(facts, make.make_person(name), role=ParticipationRole.SPEAKER, rank_long=rank)
    make.publish(facts)
    content = {"title": TITLE, "standfirst": "They talked.", "body": "<p>They talked in Manila.</p>"}
    return workflow.new_release({**content, "kind": "event_report", "event": facts.event_id}, by=writer)


def photographs():
    files = {f"IMG_{number}.jpg": phone_photograph(number, megapixels=0.3) for number in range(1, 6)}
    files["IMG_6.jpg"] = phone_photograph(6, megapixels=0.3)[:9000]
    return [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files.items()]


def test_from_a_draft_to_readers(new_page, draft):
    desk = new_page(viewport={"width": 1280, "height": 900})
    writer = Officer(desk).sign_in("writer")
    desk.goto(f"/admin/news/edition/{draft.pk}/change/")
    send_in(desk)
    choose(desk)
    put_into_words(desk)
    desk.get_by_role("button", name="Put 3 pictures into the release").click()
    expect(desk.get_by_text("3 pictures are in the release now.")).to_be_visible()
    desk.get_by_role("link", name="Hand in").click()
    desk.get_by_label("seth").check()
    writer.press("Hand in")
    expect(desk.get_by_label("Text to send")).to_be_visible()

    second_person(new_page(**TELEPHONE), draft)
    readers(new_page(**TELEPHONE), draft)


def send_in(desk):
    desk.get_by_role("button", name="Many photographs? Send them together").click()
    desk.wait_for_url("**/upload/")
    expect(desk.get_by_role("button", name="Pick photographs")).to_be_visible()
    desk.set_input_files("#up-files", photographs())
    expect(desk.locator("[data-total-words]")).to_have_text("5 of 6 are here. 1 needs you.", timeout=30_000)
    expect(desk.locator(".up .left-out")).to_contain_text("damaged or cut off")
    desk.get_by_role("link", name="Choose", exact=True).click()


def choose(desk):
    place = desk.locator("#choose-place")
    # The script has come, and the keys with it.
    expect(desk.locator("section.choose")).to_be_focused()
    for number, key in enumerate("1311", start=1):
        expect(place).to_contain_text(f"Picture {number} of 5.")
        desk.keyboard.press(key)
    expect(place).to_contain_text("Picture 5 of 5.")
    expect(place).to_contain_text("Chosen to publish: 3.")
    expect(desk.locator("#desk-say")).to_have_text("Kept")
    desk.get_by_role("button", name="Words for 3").click()
    expect(desk.get_by_text("1 picture went to the archive.")).to_be_visible()
    chosen = list(SetPicture.objects.order_by("order").values_list("choice", flat=True))
    publish, archive, thrown = PictureChoice.PUBLISH, PictureChoice.ARCHIVE, PictureChoice.THROWN
    assert chosen == [publish, thrown, publish, publish, archive]


def put_into_words(desk):
    desk.get_by_label("Credit", exact=True).fill("A. Writer")
    for number, (names, caption) in enumerate(CAPTIONS):
        row = desk.locator("[data-words] [data-row]").nth(number)
        expect(row).to_have_attribute("data-fold", "open")
        for name in names:
            row.locator("[data-offer]").get_by_role("button", name=name).click()
        expect(row.get_by_label("Caption: who it is")).to_have_value(caption)
        row.get_by_role("radio", name="Group").check()
        row.get_by_role("combobox", name="People", exact=True).select_option(str(len(names)))
        alt = row.get_by_label("Alt text: what is seen")
        expect(alt).not_to_have_value("")
        expect(row.get_by_text("Finish this sentence.")).to_be_visible()
        alt.press_sequentially(SEEN)
        desk.get_by_role("button", name="Next picture").click()
        expect(desk.get_by_text(f"{number + 1} of 3 done", exact=True).first).to_be_visible()
    # Words alone do not bring them into the release: somebody must have looked.
    expect(desk.get_by_text("Look at all pictures first")).to_be_visible()
    desk.get_by_label("I looked").check()
    desk.get_by_role("button", name="Save", exact=True).filter(visible=True).click()
    expect(desk.get_by_text("Ticked by")).to_be_visible()


def second_person(phone, draft):
    """Sees each picture with its words, and who is in it; then it goes out."""
    editor = Officer(phone, taps=True).sign_in("seth")
    phone.goto(f"/admin/news/edition/{draft.pk}/review/")
    listed = phone.locator("#pictures li")
    expect(listed).to_have_count(3)
    expect(listed.first).to_contain_text(BOTH)
    expect(listed.first).to_contain_text(f"Two people stand side by side. {SEEN}")
    expect(listed.first).to_contain_text("Ana Cruz · Kim Min")
    editor.press("Approve")
    phone.wait_for_url("**/approve/**")
    editor.tick("Publish now")
    editor.press("Approve")
    expect(phone.get_by_text("Published. Readers see it now.")).to_be_visible()


def readers(page, draft):
    draft.release.refresh_from_db()
    page.goto(draft.release.get_absolute_url())
    page.get_by_role("heading", name=TITLE, level=1).wait_for()
    shown = page.locator("figure")
    expect(shown).to_have_count(3)
    for figure, (names, caption) in zip(shown.all(), CAPTIONS, strict=True):
        expect(figure.locator("figcaption")).to_contain_text(
            re.compile(rf"^\s*{re.escape(caption)}\s+Picture: A\. Writer")
        )
        picture = figure.locator("img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_attribute("alt", re.compile(re.escape(SEEN)))
        assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)"), names
