"""The state of a thing in the desk's words, the same in list, form and log."""

from dataclasses import dataclass

from news.enums import State, WithdrawalKind

# Mark: the sign beside the words. Never colour alone.
SIGNS = {
    "draft": "edit",
    "check": "contrast",
    "ok": "check_circle",
    "time": "schedule",
    "pub": "public",
    "flag": "info",
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
    """How it stands with a thing, of which one edition may be open and one public. Both may be None."""
    if public_edition is not None:
        said = _public(public_edition)
        return Said(said.mark, f"{said.words}, new version in progress") if open_edition is not None else said
    if open_edition is None:
        return Said("bin", "In the bin")
    return _open(open_edition)


def _public(edition):
    if edition.state == State.WITHDRAWN:
        return Said("gone", WITHDRAWN.get(edition.withdrawal_kind, "Withdrawn"))
    if edition.flagged_since:
        return Said("flag", "Published alone, not yet checked")
    return Said("pub", "Published")


def _open(edition):
    if edition.state == State.IN_REVIEW:
        return Said("check", "Handed in")
    if edition.state == State.APPROVED:
        if edition.waiting_for:
            return Said("ok", f"Approved, waiting for {edition.waiting_for}")
        return Said("time" if edition.publish_at else "ok", "Approved")
    return Said("draft", "Draft")
