"""What was withdrawn from readers, and why. Of what was removed entirely, or lives elsewhere now, nothing is told."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import BooleanField, CharField, Exists, F, OuterRef, Q, Value

from news.enums import State, WithdrawalKind
from news.models import Contact, Edition, EventEdition

from . import paging
from .contact import press_contact

# What keeps a page that says why.
TOLD = (WithdrawalKind.NOTICE, WithdrawalKind.EXPLAINED)
# What can still be read: published, or withdrawn under a notice.
READABLE = Q(state=State.PUBLISHED) | Q(state=State.WITHDRAWN, withdrawal_kind=WithdrawalKind.NOTICE)


@dataclass(frozen=True)
class Withdrawal:
    """`keeps_text`: what it said can still be read, under a notice. An event has no reference."""

    at: datetime.datetime
    title: str
    url: str
    reference: str
    reason: str
    keeps_text: bool
    is_event: bool


@dataclass(frozen=True)
class WithdrawnPage:
    page: paging.Page
    contact: Contact | None


def read(parameters):
    """The list of withdrawals, newest first. Five queries at most. Raises `NoSuchListError`."""
    rows = releases().union(events(), all=True).order_by(*NEWEST_FIRST)
    page = paging.of_union(rows, parameters.get("page", ""))
    return WithdrawnPage(replace(page, rows=_withdrawals(page.rows)), press_contact())


# As rows (moment, whether it is of an event, key of the edition, what it is), for a union.

NEWEST_FIRST = ("-at_", "is_event_", "-edition_")


def part(editions, at, what):
    columns = {
        "at_": F(at),
        "is_event_": Value(editions.model is EventEdition, BooleanField()),
        "edition_": F("pk"),
        "what_": what if hasattr(what, "resolve_expression") else Value(what, CharField()),
    }
    return editions.order_by().annotate(**columns).values_list(*columns)


def releases(among=None):
    """Withdrawals of releases whose page says why; with `among`, only of these."""
    found = Edition.objects.filter(state=State.WITHDRAWN, withdrawal_kind__in=TOLD)
    return part(found if among is None else found.filter(release__in=among), "withdrawn_at", "withdrawn")


def events(among=None):
    """The same of events; one that went along with its release is told there."""
    along = Edition.objects.filter(
        state=State.WITHDRAWN, event=OuterRef("event"), withdrawn_at=OuterRef("withdrawn_at"), withdrawal_kind__in=TOLD
    )
    found = EventEdition.objects.filter(state=State.WITHDRAWN, withdrawal_kind__in=TOLD, event__merged_into=None)
    found = found.exclude(Exists(along))
    return part(found if among is None else found.filter(event__in=among), "withdrawn_at", "withdrawn")


def editions_of(rows):
    """`{(whether it is of an event, key): edition}` of such rows. Two queries at most."""
    keys = {is_event: [key for _, of_event, key, _ in rows if bool(of_event) == is_event] for is_event in (False, True)}
    texts = Edition.objects.select_related("release").in_bulk(keys[False]) if keys[False] else {}
    facts = EventEdition.objects.select_related("event").in_bulk(keys[True]) if keys[True] else {}
    return {(False, key): found for key, found in texts.items()} | {(True, key): found for key, found in facts.items()}


def _withdrawals(rows):
    editions = editions_of(rows)
    return tuple(_one(editions[bool(is_event), key], bool(is_event)) for _, is_event, key, _ in rows)


def _one(edition, is_event):
    return Withdrawal(
        at=edition.withdrawn_at,
        title=str(edition),
        url=edition.thing.get_absolute_url(),
        reference="" if is_event else edition.release.reference,
        reason=edition.withdrawal_explanation,
        keeps_text=edition.withdrawal_kind == WithdrawalKind.NOTICE,
        is_event=is_event,
    )
