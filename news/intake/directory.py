"""The directory that comes with the software: countries, organizations, ranks, places, topics, pages.

The facts are in `data/*.json`; the README beside them says what the keys mean and whence they come.
"""

import datetime
import json
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from news.models import (
    ActionLog,
    Alias,
    Contact,
    Country,
    Organization,
    Page,
    Place,
    Rank,
    SiteState,
    Standing,
    Topic,
)
from news.record.directory import refold, save_entry
from news.record.log import note, thing_key
from news.record.searchable import entry_changed, together

DATA = Path(__file__).parent / "data"
OWN_ORGANIZATION = "aseanapol-secretariat"
ACT = "load"
BY = "load_directory"


class Count(NamedTuple):
    added: int
    kept: int


@transaction.atomic
@together()
def load_directory():
    """Add what the files have and the database lacks. Returns a `Count` by kind ("countries", …).

    Only adds. What is there already is left as it is, with its aliases, standings and ranks, whether
    a load or an officer entered it. The log keeps the key of each entry that a load added; such an
    entry is never added again, even if it was renamed, merged or deleted since. A rank whose force
    and a place whose country was deleted is skipped. The whole load is one transaction.

    Organizations, topics, pages and contact get a log line and a snapshot each; countries, ranks and
    places, which are hundreds, only the line of the run. The Secretariat becomes the site's own
    organization unless one is set.
    """
    load = _Load()
    _countries(load)
    _organizations(load)
    _ranks(load)
    _places(load)
    _topics(load)
    _pages(load)
    _contact(load)
    load.finish()
    return load.counts


def read(name):
    """The entries of a data file."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


class _Load:
    """What one run found and added, by kind and natural key; what earlier runs added, from the log."""

    def __init__(self):
        self.state, _ = SiteState.objects.get_or_create(pk=1)
        self.counts = {}
        self.added = {}
        self.earlier = {}
        thing_type, thing_id = thing_key(self.state)
        runs = ActionLog.objects.filter(act=ACT, thing_type=thing_type, thing_id=thing_id).order_by("pk")
        for details in runs.values_list("details", flat=True):
            for kind, keys in details["added"].items():
                self.earlier.setdefault(kind, {}).update(keys)

    def missing(self, kind, entries, present):
        """Those of `entries` (by key) that are neither `present` nor were added before."""
        there = present.keys() | self.earlier.get(kind, {}).keys()
        found = {key: entry for key, entry in entries.items() if key not in there}
        self.counts[kind] = Count(added=len(found), kept=len(entries) - len(found))
        return found

    def note(self, kind, objects):
        """Remember what was added: the objects by their keys. Returns them as a list."""
        self.added[kind] = {key: thing.pk for key, thing in objects.items()}
        return list(objects.values())

    def finish(self):
        SiteState.objects.filter(pk=1, own_organization=None).update(
            own_organization=self.organizations().get(OWN_ORGANIZATION)
        )
        added = {kind: keys for kind, keys in self.added.items() if keys}
        if added:
            note(ACT, self.state, by=None, by_name=BY, details={"added": added})

    def organizations(self):
        """Primary keys by the slug that the files use, whatever the entry is called by now.

        A merged entry stands for the one that it was merged into.
        """
        rows = list(Organization.objects.values_list("pk", "slug", "merged_into_id"))
        stands_for = {pk: merged_into or pk for pk, _, merged_into in rows}
        by_slug = {slug: stands_for[pk] for pk, slug, _ in rows}
        by_load = self.earlier.get("organizations", {}) | self.added.get("organizations", {})
        return by_slug | {slug: stands_for[pk] for slug, pk in by_load.items() if pk in stands_for}


def _countries(load):
    entries = {entry["code"]: entry for entry in read("countries")}
    found = load.missing("countries", entries, Country.objects.in_bulk())
    countries = {
        code: Country(code=code, iso_name=entry["iso_name"], name=entry["name"]) for code, entry in found.items()
    }
    Country.objects.bulk_create(countries.values())
    _add_aliases("country", found, countries)
    load.note("countries", countries)


def _organizations(load):
    entries = {entry["slug"]: entry for entry in read("organizations")}
    present = Organization.objects.in_bulk(field_name="slug")
    found = load.missing("organizations", entries, present)
    countries = Country.objects.in_bulk()
    keys = load.organizations()
    organizations = {}
    for slug in sorted(found, key=lambda slug: _depth(slug, entries)):
        entry = found[slug]
        fields = {name: entry.get(name, "") for name in ("name", "official_name", "acronym", "website")}
        organization = Organization(
            slug=slug,
            kind=entry["kind"],
            country=countries.get(entry.get("country")),
            parent_id=keys.get(entry.get("parent")),
            **fields,
        )
        organizations[slug] = save_entry(organization, by_name=BY)
        keys[slug] = organization.pk
    Standing.objects.bulk_create(
        Standing(
            organization=organizations[slug],
            kind=standing["kind"],
            since=_day(standing["since"]),
            until=_day(standing["until"]),
        )
        for slug, entry in found.items()
        for standing in entry.get("standings", [])
    )
    _add_aliases("organization", found, organizations)
    entry_changed(*organizations.values())
    load.note("organizations", organizations)


def _depth(slug, entries):
    """How many parents stand above an entry: parents are made first."""
    parent = entries[slug].get("parent")
    return 1 + _depth(parent, entries) if parent else 0


def _day(text):
    return datetime.date.fromisoformat(text) if text else None


def _ranks(load):
    keys = load.organizations()
    entries = {f"{entry['force']}/{entry['long']}": entry for entry in read("ranks") if entry["force"] in keys}
    there = set(Rank.objects.values_list("force_id", "long"))
    present = {key: entry for key, entry in entries.items() if (keys[entry["force"]], entry["long"]) in there}
    forces = Organization.objects.in_bulk()
    ranks = {
        key: Rank(
            force=forces[keys[entry["force"]]], long=entry["long"], short=entry.get("short", ""), order=entry["order"]
        )
        for key, entry in load.missing("ranks", entries, present).items()
    }
    Rank.objects.bulk_create(ranks.values())
    for rank in load.note("ranks", ranks):
        refold(rank)


def _places(load):
    countries = Country.objects.in_bulk()
    entries = {
        f"{entry['country']}/{entry['city']}": entry for entry in read("places") if entry["country"] in countries
    }
    present = {f"{country}/{city}": True for country, city in Place.objects.values_list("country_id", "city")}
    found = load.missing("places", entries, present)
    places = {
        key: Place(
            city=entry["city"],
            country=countries[entry["country"]],
            latitude=str(entry["latitude"]),
            longitude=str(entry["longitude"]),
            zone=entry["zone"],
        )
        for key, entry in found.items()
    }
    Place.objects.bulk_create(places.values())
    _add_aliases("place", found, places)
    load.note("places", places)


def _add_aliases(field, found, objects):
    """The aliases of new entries; then the folded words, which need them."""
    Alias.objects.bulk_create(
        Alias(text=alias["text"], kind=alias["kind"], **{field: objects[key]})
        for key, entry in found.items()
        for alias in entry.get("aliases", [])
    )
    for thing in objects.values():
        refold(thing)


def _topics(load):
    entries = {entry["slug"]: entry for entry in read("topics")}
    there = set(Topic.objects.values_list("name", flat=True))
    present = {slug: True for slug, entry in entries.items() if entry["name"] in there}
    found = load.missing("topics", entries, present | Topic.objects.in_bulk(field_name="slug"))
    load.note("topics", {slug: save_entry(Topic(**entry), by_name=BY) for slug, entry in found.items()})


def _pages(load):
    entries = {entry["slug"]: entry for entry in read("pages")}
    found = load.missing("pages", entries, Page.objects.in_bulk(field_name="slug"))
    pages = {
        slug: Page(slug=slug, title=entry["title"], body="\n".join(entry["body"])) for slug, entry in found.items()
    }
    load.note("pages", {slug: save_entry(page, by_name=BY) for slug, page in pages.items()})


def _contact(load):
    entries = {"contact": read("contact")}
    present = {"contact": True} if Contact.objects.exists() else {}
    found = load.missing("contact", entries, present)
    load.note("contact", {key: save_entry(Contact(**entry), by_name=BY) for key, entry in found.items()})
