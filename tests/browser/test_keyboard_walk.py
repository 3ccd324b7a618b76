"""Readers who have no mouse, need large letters, no motion or few colours: a walk, and every type of page.

The list of suggestions, the months and the viewer are tried key by key in `test_search`, `test_calendar`
and `test_viewer`; here nothing is focused but by Tab.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import demonstration, measure
from tests.browser.chromium import CHROMIUM
from tests.browser.conftest import ARGUMENTS
from tests.browser.demonstration import PUBLIC, WIDE

demo = demonstration.demo
transactional_db = demonstration.transactional_db
window, screen = demonstration.window, demonstration.screen

# Where the focus is: what it is called, and whether somebody sees that it is there.
FOCUS = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const [x, y] = [Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1), (box.top + box.bottom) / 2];
    const there = document.elementFromPoint(x, y);
    return {
        name: (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent).replace(/\\s+/g, " ").trim(),
        place: element === document.body ? "body" : element.outerHTML.slice(0, 120),
        seen: Boolean(box.width && box.height && there && (element.contains(there) || there.contains(element))),
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
}"""

# Text that is cut off: its box hides what does not fit, and something does not.
CUT = """() => [...document.querySelectorAll("body *")].filter((element) => {
    const style = getComputedStyle(element);
    if (element.closest("svg, .visually-hidden, .skip") || !element.checkVisibility({visibilityProperty: true})) return false;
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (!wide && !high) return false;
    const box = element.getBoundingClientRect();
    return [...element.querySelectorAll("*")].some((inside) => {
        if (inside.closest("svg, .visually-hidden") || !inside.textContent.trim()) return false;
        const its = inside.getBoundingClientRect();
        return its.width && (its.right > box.right + 1 || its.bottom > box.bottom + 1 || its.left < box.left - 1 || its.top < box.top - 1);
    });
}).map((element) => element.outerHTML.slice(0, 160))"""

# Text that lies on other text: two lines of different elements that share more than a sliver.
OVERLAPS = """() => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines = [];
    while (words.nextNode()) {
        const element = words.currentNode.parentElement;
        if (!words.currentNode.data.trim() || element.closest("svg, script, .visually-hidden, .skip, option")) continue;
        if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(words.currentNode);
        for (const box of range.getClientRects()) lines.push({box, text: words.currentNode.data.trim().slice(0, 40)});
    }
    lines.sort((one, other) => one.box.top - other.box.top);
    const found = [];
    lines.forEach((one, at) => {
        for (let next = at + 1; next < lines.length && lines[next].box.top < one.box.bottom; next++) {
            const other = lines[next];
            const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
            const high = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
            if (wide > 4 && high > Math.min(one.box.height, other.box.height) / 2) found.push(`${one.text} / ${other.text}`);
        }
    });
    return found;
}"""

# What still moves: transitions and animations that take time, and scrolling that glides.
MOVES = """() => {
    const long = (list) => list.split(",").some((time) => parseFloat(time) > 0.01);
    const found = [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return long(style.transitionDuration) || (style.animationName !== "none" && long(style.animationDuration));
    }).map((element) => element.outerHTML.slice(0, 120));
    if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") found.push("scrolling glides");
    return found;
}"""

# Of each group of links, those that say where the reader is or what is chosen look like the others.
ALIKE = """() => {
    const look = (element) => {
        const style = getComputedStyle(element);
        return ["borderTopWidth", "borderLeftWidth", "borderBottomColor", "outlineStyle", "backgroundColor", "fontWeight"]
            .map((name) => style[name]).join(" ");
    };
    return [...document.querySelectorAll(":is(.nav, .chips, .pages, .facets, .month) [aria-current]")].filter((element) => {
        const group = element.closest(".nav, .chips, .pages, .facets, .month");
        const other = [...group.querySelectorAll(element.localName)].find((one) => !one.hasAttribute("aria-current"));
        return other && element.checkVisibility() && look(element) === look(other);
    }).map((element) => element.outerHTML.slice(0, 120));
}"""

SHOWN = """() => [...document.querySelectorAll("a[href], button, input, select, summary, h1, h2, h3, h4, p, li, dt, dd, td, th, time, mark, figcaption, img, svg:not(.locator)")]
    .filter((element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && element.getClientRects().length)
    .filter((element) => !element.closest(".locator")).length"""


class Hands:
    """The keyboard of a page, with what is under it."""

    def __init__(self, page):
        self.page = page

    def tab_to(self, name, key="Tab", most=150):
        """Presses Tab until the focus is on what is called so. Each stop on the way must be seen."""
        stops = []
        for _ in range(most):
            self.page.keyboard.press(key)
            stop = self.page.evaluate(FOCUS)
            stops.append(stop["name"][:40])
            assert stop["place"] != "body", f"the page ended before {name}: {stops}"
            assert stop["seen"], f"the focus is not seen on {stop['place']}"
            assert stop["ring"], f"nothing shows that the focus is on {stop['place']}"
            if re.search(name, stop["name"]):
                return stop
        raise AssertionError(f"{name} is not among {stops}")

    def press(self, key, name=None):
        if name:
            self.tab_to(name)
        self.page.keyboard.press(key)


@pytest.fixture
def hands(screen, demo):
    return Hands(screen)


def test_from_the_front_page_through_search_filters_and_chips_to_a_release(screen, hands):
    screen.goto("/")
    hands.press("Enter", "^Skip to main content$")
    expect(screen.locator("main")).to_be_focused()
    screen.keyboard.press("Tab")
    assert screen.evaluate("document.querySelector('main').contains(document.activeElement)")
    screen.goto("/")
    hands.tab_to("^Search the newsroom$")
    screen.keyboard.type("cybercrime")
    expect(screen.get_by_role("listbox", name="Suggestions").get_by_role("option").first).to_be_visible()
    screen.keyboard.press("Escape")
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/search/?q=cybercrime")
    hands.press("Enter", "^Press releases [0-9]")
    screen.wait_for_url("**type=release")
    hands.press("Enter", "^2024 [0-9]")
    screen.wait_for_url("**year=2024")
    hands.press("Enter", "^Remove filter: Press releases$")
    screen.wait_for_url("**/search/?q=cybercrime&year=2024")
    hands.press("Enter", "^Secretariat sends three officers")
    expect(screen.get_by_role("heading", level=1)).to_contain_text("Secretariat sends three officers")


def test_the_filters_of_a_phone_unfold_by_keyboard(screen, hands):
    screen.set_viewport_size({"width": 390, "height": 844})
    screen.goto("/news/")
    hands.press("Enter", "^Narrow the list$")
    hands.press("Enter", "^2024")
    screen.wait_for_url("**/news/?year=2024")
    hands.press("Enter", "^Remove filter: 2024$")
    screen.wait_for_url("**/news/")
    hands.press("Enter", "^Narrow the list$")
    hands.press("Enter", "^[0-9]+ more$")
    hands.press("Enter", "^Wildlife and environmental crime")
    screen.wait_for_url("**/news/?topic=wildlife-*")


def test_the_calendar_from_month_to_month_to_an_event_and_back(screen, hands):
    screen.goto("/events/?year=2024&month=8")
    hands.press("Enter", "^September$")
    expect(screen.get_by_role("heading", level=1)).to_have_text("Events: September 2024")
    hands.press("Enter", "Working Group Meeting on Cybercrime")
    expect(screen.get_by_role("heading", level=1)).to_contain_text("Working Group Meeting on Cybercrime")
    hands.press("Enter", "^2024$")
    screen.wait_for_url("**/events/?year=2024")
    hands.press("Enter", "^September$")
    screen.wait_for_url("**month=9")


def test_the_viewer_of_photographs_keeps_the_keyboard_and_gives_it_back(screen, hands, demo):
    screen.goto(PUBLIC["release with event"](demo))
    photographs = screen.locator("figure a[data-full]:has(img)")
    for _ in range(150):
        screen.keyboard.press("Tab")
        if screen.evaluate("document.activeElement.matches('figure a[data-full]:has(img)')"):
            break
    screen.keyboard.press("Enter")
    viewer = screen.get_by_role("dialog")
    expect(viewer).to_be_visible()
    expect(viewer.get_by_text(f"1 / {photographs.count()}")).to_be_visible()
    assert not screen.evaluate(MOVES)
    names = set()
    for _ in range(12):
        screen.keyboard.press("Tab")
        # Past its last button Tab leads out to the browser's own bars, and from there back: never to the page behind.
        assert viewer.evaluate(
            "(it) => it.contains(document.activeElement) || document.activeElement === document.body"
        )
        names.add(screen.evaluate("document.activeElement.title"))
    assert {"Close", "Zoom", "Next picture", "Download full size"} <= names
    screen.keyboard.press("ArrowRight")
    expect(viewer.get_by_text(f"2 / {photographs.count()}")).to_be_visible()
    screen.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(photographs.first).to_be_focused()


def test_every_stop_of_the_map_and_of_the_page_to_subscribe_is_seen(screen, hands):
    screen.goto("/events/map/")
    hands.press("Enter", "^2024$")
    screen.wait_for_url("**/events/map/?year=2024")
    hands.tab_to("^Malaysia$")
    hands.press("Enter", "^Feeds and calendar$")
    screen.wait_for_url("**/subscribe/")
    hands.tab_to("^Topic")
    screen.keyboard.type("Cyber")
    hands.press("Enter", "^Show the addresses$")
    screen.wait_for_url("**topic=cybercrime**")
    hands.tab_to("feeds/news.rss")


@pytest.fixture(scope="module")
def large(browser, live_server):
    """A page in a browser whose reader set letters of twice the size."""
    with_letters = [*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    reader = browser.browser_type.launch(executable_path=CHROMIUM, args=with_letters)
    page = reader.new_page(base_url=live_server.url, viewport=WIDE, reduced_motion="reduce")
    yield page
    reader.close()


@pytest.mark.parametrize("name", PUBLIC)
def test_with_letters_of_twice_the_size_nothing_is_lost(large, demo, name):
    large.goto(PUBLIC[name](demo))
    large.evaluate("document.fonts.ready.then(() => true)")
    assert large.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 32
    measure.open_all(large)
    assert not measure.sideways(large)
    assert not large.evaluate(CUT)
    assert not large.evaluate(OVERLAPS)


@pytest.mark.parametrize("name", PUBLIC)
def test_in_forced_colours_and_without_motion_all_is_there(screen, demo, name):
    screen.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    screen.goto(PUBLIC[name](demo))
    shown = screen.evaluate(SHOWN)
    assert not screen.evaluate(MOVES)
    wrong = []
    for scheme in ("light", "dark"):
        screen.emulate_media(color_scheme=scheme, forced_colors="active")
        assert screen.evaluate(SHOWN) == shown
        wrong += screen.evaluate(ALIKE)
    screen.emulate_media(forced_colors="none")
    assert not wrong, "What is chosen looks like the rest:\n" + "\n".join(wrong)
