"""What search engines and feed readers ask for."""

from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.outputs.feeds import CorrectionFeed, ReleaseFeed
from news.outputs.sitemaps import SITEMAPS
from news.queries.filters import NoSuchListError

from . import errors
from .frame import absolute

PRIVATE = ("/admin/", "/accounts/", "/preview/")


@require_safe
def feed(request):
    return _feed(request, ReleaseFeed())


@require_safe
def corrections_feed(request):
    return _feed(request, CorrectionFeed())


def _feed(request, wanted):
    try:
        return wanted(request)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error


@require_safe
def sitemap(request):
    return django_sitemap(request, sitemaps=SITEMAPS)


@require_safe
def robots(request):
    private = "".join(f"Disallow: {path}\n" for path in PRIVATE)
    text = f"User-agent: *\n{private}\nSitemap: {absolute(reverse('sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
