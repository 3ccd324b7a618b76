"""The sitemaps: every page that readers may find, on the canonical host; and the releases of the last two days."""

import datetime
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from news.models import Edition, EventEdition, Page
from news.queries import cards, named, visibility, written

from . import text

# What the protocol allows in one file; of news, what those who read them take.
MOST = 50_000
MOST_NEWS = 1000
NEW_FOR = datetime.timedelta(hours=48)


class OnCanonicalHost(Sitemap):
    limit = MOST

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_ORIGIN).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_ORIGIN).netloc

    def get_latest_lastmod(self):
        """For the index; None where nothing is dated. Never by reading all items."""
        return None


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

    def get_latest_lastmod(self):
        return _latest(Edition.objects.live())


class Events(OnCanonicalHost):
    def items(self):
        live = EventEdition.objects.live().filter(event__merged_into=None)
        return live.order_by("event_id").values_list("event__slug", "published_at")

    def location(self, item):
        return reverse("event", args=item[:1])

    def lastmod(self, item):
        return item[1]

    def get_latest_lastmod(self):
        return _latest(EventEdition.objects.live())


class Lists(OnCanonicalHost):
    def items(self):
        found = ["home", "releases", "events", "organizations", "people", "programmes"]
        return [*found, "subscribe", "corrections", "withdrawn"]

    def location(self, name):
        return reverse(name)


class Pages(OnCanonicalHost):
    def items(self):
        return Page.objects.filter(slug__in=written.TITLES).order_by("slug")

    def lastmod(self, page):
        return page.changed_at


class Entries(OnCanonicalHost):
    """Entries of the directory that something public names; `entries` takes what is kept back yet."""

    def __init__(self, name, entries, column="slug"):
        self.name, self.entries, self.column = name, entries, column

    def items(self):
        entries = self.entries(visibility.keeping_back(timezone.now()))
        return entries.order_by(self.column).values_list(self.column, flat=True)

    def location(self, key):
        return reverse(self.name, args=[key.lower()])


class News(OnCanonicalHost):
    """Releases of the last 48 hours with what news search asks for, newest first."""

    limit = MOST_NEWS

    def items(self):
        since = timezone.now() - NEW_FOR
        found = Edition.objects.live().filter(release__display_date__gte=since).select_related("release")
        return found.order_by("-release__display_date", "-release_id")[:MOST_NEWS]

    def location(self, edition):
        return edition.release.get_absolute_url()

    def get_urls(self, page=1, site=None, protocol=None):
        """As of any sitemap, each with `title`, `language` and `published`."""
        found = super().get_urls(page, site, protocol)
        for url in found:
            edition = url["item"]
            url["title"] = text.clean(edition.title)
            url["language"] = edition.language
            url["published"] = timezone.localtime(edition.release.display_date).isoformat(timespec="seconds")
        return found


# Made anew for each answer: a sitemap keeps what it has seen.
SITEMAPS = {
    "lists": Lists,
    "releases": Releases,
    "events": Events,
    "countries": partial(Entries, "country", named.countries, "code"),
    "organizations": partial(Entries, "organization", named.organizations),
    "people": partial(Entries, "person", lambda kept_back: named.people()),
    "programmes": partial(Entries, "programme", named.programmes),
    "topics": partial(Entries, "topic", named.topics),
    "pages": Pages,
}


def parts():
    """`(section, page, moment of the latest change or None)` of each file that has something in it."""
    for section, make in SITEMAPS.items():
        sitemap = make()
        paginator = sitemap.paginator
        if paginator.count:
            latest = sitemap.get_latest_lastmod()
            yield from ((section, page, latest) for page in paginator.page_range)


def _latest(editions):
    return editions.aggregate(latest=Max("published_at"))["latest"]
