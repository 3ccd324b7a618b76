"""The room of the words in a browser: names make the caption, a press begins the alternative text, a tap is the
focal point; by keyboard alone, on a phone, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from news.enums import ParticipationRole, PictureChoice, Role
from news.models import Picture
from news.record import picture_sets, picture_words
from tests import factories as make
from tests.browser import measure
from tests.factories import PASSWORD, make_account

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Police Lieutenant General Dato’ Sri Muhammad Abdurrahman Wickramasinghe-Sathyanarayanan bin Ismail"


@pytest.fixture
def talks():
    """A set of three pictures of an event with a few people, one of whom must not be shown."""
    writer = make_account("wren", Role.WRITER)
    facts = make.make_event(name="Talks", acronym="TALKS 2024", starts="2024-08-27", ends="2024-08-27")
    for name, role, rank in (
        ("Ana Cruz", ParticipationRole.CHAIR, "Colonel"),
        ("Kim Min", ParticipationRole.SPEAKER, "General"),
        (LONG, ParticipationRole.SPEAKER, ""),
    ):
        make.make_participation(facts, make.make_person(name), role=role, rank_long=rank)
    hidden = make.make_person("Hidden Person", do_not_show=True)
    make.make_participation(facts, hidden, role=ParticipationRole.DELEGATE)
    make.make_person("Lê Văn Bình")
    picture_set = picture_sets.new_set(by=writer, event=facts.event, release=make.make_release(event=facts).release)
    for _ in range(3):
        row = picture_sets.put_in(picture_set, make.make_picture(600, 600), by=writer)
        picture_sets.choose(row, PictureChoice.PUBLISH, by=writer)
    return picture_set


def open_room(page, picture_set):
    page.goto(f"/admin/login/?next=/admin/news/pictureset/{picture_set.pk}/words/")
    page.get_by_label("Username").fill("wren")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile("/words/"))
    return page.locator("[data-words] [data-row]")


def keys(picture_set):
    return [row.picture_id for row in picture_words.to_publish(picture_set)]


def name_of(row, name):
    return row.locator("[data-offer]").get_by_role("button", name=name)


def test_names_make_the_caption_and_a_press_begins_the_alt_text(page, talks):
    rows = open_room(page, talks)
    first = rows.first
    caption, alt = first.get_by_label("Caption: who it is"), first.get_by_label("Alt text: what is seen")
    name_of(first, "Kim Min").click()
    expect(caption).to_have_value("General Kim Min at TALKS 2024 in Manila.")
    first.get_by_role("button", name="Someone unnamed").click()
    name_of(first, "Ana Cruz").click()
    expect(caption).to_have_value(
        "From left: General Kim Min, an unnamed participant and Colonel Ana Cruz at TALKS 2024 in Manila."
    )
    expect(first.get_by_text("Made from the names. Ranks as of 27 August 2024.")).to_be_visible()
    expect(name_of(first, "Ana Cruz")).to_be_hidden()
    first.get_by_role("button", name="Take out: 2, Someone unnamed").click()
    first.get_by_role("button", name="Further left: 2, Ana Cruz").click()
    expect(caption).to_have_value("From left: Colonel Ana Cruz and General Kim Min at TALKS 2024 in Manila.")
    # Somebody of the directory.
    find = first.get_by_role("combobox", name="Somebody else, from the directory")
    find.fill("le van")
    page.get_by_role("option", name="Lê Văn Bình").click()
    expect(caption).to_have_value(
        "From left: Colonel Ana Cruz, General Kim Min and Lê Văn Bình at TALKS 2024 in Manila."
    )
    expect(find).to_have_value("")
    # What somebody typed is not overwritten.
    caption.fill("Colonel Cruz opens the talks.")
    first.get_by_role("button", name="Take out: 3, Lê Văn Bình").click()
    use = first.get_by_role("button", name="Use this")
    expect(first.locator("[data-proposal-words]")).to_have_text(
        "From left: Colonel Ana Cruz and General Kim Min at TALKS 2024 in Manila."
    )
    expect(caption).to_have_value("Colonel Cruz opens the talks.")
    use.click()
    expect(use).to_be_hidden()
    expect(caption).to_have_value("From left: Colonel Ana Cruz and General Kim Min at TALKS 2024 in Manila.")
    # The alternative text.
    first.get_by_role("radio", name="Panel").check()
    expect(first.get_by_text("How many people are in it?")).to_be_visible()
    first.get_by_role("combobox", name="People", exact=True).select_option("2")
    expect(alt).to_have_value("Two people sit at a long table on a stage. ")
    finish = first.locator("[data-finish]")
    expect(finish).to_be_visible()
    alt.press_sequentially("Cruz on the left holds a paper.")
    expect(finish).to_be_hidden()
    expect(first.get_by_text("It names Ana Cruz.")).to_be_visible()
    first.get_by_role("radio", name="Signing").check()
    expect(alt).to_have_value("Two people sign papers at a table. Cruz on the left holds a paper.")
    alt.fill("One of two people at a table holds a paper.")
    page.get_by_label("I looked").check()
    page.get_by_role("button", name="Next picture").click()
    expect(page.get_by_text("1 of 3 done").first).to_be_visible()
    second = page.locator("[data-row]").nth(1)
    expect(second).to_have_attribute("data-fold", "open")
    picture = Picture.objects.get(pk=keys(talks)[0])
    assert picture.alt == "One of two people at a table holds a paper."
    assert picture.people_shown.count() == 2


def test_somebody_who_must_not_be_shown(page, talks):
    rows = open_room(page, talks)
    name_of(rows.first, "Hidden Person").click()
    expect(rows.first.get_by_text("Hidden Person must not be shown.")).to_be_visible()
    expect(rows.first.locator("[data-state]")).to_contain_text("Must not be published")
    rows.first.get_by_role("button", name="Take out: 1").click()
    expect(rows.first.get_by_text("Hidden Person must not be shown.")).to_be_hidden()
    expect(rows.first.locator("[data-state]")).to_contain_text("Words are missing")


def test_the_focal_point_and_the_order(page, talks):
    rows = open_room(page, talks)
    first = rows.first
    aim = first.locator("[data-aim]")
    expect(aim).to_be_enabled()
    box = aim.bounding_box()
    aim.click(position={"x": box["width"] / 4, "y": box["height"] * 0.75})
    expect(first.locator("[data-aimed]")).to_contain_text(
        re.compile(r"2[456] per cent from the left, 7[456] from the top")
    )
    expect(first.locator("[data-ring]")).to_be_visible()
    expect(first.get_by_text("So it is cut for lists")).to_be_visible()
    aim.press("ArrowRight")
    aim.press("Shift+ArrowUp")
    expect(first.locator("[data-aimed]")).to_contain_text(re.compile(r"2[678] per cent from the left, 6[456]"))
    one, two, three = keys(talks)
    first.get_by_role("button", name="Later: Picture 1").click()
    expect(page.locator("[data-row]").first.locator("[data-number]")).to_have_text("1")
    page.locator("[data-row]").nth(2).get_by_role("button", name="Open or close").click()
    page.locator("[data-row]").nth(2).get_by_role("button", name="Make it the main picture").click()
    expect(page.locator("[data-row]").first).to_have_attribute("data-key", str(three))
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    assert keys(talks) == [three, two, one]
    picture = Picture.objects.get(pk=one)
    assert 25 <= picture.focus_x <= 29
    assert 63 <= picture.focus_y <= 67
    row = page.locator(f"#picture-{one}")
    if row.get_attribute("data-fold") == "closed":
        row.get_by_role("button", name="Open or close").click()
    row.get_by_role("button", name="Take it away").click()
    expect(row.locator("[data-ring]")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert Picture.objects.get(pk=one).focus_x is None


def test_by_keyboard_alone(page, talks):
    rows = open_room(page, talks)
    first = rows.first
    name_of(first, "Ana Cruz").focus()
    page.keyboard.press("Enter")
    expect(first.get_by_label("Caption: who it is")).to_have_value("Colonel Ana Cruz at TALKS 2024 in Manila.")
    # The focus goes on to the next name.
    expect(name_of(first, "Hidden Person")).to_be_focused()
    page.keyboard.press("Tab")
    expect(name_of(first, "Kim Min")).to_be_focused()
    page.keyboard.press("Space")
    take_out = first.get_by_role("button", name="Take out: 2, Kim Min")
    expect(take_out).to_be_visible()
    caption = first.get_by_label("Caption: who it is")
    for _ in range(12):
        page.keyboard.press("Tab")
        if caption.evaluate("(field) => field === document.activeElement"):
            break
    expect(caption).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("Tab")
        if first.get_by_label("Alt text: what is seen").evaluate("(field) => field === document.activeElement"):
            break
    page.keyboard.type("Two people talk beside a map.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    picture = Picture.objects.get(pk=keys(talks)[0])
    assert picture.alt.endswith("Two people talk beside a map.")
    assert picture.caption == "From left: Colonel Ana Cruz and General Kim Min at TALKS 2024 in Manila."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_everybody_can_use_it(new_page, talks, scheme):
    phone = new_page(viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True, color_scheme=scheme)
    rows = open_room(phone, talks)
    name_of(rows.first, LONG).tap()
    expect(rows.first.get_by_label("Caption: who it is")).to_have_value(f"{LONG} at TALKS 2024 in Manila.")
    rows.first.locator("[data-aim]").tap()
    name_of(rows.first, "Hidden Person").tap()
    expect(rows.first.get_by_text("Hidden Person must not be shown.")).to_be_visible()
    phone.evaluate("document.querySelectorAll('[data-fold=closed]').forEach((row) => { row.dataset.fold = 'open'; })")
    assert measure.sideways(phone) == []
    assert measure.small_targets(phone) == []
    assert measure.small_text(phone) == []
    assert measure.axe(phone) == []
    # Nothing half behind the bars: the whole page is on the screen.
    height = phone.evaluate("document.documentElement.scrollHeight")
    phone.set_viewport_size({"width": 1280, "height": height})
    phone.evaluate("scrollTo(0, 0)")
    assert measure.sideways(phone) == []
    assert measure.axe(phone) == []


def test_without_a_script(new_page, talks):
    page = new_page(viewport={"width": 1000, "height": 900}, java_script_enabled=False)
    rows = open_room(page, talks)
    second = rows.nth(1)
    second.get_by_label("Next from the left").first.fill("Kim Min")
    second.get_by_role("radio", name="Lectern").check(force=True)
    second.get_by_role("combobox", name="People", exact=True).select_option("1")
    second.get_by_label("From the left, per cent").fill("40")
    second.get_by_label("From the top, per cent").fill("30")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    picture = Picture.objects.get(pk=keys(talks)[1])
    assert picture.caption == "General Kim Min at TALKS 2024 in Manila."
    assert (picture.alt, picture.focus_x) == ("One person speaks at a lectern.", 40)
    expect(rows.nth(1).locator("[data-finish]")).to_be_visible()
    rows.nth(1).get_by_role("button", name="Earlier").click()
    expect(page.locator("[data-row]").first).to_have_attribute("data-key", str(picture.pk))
