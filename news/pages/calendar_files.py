"""Calendar files: all events, those of a time, and one event."""

import hashlib

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from news.outputs import ical
from news.queries import addresses, calendar, calendar_files
from news.queries.filters import NoSuchListError

from . import beside, errors
from .media import FOR_EVERYBODY

FILE, NAME = "event.ics", "aseanapol-events"
NO_DATES = "There is no calendar entry of this event while its dates are not known."


@require_safe
def events(request):
    try:
        asked = calendar.read_time(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    if not asked.year:
        return _sent(request, ical.whole(), NAME)
    time = "-".join(f"{part:02}" for part in (asked.year, asked.month, asked.day) if part)
    return _sent(request, ical.write(calendar_files.many(request.GET)), f"{NAME}-{time}")


@require_safe
def one(request, slug):
    """The file of a public event with dates. Else what its page answers: moved, gone, or nothing there."""
    found = calendar_files.one(slug)
    if found is None or isinstance(found, calendar_files.Gone):
        return _elsewhere(request, found, reverse("event", args=[slug]))
    if not found.entries:
        raise errors.NoSuchPage(NO_DATES)
    return _sent(request, ical.write(found), slug)


def _sent(request, data, name):
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = FOR_EVERYBODY
    return response


def _elsewhere(request, gone, page):
    """To the file of where the event is now, or to the page that took its place; else 410 or 404."""
    try:
        now = beside.now_at(page, gone)
    except addresses.Erased:
        return errors.gone(request)
    if now:
        return HttpResponsePermanentRedirect(now + FILE if beside.leads_to("event", now) else now)
    if gone is None:
        raise Http404("No such event.")
    return errors.gone(request)
