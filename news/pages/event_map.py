"""The map of events."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from news.queries import map as events_map
from news.queries.filters import NoSuchListError

from . import errors
from .frame import page


@require_safe
def events_by_country(request):
    try:
        found = events_map.read(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    if found is None:
        raise errors.NoSuchPage("This site shows no map at present. The calendar lists all events.")
    context = {"map": found, "contact": found.contact, "description": f"{found.said} On a map and in a table."}
    return page(request, "news/map.html", context, path=reverse("map"), query=found.query, section="map")
