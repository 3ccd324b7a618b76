"""The acts: one function each, everything it does in reading order. Used alike by desk, commands and tests."""

from .checks import problems_for_publish, problems_for_submit
from .due import next_time, publish_due
from .editing import bring_back, discard, edit, new_event, new_release, revise, undo_discard, why_not
from .facts import facts_now
from .publishing import publish, publish_alone, publish_imported
from .reviewing import approve, check, send_back, stop, submit, take_back
from .withdrawing import covering, hide, restore, show, withdraw

__all__ = [
    "approve",
    "bring_back",
    "check",
    "covering",
    "discard",
    "edit",
    "facts_now",
    "hide",
    "new_event",
    "new_release",
    "next_time",
    "problems_for_publish",
    "problems_for_submit",
    "publish",
    "publish_alone",
    "publish_due",
    "publish_imported",
    "restore",
    "revise",
    "send_back",
    "show",
    "stop",
    "submit",
    "take_back",
    "undo_discard",
    "why_not",
    "withdraw",
]
