"""An editor's errands in the directory, by keyboard alone: a handover to somebody new, a merge and its way back."""

import datetime

import pytest

from news.enums import Role
from news.models import Alias, Person
from news.record.directory import refold
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

# Where the focus is, by what a listener hears; in a dialog, by what stands in its frame.
FOCUSED = """() => {
  let at = document.activeElement;
  if (at?.tagName === "IFRAME") at = at.contentDocument.activeElement;
  if (!at || at.tagName === "BODY" || at.tagName === "MAIN") return "";
  const labelled = at?.labels?.[0]?.textContent ?? at?.getAttribute("aria-label") ?? at?.textContent ?? "";
  return labelled.replace(/\\s+/g, " ").trim();
}"""


def sign_in(page):
    account = make.make_account("editor", role=Role.EDITOR)
    page.goto("/admin/login/")
    page.fill("[name=username]", account.username)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def tab_to(page, words, most=90):
    """Press Tab until the focus is on what is called so."""
    for _ in range(most):
        if words in page.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} presses of Tab do not lead to {words!r}, but to {page.evaluate(FOCUSED)!r}")


def pick(page, words, text):
    """Begin to type and take what is found first."""
    tab_to(page, words)
    page.keyboard.type(text, delay=10)
    frame = next((frame for frame in page.frames if frame.parent_frame), page)
    frame.locator(".pick-list:not([hidden]) [role=option]").first.wait_for()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_post_is_handed_over_to_somebody_new(new_page, width):
    force = make.make_organization("Royal Malaysia Police", acronym="RMP", folded="royal malaysia police rmp")
    refold(make.make_rank(force, "Assistant Commissioner of Police", "ACP"))
    leaves = make.make_person("Bakri Zainal Abidin")
    post = make.make_post(leaves, make.make_own_organization(), since=datetime.date(2023, 1, 1))
    page = new_page(viewport={"width": width, "height": 800})
    sign_in(page)
    page.goto(f"/admin/news/person/{leaves.pk}/change/")
    tab_to(page, "Hand over…")
    page.keyboard.press("Enter")
    page.wait_for_url("**/handover/**")
    tab_to(page, "First day")
    page.fill("#id_day", "2026-01-01")
    page.get_by_text("Last day of Bakri Zainal Abidin: Wednesday, 31 December 2025").wait_for()

    # Who comes is not there yet: typed, then added in the dialog.
    tab_to(page, "Who comes?")
    page.keyboard.type("Ilham Prasetyo")
    tab_to(page, "New person")
    page.keyboard.press("Enter")
    page.frame_locator("iframe").locator("#id_name").wait_for()
    page.wait_for_function(f"({FOCUSED})() === 'As printed'")
    assert page.frame_locator("iframe").locator("#id_name").input_value() == "Ilham Prasetyo"
    page.keyboard.press("Control+s")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.evaluate(FOCUSED) == "Who comes?"
    assert page.locator("#id_successor_find").input_value() == "Ilham Prasetyo"

    pick(page, "Rank of who comes", "acp")
    page.keyboard.press("Control+s")
    page.get_by_text("Ilham Prasetyo holds this post from 1 January 2026.").wait_for()
    post.refresh_from_db()
    begun = Person.objects.get(name="Ilham Prasetyo").posts.get()
    assert (post.until, begun.since) == (datetime.date(2025, 12, 31), datetime.date(2026, 1, 1))
    assert begun.rank.short == "ACP"


def test_two_entries_are_merged_and_taken_apart(page):
    right, wrong = make.make_person("Nguyen Huu Ngoc"), make.make_person("Ngyuen Huu Ngoc")
    make.make_participation(make.make_event(), wrong)
    sign_in(page)
    page.goto(f"/admin/news/person/{right.pk}/change/")
    tab_to(page, "Compare: Ngyuen Huu Ngoc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/merge/**")
    for words, key in [("Nguyen Huu Ngoc", "Space"), ("Also correct", "Space")]:
        page.locator(f"label:has-text('{words}') input").first.focus()
        page.keyboard.press(key)
    # The second of the two: a mistake.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+s")
    page.get_by_text("is merged into this entry.").wait_for()
    assert Alias.objects.get(person=right).kind == "misspelling"
    tab_to(page, "Take it back: Ngyuen Huu Ngoc")
    page.keyboard.press("Enter")
    page.get_by_text("The merge is taken back").wait_for()
    assert Person.objects.current().count() == 2


def test_posts_are_added_and_changed_by_key(page):
    force = make.make_organization("Royal Thai Police", acronym="RTP", folded="royal thai police rtp")
    person = make.make_post(organization=force, position="Old post").person
    event = make.make_event(starts=datetime.date(2024, 8, 27))
    make.make_participation(event, person, organization=force)
    sign_in(page)
    page.goto(f"/admin/news/person/{person.pk}/change/")
    tab_to(page, "Change: ")
    page.keyboard.press("Enter")
    tab_to(page, "Use that day")
    page.keyboard.press("Enter")
    assert page.locator("#id_posts-0-since").input_value() == "2024-08-27"
    tab_to(page, "Add a post")
    page.keyboard.press("Enter")
    page.keyboard.type("Next post")
    pick(page, "Organization", "rtp")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved at").wait_for()
    assert set(person.posts.values_list("position", "since")) == {
        ("Old post", datetime.date(2024, 8, 27)),
        ("Next post", None),
    }


def test_a_namesake_is_taken_in_the_dialog(page):
    there = make.make_person("Nguyen Huu Ngoc")
    post = make.make_post()
    sign_in(page)
    page.goto(f"/admin/news/person/{post.person_id}/handover/{post.pk}/")
    tab_to(page, "Who comes?")
    page.keyboard.type("Nguyễn Hữu Ngọc")
    tab_to(page, "New person")
    page.keyboard.press("Enter")
    page.frame_locator("iframe").locator("#id_name").wait_for()
    page.wait_for_function(f"({FOCUSED})() === 'As printed'")
    page.keyboard.press("Control+s")
    page.frame_locator("iframe").get_by_text("Is it one of these?").wait_for()
    tab_to(page, "Take that one")
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.locator("#id_successor_find").input_value() == "Nguyen Huu Ngoc"
    assert page.locator("#id_successor").input_value() == str(there.pk)
    assert Person.objects.count() == 2
