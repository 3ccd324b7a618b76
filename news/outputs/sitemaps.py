"""The sitemap: every page that readers may find, on the canonical host."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from news.models import Edition, EventEdition, Page
from news.queries import cards, named, visibility, written


class OnCanonicalHost(Sitemap):
    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_ORIGIN).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_ORIGIN).netloc


class Releases(OnCanonicalHost):
    """Live releases; one changes when its text or the facts that it shows do."""

    def items(self):
        latest = Greatest("published_at", Coalesce("facts_now__published_at", "published_at"))
        editions = cards.with_facts(Edition.objects.live()).annotate(latest=latest).select_related(None)
        return editions.order_by("release_id").values_list("release__url_year", "release__slug", "latest")

    def location(self, item):
        return reverse("release", args=item[:2])

    def lastmod(self, item):
        return item[2]


class Events(OnCanonicalHost):
    def items(self):
        live = EventEdition.objects.live().filter(event__merged_into=None)
        return live.order_by("event_id").values_list("event__slug", "published_at")

    def location(self, item):
        return reverse("event", args=item[:1])

    def lastmod(self, item):
        return item[1]


class Lists(OnCanonicalHost):
    def items(self):
        return ["home", "releases", "events", "organizations", "people", "programmes", "corrections", "withdrawn"]

    def location(self, name):
        return reverse(name)


class Entries(OnCanonicalHost):
    """Entries of the directory that something public names."""

    def items(self):
        kept_back = visibility.keeping_back(timezone.now())
        return [
            *(reverse("country", args=[code.lower()]) for code in _keys(named.countries(kept_back), "code")),
            *(reverse("organization", args=[slug]) for slug in _keys(named.organizations(kept_back))),
            *(reverse("person", args=[slug]) for slug in _keys(named.people())),
            *(reverse("programme", args=[slug]) for slug in _keys(named.programmes(kept_back))),
            *(reverse("topic", args=[slug]) for slug in _keys(named.topics(kept_back))),
        ]

    def location(self, path):
        return path


def _keys(entries, column="slug"):
    return entries.order_by(column).values_list(column, flat=True)


class Pages(OnCanonicalHost):
    def items(self):
        return Page.objects.filter(slug__in=written.TITLES).order_by("slug")

    def lastmod(self, page):
        return page.changed_at


SITEMAPS = {"lists": Lists, "releases": Releases, "events": Events, "entries": Entries, "pages": Pages}
