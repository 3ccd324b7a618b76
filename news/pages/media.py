"""Pictures and documents by their address. Below MEDIA_ROOT nothing has an address of its own: these views decide.

What is hidden is gone within seconds wherever a copy is kept: readers and caches ask again after one.
"""

from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from news.enums import State
from news.models import Document, Picture
from news.pictures.renditions import KEY_LENGTH, WIDTHS, rendition_path
from news.queries import files

FOR_EVERYBODY = "public, max-age=1, must-revalidate"
FOR_STAFF = "private, no-store"
EVER_PUBLIC = State.public | {State.SUPERSEDED}

# Routes, for `re_path`.
ROUTE = rf"^media/(?P<key>[0-9a-f]{{{KEY_LENGTH}}})/(?P<width>{'|'.join(map(str, WIDTHS))})\.webp\Z"
DOCUMENT = rf"^media/documents/(?P<key>[0-9a-f]{{{KEY_LENGTH}}})/(?P<name>[a-z0-9-]{{1,100}}\.[a-z]{{3}})\Z"

# What a browser opens by itself without running anything of it here. Everything else is saved to disk.
OPENED_IN_PLACE = {"pdf": "application/pdf"}
SAVED = {"jpeg": "image/jpeg", "png": "image/png"}


@require_safe
def picture(request, key, width):
    """A rendition: for everybody while a published release shows it, for staff always.

    Else 410 if readers once saw it and it is hidden now, 404 if there is nothing to know of it.
    """
    shown = Picture.objects.filter(sha256__startswith=key).first()
    policy = _policy(request, shown)
    if policy is None:
        return _nothing(shown)
    etag = f'"{shown.sha256[:32]}-{width}"'
    response = get_conditional_response(request, etag=etag) or _rendition(shown, int(width))
    return _kept(response, policy, etag)


@require_safe
def document(request, key, name):
    """A document, to whom a picture would be shown. Its name in the address is for people: the key decides."""
    asked = Document.objects.filter(sha256__startswith=key).first()
    policy = _policy(request, asked)
    if policy is None:
        return _nothing(asked)
    address = files.document_url(asked)
    if request.path != address:
        return _kept(HttpResponsePermanentRedirect(address), policy)
    etag = f'"{asked.sha256[:32]}"'
    response = get_conditional_response(request, etag=etag) or _document(asked, name)
    return _kept(response, policy, etag)


def _policy(request, stored):
    """For how long an answer may be kept and by whom; None if this person may not see it."""
    if stored is None:
        return None
    if stored.hidden_at is None and files.is_used_publicly(stored):
        return FOR_EVERYBODY
    return FOR_STAFF if request.user.is_active and request.user.is_staff else None


def _kept(response, policy, etag=""):
    response["Cache-Control"] = policy
    if policy == FOR_EVERYBODY and etag:
        response["ETag"] = etag
    return response


def _nothing(stored):
    """Browsers keep a 404 or 410 as long as they like, unless they are told."""
    gone = stored is not None and stored.hidden_at and files.uses_of(stored).filter(state__in=EVER_PUBLIC).exists()
    said = "This file is no longer published." if gone else "There is no such file."
    return _kept(
        HttpResponse(said, content_type="text/plain; charset=utf-8", status=410 if gone else 404), FOR_EVERYBODY
    )


def _rendition(shown, width):
    try:
        return FileResponse(rendition_path(shown, width).open("rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404("The picture's file is missing.") from error


def _document(asked, name):
    try:
        opened = asked.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The document's file is missing.") from error
    known = OPENED_IN_PLACE | SAVED
    response = FileResponse(opened, content_type=known.get(asked.format, "application/octet-stream"))
    where = "inline" if asked.format in OPENED_IN_PLACE else "attachment"
    response["Content-Disposition"] = f'{where}; filename="{quote(name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
