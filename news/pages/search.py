"""Search: the page, and what is suggested while somebody types."""

from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.queries import search
from news.queries.filters import NoSuchListError

from . import errors
from .frame import page


@require_safe
def results(request):
    try:
        found = search.read(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    context = {
        "search": found,
        "contact": found.contact,
        "description": "Press releases, events, people, organizations and programmes of the ASEANAPOL Secretariat.",
        "section": "search",
    }
    return page(request, "news/search.html", context, path=reverse("search"), query=found.query)


@require_safe
def suggestions(request):
    """`{"suggestions": [{"text", "kind", "url"}]}`; `kind` is empty for words to search for."""
    found = search.suggestions(request.GET.get("q", ""))
    listed = [{"text": one.text, "kind": one.kind, "url": one.url} for one in found]
    return JsonResponse({"suggestions": listed})
