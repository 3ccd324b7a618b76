"""Texts for Word: a version to work on, with its facts below it to be read; and a public release for readers.

The file of a version says inside which saved version it is, so that what comes back is matched; that of a public
release says nothing of the kind. No macro, nothing that is fetched from elsewhere. Styles and bookmarks part title,
summary, place and date line, text and facts: `intake/word.py` finds them again by the same names, and a test
sends files there and back.
"""

import datetime
import io
import zipfile
from html import escape

from django.conf import settings
from django.utils import timezone

from news.html.blocks import Figure, List, Para, Quote, Rule, Run, Table
from news.html.read import read

from . import text as plain
from .typesetting import CONTROLS

TITLE, SUMMARY, DATELINE, TEXT, FACTS = (f"_news_{part}" for part in ("title", "summary", "dateline", "text", "facts"))
FACTS_HEADING = "The facts of the event"
FACTS_NOTE = "This table is to be read. Change the facts at the event, not here."
IDENTITY = "NewsroomVersion"

_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_RED = "A81E2C"
# What a zip can tell.
EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


def make(sheet, *, identity):
    """The bytes of a .docx of a sheet (see `paper.read`). `identity` is kept as a property of the file."""
    file = _File()
    file.header(sheet)
    file.text(sheet)
    if sheet.facts:
        file.begin = ""
        file.facts(sheet)
    file.properties(sheet, identity)
    return file.saved()


def release(found):
    """The bytes of a .docx of a public release, as a `ReleasePage` has it. The same page gives the same bytes."""
    file = _File()
    file.public_header(found)
    file.text(found)
    file.begin = ""
    file.below(found)
    moment = timezone.localtime(found.published) if found.published else EARLIEST
    file.public_properties(found, moment)
    return _as_of(file.saved(), moment)


def _as_of(made, moment):
    """A package whose parts all have one time instead of the moment at which it was saved."""
    packed = io.BytesIO()
    time = max(moment.replace(tzinfo=None), EARLIEST.replace(tzinfo=None)).timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(zipfile.ZipInfo(part.filename, time), before.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


class _File:
    def __init__(self):
        from docx import Document
        from docx.shared import Cm

        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        self.styles()
        self.begin = ""  # a bookmark that the next paragraph takes
        self.bookmarks = 0
        self.lists = 0

    def saved(self):
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()

    # Parts

    def text(self, found):
        """Title, summary, place and date line and text, of a sheet or of a public page."""
        self.words(found.title, "Title", TITLE)
        if found.standfirst:
            self.words(found.standfirst, "Subtitle", SUMMARY)
        if found.dateline:
            self.words(found.dateline, "Place and Date Line", DATELINE)
        self.begin = TEXT
        for block in read(found.body):
            self.block(block, self.document)

    def public_header(self, found):
        from docx.shared import Pt

        lines = self.document.sections[0].header.paragraphs[0]
        lines.add_run(_text(" · ".join(filter(None, [plain.issuer(found), plain.published(found)])))).font.size = Pt(9)

    def below(self, found):
        """Motto, changes, contact and address."""
        if found.motto:
            self.words(found.motto, "Normal")
        for heading, lines in plain.below(found):
            self.words(heading, "Heading 2")
            self.words("\n".join(lines), "Normal")
        self.words(plain.address(found), "Normal")

    def public_properties(self, found, moment):
        core = self.document.core_properties
        core.title = _text(found.title)[:255]
        core.author = core.last_modified_by = "ASEANAPOL Secretariat"
        core.comments = ""
        core.identifier = found.reference
        core.created = core.modified = moment.astimezone(datetime.UTC).replace(tzinfo=None)

    def styles(self):
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt, RGBColor

        styles = self.document.styles
        styles["Normal"].font.name = "Georgia"
        styles["Normal"].font.size = Pt(11)
        for name, based_on in [
            ("Place and Date Line", "Normal"),
            ("Quote Speaker", "Quote"),
            ("Picture in the Text", "Normal"),
            ("Facts Heading", "Normal"),
        ]:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles[based_on]
            style.quick_style = True
        styles["Place and Date Line"].font.bold = True
        styles["Picture in the Text"].font.color.rgb = RGBColor(0x53, 0x5D, 0x69)
        styles["Picture in the Text"].paragraph_format.left_indent = Cm(0.6)
        styles["Quote"].paragraph_format.left_indent = Cm(1)
        styles["Facts Heading"].font.size = Pt(14)
        styles["Facts Heading"].font.bold = True
        styles["Facts Heading"].paragraph_format.page_break_before = True

    def header(self, sheet):
        from docx.shared import Pt, RGBColor

        paragraph = self.document.sections[0].header.paragraphs[0]
        mark = paragraph.add_run(_text(sheet.mark))
        mark.bold = True
        mark.font.color.rgb = RGBColor.from_string(_RED)
        paragraph.add_run(_text(f", {_lower(sheet.version)}, code {sheet.code}"))
        if sheet.embargo:
            line = self.document.sections[0].header.add_paragraph().add_run(_text(sheet.embargo))
            line.bold = True
            line.font.color.rgb = RGBColor.from_string(_RED)
        for line in self.document.sections[0].header.paragraphs:
            for run in line.runs:
                run.font.size = Pt(9)

    def facts(self, sheet):
        heading = FACTS_HEADING + (f", {sheet.facts_state}" if sheet.facts_state else "")
        self.words(heading, "Facts Heading", FACTS)
        self.words(FACTS_NOTE, "Normal")
        table = self.document.add_table(rows=0, cols=2, style="Table Grid")
        for label, lines in sheet.facts:
            cells = table.add_row().cells
            cells[0].text = _text(label)
            cells[1].text = _text("\n".join(lines))

    def properties(self, sheet, identity):
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        core = self.document.core_properties
        core.title = _text(sheet.title)[:255]
        core.author = "ASEANAPOL Secretariat"
        core.comments = ""
        core.identifier = identity
        # Word keeps a property of one's own where it forgets the identifier.
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{IDENTITY}">'
            f"<vt:lpwstr>{escape(identity)}</vt:lpwstr></property></Properties>"
        )
        package = self.document.part.package
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM, xml.encode(), package)
        package.relate_to(part, _CUSTOM_RELATION)

    # Text

    def words(self, text, style, bookmark=""):
        """A paragraph of plain words; `bookmark` names it."""
        self.begin = bookmark
        return self.paragraph(self.document, [Run(text)], style)

    def paragraph(self, place, runs, style):
        paragraph = place.add_paragraph(style=style)
        if self.begin:
            self._bookmark(paragraph, self.begin)
            self.begin = ""
        self.runs(paragraph, runs)
        return paragraph

    def runs(self, paragraph, runs):
        for text, marks in runs:
            target = self._link(paragraph, marks.href) if marks.href else paragraph._p
            for number, line in enumerate(_text(text).split("\n")):
                run = _new("w:r", target)
                if marks.strong or marks.em or marks.cite or marks.href:
                    properties = _new("w:rPr", run)
                    if marks.strong:
                        _new("w:b", properties)
                    if marks.em or marks.cite:
                        _new("w:i", properties)
                    if marks.href:
                        _new("w:color", properties, **{"w:val": "17468A"})
                        _new("w:u", properties, **{"w:val": "single"})
                if number:
                    _new("w:br", run)
                _new("w:t", run, **{"xml:space": "preserve"}).text = line

    def block(self, block, place):
        match block:
            case Para():
                self.paragraph(place, block.runs, f"Heading {block.tag[1]}" if block.tag != "p" else "Normal")
            case List():
                self.list(block, place, 0)
            case Quote():
                for inner in block.blocks:
                    if isinstance(inner, Para):
                        self.paragraph(place, inner.runs, "Quote")
                    else:
                        self.block(inner, place)
                if block.footer:
                    self.paragraph(place, block.footer, "Quote Speaker")
            case Table():
                self.table(block, place)
            case Figure():
                said = f"[Picture: {block.alt or 'without words'}] "
                self.paragraph(place, [Run(said), *block.caption], "Picture in the Text")
            case Rule():
                self.paragraph(place, [Run("* * *")], "Normal")

    def list(self, block, place, level):
        number = self._numbering(block)
        style = "List Number" if block.ordered else "List Bullet"
        for item in block.items:
            first, rest = _lead(item)
            paragraph = self.paragraph(place, first, style)
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = min(level, 8)
            properties.get_or_add_numId().val = number
            for inner in rest:
                if isinstance(inner, List):
                    self.list(inner, place, level + 1)
                else:
                    self.paragraph(place, inner.runs, "List Continue")

    def table(self, block, place):
        if block.caption:
            self.paragraph(place, block.caption, "Caption")
        width = min(60, max(sum(cell.colspan for cell in row) for row in block.rows))
        table = place.add_table(rows=len(block.rows), cols=width)
        table.style = self.document.styles["Table Grid"]
        taken = set()
        for y, row in enumerate(block.rows):
            x = 0
            for cell in row:
                while (x, y) in taken:
                    x += 1
                if x >= width:
                    break
                across = 1
                while across < min(cell.colspan, width - x) and (x + across, y) not in taken:
                    across += 1
                down = min(cell.rowspan, len(block.rows) - y)
                taken |= {(x + dx, y + dy) for dx in range(across) for dy in range(down)}
                target = table.cell(y, x)
                if across > 1 or down > 1:
                    target = target.merge(table.cell(y + down - 1, x + across - 1))
                self.cell(cell, target)
                x += across
        for row in table.rows[: block.head]:
            _new("w:tblHeader", row._tr.get_or_add_trPr())

    def cell(self, cell, target):
        if cell.tag == "th":
            _new("w:shd", target._tc.get_or_add_tcPr(), **{"w:val": "clear", "w:fill": "F1ECE0"})
        empty = target.paragraphs[0]._p
        for inner in cell.blocks:
            self.block(inner, target)
        if cell.blocks:
            target._tc.remove(empty)

    # Word's own things

    def _bookmark(self, paragraph, name):
        self.bookmarks += 1
        key = str(self.bookmarks)
        _new("w:bookmarkStart", paragraph._p, **{"w:id": key, "w:name": name})
        _new("w:bookmarkEnd", paragraph._p, **{"w:id": key})

    def _link(self, paragraph, href):
        address = settings.SITE_ORIGIN + href if href.startswith("/") else href
        key = paragraph.part.relate_to(_text(address), _HYPERLINK, is_external=True)
        return _new("w:hyperlink", paragraph._p, **{"r:id": key})

    def _numbering(self, block):
        """A list of its own, so that its numbers begin where they should."""
        numbering = self.document.part.numbering_part.element
        self.lists += 1
        key = str(9000 + self.lists)
        abstract = _new("w:abstractNum", None, **{"w:abstractNumId": key})
        _new("w:multiLevelType", abstract, **{"w:val": "multilevel"})
        for level in range(9):
            one = _new("w:lvl", abstract, **{"w:ilvl": str(level)})
            _new("w:start", one, **{"w:val": str(block.start if not level else 1)})
            _new("w:numFmt", one, **{"w:val": "decimal" if block.ordered else "bullet"})
            _new("w:lvlText", one, **{"w:val": f"%{level + 1}." if block.ordered else "•"})
            _new("w:lvlJc", one, **{"w:val": "left"})
            _new("w:ind", _new("w:pPr", one), **{"w:left": str(360 * (level + 1)), "w:hanging": "360"})
        first = numbering.find(_name("w:num"))
        if first is None:
            numbering.append(abstract)
        else:
            first.addprevious(abstract)
        _new("w:abstractNumId", _new("w:num", numbering, **{"w:numId": key}), **{"w:val": key})
        return int(key)


def _lead(item):
    """The first line of an item, with further paragraphs as its lines, and the lists below it."""
    runs, rest = [], []
    for inner in item:
        if isinstance(inner, Para) and not rest:
            runs += [*([Run("\n")] if runs else []), *inner.runs]
        else:
            rest.append(inner)
    return runs, rest


def _text(text):
    return CONTROLS.sub("", str(text))


def _lower(text):
    return text[:1].lower() + text[1:]


def _name(tag):
    from docx.oxml.ns import qn

    return qn(tag)


def _new(tag, parent, **attributes):
    """A new element of Word's own XML, at the end of its parent."""
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set("{http://www.w3.org/XML/1998/namespace}space" if name == "xml:space" else _name(name), value)
    if parent is not None:
        parent.append(element)
    return element
