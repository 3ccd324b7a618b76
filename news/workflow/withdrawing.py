"""Taking away from readers, and putting back: versions in four ways, pictures and documents at once."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news.enums import Act, ReleaseKind, State, WithdrawalKind
from news.errors import Impossible, NotAllowed, Problems
from news.models import Edition, EventEdition, PastAddress
from news.queries import addresses
from news.record.log import history_of, note, thing_key
from news.record.searchable import file_changed, together
from news.rules import people

from .checks import problems_for_publish
from .facts import unsettle
from .gate import begin, lock, move
from .reviewing import stop_approved, unusable
from .telling import editors, people_of, tell, told_together

LONGEST_EXPLANATION = 2000
SAYS_WHY = {WithdrawalKind.NOTICE, WithdrawalKind.EXPLAINED}


@transaction.atomic
@together()
def withdraw(edition, *, by, kind, explanation="", moved_to=None, event_too=False, comment="", lock_version=None):
    """Take a public version away from readers, everywhere at once.

    `explanation` is public where the kind leaves a page that says why. `moved_to` is the thing (release,
    event, person, organization, programme, topic) whose page a reader shall find instead. `event_too`
    withdraws the event of a release along with it, in the same way, if no other public release covers
    it. Raises `NotAllowed`, `Impossible`, `ChangedMeanwhile`, `Problems`.
    """
    edition = begin(edition, Act.WITHDRAW, by=by, lock_version=lock_version)
    problems = _wrong_withdrawal(edition, kind, explanation, moved_to)
    facts = _event_along(edition, moved_to, problems) if event_too else None
    if not isinstance(edition, Edition) and covering(edition.event_id).exists():
        raise Impossible("A public release covers this event. Withdraw the release, and tick the event there.")
    if problems:
        raise Problems(problems)
    open_version = edition.thing.editions.select_for_update().filter(state=State.APPROVED).first()
    if open_version is not None:
        stop_approved(open_version, by=by, comment="The public version was withdrawn.")
    told = [*people_of(edition), *editors()]
    columns = {
        "withdrawn_by": by,
        "withdrawn_at": timezone.now(),
        "withdrawal_kind": kind,
        "withdrawal_explanation": explanation.strip() if kind in SAYS_WHY else "",
    }
    for part in filter(None, (edition, facts)):
        move(part, State.WITHDRAWN, **columns)
        note(
            Act.WITHDRAW,
            part,
            by=by,
            from_state=State.PUBLISHED,
            to_state=State.WITHDRAWN,
            comment=comment or explanation.strip(),
            details={"kind": kind, **({"facts": facts.pk} if facts and part is edition else {})},
        )
        if kind == WithdrawalKind.MOVED:
            _lead_on(part.thing.get_absolute_url(), moved_to)
    if kind == WithdrawalKind.MOVED and not addresses.has_page(moved_to):
        raise Problems({"moved_to": ["That page would be gone as well. Choose another one."]})
    tell("withdrawn", edition, told, by=by, comment=comment or explanation.strip())
    return edition


@transaction.atomic
@together()
def restore(edition, *, by, comment, lock_version=None):
    """Readers get it back as it was; an event that was withdrawn along with it comes back, too."""
    edition = begin(edition, Act.RESTORE, by=by, lock_version=lock_version)
    facts = comes_back(edition)
    facts = facts and EventEdition.objects.select_for_update().get(pk=facts.pk)
    problems = problems_for_publish(edition, with_facts=facts or _public_facts(edition))
    if said := unusable(comment, "Say why it comes back.", LONGEST_EXPLANATION):
        problems.setdefault("comment", []).append(said)
    if problems:
        raise Problems(problems)
    columns = {"withdrawn_by": None, "withdrawn_at": None, "withdrawal_kind": "", "withdrawal_explanation": ""}
    for part in filter(None, (facts, edition)):
        move(part, State.PUBLISHED, **columns)
        note(Act.RESTORE, part, by=by, from_state=State.WITHDRAWN, to_state=State.PUBLISHED, comment=comment.strip())
        PastAddress.objects.filter(path=part.thing.get_absolute_url()).delete()
    if (public_now := facts if isinstance(edition, Edition) else edition) is not None:
        why = "The facts of the event are public again. Somebody must look at it again."
        unsettle(public_now.event_id, why=why, unless_approved_with=public_now.pk, by=by)
    tell("restored", edition, [*people_of(edition), *editors()], by=by, comment=comment.strip())
    return edition


def comes_back(edition):
    """The withdrawn facts that a release brings back with it, or None.

    They are those that went along with it; for an event report also others, since it needs its event.
    """
    if not isinstance(edition, Edition) or edition.event_id is None:
        return None
    facts = EventEdition.objects.filter(event=edition.event_id, state=State.WITHDRAWN).first()
    if facts is None or edition.kind == ReleaseKind.EVENT_REPORT:
        return facts
    line = history_of(edition).filter(act=Act.WITHDRAW).first()
    return facts if line is not None and line.details.get("facts") == facts.pk else None


def covering(event, *, but=None):
    """Published releases that report an event or cover it as well.

    Withdrawn ones do not hold it, not even one that keeps its text: else nobody could take it away later.
    """
    found = Edition.objects.live().filter(Q(event=event) | Q(also_covers=event)).distinct()
    return found.exclude(release=but) if but is not None else found


@transaction.atomic
def hide(stored, *, by, reason):
    """Hide a picture or document from readers at once, everywhere. Any writer may, alone."""
    if said := people.writer(by):
        raise NotAllowed(said)
    stored = lock(stored)
    if stored.hidden_at is not None:
        raise Impossible("It is hidden already.")
    if said := unusable(reason, "Say why it is hidden.", type(stored)._meta.get_field("hidden_reason").max_length):
        raise Problems({"reason": [said]})
    stored.hidden_at, stored.hidden_by, stored.hidden_reason = timezone.now(), by, reason.strip()
    stored.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    note(Act.HIDE, stored, by=by, comment=reason.strip())
    file_changed(stored)
    tell("hidden", stored, editors(), by=by, comment=reason.strip())
    return stored


@transaction.atomic
@together()
def hide_pictures_of(person, pictures, *, by, reason):
    """Hide these pictures of somebody at once: all or none. Those that are hidden meanwhile stay so.

    Editors get one letter, about the person. Returns the pictures that were hidden. Raises as `hide`.
    """
    if said := people.writer(by):
        raise NotAllowed(said)
    if not pictures:
        raise Problems({"pictures": ["Choose at least one picture."]})
    hidden = []
    with told_together():
        for picture in sorted(pictures, key=lambda one: one.pk):
            if lock(picture).hidden_at is None:
                hidden.append(hide(picture, by=by, reason=reason))
    if hidden:
        tell("pictures_hidden", person, editors(), by=by, comment=reason.strip())
    return hidden


@transaction.atomic
def show(stored, *, by, comment=""):
    """An editor shows it again."""
    if said := people.editor(by):
        raise NotAllowed(said)
    stored = lock(stored)
    if stored.hidden_at is None:
        raise Impossible("It is not hidden.")
    stored.hidden_at, stored.hidden_by, stored.hidden_reason = None, None, ""
    stored.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    note(Act.SHOW, stored, by=by, comment=comment.strip())
    file_changed(stored)
    return stored


def _wrong_withdrawal(edition, kind, explanation, moved_to):
    problems = {}
    if kind not in WithdrawalKind.values:
        problems["kind"] = ["Choose what readers find from now on."]
    if kind in SAYS_WHY and (said := unusable(explanation, "Say to readers why.", LONGEST_EXPLANATION)):
        problems["explanation"] = [said]
    if kind == WithdrawalKind.MOVED:
        if moved_to is None:
            problems["moved_to"] = ["Choose the page to which readers are led."]
        elif moved_to == edition.thing:
            problems["moved_to"] = ["It cannot lead to itself."]
        elif not isinstance(moved_to, addresses.HAVE_PAGES) or not _is_shown(moved_to):
            problems["moved_to"] = ["That page is not public. Choose another one."]
    return problems


def _is_shown(thing):
    """Whether readers find it as it is: not withdrawn, not merged into another."""
    if getattr(thing, "merged_into_id", None):
        return False
    return thing.editions.live().exists() if hasattr(thing, "editions") else addresses.has_page(thing)


def _lead_on(path, moved_to):
    thing_type, thing_id = thing_key(moved_to)
    PastAddress.objects.update_or_create(path=path, defaults={"thing_type": thing_type, "thing_id": thing_id})


def _event_along(edition, moved_to, problems):
    if not isinstance(edition, Edition) or edition.event_id is None:
        return None
    if moved_to == edition.event:
        problems["event_too"] = ["Readers are led to the event, so it stays."]
    if covering(edition.event_id, but=edition.release_id).exists():
        problems["event_too"] = ["Another public release covers this event, so the event stays."]
    return EventEdition.objects.select_for_update().filter(event=edition.event_id, state=State.PUBLISHED).first()


def _public_facts(edition):
    return EventEdition.objects.live().filter(event=edition.event_id).first() if edition.event_id else None
