"""A public release as a typeset, tagged PDF: text, fact box with chart and ring, pictures of the text, contact.

`words` says what stands in it, `facts` what stands in its box, `typeset` sets it, `kept` keeps what was set.
"""

from .kept import draw
from .typeset import make
from .words import Said, say, version

__all__ = ["Said", "draw", "make", "say", "version"]
