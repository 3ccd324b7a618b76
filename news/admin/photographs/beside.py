"""The way in from a release or an event: its sets stand beside it, and a button leads to the upload."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from news.enums import State
from news.models import Edition, PictureSet
from news.queries import picture_sets as sets
from news.record import picture_sets
from news.rules import can, refusal

from . import frame
from .listing import in_words


def panel(request, edition):
    """The block beside a version: nothing for what lies in the bin, or for who only reads and has nothing to read."""
    if edition.state == State.DISCARDED:
        return None
    rows = [
        {"title": str(row), "link": frame.room_that_fits(row, row), "words": in_words(row)}
        for row in sets.with_counts(sets.of_version(edition))[:5]
    ]
    may = can(request.user, "add", PictureSet)
    if not rows and not may:
        return None
    of_event = not isinstance(edition, Edition)
    return {
        "template": "desk/photographs/panel.html",
        "sets": rows,
        "begin": reverse(f"admin:news_{edition._meta.model_name}_photographs", args=[edition.pk]) if may else "",
        "all_link": f"{reverse('admin:news_picture_changelist')}?event={edition.event_id}" if of_event else "",
    }


def urls(model_admin):
    model = model_admin.model

    def begin(request, key):
        if said := refusal(request.user, "add", PictureSet):
            raise PermissionDenied(said)
        edition = model.objects.filter(pk=key).first() if key < 2**63 else None
        if edition is None:
            raise Http404("This version is no longer there.")
        return HttpResponseRedirect(frame.room_that_fits(picture_sets.set_for(edition, by=request.user)))

    view = model_admin.admin_site.admin_view(require_POST(begin))
    return [path("<int:key>/photographs/", view, name=f"news_{model._meta.model_name}_photographs")]
