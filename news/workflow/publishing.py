"""Going public: alone with a reason, or imported from the old archive."""

from django.db import transaction
from django.utils import timezone

from news.enums import Act, State
from news.errors import NotAllowed, Problems
from news.models import Edition, EventEdition, PressRelease, ReferenceCounter
from news.record.log import note, take_snapshot

from .checks import problems_for_publish
from .gate import begin, lock, move


@transaction.atomic
def publish_alone(edition, *, by, reason, lock_version=None, display_date=None):
    """Publish without a second person: the edition is flagged until somebody else has checked it.

    A release takes the open facts of its event along. `display_date` back-dates a release for the
    old archive. Raises `NotAllowed`, `Impossible`, `ChangedMeanwhile`, `Problems`.
    """
    edition = begin(edition, Act.PUBLISH_ALONE, by=by, lock_version=lock_version)
    problems = problems_for_publish(edition)
    if said := _unusable(reason):
        problems.setdefault("reason", []).append(said)
    if problems:
        raise Problems(problems)
    now = timezone.now()
    flag = {"flagged_since": now, "flag_reason": reason.strip()}
    facts = _open_facts(edition)
    if facts is not None:
        if not facts.change_note and not facts.is_minor:
            facts.change_note = edition.change_note
            EventEdition.objects.filter(pk=facts.pk).update(change_note=facts.change_note)
        _go_public(facts, Act.PUBLISH_ALONE, by=by, now=now, comment=reason, **flag)
    if isinstance(edition, Edition):
        _give_address(edition.release, now=now, display_date=display_date)
    _go_public(edition, Act.PUBLISH_ALONE, by=by, now=now, comment=reason, **flag)
    return edition


@transaction.atomic
def publish_imported(edition, *, at, by=None, by_name="the command line", log=True):
    """Publish an imported draft as of a past moment, never flagged. Only title and body are asked for."""
    edition = begin(edition, Act.IMPORT, by=by)
    problems = problems_for_publish(edition)
    wanted = {name: said for name, said in problems.items() if name in {"title", "body", "name"}}
    if wanted:
        raise Problems(wanted)
    facts = _open_facts(edition)
    if facts is not None:
        _go_public(facts, Act.IMPORT, by=by, now=at, by_name=by_name, log=log)
    if isinstance(edition, Edition):
        _give_address(edition.release, now=at, display_date=at)
    _go_public(edition, Act.IMPORT, by=by, now=at, by_name=by_name, log=log)
    return edition


def publish_due(*, now=None):
    """Publish what is due. Scheduling is not built yet, so nothing is; a scheduled row is not left unsaid."""
    return [
        NotAllowed(f"{edition} is scheduled, and this version of the software cannot publish at a time.")
        for model in (Edition, EventEdition)
        for edition in model.objects.filter(state=State.APPROVED, publish_at__lte=now or timezone.now())
    ]


def _unusable(reason):
    if not reason.strip():
        return "Say why nobody else can check it now."
    longest = Edition._meta.get_field("flag_reason").max_length
    if len(reason.strip()) > longest or "\x00" in reason:
        return f"Give the reason in at most {longest} letters."
    return ""


def _open_facts(edition):
    """The facts that go along, locked with their event."""
    if not isinstance(edition, Edition) or edition.event_id is None:
        return None
    lock(edition.event)
    return EventEdition.objects.select_for_update().filter(event=edition.event_id, state__in=sorted(State.open)).first()


def _go_public(edition, act, *, by, now, comment="", by_name="", log=True, **columns):
    """Old version out, new version in: in this order, since two may never be public at once."""
    before = edition.state
    if edition.thing.editions.open().exclude(pk=edition.pk).exists():
        raise Problems({"": ["Another version of this is in progress."]})
    edition.thing.editions.public().update(state=State.SUPERSEDED)
    columns |= {"published_by": by, "published_at": now, "publish_at": None, "waiting_for": ""}
    if isinstance(edition, Edition) and edition.event_id:
        columns["facts"] = EventEdition.objects.live().filter(event=edition.event_id).first()
    move(edition, State.PUBLISHED, **columns)
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
