"""One address an act, alike for releases and events: a POST that lets `workflow/` decide and says what happened."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path

from news import workflow
from news.admin import post_it
from news.enums import Act
from news.errors import ChangedMeanwhile, NewsroomError, NotAllowed, Problems

from .pages import address, found, gone, refused
from .posted import comment, facts_shown, version_shown

LOOK_AGAIN = "Somebody changed this meanwhile. Look again."


def urls(model_admin):
    """`<key>/take_back/`, `<key>/stop/` and so on, for each act that has no page of its own."""
    name = model_admin.model._meta.model_name
    return [
        path(f"<int:key>/{act}/", model_admin.admin_site.admin_view(_view(model_admin, act)), name=f"news_{name}_{act}")
        for act in DOES
    ]


def _view(model_admin, act):
    def view(request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        edition = found(model_admin.model, key)
        if edition is None:
            return gone(request, model_admin.model)
        try:
            edition, said, undo = DOES[act](edition, request)
        except NotAllowed as error:
            return refused(model_admin, request, edition, str(error))
        except ChangedMeanwhile:
            messages.error(request, LOOK_AGAIN)
        except Problems as error:
            for sentences in error.by_field.values():
                for sentence in sentences:
                    messages.error(request, sentence)
        except NewsroomError as error:
            messages.error(request, str(error))
        else:
            say(request, edition, said, undo=undo)
        return HttpResponseRedirect(address(edition, "change"))

    return view


def say(request, edition, words, *, undo=None):
    """One line on the next page, with *Take it back* where the act `undo` does that."""
    if undo is None:
        messages.success(request, words)
        return
    context = {"words": words, "link": address(edition, undo), "edition": edition, "label": TAKES_BACK[undo]}
    messages.success(request, render_to_string("desk/said.html", context, request))


# What stands on the button in the line.
TAKES_BACK = {Act.TAKE_BACK: "Take it back", Act.UNDO_DISCARD: "Take it back", Act.DISCARD: "To the bin"}


def _take_back(edition, request):
    edition = workflow.take_back(edition, by=request.user, lock_version=version_shown(request))
    return edition, "It is a draft again. You can go on writing.", None


def _stop(edition, request):
    edition = workflow.stop(edition, by=request.user, comment=comment(request), lock_version=version_shown(request))
    return edition, "Stopped. It does not go out, and somebody must check it again.", None


def _seen(request):
    """Nobody publishes what was not on the screen: no version has the number -1."""
    version = version_shown(request)
    return -1 if version is None else version


def _publish(edition, request):
    edition = workflow.publish(
        edition, by=request.user, lock_version=_seen(request), facts_lock_version=facts_shown(request)
    )
    return edition, post_it.offered(edition, "Published. Readers see it now."), None


def _publish_alone(edition, request):
    edition = workflow.publish_alone(
        edition,
        by=request.user,
        reason=request.POST.get("reason", ""),
        lock_version=_seen(request),
        facts_lock_version=facts_shown(request),
    )
    said = "Published. Readers see it now. A second person is asked to check it."
    return edition, post_it.offered(edition, said), None


def _check(edition, request):
    edition = workflow.check(edition, by=request.user, comment=comment(request), lock_version=version_shown(request))
    return edition, "Checked. Your name stands in the log.", None


def _revise(edition, request):
    edition = workflow.revise(edition, by=request.user)
    said = f"Version {edition.number} begins here. Readers see the public version until this one is published."
    return edition, said, Act.DISCARD


def _discard(edition, request):
    edition = workflow.discard(edition, by=request.user, lock_version=version_shown(request))
    return edition, "It is in the bin for 30 days. You can take it back.", Act.UNDO_DISCARD


def _undo_discard(edition, request):
    edition = workflow.undo_discard(edition, by=request.user)
    return edition, "It is back, as it was.", None


DOES = {
    Act.TAKE_BACK: _take_back,
    Act.STOP: _stop,
    Act.PUBLISH: _publish,
    Act.PUBLISH_ALONE: _publish_alone,
    Act.CHECK: _check,
    Act.REVISE: _revise,
    Act.DISCARD: _discard,
    Act.UNDO_DISCARD: _undo_discard,
}
