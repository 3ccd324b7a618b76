"""The errand with a thumb on a telephone 360 pixels wide, and a release with a keyboard alone."""

import pytest

from news.models import Edition, EventEdition
from tests.browser import errand, measure
from tests.browser.errand import NAME, PANEL, TITLE, enter_event, write_release
from tests.browser.officer import Officer

newsroom = errand.newsroom

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

# What a listener hears of the place where the focus is.
FOCUSED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "";
    const labelled = document.getElementById(at.getAttribute("aria-labelledby"));
    const seen = (element) => { const copy = element.cloneNode(true); copy.querySelectorAll("[aria-hidden=true]").forEach((icon) => icon.remove()); return copy.textContent; };
    return (labelled ? seen(labelled) : at.labels?.length ? seen(at.labels[0]) : at.getAttribute("aria-label") ?? seen(at)).replace(/\\s+/g, " ").trim();
}"""

# The focus is nowhere under a bar that sticks to an edge (WCAG 2.4.11).
COVERED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body || at.matches(".skip, main")) return "";
    const box = at.getBoundingClientRect();
    const places = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
    const seen = places.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (at.contains(top) || top.contains(at)); });
    return seen ? "" : at.outerHTML.slice(0, 160);
}"""


class Thumb(Officer):
    """An officer who taps, and measures each page, row and dialog that comes up."""

    def __init__(self, page):
        super().__init__(page, taps=True)
        self.wrong = set()

    def look(self, frame=None):
        for place in filter(None, [self.page, frame]):
            where = place.url.rpartition("/admin/")[2]
            found = [*measure.sideways(place), *measure.small_targets(place)]
            self.wrong.update(f"{where}: {line}" for line in found)


def test_the_errand_with_a_thumb(new_page, newsroom):
    page = new_page(**TELEPHONE)
    officer = Thumb(page).sign_in("writer")
    enter_event(officer)
    officer.look()
    write_release(officer)
    officer.look()
    release = Edition.objects.get()
    facts = EventEdition.objects.get()
    assert (release.title, release.event) == (TITLE, facts.event)
    assert facts.organizers.count() == 2
    assert facts.sessions.get().participations.count() == 2

    # Lists stand as cards, the menu lies over the page.
    for name, entry in [("Press releases", TITLE), ("Events", NAME), ("People", "Alexander K. Ramos")]:
        officer.press("Menu")
        officer.look()
        officer.follow(name, page.locator("#desk-side"))
        officer.arrive(name)
        assert page.get_by_role("link", name=entry).first.is_visible()
    officer.follow("Alexander K. Ramos")
    officer.arrive("Alexander K. Ramos")
    officer.add_row("Add a post")
    assert not officer.wrong, "\n".join(sorted(officer.wrong))


def test_rows_are_moved_taken_out_and_put_back_with_a_thumb(new_page, newsroom):
    officer = Thumb(new_page(**TELEPHONE)).sign_in("writer")
    officer.follow("New event")
    officer.arrive("New event")
    officer.fill("Name", NAME)
    officer.fill("Dates", "17 September 2024")
    for title in ("First", "Second"):
        officer.fill("Title", title, officer.add_row("Add a session"))
    second = officer.page.locator('[data-row="sessions-1"]')
    officer.press("Up:", second, exact=False)
    officer.press("Take out: First", exact=False)
    officer.press("Put it back")
    officer.fill("Title", PANEL, second)
    officer.save()
    assert [session.title for session in EventEdition.objects.get().sessions.order_by("order")] == [PANEL, "First"]


@pytest.mark.parametrize("options", [{"viewport": {"width": 1280, "height": 800}}, {"viewport": TELEPHONE["viewport"]}])
def test_a_release_is_written_and_saved_with_the_keyboard_alone(new_page, newsroom, options):
    page = new_page(**options)
    officer = Officer(page).sign_in("writer")
    keys = page.keyboard
    covered = set()

    def tab_to(words, most=60):
        for _ in range(most):
            keys.press("Tab")
            if hidden := page.evaluate(COVERED):
                covered.add(hidden)
            if page.evaluate(FOCUSED).startswith(words):
                return
        raise AssertionError(f"{most} presses of Tab do not lead to {words!r}")

    tab_to("New release")
    keys.press("Enter")
    officer.arrive("New press release")
    tab_to("Title")
    keys.type("Notice of a holiday")
    tab_to("Summary")
    keys.type("The Secretariat is closed on one day.")
    tab_to("Text")
    keys.type("The office is closed:")
    keys.press("Enter")
    keys.type("on Monday")
    # The tools over the text are one stop of the Tab key, with arrows between them.
    keys.press("Shift+Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement.title") == "List":
            break
        keys.press("ArrowRight")
    keys.press("Enter")
    page.locator(".ProseMirror li", has_text="on Monday").wait_for()
    tab_to("What kind is it?", most=10)
    keys.type("Notice")
    keys.press("Control+s")
    page.get_by_text("Saved at").wait_for()
    edition = Edition.objects.get()
    assert (edition.title, edition.kind) == ("Notice of a holiday", "notice")
    assert edition.body == "<p>The office is closed:</p><ul><li>on Monday</li></ul>"
    assert not covered, "the focus is hidden:\n" + "\n".join(covered)
