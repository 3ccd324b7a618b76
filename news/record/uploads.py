"""Photographs on their way in: received piece by piece, so a broken line costs no more than a piece.

A piece is an object of its own, `uploads/<uuid>/<from>-<to>-<token>`, and `received` says how far the
file has come. A piece that lost a race, or was half written when a machine stopped, does no harm:
the file is joined from pieces that are whole, and where its fingerprint is the hash of its bytes,
that is looked at before anything is made of it.
"""

import datetime
import hashlib
import logging
import re
import secrets
import tempfile
import threading

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from news.enums import PictureChoice
from news.errors import Problems
from news.models import Picture, SetPicture, Upload
from news.pictures.ingest import MAX_BYTES, ingest

from .jobs import later
from .picture_sets import choose, put_in

log = logging.getLogger(__name__)

PIECE = 1024 * 1024  # bytes, the largest
MOST_OPEN = 200  # files of a set on their way at once
MOST_OPEN_BYTES = 2 * 1024**3  # of one person, in all sets
LONGEST_NAME = 1000  # what is longer is no name of a file
KEPT = datetime.timedelta(days=7)
# One picture is decoded at a time, for each may need hundreds of megabytes. So long one waits for another.
PATIENCE = 5.0  # seconds
FOLDER = "uploads"

NO_NAME = "The name of this file cannot be read. Rename it and send it again."
NO_SIZE = "The size of this file is not known. Load the page again, and choose the file again."
NO_FINGERPRINT = "The page did not say which file this is. Load the page again."
EMPTY = "This file is empty. Choose another."
TOO_HEAVY = "This file is larger than 40 MB. Save a smaller copy of the picture and send that."
TOO_MANY = "200 files of this set are on their way. Wait until some of them are here."
TOO_MUCH = "2 GB of yours are on their way. Wait until some of them are here, or stop some."
PIECE_TOO_LARGE = "This piece is too large. Load the page again."
BEYOND = "The file grew while it was sent. Choose it again."
SAME = "The same picture is here already. Kept once."
SAME_AS = "The same as number {}. Kept once."
BEFORE = "You sent this picture before, in “{}”."
BEFORE_ANYBODY = "This picture was sent before, in “{}”."
BACK = "It was thrown away before. It is back, not decided."
HIDDEN = "This picture is hidden. Choose another, or ask an editor to show it again."

_HASH = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT = re.compile(r"[\x21-\x7e]{1,80}")
_decoding = threading.Lock()


class WrongPlace(Exception):
    """A piece that does not follow what is here. `received` says what follows, in bytes from the start."""

    def __init__(self, received):
        super().__init__(received)
        self.received = received


# The way of a file


def begin(picture_set, *, by, name, size, fingerprint):
    """The `Upload` of a file: the one that is on its way already if this person sent the same file before.

    `fingerprint` is the SHA-256 of the file in hexadecimal, or anything else that tells it apart, at most
    80 characters. What failed before begins anew; a picture that the newsroom has need not be sent, and
    the upload is done at once. Raises `Problems` at `file`.
    """
    _check(name, size, fingerprint)
    upload = _the_one_there(picture_set, by, size, fingerprint)
    if upload is None:
        _check_room(picture_set, by, size)
        place = {"set": picture_set, "by": by, "fingerprint": fingerprint}
        try:
            with transaction.atomic():
                upload = Upload.objects.create(**place, name=_clean(name), size=size)
        except IntegrityError:
            # Another window of this person began with the same file at this moment.
            upload = Upload.objects.get(**place)
    if upload.done_at is None and (known := _known(fingerprint)):
        _settle(upload, known)
        _delete_pieces(upload.uuid)
    return upload


def receive(upload, offset, piece):
    """Take bytes that begin at `offset` of the file. Returns how much of it has arrived.

    Raises `WrongPlace` if that is not what follows, and `Problems` for more than the file has. A file that
    is whole is not looked at yet: that is `finish`.
    """
    if len(piece) > PIECE:
        raise Problems({"file": [PIECE_TOO_LARGE]})
    if offset != upload.received or upload.done_at:
        raise WrongPlace(upload.received)
    end = offset + len(piece)
    if end > upload.size:
        raise Problems({"file": [BEYOND]})
    if not piece:
        return offset
    name = default_storage.save(
        f"{FOLDER}/{upload.uuid}/{offset:08d}-{end:08d}-{secrets.token_hex(4)}", ContentFile(piece)
    )
    here = Upload.objects.filter(pk=upload.pk, received=offset, done_at=None)
    if not here.update(received=end, changed_at=timezone.now()):
        default_storage.delete(name)
        now = Upload.objects.filter(pk=upload.pk).values_list("received", flat=True).first()
        raise WrongPlace(now or 0)
    upload.received = end
    return end


def finish(upload):
    """Make a picture of a file that has arrived. Does nothing if it has not, or is a picture already.

    `upload` then says what became of it: `picture`, or `problem`. It says neither if somebody else's
    picture is being decoded all this time: ask again. Pieces that are lost are asked for once more.
    """
    if upload.done_at or upload.received < upload.size or not _decoding.acquire(timeout=PATIENCE):
        return upload
    try:
        upload.refresh_from_db()
        if upload.done_at is None and upload.received == upload.size:
            _make(upload)
    finally:
        _decoding.release()
    return upload


def forget(upload):
    """Take a file off the list. A picture that it became stays."""
    Upload.objects.filter(pk=upload.pk).delete()
    _delete_pieces(upload.uuid)


def take(picture_set, file, *, by, name):
    """A whole file at once. Returns its `Upload` when it has become a picture or has been left out.

    `file` is an open file that knows its size. Raises `Problems` at `file` as `begin`.
    """
    upload = begin(picture_set, by=by, name=name, size=file.size, fingerprint=_hash(file))
    if upload.done_at is None:
        with _decoding:
            _try(upload, file)
        _delete_pieces(upload.uuid)
    return upload


def state(upload):
    """ "here", "same" (a double of one that is here), "left out", "looked at" (all has arrived) or "open"."""
    if upload.done_at:
        return "left out" if not upload.picture_id else "same" if upload.problem else "here"
    return "looked at" if upload.received == upload.size else "open"


def said(upload):
    """The sentence for whoever sent it, in one or two queries; empty if there is nothing to say."""
    if not upload.picture_id or not upload.done_at:
        return upload.problem
    if getattr(upload, "came_back", False):
        return BACK
    if upload.problem:
        place = number(upload.set, upload.picture_id)
        return SAME_AS.format(place) if place else upload.problem
    rows = SetPicture.objects.filter(picture=upload.picture_id).select_related("set", "picture").order_by("pk")
    first = rows.first()
    if first is None or first.set_id == upload.set_id:
        return ""
    return (BEFORE if first.picture.uploaded_by_id == upload.by_id else BEFORE_ANYBODY).format(first.set)


def number(picture_set, picture):
    """The place of a picture in the set, from 1; 0 if it is not there."""
    keys = list(picture_set.rows.values_list("picture", flat=True))
    return keys.index(picture) + 1 if picture in keys else 0


def prune_uploads():
    """Files that nobody sent on for a week go, and pieces that belong to none."""
    for upload in Upload.objects.filter(changed_at__lt=timezone.now() - KEPT):
        forget(upload)
    folders = _listed(FOLDER)[0]
    known = {str(key) for key in Upload.objects.values_list("uuid", flat=True)} if folders else set()
    for folder in folders:
        if folder not in known:
            _delete_pieces(folder)


# What it becomes


def _make(upload):
    pieces = _chain(upload)
    with tempfile.TemporaryFile() as joined:
        for name in pieces:
            with default_storage.open(name) as piece:
                joined.write(piece.read())
        file = File(joined, name=upload.name)
        if joined.tell() != upload.size or (_HASH.fullmatch(upload.fingerprint) and _hash(file) != upload.fingerprint):
            log.warning("The pieces of the upload %s do not make its file. It is sent once more.", upload.uuid)
            Upload.objects.filter(pk=upload.pk, done_at=None).update(received=0)
            upload.refresh_from_db()
        else:
            _try(upload, file)
    _delete_pieces(upload.uuid)


def _try(upload, file):
    # Whatever else is raised is the database's or the store's: asked again, it is looked at again.
    file.seek(0)
    try:
        picture = ingest(file, by=upload.by, name=upload.name)
    except Problems as problems:
        _leave_out(upload, str(problems))
    else:
        _settle(upload, picture)


def _settle(upload, picture):
    """The picture goes into the set; whoever comes second to this changes nothing."""
    if picture.hidden_at is not None:
        return _leave_out(upload, HIDDEN)
    with transaction.atomic():
        open_one = Upload.objects.filter(pk=upload.pk, done_at=None)
        if open_one.update(done_at=timezone.now(), picture=picture, received=F("size"), changed_at=timezone.now()):
            if not _put(upload, picture):
                Upload.objects.filter(pk=upload.pk).update(problem=SAME)
            later("render_picture", picture=picture.pk)
    upload.refresh_from_db()


def _put(upload, picture):
    """Whether the picture is new in the set, or back from what was thrown away."""
    there = SetPicture.objects.filter(set=upload.set, picture=picture).first()
    if there is None:
        put_in(upload.set, picture, by=upload.by)
        return True
    if there.choice == PictureChoice.THROWN:
        choose(there, PictureChoice.UNDECIDED, by=upload.by)
        upload.came_back = True  # for whoever sent it, once; no column says it
        return True
    return False


def _leave_out(upload, sentence):
    now = timezone.now()
    Upload.objects.filter(pk=upload.pk, done_at=None).update(
        done_at=now, changed_at=now, received=F("size"), problem=sentence[:300]
    )
    upload.refresh_from_db()


# Before it begins


def _check(name, size, fingerprint):
    if not name.strip() or "\x00" in name or len(name) > LONGEST_NAME:
        raise Problems({"file": [NO_NAME]})
    if not isinstance(size, int) or size < 0:
        raise Problems({"file": [NO_SIZE]})
    if size == 0:
        raise Problems({"file": [EMPTY]})
    if size > MAX_BYTES:
        raise Problems({"file": [TOO_HEAVY]})
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise Problems({"file": [NO_FINGERPRINT]})


def _check_room(picture_set, by, size):
    still_open = Upload.objects.filter(done_at=None)
    if still_open.filter(set=picture_set).count() >= MOST_OPEN:
        raise Problems({"file": [TOO_MANY]})
    if (still_open.filter(by=by).aggregate(all=Sum("size"))["all"] or 0) + size > MOST_OPEN_BYTES:
        raise Problems({"file": [TOO_MUCH]})


def _the_one_there(picture_set, by, size, fingerprint):
    """What this person sent of the file before; None if that is over and it begins anew."""
    upload = Upload.objects.filter(set=picture_set, by=by, fingerprint=fingerprint).select_related("picture").first()
    if upload is None:
        return None
    if (upload.done_at and upload.picture is None) or upload.size != size:
        forget(upload)
        return None
    if upload.picture is not None and not _is_in(picture_set, upload.picture):
        # Thrown away or taken out since: whoever sends it again wants it back.
        if upload.picture.hidden_at is not None:
            raise Problems({"file": [HIDDEN]})
        with transaction.atomic():
            _put(upload, upload.picture)
            Upload.objects.filter(pk=upload.pk).update(problem="", changed_at=timezone.now())
        upload.problem = ""
    return upload


def _is_in(picture_set, picture):
    return picture_set.rows.filter(picture=picture).exclude(choice=PictureChoice.THROWN).exists()


def _known(fingerprint):
    if not _HASH.fullmatch(fingerprint):
        return None
    picture = Picture.objects.filter(source_sha256=fingerprint).order_by("pk").first()
    return picture if picture and picture.file.storage.exists(picture.file.name) else None


def _clean(name):
    """The file's own name as one short line, without folders."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200] or "Photograph"


def _hash(file):
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


# Pieces


def _chain(upload):
    """Names of whole pieces that follow one another from the first byte to the last; [] if some are lost."""
    folder = f"{FOLDER}/{upload.uuid}"
    followed = {upload.size: []}
    # From the back: a piece counts if another, or the end of the file, follows where it ends.
    for name in sorted(_listed(folder)[1], reverse=True):
        start, end = (int(part) for part in name.split("-")[:2])
        if start not in followed and end in followed and default_storage.size(f"{folder}/{name}") == end - start:
            followed[start] = [f"{folder}/{name}", *followed[end]]
    return followed.get(0, [])


def _delete_pieces(uuid):
    folder = f"{FOLDER}/{uuid}"
    for name in _listed(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
    try:
        default_storage.delete(folder)
    except OSError:  # a folder that is not empty: a piece came at this moment, and goes with the next look
        return


def _listed(folder):
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
