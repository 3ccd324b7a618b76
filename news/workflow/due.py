"""What was approved for a time is published when its time has come, however many processes look."""

import datetime
import logging
import traceback

from django.db import InterfaceError, OperationalError, transaction
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


def publish_due(*, now=None):
    """Publish every version whose time has come, each in a transaction of its own, facts first.

    Returns a sentence for each that could not be published. Such a version is marked, logged and
    told by mail once, and stops no other.
    """
    now = now or timezone.now()
    failed = []
    for model in (EventEdition, Edition):
        for key in list(due(model, now).values_list("pk", flat=True)):
            if said := _publish_one(model, key, now):
                failed.append(said)
    return failed


def due(model, now):
    """Approved versions whose time has come, and that did not fail within the last minute."""
    waiting = Q(not_published_at=None) | Q(not_published_at__lte=now - TRY_AGAIN)
    return model.objects.filter(waiting, state=State.APPROVED, publish_at__lte=now).order_by("publish_at", "pk")


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


def _publish_one(model, key, now):
    edition = model.objects.filter(pk=key).first()
    try:
        if edition is not None:
            publish(edition, by=None, now=now)
    except (OperationalError, InterfaceError):
        raise
    except (Impossible, ChangedMeanwhile) as error:
        # Another process was first, or somebody stopped it this moment. If it is still due, that was not it.
        if not due(model, now).filter(pk=key).exists():
            return ""
        return _mark(model, key, str(error))
    except NewsroomError as error:
        return _mark(model, key, str(error))
    except Exception as error:
        log.exception("A version that was due could not be published.")
        return _mark(model, key, f"Something went wrong: {error}", traceback.format_exc())
    return ""


@transaction.atomic
def _mark(model, key, why, trace=""):
    edition = model.objects.select_for_update().filter(pk=key, state=State.APPROVED).first()
    if edition is None:
        return ""
    is_new = edition.not_published_why != why
    model.objects.filter(pk=key).update(not_published_at=timezone.now(), not_published_why=why)
    if is_new:
        details = {"trace": trace} if trace else {}
        note(
            "not_published",
            edition,
            by=None,
            from_state=edition.state,
            to_state=edition.state,
            comment=why,
            details=details,
        )
        tell("not_published", edition, [*people_of(edition), *editors()], by=None, comment=why)
    return f"{edition}: {why}"
