import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news import html

# What stands in the left column is kept as the right one; None: it is kept as it is.
FORMS = [
    ("", None),
    ("<p>One</p><p>Two</p>", None),
    ("<h2>One</h2><h3>Two</h3><h4>Three</h4>", None),
    ("<h1>One</h1><h5>Two</h5><h6>Three</h6>", "<h2>One</h2><h4>Two</h4><h4>Three</h4>"),
    ("loose <b>text</b>", "<p>loose <strong>text</strong></p>"),
    ("<div>One</div><div><i>Two</i></div>", "<p>One</p><p><em>Two</em></p>"),
    ("<p>One<br>Two</p>", None),
    ("<p>One<br><br>Two</p>", "<p>One</p><p>Two</p>"),
    ("<p> </p><p>&nbsp;</p><p><br></p><p>\u200b</p><h2></h2><ul><li></li></ul><blockquote></blockquote>", ""),
    ("<p>Two   words &nbsp; more</p>", "<p>Two words more</p>"),
    ("<p>10&nbsp;km</p>", None),
    ("<p>a<b> b </b>c</p>", "<p>a <strong>b</strong> c</p>"),
    ("<h2><strong>Bold</strong></h2>", "<h2>Bold</h2>"),
    ("<p><em><strong>Both</strong></em></p>", "<p><strong><em>Both</em></strong></p>"),
    ("<p>Tom &amp; “Jerry” &lt;3 'x' \"y\"</p>", None),
    ("<hr><p>A</p><hr><hr><p>B</p><hr>", "<p>A</p><hr><p>B</p>"),
    ("<section><header>A</header><article>B</article></section>", "<p>A</p><p>B</p>"),
    ("<dl><dt>A</dt><dd>B</dd></dl>", "<p>A</p><p>B</p>"),
    ("<p>H<sub>2</sub>O, 2<sup>nd</sup>, <u>u</u>, <s>s</s>, <code>c</code></p>", "<p>H2O, 2nd, u, s, c</p>"),
    ("<p>A</p><!-- hidden --><p>B</p>", "<p>A</p><p>B</p>"),
    # lists
    ("<ul><li>A<ul><li>B</li></ul></li></ul>", None),
    ("<ul><li><p>A</p></li><li><p>B</p><p>C</p></li></ul>", "<ul><li>A</li><li><p>B</p><p>C</p></li></ul>"),
    ("<ul><li>A</li><ul><li>B</li></ul></ul>", "<ul><li>A<ul><li>B</li></ul></li></ul>"),
    ("<ul><li><ul><li>B</li></ul></li></ul>", "<ul><li>B</li></ul>"),
    ('<ol start="3"><li>C</li></ol>', None),
    ('<ol start="x"><li>C</li></ol>', "<ol><li>C</li></ol>"),
    ("<ul>A<li>B</li></ul>", "<ul><li>A</li><li>B</li></ul>"),
    ("<ul><li><h2>A</h2></li></ul>", "<ul><li>A</li></ul>"),
    # quotations
    ("<blockquote><p>Q</p></blockquote>", None),
    ("<blockquote><p>Q</p><footer>— A. Name, Director</footer></blockquote>", None),
    (
        "<blockquote><p>Q</p><p>— A. Name</p></blockquote>",
        "<blockquote><p>Q</p><footer>— A. Name</footer></blockquote>",
    ),
    (
        "<blockquote><p>Q</p><p>-- A. <b>Name</b></p></blockquote>",
        "<blockquote><p>Q</p><footer>— A. <strong>Name</strong></footer></blockquote>",
    ),
    (
        "<blockquote><p>Q</p><p><cite>A. Name</cite></p></blockquote>",
        "<blockquote><p>Q</p><footer>— <cite>A. Name</cite></footer></blockquote>",
    ),
    (
        "<blockquote>Q<footer>A. Name</footer></blockquote>",
        "<blockquote><p>Q</p><footer>— A. Name</footer></blockquote>",
    ),
    ("<blockquote><p>— not a speaker</p></blockquote>", None),
    ("<footer>A</footer><p><cite>B</cite></p>", "<p>A</p><p>B</p>"),
    # tables
    (
        "<table><tr><th>A</th><th>B</th></tr><tr><th>C</th><td>1</td></tr></table>",
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        '<tbody><tr><th scope="row">C</th><td>1</td></tr></tbody></table>',
    ),
    (
        '<table><caption><b>Seats</b></caption><tr><td colspan="2" rowspan="1">A</td></tr><tr><td>1</td><td>2</td></tr></table>',
        '<table><caption>Seats</caption><tbody><tr><td colspan="2">A</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
    ),
    ("<table><tr><td><p>A box</p><p>around</p></td></tr></table>", "<p>A box</p><p>around</p>"),
    ("<table><tr><td></td><td> </td></tr></table>", ""),
    (
        "<ul><li>A<table><tr><td>1</td><td>2</td></tr></table></li></ul>",
        "<ul><li><p>A</p><p>1, 2</p></li></ul>",
    ),
    (
        "<table><tr><td>A<table><tr><td><ul><li>1</li></ul></td><td>2</td></tr></table></td><td>B</td></tr></table>",
        "<table><tbody><tr><td><p>A</p><p>1, 2</p></td><td>B</td></tr></tbody></table>",
    ),
    # pictures
    (
        '<figure><img src="/media/a.jpg" alt="Two men" width="3" height="2"><figcaption>At work. <cite>Photo: KNPA</cite></figcaption></figure>',
        None,
    ),
    ('<p>A<img src="/media/a.jpg">B</p>', '<p>A</p><figure><img src="/media/a.jpg" alt=""></figure><p>B</p>'),
    (
        '<ul><li>A<img src="/media/a.jpg" alt="x"></li></ul><p>B</p>',
        '<ul><li>A</li></ul><figure><img src="/media/a.jpg" alt="x"></figure><p>B</p>',
    ),
    ('<figure><img src="https://e.org/a.jpg"><figcaption>Words stay</figcaption></figure>', "<p>Words stay</p>"),
    # links
    ('<p><a href="https://www.interpol.int/a?b=1&amp;c=2#d">I</a></p>', None),
    ('<p><a href="mailto:press@example.org">I</a> <a href="tel:+60123">T</a> <a href="/news/">N</a></p>', None),
    (
        '<p><a href="www.interpol.int" target="_blank" rel="x">I</a></p>',
        '<p><a href="https://www.interpol.int">I</a></p>',
    ),
    ('<p><a href="#_ftn1">[1]</a></p>', "<p>[1]</p>"),
    ('<a href="/a/"><p>A</p><p>B</p></a>', '<p><a href="/a/">A</a></p><p><a href="/a/">B</a></p>'),
]


@pytest.mark.parametrize(("given_html", "kept"), FORMS)
def test_canonical_form(given_html, kept):
    kept = given_html if kept is None else kept
    assert html.clean(given_html).html == kept
    assert html.clean(kept) == (kept, [])


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin: 0}</style></head>
<body><!--StartFragment--><p class=MsoNormal style='margin:0'><span style='font-family:"Calibri"'>Before<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]><b>First</b> item<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><!--[endif]-->Below it</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second item</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>One</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Two</p>
<p class=MsoNormal>&nbsp;</p><p class=MsoNormal>After</p><!--EndFragment--></body></html>"""


def test_lists_from_word_stay_lists_and_fonts_go():
    cleaned = html.clean(WORD)
    assert cleaned.html == (
        "<p>Before</p><ul><li><strong>First</strong> item<ul><li>Below it</li></ul></li><li>Second item</li></ul>"
        "<ol><li>One</li><li>Two</li></ol><p>After</p>"
    )
    assert cleaned.removed == [
        "a style sheet",
        "the style of 2 paragraphs",
        "the fonts and colours of some words",
    ]


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p>·&nbsp;&nbsp;A</p><p>•\tB</p>", "<ul><li>A</li><li>B</li></ul>"),
        ("<p>\uf0b7 A</p><p>o&nbsp;&nbsp; B</p>", "<ul><li>A<ul><li>B</li></ul></li></ul>"),
        ("<p>1.&nbsp;&nbsp;A</p><p>2.&nbsp;&nbsp;B</p>", "<ol><li>A</li><li>B</li></ol>"),
        ("<p>4)&nbsp;A</p><p>5)&nbsp;B</p>", '<ol start="4"><li>A</li><li>B</li></ol>'),
        ("<p>1. A</p><p>2. B</p>", "<p>1. A</p><p>2. B</p>"),
        ("<p>2024.&nbsp;A year</p>", "<p>2024.&nbsp;A year</p>"),
        ("<p>o B</p>", "<p>o B</p>"),
        ("<p>•</p>", "<p>•</p>"),
        ("<h2>• A</h2>", "<h2>• A</h2>"),
    ],
)
def test_bullets_and_numbers_alone_make_a_list(given_html, kept):
    assert html.clean(given_html).html == kept
    assert html.clean(kept).html == kept


def test_google_documents():
    pasted = (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700">Bold</span> '
        '<span style="font-style:italic">and not</span></p><ul><li dir="ltr"><p>A</p></li></ul></b>'
    )
    assert html.clean(pasted).html == "<p><strong>Bold</strong> <em>and not</em></p><ul><li>A</li></ul>"


@pytest.mark.parametrize(
    ("given_html", "removed"),
    [
        ("<script>alert(1)</script>", ["a script"]),
        ("<SCRIPT>'<p style=x>'</SCRIPT><script src=x></script>A", ["2 scripts"]),
        ("<script>never closed", ["a script"]),
        ('<p style="color:red">A</p>', ["the style of a paragraph"]),
        ('<p align=center>A</p><td bgcolor="red"><div style="margin:0">', ["the style of 3 paragraphs"]),
        ('<p><font color="red">A</font></p>', ["the fonts and colours of some words"]),
        ('<table style="min-width: 25px"><col style="width: 3em"><tr><td style="mso-list:x">', []),
        ('<p onclick="x()" ONLOAD=x>A</p>', ["2 hidden actions (onclick, onload)"]),
        ('<iframe src="https://e.org"></iframe><object></object>', ["2 embedded pages"]),
        ("<video src=x></video>", ["a film or sound"]),
        ("<form><input><button>Go</button></form>", ["2 form fields"]),
        ("<svg onload=x><path/></svg>", ["a drawing", "a hidden action (onload)"]),
        ('<a href="javascript:alert(1)">A</a>', ["a link to javascript:"]),
        ('<a href=" JaVa&#10;Script:alert(1)">A</a>', ["a link to javascript:"]),
        ('<a href="ftp://e.org">A</a><a href="ftp://f.org">B</a>', ["2 links to ftp:"]),
        ('<a href="file:///C:/x.doc">A</a>', ["a link to a file on somebody’s computer"]),
        ('<a href="interpol.int">A</a>', ["a link to “interpol.int”, which is no full web address"]),
        ('<a href="//e.org">A</a>', ["a link to “//e.org”, which is no full web address"]),
        ('<a href="https://asean.org@e.org/">A</a>', ["a link to “https://asean.org@e.org/”, which is no web address"]),
        ('<img src="https://e.org/a.png">', ["a picture from another site"]),
        ('<img src="data:image/png;base64,xx">', ["a picture pasted into the text"]),
        ('<img src="file:///C:/a.png"><img>', ["a picture on somebody’s computer", "a picture without an address"]),
        ('<img src="/media/../secret">', ["a picture from another site"]),
        ("<!-- <script> --><p>A < B and C > D</p>", []),
        ('<a name="x">A</a><a href="#x">B</a>', []),
    ],
)
def test_what_was_removed_is_said(given_html, removed):
    assert html.clean(given_html).removed == removed


HOSTILE = [
    '<img src=x onerror="alert(1)">',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="&#x1;javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<base href="https://e.org"><meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "<template><script>alert(1)</script></template>",
    '<img src="/media/a.png" onerror="alert(1)">',
    '<img src="/media/a.png" alt="&quot; onerror=&quot;alert(1)">',
    "<table><caption><script>alert(1)</script></caption></table>",
    "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
    "<a href='/x' onmouseover=alert(1)//>x</a>",
    "<isindex action=javascript:alert(1) type=image>",
]
ATTRIBUTE = re.compile(r"<[a-z0-9]+((?: [a-z]+=\"[^\"<>]*\")*)>")


def check_safe(kept):
    for tag in re.findall(r"<[^>]*>", kept):
        name = re.match(r"</?([a-z0-9]+)", tag)[1]
        assert name in html.TAGS
        if not tag.startswith("</"):
            assert ATTRIBUTE.fullmatch(tag), tag
            for attribute, value in re.findall(r' ([a-z]+)="([^"]*)"', tag):
                assert attribute in html.ATTRIBUTES[name]
                if attribute == "href":
                    assert value.startswith(("http://", "https://", "HTTP", "mailto:", "tel:", "/")) or ":" in value
                    assert not re.match(r"\s*(javascript|data|vbscript|file):", value, re.IGNORECASE)
                    assert not value.startswith("//")
                if attribute == "src":
                    assert value.startswith("/media/")
    assert "<script" not in kept.lower()


@pytest.mark.parametrize("given_html", HOSTILE)
def test_hostile(given_html):
    check_safe(html.clean(given_html).html)


PARTS = st.sampled_from(
    HOSTILE
    + [form for form, _ in FORMS]
    + [f"<{tag}>" for tag in sorted(html.TAGS)]
    + [f"</{tag}>" for tag in sorted(html.TAGS)]
    + "<div> </div> <span> </span> <b> <i> <svg> <math> <style> </style> <!-- --> <pre>\n </pre> <select> <form>".split(
        " "
    )
    + [
        "\u00a0",
        " ",
        "\n",
        "\t",
        "1.\u00a0",
        "2.\u00a0",
        "• ",
        "o\u00a0\u00a0",
        "— ",
        "-- ",
        "-\u00a0",
        "&nbsp;",
        "&lt;script&gt;",
        "&amp;",
    ]
    + ['<a href="https://e.org">', '<a href="www.e.org/ä b">', '<a href="javascript:x">', '<img src="/media/a.png">']
    + ['<p style="mso-list:l0 level2 lfo1">', '<span style="mso-list:Ignore">3.</span>', "<p class=MsoListParagraph>"]
)
SOUP = st.lists(st.one_of(PARTS, st.text(max_size=8)), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_any_input_becomes_safe_and_stays_as_it_is(soup):
    kept = html.clean(soup).html
    check_safe(kept)
    assert html.clean(kept).html == kept
    assert html.clean(kept).removed == []
    assert html.plain(kept) == html.plain(soup)
    letters = re.compile(r"[^\W\d_]+")
    assert letters.findall(html.bare(kept)) == letters.findall(html.plain(kept))


@given(st.text())
def test_plain_text_keeps_its_words(text):
    assert html.words(html.from_text(text)) == html.words(html.from_text(html.plain(html.from_text(text))))


def test_what_no_database_takes_is_left_out():
    assert html.clean("<p>A\x00B\x1fC\ud800D</p>").html == "<p>ABC?D</p>"
    assert html.clean(None) == ("", [])


@pytest.mark.parametrize("soup", ["<b>" * 30000, "<ul><li>" * 2000, "<table><tr><td>" * 3000, "<blockquote>" * 5000])
def test_deep_nesting_ends(soup):
    began = time.monotonic()
    kept = html.clean(f"{soup}<p>at the bottom</p>").html
    assert "at the bottom" in kept
    assert html.clean(kept).html == kept
    assert time.monotonic() - began < 20


TEXT = (
    "<h2>Title</h2><p>The first sentence stands here. The second one is longer than the first, and has a comma.</p>"
    "<ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul><blockquote><p>Quoted</p><footer>— Name</footer></blockquote>"
    "<table><caption>Seats</caption><tbody><tr><td>A</td><td>1</td></tr></tbody></table><p>Line<br>break</p>"
    '<figure><img src="/media/a.png" alt="x"><figcaption>Caption</figcaption></figure><hr>'
)


def test_plain():
    assert html.plain(TEXT) == (
        "Title\n\nThe first sentence stands here. The second one is longer than the first, and has a comma.\n\n"
        "- one\n- two\n  1. deep\n\nQuoted\n— Name\n\nSeats\nA | 1\n\nLine\nbreak\n\nCaption"
    )
    assert html.plain("") == ""


def test_bare():
    assert html.bare(TEXT).splitlines()[:5] == [
        "Title",
        "The first sentence stands here. The second one is longer than the first, and has a comma.",
        "one",
        "two",
        "deep",
    ]
    assert (
        html.bare('<p>5 &lt; 6 <strong>b</strong>old</p><figure><img src="/media/a" alt="a > b"></figure>')
        == "5 < 6 bold"
    )
    assert html.bare("") == ""


def test_words():
    assert html.words("<p>Four words — and one-half.</p>") == 4
    assert html.words("") == 0


def test_excerpt():
    assert html.excerpt(TEXT, 60) == "The first sentence stands here."
    assert html.excerpt(TEXT, 26) == "The first sentence stands…"
    assert html.excerpt("<p>Short.</p>") == "Short."
    assert html.excerpt("<p>" + "x" * 50 + "</p>", 10) == "xxxxxxxxx…"
    assert html.excerpt("<h2>Only a heading</h2>") == ""


def test_from_text():
    assert html.from_text("A & B <c>\nnext\r\n\r\nNew") == "<p>A &amp; B &lt;c&gt;<br>next</p><p>New</p>"
    assert html.from_text("") == ""


def test_tables_can_be_scrolled_by_keyboard():
    shown = html.for_page("<p>A</p><table><tbody><tr><td>1</td></tr></tbody></table>")
    assert shown.count("<div") == shown.count("</div>") == 1
    assert 'tabindex="0"><table>' in shown
