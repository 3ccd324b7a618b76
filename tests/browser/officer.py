"""How an officer works at the desk: by what stands on the screen, counting each step.

A step is a field filled, an entry picked, a box ticked, a choice made or a button pressed.
"""

import re
from pathlib import Path

from tests.factories import PASSWORD

WORD = Path(__file__).with_name("word.html").read_text()

# What the clipboard brings when somebody copies in Word and presses Ctrl+V here.
PASTE = """(editor, text) => {
    const data = new DataTransfer();
    data.setData("text/html", text);
    data.setData("text/plain", "plain");
    editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Officer:
    """Somebody in front of a page. `within` narrows where to look: a row, a dialog's frame."""

    def __init__(self, page, *, taps=False):
        page.set_default_timeout(30_000)
        self.page = page
        self.taps = taps
        self.steps = []

    def did(self, what):
        self.steps.append(what)

    def look(self, frame=None):
        """Called where much has changed on the page or in a dialog's frame, for whoever measures it."""

    def click(self, target):
        target.tap() if self.taps else target.click()

    # Steps

    def fill(self, label, words, within=None):
        self._field(label, within).fill(words)
        self.did(f"{label}: {words}"[:60])

    def press(self, name, within=None, *, exact=True):
        self.click((within or self.page).get_by_role("button", name=name, exact=exact).filter(visible=True).first)
        self.did(f"[{name}]")

    def follow(self, name, within=None):
        self.click((within or self.page).get_by_role("link", name=name).first)
        self.did(f"[{name}]")

    def choose(self, label, option, within=None):
        """One of a list that unfolds; `option` is how its words begin."""
        field = self._field(label, within)
        words = field.locator("option").all_inner_texts()
        field.select_option(label=next(word for word in words if word.startswith(option)))
        self.did(f"{label}: {option}")

    def tick(self, words, within=None):
        """A box or one of several pills, by its words."""
        label = (within or self.page).locator("label").filter(has_text=re.compile(rf"(^|\s){re.escape(words)}"))
        self.click(label.first)
        self.did(f"({words})")

    def pick(self, label, letters, choice="", within=None):
        """Types some letters of an entry and takes it from the list."""
        self.look_up(label, letters, within)
        # Only of what the field found: the choices of a select beside it are options, too.
        found = (within or self.page).get_by_role("listbox").get_by_role("option", name=choice or letters)
        self.click(found.first)
        self.did(f"{label}: {choice or letters}")

    def look_up(self, label, letters, within=None):
        field = self._field(label, within)
        self.click(field)
        field.fill("")
        field.press_sequentially(letters)

    def paste_from_word(self):
        editor = self.page.get_by_role("textbox", name="Text", exact=True)
        self.click(editor)
        editor.evaluate(PASTE, WORD)
        self.did("Ctrl V")

    # Rows and dialogs

    def add_row(self, button, within=None):
        """Adds a row to a list, in which the focus then is; gives that row."""
        before = self.page.locator("[data-row]").count()
        self.press(button, within)
        rows = self.page.locator("[data-row]:has(:focus)")
        rows.last.wait_for()
        assert self.page.locator("[data-row]").count() == before + 1
        self.look()
        return self.page.locator(f'[data-row="{rows.last.get_attribute("data-row")}"]')

    def dialog(self, button, within=None):
        """Opens a dialog that adds an entry; gives the frame inside it."""
        self.follow(button, within)
        frame = self.page.frame_locator("dialog[open] iframe")
        frame.locator("form").first.wait_for()
        self.page.wait_for_function(
            "document.querySelector('dialog[open] iframe').contentDocument.readyState === 'complete'"
        )
        self.look(self.page.frames[-1])
        return frame

    def close_dialog(self, frame):
        self.press("Save", frame)
        self.page.locator("dialog[open]").wait_for(state="detached")

    # At the desk

    def arrive(self, title):
        """Waits for a page by its heading, and for its scripts."""
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        self.page.wait_for_load_state()
        self.look()

    def sign_in(self, username):
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.click(self.page.get_by_role("button", name="Sign in"))
        self.arrive("What waits")
        return self

    def save(self):
        self.press("Save")
        self.page.get_by_text(re.compile(r"Saved at \d\d:\d\d")).wait_for()
        self.page.wait_for_load_state()

    def open_release(self, title):
        self.page.goto("/admin/news/edition/")
        self.follow(title)
        self.arrive(title)

    def publish_alone(self, title, reason="The other editors are in Manila."):
        """From the list of releases to published."""
        self.open_release(title)
        self.click(self.page.get_by_text("Publish alone…"))
        self.did("[Publish alone…]")
        self.fill("Why can nobody else check it now?", reason)
        self.press("Publish alone")

    def value(self, label, within=None):
        return self._field(label, within).input_value()

    def _field(self, label, within):
        scope = within or self.page
        fields = scope.locator("input, select, textarea")
        return scope.get_by_label(label, exact=True).and_(fields).filter(visible=True).first
