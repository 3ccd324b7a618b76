"""Rich text as a list of blocks, and how it is written: as HTML and in lines of plain text."""

from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import NamedTuple


class Marks(NamedTuple):
    href: str = ""
    strong: bool = False
    em: bool = False
    cite: bool = False

    def common(self, other):
        """The marks that both have: those of a blank between two words."""
        return Marks(*(mine if mine == theirs else type(mine)() for mine, theirs in zip(self, other, strict=True)))


PLAIN = Marks()


class Run(NamedTuple):
    """A stretch of text under the same marks. A line break is "\\n"."""

    text: str
    marks: Marks = PLAIN


class Hint(NamedTuple):
    """A paragraph that was an item of a list in Word."""

    level: int
    ordered: bool
    number: int
    key: str


@dataclass
class Para:
    """A paragraph, heading, or footer of a quotation."""

    tag: str
    runs: list[Run]
    hint: Hint | None = None
    head: str = ""  # the first characters as they came, before blanks were folded

    @property
    def text(self):
        return text_of(self.runs)


@dataclass
class List:
    ordered: bool
    items: list[list] = field(default_factory=list)  # each a list of Para and List
    start: int = 1


@dataclass
class Quote:
    blocks: list
    footer: list[Run] = field(default_factory=list)


@dataclass
class Cell:
    tag: str
    blocks: list
    colspan: int = 1
    rowspan: int = 1


@dataclass
class Table:
    rows: list[list[Cell]]
    caption: list[Run] = field(default_factory=list)

    @property
    def head(self):
        """How many of the first rows are rows of headings."""
        return next((at for at, row in enumerate(self.rows) if any(c.tag == "td" for c in row)), len(self.rows))


@dataclass
class Figure:
    src: str
    alt: str
    width: str = ""
    height: str = ""
    caption: list[Run] = field(default_factory=list)


@dataclass
class Rule:
    pass


def text_of(runs):
    return "".join(run.text for run in runs)


# As HTML


def write(blocks) -> str:
    return "".join(_WRITERS[type(block)](block) for block in blocks)


def _write_para(para):
    heading = para.tag.startswith("h")
    return f"<{para.tag}>{inline(para.runs, strong=not heading)}</{para.tag}>"


def _write_list(block):
    tag = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    return f"<{tag}{start}>{''.join(f'<li>{_write_tight(item)}</li>' for item in block.items)}</{tag}>"


def _write_tight(blocks):
    """What an item or a cell holds: its one paragraph stands without p."""
    if blocks and isinstance(blocks[0], Para) and not any(isinstance(block, Para) for block in blocks[1:]):
        return inline(blocks[0].runs) + write(blocks[1:])
    return write(blocks)


def _write_quote(quote):
    footer = f"<footer>{inline(quote.footer, cite=True)}</footer>" if quote.footer else ""
    return f"<blockquote>{write(quote.blocks)}{footer}</blockquote>"


def _write_table(table):
    caption = f"<caption>{inline(table.caption, strong=False)}</caption>" if table.caption else ""
    rows = ["<tr>" + "".join(map(_write_cell, row)) + "</tr>" for row in table.rows]
    head, body = "".join(rows[: table.head]), "".join(rows[table.head :])
    if head:
        head = f"<thead>{head}</thead>".replace('scope="row"', 'scope="col"')
    return f"<table>{caption}{head}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _write_cell(cell):
    scope = ' scope="row"' if cell.tag == "th" else ""
    spans = "".join(
        f' {name}="{value}"' for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if value > 1
    )
    return f"<{cell.tag}{scope}{spans}>{_write_tight(cell.blocks)}</{cell.tag}>"


def _write_figure(figure):
    size = "".join(
        f' {name}="{value}"' for name, value in (("width", figure.width), ("height", figure.height)) if value
    )
    caption = f"<figcaption>{inline(figure.caption, cite=True)}</figcaption>" if figure.caption else ""
    return f'<figure><img src="{escape(figure.src)}" alt="{escape(figure.alt)}"{size}>{caption}</figure>'


def inline(runs, *, strong=True, cite=False):
    """The runs as HTML, nested a > strong > em > cite. Headings and captions have no strong of their own."""
    levels = [("href", "a"), *([("strong", "strong")] if strong else []), ("em", "em")]
    return _nest(runs, levels + ([("cite", "cite")] if cite else []))


def _nest(runs, levels):
    if not levels:
        return escape(text_of(runs), quote=False).replace("\n", "<br>")
    (mark, tag), *deeper = levels
    parts = []
    for value, group in groupby(runs, key=lambda run: getattr(run.marks, mark)):
        inner = _nest(list(group), deeper)
        address = f' href="{escape(value)}"' if tag == "a" else ""
        parts.append(f"<{tag}{address}>{inner}</{tag}>" if value else inner)
    return "".join(parts)


_WRITERS = {
    Para: _write_para,
    List: _write_list,
    Quote: _write_quote,
    Table: _write_table,
    Figure: _write_figure,
    Rule: lambda _: "<hr>",
}


# As lines


def lines(block) -> list[str]:
    match block:
        case Para():
            return [block.text]
        case List():
            return [
                line
                for number, item in enumerate(block.items, block.start)
                for line in _item_lines(item, f"{number}. " if block.ordered else "- ")
            ]
        case Quote():
            found = [line for inner in block.blocks for line in lines(inner)]
            return [*found, text_of(block.footer)] if block.footer else found
        case Table():
            rows = [" | ".join(_cell_line(cell) for cell in row) for row in block.rows]
            return [text_of(block.caption), *rows] if block.caption else rows
        case Figure():
            return [text_of(block.caption)] if block.caption else []
    return []


def _item_lines(item, marker):
    found = [line for block in item for line in lines(block)]
    indent = " " * len(marker)
    return [(indent if at else marker) + line for at, line in enumerate(found)]


def _cell_line(cell):
    return "; ".join(line for block in cell.blocks for line in lines(block)).replace("\n", " ")
