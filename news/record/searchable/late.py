"""What readers may see more of since a moment came: an event began, a post was taken up."""

from django.db import transaction
from django.utils import timezone

from news.enums import SearchType
from news.models import EventEdition
from news.search import store

from .changes import entry_changed, refresh, together
from .lock import lock_index

A_STEP = 100


def refresh_due(now=None):
    """Write anew what is due, some at a time. Returns how many things were due and were written."""
    now = now or timezone.now()
    if not store.due(now):
        return 0
    with transaction.atomic(), together():
        # Looked at again behind the lock: another worker may have been first.
        lock_index()
        due = sorted(store.due(now))[:A_STEP]
        refresh(due)
        begun = [key for kind, key in due if kind == SearchType.EVENT]
        for facts in EventEdition.objects.live().filter(event__in=begun).select_related("event"):
            entry_changed(facts.event)
    return len(due)
