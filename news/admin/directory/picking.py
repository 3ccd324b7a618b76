"""Finding entries: in lists, and in the fields with which one picks one of them."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Case, Q, Value, When

from news import words
from news.admin.pick import AddBeside, Pick

MOST_WORDS = 8
LONGEST = 200


def typed_words(text):
    """The folded words of what somebody typed; a hostile text is cut, not refused."""
    folded = words.fold(text[:LONGEST].replace("\0", " "))
    return [word for piece in folded.split()[:MOST_WORDS] if (word := piece.strip(",;()"))]


def is_pick(request):
    """Whether a field of a form asks, rather than a list."""
    return getattr(request.resolver_match, "url_name", "") == "autocomplete"


class Found:
    """For model admins: `folded` is searched for each typed word, in any order, without accents or capitals."""

    search_fields = ["folded"]
    # Where a whole match comes first: the acronym, the short form.
    exact_first = ()

    def get_search_results(self, request, queryset, search_term):
        typed = typed_words(search_term)
        for word in typed:
            queryset = queryset.filter(folded__contains=word)
        if typed and is_pick(request):
            whole = Q()
            for name in self.exact_first:
                whole |= Q(**{f"{name}__iexact": search_term.strip()[:LONGEST].replace("\0", "")})
            places = [When(whole, then=Value(0))] if whole else []
            begins = When(folded__startswith=typed[0], then=Value(1))
            queryset = queryset.order_by(Case(*places, begins, default=Value(2)), *self.get_ordering(request))
        return queryset, False

    def get_ordering(self, request):
        return self.ordering or self.model._meta.ordering

    def note_on(self, entry):
        """What tells this entry from another of the same name, as a short line; may be empty."""
        return ""


class Offers(AutocompleteJsonView):
    """Django's answer to a pick, with the note of the model's admin beside each entry."""

    def serialize_result(self, obj, to_field_name):
        entry = super().serialize_result(obj, to_field_name)
        note_on = getattr(self.model_admin, "note_on", None)
        return entry | {"note": note_on(obj)} if note_on else entry


def install(site):
    """Let every pick of the site be answered by `Offers`."""
    site.autocomplete_view = lambda request: Offers.as_view(admin_site=site)(request)


def pick_field(db_field, *, label="", required=False, help_text="", add=False, error_messages=None):
    """A form field that picks what a foreign key points to. With `add`, what is missing can be added beside it."""
    widget = Pick(db_field, admin.site)
    if add:
        widget = AddBeside(widget, db_field.remote_field, admin.site, can_add_related=True)
    model = db_field.remote_field.model
    queryset = model.objects.filter(merged_into=None) if hasattr(model, "merged_into") else model.objects.all()
    return forms.ModelChoiceField(
        queryset,
        widget=widget,
        label=label,
        required=required,
        help_text=help_text,
        error_messages=error_messages or {},
    )
