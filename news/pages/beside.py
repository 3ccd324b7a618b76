"""Where the files beside a page (a release's card and kit, an event's calendar file) went along with it."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from news.queries import addresses

from . import errors


def now_at(page, gone):
    """The page that is there instead of the thing's at `page`; None if there is none.

    `gone` is what the query says of a withdrawn thing, or None if none is known at that address. Raises
    `addresses.Erased`.
    """
    return addresses.present(page) if gone is None or gone.moved else None


def elsewhere(request, gone, page, file):
    """To that file of where the release at `page` is now, or to the page that took its place; else 410 or 404."""
    try:
        now = now_at(page, gone)
    except addresses.Erased:
        return errors.gone(request)
    if now:
        return HttpResponsePermanentRedirect(f"{now}{file}" if is_release(now) else now)
    if gone is None:
        raise Http404("No such release.")
    return errors.gone(request)


def is_release(page):
    return leads_to("release", page)


def leads_to(name, page):
    """Whether the page is one of that name in `urls`."""
    try:
        return resolve(page).url_name == name
    except Resolver404:
        return False
