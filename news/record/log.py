"""Snapshots and the log of acts. Both are only ever added to."""

from news.models import ActionLog, Snapshot

from .canonical import plain, read
from .shapes import SHAPES


def thing_key(thing):
    """`("edition", "12")`: how snapshots, log and past addresses name a thing."""
    return thing._meta.model_name, str(thing.pk)


def history_of(thing, model=ActionLog):
    """What the log (or, with `Snapshot`, the record) has about a thing, newest first."""
    thing_type, thing_id = thing_key(thing)
    return model.objects.filter(thing_type=thing_type, thing_id=thing_id)


def take_snapshot(thing, *, by):
    """Keep the thing as it is now. Editions by their shape, everything else by its columns."""
    thing_type, thing_id = thing_key(thing)
    if type(thing) in SHAPES:
        data = read(thing)
    else:
        data = {f.name: plain(f.value_from_object(thing)) for f in thing._meta.concrete_fields if f.name != "folded"}
    version = getattr(thing, "lock_version", None)
    return Snapshot.objects.create(thing_type=thing_type, thing_id=thing_id, data=data, lock_version=version, by=by)


def last_snapshot(thing):
    return history_of(thing, Snapshot).first()


def note(act, thing, *, by, from_state="", to_state="", comment="", before=None, after=None, details=None, by_name=""):
    """One line in the log. `by` is None for the system and the command line; then `by_name` says who."""
    thing_type, thing_id = thing_key(thing)
    return ActionLog.objects.create(
        act=act,
        thing_type=thing_type,
        thing_id=thing_id,
        from_state=from_state,
        to_state=to_state,
        by=by,
        by_name=by_name or (str(by) if by else "the system"),
        comment=comment,
        before=before,
        after=after,
        details=details or {},
    )
