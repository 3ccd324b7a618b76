"""The one way in for documents: known by their bytes, stored as they came under their hash, private."""

import hashlib
import io
import itertools
import re
import zlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from news.errors import Problems
from news.models import Document

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
ENDINGS = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}

EMPTY = "This file is empty. Choose another."
TOO_HEAVY = "This file is larger than 20 MB. Save a smaller copy and send that."
UNKNOWN = "This file is no PDF, and no JPEG or PNG scan, whatever its name says. Save it as PDF and send that."
CUT_OFF = "This PDF is damaged or cut off. Save it again and send that."
UNREADABLE_TITLE = "The title holds a sign that cannot be kept. Type it by hand."
BROKEN_SCAN = "This scan is damaged or too large. Scan it again, or save it as PDF."

# A PDF ends with this word; some programs write a little behind it.
LAST_WORD, TAIL = b"%%EOF", 2048
# Newer files pack their page tree. So many packs are opened, and so much is read of each.
MOST_PACKS, MOST_OF_A_PACK = 200, 2 * 1024 * 1024
MOST_TREES, WIDEST_TREE = 2000, 64 * 1024
TREE = re.compile(rb"/Type\s*/Pages\b")
PACK = re.compile(rb"/Type\s*/ObjStm\b")
COUNT = re.compile(rb"/Count\s+(\d{1,6})\b")


def store_document(uploaded_file, *, by, title=""):
    """Store a PDF, or the scan of a paper as JPEG or PNG, and return its `Document`.

    The same bytes again return the row that is there; its title is filled if it has none. The bytes are
    kept as they came: a scan is evidence. Raises `Problems` at `file` (or `title`) with a sentence for
    whoever sent it; nothing is stored then.
    """
    data = _read(uploaded_file)
    form, pages = _recognized(data)
    title = _checked_title(title)
    sha256 = hashlib.sha256(data).hexdigest()
    document = Document.objects.filter(sha256=sha256).first()
    if document is None:
        document = Document(
            sha256=sha256,
            format=form,
            size=len(data),
            pages=pages,
            title=title,
            original_name=_clean_name(getattr(uploaded_file, "name", "")),
            uploaded_by=by,
        )
        return _store(document, data)
    if title and not document.title:
        document.title = title
        document.save(update_fields=["title"])
    return document


def _read(file):
    data = file.read(MAX_BYTES + 1) if file else b""
    if not data:
        raise _problem(EMPTY)
    if len(data) > MAX_BYTES:
        raise _problem(TOO_HEAVY)
    return data


def _recognized(data):
    """(format, number of pages or None)."""
    if data.startswith(b"%PDF-"):
        if LAST_WORD not in data[-TAIL:]:
            raise _problem(CUT_OFF)
        return "pdf", _pages(data)
    return _scan(data), 1


def _scan(data):
    from PIL import Image

    # A decoder meets bytes that anybody may have made, and breaks in more ways than it documents.
    try:
        image = Image.open(io.BytesIO(data), formats=["JPEG", "PNG"])
    except Exception as error:
        raise _problem(UNKNOWN) from error
    try:
        if image.width * image.height > MAX_PIXELS:
            raise _problem(BROKEN_SCAN)
        image.load()
    except Problems:
        raise
    except Exception as error:
        raise _problem(BROKEN_SCAN) from error
    return "png" if image.format == "PNG" else "jpeg"


def _pages(data):
    """The number of pages as the root of the page tree gives it; None if that is not easily read."""
    found = []
    for part in [data, *_unpacked(data)]:
        for tree in itertools.islice(TREE.finditer(part), MOST_TREES):
            begins = part.rfind(b"<<", max(0, tree.start() - WIDEST_TREE), tree.start())
            ends = part.find(b">>", tree.end(), tree.end() + WIDEST_TREE)
            if begins >= 0 and ends >= 0:
                found += [int(number) for number in COUNT.findall(part, begins, ends)]
    return max(found, default=0) or None


def _unpacked(data):
    """What the packed objects hold, one pack after the other."""
    for pack in itertools.islice(PACK.finditer(data), MOST_PACKS):
        word = data.find(b"stream", pack.end(), pack.end() + 512)
        ends = data.find(b"endstream", word + 6)
        if word >= 0 and ends >= 0:
            try:
                yield zlib.decompressobj().decompress(data[word + 6 : ends].lstrip(b"\r\n"), MOST_OF_A_PACK)
            except zlib.error:
                continue


def _checked_title(title):
    title = " ".join(str(title or "").split())
    if "\x00" in title:
        raise Problems({"title": [UNREADABLE_TITLE]})
    try:
        return Document._meta.get_field("title").clean(title, None)
    except ValidationError as error:
        raise Problems({"title": error.messages}) from error


def _store(document, data):
    name = f"{document.sha256[:2]}/{document.sha256}.{ENDINGS[document.format]}"
    document.file.save(name, ContentFile(data), save=False)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:
        # Somebody sent the same file at the same moment.
        document.file.delete(save=False)
        return Document.objects.get(sha256=document.sha256)
    return document


def _clean_name(name):
    """The file's own name as one short line, without folders."""
    last = re.split(r"[/\\]", str(name))[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200]


def _problem(sentence):
    return Problems({"file": [sentence]})
