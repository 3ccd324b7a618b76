"""Web addresses: readable, with a letter, never reserved, never another thing's."""

from django.db import IntegrityError, transaction
from django.urls import get_resolver

from news import words
from news.models import PastAddress, PressRelease

from .log import thing_key

ATTEMPTS = 5


# What an address is called when its text has no letter of ours.
OTHERWISE = {PressRelease: "press-release"}


def reserved():
    """First path segments and fixed second ones of the URL configuration, and what looks like a number."""
    found = set()
    for pattern in get_resolver().url_patterns:
        route = str(getattr(pattern, "pattern", ""))
        for nested in [route, *(route + str(p.pattern) for p in getattr(pattern, "url_patterns", []))]:
            found.update(part for part in nested.strip("^$").split("/") if part and "<" not in part)
    return {part.partition(".")[0] for part in found} | {"new", "edit", "page", "feed", "null"}


def free_slug(model, text, *, of=None):
    """A slug for `text` that no other row of the model has or once had.

    `of` is the thing that the slug is for: its own present and past slugs are free for it.
    """
    base = words.slug(text, otherwise=OTHERWISE.get(model, model._meta.model_name))
    others = model._base_manager.exclude(pk=getattr(of, "pk", None)).filter(slug__startswith=base)
    taken = set(others.values_list("slug", flat=True))
    past = PastAddress.objects.filter(thing_type=model._meta.model_name, path__contains=f"/{base}")
    if of is not None:
        past = past.exclude(thing_id=thing_key(of)[1])
    taken |= {path.strip("/").rpartition("/")[2] for path in past.values_list("path", flat=True)}
    taken |= reserved()
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def save_under(thing, text):
    """Save a thing under a free slug for `text`; of two processes that want the same, each gets its own."""
    of = None if thing._state.adding else thing
    for attempts_left in reversed(range(ATTEMPTS)):
        thing.slug = free_slug(type(thing), text, of=of)
        try:
            with transaction.atomic():
                thing.save(update_fields=["slug"] if of else None)
        except IntegrityError:
            if not attempts_left:
                raise
        else:
            return thing
