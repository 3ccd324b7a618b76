"""The bin: versions that were discarded, until they are deleted for good."""

import contextlib

from django.db import transaction
from django.db.models import ProtectedError

from news.enums import State
from news.models import Edition, EventEdition

from .log import note


def delete_discarded(*, before):
    """Delete the versions discarded before that moment, each by itself. Returns how many.

    A release or event that never had another version goes along, unless something names it. Snapshots
    and log lines stay.
    """
    return sum(
        _delete(model, key, before)
        for model in (Edition, EventEdition)
        for key in list(_discarded(model, before).values_list("pk", flat=True))
    )


def _discarded(model, before):
    return model.objects.filter(state=State.DISCARDED, discarded_at__lt=before)


@transaction.atomic
def _delete(model, key, before):
    # Looked at again under lock: somebody may have taken it back this moment.
    edition = _discarded(model, before).select_for_update().filter(pk=key).first()
    if edition is None:
        return 0
    thing = edition.thing
    note("empty_bin", edition, by=None, from_state=edition.state)
    edition.delete()
    named = model is EventEdition and thing.also_covered_by.exists()
    if not named and not thing.editions.exists():
        with contextlib.suppress(ProtectedError), transaction.atomic():
            thing.delete()
    return 1
