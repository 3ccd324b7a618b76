"""A card is drawn once for each of its versions and kept in the cache; it is at the address of its release."""

import logging
import threading

from django.core.cache import cache

from news.pictures.renditions import lead_crop

from .drawing import PICTURE_HEIGHT, PICTURE_WIDTH, jpeg
from .words import say, version

logger = logging.getLogger(__name__)
A_DAY = 24 * 60 * 60
# A picture whose file cannot be had now may be there again.
A_MINUTE = 60
# Drawing takes a processor for itself: one at a time in each process, and a burst finds the first one's card.
drawing = threading.Lock()


def path(card):
    """`/news/<year>/<slug>/card.jpg?v=<version>` of a `SocialCard`."""
    return f"{card.url}card.jpg?v={version(say(card))}"


def draw(card):
    """The bytes of the card, drawn if this version was not drawn yet or the cache is away.

    Raises `RuntimeError` if it cannot be.
    """
    said = say(card)
    key = f"card-{version(said)}"
    if found := _kept(key):
        return found
    with drawing:
        if found := _kept(key):
            return found
        picture = _picture(card.lead)
        made = jpeg(said, picture)
        _keep(key, made, A_MINUTE if said.picture and picture is None else A_DAY)
    return made


def _kept(key):
    try:
        return cache.get(key)
    except Exception:  # each server of a cache has errors of its own
        logger.exception("The cache is away: cards are drawn anew")
        return None


def _keep(key, made, seconds):
    try:
        cache.set(key, made, seconds)
    except Exception:  # the same
        logger.exception("The cache is away: a card is not kept")


def _picture(lead):
    """The main picture cut for the card as JPEG; None if there is none or its file cannot be read."""
    if lead is None:
        return None
    try:
        return lead_crop(lead.picture, PICTURE_WIDTH, PICTURE_HEIGHT)
    except Exception:  # a store that is away, a file that is gone, a decoder's own errors
        logger.exception("The card of a release is drawn without picture %s", lead.picture_id)
        return None
