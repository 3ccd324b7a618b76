"""Where the files beside a release's page (its card, its kit) went along with it."""

from django.urls import Resolver404, resolve

from news.queries import addresses


def now_at(page, gone):
    """The page that is there instead of the release's at `page`; None if there is none.

    `gone` is what the query says of a withdrawn release, or None if none is known at that address. Raises
    `addresses.Erased`.
    """
    return addresses.present(page) if gone is None or gone.moved else None


def is_release(page):
    try:
        return resolve(page).url_name == "release"
    except Resolver404:
        return False
