"""What can be measured on a page: axe's findings, sizes of text and of targets, what goes over the edge."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The rules that a change of the colour scheme alone can break.
COLOURS = ["color-contrast", "link-in-text-block"]

AXE = """async ([type, values, within]) => {
    const found = await axe.run(within ? {include: [within]} : document, {runOnly: {type, values}, resultTypes: ["violations"]});
    return found.violations.flatMap(({id, nodes}) => nodes.map(
        (node) => `${id}: ${node.html.slice(0, 200)}\\n    ${node.any.concat(node.all, node.none).map((why) => why.message).join("; ")}`));
}"""

# Text that is seen, by the computed size of its letters; text for screen readers alone is left out.
SMALL_TEXT = """(least) => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Map();
    while (words.nextNode()) {
        const element = words.currentNode.parentElement;
        const text = words.currentNode.data.trim();
        if (!text || element.closest("script, style, noscript, template, option, .visually-hidden, .vh, .material-symbols-outlined")) continue;
        if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true}) || !element.getClientRects().length) continue;
        let size = parseFloat(getComputedStyle(element).fontSize);
        const drawing = element.closest("svg");
        if (drawing?.viewBox.baseVal?.width) size *= drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
        if (size < least - 0.05) found.set(`${size.toFixed(1)} px: ${text.slice(0, 60)}`, true);
    }
    return [...found.keys()];
}"""

SIDEWAYS = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const over = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && e.checkVisibility());
    return [`${root.scrollWidth} px wide on ${root.clientWidth}`, ...over.slice(-4).map((e) => e.outerHTML.slice(0, 160))];
}"""

# A target is as large as what can be touched: its label too, and for a tick or a radio only the label counts.
SMALL_TARGETS = """([least, within]) => {
    const found = [];
    const root = within ? document.querySelector(within) : document;
    const size = (e) => { const box = e.getBoundingClientRect(); return [box.width, box.height]; };
    for (const element of root.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option], [role=textbox]")) {
        if (element.closest(".skip") || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        // A link inside a sentence is as high as its line (WCAG 2.5.8, inline).
        if (element.matches("a") && getComputedStyle(element).display === "inline" && element.closest("p, li, dd, td, small")?.textContent.trim() !== element.textContent.trim()) continue;
        const boxes = [element, ...(element.labels ?? [])].map(size);
        if (!boxes.some(([width, height]) => width >= least - 0.5 && height >= least - 0.5)) {
            found.push(`${boxes.map(([w, h]) => `${Math.round(w)}×${Math.round(h)}`).join(" ")}: ${element.outerHTML.replace(/\\s+/g, " ").slice(0, 160)}`);
        }
    }
    return found;
}"""


def frames(page):
    """The page and what it frames, but for frames in which nothing can run: those are pages looked at on their own."""
    return [f for f in page.frames if f.parent_frame is None or f.frame_element().get_attribute("sandbox") is None]


def axe(page, *, within="", colours_only=False):
    """A line for each violation on the page as it stands, with what stands in its frames.

    `within` is for a dialog: what lies behind it can be neither touched nor heard, which axe does not know.
    """
    for frame in frames(page):
        if not frame.evaluate("Boolean(window.axe)"):
            frame.evaluate(Axe().axe_script)
    return page.evaluate(AXE, ["rule", COLOURS, within] if colours_only else ["tag", RULES, within])


def small_text(page, least=15):
    return page.evaluate(SMALL_TEXT, least)


def sideways(page):
    """Empty if the page cannot be scrolled sideways; else how wide it is, and what stands out."""
    return page.evaluate(SIDEWAYS)


def small_targets(page, least=44, within=""):
    return page.evaluate(SMALL_TARGETS, [least, within])


def top_of(page, selector):
    """How far down the page something begins, in CSS pixels."""
    return page.evaluate(
        "(selector) => document.querySelector(selector).getBoundingClientRect().top + scrollY", selector
    )


def open_all(page):
    """Unfolds what is folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details:not([open])').forEach((fold) => { fold.open = true; })")
