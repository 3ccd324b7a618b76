"""Events: the calendar and one event."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.outputs import jsonld
from news.queries import calendar, event
from news.queries.filters import NoSuchListError

from . import errors
from .frame import page


@require_safe
def listing(request):
    try:
        found = calendar.read(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    context = {
        "calendar": found,
        "contact": found.contact,
        "file": _file(found),
        "description": "Events of the ASEANAPOL Secretariat and its partners: under way, coming up and past.",
    }
    return page(request, "news/events.html", context, path=reverse("events"), query=found.query, section="events")


def _file(found):
    """The address of the calendar file that holds what the page shows."""
    return reverse("calendar") + (f"?{found.file_query}" if found.file_query else "")


@require_safe
def one(request, slug):
    found = event.read(slug)
    if found is None:
        raise Http404("No such event.")
    if isinstance(found, event.Gone):
        return errors.moved_or_gone(request, found)
    context = {
        "event": found,
        "contact": found.contact,
        "description": "" if found.withdrawn else found.summary,
        "headline": found.name,
        "jsonld": "" if found.withdrawn else jsonld.event(found),
    }
    return page(request, "news/event.html", context, path=found.url, section="events")
