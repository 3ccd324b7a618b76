"""The state of a thing in the desk's words, the same in list, form and log."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from news import words
from news.enums import State, WithdrawalKind

# Mark: the sign beside the words. Never colour alone.
SIGNS = {
    "draft": "edit",
    "back": "undo",
    "check": "contrast",
    "ok": "check_circle",
    "time": "schedule",
    "pub": "public",
    "flag": "info",
    "stuck": "error",
    "gone": "block",
    "bin": "delete",
}

WITHDRAWN = {
    WithdrawalKind.NOTICE: "Withdrawn, the text keeps a notice",
    WithdrawalKind.EXPLAINED: "Withdrawn, page says why",
    WithdrawalKind.ERASED: "Withdrawn, nothing remains",
    WithdrawalKind.MOVED: "Moved to another page",
}


@dataclass(frozen=True)
class Said:
    """A mark, which decides sign and colour, and the words beside it."""

    mark: str
    words: str

    @property
    def sign(self):
        return SIGNS[self.mark]


def state_of(open_edition, public_edition):
    """How it stands with a thing, of which one edition may be open and one public. Both may be None.

    Names who shall check: a list prefetches `asked_to_check`.
    """
    if public_edition is None:
        return _open(open_edition) if open_edition is not None else Said("bin", "In the bin")
    said = _public(public_edition)
    if open_edition is None:
        return said
    progress = _open(open_edition)
    in_progress = f"{said.words}, new version in progress"
    if progress.mark == "draft":
        return Said(said.mark, in_progress)
    return Said(progress.mark, f"{in_progress}: {progress.words[:1].lower()}{progress.words[1:]}")


def moment(at):
    """A moment of the desk's day: "Tuesday 17 September 2024, 12:00", in Kuala Lumpur."""
    at = timezone.localtime(at)
    return f"{words.weekday(at.date())}, {at:%H:%M}"


def in_utc(at):
    """The same moment abroad: "04:00 UTC", with the day where it is another one."""
    here, there = timezone.localtime(at), at.astimezone(datetime.UTC)
    day = f"{words.day(there.date())}, " if here.date() != there.date() else ""
    return f"{day}{there:%H:%M} UTC"


def who_checks(edition):
    """The people whose check is waited for, as "Ann and Ben"; any editor where nobody was named."""
    return words.listed(sorted(str(person) for person in edition.asked_to_check.all())) or "an editor"


def _public(edition):
    if edition.state == State.WITHDRAWN:
        return Said("gone", WITHDRAWN.get(edition.withdrawal_kind, "Withdrawn"))
    if edition.flagged_since:
        return Said("flag", "Published alone, not yet checked")
    return Said("pub", "Published")


def _open(edition):
    if edition.state == State.IN_REVIEW:
        return Said("check", f"Handed in, waits for {who_checks(edition)}")
    if edition.state == State.APPROVED:
        return _approved(edition)
    if edition.returned_at:
        return Said("back", "Sent back")
    return Said("draft", "Draft")


def _approved(edition):
    if edition.not_published_at:
        return Said("stuck", "Could not be published at its time")
    if edition.waiting_for:
        return Said("ok", f"Approved, waiting for {edition.waiting_for}")
    if edition.publish_at:
        return Said("time", f"Approved, goes out {moment(edition.publish_at)}")
    return Said("ok", "Approved")
