"""The field for words that readers see, with the editor of static/desk/editor.js on it.

The editor makes only what `news.html` keeps; cleaning is that module's and the model field's work.
"""

import json

from django import forms
from js_asset import ImportMap, Media, Script

# One import map a page, with a nonce: see aseanapol_site/headers.py.
MODULES = ImportMap(
    {
        "django-prose-editor/editor": "django_prose_editor/editor.js",
        "desk/figure": "desk/figure.js",
        "desk/quote": "desk/quote.js",
        "desk/toolbar": "desk/toolbar.js",
        "desk/word-paste": "desk/word-paste.js",
    }
)


class ReleaseTextWidget(forms.Textarea):
    """`pictures` is the address of a JSON list of the pictures that may stand in this text:
    `{"results": [{"src", "alt", "width", "height", "caption", "small"}]}`. Without it the button is absent.
    """

    def __init__(self, attrs=None, *, pictures=""):
        super().__init__(attrs={"rows": 12} | (attrs or {}))
        self.pictures = pictures

    @property
    def media(self):
        return Media(
            importmap=MODULES,
            css={"all": ["django_prose_editor/editor.css", "desk/editor.css"]},
            js=[Script("desk/editor.js", type="module")],
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        options = {"pictures": str(self.pictures)} if self.pictures else {}
        context["widget"]["attrs"]["data-release-text"] = json.dumps(options)
        return context

    def use_required_attribute(self, initial):
        """Never: a browser would ask for the textarea that the editor hides."""
        return False


class ReleaseTextField(forms.CharField):
    widget = ReleaseTextWidget
