"""The social card of a release. Its plain address is always the current one; `?v=` only makes a new address."""

import logging

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from news.outputs import card
from news.queries import addresses, social_card
from news.queries.release import Gone

from . import beside
from .media import FOR_EVERYBODY

logger = logging.getLogger(__name__)


@require_safe
def of_release(request, year, slug):
    """One query; three more where the release has moved."""
    found = social_card.read(year, slug)
    if found is None or isinstance(found, Gone):
        return _kept(_elsewhere(found, reverse("release", args=[year, slug])))
    etag = f'"{card.version(card.say(found))}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(card.draw(found), content_type="image/jpeg")
        except RuntimeError:  # the typesetter's own errors
            logger.exception("The card of %s cannot be drawn", found.url)
            response = _plain("The card cannot be drawn just now.", 503)
            response["Cache-Control"] = "no-store"
            return response
    response["ETag"] = etag
    return _kept(response)


def _elsewhere(gone, path):
    """To the card of the release that is at `path` no more, in one step; 410 for what was withdrawn."""
    try:
        now = beside.now_at(path, gone)
    except addresses.Erased:
        return _plain("This card is no longer published.", 410)
    if now and beside.is_release(now):
        return HttpResponsePermanentRedirect(f"{now}card.jpg")
    if gone is None:
        raise Http404("No such card.")
    return _plain("This card is no longer published.", 410)


def _plain(sentence, status):
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)


def _kept(response):
    response["Cache-Control"] = FOR_EVERYBODY
    return response
