"""The sheet to approve, and the file for Word."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from news import words
from news.models import Edition
from news.outputs import docx, paper

from .identity import sign

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOT_MADE = "The sheet could not be made. Tell an administrator, and use the file for Word meanwhile."


def sheet(request, model_admin, edition):
    """The sheet as PDF, shown in the browser."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    # Whoever records what was said about the sheet finds the version that was printed.
    remember(request, edition, paper.kept_version(edition, by=request.user))
    said = paper.read(edition)
    try:
        made = paper.pdf(said, printed_by=str(request.user))
    except RuntimeError:  # the typesetter's own errors
        messages.error(request, NOT_MADE)
        return HttpResponseRedirect(reverse(f"admin:news_{edition._meta.model_name}_change", args=[edition.pk]))
    return _file(made, "application/pdf", f'inline; filename="{name_of(edition)}.pdf"')


def word(request, model_admin, edition):
    """The text as .docx; inside it stands which saved version it is."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    kept = paper.kept_version(edition, by=request.user)
    made = docx.make(paper.read(edition), identity=sign(edition, kept))
    return _file(made, WORD, f'attachment; filename="{name_of(edition)}.docx"')


def name_of(edition):
    """As "draft-2-title-of-the-release": a name that every machine takes."""
    title = edition.title if isinstance(edition, Edition) else edition.name
    mark = "draft" if edition.is_open else edition.state
    return f"{mark}-{edition.number}-{words.slug(title, 'text', 60)}"


def remember(request, edition, snapshot):
    request.session["printed"] = {f"{edition._meta.model_name}-{edition.pk}": snapshot.pk}


def printed(request, edition):
    """The key of the saved version that this person printed last, or None."""
    return (request.session.get("printed") or {}).get(f"{edition._meta.model_name}-{edition.pk}")


def _file(content, kind, disposition):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    return response
