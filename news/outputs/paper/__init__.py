"""Any version on paper, to be approved by hand: A4, its state and code on each page, names to tick, boxes to sign."""

from .sheet import Sheet, body_to_show, code_of, kept_version, read
from .typeset import pdf, unprintable

__all__ = ["Sheet", "body_to_show", "code_of", "kept_version", "pdf", "read", "unprintable"]
