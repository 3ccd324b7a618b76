"""Ready sentences beside a field: hints to read, and with a script buttons that put them in."""

from django import forms
from django.template.loader import render_to_string

# "…" is what the person types; the script selects it.
OF_A_CHANGE = (
    "The name of … is spelled ….",
    "The rank of … is ….",
    "… is the … of ….",
    "The event took place on ….",
    "The event took place in ….",
    "The number of … was ….",
    "A sentence about … was added.",
)
OF_A_WITHDRAWAL = (
    "The event was called off.",
    "It was published before its time.",
    "It was issued in error. The right one is ….",
    "Another agency announces this. See ….",
    "It said what could not be confirmed.",
)


class ReadySentences(forms.TextInput):
    """A line of text with ready sentences under it."""

    sentences = OF_A_CHANGE

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        hints = {"sentences": self.sentences, "of": (attrs or {}).get("id") or f"id_{name}"}
        return field + render_to_string("desk/ready.html", hints)
