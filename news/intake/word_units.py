"""A text in the pieces that a change is about: a paragraph, an item of a list, a table; and those in words."""

import copy
import re
from dataclasses import dataclass, field

from news.html.blocks import PLAIN, Figure, List, Marks, Para, Quote, Run, Table, lines, text_of, write
from news.html.read import read

_TOKEN = re.compile(r"\s+|\w+(?:['’.,:]\w+)*|[^\w\s]")
# A figure has no form of its own in Word: `outputs/docx.py` writes it as this line.
PICTURE = "[Picture: "


@dataclass(frozen=True)
class Unit:
    """One piece. Equal if it reads and looks the same; `start` is the number at which its list begins."""

    kind: str  # "ul" and "ol" for an item, else "block"
    html: str
    block: object = field(compare=False, repr=False)
    start: int = field(default=1, compare=False)

    @property
    def text(self):
        return "\n".join(lines(self.block))

    @property
    def words(self):
        """The words alone: an item without its bullet or number, which follow from its place."""
        return "\n".join(filter(None, map(text_of, leaves(self.block)))) or self.text

    @property
    def said(self):
        """As a person reads it: a table by its rows, an item without its number."""
        return self.text if self.kind == "block" else self.words

    @property
    def is_picture(self):
        return isinstance(self.block, Figure) or self.text.startswith(PICTURE)


def split(html):
    """The units of a rich text."""
    units = []
    for block in read(html):
        if isinstance(block, List):
            kind = "ol" if block.ordered else "ul"
            for number, item in enumerate(block.items):
                alone = List(block.ordered, [item])
                units.append(Unit(kind, write([alone]), alone, block.start if not number else 1))
        else:
            units.append(Unit("block", write([block]), block))
    return units


def line(text):
    """The unit of a plain line, such as the title; none of an empty one."""
    if not text.strip():
        return []
    block = Para("p", [Run(text)])
    return [Unit("block", write([block]), block)]


def join(units):
    """The rich text of units: neighbouring items of one kind are one list."""
    parts, open_kind = [], ""
    for unit in units:
        if open_kind and unit.kind != open_kind:
            parts.append(f"</{open_kind}>")
            open_kind = ""
        if unit.kind == "block":
            parts.append(unit.html)
            continue
        if not open_kind:
            begins = f' start="{unit.start}"' if unit.kind == "ol" and unit.start != 1 else ""
            parts.append(f"<{unit.kind}{begins}>")
            open_kind = unit.kind
        parts.append(unit.html.removeprefix(f"<{unit.kind}>").removesuffix(f"</{unit.kind}>"))
    return "".join([*parts, f"</{open_kind}>" if open_kind else ""])


# Inside a unit


def leaves(block):
    """The runs of each paragraph in a block, in reading order."""
    match block:
        case Para():
            return [block.runs]
        case List():
            return [runs for item in block.items for inner in item for runs in leaves(inner)]
        case Quote():
            return [*(runs for inner in block.blocks for runs in leaves(inner)), block.footer]
        case Table():
            cells = [cell for row in block.rows for cell in row]
            return [block.caption, *(runs for cell in cells for inner in cell.blocks for runs in leaves(inner))]
    return []


def with_leaves(unit, found):
    """The unit with other runs in its paragraphs, given in reading order."""
    block = copy.deepcopy(unit.block)
    for runs, new in zip(leaves(block), found, strict=True):
        runs[:] = new
    return Unit(unit.kind, write([block]), block, unit.start)


def skeleton(unit):
    """The form of a unit without its words: where it is the same, words can be put in one by one."""
    if not leaves(unit.block):
        return unit.html
    return with_leaves(unit, [[Run("x" if runs else "")] for runs in leaves(unit.block)]).html


def tokens(runs):
    """Words, signs and blanks, each with its marks."""
    return [Run(token, run.marks) for run in runs for token in _TOKEN.findall(run.text)]


def from_tokens(found):
    """Runs again: neighbours under the same marks are one."""
    runs = []
    for text, marks in found:
        if runs and runs[-1].marks == marks:
            runs[-1] = Run(runs[-1].text + text, marks)
        else:
            runs.append(Run(text, marks))
    return runs


def in_words(found, *, beside=()):
    """Tokens as they are said: with what their marks are where only these differ from those `beside`."""
    text = text_of(found)
    if text != text_of(beside) or list(found) == list(beside):
        return text
    said = []
    for run in from_tokens(found):
        marks = _marks(run.marks)
        said.append(f"{run.text} ({marks})" if marks else run.text)
    return "".join(said)


def _marks(marks: Marks):
    if marks == PLAIN:
        return ""
    named = [("bold", marks.strong), ("italic", marks.em or marks.cite)]
    return ", ".join([name for name, on in named if on] + ([f"link to {marks.href}"] if marks.href else []))
