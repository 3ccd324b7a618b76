"""What a field says about bad input, in the desk's words."""

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator

GONE = "This one cannot be chosen, or is no longer there."
# In place of Django's own sentences. A form that has better ones keeps them.
PLAIN = [
    (forms.ModelMultipleChoiceField, {"required": "Choose at least one.", "invalid_choice": GONE}),
    (forms.ModelChoiceField, {"required": "Choose one.", "invalid_choice": GONE}),
    (forms.ChoiceField, {"required": "Choose one.", "invalid_choice": "Choose one of the list."}),
    (forms.DateTimeField, {"invalid": "This is no day and time. Type it like 2025-01-31 17:00."}),
    (forms.DateField, {"required": "Give the day.", "invalid": "This is no day. Type it like 2025-01-31."}),
    (forms.IntegerField, {"required": "Type a number.", "invalid": "Type a whole number."}),
    (forms.CharField, {"required": "Please fill this in."}),
]


def put_plainly(fields):
    """Give the fields of a form, which are its own copies, these sentences where they still have Django's."""
    for field in fields.values():
        stock = {}
        for kind in reversed(type(field).__mro__):
            stock |= getattr(kind, "default_error_messages", {})
        plain = next((sentences for kind, sentences in PLAIN if isinstance(field, kind)), {})
        for code, sentence in plain.items():
            if str(field.error_messages.get(code)) == str(stock.get(code)):
                field.error_messages[code] = sentence
        for validator in field.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = "At most %(limit_value)d letters. This has %(show_value)d."
            elif isinstance(validator, ProhibitNullCharactersValidator):
                validator.message = "There is a character in it that no page can show."
