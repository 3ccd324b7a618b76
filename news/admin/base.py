"""What every page of the desk has in common: its scripts, its widgets, sortable rows, dialogs in place."""

from django import forms
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from unfold.admin import ModelAdmin, StackedInline

from news.admin.autosave import KeepsTyped
from news.admin.pick import AddBeside, Pick, PickedMany, PickMany, make_known

# The browser's own fields: a calendar that a thumb can use, and no sum about the server's time zone.
WIDGETS = {
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    },
    models.CharField: {"widget": forms.TextInput},
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})},
    models.URLField: {"widget": forms.URLInput},
    models.EmailField: {"widget": forms.EmailInput},
    models.IntegerField: {"widget": forms.NumberInput},
    models.BooleanField: {"widget": forms.CheckboxInput},
}


class _DeskFields:
    """Fields for forms and rows: picks instead of unfolded lists. `readers` names the fields whose words go out."""

    formfield_overrides = WIDGETS
    readers = ()
    # Field name: under how many letters it is best.
    lengths = {}

    @property
    def media(self):
        return forms.Media()

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        # Nothing is chosen beforehand, unless the model says what is usual.
        blank = db_field.blank or not db_field.has_default()
        if db_field.name not in self.radio_fields:
            kwargs.setdefault("widget", forms.Select)
        kwargs.setdefault("choices", db_field.get_choices(include_blank=blank, blank_choice=[("", "Choose")]))
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Pick(db_field, self.admin_site, using=kwargs.get("using")))
        elif db_field.name not in (*self.radio_fields, *self.raw_id_fields):
            kwargs.setdefault("widget", forms.Select)
            kwargs.setdefault("empty_label", "Choose")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("form_class", PickedMany)
            kwargs.setdefault("widget", PickMany(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                field.widget = AddBeside.around(field.widget)
            if db_field.name in self.readers:
                field.widget.attrs["data-readers"] = ""
            if db_field.name in self.lengths:
                field.widget.attrs["data-best-under"] = self.lengths[db_field.name]
        return field


class DeskAdmin(KeepsTyped, _DeskFields, ModelAdmin):
    compressed_fields = False
    actions = None
    list_filter_sheet = False
    save_on_top = False

    @property
    def media(self):
        return forms.Media() + self.nested_formset_media

    def render_change_form(self, request, context, *args, **kwargs):
        return self._in_place(request, super().render_change_form(request, context, *args, **kwargs))

    def response_add(self, request, obj, post_url_continue=None):
        return self._in_place(request, super().response_add(request, obj, post_url_continue))

    def _in_place(self, request, response):
        """Lets a page of this site show a form that adds an entry in a dialog of its own."""
        if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_replace = {"frame-ancestors": ["'self'"]}
        return response


class RowForm(forms.ModelForm):
    """A row of a list. A new row in which nothing but its place is filled in is left out without a word."""

    order_name = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        make_known(self)

    @property
    def changed_data(self):
        changed = super().changed_data
        if self.instance._state.adding:
            changed = [name for name in changed if name != self.order_name]
        return changed


class DeskInline(_DeskFields, StackedInline):
    """Rows that can be added, folded, moved and taken out. Set `ordering_field` and name it last in `fields`."""

    form = RowForm
    extra = 0
    hide_ordering_field = True
    collapsible = True
    row_template = None
    add_words = ""
    order_note = ""
    foot_template = ""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == self.ordering_field:
            kwargs["widget"] = forms.HiddenInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        kwargs.setdefault("form", type("Row", (self.form,), {"order_name": self.ordering_field}))
        return super().get_formset(request, obj, **kwargs)
