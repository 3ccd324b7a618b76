"""A file of Word that comes back: looked at before it is opened, then read into title, summary, line and text.

Parts are found by the bookmarks and styles that `outputs/docx.py` wrote; where somebody changed those,
by their order. What was deleted with tracked changes is gone, what was inserted is there.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape

from django.conf import settings

from news import html
from news.errors import Problems

from . import word_parts

MAX_BYTES = 12 * 1024 * 1024
# Unpacked: the whole file, and the part with the words, which a parser takes into memory many times over.
MAX_UNPACKED, MAX_PART, MOST_FILES = 80 * 1024 * 1024, 4 * 1024 * 1024, 2000
# As much as the form of a release takes.
LONGEST = 200_000
MOST_COMMENTS = 200

IDENTITY = "NewsroomVersion"

EMPTY = "This file is empty. Choose another."
TOO_HEAVY = "This file is larger than 12 MB. Take the pictures out and save it again."
LOCKED = "This file is protected by a password. Open it in Word, take the password off, and save it again."
OLD = "This is a file of an old Word. Open it in Word and save it as .docx."
NOT_WORD = "This is no .docx file, whatever its name says. Open it in Word and save it as .docx."
MACROS = "This file holds macros. Save it in Word as .docx, without macros."
SUSPICIOUS = "This file unpacks to far more than a release can hold. Copy its text into a new file."
BROKEN = "This file is damaged, and cannot be read. Open it in Word and save it again."
TOO_LONG = "This file holds more words than a release can. Copy the text of the release into a new file."
NO_WORDS = "There are no words in this file."

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DOCUMENT = "word/document.xml"

# Which paragraphs of Word become which of ours. What is not named here is a paragraph.
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.summary:fresh
p[style-name='Place and Date Line'] => p.dateline:fresh
p[style-name='Facts Heading'] => p.facts:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quote Speaker'] => blockquote > footer:fresh
r[style-name='Strong'] => strong
r[style-name='Emphasis'] => em
u =>
"""


@dataclass(frozen=True)
class Returned:
    """What a file says. `identity` is what `outputs/docx.py` wrote into it, or empty; `code` that of its header.

    `found` says in sentences how the parts were found, where it was not plain. `facts` are the rows of
    the table of facts as `(label, text)`; `comments` those in the margin, each "NAME: words".
    """

    title: str
    standfirst: str
    dateline: str
    body: str
    identity: str = ""
    code: str = ""
    facts: tuple = ()
    comments: tuple = ()
    tracked: bool = False
    removed: tuple = ()
    found: tuple = field(default=())


def read(file, *, had_summary=True, had_dateline=True):
    """Read an uploaded file. `had_…` say what the version had that it came from, for files without marks.

    Raises `Problems` at `file` with a sentence for whoever sent it.
    """
    data = _checked(file)
    # A reader meets bytes that anybody may have made, and breaks in more ways than it documents.
    try:
        parts, document = _opened(data)
        markup = _markup(data)
    except Problems:
        raise
    except Exception as error:
        raise _problem(BROKEN) from error
    if len(markup) > 2 * LONGEST:
        raise _problem(TOO_LONG)
    markup, notes = word_parts.without_notes(markup)
    parted = word_parts.part(markup, had_summary=had_summary, had_dateline=had_dateline)
    cleaned = html.clean(_own_addresses(parted.body))
    if not (parted.title or parted.standfirst or html.plain(cleaned.html)):
        raise _problem(NO_WORDS)
    if len(cleaned.html) > LONGEST:
        raise _problem(TOO_LONG)
    return Returned(
        title=parted.title,
        standfirst=parted.standfirst,
        dateline=parted.dateline,
        body=cleaned.html,
        identity=_identity(parts, document),
        code=_code(parts),
        facts=parted.facts,
        comments=(*_comments(document), *(f"Footnote: {note}" for note in notes)),
        tracked=bool(re.search(rb"<w:(ins|del|moveFrom|moveTo)\b[^>]*w:author=", parts[DOCUMENT])),
        removed=tuple(cleaned.removed),
        found=(*parted.found, *_struck(markup)),
    )


def _checked(file):
    """The bytes of a file that may be opened: a real .docx of bearable size, unpacked too."""
    data = file.read(MAX_BYTES + 1) if file else b""
    if not data:
        raise _problem(EMPTY)
    if len(data) > MAX_BYTES:
        raise _problem(TOO_HEAVY)
    if data.startswith(OLE):
        raise _problem(LOCKED if ENCRYPTED in data else OLD)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _problem(BROKEN if data.startswith(b"PK") else NOT_WORD) from error
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _problem(LOCKED)
    words_in = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    if (
        len(entries) > MOST_FILES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or any(entry.file_size > MAX_PART for entry in words_in)
    ):
        raise _problem(SUSPICIOUS)
    if DOCUMENT not in {entry.filename for entry in entries}:
        raise _problem(NOT_WORD)
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise _problem(MACROS)
    return data


def _opened(data):
    """`({name: bytes} of the parts with words, the document of python-docx)`."""
    from docx import Document

    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for entry in packed.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                # zipfile reads no more than the size that was looked at, and raises if there is more.
                part = parts[entry.filename] = packed.read(entry)
                # Word writes no document type; who does wants entities to grow.
                if b"<!DOCTYPE" in part or b"<!ENTITY" in part or "<!DOCTYPE".encode("utf-16-le") in part:
                    raise _problem(SUSPICIOUS)
    return parts, Document(io.BytesIO(data))


def _markup(data):
    import mammoth

    return mammoth.convert_to_html(
        io.BytesIO(data), style_map=STYLES, convert_image=mammoth.images.img_element(lambda image: {})
    ).value


def _identity(parts, document):
    """What the file says it is: Word keeps the property, other programs the identifier."""
    custom = parts.get("docProps/custom.xml", b"").decode("utf-8", "replace")
    found = re.search(rf'name="{IDENTITY}"[^>]*>\s*<[^>]*lpwstr>([^<]{{1,200}})<', custom)
    return (found[1] if found else document.core_properties.identifier or "").strip()[:200]


def _code(parts):
    """The code of the text that stands in the header of each page, for files that forgot all else."""
    for name in sorted(parts):
        if re.fullmatch(r"word/header\d*\.xml", name):
            words = re.sub(r"<[^>]+>", "", parts[name].decode("utf-8", "replace"))
            if found := re.search(r"code ([0-9A-F]{4}-[0-9A-F]{4})", words):
                return found[1]
    return ""


def _struck(markup):
    """Words that somebody struck through by hand: that is no tracked change, so they are still there."""
    found = [_line(unescape(re.sub(r"<[^>]+>", "", words))).strip() for words in re.findall(r"<s>(.*?)</s>", markup)]
    return [f"Struck through by hand, and still in the text: “{words[:200]}”." for words in found[:20] if words]


def _comments(document):
    try:
        found = list(document.comments)[:MOST_COMMENTS]
        said = [(comment.author or "Somebody", " ".join(comment.text.split())) for comment in found]
    except (AttributeError, KeyError, ValueError):
        return ()
    return tuple(f"{_line(who)}: {_line(words)[:1000]}" for who, words in said if words)


def _own_addresses(markup):
    """Links to this site are kept as paths, as they were written."""
    return markup.replace(f'href="{settings.SITE_ORIGIN}/', 'href="/')


def _line(text):
    return "".join(letter for letter in text if letter.isprintable())


def _problem(sentence):
    return Problems({"file": [sentence]})
