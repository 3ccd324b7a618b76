"""Rich text as lists and dicts for the typesetter: nothing in it is markup, every word is a string."""

from news.html.blocks import Figure, List, Para, Quote, Rule, Table
from news.html.read import read
from news.outputs.typesetting import printable

MOST_COLUMNS = 12
DEEPEST = 6


def blocks(html):
    """The blocks of a rich text, see `sheet.typ` for their form."""
    return [_block(block, 0) for block in read(html)]


def _block(block, depth):
    match block:
        case Para():
            return {"kind": "para", "tag": block.tag, "runs": runs(block.runs)}
        case List():
            if depth >= DEEPEST:
                return _flat(block)
            items = [[_block(inner, depth + 1) for inner in item] for item in block.items]
            return {"kind": "list", "ordered": block.ordered, "start": block.start, "items": items}
        case Quote():
            inner = [_block(one, depth + 1) for one in block.blocks]
            return {"kind": "quote", "blocks": inner, "footer": runs(block.footer)}
        case Table():
            return _table(block)
        case Figure():
            return {"kind": "figure", "alt": printable(block.alt), "runs": runs(block.caption)}
        case Rule():
            return {"kind": "rule"}


def _flat(block):
    """A list so deep that a line has no room left: its words, one after the other."""
    found = []

    def walk(one):
        for item in one.items:
            for inner in item:
                if isinstance(inner, List):
                    walk(inner)
                else:
                    found.extend([*runs(inner.runs), *runs_of(" ")])

    walk(block)
    return {"kind": "para", "tag": "p", "runs": found}


def runs(found):
    return [
        {
            "text": printable(run.text),
            "strong": run.marks.strong,
            "em": run.marks.em or run.marks.cite,
            "href": printable(run.marks.href),
        }
        for run in found
    ]


def runs_of(text):
    """Plain words in the form of runs."""
    return [{"text": printable(text), "strong": False, "em": False, "href": ""}]


def _table(table):
    """Each cell at its place in the grid. Cells that would lie on others or outside are moved or cut."""
    taken, cells = set(), []
    width = min(MOST_COLUMNS, max(sum(cell.colspan for cell in row) for row in table.rows))
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (x, y) in taken and x < width:
                x += 1
            # More cells than columns: what has no place stands in the last one.
            if x >= width:
                if cells:
                    cells[-1]["blocks"] += [_block(inner, DEEPEST) for inner in cell.blocks]
                continue
            across = 1
            while across < min(cell.colspan, width - x) and (x + across, y) not in taken:
                across += 1
            down = min(cell.rowspan, len(table.rows) - y)
            taken |= {(x + dx, y + dy) for dx in range(across) for dy in range(down)}
            cells.append(
                {
                    "x": x,
                    "y": y,
                    "colspan": across,
                    "rowspan": down,
                    "head": cell.tag == "th",
                    "blocks": [_block(inner, DEEPEST) for inner in cell.blocks],
                }
            )
            x += across
    return {"kind": "table", "columns": width, "cells": cells, "runs": runs(table.caption)}
