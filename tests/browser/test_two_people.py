"""Two officers, two browsers, one release or event: the second chooses, and each typed character is found again."""

import pytest

from news import workflow
from news.models import Edition, EventEdition
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_desk(new_page, username, **names):
    account = make.make_account(username, **names)
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page, account


@pytest.fixture
def officers(new_page):
    make.make_own_organization()
    one, account = at_the_desk(new_page, "one", first_name="Muhammad", last_name="Anas")
    two, _ = at_the_desk(new_page, "two")
    return one, two, account


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()


def opened(edition, *pages):
    for page in pages:
        page.goto(f"/admin/news/{edition._meta.model_name}/{edition.pk}/change/")
        page.wait_for_load_state()


def test_two_save_one_release(officers):
    one, two, account = officers
    body = "<p>First paragraph of it.</p><p>Second paragraph of it.</p>"
    release = workflow.new_release({"title": "Units meet", "kind": "notice", "body": body}, by=account)
    opened(release, one, two)
    one.get_by_label("Title", exact=True).fill("Units meet in Manila")
    one.get_by_label("Summary", exact=True).fill("Six forces took part.")
    save(one)
    one.get_by_text("Saved at").wait_for()

    two.get_by_label("Title", exact=True).fill("Heads of units meet")
    editor = two.get_by_role("textbox", name="Text", exact=True)
    editor.click()
    two.keyboard.press("Control+End")
    two.keyboard.type(" Typed for an hour.")
    save(two)
    two.get_by_role("heading", name="Two versions: choose", level=1).wait_for()
    for words in ("Muhammad Anas saved while you were writing.", "Six forces took part.", "Typed for an hour."):
        assert two.get_by_text(words).first.is_visible()
    assert two.locator("input[type=radio]:checked").count() == 0, "nothing is chosen beforehand"

    solid = two.locator("[data-next]")
    solid.get_by_text("Go to number 1").wait_for()
    solid.click()
    assert two.evaluate("document.activeElement.type") == "radio"
    two.keyboard.press("Space")
    solid.get_by_text("Save what I chose").wait_for()
    solid.click()
    two.get_by_text("Saved at").wait_for()
    saved = Edition.objects.get(pk=release.pk)
    assert saved.title == "Heads of units meet"
    assert saved.standfirst == "Six forces took part."
    assert saved.body.endswith("<p>Second paragraph of it. Typed for an hour.</p>")


def test_only_the_rank_of_one_participant_differs(officers):
    one, two, account = officers
    people = [{"person": make.make_person("David Martinez Vinluan").pk, "rank_long": "Police Colonel"}]
    data = {"name": "Heads of units", "starts": "2024-09-17", "place": make.make_place().pk, "participations": people}
    event = workflow.new_event(data, by=account)
    opened(event, one, two)
    for page, rank in ((one, "Police Brigadier General"), (two, "Police Major General")):
        row = page.locator('[data-row="participations-0"]')
        row.get_by_role("button", name="Change").click()
        row.get_by_label("Rank", exact=True).fill(rank)
        save(page)
    one.get_by_text("Saved at").wait_for()
    two.get_by_role("group", name="1. Participant: Police Colonel David Martinez Vinluan: Rank").wait_for()
    both = two.locator("[data-question]")
    assert both.count() == 1
    assert "Major" in both.inner_text()
    assert "Brigadier" in both.inner_text()
    # Nothing fits tonight: what was typed is kept as a draft of its own.
    two.get_by_role("button", name="Keep mine as a copy").click()
    two.get_by_text("What you typed is kept here").wait_for()
    copy = EventEdition.objects.latest("pk")
    assert copy.participations.get().rank_long == "Police Major General"
    assert EventEdition.objects.get(pk=event.pk).participations.get().rank_long == "Police Brigadier General"
    assert EventEdition.objects.get(pk=event.pk).lock_version == 1, "it rises also when only rows change"
