"""Previews on a version: links for people without an account, and whom we asked to approve.

A writer makes a link and ends one: names and dates are checked with counterparts long before anything is
handed in. Asking for an approval speaks for the newsroom, so only an editor asks. A viewer sees what was
answered and no link: a link lets others in. `workflow/` decides all this again.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from news import workflow
from news.errors import NewsroomError, NotAllowed, Problems
from news.models import Preview, SignOff
from news.outputs.sign_off import ready_text
from news.rules import people, refusal

DAYS = (1, 3, 7, 14, 30)
USUAL_DAYS = 7


@dataclass(frozen=True)
class Link:
    """A valid link: its full address, until when, by whom, for whom, and where it is ended."""

    key: int
    address: str
    until: object
    by: str
    whom: str
    end: str


def frame_address(request, edition):
    """The address at which a page of the desk shows a version as readers will see it, in a sandboxed frame.

    It is valid for an hour and leaves no row. Whoever reads the desk may look.
    """
    if said := refusal(request.user, "view", edition):
        raise PermissionDenied(said)
    return workflow.look_path(edition)


def panel(request, edition):
    """Links and approvals of one version; None where it is public by now and nobody was asked."""
    may_not = people.writer(request.user)
    asked = workflow.standing(edition)
    if not asked and (not edition.is_open or may_not):
        return None
    links = [_link(preview, edition) for preview in workflow.valid_previews(edition)] if edition.is_open else []
    return {
        "template": "desk/previews/panel.html",
        "links": [] if may_not else links,
        "may": edition.is_open and not may_not,
        "make": _address(edition, "preview"),
        "days": DAYS,
        "usual_days": USUAL_DAYS,
        "ask": _address(edition, "ask"),
        "ask_refused": people.editor(request.user),
        "asked": [_asked_line(found, edition, with_link=edition.is_open and not may_not) for found in asked],
    }


def _link(preview, edition):
    sign_off = getattr(preview, "sign_off", None)
    return Link(
        key=preview.pk,
        address=settings.SITE_ORIGIN + workflow.link_path(preview),
        until=preview.expires_at,
        by=str(preview.made_by),
        whom=sign_off.name if sign_off else "",
        end=_address(edition, "end_preview", preview.pk),
    )


def _asked_line(found, edition, *, with_link):
    sign_off = found.sign_off
    preview = sign_off.preview
    valid = preview is not None and preview.revoked_at is None and preview.expires_at > timezone.now()
    seen = sign_off.text_seen or sign_off.facts_seen
    return {
        "sign_off": sign_off,
        "stale": found.stale,
        "ended": preview is not None and not valid,
        "seen_at": seen.at if seen else None,
        "scan": _address(edition, "scan", sign_off.pk) if sign_off.scan_id else "",
        "again": _address(edition, "asked", sign_off.pk)
        if with_link and valid and (found.stale or not sign_off.answer)
        else "",
    }


def _address(edition, what, *keys):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk, *keys])


# Views. Each lets `workflow/` decide, and says on the next page what happened.


def urls(model_admin):
    name = model_admin.model._meta.model_name
    views = [
        ("preview/", "preview", make),
        ("preview/<int:preview_key>/end/", "end_preview", end),
        ("ask/", "ask", ask),
        ("asked/<int:sign_off_key>/", "asked", asked),
    ]
    return [
        path(
            f"<int:key>/{below}",
            model_admin.admin_site.admin_view(_about_version(model_admin, view)),
            name=f"news_{name}_{what}",
        )
        for below, what, view in views
    ]


def _about_version(model_admin, view):
    def of_version(request, key, **keys):
        thing = "release" if model_admin.model._meta.model_name == "edition" else "event"
        edition = model_admin.model.objects.select_related(thing).filter(pk=key).first()
        if edition is None:
            raise Http404("This version is no longer there.")
        try:
            return view(request, model_admin, edition, **keys)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error

    return of_version


def make(request, model_admin, edition):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    days = request.POST.get("days", "")
    days = int(days) if days.isdecimal() and len(days) < 4 else 0
    return _done(
        request,
        edition,
        lambda: workflow.make_preview(edition, by=request.user, days=days),
        "The link is made. Whoever has it can read this version.",
    )


def end(request, model_admin, edition, preview_key):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    preview = Preview.objects.about(edition).filter(pk=preview_key).first()
    if preview is None:
        raise Http404("There is no such link.")
    return _done(
        request, edition, lambda: workflow.revoke(preview, by=request.user), "The link has ended. It opens nothing now."
    )


def _done(request, edition, act, said):
    try:
        act()
    except NotAllowed:
        raise
    except NewsroomError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(f"{_address(edition, 'change')}#previews")


class AskForm(forms.Form):
    name = forms.CharField(
        label="Who is asked?",
        max_length=SignOff._meta.get_field("name").max_length,
        help_text="As you write to them, for example “Dato’ Aminah Yusof” or “Executive Director”.",
        error_messages={"required": "Say whom you ask."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organization = forms.CharField(
        label="Their organization", required=False, max_length=SignOff._meta.get_field("organization").max_length
    )
    email = forms.EmailField(
        label="Their e-mail",
        required=False,
        max_length=SignOff._meta.get_field("email").max_length,
        help_text="They get a mail with the link. Left empty, you send the link yourself.",
        error_messages={"invalid": "This is no e-mail address. Type it like name@example.org."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    message = forms.CharField(
        label="Your words to them",
        required=False,
        max_length=SignOff._meta.get_field("message").max_length,
        help_text="For example what they should look at, and by when.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    days = forms.IntegerField(
        label="For how many days is the link valid?",
        initial=USUAL_DAYS,
        help_text="From 1 to 30.",
        error_messages={
            "required": "Give a number of days from 1 to 30.",
            "invalid": "Give a number of days from 1 to 30.",
        },
        widget=forms.NumberInput(attrs={"min": 1, "max": 30}),
    )


def ask(request, model_admin, edition):
    """The form by which an editor asks somebody outside to approve exactly this version."""
    if said := people.editor(request.user):
        raise PermissionDenied(said)
    if not edition.is_open:
        messages.error(request, "Only a version that is not public yet can be sent for approval.")
        return HttpResponseRedirect(_address(edition, "change"))
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_off = workflow.ask_sign_off(edition, by=request.user, **form.cleaned_data)
        except Problems as problems:
            for name, sentences in problems.by_field.items():
                for sentence in sentences:
                    form.add_error(name if name in form.fields else None, sentence)
        except NotAllowed:
            raise
        except NewsroomError as error:
            form.add_error(None, str(error))
        else:
            mailed = f"A mail goes to {sign_off.email}." if sign_off.email else "Now send them the link."
            messages.success(request, f"{sign_off.name} is asked. {mailed}")
            return HttpResponseRedirect(_address(edition, "asked", sign_off.pk))
    context = {"form": form, "facts": workflow.facts_beside(edition)}
    return _own_page(request, model_admin, edition, "ask", "Ask somebody to approve", context)


def asked(request, model_admin, edition, sign_off_key):
    """After asking: the ready text with the link, to send by WhatsApp or otherwise."""
    if said := people.writer(request.user):
        raise PermissionDenied(said)
    sign_off = SignOff.objects.about(edition).filter(pk=sign_off_key).select_related("preview", "asked_by").first()
    if sign_off is None or sign_off.preview is None:
        raise Http404("Nobody was asked by this link.")
    valid = edition.is_open and workflow.valid_previews(edition).filter(pk=sign_off.preview_id).exists()
    text = ready_text(sign_off) if valid else ""
    context = {"sign_off": sign_off, "text": text, "whatsapp": f"https://wa.me/?text={quote(text)}"}
    return _own_page(request, model_admin, edition, "asked", f"{sign_off.name} is asked", context)


def _own_page(request, model_admin, edition, template, title, context):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "edition": edition,
        "back": _address(edition, "change"),
        **context,
    }
    return TemplateResponse(request, f"desk/previews/{template}.html", context)
