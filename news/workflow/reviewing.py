"""Two pairs of eyes: hand in, take back, send back, approve, stop, check afterwards.

What happens to a release happens in the same transaction to the open facts of its event.
"""

from django.db import transaction
from django.utils import timezone

from news.enums import Act, State
from news.errors import Impossible, Problems
from news.models import Edition, EventEdition
from news.record.log import note, take_snapshot
from news.rules import people

from .checks import problems_for_publish, problems_for_submit
from .facts import back_to_review, facts_now, held_by_another_release, open_facts
from .gate import begin, move
from .telling import editors, people_of, tell

LONGEST_COMMENT = 4000


@transaction.atomic
def submit(edition, *, by, asked=(), comment="", lock_version=None, facts_lock_version=None):
    """Hand in. `asked` are the editors who shall check; without any, every editor may.

    Raises `NotAllowed`, `Impossible`, `ChangedMeanwhile`, `Problems`.
    """
    edition = begin(edition, Act.SUBMIT, by=by, lock_version=lock_version)
    facts = open_facts(edition, lock_version=facts_lock_version)
    problems = problems_for_submit(edition)
    if sentences := [said for person in asked if (said := _cannot_check(person, edition, by))]:
        problems["asked"] = sentences
    if problems:
        raise Problems(problems)
    now = timezone.now()
    columns = {"submitted_by": by, "submitted_at": now, "returned_by": None, "returned_at": None, "return_comment": ""}
    for part in _together(facts, edition, State.DRAFT):
        _step(Act.SUBMIT, part, State.IN_REVIEW, by=by, comment=comment, snapshot=True, **columns)
        part.asked_to_check.set(asked)
    tell(
        "handed_in",
        edition,
        asked or [e for e in editors() if not people.second_editor(e, edition)],
        by=by,
        comment=comment,
    )
    return edition


@transaction.atomic
def take_back(edition, *, by, lock_version=None):
    """What was handed in is a draft again."""
    edition = begin(edition, Act.TAKE_BACK, by=by, lock_version=lock_version)
    for part in _out_of_review(edition, by=by):
        _step(Act.TAKE_BACK, part, State.DRAFT, by=by)
    return edition


@transaction.atomic
def send_back(edition, *, by, comment, lock_version=None):
    """Back to its writers, with what is to be done."""
    edition = begin(edition, Act.RETURN, by=by, lock_version=lock_version)
    if said := unusable(comment, "Say what is to be changed.", LONGEST_COMMENT):
        raise Problems({"comment": [said]})
    columns = {"returned_by": by, "returned_at": timezone.now(), "return_comment": comment.strip()}
    told = people_of(edition)
    for part in _out_of_review(edition, by=by):
        _step(Act.RETURN, part, State.DRAFT, by=by, comment=comment.strip(), **columns)
    tell("sent_back", edition, told, by=by, comment=comment.strip())
    return edition


@transaction.atomic
def approve(
    edition,
    *,
    by,
    publish_at=None,
    waiting_for="",
    comment="",
    lock_version=None,
    facts_lock_version=None,
    details=None,
):
    """Approve for a time, or until an editor releases it (`waiting_for` says for whom it waits).

    `details` go into the log: what was left unticked. Raises `NotAllowed`, `Impossible`,
    `ChangedMeanwhile`, `Problems`.
    """
    edition = begin(edition, Act.APPROVE, by=by, lock_version=lock_version)
    facts = open_facts(edition, lock_version=facts_lock_version)
    problems = problems_for_publish(edition)
    waiting_for = waiting_for.strip()
    for field, said in _wrong_time(edition, publish_at, waiting_for).items():
        problems.setdefault(field, []).append(said)
    if said := not_handed_in(facts):
        problems.setdefault("event", []).append(said)
    if problems:
        raise Problems(problems)
    approval = {"approved_by": by, "approved_at": timezone.now()}
    told = people_of(edition)
    if facts is not None and facts.state == State.IN_REVIEW:
        _step(Act.APPROVE, facts, State.APPROVED, by=by, comment=comment, snapshot=True, **approval)
    approval |= {
        "publish_at": publish_at,
        "waiting_for": waiting_for,
        "not_published_at": None,
        "not_published_why": "",
    }
    if isinstance(edition, Edition):
        approval["facts"] = facts_now(edition)
    _step(Act.APPROVE, edition, State.APPROVED, by=by, comment=comment, snapshot=True, details=details, **approval)
    tell("approved", edition, told, by=by, comment=comment)
    return edition


@transaction.atomic
def stop(edition, *, by, comment="", lock_version=None):
    """An approved version goes back to review: approval, time and *waiting for* are cleared."""
    edition = begin(edition, Act.STOP, by=by, lock_version=lock_version)
    stop_approved(edition, by=by, comment=comment)
    return edition


def stop_approved(edition, *, by, comment=""):
    """`stop` for a version that is locked already. Facts that are stopped alone take their releases along."""
    told = people_of(edition)
    if isinstance(edition, Edition):
        facts = open_facts(edition)
        back_to_review(edition, by=by, comment=comment)
        if facts is not None and facts.state == State.APPROVED and not held_by_another_release(edition):
            back_to_review(facts, by=by, comment=comment)
    else:
        relying = Edition.objects.select_for_update().filter(facts=edition, state=State.APPROVED)
        for part in [edition, *relying.order_by("pk")]:
            back_to_review(part, by=by, comment=comment)
    tell("stopped", edition, told, by=by, comment=comment)


@transaction.atomic
def check(edition, *, by, comment="", lock_version=None):
    """Afterwards: somebody else has looked at what was published alone. The flag is cleared, with that of its facts."""
    edition = begin(edition, Act.CHECK, by=by, lock_version=lock_version)
    parts = [edition]
    if isinstance(edition, Edition) and edition.facts_id:
        facts = EventEdition.objects.select_for_update().filter(
            pk=edition.facts_id, flagged_since=edition.flagged_since
        )
        parts += [part for part in facts if not people.checker(by, part)]
    for part in parts:
        _step(Act.CHECK, part, part.state, by=by, comment=comment, flagged_since=None, flag_reason="")
    return edition


def _step(act, part, to, *, by, comment="", snapshot=False, details=None, **columns):
    before = part.state
    move(part, to, **columns)
    after = take_snapshot(part, by=by) if snapshot else None
    note(act, part, by=by, from_state=before, to_state=to, comment=comment, after=after, details=details)


def _together(facts, edition, state):
    """The facts, if they are in that state too, before the text."""
    return [part for part in (facts, edition) if part is not None and part.state == state]


def _out_of_review(edition, *, by):
    """The parts that leave review, facts first.

    Facts stay while another release needs them; by themselves they cannot go then.
    """
    held = held_by_another_release(edition)
    if not isinstance(edition, Edition):
        if held:
            raise Impossible("A release with these facts is handed in. Take the release back, and the facts follow.")
        return [edition]
    facts = None if held else open_facts(edition)
    if facts is not None and facts.state == State.APPROVED:
        back_to_review(facts, by=by)
    return _together(facts, edition, State.IN_REVIEW)


def not_handed_in(facts):
    """The sentence if facts are still a draft while their release is being decided about."""
    if facts is not None and facts.state == State.DRAFT:
        return "The facts of the event were changed afterwards and are a draft. Hand them in, or put them into the bin."
    return ""


def unusable(text, if_empty, longest):
    if not text.strip():
        return if_empty
    if len(text.strip()) > longest or "\x00" in text:
        return f"At most {longest} letters."
    return ""


def _wrong_time(edition, publish_at, waiting_for):
    if publish_at is not None and waiting_for:
        return {"waiting_for": "Choose a time, or for whom it waits, one of the two."}
    if publish_at is not None and publish_at <= timezone.now():
        return {"publish_at": "This moment is over. Give a later one, or publish now."}
    embargo = getattr(edition, "embargo_until", None)
    if publish_at is not None and embargo and publish_at < embargo:
        return {"publish_at": "The embargo ends later. Give a later time."}
    longest = Edition._meta.get_field("waiting_for").max_length
    if len(waiting_for) > longest or "\x00" in waiting_for:
        return {"waiting_for": f"At most {longest} letters."}
    return {}


def _cannot_check(person, edition, by):
    if person.pk == by.pk:
        return "You cannot check what you hand in yourself."
    if said := people.second_editor(person, edition):
        said = said.replace("You wrote", "They wrote").replace("You handed", "They handed")
        return f"{person} cannot check this. {said}"
    return ""
