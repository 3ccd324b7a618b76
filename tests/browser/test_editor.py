"""The editor alone, on a bare page: what Word's clipboard becomes, and that editing keeps all the schema allows."""

from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template

from news import html
from news.admin.editor import ReleaseTextField

WORD = Path(__file__).with_name("word.html").read_text()

BARE = Template(
    '<!doctype html><html lang="en"><title>Bare</title><meta charset="utf-8">{{ form.media }}'
    '<div class="field" style="margin-top: 6rem"><label for="id_text" id="id_text_label">Text</label>{{ form.text }}</div>'
)

PASTE = """(editor, text) => {
    const data = new DataTransfer();
    data.setData("text/html", text);
    data.setData("text/plain", "plain");
    editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""

EVERYTHING = html.clean(
    "<p>One <strong>b</strong>, <em>i</em> and <strong><em>both</em></strong><br>line "
    '<a href="https://example.org/">x</a> <a href="/news/">ours</a></p><h2>Two</h2><h3>Three</h3><h4>Four</h4>'
    '<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul><ol start="4"><li>e</li></ol>'
    "<blockquote><p>q</p><ul><li>z</li></ul><footer>Cho, in <cite>The Star</cite></footer></blockquote>"
    "<blockquote><p>by nobody</p></blockquote><table><caption>Title</caption><thead><tr><th>A</th>"
    "<th colspan=2>B</th></tr></thead><tbody><tr><th>r</th><td>1</td><td rowspan=2>2<ul><li>in a cell</li></ul></td></tr>"
    "<tr><td>x</td><td>y</td></tr></tbody></table><hr>"
    '<figure><img src="/media/a/b.jpg" alt="Alt" width="4" height="3"><figcaption>Caption <cite>Who</cite></figcaption></figure>'
    '<figure><img src="/media/a/c.jpg" alt="Alt"></figure><p>End</p>'
).html


@pytest.fixture
def write(new_page):
    """Opens the editor with a text; gives the page, its text box, and a function that reads what would be sent."""

    def open_with(text=""):
        page = new_page(viewport={"width": 1280, "height": 900})
        form = forms.Form(initial={"text": text})
        form.fields["text"] = ReleaseTextField(required=False)
        body = BARE.render(Context({"form": form}))
        page.route("**/bare", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.route(
            "**/media/**",
            lambda route: route.fulfill(body="<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
        )
        page.goto("/bare")
        box = page.get_by_role("textbox", name="Text", exact=True)
        box.wait_for()
        return page, box, lambda: page.locator("#id_text").input_value()

    return open_with


def test_lists_of_word_stay_lists_and_its_fonts_and_pictures_go(write):
    _, box, sent = write()
    box.click()
    box.evaluate(PASTE, WORD)
    assert html.clean(sent()).html == (
        "<h2>Outcome of the meeting</h2><p>The <strong>heads</strong> agreed on three points:</p>"
        "<ul><li>Sharing of leads<ul><li>within a day</li></ul></li><li><em>Joint</em> training</li></ul>"
        '<ol start="3"><li>Third</li><li><strong>Fourth</strong></li></ol>'
        "<table><tbody><tr><td>Force</td><td>People</td></tr></tbody></table>"
        '<p>See <a href="https://example.org/x">the page</a> and a file.</p>'
    )
    assert not html.clean(sent()).removed


def test_editing_keeps_everything_that_the_schema_allows(write):
    page, _, sent = write(EVERYTHING)
    assert sent() == EVERYTHING, "opening alone changes nothing"
    page.locator(".ProseMirror > p").last.click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert html.clean(sent()) == (EVERYTHING.replace("End", "End!"), [])


def test_a_quotation_names_its_speaker(write):
    page, box, sent = write()
    box.click()
    page.keyboard.type("We go on.")
    page.get_by_role("button", name="Quote with speaker").click()
    assert sent() == "<blockquote><p>We go on.</p></blockquote>", "an empty line for the speaker is not printed"
    page.locator("blockquote footer").click()
    page.keyboard.type("Cho Ji Ho")
    page.keyboard.press("Enter")
    page.keyboard.type("After it.")
    assert sent() == "<blockquote><p>We go on.</p><footer>Cho Ji Ho</footer></blockquote><p>After it.</p>"
    page.locator("blockquote p").click()
    page.get_by_role("button", name="Quote with speaker").click()
    assert sent() == "<p>We go on.</p><p>Cho Ji Ho</p><p>After it.</p>", (
        "the name is not thrown away with the quotation"
    )


def test_a_link_needs_no_https_and_the_tools_are_one_stop_of_the_tab_key(write):
    page, box, sent = write()
    box.click()
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_label("Web address").fill("example.org/x")
    page.get_by_role("button", name="Link it").click()
    assert sent() == '<p><a href="https://example.org/x">example.org/x</a></p>'
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator(":focus").get_attribute("aria-label") == "Italic"
    page.keyboard.press("Shift+Tab")
    assert page.locator("[role=toolbar] :focus").count() == 0
