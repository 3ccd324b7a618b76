"""What stands between a version and its readers: problems that keep it back, and findings that may stand.

Each is a link to its field. A finding is dismissed with one tap; what was typed on the page meanwhile
stays, since the script changes this block alone.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone

from news import words, workflow
from news.enums import Act
from news.errors import NewsroomError, NotAllowed
from news.models import Edition
from news.rules import can, people

from .acts.pages import address, found, gone, refused

TEMPLATE = "desk/findings.html"
# Lists of rows and what has no form here: their heading is where to go.
LISTS = frozenset({"pictures", "documents", "organizers", "participations", "sessions"})
# Some fields of facts are typed as one.
TYPED_AS = {"starts": "dates", "ends": "dates", "precision": "dates", "topics": "topic_list"}


@dataclass(frozen=True)
class Line:
    """One sentence; `link` leads to its field, empty where this person cannot write there."""

    sentence: str
    link: str
    fingerprint: str = ""
    by: str = ""
    at: str = ""


def panel(request, edition):
    """None for what is no longer in progress."""
    if not edition.is_open:
        return None
    problems = workflow.problems_for_publish(edition)
    may_change = can(request.user, Act.EDIT, edition)
    left, right = workflow.judged(edition)
    return {
        "template": TEMPLATE,
        "problems": [
            Line(sentence, link_to(field, edition, may_change))
            for field, sentences in sorted(problems.items(), key=lambda item: item[0] == "")
            for sentence in sentences
        ],
        "findings": [
            Line(finding.sentence, link_to(finding.field, edition, may_change), finding.fingerprint) for finding in left
        ],
        "right": [
            Line(
                finding.sentence,
                link_to(finding.field, edition, may_change),
                finding.fingerprint,
                by=str(said.by),
                at=words.day(timezone.localdate(said.at)),
            )
            for finding, said in right
        ],
        "may": not people.writer(request.user),
        "dismiss": address(edition, "dismiss"),
        "undo": address(edition, "undo_dismiss"),
    }


def link_to(field, edition, may_change=True):
    """Where a field stands on the form of its version: `…/change/#id_pictures-1-alt`; empty if it cannot be written."""
    if not may_change:
        return ""
    name, _, rest = field.partition(".")
    page = address(edition, "change")
    if not name:
        return page
    if name in LISTS:
        return f"{page}#id_{field.replace('.', '-')}" if rest and name == "pictures" else f"{page}#{name}-group"
    return f"{page}#id_{name if isinstance(edition, Edition) else TYPED_AS.get(name, name)}"


def urls(model_admin):
    """`<key>/dismiss/` and `<key>/undo_dismiss/`."""
    name, guarded = model_admin.model._meta.model_name, model_admin.admin_site.admin_view
    return [
        path(f"<int:key>/{what}/", guarded(_view(model_admin, does)), name=f"news_{name}_{what}")
        for what, does in (("dismiss", workflow.dismiss), ("undo_dismiss", workflow.undo_dismiss))
    ]


def _view(model_admin, does):
    def view(request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        edition = found(model_admin.model, key)
        if edition is None:
            return gone(request, model_admin.model)
        in_place = request.headers.get("X-Desk") == "in-place"
        said = ""
        try:
            does(edition, request.POST.get("fingerprint", "")[:64], by=request.user)
        except NotAllowed as error:
            return refused(model_admin, request, edition, str(error))
        except NewsroomError as error:
            said = str(error)
        if in_place:
            shown = {"panel": (panel(request, edition) or {}) | {"said": said}}
            return HttpResponse(render_to_string(TEMPLATE, shown, request))
        if said:
            messages.error(request, said)
        return HttpResponseRedirect(f"{address(edition, 'change')}#findings")

    return view
