"""Documents as they came, under their hash, each file with its row."""

import contextlib
import hashlib
import re
import secrets
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from news.errors import Problems
from news.models import Document
from news.queries.files import ENDINGS, FOR_READERS

from .recognizing import recognized
from .sentences import EMPTY, MAX_BYTES, NO_SCAN, NO_STORE, NOT_FOR_READERS, TOO_HEAVY, refused

SCANS = frozenset({"pdf", "jpeg", "png"})
UNREADABLE_TITLE = "The title holds a sign that cannot be kept. Type it by hand."

# Files written within `stored_or_nothing`.
_written = ContextVar("written", default=None)


def store_document(uploaded_file, *, by, title="", only=None):
    """Store a PDF, an office file, or the scan of a paper as JPEG or PNG, and return its `Document`.

    `only` narrows what is taken: `SCANS`, or `queries.files.FOR_READERS`. The same bytes again return the
    row that is there; its title is filled if it has none. The bytes are kept as they came: a scan is
    evidence. Raises `Problems` at `file` (or `title`) with a sentence for whoever sent it; nothing is
    stored then. Where more can be refused after it, call it within `stored_or_nothing`.
    """
    data = _read(uploaded_file)
    form, pages = recognized(data)
    if only is not None and form not in only:
        raise refused(NOT_FOR_READERS if only == FOR_READERS else NO_SCAN)
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
    _put_back(document, data)
    if title and not document.title:
        document.title = title
        document.save(update_fields=["title"])
    return document


@contextlib.contextmanager
def stored_or_nothing():
    """A transaction: if it fails, the files that `store_document` wrote in it go as their rows do."""
    files = []
    token = _written.set(files)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for file in files:
            # What is left over has no row and no address; the first error is the one to tell.
            with contextlib.suppress(OSError):
                file.storage.delete(file.name)
        raise
    finally:
        _written.reset(token)


def _read(file):
    data = file.read(MAX_BYTES + 1) if file else b""
    if not data:
        raise refused(EMPTY)
    if len(data) > MAX_BYTES:
        raise refused(TOO_HEAVY)
    return data


def _checked_title(title):
    title = " ".join(str(title or "").split())
    if "\x00" in title:
        raise Problems({"title": [UNREADABLE_TITLE]})
    try:
        return Document._meta.get_field("title").clean(title, None)
    except ValidationError as error:
        raise Problems({"title": error.messages}) from error


def _store(document, data):
    _save_file(document, data)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:
        # Somebody sent the same file at the same moment. Each wrote a name of their own.
        document.file.delete(save=False)
        return Document.objects.get(sha256=document.sha256)
    except BaseException:
        document.file.delete(save=False)
        raise
    if (files := _written.get()) is not None:
        files.append(document.file)
    return document


def _put_back(document, data):
    """A file that was lost is there again once somebody sends it again."""
    try:
        lost = not document.file.storage.exists(document.file.name)
    except OSError:
        return
    if lost:
        _save_file(document, data)
        document.save(update_fields=["file"])


def _save_file(document, data):
    # A name of its own, so whoever fails takes away only what they wrote, whatever store it is.
    name = f"{document.sha256[:2]}/{document.sha256}-{secrets.token_hex(4)}.{ENDINGS[document.format]}"
    try:
        document.file.save(name, ContentFile(data), save=False)
    except OSError as error:
        raise refused(NO_STORE) from error


def _clean_name(name):
    """The file's own name as one short line, without folders."""
    last = re.split(r"[/\\]", str(name))[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200]
