"""Where a thing lives now that once lived elsewhere."""

from urllib.parse import quote

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

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


def present(path):
    """The path at which the thing of a past address can be read now, or None. Four queries, one more for each merger.

    A merged thing leads to the one it was merged into, and that one on: always in one step.
    """
    if "\x00" in path or len(path) > LONGEST:
        return None
    bare = path.rstrip("/")
    spellings = {path, bare, f"{bare}/", quote(bare), f"{quote(bare)}/"}
    past = PastAddress.objects.filter(path__in=spellings).order_by("-since").first()
    if past is None:
        return None
    thing = _survivor(_thing(past))
    if thing is None or not _has_page(thing):
        return None
    now = thing.get_absolute_url()
    return now if now.rstrip("/") != bare else None


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


def _has_page(thing):
    """Whether readers find more there than that something is missing."""
    match thing:
        case PressRelease():
            return Edition.objects.public().filter(release=thing).exists()
        case Event():
            return EventEdition.objects.public().filter(event=thing).exists()
        case Person():
            return thing.public_profile
    return ENTRIES[type(thing)](visibility.keeping_back(timezone.now())).filter(pk=thing.pk).exists()
