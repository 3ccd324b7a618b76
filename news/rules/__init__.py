"""Who may do what, and which act leads from which state to which."""

from .permissions import can, named_publicly, refusal
from .transitions import TABLE, Transition, line_for, lines_of

__all__ = ["TABLE", "Transition", "can", "line_for", "lines_of", "named_publicly", "refusal"]
