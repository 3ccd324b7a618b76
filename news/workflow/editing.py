"""Begin, edit, revise, discard and its undo: for press releases and for the facts of events."""

from django.db import transaction
from django.utils import timezone

from news.enums import Act, State
from news.errors import Impossible, NotAllowed, Problems
from news.models import ActionLog, Edition, EventEdition
from news.record import editions as door
from news.record import series as places
from news.record.log import history_of, note
from news.record.shapes import OF_THIS_VERSION
from news.rules import line_for, people, refusal

from .checks import problems_for_publish, problems_for_submit
from .clone import content_for_revision
from .facts import held_by_another_release, open_facts, unsettle
from .gate import begin, move
from .reviewing import not_handed_in
from .withdrawing import covering


def new_release(data, *, by):
    """A new press release with its first draft. Raises `NotAllowed`, `Problems`."""
    _must_be_writer(by)
    return door.create_release(data, by=by)


def new_event(data, *, by):
    """A new event with its first draft of facts. Raises `NotAllowed`, `Problems`."""
    _must_be_writer(by)
    return door.create_event(data, by=by)


@transaction.atomic
def edit(edition, data, *, by, lock_version):
    """Write an open edition. Raises `NotAllowed`, `Impossible`, `ChangedMeanwhile`, `Problems`."""
    edition = begin(edition, Act.EDIT, by=by)
    return door.save_edition(edition, data, by=by, lock_version=lock_version)


@transaction.atomic
def revise(edition, *, by):
    """A new draft from the public (or withdrawn) edition. Raises `Impossible` if one is open already."""
    edition = begin(edition, Act.REVISE, by=by)
    if edition.thing.editions.open().exists():
        raise Impossible("There is already a version in progress.")
    draft = door.create_version(edition.thing, content_for_revision(edition), by=by)
    _say_that_facts_are_open(draft, by=by)
    return draft


@transaction.atomic
def discard(edition, *, by, lock_version=None):
    """Put a draft into the bin for 30 days. The public edition is untouched.

    The open facts of a release's event go along, unless another open release names that event.
    """
    edition = begin(edition, Act.DISCARD, by=by, lock_version=lock_version)
    now = timezone.now()
    facts = _facts_that_go_along(edition)
    for part in filter(None, (facts, edition)):
        before = part.state
        move(part, State.DISCARDED, discarded_by=by, discarded_at=now)
        note(
            Act.DISCARD,
            part,
            by=by,
            from_state=before,
            to_state=State.DISCARDED,
            details={"facts": facts.pk} if facts and part is edition else {},
        )
    return edition


@transaction.atomic
def undo_discard(edition, *, by):
    """Take a draft back from the bin, with the facts that went along. Raises `Impossible`."""
    edition = begin(edition, Act.UNDO_DISCARD, by=by)
    if edition.thing.editions.open().exists():
        raise Impossible("There is another version in progress by now. Take that one to the bin first.")
    facts = _facts_that_come_back(edition)
    for part in filter(None, (facts, edition)):
        move(part, State.DRAFT, discarded_by=None, discarded_at=None)
        note(Act.UNDO_DISCARD, part, by=by, from_state=State.DISCARDED, to_state=State.DRAFT)
        _say_that_facts_are_open(part, by=by)
    return edition


@transaction.atomic
def bring_back(edition, snapshot, *, by, lock_version):
    """Write what an open version was when the snapshot was taken, or what another version of the thing was.

    What belongs to this version alone (its note for readers, embargo) stays. Who wrote what comes back
    counts as an author again. Raises what `edit` raises.
    """
    content = {name: value for name, value in snapshot.data.items() if name not in OF_THIS_VERSION}
    edition = begin(edition, Act.EDIT, by=by)
    said = f"Brought back as it was on {timezone.localtime(snapshot.at):%-d %B %Y, %H:%M}."
    saved = door.save_edition(edition, content, by=by, lock_version=lock_version, comment=said)
    saved.authors.add(*_who_wrote(snapshot, edition))
    return saved


def _who_wrote(snapshot, edition):
    """The authors of a saved version; nobody where readers saw it, since somebody else let it through."""
    if snapshot.thing_type != edition._meta.model_name or snapshot.thing_id == str(edition.pk):
        return []
    let_through = ActionLog.objects.filter(after=snapshot, to_state=State.PUBLISHED)
    source = edition.thing.editions.filter(pk=snapshot.thing_id).first()
    return [] if source is None or let_through.exists() else source.authors.all()


@transaction.atomic
def place_in_series(event, series, ordinal, *, by):
    """The event is the `ordinal`th of `series`; both may be None.

    That belongs to no version, so nobody approves it: once the event is approved or public, only an
    editor changes it. Raises `NotAllowed`, `Problems`.
    """
    _must_be_writer(by)
    is_other = (event.series, event.ordinal) != (series, ordinal if series else None)
    seen = event.editions.filter(state__in=sorted(State.public | {State.APPROVED}))
    if is_other and people.editor(by) and seen.exists():
        raise Problems({"series": ["Readers would see this at once. Ask an editor to change it."]})
    return places.place_in_series(event, series, ordinal, by=by)


def _must_be_writer(by):
    if said := people.writer(by):
        raise NotAllowed(said)


def _other_open_release(edition):
    return Edition.objects.open().filter(event=edition.event_id).exclude(release=edition.release_id).exists()


def _facts_that_go_along(edition):
    if not isinstance(edition, Edition) or edition.event_id is None or _other_open_release(edition):
        return None
    facts = open_facts(edition)
    return facts if facts is not None and facts.state == State.DRAFT else None


def _facts_that_come_back(edition):
    """The facts that the log says went along, if they are still in the bin."""
    if not isinstance(edition, Edition) or edition.event_id is None:
        return None
    line = history_of(edition, ActionLog).filter(act=Act.DISCARD).first()
    key = line.details.get("facts") if line else None
    facts = EventEdition.objects.select_for_update().filter(pk=key, state=State.DISCARDED).first() if key else None
    if facts is None or _other_open_release(edition):
        return None
    if facts.event.editions.open().exists():
        raise Impossible(
            "The event has another version of its facts in progress by now. Take that one to the bin first."
        )
    return facts


def _say_that_facts_are_open(edition, *, by):
    if isinstance(edition, EventEdition):
        why = "The facts of the event are being changed. Somebody must look at it again."
        unsettle(edition.event, why=why, by=by)


def why_not(act, edition, *, by):
    """The sentence for a button that is not possible now, or an empty string."""
    if said := refusal(by, act, edition):
        return said
    if getattr(edition.thing, "merged_into_id", None):
        return "This event was merged into another one. Work on that one."
    if act == Act.REVISE and edition.thing.editions.open().exists():
        return "There is already a version in progress."
    if act in {Act.TAKE_BACK, Act.RETURN} and isinstance(edition, EventEdition) and held_by_another_release(edition):
        return "A release with these facts is handed in. Take the release back, and the facts follow."
    gate = line_for(act, edition.state).gate
    problems = {"submit": problems_for_submit, "publish": problems_for_publish}[gate](edition) if gate else {}
    if problems:
        number = sum(len(said) for said in problems.values())
        return "One thing must be put right first." if number == 1 else f"{number} things must be put right first."
    if act in {Act.APPROVE, Act.PUBLISH} and edition.state == State.IN_REVIEW and isinstance(edition, Edition):
        return not_handed_in(edition.event.editions.open().first() if edition.event_id else None)
    if act == Act.WITHDRAW and isinstance(edition, EventEdition) and covering(edition.event_id).exists():
        return "A public release covers this event. Withdraw the release, and tick the event there."
    return ""
