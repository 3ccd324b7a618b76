"""What readers may find. It decides what of each thing is public now, and keeps the index so.

Every door and act that changes something tells it, in its own transaction: `edition_moved`,
`entry_changed`, `refresh`. What they tell is written at once, or, inside `together()`, when the
outermost one ends: whoever calls others wraps itself in it, so that nothing is written twice.

The index is written last, behind the lock of `SearchState`: of two transactions the second reads what
the first has committed, so nothing that went meanwhile comes back.
"""

from .batches import batch, batches, number, refresh_everything
from .changes import edition_moved, entry_changed, file_changed, refresh, search_again, together
from .late import refresh_due

__all__ = [
    "batch",
    "batches",
    "edition_moved",
    "entry_changed",
    "file_changed",
    "number",
    "refresh",
    "refresh_due",
    "refresh_everything",
    "search_again",
    "together",
]
