"""One correction on one page: every place old → new, and the acts of the second person."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from news import words
from news.enums import State
from news.errors import NewsroomError, NotAllowed, Problems
from news.models import ActionLog, CorrectedVersion, Correction, Edition, Snapshot
from news.queries.content import field_of, is_words, row_model
from news.queries.versions import changes
from news.rules import people
from news.workflow import correcting


def view(model_admin, request, key):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return page(model_admin, request, _found(key))


def page(model_admin, request, correction, *, said=(), comment=""):
    """Two queries a model of version, however many versions."""
    rows = [row.version for row in correction.versions.all()]
    left = [version for version in rows if version.state not in correcting.SETTLED]
    theirs = correction.made_by_id == request.user.pk or not people.editor(request.user)
    may_write = not people.writer(request.user)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": str(correction),
        "correction": correction,
        "state": said_of(correction),
        "versions": _shown(rows, correction),
        "said": said,
        "comment": comment,
        "waits": any(version.state in {State.IN_REVIEW, State.APPROVED} for version in left),
        "back": any(version.state == State.DRAFT for version in left),
        "open": correction.done_at is None,
        "why_not": correcting.why_not_approve(correction, by=request.user),
        "may_send_back": not people.editor(request.user) and correction.made_by_id != request.user.pk,
        "theirs": theirs and may_write,
        "list_link": reverse("admin:news_correction_changelist"),
    }
    return TemplateResponse(request, "desk/correcting/page.html", context)


def act(model_admin, does):
    """The view of an act: what it refuses stands on the page, with what was typed."""

    def act_view(request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        correction = _found(key)
        try:
            said, link = does(correction, request)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except Problems as problems:
            sentences = [sentence for found in problems.by_field.values() for sentence in found]
            return page(model_admin, request, _found(key), said=sentences, comment=request.POST.get("comment", ""))
        except NewsroomError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:news_correction_change", args=[key]))
        messages.success(request, said)
        return HttpResponseRedirect(link)

    return act_view


def _approve(correction, request):
    correcting.approve_everywhere(correction, by=request.user)
    return "Published everywhere. Readers see it now.", _link(correction)


def _send_back(correction, request):
    correcting.send_back_everywhere(correction, by=request.user, comment=request.POST.get("comment", ""))
    return f"Sent back to {correction.made_by}.", _link(correction)


def _hand_in(correction, request):
    correcting.hand_in_again(correction, by=request.user)
    return "Handed in again. A second person is asked to approve it.", _link(correction)


def _cancel(correction, request):
    correcting.cancel(correction, by=request.user)
    return "Given up. Its versions are in the bin for 30 days.", reverse("admin:news_correction_changelist")


ACTS = {"approve": _approve, "send_back": _send_back, "hand_in": _hand_in, "cancel": _cancel}


def _link(correction):
    return reverse("admin:news_correction_change", args=[correction.pk])


def _found(key):
    rows = Correction.objects.select_related("made_by", "done_by").prefetch_related(
        Prefetch("versions", CorrectedVersion.objects.select_related("edition__release", "event_edition__event"))
    )
    correction = rows.filter(pk=key).first() if _fits(key) else None
    if correction is None:
        raise Http404("There is no such correction.")
    return correction


def _fits(key):
    return str(key).isdecimal() and len(str(key)) < 19


def said_of(correction):
    """How it stands with a correction, in words. Its versions must be loaded, else they are queries."""
    if correction.done_at:
        return f"Approved by {correction.done_by}, {words.day(timezone.localdate(correction.done_at))}"
    states = {row.version.state for row in correction.versions.all()}
    if State.DRAFT in states:
        return "Sent back"
    return "Waits for a second person" if states & {State.IN_REVIEW, State.APPROVED} else "Nothing left to do"


# What is different


def _shown(versions, correction):
    """Each version with what the correction changed in it, from the snapshots of its first and its last state."""
    by_model = defaultdict(list)
    for version in versions:
        by_model[version._meta.model_name].append(str(version.pk))
    ends, begun_before = {}, set()
    for name, keys in by_model.items():
        for snapshot in Snapshot.objects.filter(thing_type=name, thing_id__in=keys).order_by("pk"):
            first, _ = ends.get((name, snapshot.thing_id), (snapshot, None))
            ends[name, snapshot.thing_id] = (first, snapshot)
        lines = ActionLog.objects.filter(act="correct", thing_type=name, thing_id__in=keys)
        begun_before |= {
            (name, line.thing_id)
            for line in lines
            if line.details.get("correction") == correction.pk and not line.details.get("made")
        }
    return [_version(version, ends, begun_before) for version in versions]


def _version(version, ends, begun_before):
    name = version._meta.model_name
    first, last = ends.get((name, str(version.pk)), (None, None))
    model = type(version)
    found = changes(model, _words(model, first.data), _words(model, last.data)) if first else ()
    return {
        "title": str(version),
        "kind": "Press release" if model is Edition else "Event",
        "state": version.get_state_display(),
        "link": reverse(f"admin:news_{name}_change", args=[version.pk]),
        "changes": [change for change in found if change.path != "change_note"],
        "note": version.change_note,
        "began_before": (name, str(version.pk)) in begun_before,
    }


def _words(model, content):
    """The words alone: with no key of an entry in it, comparing needs no query."""
    kept = {}
    for name, value in content.items():
        rows = row_model(model, name)
        if rows is not None:
            kept[name] = [_words(rows, row) for row in value]
        elif name == "uid" or is_words(field_of(model, name)):
            kept[name] = value
    return kept
