"""The search page and what is suggested while somebody types. What is found is decided in `news/search`."""

from .page import read
from .suggested import suggestions

__all__ = ["read", "suggestions"]
