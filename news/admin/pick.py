"""The field with which one picks from the directory: type a few letters, choose, or add what is missing.

The server side is Django's autocomplete view; static/desk/pick.js is the field itself. Without the
script a plain select with the present choice is left.
"""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


class _Pick:
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
