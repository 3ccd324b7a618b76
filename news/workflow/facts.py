"""The open facts of an event: what a release takes along, and whom a change of them concerns.

An event's open edition belongs to the event, not to one release.
"""

from news.enums import Act, State
from news.errors import ChangedMeanwhile
from news.models import Edition, EventEdition
from news.record.log import note

from .gate import move
from .telling import people_of, tell


def open_facts(edition, *, lock_version=None):
    """The open facts of a release's event, locked, or None.

    With `lock_version`, that of the facts that the person has seen (0 for none open): raises
    `ChangedMeanwhile` if others are there by now.
    """
    facts = None
    if isinstance(edition, Edition) and edition.event_id is not None:
        facts = EventEdition.objects.select_for_update().filter(event=edition.event_id, state__in=sorted(State.open))
        facts = facts.first()
    if lock_version is not None and (facts.lock_version if facts else 0) != lock_version:
        raise ChangedMeanwhile("The facts of the event changed meanwhile. Look again.")
    return facts


def facts_now(edition):
    """What a release of this event would be published with: the open facts, else the live ones, or None."""
    if not isinstance(edition, Edition) or edition.event_id is None:
        return None
    rows = EventEdition.objects.filter(event=edition.event_id)
    return rows.open().first() or rows.live().first()


def held_by_another_release(edition):
    """Whether another release of the event is in review or approved, so that its facts stay as they are."""
    held = Edition.objects.filter(event=edition.event_id, state__in=[State.IN_REVIEW, State.APPROVED])
    if isinstance(edition, Edition):
        held = held.exclude(release=edition.release_id)
    return held.exists()


def unsettle(event, *, why, unless_approved_with=None, by=None):
    """Other facts became open or public: approved releases of the event go back to review.

    Those that were approved with exactly the facts `unless_approved_with` stay.
    """
    approved = Edition.objects.select_for_update().filter(event=event, state=State.APPROVED)
    if unless_approved_with is not None:
        approved = approved.exclude(facts=unless_approved_with)
    for edition in approved.order_by("pk"):
        back_to_review(edition, by=None, comment=why)
        tell("unsettled", edition, people_of(edition), by=by, comment=why)


def back_to_review(edition, *, by, comment=""):
    """Approval, time and *waiting for* are cleared. The log has who had approved."""
    before = edition.state
    columns = {"facts": None} if isinstance(edition, Edition) else {}
    move(
        edition,
        State.IN_REVIEW,
        approved_by=None,
        approved_at=None,
        publish_at=None,
        waiting_for="",
        not_published_at=None,
        not_published_why="",
        **columns,
    )
    note(Act.STOP, edition, by=by, from_state=before, to_state=State.IN_REVIEW, comment=comment)
