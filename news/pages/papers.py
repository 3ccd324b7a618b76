"""A release as a file: plain text, Word, and typeset as PDF. Each is at its plain address while the release is live."""

import hashlib
import logging

from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from news.outputs import docx, pdf, text
from news.outputs.kit import names
from news.queries import release
from news.queries.files import CONTENT_TYPES

from . import beside, errors
from .frame import absolute
from .media import FOR_EVERYBODY

TEXT, WORD, PDF = "release.txt", "release.docx", "release.pdf"

logger = logging.getLogger(__name__)


@require_safe
def one(request, year, slug, name):
    """One of the three while the release is live. Else what its page answers: moved, gone, or nothing there."""
    found = release.read(year, slug)
    if found is None or isinstance(found, release.Gone):
        return _kept(beside.elsewhere(request, found, reverse("release", args=[year, slug]), name))
    if found.withdrawn:
        return _kept(errors.gone(request))
    etag, make = MAKERS[name](found)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(make(), content_type=SENT_AS[name])
        except RuntimeError:  # the typesetter's own errors
            logger.exception("%s of %s cannot be made", name, found.url)
            return _not_now()
        how = "attachment" if name == WORD else "inline"
        response["Content-Disposition"] = f'{how}; filename="{names.folder(found)}.{name.rpartition(".")[2]}"'
        # Search engines take it for the page.
        response["Link"] = f'<{absolute(found.url)}>; rel="canonical"'
    response["ETag"] = etag
    return _kept(response)


def _text(found):
    return _whole(text.release(found).encode())


def _word(found):
    return _whole(docx.release(found))


def _whole(made):
    return f'"{hashlib.sha256(made).hexdigest()[:32]}"', lambda: made


def _pdf(found):
    said = pdf.say(found)
    return f'"{pdf.version(said)}"', lambda: pdf.draw(found, said)


MAKERS = {TEXT: _text, WORD: _word, PDF: _pdf}
SENT_AS = {
    TEXT: "text/plain; charset=utf-8",
    WORD: CONTENT_TYPES["docx"],
    PDF: CONTENT_TYPES["pdf"],
}


def _not_now():
    sentence = "This file cannot be made just now. Please try again in a few minutes."
    response = HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=503)
    response["Cache-Control"] = "no-store"
    return response


def _kept(response):
    response["Cache-Control"] = FOR_EVERYBODY
    return response
