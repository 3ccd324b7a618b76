"""The first room of a set: photographs come in, piece by piece by the tus protocol, or all with one form.

Addresses below `/admin/news/pictureset/<key>/upload/`:

- `` the page; POST without the script: files are taken and what failed is listed, or one goes off the list.
- `files/` POST begins a file (tus: creation). Its metadata are `filename` and `fingerprint`.
- `files/<uuid>/` HEAD says how much is here, PATCH sends a piece, DELETE takes it off the list (tus: core,
  termination). GET says as JSON what became of it, and so does every answer that has a body.

Every refusal is JSON with `said`, a sentence for whoever sends.
"""

import base64
import binascii
import logging

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import http_date

from news.enums import PictureChoice
from news.errors import Problems
from news.models import PictureSet, Upload
from news.pictures.ingest import MAX_BYTES
from news.pictures.renditions import crop_url
from news.record import uploads
from news.rules import people

from . import frame

log = logging.getLogger(__name__)

VERSION = "1.0.0"
THUMBNAIL = 240  # pixels; of forty, whole ones would be heavier than the rest of the page
READ = 64 * 1024  # bytes at a time, so that of a piece that is cut off what came is kept
OTHER_PROTOCOL = "This page is out of date. Load it again."
NO_PLACE = "The page did not say where this piece belongs. Load the page again."
NO_PIECE = "The page did not send a piece of a file. Load the page again."
GONE = "This file is no longer on its way. Choose it again."
NO_SET = "These photographs are no longer there."
NOT_NOW = "The newsroom cannot take this now. Send it again in some minutes."
CHOOSE_SOME = "Choose at least one file."
LARGEST = 2**53


def urls(model_admin):
    door = model_admin.admin_site.admin_view
    return [
        frame.room(model_admin, "upload", page),
        path("<int:key>/upload/files/", door(_tus(_begin, "POST")), name="news_pictureset_upload_files"),
        path(
            "<int:key>/upload/files/<uuid:uuid>/",
            door(_tus(_one, "HEAD", "GET", "PATCH", "DELETE")),
            name="news_pictureset_upload_file",
        ),
    ]


# The page


def page(request, model_admin, picture_set):
    taken = None
    if request.method == "POST":
        if "forget" in request.POST:
            return _forget_one(request, picture_set)
        taken = _take_all(request, picture_set)
    rows = list(enumerate(picture_set.rows.select_related("picture"), start=1))
    numbers = {row.picture_id: number for number, row in rows}
    left_out = picture_set.uploads.filter(by=request.user, done_at__isnull=False).exclude(problem="")
    waiting = picture_set.uploads.filter(by=request.user, done_at=None)
    context = frame.context(
        request,
        model_admin,
        picture_set,
        "upload",
        tiles=[_tile(number, row.picture) for number, row in rows if row.choice != PictureChoice.THROWN],
        next_number=len(rows) + 1,
        left_out=[(upload, _said(upload, numbers)) for upload in left_out],
        waiting=[(upload, 100 * upload.received // upload.size) for upload in waiting],
        taken=taken,
        may_send=not people.writer(request.user),
        choose_link=frame.address(picture_set, "choose"),
        files_link=frame.address(picture_set, "upload_files"),
        sign_in=f"{reverse('admin:login')}?next={reverse('admin:news_autosave_signed_in')}",
        largest=MAX_BYTES,
        piece=uploads.PIECE // 2,
    )
    return TemplateResponse(request, "desk/photographs/upload.html", context)


def _tile(number, picture):
    return {"number": number, "key": picture.pk, "name": str(picture), "thumb": crop_url(picture, THUMBNAIL)}


def _said(upload, numbers):
    if upload.picture_id in numbers:
        return uploads.SAME_AS.format(numbers[upload.picture_id])
    return upload.problem


def _take_all(request, picture_set):
    """The files of the plain form. Returns what to say: how many are `here`, and (name, sentence) of others."""
    notes, problems = [], []
    pictures = set(picture_set.rows.exclude(choice=PictureChoice.THROWN).values_list("picture", flat=True))
    before = len(pictures)
    files = request.FILES.getlist("files")
    for file in files:
        try:
            upload = uploads.take(picture_set, file, by=request.user, name=file.name)
        except Problems as error:
            problems.append((file.name, str(error)))
            continue
        except Exception:  # the store or the database is away: what came before has come
            log.exception("A photograph could not be taken.")
            problems.append((file.name, NOT_NOW))
            continue
        if upload.picture_id in pictures:
            notes.append((file.name, uploads.SAME_AS.format(uploads.number(picture_set, upload.picture_id))))
        elif upload.picture_id:
            pictures.add(upload.picture_id)
            notes += [(file.name, sentence)] if (sentence := uploads.said(upload)) else []
    if not files:
        problems.append(("", CHOOSE_SOME))
    # What is no picture stands in the list of the page, with its sentence.
    return {"here": len(pictures) - before, "notes": notes, "problems": problems}


def _forget_one(request, picture_set):
    own = picture_set.uploads.filter(by=request.user)
    for upload in own.filter(uuid__in=_uuids(request.POST.getlist("forget"))):
        uploads.forget(upload)
    return HttpResponseRedirect(frame.address(picture_set, "upload"))


def _uuids(typed):
    field = Upload._meta.get_field("uuid")
    found = []
    for text in typed:
        try:
            found.append(field.to_python(text))
        except Exception:  # noqa: S112  what is none is nobody's
            continue
    return found


# The protocol


class _No(Exception):
    def __init__(self, status, sentence, **headers):
        super().__init__(sentence)
        self.status, self.headers = status, headers


def _tus(view, *methods):
    """A view of the protocol: which methods it knows, who may, and refusals as JSON."""

    def asked(request, key, **keys):
        try:
            answer = _answer(request, key, keys)
        except Exception as error:
            no = error
            if not isinstance(error, _No):
                log.exception("A photograph could not be taken.")
                no = _No(503, NOT_NOW)
            answer = JsonResponse({"said": str(no)}, status=no.status, headers=no.headers)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _answer(request, key, keys):
        if request.method == "OPTIONS":
            return _abilities(methods)
        if request.method not in methods:
            raise _No(405, OTHER_PROTOCOL, Allow=", ".join([*methods, "OPTIONS"]))
        if sentence := people.writer(request.user):
            raise _No(403, sentence)
        if request.method != "GET" and request.headers.get("Tus-Resumable") != VERSION:
            raise _No(412, OTHER_PROTOCOL, **{"Tus-Version": VERSION})
        picture_set = PictureSet.objects.filter(pk=key).first() if key < 2**63 else None
        if picture_set is None:
            raise _No(404, NO_SET)
        try:
            return view(request, picture_set, **keys)
        except Problems as problems:
            raise _No(400, str(problems)) from problems

    return asked


def _abilities(methods):
    return HttpResponse(
        status=204,
        headers={
            "Allow": ", ".join([*methods, "OPTIONS"]),
            "Tus-Version": VERSION,
            "Tus-Max-Size": str(MAX_BYTES),
            "Tus-Extension": "creation,expiration,termination",
        },
    )


def _begin(request, picture_set):
    about = _metadata(request)
    upload = uploads.begin(
        picture_set,
        by=request.user,
        name=about.get("filename", ""),
        size=_number(request, "Upload-Length", uploads.NO_SIZE),
        fingerprint=about.get("fingerprint", ""),
    )
    address = frame.address(picture_set, "upload_file", upload.uuid)
    return _what_became(upload, 201, Location=request.build_absolute_uri(address))


def _one(request, picture_set, uuid):
    own = Upload.objects.filter(set=picture_set, by=request.user, uuid=uuid)
    upload = own.select_related("set", "by", "picture").first()
    if upload is None:
        raise _No(404, GONE)
    if request.method == "DELETE":
        uploads.forget(upload)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        return _receive(request, upload)
    if request.method == "HEAD":
        return HttpResponse(headers=_headers(upload))
    return _what_became(uploads.finish(upload))


def _receive(request, upload):
    if request.content_type != "application/offset+octet-stream":
        raise _No(415, NO_PIECE)
    offset = _number(request, "Upload-Offset", NO_PLACE)
    length = _number(request, "Content-Length", NO_PIECE)
    if length > uploads.PIECE:
        raise _No(413, uploads.PIECE_TOO_LARGE)
    try:
        uploads.receive(upload, offset, _arrived(request, length))
    except uploads.WrongPlace as wrong:
        raise _No(409, NO_PLACE, **{"Upload-Offset": str(wrong.received)}) from wrong
    return _what_became(uploads.finish(upload))


def _arrived(request, length):
    """The piece, or as much of it as came before the line was cut."""
    piece = bytearray()
    try:
        while len(piece) < length and (part := request.read(min(READ, length - len(piece)))):
            piece += part
    except OSError:
        return bytes(piece)
    return bytes(piece)


def _what_became(upload, status=200, **headers):
    about = {
        "uuid": str(upload.uuid),
        "state": uploads.state(upload),
        "offset": upload.received,
        "said": uploads.said(upload),
        "picture": upload.picture_id,
        "thumb": crop_url(upload.picture, THUMBNAIL) if upload.picture_id else "",
    }
    return JsonResponse(about, status=status, headers=_headers(upload) | headers)


def _headers(upload):
    over = (upload.changed_at or timezone.now()) + uploads.KEPT
    headers = {"Upload-Offset": str(upload.received), "Upload-Length": str(upload.size)}
    return headers | {"Upload-Expires": http_date(over.timestamp())}


def _number(request, header, sentence):
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 16 or int(text) > LARGEST:
        raise _No(400, sentence)
    return int(text)


def _metadata(request):
    """`Upload-Metadata`: pairs of a key and a value in base64, with commas between. What cannot be read is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return found
