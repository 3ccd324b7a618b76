"""How every act begins: the rows are locked, looked at again, and the rules are asked."""

from news.enums import State
from news.errors import ChangedMeanwhile, Impossible, NotAllowed
from news.models import Edition, PressRelease
from news.record import searchable
from news.rules import line_for


def begin(edition, act, *, by, lock_version=None):
    """The edition as it stands now, locked with what the act may touch, if `by` may do `act` to it.

    Every act locks in this order: the releases that have an open version about the event, by their
    keys; the event; the version. Raises `Impossible`, `NotAllowed` or `ChangedMeanwhile`. Call it in a
    transaction.
    """
    lock_releases_around(edition)
    event = edition.event if edition.event_id else None
    if event is not None:
        event = lock(event)
    edition = type(edition).objects.select_for_update().filter(pk=edition.pk).first()
    if edition is None:
        raise Impossible("This version is no longer there.")
    if not isinstance(edition, Edition) and event.merged_into_id:
        raise Impossible("This event was merged into another one. Work on that one.")
    line = line_for(act, edition.state)
    if line is None:
        raise Impossible(_impossible(act, edition))
    if said := line.who(by, edition):
        raise NotAllowed(said)
    if lock_version is not None and edition.lock_version != lock_version:
        raise ChangedMeanwhile()
    return edition


def lock_releases_around(edition):
    """Lock the edition's own release and those with an open version about the same event."""
    releases = PressRelease.objects.none()
    if isinstance(edition, Edition):
        releases = PressRelease.objects.filter(pk=edition.release_id)
    keys = set(releases.values_list("pk", flat=True))
    if edition.event_id:
        keys |= set(Edition.objects.open().filter(event=edition.event_id).values_list("release", flat=True))
    list(PressRelease.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def lock(thing):
    """The thing as it stands now, locked: of two acts on it the second waits for the first."""
    found = type(thing)._base_manager.select_for_update().filter(pk=thing.pk).first()
    if found is None:
        raise Impossible("This is no longer there.")
    return found


def move(edition, to, **columns):
    """Compare-and-set from the state that was looked at to `to`; search follows. Raises `ChangedMeanwhile`."""
    before = edition.state
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
    searchable.edition_moved(edition, before, to)


def _impossible(act, edition):
    return f"“{act.label}” cannot be done: this version is {State(edition.state).label.lower()}."
