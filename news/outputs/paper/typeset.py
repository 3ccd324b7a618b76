"""From a sheet to a PDF. The words reach the typesetter as data, never as its markup."""

import io
import json
from pathlib import Path

from django.utils import timezone

from news import words
from news.outputs import typesetting

from . import prose

HERE = Path(__file__).resolve().parent
# Pixels of the longer side: a picture on the sheet is to be recognized, not looked at.
THUMBNAIL = 420
MOST_PICTURES = 24


def pdf(sheet, *, printed_by="", form="pdf"):
    """The sheet as bytes of a PDF; with `form` "png" or "svg" a list of pages, for a look at it."""
    import typst

    compiler = typst.Compiler(
        font_paths=typesetting.fonts(), sys_inputs={"sheet": json.dumps(_plain(sheet, printed_by))}
    )
    options = {"ppi": 110} if form == "png" else {}
    made = compiler.compile(input=(HERE / "sheet.typ").read_bytes(), format=form, **options)
    return [made] if form != "pdf" and isinstance(made, bytes) else made


def unprintable(sheet):
    """The letters for which neither the repository nor the machine has a font, as one string."""
    texts = [sheet.title, sheet.standfirst, sheet.dateline, sheet.body, sheet.change_note]
    texts += [line for _, lines in sheet.facts for line in lines]
    texts += [f"{entry.words} {entry.where_for_desk}" for _, found in sheet.checklist for entry in found]
    texts += [f"{picture.caption} {picture.alt}" for picture in sheet.pictures]
    return typesetting.without_font("".join(texts))


def _plain(sheet, printed_by):
    said = typesetting.printable
    missing = unprintable(sheet)
    return {
        "mark": said(sheet.mark),
        "state": said(sheet.state),
        "what": said(sheet.what),
        "reference": said(sheet.reference),
        "title": said(sheet.title),
        "running": said(_short(sheet.title, 70)),
        "version": said(sheet.version),
        "number": str(sheet.number),
        "saved_by": said(sheet.saved_by),
        "code": sheet.code,
        "embargo": said(sheet.embargo),
        "standfirst": said(sheet.standfirst),
        "dateline": said(sheet.dateline),
        "body": prose.blocks(sheet.body),
        "change_note": said(sheet.change_note),
        "facts": [[said(label), [said(line) for line in lines]] for label, lines in sheet.facts],
        "facts_state": said(sheet.facts_state),
        "changes": [_change(change) for change in sheet.changes],
        "changes_left_out": sheet.changes_left_out,
        "checklist": [
            [said(heading), [[said(e.words), said(e.where_for_desk), said(e.note)] for e in found]]
            for heading, found in sheet.checklist
        ],
        "pictures": _pictures(sheet.pictures),
        "missing": said(_short(missing, 60)),
        "sans": typesetting.SANS,
        "printed": said(f"Printed {words.moment(timezone.localtime())}" + (f" by {printed_by}" if printed_by else "")),
    }


def _short(text, longest):
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _change(change):
    """`{"label", "lines"}`; a line is a list of `[kind, words]`, unchanged stretches cut to their ends."""
    said = typesetting.printable
    if change.paragraphs:
        lines = [_pieces(p.pieces) for p in change.paragraphs if p.kind != "same"]
        lines = lines or [[["same", "The look of the text changed, the words did not."]]]
    elif change.pieces:
        lines = [_pieces(change.pieces)]
    else:
        lines = [[[kind, said(text)] for kind, text in (("gone", change.old), ("new", change.new)) if text]]
        if change.what == "moved":
            lines = [[["same", said(f"Moved from place {change.old} to {change.new}")]]]
    return {"label": said(change.label), "lines": [line for line in lines if line]}


def _pieces(pieces):
    found = []
    for number, (kind, text) in enumerate(pieces):
        if kind == "same" and len(text) > 120:
            head = text[:50].rsplit(" ", 1)[0] + " " if number else ""
            tail = " " + text[-50:].split(" ", 1)[-1] if number + 1 < len(pieces) else ""
            text = f"{head}…{tail}"
        found.append([kind, typesetting.printable(text)])
    return found


def _pictures(rows):
    return [
        {
            "caption": typesetting.printable(row.caption),
            "alt": typesetting.printable(row.alt),
            "credit": typesetting.printable(row.credit),
            "lead": row.is_lead,
            "bytes": list(_thumbnail(row.file)) if number < MOST_PICTURES else [],
        }
        for number, row in enumerate(rows)
    ]


def _thumbnail(file):
    """A small JPEG, or nothing where the file is missing or cannot be read: the sheet is printed all the same."""
    from PIL import Image

    try:
        with file.open("rb") as opened, Image.open(opened) as image:
            image.draft("RGB", (THUMBNAIL, THUMBNAIL))
            image.thumbnail((THUMBNAIL, THUMBNAIL))
            small = io.BytesIO()
            image.convert("RGB").save(small, "JPEG", quality=78)
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""
    return small.getvalue()
