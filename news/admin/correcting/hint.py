"""After a name, rank or position was changed in the directory: do public pages still print the old words?"""

from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html

from news import words
from news.admin.posted import kept_forms
from news.models import Country, Organization, Person, Place, Programme, Rank
from news.queries import occurrences

SORT_OF = {
    Person: {"name": "name", "short_form": "name"},
    Organization: {"name": "organization", "acronym": "organization"},
    Programme: {"name": "organization", "acronym": "organization"},
    Rank: {"long": "rank", "short": "rank"},
    Country: {"name": "text"},
    Place: {"city": "text"},
}


def say(request, form, formsets):
    """A line on the next page, if there is something to correct. Two queries at most, for the first change alone."""
    entry = form.instance
    for name, sort in SORT_OF.get(type(entry), {}).items():
        old, new = form.initial.get(name) or "", form.cleaned_data.get(name) or ""
        if name in form.changed_data and old.strip() and new and old != new:
            number = occurrences.count(old, sort)
            return _line(request, entry, old, new, sort, number)
    for formset in formsets:
        if formset.get_default_prefix() == "posts":
            _posts(request, entry, formset)
    return None


def _posts(request, person, formset):
    for row in kept_forms(formset):
        if not row.instance.pk or not row.initial:
            continue
        if "rank" in row.changed_data and row.initial.get("rank") and row.instance.rank_id:
            old = Rank.objects.filter(pk=row.initial["rank"]).values_list("long", flat=True).first() or ""
            new, sort = row.instance.rank.long, "rank"
        elif "position" in row.changed_data:
            old, new, sort = row.initial.get("position") or "", row.instance.position, "position"
        else:
            continue
        if old and old != new:
            _line(request, person, old, new, sort, occurrences.count_of(person, old))
            return


def _line(request, entry, old, new, sort, number):
    if not number:
        return
    asked = {"old": old, "new": new, "what": sort}
    if isinstance(entry, Person | Organization):
        asked["of"] = f"{entry._meta.model_name}-{entry.pk}"
    messages.info(
        request,
        format_html(
            '{} may still print “{}”. If that was a mistake: <a href="{}?{}">Correct everywhere…</a>',
            words.plural(number, "public page"),
            old,
            reverse("admin:news_correction_add"),
            urlencode(asked),
        ),
    )
