"""Two events that are one: which one stays, what moves, and the way back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from news import words
from news.enums import State
from news.errors import NewsroomError
from news.models import Edition, EventEdition
from news.record import directory
from news.rules import refusal

from . import facts, listing


def urls():
    return [
        ("<int:pk>/merge/", "news_eventedition_merge", merge),
        ("<int:pk>/unmerge/", "news_eventedition_unmerge", unmerge),
    ]


def _edition(key):
    found = EventEdition.objects.select_related("event", "place__country", "programme")
    edition = found.filter(pk=int(key)).first() if str(key).isdecimal() and len(str(key)) < 19 else None
    if edition is None:
        raise Http404("There is no such event.")
    return edition


def _editors_only(request, event):
    if said := refusal(request.user, "merge", event):
        raise PermissionDenied(said)


def merge(request, model_admin, pk):
    """First the other event is chosen, then both are shown, then one button merges."""
    loser = _edition(pk)
    _editors_only(request, loser.event)
    chosen = request.POST.get("with") or request.GET.get("with")
    winner = _edition(chosen) if chosen else None
    problem = why_not(loser, winner) if winner else ""
    if request.method == "POST" and winner and not problem:
        try:
            directory.merge(loser.event, winner.event, by=request.user)
        except NewsroomError as error:
            problem = str(error)
        else:
            messages.success(request, f"“{loser.name}” is merged into this event.")
            return HttpResponseRedirect(listing.link_to(winner))
    typed = request.GET.get("q", "").replace("\x00", "")[:200]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Merge {loser.name}",
        "loser": loser,
        "winner": winner,
        "problem": problem,
        "back": listing.link_to(loser),
        "typed": typed,
        "rows": [] if winner else _others(loser, typed),
        "sides": [(loser, facts.of(loser)), (winner, facts.of(winner))] if winner else [],
        "releases": _releases(loser) if winner else "",
    }
    return TemplateResponse(request, "desk/event/merge.html", context)


def why_not(loser, winner):
    """Why these two cannot be merged now, or an empty string."""
    if loser.event_id == winner.event_id:
        return "An event cannot be merged with itself."
    public = loser.event.editions.filter(state=State.PUBLISHED).exists()
    if public and not winner.event.editions.filter(state=State.PUBLISHED).exists():
        return "Readers see this event, but not the other. Merge the other one into this one."
    return ""


def _others(loser, typed):
    rows = listing.newest_versions().exclude(event=loser.event_id).exclude(state=State.DISCARDED)
    if typed:
        rows = listing.found(rows, typed, "event__folded")
    elif loser.starts:
        rows = rows.filter(starts__lte=loser.ends, ends__gte=loser.starts)
    rows = rows.select_related("place__country").order_by(*listing.EventList.ordering)[:20]
    return [
        {
            "key": row.pk,
            "name": str(row),
            "words": ", ".join(filter(None, [str(row.place or ""), listing.dates_in_words(row)])),
        }
        for row in rows
    ]


def _releases(loser):
    number = Edition.objects.filter(event=loser.event).values("release").distinct().count()
    return words.plural(number, "press release") if number else ""


@require_POST
def unmerge(request, model_admin, pk):
    edition = _edition(pk)
    _editors_only(request, edition.event)
    try:
        directory.unmerge(edition.event, by=request.user)
        messages.success(request, "The merge is taken back. Both events stand by themselves again.")
    except NewsroomError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("admin:news_eventedition_change", args=[edition.pk]))
