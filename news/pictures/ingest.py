"""The one way in for pictures: known by their bytes, freed of metadata, stored under their hash."""

import contextlib
import hashlib
import re
import tempfile

from django.core.files import File
from django.db import IntegrityError, transaction

from news.errors import Problems
from news.models import Picture

from .apart import rewrite_safely
from .recognize import HEAD, recognize
from .refusals import TOO_HEAVY, Refused

MAX_BYTES = 40 * 1024 * 1024
CHUNK = 1024 * 1024
ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def ingest(file, *, by=None, name=""):
    """Store a picture and return its `Picture`; the same bytes again return the row that is there.

    `file` has `read(number)`. JPEG, PNG and WebP stay what they are; a HEIC or AVIF becomes JPEG (PNG if it is
    see-through), a GIF becomes PNG. What is stored is written anew: upright, 8 bits a channel, in sRGB or grey,
    without anything that the camera wrote but Artist and Copyright, which also become credit and copyright of a
    new row, as proposals. Two who send the same at one moment get one row and leave one file.

    What is returned says in `was_there` whether the picture was known already.

    One picture is decoded at a time in a process, and a second may pass: call it outside of a transaction where
    you can. Raises `Problems` at `file` with a sentence for whoever sent it; nothing is stored then.
    """
    name = _clean_name(name or getattr(file, "name", ""))
    try:
        # Without names: whatever ends this process, no original stays on the disk.
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
            source_sha256 = _receive(file, source)
            there = _whole(Picture.objects.filter(source_sha256=source_sha256).order_by("pk").first())
            if there:
                return _known(there)
            source.seek(0)
            written = rewrite_safely(source, recognize(source.read(HEAD)), target)
            return _store(written, target, source_sha256, by=by, name=name)
    except Refused as refused:
        raise Problems({"file": [str(refused)]}) from refused


def _receive(file, source):
    """Copy what was sent to disk; its hash. Never more than one chunk is held."""
    sha256, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise Refused(TOO_HEAVY)
        sha256.update(chunk)
        source.write(chunk)
    source.flush()
    return sha256.hexdigest()


def _store(written, target, source_sha256, *, by, name):
    target.seek(0)
    sha256 = hashlib.file_digest(target, "sha256").hexdigest()
    there = Picture.objects.filter(sha256=sha256).first()
    if there:
        return _again(there, target, source_sha256)
    picture = Picture(
        sha256=sha256,
        source_sha256=source_sha256,
        format=written.form,
        size=target.tell(),
        width=written.width,
        height=written.height,
        credit=written.credit,
        copyright=written.copyright,
        original_name=name,
        uploaded_by=by,
    )
    target.seek(0)
    picture.file.save(f"{sha256[:2]}/{sha256}.{ENDINGS[written.form]}", File(target), save=False)
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
    except IntegrityError:
        # Somebody sent the same picture at the same moment.
        _take_back(picture)
        return _known(Picture.objects.get(sha256=sha256))
    except BaseException:
        _take_back(picture)
        raise
    picture.was_there = False
    return picture


def _known(picture):
    picture.was_there = True
    return picture


def _again(there, target, source_sha256):
    """The row that is there for these bytes; its file is put back if it was lost."""
    if not there.source_sha256:
        Picture.objects.filter(pk=there.pk, source_sha256="").update(source_sha256=source_sha256)
        there.source_sha256 = source_sha256
    if not _whole(there):
        target.seek(0)
        there.file.storage.save(there.file.name, File(target))
    return _known(there)


def _whole(picture):
    """The picture, if its file is there too."""
    return picture if picture and picture.file.storage.exists(picture.file.name) else None


def _take_back(picture):
    """Remove the file of a row that did not come to be, unless it is another's.

    A folder gives the second writer a name of its own. A bucket looks first and writes then, so two at one moment
    have written the same bytes under one name, and the file is the winner's.
    """
    if not Picture.objects.filter(file=picture.file.name).exists():
        with contextlib.suppress(OSError):
            picture.file.delete(save=False)


def _clean_name(name):
    """The file's own name as one short line, without folders."""
    last = re.split(r"[/\\]", str(name))[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200]
