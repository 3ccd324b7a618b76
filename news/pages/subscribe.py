"""How to follow the newsroom: feeds for readers of feeds, a calendar for calendars."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from news.queries import subscribe
from news.queries.filters import NoSuchListError

from . import errors
from .frame import absolute, page

DESCRIPTION = "Feeds of press releases and a calendar of events, whole or only what you choose."


@require_safe
def one(request):
    try:
        found = subscribe.read(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    context = {
        "subscribe": found,
        "feeds": _feeds(found.query),
        "changes": absolute(reverse("corrections_feed")),
        "calendar": (calendar := absolute(reverse("calendar"))),
        # The way to tell a calendar program that it shall come again.
        "webcal": f"webcal:{calendar.partition(':')[2]}",
        "contact": found.contact,
        "headline": "Subscribe",
        "description": DESCRIPTION,
    }
    path = reverse("subscribe")
    return page(request, "news/subscribe.html", context, path=path, query=found.query, section="subscribe")


def _feeds(query):
    """`(name, full address)` of the feeds of a list."""
    asked = f"?{query}" if query else ""
    named = {"RSS": "feed", "Atom": "feed_atom", "JSON Feed": "feed_json"}
    return [(title, absolute(reverse(name) + asked)) for title, name in named.items()]
