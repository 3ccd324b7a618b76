"""Internal comments on a version. Every writer adds and settles them; who may only read, reads."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path

from news.errors import NewsroomError, NotAllowed
from news.record import comments
from news.rules import people

from .acts.pages import address, found, gone, refused


def panel(request, edition, page="change"):
    """The comments, what is open first. `page` is where a person comes back to."""
    rows = sorted(comments.about(edition), key=lambda row: (row.done_at is not None, row.pk))
    may_write = not people.writer(request.user)
    if not rows and not may_write:
        return None
    return {
        "template": "desk/comments.html",
        "open": [row for row in rows if not row.done_at],
        "done": [row for row in rows if row.done_at],
        "may_write": may_write,
        "page": page,
        "add_link": address(edition, "comment"),
        "this": edition.pk,
        "typed": _typed(request, edition) if request.method == "GET" else "",
    }


def _typed(request, edition):
    """What was refused on this very version."""
    kept = request.session.get("comment_typed") or {}
    if kept.get("on") != f"{edition._meta.model_name} {edition.pk}":
        return ""
    del request.session["comment_typed"]
    return kept["text"]


def urls(model_admin):
    name = model_admin.model._meta.model_name
    guarded = model_admin.admin_site.admin_view
    return [
        path("<int:key>/comment/", guarded(_view(model_admin, _add)), name=f"news_{name}_comment"),
        path("<int:key>/comment/<int:comment>/", guarded(_view(model_admin, _settle)), name=f"news_{name}_settle"),
    ]


def _view(model_admin, does):
    def view(request, key, **rest):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        edition = found(model_admin.model, key)
        if edition is None:
            return gone(request, model_admin.model)
        try:
            messages.success(request, does(request, edition, **rest))
        except NotAllowed as error:
            return refused(model_admin, request, edition, str(error))
        except NewsroomError as error:
            text = request.POST.get("text", "").replace("\x00", "")[:8000]
            request.session["comment_typed"] = {"on": f"{edition._meta.model_name} {edition.pk}", "text": text}
            messages.error(request, str(error))
        page = "review" if request.POST.get("page") == "review" else "change"
        return HttpResponseRedirect(f"{address(edition, page)}#comments")

    return view


def _add(request, edition):
    comments.add(edition, request.POST.get("text", ""), by=request.user)
    return "Your comment stands below. Readers never see it."


def _settle(request, edition, comment):
    done = request.POST.get("done") != "no"
    comments.settle(edition, comment, by=request.user, done=done)
    return "Marked as done." if done else "The comment is open again."
