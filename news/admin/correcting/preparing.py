"""Words in, a list of places to tick out. What is sure is ticked if somebody came from the very entry."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news.enums import Act, State
from news.errors import NewsroomError, NotAllowed, Problems
from news.models import Correction, Organization, Person
from news.queries import occurrences
from news.rules import people, refusal
from news.workflow import correcting

WHAT = {
    "name": "The name of a person",
    "rank": "A rank",
    "position": "A position",
    "organization": "The name of an organization",
    "text": "Other words",
}
# Say what is right; the old words do not stand in it.
NOTES = {
    "name": "The name {new} is put right.",
    "rank": "The rank {new} is put right.",
    "position": "The position {new} is put right.",
    "organization": "The name {new} is put right.",
    "text": "The right words are “{new}”.",
}
LONGEST = {name: Correction._meta.get_field(name).max_length for name in ("old", "new", "note")}
OF = {"person": Person, "organization": Organization}


class WordsForm(forms.Form):
    """Which words; every sentence about them comes from `workflow/`."""

    old = forms.CharField(label="Wrong words", required=False, strip=True, help_text="With their accents and capitals.")
    new = forms.CharField(label="Right words", required=False, strip=True)
    what = forms.ChoiceField(label="What is it?", choices=[("", "Choose"), *WHAT.items()], required=False)

    def clean(self):
        cleaned = super().clean()
        for name in ("old", "new"):
            cleaned[name] = " ".join((cleaned.get(name) or "").split())
        if "what" not in self.errors:
            self.say(correcting.wrong_words(cleaned["old"], cleaned["new"], cleaned.get("what") or ""))
        return cleaned

    def say(self, by_field):
        for name, sentences in by_field.items():
            for sentence in sentences:
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, sentence)


class NoteForm(WordsForm):
    note = forms.CharField(
        label="Note for readers",
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST["note"]}),
        help_text="It stands on every page. Say what is right. Do not repeat the mistake.",
    )


def view(model_admin, request):
    if said := people.writer(request.user):
        raise PermissionDenied(said)
    if request.method == "POST":
        return _hand_in(model_admin, request)
    asked = "old" in request.GET
    form = WordsForm(request.GET if asked else None)
    if asked and form.is_valid():
        data = {**form.cleaned_data, "note": NOTES[form.cleaned_data["what"]].format(new=form.cleaned_data["new"])}
        data["note"] = data["note"][: LONGEST["note"]]
        return _page(model_admin, request, NoteForm(initial=data), data, sure=True)
    return _page(model_admin, request, form, None)


def _hand_in(model_admin, request):
    form, chosen = NoteForm(request.POST), request.POST.getlist("chosen")
    if not form.is_valid():
        return _page(model_admin, request, form, None, chosen=chosen)
    data = form.cleaned_data
    try:
        correction = correcting.prepare(data["old"], data["new"], data["what"], data["note"], chosen, by=request.user)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Problems as problems:
        by_field = dict(problems.by_field)
        said = by_field.pop("chosen", [])
        form.say(by_field)
        return _page(model_admin, request, form, data, chosen=chosen, said=said)
    except NewsroomError as error:
        return _page(model_admin, request, form, data, chosen=chosen, said=[str(error)])
    messages.success(request, "Handed in. A second person is asked to approve it. Readers see nothing of it yet.")
    return HttpResponseRedirect(reverse("admin:news_correction_change", args=[correction.pk]))


def _page(model_admin, request, form, data, *, chosen=(), said=(), sure=False):
    entry = _entry(request.POST.get("of") or request.GET.get("of", ""))
    found = occurrences.find(data["old"], data["what"], entry=entry) if data else None
    public = [_row(item, chosen, sure and entry, request.user) for item in found.public] if found else []
    in_progress = [_row(item, chosen, False, request.user) for item in found.in_progress] if found else []
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Correct everywhere",
        "form": form,
        "found": found,
        "data": data,
        "of": f"{entry._meta.model_name}-{entry.pk}" if entry else "",
        "entry": entry,
        "said": said,
        "public": public,
        "in_progress": in_progress,
        "can_tick": any(not row["why_not"] for row in [*public, *in_progress]),
        "list_link": reverse("admin:news_correction_changelist"),
    }
    return TemplateResponse(request, "desk/correcting/prepare.html", context)


def _row(item, chosen, sure, person):
    version = item.version
    return {
        "key": item.key,
        "title": str(version),
        "kind": "Event" if version._meta.model_name == "eventedition" else "Press release",
        "state": version.get_state_display(),
        "link": reverse(f"admin:news_{version._meta.model_name}_change", args=[version.pk]),
        "why_not": _why_not(item, person),
        "places": [
            {"place": place, "value": value, "ticked": value in chosen or bool(sure and place.is_sure)}
            for place in item.places
            for value in [f"{item.key}|{place.key}"]
        ],
    }


def _why_not(item, person):
    """Why nothing can be ticked here; empty if it can."""
    version = item.version
    if version.state == State.PUBLISHED:
        return ""
    if not item.places:
        return "The version in progress has other words there."
    if item.public is None:
        return "It is not public yet. Put it right there."
    if version.state == State.APPROVED:
        return "It is approved already. Stop it first."
    return refusal(person, Act.EDIT, version)


def _entry(of):
    name, _, key = of.partition("-")
    if name not in OF or not key.isdecimal() or len(key) > 18:
        return None
    return OF[name].objects.filter(pk=key).first()
