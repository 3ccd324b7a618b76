"""What was approved for a time is published when its time has come, however many processes look."""

import datetime
import logging
import traceback

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from news.enums import State
from news.errors import ChangedMeanwhile, Impossible, NewsroomError
from news.models import Edition, EventEdition
from news.record.log import note

from .publishing import publish
from .telling import editors, people_of, tell

log = logging.getLogger(__name__)

# What could not be published is tried again, for its reason may be gone.
TRY_AGAIN = datetime.timedelta(minutes=1)
# A worker that is busy with something else is no reason to be alarmed.
LATE = datetime.timedelta(minutes=1)

BROKEN = "Something went wrong in the program. The administrator finds it in the log."
BUSY = "The database was too busy. It is tried again every minute."


def publish_due(*, now=None, try_again=TRY_AGAIN):
    """Publish every version whose time has come, each in a transaction of its own, facts first.

    Returns a sentence for each that could not be published. Such a version is marked, logged and told
    by mail once for each reason, and stops no other; it is tried again after `try_again`. With none,
    everything is tried now, and whoever has it in hand is waited for. Raises Django's
    `OperationalError` or `InterfaceError` only while the database is away.
    """
    now = now or timezone.now()
    failed = []
    for model in (EventEdition, Edition):
        for key in list(due(model, now, try_again=try_again).values_list("pk", flat=True)):
            if said := _publish_one(model, key, now, try_again):
                failed.append(said)
    return failed


def due(model, now, *, try_again=TRY_AGAIN):
    """Approved versions whose time has come; earliest first. Without those that failed within `try_again`."""
    ready = Q(not_published_at=None) | Q(not_published_at__lte=now - try_again) if try_again else Q()
    return model.objects.filter(ready, state=State.APPROVED, publish_at__lte=now).order_by("publish_at", "pk")


def next_time(after):
    """The next moment at which something is due, or None."""
    moments = [
        model.objects.filter(state=State.APPROVED, publish_at__gt=after)
        .order_by("publish_at")
        .values_list("publish_at", flat=True)
        .first()
        for model in (EventEdition, Edition)
    ]
    return min((moment for moment in moments if moment), default=None)


def overdue(now):
    """How many versions should have gone out a minute ago and were not even tried, and the earliest time."""
    moments = [
        moment
        for model in (EventEdition, Edition)
        for moment in model.objects.filter(state=State.APPROVED, publish_at__lt=now - LATE, not_published_at=None)
        .order_by()
        .values_list("publish_at", flat=True)
    ]
    return len(moments), min(moments, default=None)


def _publish_one(model, key, now, try_again):
    for is_last in (False, True):
        # Another process may have been first meanwhile; that is cheaper to see before the locks than behind them.
        edition = due(model, now, try_again=try_again).filter(pk=key).first()
        if edition is None or (try_again and _is_in_hand(edition.thing)):
            return ""
        try:
            publish(edition, by=None, now=now)
            return ""
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or not connection.is_usable():
                raise
            # A deadlock, or a lock that somebody held too long.
            log.warning("A version that was due met a busy database: %s", str(error).strip())
            why, trace = BUSY, ""
        except (Impossible, ChangedMeanwhile) as error:
            # Somebody else was first, or stopped it this moment. If it is still due, that was not it.
            why, trace = str(error), ""
        except NewsroomError as error:
            return _mark(model, key, now, try_again, str(error))
        except Exception:
            log.exception("A version that was due could not be published.")
            return _mark(model, key, now, try_again, BROKEN, traceback.format_exc())
        if is_last:
            return _mark(model, key, now, try_again, why, trace)
    return ""


def _is_in_hand(thing):
    """Whether somebody is at it this moment. A worker goes on to the next one, and comes back within a second."""
    if not connection.features.has_select_for_update_skip_locked:
        return False
    with transaction.atomic():
        free = type(thing)._base_manager.select_for_update(skip_locked=True).filter(pk=thing.pk)
        return not free.values_list("pk").first()


@transaction.atomic
def _mark(model, key, now, try_again, why, trace=""):
    # Of several processes that failed, one says it; and what was stopped meanwhile, nobody.
    edition = due(model, now, try_again=try_again).select_for_update().filter(pk=key).first()
    if edition is None:
        return ""
    is_new = edition.not_published_why != why
    # Beside `now`, which may be old if much was due.
    model.objects.filter(pk=key).update(not_published_at=max(now, timezone.now()), not_published_why=why)
    if is_new:
        note(
            "not_published",
            edition,
            by=None,
            from_state=edition.state,
            to_state=edition.state,
            comment=why,
            details={"trace": trace} if trace else {},
        )
        tell("not_published", edition, [*people_of(edition), *editors()], by=None, comment=why)
    return f"{edition}: {why}"
