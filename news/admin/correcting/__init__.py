"""*Correct everywhere* at the desk: `preparing` finds and ticks, `deciding` is the second person's page."""

from . import listing

__all__ = ["listing"]
