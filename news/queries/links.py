"""Which links of a text lead to no public page of ours. A constant number of queries, however many links.

Other hosts, anchors, mail and telephone are left alone; so is every address of which this module does
not know what it shows. Addresses are read through the site's own routes, so a page that is not there
yet is a dead link today and none tomorrow.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone

from news.enums import State, WithdrawalKind
from news.models import (
    Country,
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
from .addresses import spellings as ways_to_write

# Nobody but the newsroom sees what is below these.
INTERNAL = ("admin", "preview", "accounts")
_HREF = re.compile(r'<a href="([^"]*)"')
_SHOWN = Q(state=State.PUBLISHED) | Q(state=State.WITHDRAWN, withdrawal_kind=WithdrawalKind.NOTICE)
# By the first part of an address: what its other parts name.
SHOWS = {
    "news": PressRelease,
    "r": PressRelease,
    "events": Event,
    "organizations": Organization,
    "people": Person,
    "programmes": Programme,
    "countries": Country,
    "topics": Topic,
}
_MERGED = (Event, Organization, Person, Programme)


@dataclass(frozen=True)
class _Target:
    """A page of one thing: which model, and by what it is named in the address."""

    model: type
    names: tuple


def hrefs(html):
    """The addresses of the links in clean HTML, each once, in reading order."""
    return list(dict.fromkeys(unescape(found) for found in _HREF.findall(html or "")))


def dead(addresses, *, now=None, public_too=()):
    """Those of the addresses that lead to no public page. `public_too` are paths that will be public with the text.

    No query if none is ours; three queries a kind of page that is linked, and one for addresses of the past.
    """
    wrong, targets, lost = set(), {}, {}
    with_it = {path.rstrip("/") for path in public_too}
    for address in dict.fromkeys(addresses):
        path = own_path(address)
        if path is None or path.rstrip("/") in with_it:
            continue
        shown = _shown_at(path)
        if shown == "internal":
            wrong.add(address)
        elif shown is None:
            lost[address] = path
        elif isinstance(shown, _Target):
            targets[address] = (path, shown)
    there = _public(targets.values(), now or timezone.now())
    lost |= {address: path for address, (path, _) in targets.items() if path not in there}
    led_on = _led_on(set(lost.values()), now or timezone.now()) if lost else set()
    wrong |= {address for address, path in lost.items() if path not in led_on}
    return [address for address in dict.fromkeys(addresses) if address in wrong]


def own_path(address):
    """The path on this site, or None for what leads elsewhere."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or (parts.scheme and not host):
        return None
    if host and not _is_ours(host):
        return None
    return (parts.path or "/") if host or parts.path else None


def _is_ours(host):
    names = {settings.CANONICAL_HOST.rpartition(":")[0] or settings.CANONICAL_HOST, *settings.ALLOWED_HOSTS}
    return any(
        host == name.strip("[]").lower() or (name.startswith(".") and f".{host}".endswith(name.lower()))
        for name in names
    )


def _shown_at(path):
    """A `_Target`, "page" for what is always there or not known here, "internal", or None for nothing."""
    first = path.strip("/").partition("/")[0]
    if first in INTERNAL:
        return "internal"
    if first == "static":
        return "page"
    match = None
    for spelling in (path, f"{path}/"):
        try:
            match = resolve(unquote(spelling))
        except Resolver404:
            continue
        break
    if match is None:
        return None
    names = match.kwargs
    if first not in SHOWS or not names:
        return "page"
    if first == "news":
        return _Target(PressRelease, (names.get("year"), names.get("slug")))
    if first == "r":
        return _Target(PressRelease, (names.get("year"), names.get("number")))
    if first == "countries":
        return _Target(Country, (str(names.get("code", "")).upper(),))
    return _Target(SHOWS[first], (names.get("slug"),))


def _public(found, now):
    """The paths of which readers see a page, or are led to one because things were merged."""
    by_model = {}
    for path, target in found:
        by_model.setdefault(target.model, {}).setdefault(target.names, []).append(path)
    back = _KeptBack(now)
    paths = set()
    for model, by_names in by_model.items():
        keys = _keys(model, by_names)
        survivors = _survivors(model, set(keys.values()))
        shown = _with_a_page(model, set(survivors.values()), back)
        for names, at in by_names.items():
            if survivors.get(keys.get(names)) in shown:
                paths.update(at)
    return paths


def _keys(model, names):
    """`{names in the address: key}` of the rows that are there; one query."""
    if model is PressRelease:
        condition = Q(pk=None)
        for year, name in names:
            named_by = ("url_year", "slug") if isinstance(name, str) else ("ref_year", "ref_number")
            condition |= Q(**dict(zip(named_by, (year, name), strict=True)))
        rows = model.objects.filter(condition).values_list("pk", "url_year", "slug", "ref_year", "ref_number")
        return {key: pk for pk, *parts in rows for key in ((parts[0], parts[1]), (parts[2], parts[3]))}
    column = "code" if model is Country else "slug"
    rows = model._base_manager.filter(**{f"{column}__in": [name for (name,) in names]})
    return {(name,): pk for name, pk in rows.values_list(column, "pk")}


def _survivors(model, keys):
    """`{key: key of what it was merged into in the end, or itself}`; one query for all chains."""
    if model not in _MERGED or not keys:
        return {key: key for key in keys}
    merged = dict(model._base_manager.exclude(merged_into=None).values_list("pk", "merged_into"))
    ends = {}
    for key in keys:
        end, seen = key, set()
        while end in merged and end not in seen:
            seen.add(end)
            end = merged[end]
        ends[key] = end
    return ends


class _KeptBack:
    """What is kept back until events begin: asked at most once, and only if somebody wants it."""

    def __init__(self, now):
        self.now, self._keys = now, None

    @property
    def keys(self):
        if self._keys is None:
            self._keys = visibility.keeping_back(self.now)
        return self._keys


_ENTRIES = {
    Organization: lambda back: named.organizations(back.keys),
    Programme: lambda back: named.programmes(back.keys),
    Country: lambda back: named.countries(back.keys),
    Topic: lambda back: named.topics(back.keys),
    Person: lambda back: named.people(),
}


def _with_a_page(model, keys, back):
    if not keys:
        return set()
    if model is PressRelease:
        return set(Edition.objects.filter(_SHOWN, release__in=keys).values_list("release", flat=True))
    if model is Event:
        return set(EventEdition.objects.filter(_SHOWN, event__in=keys).values_list("event", flat=True))
    return set(_ENTRIES[model](back).filter(pk__in=keys).values_list("pk", flat=True))


def _led_on(paths, now):
    """Those of the paths at which something once was that readers find elsewhere now."""
    spellings = {}
    for path in paths:
        if "\x00" in unquote(path) or len(path) > PastAddress._meta.get_field("path").max_length:
            continue
        for spelling in ways_to_write(path):
            spellings.setdefault(spelling, set()).add(path)
    by_model = {}
    for past in PastAddress.objects.filter(path__in=spellings):
        model = next((m for m in set(SHOWS.values()) if m._meta.model_name == past.thing_type), None)
        if model is None:
            continue
        key = (
            past.thing_id
            if model is Country
            else int(past.thing_id)
            if past.thing_id.isdecimal() and len(past.thing_id) < 19
            else None
        )
        by_model.setdefault(model, {}).setdefault(key, set()).update(spellings[past.path])
    back, found = _KeptBack(now), set()
    for model, by_key in by_model.items():
        survivors = _survivors(model, set(by_key) - {None})
        shown = _with_a_page(model, set(survivors.values()), back)
        found |= {path for key, at in by_key.items() if survivors.get(key) in shown for path in at}
    return found
