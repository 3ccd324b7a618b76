"""Forms that save through the write door: the form, its rows and their rows become one dict.

What the door refuses comes back to the very fields: the page is validated a second time with the
sentences added, so everything that was typed stays on the screen.
"""

from django.db import transaction

from news.errors import ChangedMeanwhile, NewsroomError, Problems
from news.record import autosaves

from .posted import kept_forms
from .two_versions.shown import RowsAsShown


class Refused(Exception):
    """Carries the sentences from the door to the forms, past Django's own saving."""

    def __init__(self, by_prefix):
        self.by_prefix = by_prefix


def say_problems(form):
    """Add to a validated form what the door said about it. `form.said` is set for each request."""
    for name, sentences in form.said.get(form.prefix or "", {}).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


class SavesThroughDoor:
    """For a model admin. `write(request, obj, data, change)` returns the thing as saved.

    `data` has the form's cleaned values, and under each list's name its rows with their `uid`.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request.said_by_door = refused.by_prefix
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return _listening(form, request)

    def save_model(self, request, obj, form, change):
        """Nothing yet: rows and all are written at once, in `save_related`."""

    def save_related(self, request, form, formsets, change):
        data, places = self._one_dict(form, formsets)
        try:
            with transaction.atomic():
                saved = self.write(request, form.instance, data, change)
        except Problems as problems:
            raise Refused(_by_prefix(problems.by_field, places)) from problems
        except ChangedMeanwhile as error:
            raise self.came_too_late(request, error) from error
        except NewsroomError as error:
            raise Refused({"": {"": [str(error)]}}) from error
        form.instance.pk = saved.pk
        form.instance.refresh_from_db()

    def came_too_late(self, request, error):
        """The exception that a save ends with if somebody else saved first."""
        return Refused({"": {"": [str(error)]}})

    def _one_dict(self, form, formsets):
        places = {"": form}
        data = {name: value for name, value in form.cleaned_data.items() if name in self.content_fields(form)}
        for formset in formsets:
            data[formset.get_default_prefix()] = _rows(formset, "", places)
        return data, places

    def content_fields(self, form):
        """Names of the form's fields that the door takes. The rest belongs to the form alone."""
        return set(form._meta.fields or form.fields) & set(form.fields)

    def construct_change_message(self, request, form, formsets, add=False):
        """Asked right after saving, in its transaction: what was kept while typing is not needed any more."""
        autosaves.forget(request.user, request.POST.get("_autosave", ""))
        return ""

    def log_addition(self, request, obj, message):
        """The newsroom's own log has it."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """Entries that are deleted are logged by `record/`."""


def listening_formset(formset_class, request):
    """A formset class whose forms add what the door said about them.

    Of a save that comes too late the rows are those that its form showed: `request.as_shown` has them.
    """
    formset_class.form = _listening(formset_class.form, request)
    if hasattr(request, "as_shown"):
        return type(formset_class.__name__, (RowsAsShown, formset_class), {})
    return formset_class


def _listening(form_class, request):
    def clean(self):
        cleaned = super(listening, self).clean()
        say_problems(self)
        return cleaned

    listening = type(form_class.__name__, (form_class,), {"said": getattr(request, "said_by_door", {}), "clean": clean})
    return listening


def _rows(formset, path, places):
    rows = []
    for number, form in enumerate(kept_forms(formset)):
        here = f"{path}{formset.get_default_prefix()}.{number}"
        places[here] = form
        skipped = {formset.model._meta.pk.name, formset.fk.name, "DELETE", "ORDER", getattr(form, "order_name", None)}
        row = {name: value for name, value in form.cleaned_data.items() if name not in skipped}
        if form.instance.pk:
            row["uid"] = str(form.instance.uid)
        for nested in getattr(form, "nested_formsets", []):
            row[nested.formset.get_default_prefix()] = _rows(nested.formset, here + ".", places)
        rows.append(row)
    return rows


def _by_prefix(by_field, places):
    """`{"sessions.0.title": …}` as `{prefix of that form: {"title": …}}`; what fits nowhere goes on top."""
    found = {}
    for path, sentences in by_field.items():
        row, _, name = path.rpartition(".")
        if path in places:
            row, name = path, ""
        form = places.get(row)
        prefix, name = (form.prefix or "", name) if form is not None else ("", "")
        found.setdefault(prefix, {}).setdefault(name, []).extend(sentences)
    return found
