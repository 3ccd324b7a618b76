"""What waits for whom: conditions on versions, so that a number and its list never differ.

`person` is an account. Facts that go along with a release stand with it, not by themselves; versions
that *Correct everywhere* made stand with their correction.
"""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from news.enums import Role, State
from news.models import Account, CorrectedVersion, Correction, Edition, EventEdition, SignOff

VERSIONS = (Edition, EventEdition)
NOTHING = Q(pk__in=[])


# For a person to do


def to_do(model, person):
    """Everything of one kind that this person can do something about now."""
    return to_check(model, person) | flagged(model, person) | drafts(model, person)


def waiting_for(person):
    """The number of things under *For you to do*. Every page of the desk asks for it: at most two queries."""
    found = [model.objects.filter(to_do(model, person)) for model in VERSIONS]
    first, *others = (rows.order_by().values("pk") for rows in (*found, corrections_back(person)))
    return first.union(*others, all=True).count() + corrections_for(person).count()


def to_check(model, person):
    """Handed in, and this editor is asked, or nobody is; never their own."""
    if not _is_editor(person):
        return NOTHING
    asked = _through(model.asked_to_check, model, account__is_active=True)
    me = asked.filter(account=person)
    found = Q(state=State.IN_REVIEW) & ~_own(model, person) & (Q(Exists(me)) | ~Exists(asked))
    if model is Edition:
        facts = EventEdition.objects.open().filter(_own(EventEdition, person), event=OuterRef("event"))
        found &= ~Exists(facts)
    return found & _stands_alone(model, Edition.objects.filter(state=State.IN_REVIEW))


def flagged(model, person):
    """Published alone by somebody else, and nobody has checked it since."""
    if not _is_editor(person):
        return NOTHING
    return _flagged(model) & ~Q(published_by=person) & ~_author(model, person)


def drafts(model, person):
    """What this person is writing, and what was sent back to them."""
    found = Q(state=State.DRAFT) & _own(model, person)
    releases = Edition.objects.filter(_own(Edition, person), state=State.DRAFT)
    return found & _stands_alone(model, releases, correction__made_by=person)


def corrections_for(person):
    """What somebody else prepared by *Correct everywhere*, and waits for one approval."""
    if not _is_editor(person):
        return Correction.objects.none()
    waiting = Correction.objects.filter(_is_handed_in(), done_at=None).exclude(made_by=person)
    return waiting.select_related("made_by").order_by("made_at")


def corrections_back(person):
    """What this person prepared by *Correct everywhere*, and was sent back."""
    return _corrections_of(person).exclude(_is_handed_in())


# For others to do. Editors see everything, writers what is theirs.


def in_review(model, person):
    """Handed in, waits for somebody's check."""
    return (
        Q(state=State.IN_REVIEW)
        & _seen(model, person)
        & _stands_alone(model, Edition.objects.filter(state=State.IN_REVIEW))
    )


def waiting_outside(model, person):
    """Approved, without a time: it waits for somebody outside, or for an editor."""
    found = Q(state=State.APPROVED, publish_at=None) & _seen(model, person)
    return found & _stands_alone(model, Edition.objects.filter(state=State.APPROVED))


def not_checked(model, person):
    """Published alone, not yet checked; one's own, too."""
    return _flagged(model) & _seen(model, person)


def unanswered(person):
    """Requests for a sign-off without an answer, of versions that are not public yet, oldest first."""
    open_versions = Q(edition__state__in=State.open) | Q(event_edition__state__in=State.open)
    found = SignOff.objects.filter(open_versions, answer="").filter(Q(preview=None) | Q(preview__revoked_at=None))
    if not _is_editor(person):
        theirs = Q(asked_by=person) | Q(edition__authors=person) | Q(event_edition__authors=person)
        found = found.filter(theirs).distinct()
    return found.select_related("edition", "event_edition", "preview", "asked_by").order_by("asked_at", "pk")


def link_has_ended(sign_off):
    """Whether nobody can answer by this link any more."""
    return sign_off.preview is not None and sign_off.preview.expires_at <= timezone.now()


def corrections_of(person):
    """What this person prepared by *Correct everywhere*, and waits for somebody else."""
    return _corrections_of(person).filter(_is_handed_in())


def scheduled(model):
    """Approved for a time; also what could not go out."""
    return Q(state=State.APPROVED, publish_at__isnull=False)


def theirs(model, person):
    """Whether somebody wrote at a version or handed it in."""
    return _own(model, person)


# Rows


def rows(model, condition, *order):
    """Versions with what a line about them prints, in a constant number of queries."""
    asked = Prefetch("asked_to_check", Account.objects.filter(is_active=True), to_attr="asked")
    thing = "release" if model is Edition else "event"
    people = ("submitted_by", "approved_by", "published_by", "returned_by")
    return model.objects.filter(condition).select_related(thing, *people).prefetch_related(asked).order_by(*order, "pk")


def _is_editor(person):
    return person.is_active and person.role in {Role.EDITOR, Role.ADMINISTRATOR}


def _seen(model, person):
    return Q() if _is_editor(person) else _own(model, person)


def _own(model, person):
    return Q(_author(model, person)) | Q(submitted_by=person)


def _author(model, person):
    return Exists(_through(model.authors, model, account=person))


def _through(field, model, **condition):
    return field.through.objects.filter(**{model._meta.model_name: OuterRef("pk")}, **condition)


def _flagged(model):
    found = Q(flagged_since__isnull=False, state__in=[State.PUBLISHED, State.SUPERSEDED])
    if model is EventEdition:
        along = Edition.objects.filter(facts=OuterRef("pk"), flagged_since=OuterRef("flagged_since"))
        found &= ~Exists(along)
    return found


def _stands_alone(model, releases, **corrections):
    """Not with its correction (one of these); facts, not with one of `releases`, either."""
    column = "edition" if model is Edition else "event_edition"
    made_for = CorrectedVersion.objects.filter(**{column: OuterRef("pk")}, correction__done_at=None, **corrections)
    found = Q(~Exists(made_for))
    if model is EventEdition:
        found &= ~Exists(releases.filter(event=OuterRef("event")))
    return found


def _corrections_of(person):
    return Correction.objects.filter(done_at=None, made_by=person).select_related("made_by").order_by("made_at")


def _is_handed_in():
    in_review = Q(edition__state=State.IN_REVIEW) | Q(event_edition__state=State.IN_REVIEW)
    return Exists(CorrectedVersion.objects.filter(in_review, correction=OuterRef("pk")))
