"""The one HTML schema: what rich text may hold, whoever wrote it and whichever way it came in.

`schema` says as data which tags, attributes and addresses there are. `clean` brings any text into
that form; the other functions read text in words. Nothing here knows Django.

The way of a text: `parse` (nh3 makes a well-formed tree) → `read` (the tree becomes blocks; lists
pasted from Word become lists in `lists`) → `blocks` (written out) → nh3 with the schema.
"""

import re
from typing import NamedTuple

from . import removed, schema
from .bare import bare
from .blocks import Para, lines, write
from .parse import strict
from .pictures import key_of, pictures, with_pictures, without_pictures, without_words
from .read import read

__all__ = [
    "ATTRIBUTES",
    "SCHEMES",
    "TAGS",
    "Cleaned",
    "bare",
    "clean",
    "excerpt",
    "for_page",
    "from_text",
    "key_of",
    "pictures",
    "plain",
    "with_pictures",
    "without_pictures",
    "without_words",
    "words",
]

TAGS, ATTRIBUTES, SCHEMES = schema.TAGS, schema.ATTRIBUTES, schema.SCHEMES

_SENTENCE = re.compile(r"(?<=[.!?…])[”’\")]*\s+(?=[“‘\"(]?[A-Z0-9])")


class Cleaned(NamedTuple):
    """Rich text as it is kept, and in words what was taken out of it ("a script", "2 hidden actions")."""

    html: str
    removed: list[str]


def clean(html: str | None) -> Cleaned:
    """Brings any HTML into the schema. Cleaning twice changes nothing more. No text that a reader saw is lost.

    Silently: b and i become strong and em, h1 becomes h2 and h5 h4; fonts, classes, empty paragraphs and
    runs of blanks go; loose text gets its paragraph and a picture its figure; Word's lists become lists;
    a quotation's last line that begins with a dash becomes its footer; header cells get their scope.
    What `removed` names: scripts, styles, embedded pages, forms, drawings, hidden actions, links and
    pictures whose address the schema does not allow (the text of such a link stays).
    """
    html = _storable(html)
    return Cleaned(strict(write(read(html))), removed.in_words(html))


def plain(html: str | None) -> str:
    """The text alone: blocks apart by a blank line, items and rows on lines of their own ("- one", "1. one")."""
    return "\n\n".join("\n".join(found) for block in read(_storable(html)) if (found := lines(block)))


def words(html: str | None) -> int:
    """How many words a reader counts: what stands between blanks and has a letter or digit."""
    return sum(any(sign.isalnum() for sign in word) for word in plain(html).split())


def excerpt(html: str | None, longest: int = 200) -> str:
    """The beginning of the paragraphs in at most `longest` characters.

    Whole sentences if the first one fits, else as many words as fit and "…". Headings, lists, tables
    and captions are skipped.
    """
    paragraphs = [block.text for block in read(_storable(html)) if isinstance(block, Para) and block.tag == "p"]
    text = " ".join(" ".join(paragraphs).split())
    if len(text) <= longest:
        return text
    ends = [match.start() for match in _SENTENCE.finditer(text) if match.start() <= longest]
    if ends:
        return text[: ends[-1]]
    head, blank, _ = text[:longest].rpartition(" ")  # one place is the ellipsis's
    return (head if blank else text[: longest - 1]).rstrip(" ,;:–—-") + "…"


def from_text(text: str) -> str:
    """Clean HTML of plain text: a blank line begins a paragraph, a line break stays one."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r\n", "\n")
    paragraphs = re.split(r"\n\s*\n", escaped)
    return clean("".join(f"<p>{paragraph.strip()}</p>" for paragraph in paragraphs).replace("\n", "<br>")).html


def for_page(html: str) -> str:
    """Clean HTML as pages show it: a table stands in a frame that can be reached and scrolled by keyboard."""
    frame = '<div class="table" role="region" aria-label="Table" tabindex="0">'
    return html.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")


def _storable(html):
    """Without the characters that no database or encoder takes: control characters and halves of pairs."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]", "", html or "")
    return text.encode("utf-8", "replace").decode("utf-8")
