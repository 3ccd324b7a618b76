"""What was corrected and what was withdrawn: two lists, in the open."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from news.queries import corrections, withdrawn
from news.queries.filters import NoSuchListError

from . import errors
from .frame import page


@require_safe
def corrected(request):
    description = "What the ASEANAPOL Secretariat changed in its press releases and events after publication."
    return _listing(request, corrections, "corrections", "Corrections", description)


@require_safe
def withdrawals(request):
    description = "Press releases and events that the ASEANAPOL Secretariat withdrew, and why."
    return _listing(request, withdrawn, "withdrawn", "Withdrawn", description)


def _listing(request, kind, name, headline, description):
    try:
        found = kind.read(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    context = {"list": found, "contact": found.contact, "headline": headline, "description": description}
    return page(request, f"news/{name}.html", context, path=reverse(name), query=found.page.query)
