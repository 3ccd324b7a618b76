"""The social card of a release: what messengers show beside its link, as a JPEG of 1200 × 630.

`words` says what stands on it, `drawing` draws it, `kept` keeps what was drawn.
"""

from .drawing import HEIGHT, LARGEST, WIDTH, jpeg, smaller
from .kept import draw, path
from .words import Said, say, version, when_and_where

__all__ = ["HEIGHT", "LARGEST", "WIDTH", "Said", "draw", "jpeg", "path", "say", "smaller", "version", "when_and_where"]
