"""From the tree to blocks: everything finds its one canonical form, and empty things go."""

import re

from .blocks import PLAIN, Cell, Figure, List, Para, Quote, Rule, Run, Table, text_of
from .lists import gather, word_hint
from .parse import Node, tree
from .runs import chop, join, normalise
from .schema import HEADINGS, link_address, picture_address

_HEADING_OF = {tag: tag for tag in HEADINGS} | {"h1": "h2", "h5": "h4", "h6": "h4"}
_INLINE = {"a", "strong", "b", "em", "i", "span", "font", "cite"}
_DASH = re.compile(r"\s*(?:—|―|–|--)\s*")
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060-\u2064]")


def read(html: str) -> list:
    """The blocks of any HTML."""
    blocks = gather(_Reader().flow(tree(html), root=True), by_text=True)
    while blocks and isinstance(blocks[0], Rule):
        blocks.pop(0)
    while blocks and isinstance(blocks[-1], Rule):
        blocks.pop()
    return [
        block
        for at, block in enumerate(blocks)
        if not (isinstance(block, Rule) and isinstance(blocks[at - 1], Rule)) and not _is_blank(block)
    ]


def _is_blank(block):
    return isinstance(block, Para) and not _SEEN.search(block.text)


class _Flow:
    """Blocks in the making: texts run into a paragraph until something closes it."""

    def __init__(self, *, root):
        self.root = root
        self.blocks = []
        self.tag = "p"
        self._runs = []
        self.word = ""  # Word's style of the open paragraph
        self.marker = ""  # what Word printed before it: a bullet or a number

    def text(self, text, marks):
        self._runs.append(Run(text, marks))

    def close(self):
        runs, self._runs = self._runs, []
        hint = word_hint(self.word, self.marker)
        self.word = self.marker = ""
        head = text_of(runs)[:60].lstrip()
        for part in normalise(runs, split=self.tag == "p"):
            if _SEEN.search(text_of(part)):
                self.blocks.append(Para(self.tag, part, hint, head))
            hint, head = None, ""

    def add(self, blocks):
        self.close()
        self.blocks += blocks


class _Reader:
    def __init__(self):
        self.lifted = []  # pictures found where none may stand: they follow the block

    def flow(self, nodes, marks=PLAIN, *, root=False):
        """The blocks of these nodes; not at the root, only paragraphs and lists."""
        flow = _Flow(root=root)
        self.walk(nodes, flow, marks)
        flow.close()
        if root:
            for block in flow.blocks:
                if isinstance(block, Para) and block.tag == "footer":
                    block.tag = "p"
        return gather(flow.blocks)

    def walk(self, nodes, flow, marks):
        for node in nodes:
            if isinstance(node, str):
                flow.text(node.replace("\n", " "), marks)
            elif node.tag == "br":
                flow.text("\n", marks)
            elif node.tag in _INLINE:
                self.inline(node, flow, marks)
            elif node.tag in ("ul", "ol", "dir"):
                self.add(flow, self.list(node, marks))
            elif node.tag == "blockquote":
                self.add(flow, self.quote(node, marks))
            elif node.tag == "table":
                self.add(flow, self.table(node, marks))
            elif node.tag == "figure":
                self.add(flow, self.figure(node, marks))
            elif node.tag == "img":
                self.add(flow, self.picture(node))
            elif node.tag == "hr":
                self.add(flow, [Rule()])
            else:
                self.paragraph(node, flow, marks)

    def add(self, flow, blocks):
        """Closes what is open; at the root, pictures lifted out of the blocks follow them."""
        flow.add(blocks)
        if flow.root:
            flow.blocks += self.lifted
            self.lifted = []

    def paragraph(self, node, flow, marks):
        flow.close()
        before, flow.tag = flow.tag, _HEADING_OF.get(node.tag, flow.tag)
        if node.tag == "footer":
            flow.tag = "footer"
        flow.word = f"{node.attributes.get('class', '')} {node.attributes.get('style', '')}"
        self.walk(node.children, flow, marks)
        flow.close()
        flow.tag = before

    def inline(self, node, flow, marks):
        style = re.sub(r"\s", "", node.attributes.get("style", "")).lower()
        if "mso-list:ignore" in style:
            flow.marker = flow.marker or _text(node).strip()
            return
        if node.tag == "a":
            marks = marks._replace(href=link_address(node.attributes.get("href", "")) or marks.href)
        elif node.tag == "cite":
            marks = marks._replace(cite=True)
        elif node.tag in ("strong", "b") and "font-weight:normal" not in style:
            marks = marks._replace(strong=True)
        elif node.tag in ("em", "i") and "font-style:normal" not in style:
            marks = marks._replace(em=True)
        if re.search(r"font-weight:(bold|[6-9]00)", style):
            marks = marks._replace(strong=True)
        if "font-style:italic" in style:
            marks = marks._replace(em=True)
        self.walk(node.children, flow, marks)

    # Lists

    def list(self, node, marks):
        block = List(node.tag == "ol", start=_count(node.attributes.get("start"), 9999))
        for child in node.children:
            if isinstance(child, Node) and child.tag in ("ul", "ol"):
                inner = self.list(child, marks)
            elif isinstance(child, Node) and child.tag == "li":
                inner = self.simple(child.children, marks)
            else:
                inner = self.simple([child], marks)
            if inner and isinstance(inner[0], List):  # a list without a line above it belongs to the item before
                if block.items:
                    block.items[-1] += inner
                    inner = []
                else:
                    block.items += inner.pop(0).items
                    if inner:
                        block.items[-1] += inner
                        inner = []
            if inner:
                block.items.append(inner)
        return [block] if block.items else []

    def simple(self, nodes, marks):
        """What items, cells and quotations hold: paragraphs and lists. Other blocks give up their form."""
        return [simple for block in self.flow(nodes, marks) for simple in self.simplified(block)]

    def simplified(self, block):
        match block:
            case Para():
                if block.tag != "footer":
                    block.tag = "p"
                return [block]
            case List():
                return [block]
            case Quote():
                return [*block.blocks, *([Para("p", block.footer)] if block.footer else [])]
            case Table():
                rows = [join([runs for cell in row for runs in _paragraphs(cell.blocks)], ", ") for row in block.rows]
                return [Para("p", runs) for runs in [block.caption, *rows] if runs]
            case Figure():
                self.lifted.append(block)
        return []

    # Quotations

    def quote(self, node, marks):
        blocks = self.simple(node.children, marks)
        footers = [block.runs for block in blocks if isinstance(block, Para) and block.tag == "footer"]
        blocks = [block for block in blocks if not (isinstance(block, Para) and block.tag == "footer")]
        last = blocks[-1] if blocks else None
        if not footers and len(blocks) > 1 and isinstance(last, Para) and _names_a_speaker(last):
            footers = [blocks.pop().runs]
        footer = join(footers, "\n")
        if dash := _DASH.match(text_of(footer)):
            footer = chop(footer, dash.end())
        if not blocks:
            return [Quote([Para("p", footer)])] if footer else []
        return [Quote(blocks, [Run("— "), *footer] if footer else [])]

    # Tables

    def table(self, node, marks):
        caption, rows, after = [], [], []

        def collect(nodes, in_head):
            for child in nodes:
                if isinstance(child, str):
                    after.extend(self.simple([child], marks))
                elif child.tag == "caption":
                    caption[:] = join([caption, *_paragraphs(self.simple(child.children, marks))], "\n")
                elif child.tag == "tr":
                    rows.append([self.cell(cell, marks, in_head) for cell in child.children if _holds(cell)])
                elif child.tag in ("thead", "tbody", "tfoot"):
                    collect(child.children, child.tag == "thead")
                else:
                    after.extend(self.simple([child], marks))

        collect(node.children, in_head=False)
        spanned = any(cell.rowspan > 1 for row in rows for cell in row)
        rows = [row for row in rows if row and (spanned or any(cell.blocks for cell in row))]
        if not any(cell.blocks for row in rows for cell in row):
            return [Para("p", runs) for runs in [caption] if runs] + after
        if len(rows) == 1 and len(rows[0]) == 1:  # a box, not a table
            return [*([Para("p", caption)] if caption else []), *rows[0][0].blocks, *after]
        return [Table(rows, caption), *after]

    def cell(self, node, marks, in_head):
        if isinstance(node, str):
            node = Node("td", children=[node])
        inner = node.children if node.tag in ("td", "th") else [node]
        blocks = [Para("p", b.runs) if isinstance(b, Para) else b for b in self.simple(inner, marks)]
        spans = [_count(node.attributes.get(name), 50) for name in ("colspan", "rowspan")]
        return Cell("th" if in_head or node.tag == "th" else "td", blocks, *spans)

    # Figures

    def figure(self, node, marks):
        captions = [child for child in node.children if isinstance(child, Node) and child.tag == "figcaption"]
        blocks = self.flow([child for child in node.children if child not in captions], marks, root=True)
        caption = join([runs for child in captions for runs in _paragraphs(self.simple(child.children, marks))], "\n")
        if not caption:
            return blocks
        pictures = [block for block in blocks if isinstance(block, Figure)]
        if pictures and not pictures[-1].caption:
            pictures[-1].caption = caption
            return blocks
        return [*blocks, Para("p", caption)]

    def picture(self, node):
        src = picture_address(node.attributes.get("src", ""))
        if not src:
            return []
        sides = [node.attributes.get(side, "") for side in ("width", "height")]
        width, height = [side if re.fullmatch("[1-9][0-9]{0,4}", side) else "" for side in sides]
        return [Figure(src, " ".join(node.attributes.get("alt", "").split()), width, height)]


def _paragraphs(blocks):
    """The runs of each paragraph, those in lists as well."""
    found = []
    for block in blocks:
        if isinstance(block, Para):
            found.append(block.runs)
        else:
            found += [runs for item in block.items for runs in _paragraphs(item)]
    return found


def _holds(cell):
    return isinstance(cell, Node) or bool(cell.strip())


def _names_a_speaker(para):
    return bool(_DASH.match(para.text)) or all(run.marks.cite for run in para.runs)


def _count(value, most):
    return int(value) if value and re.fullmatch("[0-9]{1,4}", value) and 1 <= int(value) <= most else 1


def _text(node):
    return node if isinstance(node, str) else "".join(map(_text, node.children))
