"""What a form of the desk posted, as one plain structure, with the rows and the rows of the rows.

Call it after validation. Nothing here touches the database, and nothing needs `formset.save()`.
"""

from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME

_NOT_CONTENT = {DELETION_FIELD_NAME, ORDERING_FIELD_NAME}


def content(form, formsets):
    """A dict of the form's cleaned values, and under `rows` the rows of every list by the list's name.

    A row is `{"id", "values", "rows"}`; `id` is None for a new one. Rows come in the order on the
    screen; rows that were taken out, and new rows left empty, are absent: what is absent is gone.
    """
    return {"values": _values(form, skip=()), "rows": _lists(formsets)}


def _lists(formsets):
    return {formset.get_default_prefix(): _rows(formset) for formset in formsets}


def kept_forms(formset):
    """The forms of a validated formset that stay, in the order on the screen."""
    kept = [form for place, form in enumerate(formset.forms) if _is_kept(formset, place, form)]
    order = next((form.order_name for form in kept if getattr(form, "order_name", None)), None)
    if order:
        kept.sort(key=lambda form: _place(form.cleaned_data.get(order)))
    return kept


def _rows(formset):
    kept = kept_forms(formset)
    order = next((form.order_name for form in kept if getattr(form, "order_name", None)), None)
    key, parent = formset.model._meta.pk.name, formset.fk.name
    return [
        {
            "id": form.instance.pk,
            "values": _values(form, skip={key, parent, order}),
            "rows": _lists(nested.formset for nested in getattr(form, "nested_formsets", [])),
        }
        for form in kept
    ]


def _is_kept(formset, place, form):
    if formset.can_delete and formset._should_delete_form(form):
        return False
    return place < formset.initial_form_count() or form.has_changed()


def _place(number):
    return (number is None, number or 0)


def _values(form, *, skip):
    return {name: value for name, value in form.cleaned_data.items() if name not in _NOT_CONTENT and name not in skip}
