"""Where a thing lives now that once lived elsewhere."""

from urllib.parse import quote

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
ENTRIES = {Organization: named.organizations, Programme: named.programmes, Topic: named.topics}
HAVE_PAGES = (PressRelease, Event, Person, *ENTRIES)


class Erased(LookupError):
    """What was there was removed entirely: not even its present address is told."""


def present(path):
    """The path at which the thing of a past address can be read now, or None. Raises `Erased`.

    A merged thing leads to the one it was merged into, a moved one to where it is, and that one on:
    always in one step. Four queries, one more for each merger, three for each move.
    """
    seen = set()
    while path not in seen:
        seen.add(path)
        thing = _survivor(_at(path))
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


def _at(path):
    """The thing that the newest past address of that path names."""
    if "\x00" in path or len(path) > LONGEST:
        return None
    bare = path.rstrip("/")
    spellings = {path, bare, f"{bare}/", quote(bare), f"{quote(bare)}/"}
    past = PastAddress.objects.filter(path__in=spellings).order_by("-since").first()
    return _thing(past) if past else None


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
