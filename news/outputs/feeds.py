"""The RSS feed of press releases. The filters of the archive apply."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse

from news.queries import archive

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
        return CONTROLS.sub("", card.summary)

    def item_link(self, card):
        return settings.SITE_ORIGIN + card.url

    def item_guid(self, card):
        return f"urn:uuid:{card.uuid}"

    item_guid_is_permalink = False

    def item_pubdate(self, card):
        return card.published

    def item_categories(self, card):
        return [card.kind]


def _address(name, found):
    query = found[0].query
    return settings.SITE_ORIGIN + reverse(name) + (f"?{query}" if query else "")
