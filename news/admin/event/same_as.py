"""Same as …: a new event begins with everything of an earlier one but its people and its dates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news import workflow
from news.enums import State
from news.errors import NewsroomError
from news.models import EventEdition
from news.record.canonical import read
from news.rules import people

from . import listing

NOT_COPIED = frozenset(
    "participations sessions organizers starts ends precision former_dates status status_note attendance "
    "attendance_approximate change_note is_minor show_all_before".split()
)
OF_PEOPLE = frozenset("uid led_by led_by_as honorific rank_long rank_short position led_what".split())


def urls():
    return [("same-as/", "news_eventedition_same_as", same_as)]


def same_as(request, model_admin):
    """Choose an earlier event, then one press makes the new draft."""
    if said := people.writer(request.user):
        raise PermissionDenied(said)
    if request.method == "POST":
        chosen = request.POST.get("event", "")
        found = EventEdition.objects.select_related("event__series")
        edition = found.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else None
        if edition is None:
            raise Http404("There is no such event.")
        try:
            made = workflow.new_event(copied(edition), by=request.user)
            workflow.place_in_series(made.event, edition.event.series, None, by=request.user)
        except NewsroomError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:news_eventedition_same_as"))
        messages.success(request, "This is a new event. Give it its dates and its people.")
        return HttpResponseRedirect(listing.link_to(made))
    typed = request.GET.get("q", "").replace("\x00", "")[:200]
    rows = listing.newest_versions().exclude(state=State.DISCARDED).select_related("place__country")
    rows = listing.found(rows, typed, "event__folded").order_by(*listing.EventList.ordering)[:20]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Same as…",
        "typed": typed,
        "rows": [{"key": row.pk, "name": str(row), "words": _where_and_when(row)} for row in rows],
    }
    return TemplateResponse(request, "desk/event/same_as.html", context)


def _where_and_when(edition):
    return ", ".join(filter(None, [str(edition.place or ""), listing.dates_in_words(edition)]))


def copied(edition):
    """The content of an event as the beginning of another: no people, no dates, no identities."""
    data = read(edition)
    kept = {name: value for name, value in data.items() if name not in NOT_COPIED}
    organizers = [_without(row, OF_PEOPLE) for row in data["organizers"]]
    sessions = [
        _without(row, {"uid", "day", "participations", "organizers"})
        | {"organizers": [_without(inner, OF_PEOPLE) for inner in row["organizers"]]}
        for row in data["sessions"]
    ]
    return kept | {"organizers": organizers, "sessions": sessions, "precision": "tba"}


def _without(row, names):
    return {name: value for name, value in row.items() if name not in names}
