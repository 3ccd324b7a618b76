"""Public pages to which a reader can be led: found by their address, or by words of their name."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from django.db.models import Q
from django.utils import timezone

from news import words
from news.models import Edition, Event, EventEdition, Organization, Person, PressRelease, Programme, Topic

from . import links, named, visibility

LONGEST = 500
OF_EACH = 4
REFERENCE = re.compile(r"(?:ASP/PR/|/r/)?(\d{4})/0*(\d{1,6})/?", re.IGNORECASE)
RELEASE = re.compile(r"/news/(\d{4})/([-\w]+)/?", re.ASCII)
ENTRY = re.compile(r"/(events|organizations|people|programmes|topics)/([-\w]+)/?", re.ASCII)
BY_PART = {"events": Event, "organizations": Organization, "people": Person, "programmes": Programme, "topics": Topic}
KINDS = {PressRelease: "Press release", Event: "Event"}


@dataclass(frozen=True)
class Destination:
    """`token` names the thing, as "pressrelease 12"."""

    token: str
    title: str
    kind: str
    url: str


def at(typed):
    """The thing whose page has this web address (or a release of this number), or None. Whether it is public is
    not asked."""
    typed = typed.strip()
    if not typed or len(typed) > LONGEST or "\x00" in typed:
        return None
    path = unquote(links.own_path(typed) or "") or typed
    if found := RELEASE.fullmatch(path):
        return PressRelease.objects.filter(url_year=int(found[1]), slug=found[2]).first()
    if found := REFERENCE.fullmatch(path):
        return PressRelease.objects.filter(ref_year=int(found[1]), ref_number=int(found[2])).first()
    if found := ENTRY.fullmatch(path):
        return BY_PART[found[1]]._base_manager.filter(slug=found[2]).first()
    return None


def by_token(token):
    """The thing that a token names, or None."""
    found = re.fullmatch(r"([a-z]{1,20}) (\d{1,18})", token, re.ASCII)
    model = found and {m._meta.model_name: m for m in (PressRelease, *BY_PART.values())}.get(found[1])
    return model._base_manager.filter(pk=int(found[2])).first() if model else None


def search(typed, *, but):
    """Public pages with all these words in their title, at most four of a kind; `but` is left out. Six queries."""
    typed = typed.replace("\x00", "")[:LONGEST]
    asked = words.fold(typed).split()[:8]
    if not asked:
        return []
    titled, folded, called = Q(), Q(), Q()
    for word in typed.split()[:8]:
        titled &= Q(title__icontains=word)
        called &= Q(name__icontains=word)
    for word in asked:
        folded &= Q(folded__contains=word)
    back = visibility.keeping_back(timezone.now())
    releases = Edition.objects.live().filter(titled).select_related("release").order_by("-release__display_date")
    facts = EventEdition.objects.live().filter(called, event__merged_into=None).select_related("event")
    things = [(edition.release, str(edition)) for edition in releases[:OF_EACH]]
    things += [(edition.event, str(edition)) for edition in facts.order_by("-starts")[:OF_EACH]]
    for entries, condition in [
        (named.organizations(back), folded),
        (named.programmes(back), folded),
        (named.people(), folded),
        (named.topics(back), called),
    ]:
        things += [(entry, str(entry)) for entry in entries.filter(condition).order_by("name")[:OF_EACH]]
    return [
        Destination(
            token=f"{thing._meta.model_name} {thing.pk}",
            title=title,
            kind=KINDS.get(type(thing), thing._meta.verbose_name.capitalize()),
            url=thing.get_absolute_url(),
        )
        for thing, title in things
        if thing != but
    ]
