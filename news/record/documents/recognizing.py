"""What a file is, from its bytes alone."""

import re

from . import office, packed, pdf, scan
from .opendocument import opened as opened_odf
from .sentences import (
    BEFORE_PDF,
    DAMAGED,
    DRAWING,
    FOLDER,
    LOCKED,
    OLD_EXCEL,
    OLD_POWERPOINT,
    OLD_WORD,
    PAGE,
    PHOTOGRAPH,
    PROGRAM,
    RTF,
    TWO_FILES,
    UNKNOWN,
    refused,
)

# What an old office file says of itself, in the names of its parts.
OLD_FILES = {"EncryptedPackage": LOCKED, "WordDocument": OLD_WORD, "PowerPoint Document": OLD_POWERPOINT}
OLD_FILES |= {"Workbook": OLD_EXCEL, "Book": OLD_EXCEL}

PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"@echo")
PHOTOGRAPHS = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"8BPS")
FOLDERS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|meta)\b", re.IGNORECASE)
SVG = re.compile(rb"<svg\b", re.IGNORECASE)
BEGINNING = 4096


def recognized(data):
    """(format, number of pages, slides or sheets, or None). Raises `Problems` with what it is instead."""
    if data.startswith(b"%PDF-"):
        return "pdf", pdf.pages(data)
    if data.startswith(scan.BEGINNINGS):
        return scan.form(data), 1
    if data.startswith(b"PK\x03\x04"):
        return office_file(data)
    raise refused(_something_else(data))


def office_file(data, *, opener=None):
    """As `recognized`, of the zip that an office program writes. `opener` is the file in which this one was found."""
    with packed.opened(data, opener=opener) as file:
        if "[content_types].xml" in file.names and "mimetype" in file.names:
            raise refused(TWO_FILES)
        if "[content_types].xml" in file.names:
            return office.opened(file, office_file)
        if "mimetype" in file.names:
            return opened_odf(file)
    raise refused(FOLDER)


def _something_else(data):
    begins = data[:BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if data.startswith(packed.OLD):
        lower = data.lower()
        found = [said for name, said in OLD_FILES.items() if name.lower().encode("utf-16-le") in lower]
        return found[0] if found else UNKNOWN
    if begins.startswith(b"{\\rtf"):
        return RTF
    if begins.startswith(PROGRAMS):
        return PROGRAM
    if SVG.search(begins) and not MARKUP.search(begins):
        return DRAWING
    if MARKUP.search(begins):
        return PAGE
    if begins.startswith(PHOTOGRAPHS) or data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return PHOTOGRAPH
    if data.startswith(FOLDERS):
        return FOLDER
    if b"%PDF-" in begins:
        return BEFORE_PDF
    return DAMAGED if begins.startswith(b"PK") else UNKNOWN
