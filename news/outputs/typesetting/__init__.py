"""What is set in type has in common: words cleaned of what nothing can print, and the letters to print them with."""

from .letters import CONTROLS, SANS, fonts, printable, without_font

__all__ = ["CONTROLS", "SANS", "fonts", "printable", "without_font"]
