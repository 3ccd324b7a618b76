"""Rich text in parts that can be compared: a paragraph, an item, a row of a table, a picture."""

from typing import NamedTuple

from news.html.blocks import Figure, List, Para, Quote, Rule, Table, inline, text_of, write
from news.html.read import read


class Part(NamedTuple):
    """`text` is read, `form` says how it looks (heading, list, bold), `links` where its links lead."""

    text: str
    form: str
    links: tuple[str, ...] = ()


def parts(html):
    """The parts of a rich text in reading order."""
    return [part for block in read(html or "") for part in _parts(block, "")]


def blocks(html):
    """A rich text as pieces of clean HTML: its blocks, of a list each item as a list of its own."""
    found = []
    for block in read(html or ""):
        if isinstance(block, List):
            alone = (List(block.ordered, [item], 1 if at else block.start) for at, item in enumerate(block.items))
            found += [write([one]) for one in alone]
        else:
            found.append(write([block]))
    return found


def join_blocks(pieces):
    """The rich text of such pieces: items of one kind that follow each other are one list again."""
    found = []
    for block in (block for piece in pieces for block in read(piece)):
        before = found[-1] if found else None
        if isinstance(block, List) and isinstance(before, List) and _goes_on(before, block):
            before.items += block.items
        else:
            found.append(block)
    return write(found)


def _goes_on(before, block):
    return before.ordered == block.ordered and block.start == 1


def _parts(block, around):
    match block:
        case Para():
            yield _part(block.runs, f"{around}{block.tag}")
        case List():
            kind = f"{around}{'ol' if block.ordered else 'ul'}>"
            start = str(block.start) if block.start != 1 else ""
            for number, item in enumerate(block.items):
                for at, inner in enumerate(item):
                    more = "" if at else f"li{start if not number else ''}>"
                    yield from _parts(inner, kind + more)
        case Quote():
            for inner in block.blocks:
                yield from _parts(inner, f"{around}quote>")
            if block.footer:
                yield _part(block.footer, f"{around}footer")
        case Table():
            if block.caption:
                yield _part(block.caption, f"{around}caption")
            for row in block.rows:
                yield _row(row, around)
        case Figure():
            caption = text_of(block.caption)
            text = ". ".join(filter(None, [f"Picture: {block.alt}".rstrip(": "), caption]))
            form = f"{around}figure {block.width}x{block.height} {_bare(block.caption)}"
            yield Part(text, form, (f"The picture “{block.alt}” → {block.src}", *_links(block.caption)))
        case Rule():
            yield Part("———", "hr")


def _part(runs, form):
    return Part(text_of(runs), f"{form} {_bare(runs)}", _links(runs))


def _row(row, around):
    found = [[part for block in cell.blocks for part in _parts(block, "")] for cell in row]
    text = " | ".join("; ".join(part.text for part in cell) for cell in found)
    looks = ",".join(
        f"{cell.tag}{cell.colspan}{cell.rowspan}{[part.form for part in parts_]}"
        for cell, parts_ in zip(row, found, strict=True)
    )
    return Part(text, f"{around}tr {looks}", tuple(link for cell in found for part in cell for link in part.links))


def _bare(runs):
    """How the runs look, with the words in place but no address."""
    return inline([run._replace(marks=run.marks._replace(href="#" if run.marks.href else "")) for run in runs])


def _links(runs):
    found = {}
    for run in runs:
        if run.marks.href:
            found.setdefault(run.marks.href, []).append(run.text)
    return tuple(f"“{''.join(texts)}” → {href}" for href, texts in found.items())
