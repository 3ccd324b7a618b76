"""A PDF is set once for each of its versions and kept in the cache."""

import logging
import threading

from django.core.cache import cache

from news.pictures.renditions import UnreadableOriginal, offered, open_rendition
from news.queries import kit
from news.queries.files import KEY_LENGTH

from .typeset import make
from .words import version

logger = logging.getLogger(__name__)
AN_HOUR = 60 * 60
# A picture whose file cannot be had now may be there again.
A_MINUTE = 60
# Pixels: what a column of text shows at 220 dots an inch.
WIDE_ENOUGH = 960
# Setting takes a processor for itself: one at a time in each process, and a burst finds the first one's file.
setting = threading.Lock()


def draw(found, said):
    """The bytes of the PDF of a live `ReleasePage` that says this; set if this version was not set yet or the cache is
    away, then with four queries more. Raises `RuntimeError` if it cannot be.
    """
    key = f"pdf-{version(said)}"
    if made := _kept(key):
        return made
    with setting:
        if made := _kept(key):
            return made
        pictures, all_there = _pictures(found, said)
        made = make(said, pictures)
        _keep(key, made, AN_HOUR if all_there else A_MINUTE)
    return made


def _kept(key):
    try:
        return cache.get(key)
    except Exception:  # each server of a cache has errors of its own
        logger.exception("The cache is away: PDFs are set anew")
        return None


def _keep(key, made, seconds):
    try:
        cache.set(key, made, seconds)
    except Exception:  # the same
        logger.exception("The cache is away: a PDF is not kept")


def _pictures(found, said):
    """(JPEGs by key of the pictures that the release prints, whether all of them are there)."""
    wanted = set(_keys(said))
    if not wanted:
        return {}, True
    made = {}
    for one in kit.read(found).pictures:
        if (key := one.picture.sha256[:KEY_LENGTH]) in wanted and (data := _jpeg(one.picture)):
            made[key] = data
    return made, made.keys() == wanted


def _keys(said):
    if said.lead:
        yield said.lead.key
    yield from (block["picture"]["key"] for block in said.body if block.get("picture"))


def _jpeg(picture):
    name = next((n for n, wide in offered(picture) if wide >= WIDE_ENOUGH), offered(picture)[-1][0])
    try:
        with open_rendition(picture, f"{name}.jpg") as file:
            return file.read()
    except (OSError, UnreadableOriginal):
        logger.exception("A release is printed without picture %s", picture.pk)
        return b""
    except Exception:  # a store that is away has errors of its own
        logger.exception("A release is printed without picture %s: the store is away", picture.pk)
        return b""
