"""Mail to the newsroom's own people: what happened to a version, a picture, a document, a correction.

`LETTERS` has the names that `workflow/telling.py` may use; the words are in `templates/mail/<name>.txt`.
"""

import logging

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from news import words
from news.enums import Act, State, WithdrawalKind
from news.models import Account, Edition, EventEdition, SignOff
from news.record.log import history_of
from news.rules.wording import state_of

from . import clock
from .post import one_line, post, quoted

log = logging.getLogger(__name__)

# The name of each letter, and what must still be so for it: a request that is settled is not made.
LETTERS = {
    "approved": lambda thing: True,
    "corrected": lambda thing: thing.done_at is not None,
    "correction": lambda thing: thing.done_at is None,
    "correction_sent_back": lambda thing: thing.done_at is None,
    "handed_in": lambda thing: thing.state == State.IN_REVIEW,
    "hidden": lambda thing: thing.hidden_at is not None,
    "not_published": lambda thing: thing.not_published_at is not None,
    "pictures_hidden": lambda thing: True,
    "published": lambda thing: True,
    "published_alone": lambda thing: True,
    "restored": lambda thing: True,
    "sent_back": lambda thing: True,
    "signed_off": lambda thing: True,
    "stopped": lambda thing: True,
    "unsettled": lambda thing: True,
    "withdrawn": lambda thing: True,
}
# In which state of the thing its words may stand for what happened.
STATES = {
    "approved": {State.APPROVED},
    "published": {State.PUBLISHED},
    "withdrawn": {State.WITHDRAWN},
}
KINDS = {
    "edition": "press release",
    "eventedition": "version of an event’s facts",
    "picture": "picture",
    "document": "document",
    "correction": "correction",
    "signoff": "sign-off",
    "person": "person",
}
# Readers find a page at the address in these kinds of withdrawal.
STILL_A_PAGE = {WithdrawalKind.NOTICE, WithdrawalKind.EXPLAINED, WithdrawalKind.MOVED}


class UnknownLetterError(LookupError):
    """No letter has this name."""


def send(*, what, to, thing_type, thing_id, by, comment):
    """Send the letter called `what` about a thing to accounts, by their keys: one message to each.

    `by` is the key of who acted, None for the system. It tells what is there now: about a thing that is
    gone, or a request that is settled meanwhile, nothing is sent. Accounts that are inactive or have no
    address are left out. A repeat sends the same letter once more and changes nothing. Raises
    `UnknownLetterError`, and the mail server's error after everybody else's letter went out.
    """
    if what not in LETTERS:
        raise UnknownLetterError(f"There is no letter “{what}”. There are: {', '.join(LETTERS)}.")
    thing = _find(thing_type, thing_id)
    if thing is None or not LETTERS[what](thing):
        log.info("The letter “%s” about %s %s is not sent: it is settled or gone.", what, thing_type, thing_id)
        return
    context = _about(what, thing, by=Account.objects.filter(pk=by).first(), comment=comment)
    failures = []
    for reader in Account.objects.filter(pk__in=to, is_active=True).exclude(email="").order_by("pk"):
        mine = {"reader": one_line(reader), "is_asked": reader.pk in context["asked_keys"]}
        try:
            post(f"mail/{what}.txt", context | mine, to=reader.email, whom=f"account {reader.pk}")
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0]


def absolute(path):
    """The full address of a path on this site."""
    return settings.SITE_ORIGIN + path


def desk_link(thing, page="change"):
    """The full address of a thing's page at the desk; of the first page where it has none."""
    name = f"admin:news_{thing._meta.model_name}"
    try:
        if page != "change":
            return absolute(f"{reverse(f'{name}_changelist')}{thing.pk}/{page}/")
        return absolute(reverse(f"{name}_change", args=[thing.pk]))
    except NoReverseMatch:
        return absolute(reverse("admin:index"))


def _find(thing_type, thing_id):
    try:
        return apps.get_model("news", thing_type)._base_manager.filter(pk=thing_id).first()
    except (LookupError, ValueError, ValidationError):
        return None


def _about(what, thing, *, by, comment):
    context = {
        "what": what,
        "kind": KINDS.get(thing._meta.model_name, "entry"),
        "title": one_line(thing),
        "by": one_line(by) if by else "The newsroom itself",
        "comment": quoted(comment) if one_line(comment) != one_line(thing) else "",
        "link": desk_link(thing),
        "asked_keys": set(),
    }
    if isinstance(thing, SignOff):
        return context | _answer(thing, thing.version)
    if isinstance(thing, Edition | EventEdition):
        context |= _version(what, thing)
        if what == "signed_off":
            answered = SignOff.objects.about(thing).exclude(answer="").order_by("-answered_at")
            # Of several people who answered, the comment says whose answer this letter is about.
            mine = [each for each in answered if comment.startswith(each.answered_by)]
            context |= _answer(mine[0], thing) if mine else {"answer": "Sign-off answered", "answered_by": ""}
    return context


def _version(what, version):
    asked = list(version.asked_to_check.filter(is_active=True)) if what == "handed_in" else []
    public = version.state == State.PUBLISHED or (
        version.state == State.WITHDRAWN and version.withdrawal_kind in STILL_A_PAGE
    )
    return {
        "asked": words.listed(one_line(account) for account in asked),
        "asked_keys": {account.pk for account in asked},
        "again": what == "handed_in" and history_of(version).filter(act=Act.SUBMIT).count() > 1,
        "review": desk_link(version, "review"),
        "change_note": one_line(version.change_note),
        "number": version.number,
        "state": _state(version) if version.state in STATES.get(what, ()) and not version.not_published_at else "",
        "handed_in_at": version.submitted_at and clock.local(version.submitted_at),
        "published_at": version.published_at and clock.local(version.published_at),
        "publish_at": version.publish_at and clock.with_utc(version.publish_at),
        "waiting_for": one_line(version.waiting_for),
        "public": absolute(version.thing.get_absolute_url()) if public else "",
    }


def _state(version):
    said = state_of(version, None) if version.is_open else state_of(None, version)
    return one_line(said.words)


def _answer(sign_off, version):
    return {
        "title": one_line(version),
        "link": desk_link(version),
        "answer": sign_off.get_answer_display() or "Sign-off answered",
        "answered_by": one_line(sign_off.answered_by or sign_off.name),
        "asked_as": one_line(sign_off.name),
        "answered_at": sign_off.answered_at and clock.local(sign_off.answered_at),
        "remark": quoted(sign_off.comment),
    }
