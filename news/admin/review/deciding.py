"""*Approve* and *Send back*: each a page of its own with one question, which works without script."""

import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from news import workflow
from news.admin import post_it
from news.admin.acts.pages import address, context, found, gone, refused
from news.admin.acts.posted import LONGEST_COMMENT, facts_shown, version_shown
from news.admin.findings import link_to
from news.enums import Act
from news.errors import ChangedMeanwhile, NewsroomError, NotAllowed, Problems
from news.models import Edition
from news.rules import refusal
from news.rules.wording import in_utc, moment

from . import listed, seen, since

# Named in full in the log; more than this only by their number.
MOST_NAMED = 400


class ApproveForm(forms.Form):
    """When it goes out: nothing is chosen beforehand. Day and time are those of Kuala Lumpur."""

    WHEN = [("now", "Publish now"), ("at", "Publish at a time"), ("waiting", "Approved, it waits for")]

    when = forms.ChoiceField(
        choices=WHEN, widget=forms.RadioSelect, error_messages={"required": "Choose when it goes out."}
    )
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    waiting_for = forms.CharField(
        required=False, max_length=Edition._meta.get_field("waiting_for").max_length, label="For whom"
    )
    comment = forms.CharField(
        required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 2}), label="A word about it"
    )

    def clean(self):
        cleaned = super().clean()
        when = cleaned.get("when")
        if when == "at":
            if not cleaned.get("day") and "day" not in self.errors:
                self.add_error("day", "Say on which day.")
            if not cleaned.get("time") and "time" not in self.errors:
                self.add_error("time", "Say at what time.")
        if when == "waiting" and not cleaned.get("waiting_for") and "waiting_for" not in self.errors:
            self.add_error("waiting_for", "Say for whom it waits, for example INTERPOL.")
        return cleaned

    @property
    def moment(self):
        """The day and time as a moment, or None."""
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if self.cleaned_data.get("when") != "at" or not day or not time:
            return None
        return timezone.make_aware(datetime.datetime.combine(day, time))

    @property
    def understood(self):
        """What day and time mean, read back; empty while they say nothing."""
        at = self.moment if self.is_bound and hasattr(self, "cleaned_data") else None
        return f"{moment(at)} in Kuala Lumpur, {in_utc(at)}." if at else ""


class SendBackForm(forms.Form):
    comment = forms.CharField(
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what is to be changed."},
    )


def urls(model_admin):
    name = model_admin.model._meta.model_name
    guarded = model_admin.admin_site.admin_view
    return [
        path(f"<int:key>/{what}/", guarded(_view(model_admin, act, does)), name=f"news_{name}_{what}")
        for what, act, does in [("approve", Act.APPROVE, _approve), ("send_back", Act.RETURN, _send_back)]
    ]


def _view(model_admin, act, does):
    def view(request, key):
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        edition = found(model_admin.model, key)
        if edition is None:
            return gone(request, model_admin.model)
        if said := refusal(request.user, "view", edition) or refusal(request.user, act, edition):
            return refused(model_admin, request, edition, said)
        try:
            return does(model_admin, request, edition)
        except NotAllowed as error:
            return refused(model_admin, request, edition, str(error))
        except ChangedMeanwhile:
            messages.error(request, seen.NEWER)
        except NewsroomError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(address(edition, "review"))

    return view


def _versions(request, edition, facts):
    """What the person had on the screen when they decided. A form that does not say so is too old."""
    if request.method != "POST":
        return seen.from_word(request.GET.get("seen", ""), edition, facts)
    text_version, facts_version = version_shown(request), facts_shown(request)
    return -1 if text_version is None else text_version, -1 if facts_version is None else facts_version


def _approve(model_admin, request, edition):
    facts = seen.facts_with(edition)
    base = next(iter(since.bases(edition, facts)), None)
    left = listed.unticked(edition, facts, base, request.user)
    shown = _versions(request, edition, facts)
    form = ApproveForm(request.POST or None)
    problems = _linked(workflow.problems_for_publish(edition), edition)
    if request.method == "POST":
        if shown != (edition.lock_version, seen.open_facts_version(edition, facts)):
            raise ChangedMeanwhile
        if form.is_valid():
            try:
                return _decided(request, edition, form, shown, left)
            except Problems as error:
                problems = _put(form, error, edition)
    page = context(model_admin, request, edition, "Approve")
    page |= {
        "form": form,
        "problems": problems,
        "left": left,
        "lock_version": shown[0],
        "facts_lock_version": shown[1],
        "facts": facts if isinstance(edition, Edition) and facts is not None and facts.is_open else None,
        "embargo": getattr(edition, "embargo_until", None),
        "embargo_utc": in_utc(edition.embargo_until) if getattr(edition, "embargo_until", None) else "",
        "review_link": address(edition, "review"),
    }
    return TemplateResponse(request, "desk/review/approve.html", page)


def _decided(request, edition, form, shown, left):
    details = {"unticked": [f"{entry.words} ({entry.where_for_desk})" for entry in left[:MOST_NAMED]]}
    if len(left) > MOST_NAMED:
        details["unticked_more"] = len(left) - MOST_NAMED
    data = form.cleaned_data
    common = {
        "by": request.user,
        "comment": data["comment"].strip(),
        "lock_version": shown[0],
        "details": details,
    }
    if isinstance(edition, Edition):
        common["facts_lock_version"] = shown[1]
    if data["when"] == "now":
        said = post_it.offered(workflow.publish(edition, **common), "Published. Readers see it now.")
    elif data["when"] == "at":
        workflow.approve(edition, publish_at=form.moment, **common)
        said = f"Approved. It goes out {moment(form.moment)} ({in_utc(form.moment)})."
    else:
        workflow.approve(edition, waiting_for=data["waiting_for"], **common)
        said = f"Approved, waiting for {data['waiting_for'].strip()}. Any editor can then publish it."
    messages.success(request, said)
    return HttpResponseRedirect(address(edition, "change"))


def _put(form, error, edition):
    """Problems of this form at its fields; those of the version as links to theirs."""
    of_version = {}
    places = {"publish_at": "time", "waiting_for": "waiting_for"}
    for field, sentences in error.by_field.items():
        if field in places:
            for sentence in sentences:
                form.add_error(places[field], sentence)
        else:
            of_version[field] = sentences
    return _linked(of_version, edition)


def _linked(by_field, edition):
    return [(sentence, link_to(field, edition)) for field, said in by_field.items() for sentence in said]


def _send_back(model_admin, request, edition):
    facts = seen.facts_with(edition)
    shown = _versions(request, edition, facts)
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        # What was typed stays, also where somebody was quicker.
        if shown[0] != edition.lock_version:
            form.add_error(None, seen.NEWER)
            shown = (edition.lock_version, shown[1])
        elif form.is_valid():
            workflow.send_back(edition, by=request.user, comment=form.cleaned_data["comment"], lock_version=shown[0])
            messages.success(request, "Sent back. Its writers read your comment.")
            return HttpResponseRedirect(address(edition, "change"))
    page = context(model_admin, request, edition, "Send back")
    page |= {"form": form, "lock_version": shown[0], "review_link": address(edition, "review")}
    return TemplateResponse(request, "desk/review/send_back.html", page)
