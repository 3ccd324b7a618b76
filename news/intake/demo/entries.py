"""The demonstration's part of the directory: people with their posts, programmes, series, accounts."""

import datetime
import secrets

from django.conf import settings
from django.db import transaction

from news.enums import Role
from news.models import Account, Alias, Person, Post, Programme, ProgrammePartner, Series, SiteState
from news.record.directory import refold, save_entry
from news.record.log import note
from news.record.searchable import together

from .files import read
from .references import ACT, BY, References, added_before

ACCOUNTS = {
    "writer": ("Demo", "Writer", Role.WRITER),
    "editor": ("Demo", "Editor", Role.EDITOR),
    "second-editor": ("Demo", "Second Editor", Role.EDITOR),
    "administrator": ("Demo", "Administrator", Role.ADMINISTRATOR),
}


@transaction.atomic
@together()
def add_entries():
    """Add what is missing; returns how many by kind.

    What a load added once is never added again, even if it was renamed, merged or deleted since.
    """
    earlier, added = added_before(), {}
    for kind, add in [("series", _series), ("people", _person), ("programmes", _programme)]:
        references = References()
        entries = {entry["slug"]: entry for entry in read(kind)}
        missing = entries.keys() - references.entries[kind].keys() - earlier.get(kind, {}).keys()
        added[kind] = {slug: add(entry, references).pk for slug, entry in entries.items() if slug in missing}
    _remember(added)
    return {kind: len(keys) for kind, keys in added.items()}


@transaction.atomic
def add_accounts():
    """Add the demonstration accounts that are missing; returns how many, and a password if one was made.

    A site in production gets none unless `DEMO_PASSWORD` is set there on purpose.
    """
    if not settings.DEMO and not settings.DEMO_PASSWORD:
        return 0, ""
    there = set(Account.objects.values_list("username", flat=True)) | added_before().get("accounts", {}).keys()
    missing = {name: rest for name, rest in ACCOUNTS.items() if name not in there}
    if not missing:
        return 0, ""
    made = "" if settings.DEMO_PASSWORD else secrets.token_urlsafe(12)
    added = {
        name: Account.objects.create_user(
            name, password=settings.DEMO_PASSWORD or made, first_name=first, last_name=last, role=role
        ).pk
        for name, (first, last, role) in missing.items()
    }
    _remember({"accounts": added})
    return len(added), made


def _remember(added):
    added = {kind: keys for kind, keys in added.items() if keys}
    if added:
        state, _ = SiteState.objects.get_or_create(pk=1)
        note(ACT, state, by=None, by_name=BY, details={"added": added})


def _series(entry, references):
    return save_entry(Series(**entry), by_name=BY)


def _person(entry, references):
    entry = dict(entry)
    posts, aliases = entry.pop("posts", []), entry.pop("aliases", [])
    person = save_entry(Person(**entry), by_name=BY)
    Alias.objects.bulk_create(Alias(person=person, **alias) for alias in aliases)
    if aliases:
        refold(person)
    for post in posts:
        _post(person, post, references)
    return person


def _post(person, entry, references):
    post = Post(
        person=person,
        organization_id=references.entry("organizations", entry["organization"]),
        position=entry["position"],
        rank=references.rank(*entry["rank"]),
        since=_day(entry.get("since")),
        until=_day(entry.get("until")),
    )
    save_entry(post, by_name=BY)
    if entry.get("note"):
        note("remark", post, by=None, by_name=BY, comment=entry["note"])


def _programme(entry, references):
    entry = dict(entry)
    countries, partners = entry.pop("countries", []), entry.pop("partners")
    entry |= {"starts": _day(entry.get("starts")), "ends": _day(entry.get("ends"))}
    programme = save_entry(Programme(**entry), by_name=BY)
    programme.countries.set([references.country(code) for code in countries])
    for partner in partners:
        ProgrammePartner.objects.create(
            programme=programme,
            organization_id=references.entry("organizations", partner["organization"]),
            role=partner["role"],
        )
    return programme


def _day(text):
    return datetime.date.fromisoformat(text) if text else None
