"""What changed, gathered until the outermost act ends, then written once."""

import datetime
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from news.enums import SearchType, State
from news.models import Event, EventEdition, Organization, Person, Place, Post, Programme
from news.queries import files, visibility
from news.record.jobs import later
from news.search import store

from .affected import NAMED_BY, of_entries, of_facts, people_at
from .lock import lock_index
from .things import documents

AT_ONCE = 500  # things that a change writes in its own transaction
A_JOB = 500  # things that one job writes
A_ZONE = datetime.timedelta(days=2)  # zones are not further apart

TYPES = {Person: SearchType.PERSON, Organization: SearchType.ORGANIZATION, Programme: SearchType.PROGRAMME}


@dataclass
class Changes:
    """Things by (type, key), entries of the directory by (model, key), public event editions by key."""

    things: set = field(default_factory=set)
    entries: set = field(default_factory=set)
    facts: set = field(default_factory=set)

    def __bool__(self):
        return bool(self.things or self.entries or self.facts)


_gathered = ContextVar("gathered", default=None)


@contextmanager
def together():
    """Changes in here are written once, when the outermost of these ends without an error. In a transaction."""
    if _gathered.get() is not None:
        yield
        return
    changes = Changes()
    token = _gathered.set(changes)
    try:
        yield
    finally:
        _gathered.reset(token)
    with transaction.atomic(savepoint=False):
        _write(changes)


def edition_moved(edition, before, after):
    """A version of a release or of facts left or took the state in which readers see it."""
    if (before == State.PUBLISHED) == (after == State.PUBLISHED):
        return
    changes = Changes()
    if isinstance(edition, EventEdition):
        changes.facts.add(edition.pk)
    else:
        changes.things.add((SearchType.RELEASE, edition.release_id))
        jointly = edition.issued_jointly_with.values_list("pk", flat=True)
        changes.things |= {(SearchType.ORGANIZATION, key) for key in jointly}
    _note(changes)


def entry_changed(*entries):
    """Entries of the directory, or an event's place among them, are not what they were: names, rows, merges.

    Within `together`, tell it before rows go (a programme's partners, the entry itself): what they named
    is looked at once more.
    """
    changes = Changes()
    for entry in entries:
        if isinstance(entry, Post):
            changes.things.add((SearchType.PERSON, entry.person_id))
        elif isinstance(entry, Event):
            changes.things.add((SearchType.EVENT, entry.pk))
            changes.facts |= set(entry.editions.live().values_list("pk", flat=True))
        elif type(entry) in NAMED_BY:
            changes.entries.add((type(entry), entry.pk))
        if type(entry) in TYPES:
            changes.things.add((TYPES[type(entry)], entry.pk))
        if isinstance(entry, Place):
            changes.facts |= _begin_these_days(entry)
        if isinstance(entry, Programme):
            partners = entry.partners.values_list("organization", flat=True)
            changes.things |= {(SearchType.ORGANIZATION, key) for key in partners}
    _note(changes)


def _begin_these_days(place):
    """Events there that in another zone have begun or have not yet, and so make others known or not; by edition."""
    today = timezone.localdate()
    days = (today - visibility.LONGEST_MONTH - A_ZONE, today + A_ZONE)
    return set(EventEdition.objects.live().filter(place=place, starts__range=days).values_list("pk", flat=True))


def file_changed(stored):
    """A picture or document was hidden, or is shown again."""
    using = files.uses_of(stored).live().values_list("release", flat=True)
    refresh({(SearchType.RELEASE, key) for key in using})


def refresh(things):
    """Write (type, key) anew as readers may know them now; what is not public is forgotten."""
    _note(Changes(things=set(things)))


def _note(changes):
    gathered = _gathered.get()
    if gathered is None:
        with transaction.atomic(savepoint=False):
            _write(changes)
        return
    gathered.things |= changes.things
    gathered.entries |= changes.entries
    gathered.facts |= changes.facts


def _write(changes):
    if not changes:
        return
    lock_index()
    direct = changes.things | of_facts(changes.facts)
    direct |= people_at(key for thing_type, key in direct if thing_type == SearchType.ORGANIZATION)
    others = [thing for thing in of_entries(changes.entries) if thing not in direct]
    room = max(AT_ONCE - len(direct), 0)
    write(direct.union(others[:room]))
    for first in range(room, len(others), A_JOB):
        later("search_again", things=[[str(kind), key] for kind, key in others[first : first + A_JOB]])


def write(things):
    """Write these and no others, behind the lock."""
    found = documents(things, timezone.now())
    store.write(found)
    store.remove(set(things) - {(SearchType(one.thing_type), one.thing_id) for one in found})


@transaction.atomic
def search_again(things):
    """The job: what one change left for later."""
    lock_index()
    write({(SearchType(kind), key) for kind, key in things})
