"""The press kit of a release, sent while it is made."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from news.outputs import kit
from news.queries import addresses, release

from . import errors
from .media import FOR_EVERYBODY

FILE = "kit.zip"


@require_safe
def one(request, year, slug):
    """The zip while the release is live. Else what its page answers: moved, gone, or nothing there."""
    found = release.read(year, slug)
    if found is None:
        return _kept(_elsewhere(request, year, slug))
    if isinstance(found, release.Gone):
        return _kept(_elsewhere(request, year, slug, found) if found.moved else errors.gone(request, found))
    if found.withdrawn:
        return _kept(errors.gone(request, _gone(found)))
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


def _elsewhere(request, year, slug, gone=None):
    """To the kit of where the release is now; to the page that took its place if that is none of a release."""
    try:
        now = addresses.present(reverse("release", args=[year, slug]))
    except addresses.Erased:
        return errors.gone(request)
    if now:
        return HttpResponsePermanentRedirect(path(now) if _is_release(now) else now)
    if gone is None:
        raise Http404("No such release.")
    return errors.gone(request, gone)


def _is_release(page):
    try:
        return resolve(page).url_name == "release"
    except Resolver404:
        return False


def _gone(found):
    """What is told of a release whose page stays as a record: its files do not."""
    return release.Gone(
        title=found.title,
        reference=found.reference,
        url=found.url,
        published=found.published,
        withdrawn=found.withdrawn,
        explanation=found.explanation,
        contact=found.contact,
    )


def _kept(response):
    response["Cache-Control"] = FOR_EVERYBODY
    return response
