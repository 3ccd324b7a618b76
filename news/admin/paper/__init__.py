"""Paper and Word on a version: printed for approval, sent to Word and taken back, approvals on paper recorded.

Whoever reads the desk may print, and take a text to Word. What comes back changes a draft, so it is
for those who may change it. An approval on paper or by message is recorded by any writer.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse

from news.enums import Act, State
from news.errors import NotAllowed
from news.models import Edition, SignOff
from news.rules import people, refusal

from . import approvals, coming_back, printing

__all__ = ["panel", "urls"]


def panel(request, edition):
    """The block beside a version; nothing for what lies in the bin."""
    if edition.state == State.DISCARDED:
        return None
    found = {
        "template": "desk/paper/panel.html",
        "print": _address(edition, "print"),
        "record": _address(edition, "record_approval"),
        "record_refused": people.writer(request.user),
        "scans": [
            {"sign_off": row, "link": _address(edition, "scan", row.pk)}
            for row in SignOff.objects.about(edition).exclude(scan=None)
        ],
    }
    if isinstance(edition, Edition):
        found |= {
            "word": _address(edition, "word"),
            "back": _address(edition, "word_back"),
            "back_refused": refusal(request.user, Act.EDIT, edition),
        }
    return found


def _address(edition, what, *keys):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk, *keys])


def urls(model_admin):
    views = [
        ("print/", "print", printing.sheet),
        ("record_approval/", "record_approval", approvals.record),
        ("scan/<int:sign_off_key>/", "scan", approvals.scan),
    ]
    if model_admin.model is Edition:
        views += [("word/", "word", printing.word), ("word_back/", "word_back", coming_back.view)]
    name = model_admin.model._meta.model_name
    return [
        path(
            f"<int:key>/{below}",
            model_admin.admin_site.admin_view(_about_version(model_admin, view)),
            name=f"news_{name}_{what}",
        )
        for below, what, view in views
    ]


def _about_version(model_admin, view):
    """Each view gets a version that is there and that this person may read. Nothing of it is kept on the way."""
    thing = "release" if model_admin.model is Edition else "event"

    def of_version(request, key, **keys):
        if said := refusal(request.user, "view", model_admin.model):
            raise PermissionDenied(said)
        found = model_admin.model.objects.select_related(thing, "changed_by").exclude(state=State.DISCARDED)
        edition = found.filter(pk=key).first() if key < 2**63 else None
        if edition is None:
            raise Http404("This version is no longer there.")
        try:
            response = view(request, model_admin, edition, **keys)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        response["Cache-Control"] = "private, no-store"
        return response

    return of_version
