"""Pages for what cannot be shown. They say what to do next, and none depends on the error itself."""

from django.http import Http404, HttpResponse
from django.template import loader

from news.queries import addresses, home

from .frame import moved

LAST_RESORT = (
    "<!doctype html><html lang=en><title>Something went wrong</title>"
    "<h1>Something went wrong</h1><p>The page could not be made. Please try again in a few minutes.</p>"
)


class NoSuchPage(Http404):
    """A 404 with a sentence for the reader."""


def not_found(request, exception=None):
    """The thing's present address if the path is a past one, in one step; else the page that says so."""
    if "\x00" in request.path:
        return bad_request(request)
    try:
        now = addresses.present(request.path)
    except addresses.Erased:
        return gone(request)
    if now:
        return moved(request, now)
    latest, contact = home.latest(3)
    sentence = str(exception) if isinstance(exception, NoSuchPage) else ""
    context = {"sentence": sentence, "latest": latest, "contact": contact}
    return HttpResponse(loader.render_to_string("news/404.html", context, request), status=404)


def gone(request, what=None):
    """410, with as much as is told about what was withdrawn."""
    context = {"gone": what, "contact": what.contact if what else None}
    return HttpResponse(loader.render_to_string("news/410.html", context, request), status=410)


def moved_or_gone(request, what, path=""):
    """What was moved leads to its present address, if there is one. `path` is its page's, if that is another."""
    try:
        now = addresses.present(path or request.path) if what.moved else None
    except addresses.Erased:
        now = None
    return moved(request, now) if now else gone(request, what)


# These three read no database and run no context processor.


def bad_request(request, exception=None):
    return HttpResponse(loader.render_to_string("news/400.html"), status=400)


def forbidden(request, exception=None):
    return HttpResponse(loader.render_to_string("news/403.html"), status=403)


def server_error(request):
    try:
        text = loader.render_to_string("news/500.html")
    except Exception:  # the templates may be what is broken
        text = LAST_RESORT
    return HttpResponse(text, status=500)
