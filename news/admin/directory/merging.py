"""Two entries that are one: which one stays, what moves, and the way back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from news import words
from news.admin.pick import Pick
from news.enums import AliasKind
from news.errors import NewsroomError, Problems
from news.models import Organization, Person, SiteState
from news.queries import naming
from news.record import directory
from news.record.entries import refold_dependants, touch
from news.record.log import history_of
from news.record.searchable import together
from news.rules import refusal

from . import alike


class OtherForm(forms.Form):
    """Which entry is the same?"""

    def __init__(self, entry, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = type(entry).objects.current().exclude(pk=entry.pk)
        self.fields["other"] = forms.ModelChoiceField(
            others,
            label="The other one",
            widget=Pick(entry._meta.get_field("merged_into"), admin.site),
            error_messages={
                "required": "Choose the other one.",
                "invalid_choice": "This one cannot be chosen. It is this entry itself, or merged already.",
            },
        )


class MergeForm(forms.Form):
    stays = forms.ChoiceField(
        label="Which one stays?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which one stays.", "invalid_choice": "Choose one of the two."},
    )
    spelling = forms.ChoiceField(
        label="The name of the other one is",
        widget=forms.RadioSelect,
        choices=AliasKind.choices,
        error_messages={"required": "Choose what the other name is."},
    )

    def __init__(self, pair, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = [(str(entry.pk), str(entry)) for entry in pair]
        if not hasattr(pair[0], "aliases") or words.fold(str(pair[0])) == words.fold(str(pair[1])):
            del self.fields["spelling"]


def is_mergeable(model):
    return hasattr(model, "merged_into")


def urls(model_admin):
    if not is_mergeable(model_admin.model):
        return ()
    name = f"news_{model_admin.opts.model_name}"
    return (
        ("<int:pk>/merge/", f"{name}_merge", merge),
        ("<int:pk>/unmerge/", f"{name}_unmerge", unmerge),
    )


def beside(model_admin, request, entry):
    """For the form of an entry: where it went, what came into it, what may be the same."""
    if not is_mergeable(model_admin.model):
        return {}
    may = not refusal(request.user, "merge", entry)
    name = model_admin.opts.model_name
    came = list(entry.merged_entries.all())
    just = request.GET.get("merged", "")
    return {
        "merged_into": entry.merged_into,
        "merged_into_link": _change(entry.merged_into) if entry.merged_into_id else "",
        "merged_line": history_of(entry).filter(act="merge").first() if entry.merged_into_id else None,
        "merged_here": [_way_back(other, name) for other in came],
        "just_merged": next((_way_back(other, name) for other in came if str(other.pk) == just), None),
        "may_merge": may,
        "unmerge_link": reverse(f"admin:news_{name}_unmerge", args=[entry.pk]),
        "merge_link": reverse(f"admin:news_{name}_merge", args=[entry.pk]) if not entry.merged_into_id else "",
        "same": [] if entry.merged_into_id else _same(model_admin, entry),
    }


def _same(model_admin, entry):
    pairs = alike.found(type(entry), entry.name, acronym=getattr(entry, "acronym", ""), besides=entry, most=3)
    return [
        {"key": pair.entry.pk, "words": str(pair.entry), "why": pair.why, "note": model_admin.note_on(pair.entry)}
        for pair in pairs
    ]


def _way_back(entry, name):
    return {"words": str(entry), "link": _change(entry), "back": reverse(f"admin:news_{name}_unmerge", args=[entry.pk])}


def _change(entry):
    return reverse(f"admin:news_{entry._meta.model_name}_change", args=[entry.pk])


def _entry(request, model_admin, pk):
    entry = model_admin.model.objects.filter(pk=pk).first()
    if entry is None:
        raise Http404("There is no such entry.")
    if said := refusal(request.user, "merge", entry):
        raise PermissionDenied(said)
    return entry


def merge(request, model_admin, pk):
    """First the other entry is chosen, then both are shown side by side, then one button merges."""
    entry = _entry(request, model_admin, pk)
    if entry.merged_into_id:
        messages.error(request, "This entry is merged into another already.")
        return HttpResponseRedirect(_change(entry))
    chosen = "with" in request.GET or "other" in request.GET
    asked = request.GET.get("with", request.GET.get("other", ""))
    choose = OtherForm(entry, {"other": asked} if chosen else None)
    if not chosen or not choose.is_valid():
        return _page(request, model_admin, entry, choose=choose, same=_same(model_admin, entry))
    pair = [entry, choose.cleaned_data["other"]]
    form = MergeForm(pair, request.POST if request.method == "POST" else None)
    problem = why_not_at_all(pair)
    if request.method == "POST" and form.is_valid() and not problem:
        winner, loser = pair if form.cleaned_data["stays"] == str(entry.pk) else pair[::-1]
        try:
            merge_into(loser, winner, by=request.user, spelling=form.cleaned_data.get("spelling", ""))
        except Problems as error:
            problem = str(error)
        else:
            return HttpResponseRedirect(f"{_change(winner)}?merged={loser.pk}")
    sides = [_side(model_admin, one) for one in pair]
    return _page(request, model_admin, entry, form=form, sides=sides, problem=problem, notes=_notes(pair))


def _page(request, model_admin, entry, **context):
    return TemplateResponse(
        request,
        "desk/directory/merge.html",
        {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.opts,
            "title": f"Merge {entry}",
            "entry": entry,
            "thing": model_admin.opts.verbose_name,
            "back": _change(entry),
            **context,
        },
    )


def _side(model_admin, entry):
    """One of the two as words: what it is, and what names it."""
    rows = [("Spellings", words.listed(a.text for a in entry.aliases.all()))] if hasattr(entry, "aliases") else []
    if isinstance(entry, Person):
        rows.append(("Posts", words.plural(entry.posts.count(), "post") if entry.posts.exists() else ""))
    return {
        "entry": entry,
        "note": model_admin.note_on(entry),
        "named": naming.in_words(entry) or "nothing",
        "rows": [row for row in rows if row[1]],
        "link": _change(entry),
    }


def why_not_at_all(pair):
    """Why these two cannot be merged, whichever stays; or an empty string."""
    one, other = pair
    if isinstance(one, Organization) and (one.parent_id == other.pk or other.parent_id == one.pk):
        return "One of the two stands below the other. Take that out first."
    return ""


def _notes(pair):
    """What else changes, whichever stays, in sentences."""
    said = []
    if isinstance(pair[0], Person):
        if any(person.do_not_show for person in pair):
            said.append("No picture of this person may be published: that stays so.")
        if pair[0].public_profile != pair[1].public_profile:
            public = next(person for person in pair if person.public_profile)
            said.append(f"Only {public} has a public page. If the other one stays, readers lose it.")
    return said


@transaction.atomic
@together()
def merge_into(loser, winner, *, by, spelling=""):
    """Merge, keep what protects somebody, and mark the former name as what it is."""
    own = SiteState.own()
    if own is not None and loser == own:
        raise Problems({"stays": ["This is our own organization. It must stay."]})
    directory.merge(loser, winner, by=by)
    if spelling and hasattr(winner, "aliases"):
        winner.aliases.filter(text=loser.name).update(kind=spelling)
    if isinstance(winner, Person) and loser.do_not_show and not winner.do_not_show:
        winner.do_not_show = True
        directory.save_entry(winner, by=by)
    refold_dependants(winner)
    touch(winner, loser)


@require_POST
def unmerge(request, model_admin, pk):
    entry = _entry(request, model_admin, pk)
    winner = entry.merged_into
    try:
        with transaction.atomic(), together():
            directory.unmerge(entry, by=request.user)
            for one in (entry, winner):
                refold_dependants(one)
            touch(entry, winner)
        messages.success(
            request, f"The merge is taken back at {timezone.localtime():%H:%M}. Both stand by themselves again."
        )
    except NewsroomError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(_change(entry))
