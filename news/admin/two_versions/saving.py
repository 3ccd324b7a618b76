"""For the admins of versions: a save that comes too late leads to the page with both versions."""

from news.admin.acts.posted import version_shown
from news.admin.saving import Refused

from . import views
from .shown import as_shown, rows_shown


class CameSecond(Exception):
    """Past Django's own saving, whose transaction it undoes, to the page. `series` is `[key, ordinal]` of an event."""

    def __init__(self, mine, series=None):
        self.mine, self.series = mine, series


class SavedMeanwhile(Exception):
    """Somebody saved between reading the form and writing it: the form is read again, as one that comes late."""


class AsksWhoComesSecond:
    """For a model admin, before `SavesThroughDoor`."""

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        return as_shown(request, found) if found is not None and request.method == "POST" else found

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except SavedMeanwhile:
                return super().changeform_view(request, object_id, form_url, extra_context)
        except CameSecond as second:
            return views.page_for(self, request, object_id, second.mine, series=second.series)

    def render_change_form(self, request, context, *args, **kwargs):
        if kwargs.get("change") and context.get("adminform"):
            formsets = [inline.formset for inline in context.get("inline_admin_formsets", ())]
            again = request.POST.get("shown_with", "") if request.method == "POST" else ""
            context["shown_with"] = again or rows_shown(formsets, **self.shown_besides(kwargs.get("obj")))
        return super().render_change_form(request, context, *args, **kwargs)

    def shown_besides(self, obj):
        """What a form shows that belongs to no version."""
        return {}

    def came_too_late(self, request, error):
        """The exception for a save that the door found to be too late."""
        version = version_shown(request)
        if version is None or version < 0 or hasattr(request, "as_shown") or getattr(request, "was_late", False):
            return Refused({"": {"": [str(error)]}})
        request.was_late = True
        return SavedMeanwhile()
