"""The press kit of a release, sent while it is made."""

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from news.outputs import kit
from news.queries import release

from . import beside, errors
from .media import FOR_EVERYBODY

FILE = "kit.zip"


@require_safe
def one(request, year, slug):
    """The zip while the release is live. Else what its page answers: moved, gone, or nothing there."""
    found = release.read(year, slug)
    if found is None or isinstance(found, release.Gone):
        return _kept(beside.elsewhere(request, found, reverse("release", args=[year, slug]), FILE))
    if found.withdrawn:
        return _kept(errors.gone(request))
    made = kit.read(found)
    response = get_conditional_response(request, etag=made.etag)
    if response is None:
        response = HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(made.stream())
        response["Content-Type"] = "application/zip"
        response["Content-Disposition"] = f'attachment; filename="{made.folder}.zip"'
        if made.length is not None:
            response["Content-Length"] = made.length
    response["ETag"] = made.etag
    return _kept(response)


def path(page):
    """The path of the kit of the release with this page."""
    return page + FILE


def _kept(response):
    response["Cache-Control"] = FOR_EVERYBODY
    return response
