"""The HTML of a Word file, parted into title, summary, place and date line, text and facts."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

BOOKMARKS = {f"_news_{part}": part for part in ("title", "summary", "dateline", "text", "facts")}
CLASSES = {"title", "summary", "dateline", "facts"}
FACTS_HEADING = "The facts of the event"
VOID = frozenset({"br", "img", "hr", "input", "col"})
# A line such as "Metro Manila, 20 September 2024": short, with a year.
_DATELINE = re.compile(r".{0,110}\b(19|20)\d\d\b.{0,10}")


@dataclass(frozen=True)
class Parted:
    title: str
    standfirst: str
    dateline: str
    body: str
    facts: tuple = ()
    found: tuple = ()


@dataclass
class Top:
    """An element at the top of the file: its HTML, its words, and which part it says it is."""

    tag: str
    html: str
    text: str
    part: str = ""


def without_notes(markup):
    """`(markup, notes)`: footnotes and their signs apart, for a release has none."""
    notes = []
    if found := re.search(r'<ol><li id="(?:foot|end)note-.*</ol>\Z', markup, re.DOTALL):
        markup = markup[: found.start()]
        for note in re.findall(r"<li id=.*?</li>", found[0], re.DOTALL):
            words = unescape(re.sub(r"<[^>]+>", " ", note)).replace("↑", "")
            notes.append(" ".join(words.split())[:1000])
    return re.sub(r'<sup><a href="#(?:foot|end)note-[^>]*>\[\d+\]</a></sup>', "", markup), notes


def part(markup, *, had_summary, had_dateline):
    """The parts of a file. Title and the like are one line of words, `body` is HTML as it came."""
    tops = [top for top in _tops(markup) if top.text.strip() or top.tag in {"table", "hr"}]
    tops, facts = _without_facts(tops)
    found = []
    title = _take(tops, "title")
    marked = bool(title)
    if not title and tops:
        title = [tops.pop(0)]
        found.append("The title has no mark of its own any more. The first line was taken as the title.")
    summary = _take(tops, "summary")
    if not summary and had_summary and not marked and tops and tops[0].tag in {"p", "h1", "h2"}:
        summary = [tops.pop(0)]
        found.append("The summary has no mark of its own any more. The second line was taken as the summary.")
    line = _take(tops, "dateline")
    if not line and had_dateline and tops and tops[0].tag == "p" and _DATELINE.fullmatch(tops[0].text.strip()):
        line = [tops.pop(0)]
        if not marked:
            found.append("The place and date line was found by its look.")
    return Parted(
        title=_words(title, " "),
        standfirst=_words(summary, "\n"),
        dateline=_words(line, " "),
        body=_body(tops),
        facts=facts,
        found=tuple(found),
    )


def _take(tops, name):
    """Take what is marked as this part; a second mark far below is text that was styled so."""
    taken = []
    for top in tops[:12]:
        if top.part == name and (not taken or name != "title"):
            taken.append(top)
    for top in taken:
        tops.remove(top)
    return taken


def _words(tops, between):
    lines = ["\n".join(" ".join(line.split()) for line in top.text.strip().split("\n")) for top in tops]
    text = "\n".join(lines)
    return text.replace("\n", between) if between != "\n" else text


def _body(tops):
    """The text: a caption goes into its table, and a quotation ends with its speaker."""
    markup = "".join(top.html for top in tops)
    markup = re.sub(r'<p class="caption">(.*?)</p>(<table>)', r"\2<caption>\1</caption>", markup, flags=re.DOTALL)
    return markup.replace("</footer><p>", "</footer></blockquote><blockquote><p>")


# The facts


def _without_facts(tops):
    """The parts above the facts, and the rows of their table."""
    at = next((n for n, top in enumerate(tops) if top.part == "facts" or top.text.startswith(FACTS_HEADING)), None)
    if at is None:
        return tops, ()
    rows = next((_rows(top.html) for top in tops[at:] if top.tag == "table"), ())
    return tops[:at], rows


def _rows(markup):
    reader = _Cells()
    reader.feed(markup)
    return tuple((row[0], row[1]) for row in reader.rows if len(row) == 2)


class _Cells(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.rows = []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
        elif tag in {"br", "p"} and self.rows and self.rows[-1] and self.rows[-1][-1]:
            self.rows[-1][-1] += "\n"

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


# The top of the file


def _tops(markup):
    reader = _Tops()
    reader.feed(markup)
    reader.close()
    return reader.tops


class _Tops(HTMLParser):
    """Parts what mammoth wrote: every tag is closed, every word is in some element."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.tops = []
        self.depth = 0
        self.fresh = None

    def _begin(self, tag):
        self.tops.append(Top(tag, "", ""))

    def handle_starttag(self, tag, attrs):
        pairs = dict(attrs)
        if self.depth == 0:
            self._begin(tag)
            classes = set((pairs.get("class") or "").split()) & CLASSES
            self.tops[-1].part = next(iter(classes), "")
        named = BOOKMARKS.get(pairs.get("id") or "")
        if named and named != "text":
            self.tops[-1].part = named
        elif named and not self.tops[-1].part:
            self.tops[-1].part = "text"
        if tag == "br":
            self.tops[-1].text += "\n"
        self.tops[-1].html += self.get_starttag_text()
        if tag not in VOID:
            self.depth += 1

    def handle_startendtag(self, tag, attrs):
        if self.depth == 0:
            self._begin(tag)
        if tag == "br":
            self.tops[-1].text += "\n"
        self.tops[-1].html += self.get_starttag_text()

    def handle_endtag(self, tag):
        if tag not in VOID and self.depth:
            self.depth -= 1
            self.tops[-1].html += f"</{tag}>"

    def handle_data(self, data):
        if not self.tops:
            self._begin("p")
        self.tops[-1].html += data
        self.tops[-1].text += data

    def handle_entityref(self, name):
        self._reference(f"&{name};")

    def handle_charref(self, name):
        self._reference(f"&#{name};")

    def _reference(self, reference):
        if not self.tops:
            self._begin("p")
        self.tops[-1].html += reference
        self.tops[-1].text += unescape(reference)
