"""What readers were told of changes after publication: every correction of texts and facts, and withdrawals.

Only what still has a page is told: of a text that was removed no earlier sentence, of a release that
was removed entirely, or lives elsewhere now, nothing.
"""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from news.enums import State
from news.models import Contact, Edition, EventEdition

from . import cards, filters, paging, withdrawn
from .contact import press_contact
from .withdrawn import READABLE

FEED_LENGTH = 50
WERE_PUBLIC = State.public | {State.SUPERSEDED}
OF = {
    "text": "Text",
    "facts": "Facts of the event",
    "both": "Text, and facts of the event",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class Correction:
    """`of` says of what, in words. `uuid` is this change's own. The title is the present one."""

    at: datetime.datetime
    title: str
    url: str
    reference: str
    note: str
    of: str
    withdrawn: bool
    uuid: str


@dataclass(frozen=True)
class CorrectionsPage:
    page: paging.Page
    contact: Contact | None


def read(parameters):
    """The list of corrections, newest first. Seven queries at most. Raises `NoSuchListError`."""
    page = paging.of_union(_rows(), parameters.get("page", ""))
    return CorrectionsPage(replace(page, rows=_corrections(page.rows)), press_contact())


def newest(parameters, *, now=None):
    """The filters of a query string and the newest corrections that pass them, for the feed.

    The filters of the archive choose releases; facts are told with the releases that cover their
    event. Raises `NoSuchListError`.
    """
    chosen = filters.read(parameters)
    if not chosen.chosen:
        return chosen, _corrections(_rows()[:FEED_LENGTH])
    told = Edition.objects.filter(READABLE | Q(state=State.WITHDRAWN, withdrawal_kind__in=withdrawn.TOLD))
    kept_back = filters.kept_back_for(chosen, now or timezone.now())
    passing = filters.apply(cards.with_facts(told).select_related(None), chosen, kept_back=kept_back).order_by()
    return chosen, _corrections(_rows(passing)[:FEED_LENGTH])


def _rows(among=None):
    """Rows as `withdrawn.part` makes them, of releases among these editions and of the events that they cover."""
    texts, facts = _texts(), _facts()
    of_releases = of_events = None
    if among is not None:
        also = Edition.also_covers.through.objects.filter(edition__in=among.values("pk"))
        of_releases = among.values("release")
        of_events = among.exclude(event=None).values("event").union(also.values("event"))
        texts, facts = texts.filter(release__in=of_releases), facts.filter(event__in=of_events)
    about_both = Exists(_facts().filter(_same_moment()))
    what = Case(When(about_both, then=Value("both")), default=Value("text"), output_field=CharField())
    parts = [
        # What was said of both at once stands once.
        withdrawn.part(facts.exclude(Exists(_texts().filter(_same_moment()))), "published_at", "facts"),
        withdrawn.releases(of_releases),
        withdrawn.events(of_events),
    ]
    first = withdrawn.part(texts, "published_at", what)
    return first.union(*parts, all=True).order_by(*withdrawn.NEWEST_FIRST)


def _same_moment():
    return Q(event=OuterRef("event"), published_at=OuterRef("published_at"), change_note=OuterRef("change_note"))


def _texts():
    readable = Edition.objects.filter(READABLE).values("release")
    since = Q(published_at__gt=F("release__first_published_at"), release__in=readable)
    return Edition.objects.filter(since, state__in=WERE_PUBLIC, is_minor=False).exclude(change_note="")


def _facts():
    readable = EventEdition.objects.filter(READABLE, event__merged_into=None).values("event")
    earlier = EventEdition.objects.filter(
        event=OuterRef("event"), state__in=WERE_PUBLIC, published_at__lt=OuterRef("published_at")
    )
    found = EventEdition.objects.filter(Exists(earlier), event__in=readable, state__in=WERE_PUBLIC, is_minor=False)
    return found.exclude(change_note="")


def _corrections(rows):
    rows = list(rows)
    editions = withdrawn.editions_of(rows)
    titles = _titles(editions)
    return tuple(_one(editions[bool(is_event), key], bool(is_event), what, titles) for _, is_event, key, what in rows)


def _titles(editions):
    """`{(whether it is an event, key of the thing): title now}`. Two queries at most."""
    texts = {edition.release_id for (is_event, _), edition in editions.items() if not is_event}
    facts = {edition.event_id for (is_event, _), edition in editions.items() if is_event}
    found = {}
    if texts:
        found |= {(False, e.release_id): str(e) for e in Edition.objects.public().filter(release__in=texts)}
    if facts:
        found |= {(True, e.event_id): str(e) for e in EventEdition.objects.public().filter(event__in=facts)}
    return found


def _one(edition, is_event, what, titles):
    gone = what == "withdrawn"
    return Correction(
        at=edition.withdrawn_at if gone else edition.published_at,
        title=titles[is_event, edition.event_id if is_event else edition.release_id],
        url=edition.thing.get_absolute_url(),
        reference="" if is_event else edition.release.reference,
        note=edition.withdrawal_explanation if gone else edition.change_note,
        of=OF[what],
        withdrawn=gone,
        uuid=str(uuid.uuid5(edition.thing.uuid, f"{what if gone else 'change'} {edition.number}")),
    )
