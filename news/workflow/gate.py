"""How every act begins: the row is locked, looked at again, and the rules are asked."""

from news.enums import State
from news.errors import ChangedMeanwhile, Impossible, NotAllowed
from news.rules import line_for


def begin(edition, act, *, by, lock_version=None):
    """The edition as it stands now, locked with its thing, if `by` may do `act` to it.

    Locks the thing first, then the edition: every act takes them in this order. Raises `Impossible`,
    `NotAllowed` or `ChangedMeanwhile`. Call it in a transaction.
    """
    thing = lock(edition.thing)
    edition = type(edition).objects.select_for_update().filter(pk=edition.pk).first()
    if edition is None:
        raise Impossible("This version is no longer there.")
    if getattr(thing, "merged_into_id", None):
        raise Impossible("This event was merged into another one. Work on that one.")
    line = line_for(act, edition.state)
    if line is None:
        raise Impossible(_impossible(act, edition))
    if said := line.who(by, edition):
        raise NotAllowed(said)
    if lock_version is not None and edition.lock_version != lock_version:
        raise ChangedMeanwhile()
    _set_thing(edition, thing)
    return edition


def lock(thing):
    """The thing as it stands now, locked: of two acts on it the second waits for the first."""
    found = type(thing)._base_manager.select_for_update().filter(pk=thing.pk).first()
    if found is None:
        raise Impossible("This is no longer there.")
    return found


def move(edition, to, **columns):
    """Compare-and-set from the state that was looked at to `to`. Raises `ChangedMeanwhile`."""
    moved = (
        type(edition)
        .objects.filter(pk=edition.pk, state=edition.state, lock_version=edition.lock_version)
        .update(state=to, lock_version=edition.lock_version + 1, **columns)
    )
    if not moved:
        raise ChangedMeanwhile()
    edition.state, edition.lock_version = State(to), edition.lock_version + 1
    for name, value in columns.items():
        setattr(edition, name, value)


def _set_thing(edition, thing):
    setattr(edition, "release" if hasattr(edition, "release_id") else "event", thing)


def _impossible(act, edition):
    return f"“{act.label}” cannot be done: this version is {State(edition.state).label.lower()}."
