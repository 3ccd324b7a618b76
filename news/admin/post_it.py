"""*Post it*: a ready text with the short link, and the card, beside the version that readers see."""

import logging
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from news.enums import State
from news.models import Edition
from news.outputs import card
from news.outputs.letters import absolute
from news.queries import social_card
from news.rules import refusal

PLACE = "post-it"
logger = logging.getLogger(__name__)


def panel(request, edition):
    """The block beside a published release; nothing for any other version."""
    if not isinstance(edition, Edition) or edition.state != State.PUBLISHED:
        return None
    shown = social_card.of_edition(edition)
    if shown is None:  # withdrawn this moment
        return None
    link = absolute(shown.short_url)
    text = "\n".join([shown.title, card.when_and_where(shown), link])
    return {
        "template": "desk/post_it.html",
        "place": PLACE,
        "text": text,
        "card": card.path(shown),
        "small": reverse("admin:news_edition_card", args=[edition.pk]),
        "file": f"{shown.url.strip('/').rpartition('/')[2]}.jpg",
        "width": card.WIDTH,
        "height": card.HEIGHT,
        "whatsapp": f"https://wa.me/?text={quote(text, safe='')}",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?u={quote(link, safe='')}",
    }


def urls(model_admin):
    if model_admin.model is not Edition:
        return []
    return [path("<int:key>/card/", model_admin.admin_site.admin_view(small_card), name="news_edition_card")]


@require_safe
def small_card(request, key):
    """The card in half its size: the whole one is for messengers, too heavy for a page of the desk."""
    if said := refusal(request.user, "view", Edition):
        raise PermissionDenied(said)
    shown = social_card.of_edition(Edition(pk=key)) if key < 2**63 else None
    if shown is None:
        raise Http404("Readers do not see this version.")
    try:
        made = card.smaller(card.draw(shown))
    except RuntimeError:  # the typesetter's own errors
        logger.exception("The card of edition %s cannot be drawn", key)
        return HttpResponse("The card cannot be drawn just now.", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse(made, content_type="image/jpeg")


def offered(edition, words):
    """What is said right after publishing, with the way to the block; for facts the words alone."""
    if not isinstance(edition, Edition) or edition.state != State.PUBLISHED:
        return words
    return format_html('<span>{}</span> <a href="#{}">Post it</a>', words, PLACE)
