"""Pictures and documents by their address. Below MEDIA_ROOT nothing has an address of its own: these views decide.

What is hidden is gone within seconds wherever a copy is kept: readers and caches ask again after one.
"""

import logging
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from news.enums import State
from news.models import Document, Picture
from news.pictures.renditions import KEY_LENGTH, NAME, TYPES, NoSuchRendition, UnreadableOriginal, open_rendition, stamp
from news.queries import files

log = logging.getLogger(__name__)

FOR_EVERYBODY = "public, max-age=1, must-revalidate"
FOR_STAFF = "private, no-store"
EVER_PUBLIC = State.public | {State.SUPERSEDED}

# Routes, for `re_path`.
ROUTE = rf"^media/(?P<key>[0-9a-f]{{{KEY_LENGTH}}})/(?P<name>{NAME})\Z"
DOCUMENT = rf"^media/documents/(?P<key>[0-9a-f]{{{KEY_LENGTH}}})/(?P<name>[a-z0-9-]{{1,100}}\.[a-z]{{3,4}})\Z"

# What a browser opens by itself. Everything else is saved to disk.
OPENED_IN_PLACE = frozenset({"pdf"})
# A sandbox would keep browsers' own readers of PDF from opening it; none of them runs a script of the page's.
POLICY_IN_PLACE = "script-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
POLICY_SAVED = "default-src 'none'; sandbox"
AWAY = "This file cannot be fetched just now. Please try again in a minute."


@require_safe
def picture(request, key, name):
    """A rendition: for everybody while a published release shows it, for staff always.

    Else 410 if readers once saw it, whatever took it away, and 404 if there is nothing to know of it.
    """
    shown = Picture.objects.filter(sha256__startswith=key).first()
    policy = _policy(request, shown)
    if policy is None:
        return _nothing(shown)
    # Another focal point or credit makes other files at the same addresses.
    etag = f'"{shown.sha256[:32]}-{stamp(shown)}-{name}"'
    response = get_conditional_response(request, etag=etag) or rendition(shown, name)
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
    response = get_conditional_response(request, etag=etag) or document_file(asked, name)
    return _kept(response, policy, etag)


def _policy(request, stored):
    """For how long an answer may be kept and by whom; None if this person may not see it."""
    if stored is None:
        return None
    if stored.hidden_at is None and files.is_used_publicly(stored):
        return FOR_EVERYBODY
    return FOR_STAFF if request.user.is_active and request.user.is_staff else None


def _kept(response, policy, etag=""):
    if response.status_code >= 500:
        return response
    response["Cache-Control"] = policy
    if policy == FOR_EVERYBODY and etag:
        response["ETag"] = etag
    return response


def _nothing(stored):
    """Browsers keep a 404 or 410 as long as they like, unless they are told."""
    gone = stored is not None and files.uses_of(stored).filter(state__in=EVER_PUBLIC).exists()
    said = "This file is no longer published." if gone else "There is no such file."
    response = HttpResponse(said, content_type="text/plain; charset=utf-8", status=410 if gone else 404)
    # Of a file that is there somebody asks who is asking: the answer must not tell that.
    patch_vary_headers(response, ["Cookie"])
    return _kept(response, FOR_EVERYBODY)


def rendition(shown, name):
    """The answer with a rendition, or 503 while the store is away. Raises `Http404` if it cannot be made."""
    try:
        opened = open_rendition(shown, name)
    except NoSuchRendition as error:
        raise Http404("There is no such picture.") from error
    except FileNotFoundError as error:
        log.error("The file of picture %s is missing: %s", shown.pk, shown.file.name)
        raise Http404("The picture's file is missing.") from error
    except UnreadableOriginal as error:
        log.exception("The file of picture %s cannot be read: %s", shown.pk, shown.file.name)
        raise Http404("The picture's file cannot be read.") from error
    except OSError:
        return _away(shown)
    response = FileResponse(opened, content_type=TYPES[name.rpartition(".")[2]])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def document_file(asked, name):
    """The answer with the file of a document, or 503 while the store is away. Raises `Http404` if it is lost."""
    try:
        opened = asked.file.storage.open(asked.file.name)
    except FileNotFoundError as error:
        log.error("The file of document %s is missing: %s", asked.pk, asked.file.name)
        raise Http404("The document's file is missing.") from error
    except OSError:
        return _away(asked)
    in_place = asked.format in OPENED_IN_PLACE
    response = FileResponse(opened, content_type=files.CONTENT_TYPES[asked.format])
    response["Content-Disposition"] = f'{"inline" if in_place else "attachment"}; filename="{quote(name)}"'
    response["Content-Security-Policy"] = POLICY_IN_PLACE if in_place else POLICY_SAVED
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _away(stored):
    """Nobody keeps this answer, and those who come by machine come back."""
    log.exception("The store of files is away: %s", stored.file.name)
    headers = {"Cache-Control": "no-store", "Retry-After": "60"}
    return HttpResponse(AWAY, content_type="text/plain; charset=utf-8", status=503, headers=headers)
