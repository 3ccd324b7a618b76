"""Going public: with a second pair of eyes, at its time, alone with a reason, or imported."""

from django.db import transaction
from django.utils import timezone

from news.enums import Act, State
from news.errors import Problems
from news.models import Edition, EventEdition, PastAddress, PressRelease, ReferenceCounter
from news.record.log import note, take_snapshot
from news.record.searchable import together

from .checks import problems_for_import, problems_for_publish
from .facts import open_facts, unsettle
from .gate import begin, move
from .reviewing import not_handed_in, unusable
from .telling import editors, people_of, tell


@transaction.atomic
@together()
def publish(edition, *, by, comment="", lock_version=None, facts_lock_version=None, now=None, details=None):
    """Publish what somebody else checked: from review as its second pair of eyes, from approved by any editor.

    `by` is None for the system, at its time. A release takes the open facts of its event along. Raises
    `NotAllowed`, `Impossible`, `ChangedMeanwhile`, `Problems`.
    """
    edition = begin(edition, Act.PUBLISH, by=by, lock_version=lock_version)
    facts = open_facts(edition, lock_version=facts_lock_version)
    problems = problems_for_publish(edition)
    if said := _not_as_approved(edition, facts):
        problems.setdefault("event" if isinstance(edition, Edition) else "", []).append(said)
    embargo = getattr(edition, "embargo_until", None)
    if embargo and embargo > (now or timezone.now()):
        problems.setdefault("embargo_until", []).append("The embargo is not over yet. Approve it for its end.")
    if problems:
        raise Problems(problems)
    told = people_of(edition)
    approval = {"approved_by": by, "approved_at": timezone.now()} if edition.state == State.IN_REVIEW else {}
    _both_go_public(
        edition, facts, Act.PUBLISH, by=by, now=now or timezone.now(), comment=comment, details=details, **approval
    )
    tell("published", edition, told, by=by, comment=comment)
    return edition


@transaction.atomic
@together()
def publish_alone(edition, *, by, reason, lock_version=None, facts_lock_version=None, display_date=None):
    """Publish without a second person: the edition is flagged until somebody else has checked it.

    A release takes the open facts of its event along. `display_date` back-dates a release for the
    old archive. Raises `NotAllowed`, `Impossible`, `ChangedMeanwhile`, `Problems`.
    """
    edition = begin(edition, Act.PUBLISH_ALONE, by=by, lock_version=lock_version)
    facts = open_facts(edition, lock_version=facts_lock_version)
    problems = problems_for_publish(edition)
    longest = Edition._meta.get_field("flag_reason").max_length
    if said := unusable(reason, "Say why nobody else can check it now.", longest):
        problems.setdefault("reason", []).append(said)
    if problems:
        raise Problems(problems)
    now = timezone.now()
    flag = {"flagged_since": now, "flag_reason": reason.strip()}
    told = [*people_of(edition), *editors()]
    _both_go_public(
        edition, facts, Act.PUBLISH_ALONE, by=by, now=now, comment=reason.strip(), display_date=display_date, **flag
    )
    tell("published_alone", edition, told, by=by, comment=reason.strip())
    return edition


@transaction.atomic
@together()
def publish_imported(edition, *, at, by=None, by_name="the command line", log=True):
    """Publish an imported draft as of a past moment, never flagged. Only title and body are asked for."""
    edition = begin(edition, Act.IMPORT, by=by)
    if problems := problems_for_import(edition):
        raise Problems(problems)
    facts = open_facts(edition)
    _both_go_public(edition, facts, Act.IMPORT, by=by, now=at, display_date=at, by_name=by_name, log=log)
    return edition


def _not_as_approved(edition, facts):
    """Text in approved cannot be changed; the facts with which it was approved must still be those of now."""
    if edition.state == State.IN_REVIEW:
        return not_handed_in(facts)
    if not isinstance(edition, Edition) or edition.event_id is None:
        return ""
    now = facts or EventEdition.objects.live().filter(event=edition.event_id).first()
    if (now.pk if now else None) == edition.facts_id and (facts is None or facts.state == State.APPROVED):
        return ""
    return "The facts of the event changed since the approval. Stop it, and let somebody check it again."


def _both_go_public(edition, facts, act, *, by, now, display_date=None, **columns):
    if facts is not None:
        if not facts.change_note and not facts.is_minor:
            facts.change_note = edition.change_note
            EventEdition.objects.filter(pk=facts.pk).update(change_note=facts.change_note)
        _go_public(facts, act, by=by, now=now, **columns)
    if isinstance(edition, Edition):
        _give_address(edition.release, now=now, display_date=display_date)
    _go_public(edition, act, by=by, now=now, **columns)
    if (public_now := facts if isinstance(edition, Edition) else edition) is not None:
        why = "Other facts of the event were published meanwhile. Somebody must look at it again."
        unsettle(public_now.event_id, why=why, unless_approved_with=public_now.pk, by=by)


def _go_public(edition, act, *, by, now, comment="", by_name="", log=True, details=None, **columns):
    """Old version out, new version in: in this order, since two may never be public at once."""
    before = edition.state
    if edition.thing.editions.open().exclude(pk=edition.pk).exists():
        raise Problems({"": ["Another version of this is in progress."]})
    for old in edition.thing.editions.public():
        was = old.state
        move(old, State.SUPERSEDED)
        if log:
            note("supersede", old, by=by, by_name=by_name, from_state=was, to_state=State.SUPERSEDED)
    columns |= {"published_by": by, "published_at": now, "publish_at": None, "waiting_for": ""}
    columns |= {"not_published_at": None, "not_published_why": ""}
    if isinstance(edition, Edition) and edition.event_id:
        columns["facts"] = EventEdition.objects.live().filter(event=edition.event_id).first()
    move(edition, State.PUBLISHED, **columns)
    PastAddress.objects.filter(path=edition.thing.get_absolute_url()).delete()
    if log:
        note(
            act,
            edition,
            by=by,
            by_name=by_name,
            from_state=before,
            to_state=State.PUBLISHED,
            comment=comment,
            after=take_snapshot(edition, by=by),
            details=details,
        )


def _give_address(release, *, now, display_date):
    """At the first publication: the date, the year in the address, the reference number."""
    if release.first_published_at:
        return
    release.first_published_at = now
    release.display_date = display_date or release.display_date or now
    year = timezone.localtime(release.display_date).year
    counter, _ = ReferenceCounter.objects.get_or_create(year=year)
    counter = ReferenceCounter.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    release.url_year = release.ref_year = year
    release.ref_number = counter.last
    release.save(
        update_fields=[f.name for f in PressRelease._meta.concrete_fields if f.name not in {"id", "uuid", "slug"}]
    )
