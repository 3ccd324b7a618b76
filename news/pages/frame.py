"""What every page is given beside its own content."""

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import Resolver404, resolve

# What messengers show beside the link of a page that has no card of its own.
SITE_CARD = "img/card.jpg"
# Pages of one thing that have more pages.
LISTS = {"organization", "person", "programme", "country", "topic"}


def page(request, template, context, *, path, query="", section="", status=200):
    """A rendered page. `path` and `query` are its canonical address: nothing that was asked beside it."""
    address = f"{path}?{query}" if query else path
    frame = {"canonical": absolute(address), "section": section, "site_card": absolute(static(SITE_CARD))}
    return render(request, template, frame | context, status=status)


def moved(request, path):
    """To where it is now, for good. What was asked goes along where the page there is a list."""
    asked = request.GET.urlencode() if _is_list(path) else ""
    return HttpResponsePermanentRedirect(f"{path}?{asked}" if asked else path)


def _is_list(path):
    try:
        return resolve(path).url_name in LISTS
    except Resolver404:
        return False


def absolute(path):
    """The full address of a path of this site, on its canonical host."""
    return settings.SITE_ORIGIN + path
