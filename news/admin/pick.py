"""The field with which one picks from the directory: type a few letters, choose, or add what is missing.

The server side is Django's autocomplete view; static/desk/pick.js is the field itself. Without the
script a plain select with the present choice is left.
"""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db.models import IntegerField
from django.template.loader import render_to_string

LARGEST_KEY = 2**63 - 1


class _Pick:
    # The words of choices that the page has at hand, by their key as text: they cost no query.
    known = {}

    def optgroups(self, name, value, attr=None):
        chosen = [str(item) for item in value if item not in (None, "")]
        if not chosen or any(item not in self.known for item in chosen):
            return super().optgroups(name, [item for item in value if self._may_be_key(item)], attr)
        options = [
            self.create_option(name, item, self.known[item], True, place, attrs=attr)
            for place, item in enumerate(chosen)
        ]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]

    def _may_be_key(self, item):
        """What somebody typed into the address or the form is shown again only if a key can look like that."""
        target = self.field.remote_field.model._meta.pk
        if item in (None, "") or not isinstance(target, IntegerField):
            return True
        return str(item).isdecimal() and int(item) <= LARGEST_KEY

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {
            **{name: value for name, value in attrs.items() if not name.startswith("data-")},
            "class": "desk-pick",
            "data-pick": self.get_url(),
            "data-app-label": self.field.model._meta.app_label,
            "data-model-name": self.field.model._meta.model_name,
            "data-field-name": self.field.name,
        }

    @property
    def media(self):
        return forms.Media()


class Pick(_Pick, AutocompleteSelect):
    """One entry of a list too long to unfold."""


class PickMany(_Pick, AutocompleteSelectMultiple):
    """Several entries."""


def make_known(form):
    """Tell each pick of a form the words of the choice that its instance holds already."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, Pick):
            choice = form.instance._meta.get_field(name).get_cached_value(form.instance, default=None)
            widget.known = {str(choice.pk): str(choice)} if choice else {}


class PickedMany(forms.ModelMultipleChoiceField):
    """Several entries, of which none has a key that no database can hold (SQLite would raise)."""

    def _check_values(self, value):
        for key in value if isinstance(value, list | tuple) else ():
            if str(key).isdecimal() and int(key) > LARGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super()._check_values(value)


class AddBeside(RelatedFieldWidgetWrapper):
    """A field with a link beside it that adds what is missing, in a dialog on the same page."""

    template_name = "desk/add_beside.html"

    @classmethod
    def around(cls, wrapper):
        return cls(wrapper.widget, wrapper.rel, wrapper.admin_site, can_add_related=wrapper.can_add_related)

    def _render(self, template_name, context, renderer=None):
        # Forms look for templates in apps only; this one stands with the site's others.
        return render_to_string(template_name, context)
