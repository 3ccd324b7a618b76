"""Approval from outside the desk: asked for by a link, given on paper or by message, kept with what was seen.

What is signed is the text together with the facts that would be published with it. Its digest is kept
with the answer; as soon as text or facts are others, the answer is stale.
"""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from news.enums import Answer, SignedHow, State
from news.errors import ChangedMeanwhile, Impossible, NotAllowed, Problems
from news.models import Edition, SignOff, Snapshot
from news.record import canonical
from news.record.jobs import later
from news.record.log import history_of, last_snapshot, note, take_snapshot, thing_key
from news.rules import people

from .facts import facts_now
from .gate import lock, lock_releases_around
from .previewing import USUAL_DAYS, about_link, new_preview
from .reviewing import unusable
from .telling import tell

NEWER = "A newer version stands here now. Look again."
# Whoever types when a paper was signed gives the minute.
A_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Standing:
    """A sign-off and whether its answer still holds. An unanswered one is never stale."""

    sign_off: SignOff
    stale: bool


# What is signed


def facts_beside(edition):
    """The facts that belong to a version of a text: those it would go out with, or went out with."""
    if not isinstance(edition, Edition) or edition.is_open:
        return facts_now(edition)
    return edition.facts or facts_now(edition)


def digest_now(edition):
    """The digest of text and facts as they stand in the database. A constant number of queries."""
    return _digest(*_contents(type(edition).objects.get(pk=edition.pk)))


def _contents(edition):
    if not isinstance(edition, Edition):
        return None, canonical.read(edition)
    facts = facts_beside(edition)
    return canonical.read(edition), canonical.read(facts) if facts else None


def _digest(text, facts):
    if text and facts:
        # Publishing gives facts without a note that of the text: the same words, not others.
        facts = {**facts, "change_note": facts["change_note"] or ("" if facts["is_minor"] else text["change_note"])}
    return canonical.digest(text, facts)


def is_stale(sign_off):
    """Whether text or facts changed since the answer."""
    return bool(sign_off.answer) and sign_off.digest != digest_now(sign_off.version)


def standing(edition):
    """The sign-offs of a version, newest first, each with its mark. A constant number of queries."""
    found = list(
        SignOff.objects.about(edition).select_related("preview", "asked_by", "text_seen", "facts_seen", "scan")
    )
    now = digest_now(edition) if any(sign_off.answer for sign_off in found) else ""
    return [Standing(sign_off, bool(sign_off.answer) and sign_off.digest != now) for sign_off in found]


# Asking and answering by a link


@transaction.atomic
def ask_sign_off(edition, *, by, name, organization="", email="", message="", days=USUAL_DAYS):
    """Ask a named person for approval of an open version: makes a link, and a mail if there is an address.

    Editors only: it goes out in the newsroom's name. Raises `NotAllowed`, `Impossible`, `Problems`.
    """
    if said := people.editor(by):
        raise NotAllowed(said)
    columns = {"name": name, "organization": organization, "email": email, "message": message}
    columns = {key: value.strip() for key, value in columns.items()}
    problems = _wrong_request(**columns)
    if problems:
        raise Problems(problems)
    preview = new_preview(edition, by=by, days=days)
    sign_off = SignOff.objects.create(
        **{SignOff.column(edition): preview.version}, **columns, preview=preview, asked_by=by, how=SignedHow.LINK
    )
    details = {"sign_off": sign_off.pk, "name": sign_off.name, **about_link(preview)}
    note("ask_sign_off", preview.version, by=by, comment=sign_off.message, details=details)
    if sign_off.email:
        later("ask_for_sign_off", sign_off=sign_off.pk)
    return sign_off


@transaction.atomic
def answer(sign_off, *, answer, name, comment="", digest):
    """What the person who was asked says to the version that they saw, of which `digest` is the digest.

    They may answer again until it is published; the last answer stands, the log has each. Raises
    `Impossible`, `ChangedMeanwhile` if text or facts are no longer those, `Problems`.
    """
    edition = _locked(sign_off.version)
    sign_off = lock(sign_off)
    preview = lock(sign_off.preview)
    if preview.revoked_at is not None or preview.expires_at <= timezone.now():
        raise Impossible("This link has ended. Ask for a new one.")
    if not edition.is_open:
        raise Impossible("This version is no longer in preparation.")
    text, facts = _contents(edition)
    if digest != _digest(text, facts):
        raise ChangedMeanwhile(NEWER)
    name, comment = name.strip(), comment.strip()
    problems = _wrong_answer(answer, name, comment)
    if problems:
        raise Problems(problems)
    sign_off.answer, sign_off.answered_by, sign_off.comment = answer, name, comment
    sign_off.answered_at, sign_off.digest = timezone.now(), digest
    sign_off.text_seen = _kept(edition, text) if text else None
    sign_off.facts_seen = _kept(facts_beside(edition) if text else edition, facts) if facts else None
    sign_off.save()
    _note_answer(edition, sign_off, by=None)
    said = f"{name}: {sign_off.get_answer_display()}."
    tell("signed_off", edition, [sign_off.asked_by], by=None, comment=f"{said} {comment}".strip())
    return sign_off


@transaction.atomic
def record_approval(
    edition,
    *,
    by,
    how,
    name,
    answered_at,
    answer,
    organization="",
    comment="",
    snapshot=None,
    facts_snapshot=None,
    scan=None,
):
    """Record what somebody said on paper or by message. Any writer may: it opens nothing, it keeps a fact.

    `snapshot` is the saved version of the text (for an event: of the facts) that they had before them,
    without one that of now. `facts_snapshot` likewise; without one, with an earlier text, the facts as
    they stood at the moment of the answer. Raises `NotAllowed`, `Impossible`, `Problems`.
    """
    if said := people.writer(by):
        raise NotAllowed(said)
    edition = _locked(edition)
    if edition.state == State.DISCARDED:
        raise Impossible("This version is in the bin.")
    name, comment, organization = name.strip(), comment.strip(), organization.strip()
    problems = _wrong_answer(answer, name, comment) | _wrong_line("organization", organization)
    if how not in {SignedHow.PAPER, SignedHow.MESSAGE}:
        problems["how"] = ["Choose “on paper” or “by message”."]
    if answered_at is None or timezone.is_naive(answered_at):
        problems["answered_at"] = ["Say when they answered."]
    elif answered_at > timezone.now() + A_MINUTE:
        problems["answered_at"] = ["This moment is still to come."]
    facts = facts_beside(edition) if isinstance(edition, Edition) else None
    for shot, thing in ((snapshot, edition), (facts_snapshot, facts)):
        if shot is not None and (thing is None or (shot.thing_type, shot.thing_id) != thing_key(thing)):
            problems["snapshot"] = ["Choose a saved version of this text."]
    if problems:
        raise Problems(problems)
    if snapshot is not None and facts is not None and facts_snapshot is None:
        facts_snapshot = history_of(facts, Snapshot).filter(at__lt=answered_at + A_MINUTE).first()
    seen = snapshot or _kept(edition, canonical.read(edition))
    facts_seen = facts_snapshot or (_kept(facts, canonical.read(facts)) if facts else None)
    text_seen, facts_seen = (seen, facts_seen) if isinstance(edition, Edition) else (None, seen)
    sign_off = SignOff.objects.create(
        **{SignOff.column(edition): edition},
        name=name,
        organization=organization,
        how=how,
        asked_by=by,
        answer=answer,
        answered_by=name,
        answered_at=answered_at,
        comment=comment,
        digest=_digest(text_seen and text_seen.data, facts_seen and facts_seen.data),
        text_seen=text_seen,
        facts_seen=facts_seen,
        scan=scan,
    )
    _note_answer(edition, sign_off, by=by)
    return sign_off


def _locked(edition):
    """The version as it stands, with nobody changing text or facts meanwhile; locks in the order of every act."""
    lock_releases_around(edition)
    if edition.event_id:
        lock(edition.event)
    return lock(edition)


def _kept(thing, data):
    """The snapshot that holds this content; taken now if the last one holds another."""
    last = last_snapshot(thing)
    return last if last is not None and last.data == data else take_snapshot(thing, by=None)


def _note_answer(edition, sign_off, *, by):
    details = {"sign_off": sign_off.pk, "answer": sign_off.answer, "how": sign_off.how, "digest": sign_off.digest}
    details |= {"facts_seen": sign_off.facts_seen_id, "name": sign_off.answered_by}
    note(
        "sign_off",
        edition,
        by=by,
        by_name="" if by else f"{sign_off.answered_by} (by link)",
        comment=sign_off.comment,
        after=sign_off.text_seen or sign_off.facts_seen,
        details=details,
    )


def _wrong_request(*, name, organization, email, message):
    problems = _wrong_line("name", name, if_empty="Say whom you ask.") | _wrong_line("organization", organization)
    longest = SignOff._meta.get_field("message").max_length
    if message and (said := unusable(message, "", longest)):
        problems["message"] = [said]
    try:
        if email:
            validate_email(email)
    except ValidationError:
        problems["email"] = ["This is no e-mail address. Type it like name@example.org."]
    if len(email) > SignOff._meta.get_field("email").max_length or "\x00" in email:
        problems["email"] = ["This e-mail address is too long."]
    return problems


def _wrong_answer(answer, name, comment):
    problems = _wrong_line("name", name, if_empty="Give your name.")
    if answer not in Answer.values:
        problems["answer"] = ["Choose one of the three answers."]
    if answer == Answer.COMMENTS and not comment:
        problems["comment"] = ["Write your comments."]
    if comment and (said := unusable(comment, "", SignOff._meta.get_field("comment").max_length)):
        problems["comment"] = [said]
    return problems


def _wrong_line(field, text, *, if_empty=""):
    longest = SignOff._meta.get_field(field).max_length
    said = unusable(text, if_empty, longest)
    if "\n" in text or "\r" in text:
        said = "This is one line."
    return {field: [said]} if said else {}
