"""The press contact that stands in the footer and under every release, and what else the frame of a page asks for."""

from django.db.models import Subquery

from news.models import Contact, SiteState

from .prepared import ALL, Part, Prepared


def press_contact():
    """The first press contact, or None while there is none; `shows_map` is that of the site. One query."""
    return next(iter(_FIRST.rows()), None)


def _first():
    shows_map = Subquery(SiteState.objects.filter(pk=1).values("shows_map")[:1])
    return Contact.objects.annotate(shows_map=shows_map).order_by("pk")[:1]


_FIRST = Prepared(_first, Part("", Contact, ALL, beside=["shows_map"]))
