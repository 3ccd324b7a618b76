"""The acts: one function each, everything it does in reading order. Used alike by desk, commands and tests."""

from .checks import problems_for_publish
from .editing import discard, edit, new_event, new_release, revise, undo_discard, why_not
from .publishing import publish_alone, publish_due, publish_imported

__all__ = [
    "discard",
    "edit",
    "new_event",
    "new_release",
    "problems_for_publish",
    "publish_alone",
    "publish_due",
    "publish_imported",
    "revise",
    "undo_discard",
    "why_not",
]
