"""How RSS 2.0, Atom and JSON Feed 1.1 say a press release: full content, summary, picture, topics.

An item brings, beside what Django's generators know, `content` (HTML), `language`, and `picture`: a dictionary
with the `url` of the main picture, its `type`, `width`, `height`, `alt` and `credit`, or None.
"""

import json

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

MEDIA = "http://search.yahoo.com/mrss/"


class Rss(Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": MEDIA,
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])
        handler.addQuickElement("dc:language", item["language"])
        if picture := item["picture"]:
            # Nobody knows how many bytes before it is made; the standard's answer to that is 0.
            handler.addQuickElement("enclosure", "", {"url": picture["url"], "length": "0", "type": picture["type"]})
            _media(handler, picture)


class Atom(Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:media": MEDIA}

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})
        if picture := item["picture"]:
            link = {"rel": "enclosure", "href": picture["url"], "type": picture["type"]}
            handler.addQuickElement("link", "", link)
            _media(handler, picture)


def _media(handler, picture):
    named = {"url": picture["url"], "type": picture["type"], "medium": "image"}
    sized = {side: str(picture[side]) for side in ("width", "height")}
    handler.startElement("media:content", named | sized)
    if picture["alt"]:
        handler.addQuickElement("media:description", picture["alt"], {"type": "plain"})
    if picture["credit"]:
        handler.addQuickElement("media:credit", picture["credit"])
    handler.endElement("media:content")


class Json(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        told = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}],
            "items": [_item(item) for item in self.items],
        }
        outfile.write(json.dumps(told, ensure_ascii=False).encode(encoding))


def _item(item):
    told = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["content"],
        "summary": item["summary"],
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": [{"name": item["author_name"]}],
        "tags": item["categories"],
        "language": item["language"],
    }
    if picture := item["picture"]:
        told["image"] = picture["url"]
        told["attachments"] = [{"url": picture["url"], "mime_type": picture["type"]}]
    return told
