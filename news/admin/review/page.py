"""The page of the second person: read it as readers will, see what changed, tick, decide."""

import re

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from news import workflow
from news.admin import comments
from news.admin.acts.pages import address, context, found, gone, refused
from news.admin.acts.posted import facts_shown, version_shown
from news.admin.previews import frame_address
from news.enums import Act, State
from news.record import ticks
from news.record.log import history_of
from news.rules import can, refusal

from . import listed, pictures, seen, since

FINGERPRINT = re.compile("[0-9a-f]{64}")
GO = {"approve": "approve", "send_back": "send_back"}


def urls(model_admin):
    name = model_admin.model._meta.model_name
    guarded = model_admin.admin_site.admin_view
    return [
        path("<int:key>/review/", guarded(_review(model_admin)), name=f"news_{name}_review"),
        path("<int:key>/ticks/", guarded(_tick_one(model_admin)), name=f"news_{name}_ticks"),
    ]


def _review(model_admin):
    def view(request, key):
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        edition = found(model_admin.model, key)
        if edition is None:
            return gone(request, model_admin.model)
        if said := refusal(request.user, "view", edition):
            return refused(model_admin, request, edition, said)
        if request.method == "POST":
            return _ticked(model_admin, request, edition)
        return _page(model_admin, request, edition)

    return view


def _ticked(model_admin, request, edition):
    """The form without script: all ticks at once, and where to go on."""
    if said := refusal(request.user, Act.APPROVE, edition) and refusal(request.user, Act.RETURN, edition):
        return refused(model_admin, request, edition, said)
    facts = seen.facts_with(edition)
    base = _base(request, edition, facts)[0]
    known = [entry.fingerprint for entry in listed.entries(edition, facts, base)]
    posted = {word for word in request.POST.getlist("tick") if FINGERPRINT.fullmatch(word)}
    shown = (version_shown(request), facts_shown(request))
    is_current = shown == (edition.lock_version, seen.open_facts_version(edition, facts))
    # Of an older page only the ticks that it shows are certain: what it does not name may be new.
    ticks.tick(edition, request.user, posted, among=known if is_current else posted & set(known))
    if not is_current:
        messages.error(request, seen.NEWER)
        return HttpResponseRedirect(address(edition, "review"))
    goes = GO.get(request.POST.get("go", ""))
    if goes is None:
        messages.success(request, "Your ticks are kept.")
        return HttpResponseRedirect(f"{address(edition, 'review')}#ticks")
    return HttpResponseRedirect(f"{address(edition, goes)}?seen={seen.as_word(edition, facts)}")


def _tick_one(model_admin):
    def view(request, key):
        """One tick, from the page's script: `entry` and `on` (1 or 0). Answers 204, or a sentence."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        edition = model_admin.model.objects.filter(pk=key).first()
        if edition is None:
            return HttpResponse("This version is no longer there.", status=404, content_type="text/plain")
        if said := refusal(request.user, Act.APPROVE, edition):
            return HttpResponse(said, status=403, content_type="text/plain")
        entry = request.POST.get("entry", "")
        if not FINGERPRINT.fullmatch(entry):
            return HttpResponse("There is no such entry.", status=400, content_type="text/plain")
        ticks.tick(edition, request.user, {entry} if request.POST.get("on") == "1" else (), among=[entry])
        return HttpResponse(status=204)

    return view


def _base(request, edition, facts):
    """What this page compares with, and all there is to choose from."""
    found = since.bases(edition, facts)
    wanted = request.GET.get("since", "")
    return next((base for base in found if base.key == wanted), found[0] if found else None), found


def _page(model_admin, request, edition):
    facts = seen.facts_with(edition)
    base, choices = _base(request, edition, facts)
    text_changes, facts_changes = since.changes(base, edition, facts) if base else (None, None)
    entries = listed.entries(edition, facts, base)
    ticked = ticks.ticked(edition, request.user)
    may_tick = can(request.user, Act.APPROVE, edition)
    handed_in = list(history_of(edition).filter(act=Act.SUBMIT)[:99])
    is_open = edition.state == State.IN_REVIEW
    shown = {
        "frame": frame_address(request, edition),
        "facts": facts,
        "facts_version": seen.open_facts_version(edition, facts),
        "seen": seen.as_word(edition, facts),
        "base": base,
        "bases": choices,
        "text_changes": text_changes,
        "facts_changes": facts_changes,
        "facts_are_new": base is not None and base.facts is None and facts is not None,
        "changes_number": len(text_changes or ()) + len(facts_changes or ()),
        "groups": listed.groups(entries, ticked),
        "number": len(entries),
        "number_ticked": sum(entry.fingerprint in ticked for entry in entries),
        "times": len(handed_in),
        "comment": handed_in[0].comment if handed_in and is_open else "",
        "may_tick": may_tick,
        "may_send_back": is_open and not workflow.why_not(Act.RETURN, edition, by=request.user),
        "why_not": _why_not(request, edition) if is_open else "",
        "not_now": "" if is_open else f"There is nothing to decide: this version is {_state(edition)}.",
        "comments": comments.panel(request, edition, page="review"),
        "pictures": pictures.listed(edition),
        "change_link": address(edition, "change"),
        "may_edit": can(request.user, Act.EDIT, edition),
        "ticks_link": address(edition, "ticks"),
        "approve_link": address(edition, "approve"),
        "send_back_link": address(edition, "send_back"),
    }
    page = context(model_admin, request, edition, "Check before it goes out")
    return TemplateResponse(request, "desk/review/page.html", page | shown)


def _state(edition):
    return State(edition.state).label.lower()


def _why_not(request, edition):
    return workflow.why_not(Act.APPROVE, edition, by=request.user)
