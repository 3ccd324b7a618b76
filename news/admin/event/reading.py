"""An event that cannot be changed as it is: its facts to read, and what may be done with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from news import words
from news.admin import acts, panels
from news.enums import State
from news.models import EventEdition
from news.rules import refusal

from . import facts, listing, wording


def publication(request, edition):
    """What stands under *Publication*: the state, the acts, what is missing, the way to merge."""
    public = edition if edition.state in State.public else edition.event.editions.public().first()
    at = timezone.localtime(edition.changed_at) if edition.changed_at else None
    return {
        "edition": edition,
        "public": public if public is not edition else None,
        "said": wording.said_of(edition, public),
        "saved_on": f"{words.day(at.date())}, {at:%H:%M}" if at else "",
        "acts": acts.buttons(request, edition),
        "panels": panels.beside(request, edition),
        "merge_link": reverse("admin:news_eventedition_merge", args=[edition.pk]),
        "merged_here": [_way_back(other) for other in _merged_into(edition)],
        "merge_refusal": refusal(request.user, "merge", edition.event),
        "address": edition.event.get_absolute_url() if public and public.state == State.PUBLISHED else "",
    }


def _merged_into(edition):
    """The newest versions of events that were merged into this one."""
    rows = EventEdition.objects.filter(event__merged_into=edition.event_id).order_by("number")
    return list({row.event_id: row for row in rows}.values())


def _way_back(other):
    return {"words": str(other), "link": reverse("admin:news_eventedition_unmerge", args=[other.pk])}


def view(model_admin, request, edition):
    if said := refusal(request.user, "view", edition):
        raise PermissionDenied(said)
    if request.method == "POST":
        messages.error(request, "Nothing of yours was saved: somebody changed the state of this version meanwhile.")
    newest = listing.newest_versions().filter(event=edition.event_id).first()
    merged = edition.event.merged_into
    context = {
        **model_admin.admin_site.each_context(request),
        **publication(request, edition),
        "opts": model_admin.opts,
        "title": edition.name,
        "facts": facts.of(edition),
        "newest_link": listing.link_to(newest) if newest and newest.pk != edition.pk else "",
        "merged": merged,
        "unmerge_link": reverse("admin:news_eventedition_unmerge", args=[edition.pk]),
        "refusal": acts.only_read_because(request.user, edition),
    }
    return TemplateResponse(request, "desk/event/read.html", context)
