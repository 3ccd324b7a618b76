"""The acts: one function each, everything it does in reading order. Used alike by desk, commands and tests."""

from .checks import problems_for_publish, problems_for_submit
from .due import next_time, overdue, publish_due
from .editing import (
    bring_back,
    discard,
    edit,
    new_event,
    new_release,
    place_in_series,
    revise,
    undo_discard,
    why_not,
)
from .facts import facts_now
from .findings import dismiss, findings, judged, undo_dismiss
from .previewing import link_path, look_path, make_preview, opened, revoke, valid_previews
from .publishing import publish, publish_alone, publish_imported
from .reviewing import approve, check, send_back, stop, submit, take_back
from .signing import answer, ask_sign_off, digest_now, facts_beside, is_stale, record_approval, standing
from .withdrawing import comes_back, covering, hide, hide_pictures_of, restore, show, withdraw

__all__ = [
    "answer",
    "approve",
    "ask_sign_off",
    "bring_back",
    "check",
    "comes_back",
    "covering",
    "digest_now",
    "discard",
    "dismiss",
    "edit",
    "facts_beside",
    "facts_now",
    "findings",
    "hide",
    "hide_pictures_of",
    "is_stale",
    "judged",
    "link_path",
    "look_path",
    "make_preview",
    "new_event",
    "new_release",
    "next_time",
    "opened",
    "overdue",
    "place_in_series",
    "problems_for_publish",
    "problems_for_submit",
    "publish",
    "publish_alone",
    "publish_due",
    "publish_imported",
    "record_approval",
    "restore",
    "revise",
    "revoke",
    "send_back",
    "show",
    "standing",
    "stop",
    "submit",
    "take_back",
    "undo_discard",
    "undo_dismiss",
    "valid_previews",
    "why_not",
    "withdraw",
]
