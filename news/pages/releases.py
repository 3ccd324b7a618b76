"""Press releases: the archive, one release, and the short address by its number."""

from urllib.parse import quote, urlencode

from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.views.decorators.http import require_safe

from news import words
from news.enums import SearchType
from news.outputs import card, csv, jsonld
from news.queries import archive, filters, kit, release, release_table, social_card
from news.queries.filters import NoSuchListError

from . import errors
from .frame import absolute, page

LONGEST = 300  # letters of a search that go along


@require_safe
def listing(request):
    if asked := request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]:
        return HttpResponseRedirect(f"{reverse('search')}?{_among_releases(asked, request.GET)}")
    try:
        found = archive.read(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    context = {
        "archive": found,
        "contact": found.contact,
        "description": "Every press release of the ASEANAPOL Secretariat, newest first.",
    }
    return page(request, "news/archive.html", context, path=reverse("releases"), query=found.query, section="releases")


def _among_releases(asked, parameters):
    """The same list as search has it: words are looked for there."""
    narrowed = {name: value for name in filters.NAMES if (value := parameters.get(name, "").strip())}
    return urlencode({"q": asked, "type": SearchType.RELEASE} | narrowed)


@require_safe
def table(request):
    """All releases of the list for a spreadsheet. It is read while it is sent."""
    try:
        chosen = filters.read(request.GET)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    name = words.slug(f"aseanapol releases {' '.join(label for _, label in chosen.labels)}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    kind = "text/csv; charset=utf-8; header=present"
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=kind)
    rows = _with_addresses(release_table.read(chosen))
    return StreamingHttpResponse(csv.lines(release_table.COLUMNS, rows), headers=headers, content_type=kind)


def _with_addresses(rows):
    for *row, path in rows:
        yield [*row, absolute(path)]


@require_safe
def one(request, year, slug):
    found = release.read(year, slug)
    if found is None:
        raise Http404("No such release.")
    if isinstance(found, release.Gone):
        return errors.moved_or_gone(request, found)
    shown = card_of(found)
    context = {
        "release": found,
        "contact": found.contact,
        "description": "" if found.withdrawn else found.standfirst,
        "headline": found.title,
        "address": absolute(found.short_url),
        "card": shown,
        "jsonld": "" if found.withdrawn else jsonld.release(found, shown["address"] if shown else ""),
        "share": None if found.withdrawn else share_links(found),
        "kit": None if found.withdrawn else kit.offer(found),
    }
    return page(request, "news/release.html", context, path=found.url, section="releases")


def card_of(found):
    """The social card as the head of a page tells of it; None for a withdrawn release."""
    shown = social_card.of_page(found)
    if shown is None:
        return None
    seen = [shown.title, card.when_and_where(shown), shown.lead.alt if shown.lead else ""]
    return {
        "address": absolute(card.path(shown)),
        "width": card.WIDTH,
        "height": card.HEIGHT,
        "alt": ". ".join(part.rstrip(".") for part in seen if part),
    }


def share_links(found):
    """Plain links: nothing of theirs is loaded before somebody follows one."""
    address = absolute(found.url)
    return {
        "email": f"mailto:?subject={quote(found.title)}&body={quote(address)}",
        "whatsapp": f"https://wa.me/?text={quote(f'{found.title} {address}')}",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?u={quote(address, safe='')}",
    }


@require_safe
def by_reference(request, year, number):
    found = release.by_reference(year, number)
    if found is None:
        raise Http404("No such release.")
    if isinstance(found, release.Gone):
        return errors.moved_or_gone(request, found, found.url)
    return HttpResponsePermanentRedirect(found)
