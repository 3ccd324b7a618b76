"""An event's place in its series. It belongs to the event itself, not to a version of its facts."""

from django.db import transaction

from .log import note, take_snapshot
from .searchable import entry_changed


@transaction.atomic
def place_in_series(event, series, ordinal, *, by):
    """The event is the `ordinal`th of `series`; both may be None. Nothing is written if nothing changes."""
    ordinal = ordinal if series else None
    if (event.series, event.ordinal) == (series, ordinal):
        return event
    before = take_snapshot(event, by=by)
    event.series, event.ordinal = series, ordinal
    event.save(update_fields=["series", "ordinal"])
    note("change", event, by=by, before=before, after=take_snapshot(event, by=by))
    entry_changed(event)
    return event
