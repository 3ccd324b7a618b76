"""Every form of the desk keeps what is typed into it, and can show it again as it stood.

`?kept=<key>` shows the form with what was kept, as after a refusal: rows, picks and all. Nothing is
saved by it. What the browser sends while one types: `page.py`.
"""

import json
import re

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import QueryDict
from django.utils import timezone

from news import words
from news.record import autosaves

from .message import DEVICE, key_of

# A form beside that of a thing itself, kept under a name of its own: `{name: (model, address, in words)}`.
ROOMS = {"picturewords": ("pictureset", "admin:news_pictureset_words", "words of photographs")}


class KeepsTyped:
    """For every model admin of the desk."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        kept = self._kept(request, object_id)
        if kept is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        # Django shows typed words only where a form was posted. What each form answers here to the
        # question whether it is valid (see get_form) keeps it from ever being saved.
        len(request.FILES)
        request.POST = _as_posted(kept.form)
        request.kept = kept
        request.method = "POST"
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        finally:
            request.method = "GET"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (_OnlyShown, form), {}) if getattr(request, "kept", None) else form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may = self.has_change_permission(request, obj) if change else self.has_add_permission(request)
        if may:
            kept = getattr(request, "kept", None)
            device = request.POST.get("_autosave", "")
            context["autosave"] = {
                "thing_type": self.opts.model_name,
                "thing_id": str(obj.pk) if change and obj else "",
                "lock_version": getattr(obj, "lock_version", ""),
                "device": device if re.fullmatch(DEVICE, device) else "",
                "kept": kept,
                "kept_words": moment(kept.kept_at) if kept else "",
                "loose": json.dumps(kept.form.get("loose", {}) if kept else {}),
            }
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def _kept(self, request, object_id):
        if request.method != "GET" or "kept" not in request.GET:
            return None
        key = key_of(request.GET["kept"])
        kept = key and autosaves.find(request.user, key, (self.opts.model_name, str(object_id or "")))
        if not kept:
            messages.warning(request, "What was kept is no longer there. It was saved or thrown away.")
        return kept or None


class _OnlyShown:
    def is_valid(self):
        super().is_valid()
        return False


def is_dialog(path):
    return f"{IS_POPUP_VAR}=1" in path


def moment(at):
    """ "14:05", on another day with the day."""
    at = timezone.localtime(at)
    return f"{at:%H:%M}" if at.date() == timezone.localdate() else f"{at:%H:%M} on {words.day(at.date())}"


def _as_posted(form):
    posted = QueryDict(mutable=True)
    for name, values in form["fields"].items():
        posted.setlist(name, values)
    return posted
