"""Two pairs of eyes: the page on which something is handed in, the page of the second person, what they decide."""

from . import deciding, handing_in, page
from .panel import panel

__all__ = ["panel", "urls"]


def urls(model_admin):
    """`<key>/submit/`, `<key>/review/`, `<key>/ticks/`, `<key>/approve/`, `<key>/send_back/`."""
    return [*handing_in.urls(model_admin), *page.urls(model_admin), *deciding.urls(model_admin)]
