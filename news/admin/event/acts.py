"""The event's buttons and their pages: new version, to the bin, publish alone, same as, merge.

Each view asks `workflow/` or the rules itself; `admin_view` only knows that somebody signed in.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from news import workflow
from news.enums import Act, State
from news.errors import NewsroomError, Problems
from news.models import EventEdition
from news.record.canonical import read
from news.record.series import place_in_series
from news.rules import people, refusal

from . import facts, listing, merging, states

__all__ = ["buttons", "place_in_series", "read_view", "urls"]

NOT_COPIED = frozenset(
    "participations sessions organizers starts ends precision former_dates status status_note attendance "
    "attendance_approximate change_note is_minor show_all_before".split()
)
OF_PEOPLE = frozenset("uid led_by led_by_as honorific rank_long rank_short position led_what".split())


def urls(model_admin):
    return [
        ("same-as/", "news_eventedition_same_as", same_as),
        ("<int:pk>/revise/", "news_eventedition_revise", revise),
        ("<int:pk>/discard/", "news_eventedition_discard", discard),
        ("<int:pk>/take-back/", "news_eventedition_take_back", take_back),
        ("<int:pk>/publish-alone/", "news_eventedition_publish_alone", publish_alone),
        *merging.urls(),
    ]


def _edition(pk):
    try:
        return EventEdition.objects.select_related("event", "place__country", "programme").get(pk=pk)
    except EventEdition.DoesNotExist as error:
        raise Http404("There is no such event.") from error


def _to(edition):
    return HttpResponseRedirect(listing.link_to(edition))


def buttons(request, edition):
    """What may be done besides saving: `{"words", "link", "post", "why", "icon"}`. An impossible act says why."""
    found = []
    if edition.state in State.public:
        found.append(_button(request, Act.REVISE, edition, "revise", "edit", post=True))
    if edition.state in State.open:
        found.append(_button(request, Act.PUBLISH_ALONE, edition, "publish_alone", "campaign"))
        found.append(_button(request, Act.DISCARD, edition, "discard", "delete", post=True))
    if edition.state == State.DISCARDED:
        found.append(_button(request, Act.UNDO_DISCARD, edition, "take_back", "undo", post=True))
    elif not edition.event.merged_into_id:
        found.append(
            {
                "words": "Merge with…",
                "link": reverse("admin:news_eventedition_merge", args=[edition.pk]),
                "why": refusal(request.user, "merge", edition.event),
                "icon": "merge",
                "name": "merge",
            }
        )
    return found


def _button(request, act, edition, name, icon, *, post=False):
    return {
        "words": act.label,
        "link": reverse(f"admin:news_eventedition_{name}", args=[edition.pk]),
        "post": post,
        "why": workflow.why_not(act, edition, by=request.user),
        "icon": icon,
        "name": name,
    }


def read_view(model_admin, request, edition):
    """An event that cannot be changed as it is: its facts to read, and what may be done."""
    if said := refusal(request.user, "view", edition):
        raise PermissionDenied(said)
    others = [e for e in edition.event.editions.order_by("-number") if e.pk != edition.pk]
    public = next((e for e in [edition, *others] if e.state in State.public), None)
    newest = listing.newest_versions().filter(event=edition.event_id).first()
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": edition.name,
        "edition": edition,
        "facts": facts.of(edition),
        "state_words": states.words_for(edition, public if public is not edition else None),
        "mark": states.MARKS[State(edition.state)],
        "newest": newest if newest and newest.pk != edition.pk else None,
        "newest_link": listing.link_to(newest) if newest else "",
        "merged": edition.event.merged_into,
        "unmerge_link": reverse("admin:news_eventedition_unmerge", args=[edition.pk]),
        "may_unmerge": not refusal(request.user, "merge", edition.event),
        "acts": buttons(request, edition),
        "refusal": refusal(request.user, Act.EDIT, edition) if edition.state in State.open else "",
    }
    return TemplateResponse(request, "desk/event/read.html", context)


def _do(request, edition, act, done):
    """One act with a plain answer; a refusal is said on the page one came from."""
    try:
        result = act()
    except NewsroomError as error:
        messages.error(request, str(error))
        return _to(edition)
    messages.success(request, done)
    return _to(result)


@require_POST
def revise(request, model_admin, pk):
    edition = _edition(pk)
    said = "This is the new version. Readers still see the public one."
    return _do(request, edition, lambda: workflow.revise(edition, by=request.user), said)


@require_POST
def discard(request, model_admin, pk):
    edition = _edition(pk)
    said = "It is in the bin for 30 days. You can take it back here."
    return _do(request, edition, lambda: workflow.discard(edition, by=request.user), said)


@require_POST
def take_back(request, model_admin, pk):
    edition = _edition(pk)
    return _do(request, edition, lambda: workflow.undo_discard(edition, by=request.user), "It is back from the bin.")


def publish_alone(request, model_admin, pk):
    """Asks for the reason, says what is missing, publishes."""
    edition = _edition(pk)
    why = workflow.why_not(Act.PUBLISH_ALONE, edition, by=request.user)
    reason = request.POST.get("reason", "").strip()[:300]
    problems = {} if why else workflow.problems_for_publish(edition)
    if request.method == "POST" and not why:
        try:
            version = request.POST.get("lock_version", "")
            edition = workflow.publish_alone(
                edition,
                by=request.user,
                reason=reason,
                lock_version=int(version) if version.isdecimal() else -1,
            )
            messages.success(request, "It is public now. A second person checks it afterwards.")
            return _to(edition)
        except Problems as error:
            problems = error.by_field
        except NewsroomError as error:
            why = str(error)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Publish alone: {edition.name}",
        "edition": edition,
        "why": why,
        "reason": reason,
        "reason_problem": " ".join(problems.pop("reason", [])),
        "problems": [said for sentences in problems.values() for said in sentences],
        "back": listing.link_to(edition),
        "public": edition.event.editions.live().exists(),
    }
    return TemplateResponse(request, "desk/event/publish_alone.html", context, status=200)


def same_as(request, model_admin):
    """Choose an earlier event; a new one begins with everything of it but its people and its dates."""
    if said := people.writer(request.user):
        raise PermissionDenied(said)
    if request.method == "POST":
        chosen = request.POST.get("event", "")
        edition = _edition(int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else None
        if edition is None:
            raise Http404("There is no such event.")
        try:
            made = workflow.new_event(copied(edition), by=request.user)
            place_in_series(made.event, edition.event.series, None, by=request.user)
        except NewsroomError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:news_eventedition_same_as"))
        messages.success(request, "This is a new event. Give it its dates and its people.")
        return _to(made)
    typed = request.GET.get("q", "")[:200]
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


