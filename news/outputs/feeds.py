"""The feeds: press releases as RSS, Atom and JSON Feed, corrections as Atom. The filters of the archive apply."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.html import escape

from news.pictures.renditions import TYPES
from news.queries import corrections, feed

from . import feed_content, feed_formats
from .feed_content import clean

FORMATS = {"feed": feed_formats.Rss, "feed_atom": feed_formats.Atom, "feed_json": feed_formats.Json}
WIDEST_PICTURE = 1440


class ReleaseFeed(Feed):
    """`name` is that of its address, which says in which form it comes. Addresses stand on the canonical host.

    Raises `NoSuchListError` for filters that name nothing.
    """

    language = "en-gb"
    author_name = "ASEANAPOL Secretariat"
    description = subtitle = "Press releases of the ASEANAPOL Secretariat, newest first."

    def __init__(self, name):
        self.name, self.feed_type = name, FORMATS[name]

    def get_object(self, request):
        return feed.newest(request.GET)

    def title(self, found):
        filters, _ = found
        return clean(f"ASEANAPOL Newsroom: {filters.label}") if filters.label else "ASEANAPOL Newsroom"

    def link(self, found):
        return _address("releases", found)

    def feed_url(self, found):
        return _address(self.name, found)

    feed_guid = feed_url

    def items(self, found):
        return found[1]

    def item_title(self, entry):
        return clean(entry.card.title)

    def item_description(self, entry):
        return escape(clean(entry.card.summary))

    def item_link(self, entry):
        return settings.SITE_ORIGIN + entry.card.url

    def item_guid(self, entry):
        return f"urn:uuid:{entry.card.uuid}"

    item_guid_is_permalink = False

    def item_author_name(self, entry):
        return clean(f"{entry.byline}, {self.author_name}" if entry.byline else self.author_name)

    def item_pubdate(self, entry):
        return entry.card.published

    def item_updateddate(self, entry):
        return entry.updated

    def item_categories(self, entry):
        return [clean(word) for word in (entry.card.kind, *entry.topics)]

    def item_extra_kwargs(self, entry):
        return {
            "content": feed_content.of(entry),
            "summary": clean(entry.card.summary),
            "language": entry.language,
            "picture": _picture(entry.card.picture),
        }


def _picture(row):
    if row is None:
        return None
    address, width, height = feed_content.image(row.picture, WIDEST_PICTURE)
    said = {"alt": clean(feed_content.alt_of(row)), "credit": clean(row.credit)}
    return {"url": address, "type": TYPES[feed_content.FORM], "width": width, "height": height, **said}


class CorrectionFeed(Feed):
    """Changes after publication, and withdrawals. Raises `NoSuchListError` for filters that name nothing."""

    feed_type = feedgenerator.Atom1Feed
    language = "en-gb"
    author_name = "ASEANAPOL Secretariat"
    subtitle = "What was changed in press releases and events after publication, newest first."

    def get_object(self, request):
        return corrections.newest(request.GET)

    def title(self, found):
        filters, _ = found
        name = "ASEANAPOL Newsroom, corrections"
        return clean(f"{name}: {filters.label}") if filters.label else name

    def link(self, found):
        return settings.SITE_ORIGIN + reverse("corrections")

    def feed_url(self, found):
        return _address("corrections_feed", found)

    feed_guid = feed_url

    def items(self, found):
        return found[1]

    def item_title(self, change):
        return clean(f"{change.of}: {change.title}")

    def item_description(self, change):
        return linebreaksbr(clean(change.note), autoescape=True)

    def item_link(self, change):
        return settings.SITE_ORIGIN + change.url

    def item_guid(self, change):
        return f"urn:uuid:{change.uuid}"

    def item_pubdate(self, change):
        return change.at

    item_updateddate = item_pubdate


def _address(name, found):
    query = found[0].query
    return settings.SITE_ORIGIN + reverse(name) + (f"?{query}" if query else "")
