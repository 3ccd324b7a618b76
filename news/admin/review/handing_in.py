"""The page on which a version is handed in: who shall check, a comment, what is in the way, and the text to send."""

from django import forms
from django.conf import settings
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from news import workflow
from news.admin import findings
from news.admin.acts.pages import address, context, found, gone, refused
from news.admin.acts.posted import LONGEST_COMMENT, facts_shown, version_shown
from news.admin.acts.views import LOOK_AGAIN, say
from news.enums import Act, State
from news.errors import ChangedMeanwhile, NewsroomError, NotAllowed, Problems
from news.rules import people, refusal, wording
from news.workflow.telling import editors

from . import seen


class HandInForm(forms.Form):
    asked = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of these people cannot check it. Choose again."},
    )
    comment = forms.CharField(required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, may=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.may = {str(account.pk): account for account in may}
        self.fields["asked"].choices = [(key, str(account)) for key, account in self.may.items()]

    def clean_asked(self):
        return [self.may[key] for key in self.cleaned_data["asked"]]


def urls(model_admin):
    name = model_admin.model._meta.model_name
    guarded = model_admin.admin_site.admin_view
    return [path("<int:key>/submit/", guarded(_view(model_admin)), name=f"news_{name}_submit")]


def _view(model_admin):
    def view(request, key):
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        edition = found(model_admin.model, key)
        if edition is None:
            return gone(request, model_admin.model)
        if said := refusal(request.user, "view", edition):
            return refused(model_admin, request, edition, said)
        if edition.state == State.IN_REVIEW and request.method != "POST":
            return _handed_in(model_admin, request, edition)
        if said := refusal(request.user, Act.SUBMIT, edition):
            return refused(model_admin, request, edition, said)
        return _form(model_admin, request, edition)

    return view


def _form(model_admin, request, edition):
    who = [(account, _why_not(account, said, request)) for account, said in people.who_may_check(editors(), edition)]
    form = HandInForm(request.POST or None, may=[account for account, said in who if not said])
    facts = seen.facts_with(edition)
    versions = (edition.lock_version, seen.open_facts_version(edition, facts))
    problems, stale = workflow.problems_for_submit(edition), ""
    if request.method == "POST":
        form.is_valid()
        try:
            if form.is_valid():
                return _submit(request, edition, form)
        except NotAllowed as error:
            return refused(model_admin, request, edition, str(error))
        except ChangedMeanwhile:
            stale = LOOK_AGAIN
        except Problems as error:
            problems = dict(error.by_field)
            for sentence in problems.pop("asked", ()):
                form.add_error("asked", sentence)
        except NewsroomError as error:
            form.add_error(None, str(error))
    chosen = {str(key) for key in form["asked"].value() or ()}
    page = context(model_admin, request, edition, "Hand in")
    page |= {
        "form": form,
        "stale": stale,
        "problems": [
            (said, findings.link_to(field, edition)) for field, all_said in problems.items() for said in all_said
        ],
        "may": [(account, str(account.pk) in chosen) for account, said in who if not said],
        "may_not": [(account, said) for account, said in who if said],
        "findings": (findings.panel(request, edition) or {}).get("findings"),
        "lock_version": versions[0],
        "facts_lock_version": versions[1],
        "facts": facts if facts is not edition and facts is not None and facts.state == State.DRAFT else None,
    }
    return TemplateResponse(request, "desk/review/submit.html", page)


def _submit(request, edition, form):
    edition = workflow.submit(
        edition,
        by=request.user,
        asked=form.cleaned_data["asked"],
        comment=form.cleaned_data["comment"].strip(),
        lock_version=version_shown(request),
        facts_lock_version=facts_shown(request),
    )
    say(request, edition, f"Handed in. It waits for {wording.who_checks(edition)}.", undo=Act.TAKE_BACK)
    return HttpResponseRedirect(address(edition, "submit"))


def _handed_in(model_admin, request, edition):
    link = f"{settings.SITE_ORIGIN}{address(edition, 'review')}"
    page = context(model_admin, request, edition, "Handed in")
    page |= {
        "who": wording.who_checks(edition),
        "ready": f"“{edition}” waits for your check: {link}",
        "link": link,
        "review_link": address(edition, "review"),
    }
    return TemplateResponse(request, "desk/review/handed_in.html", page)


def _why_not(account, said, request):
    """The refusal as it is said of somebody else."""
    if account.pk == request.user.pk:
        return "You cannot check what you hand in yourself."
    return (
        said.replace("You wrote at this version.", "Wrote at this version.")
        .replace("You handed this in.", "Handed it in.")
        .replace(" Somebody else must check it.", "")
    )
