"""Buttons and views for the acts on an edition, alike for releases and events.

Each view takes a POST, lets `workflow/` decide, and says on the next page what happened.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse

from news import workflow
from news.enums import Act, State
from news.errors import NewsroomError, NotAllowed, Problems
from news.models import Edition
from news.rules import line_for


@dataclass(frozen=True)
class Button:
    """What a person may do now. `why_not` is empty if it is possible; `field` names what is asked for."""

    act: Act
    label: str
    icon: str
    link: str
    why_not: str = ""
    asks: str = ""
    hint: str = ""


OFFERED = {
    Act.PUBLISH_ALONE: ("publish", "Publishing cannot be undone. A second person checks it afterwards."),
    Act.REVISE: ("edit_note", "The public version does not change until the new one is published."),
    Act.DISCARD: ("delete", "From the bin you can take it back for 30 days."),
    Act.UNDO_DISCARD: ("undo", ""),
}


def buttons(request, edition):
    """The acts that lead on from this state, possible for this person or not."""
    found = []
    for act, (icon, hint) in OFFERED.items():
        if line_for(act, edition.state) is None:
            continue
        if act == Act.DISCARD and isinstance(edition, Edition) and edition.event_id:
            hint += " Draft facts of its event go along."
        found.append(
            Button(
                act=act,
                label=Act(act).label,
                icon=icon,
                link=reverse(f"admin:news_{edition._meta.model_name}_{act}", args=[edition.pk]),
                why_not=workflow.why_not(act, edition, by=request.user),
                asks="reason" if "reason" in line_for(act, edition.state).needs else "",
                hint=hint,
            )
        )
    return found


def urls(model_admin):
    """One address an act: `<key>/revise/`, `<key>/discard/`, `<key>/undo_discard/`, `<key>/publish_alone/`."""
    name = model_admin.model._meta.model_name
    return [
        path(
            f"<int:key>/{act}/",
            model_admin.admin_site.admin_view(_view(model_admin.model, Act(act))),
            name=f"news_{name}_{act}",
        )
        for act in OFFERED
    ]


def _view(model, act):
    def view(request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        edition = model.objects.filter(pk=key).first()
        if edition is None:
            messages.error(request, "This version is no longer there.")
            return HttpResponseRedirect(reverse(f"admin:news_{model._meta.model_name}_changelist"))
        try:
            edition, said = DOES[act](edition, request)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except Problems as error:
            for sentences in error.by_field.values():
                for sentence in sentences:
                    messages.error(request, sentence)
        except NewsroomError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return HttpResponseRedirect(_change(edition))

    return view


def _change(edition):
    return reverse(f"admin:news_{edition._meta.model_name}_change", args=[edition.pk])


def version_shown(request):
    """The version that the page showed; None if it did not say, and what no version has if it said nonsense."""
    value = request.POST.get("lock_version", "")
    if not value:
        return None
    return int(value) if value.isdecimal() and len(value) < 10 else -1


def _publish_alone(edition, request):
    edition = workflow.publish_alone(
        edition, by=request.user, reason=request.POST.get("reason", ""), lock_version=version_shown(request)
    )
    return edition, "Published. Readers see it now. A second person is asked to check it."


def _revise(edition, request):
    edition = workflow.revise(edition, by=request.user)
    return edition, f"Version {edition.number} begins here. Readers see the public version until this one is published."


def _discard(edition, request):
    edition = workflow.discard(edition, by=request.user, lock_version=version_shown(request))
    return edition, "It is in the bin for 30 days. You can take it back."


def _undo_discard(edition, request):
    edition = workflow.undo_discard(edition, by=request.user)
    return edition, "It is back, as it was."


DOES = {
    Act.PUBLISH_ALONE: _publish_alone,
    Act.REVISE: _revise,
    Act.DISCARD: _discard,
    Act.UNDO_DISCARD: _undo_discard,
}


def who_sees(edition):
    """Said after each save: what readers see now."""
    if edition.thing.editions.filter(state=State.PUBLISHED).exists():
        return "Readers still see the public version."
    return "Nothing of it is public."
