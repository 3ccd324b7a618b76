"""The feeds: press releases as RSS, corrections as Atom. The filters of the archive apply."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.html import escape

from news.queries import archive, corrections

# What XML cannot hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ReleaseFeed(Feed):
    """Raises `NoSuchListError` for filters that name nothing. Addresses stand on the canonical host."""

    language = "en-gb"
    author_name = "ASEANAPOL Secretariat"
    description = "Press releases of the ASEANAPOL Secretariat, newest first."

    def get_object(self, request):
        return archive.newest(request.GET)

    def title(self, found):
        filters, _ = found
        return f"ASEANAPOL Newsroom: {filters.label}" if filters.label else "ASEANAPOL Newsroom"

    def link(self, found):
        return _address("releases", found)

    def feed_url(self, found):
        return _address("feed", found)

    def items(self, found):
        return found[1]

    def item_title(self, card):
        return CONTROLS.sub("", card.title)

    def item_description(self, card):
        return escape(CONTROLS.sub("", card.summary))

    def item_link(self, card):
        return settings.SITE_ORIGIN + card.url

    def item_guid(self, card):
        return f"urn:uuid:{card.uuid}"

    item_guid_is_permalink = False

    def item_pubdate(self, card):
        return card.published

    def item_categories(self, card):
        return [card.kind]


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
        return (
            f"ASEANAPOL Newsroom, corrections: {filters.label}" if filters.label else "ASEANAPOL Newsroom, corrections"
        )

    def link(self, found):
        return settings.SITE_ORIGIN + reverse("corrections")

    def feed_url(self, found):
        return _address("corrections_feed", found)

    feed_guid = feed_url

    def items(self, found):
        return found[1]

    def item_title(self, change):
        return CONTROLS.sub("", f"{change.of}: {change.title}")

    def item_description(self, change):
        return linebreaksbr(CONTROLS.sub("", change.note), autoescape=True)

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
