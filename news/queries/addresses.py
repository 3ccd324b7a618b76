"""Where a thing lives now that once lived elsewhere."""

import re
import unicodedata
from urllib.parse import quote, unquote

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.enums import WithdrawalKind
from news.models import (
    Edition,
    Event,
    EventEdition,
    Organization,
    PastAddress,
    Person,
    PressRelease,
    Programme,
    Topic,
)

from . import named, visibility

LONGEST = PastAddress._meta.get_field("path").max_length
# Signs that an address may have without encoding them; browsers and servers differ.
LEFT_AS_THEY_ARE = "/:@!$&'()*+,;=~"
OLD_SITE = re.compile("/display/[0-9]{4}/[0-9]{2}/[0-9]{2}/")
MOST_OF_A_DAY = 200
ENTRIES = {Organization: named.organizations, Programme: named.programmes, Topic: named.topics}
HAVE_PAGES = (PressRelease, Event, Person, *ENTRIES)


class Erased(LookupError):
    """What was there was removed entirely: not even its present address is told."""


def present(path):
    """The path at which the thing of a past address can be read now, or None. Raises `Erased`.

    A merged thing leads to the one it was merged into, a moved one to where it is, and that one on:
    always in one step. Four queries, one more for each merger, three for each move, one for the old site's paths.
    """
    seen = set()
    while path not in seen:
        seen.add(path)
        thing = lives_on(path)
        if thing is None:
            return None
        now = thing.get_absolute_url()
        kind = _withdrawal(thing)
        if kind == WithdrawalKind.ERASED:
            raise Erased(path)
        if kind == WithdrawalKind.MOVED:
            path = now
        elif has_page(thing):
            return now if now.rstrip("/") not in {past.rstrip("/") for past in seen} else None
        else:
            return None
    return None


def lives_on(path):
    """The thing of a past address, or what it was merged into in the end, public or not; None if there is none."""
    return _survivor(_at(path))


def _at(path):
    """The thing that the newest past address of that path names."""
    if "\x00" in path or len(path) > LONGEST:
        return None
    past = PastAddress.objects.filter(path__in=spellings(path)).order_by("-since").first()
    past = past or _of_the_old_site(path)
    return _thing(past) if past else None


def spellings(path):
    """How a path may have been written down: encoded, in part or not, with its last slash or without.

    `path` is as a request or a link has it. What stands in a `PastAddress` is as its source had it.
    """
    bare = path.rstrip("/")
    plain = {bare, unquote(bare).replace("\x00", "")}
    encoded = {quote(one, safe=safe) for one in plain for safe in ("/", LEFT_AS_THEY_ARE)}
    return {path} | {one + end for one in plain | encoded for end in ("", "/")}


def _of_the_old_site(path):
    """Its addresses went round in more spellings than can be listed: those of the same day are compared."""
    day = OLD_SITE.match(path)
    if day is None:
        return None
    wanted = _plain(path)
    same_day = PastAddress.objects.filter(path__startswith=day[0]).order_by("-since")[:MOST_OF_A_DAY]
    return next((past for past in same_day if _plain(past.path) == wanted), None)


def _plain(path):
    """Without encoding, blanks as blanks, letters composed."""
    return unicodedata.normalize("NFC", unquote(unquote(path)).replace("+", " ")).rstrip("/ ").casefold()


def _withdrawal(thing):
    """How the public edition of a release or event was withdrawn; "" if it was not."""
    if not isinstance(thing, PressRelease | Event):
        return ""
    return thing.editions.public().values_list("withdrawal_kind", flat=True).first() or ""


def _thing(past):
    try:
        model = apps.get_model("news", past.thing_type)
        return model._base_manager.filter(pk=past.thing_id).first() if model in HAVE_PAGES else None
    except (LookupError, ValueError, ValidationError):
        return None


def _survivor(thing):
    seen = set()
    while thing is not None and getattr(thing, "merged_into_id", None) and thing.pk not in seen:
        seen.add(thing.pk)
        thing = thing.merged_into
    return thing


def has_page(thing):
    """Whether readers find more there than that something is missing."""
    match thing:
        case PressRelease():
            return Edition.objects.public().filter(release=thing).exists()
        case Event():
            return EventEdition.objects.public().filter(event=thing).exists()
        case Person():
            return thing.public_profile
    return ENTRIES[type(thing)](visibility.keeping_back(timezone.now())).filter(pk=thing.pk).exists()
