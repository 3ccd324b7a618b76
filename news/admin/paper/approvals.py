"""An approval given on paper or by message: who, when, which saved version, with the scan of the sheet."""

import logging

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from news import workflow
from news.assistant.dates import YEARS
from news.enums import Answer, SignedHow
from news.errors import NewsroomError, NotAllowed, Problems
from news.models import SignOff, Snapshot
from news.outputs.paper import code_of
from news.record.documents import SCANS, store_document, stored_or_nothing
from news.record.log import history_of
from news.rules import people

from .printing import name_of, printed

LISTED = 20
AWAY = "This scan cannot be fetched just now. Please try again in a minute."
log = logging.getLogger(__name__)
KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


class ApprovalForm(forms.Form):
    """`versions` are the saved versions to choose from, newest first."""

    how = forms.ChoiceField(
        label="How was it given?",
        choices=[(how.value, how.label) for how in (SignedHow.PAPER, SignedHow.MESSAGE)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose “on paper” or “by message”."},
    )
    answer = forms.ChoiceField(
        label="What did they say?",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three answers."},
    )
    name = forms.CharField(
        label="By whom?",
        max_length=SignOff._meta.get_field("name").max_length,
        help_text="For example “Executive Director”, with the name.",
        error_messages={"required": "Give the name."},
    )
    organization = forms.CharField(
        label="Organization", max_length=SignOff._meta.get_field("organization").max_length, required=False
    )
    answered_at = forms.DateTimeField(
        label="When?",
        help_text="Kuala Lumpur time. A moment that is over.",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Say when they answered.", "invalid": "Give a day and a time that exist."},
    )
    snapshot = forms.ChoiceField(
        label="Which version?",
        help_text="Compare the code with the one at the top of the sheet.",
        error_messages={"invalid_choice": "This version is not there. Choose one of the list."},
    )
    comment = forms.CharField(
        label="What they wrote",
        max_length=SignOff._meta.get_field("comment").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scan = forms.FileField(
        label="The scan",
        required=False,
        help_text="PDF, JPEG or PNG. Only the desk can see it.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}),
        error_messages={"empty": "This file is empty. Choose another."},
    )

    def __init__(self, *args, versions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["snapshot"].choices = [(str(version.pk), _said(version)) for version in versions]
        for name, field in self.fields.items():
            if not field.required:
                field.label = f"{field.label}, if there is one" if name == "scan" else f"{field.label} (can be empty)"

    def clean_answered_at(self):
        at = self.cleaned_data["answered_at"]
        if at.year < YEARS.start:
            raise forms.ValidationError("Give a day and a time that exist.")
        return at


def _said(version):
    at = timezone.localtime(version.at)
    by = f" by {version.by}" if version.by else ""
    return f"Saved {at:%-d %B %Y, %H:%M}{by}, code {code_of(version.data)}"


def record(request, model_admin, edition):
    """The form, and what it says is recorded."""
    if request.method not in {"GET", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    if said := people.writer(request.user):
        raise NotAllowed(said)
    versions = list(history_of(edition, Snapshot).select_related("by")[:LISTED])
    remembered = printed(request, edition)
    first = next((version.pk for version in versions if version.pk == remembered), None)
    initial = {"snapshot": str(first)} if first else {}
    form = ApprovalForm(request.POST or None, request.FILES or None, versions=versions, initial=initial)
    if not versions:
        # What has no saved version yet is recorded as it stands.
        del form.fields["snapshot"]
    if request.method == "POST" and form.is_valid() and _recorded(request, edition, form, versions):
        messages.success(request, "Recorded. It holds for that version alone.")
        return HttpResponseRedirect(_change_page(edition))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Record an approval",
        "edition": edition,
        "form": form,
        "back": _change_page(edition),
    }
    return TemplateResponse(request, "desk/paper/record.html", context)


def _recorded(request, edition, form, versions):
    data = form.cleaned_data
    snapshot = next((version for version in versions if str(version.pk) == data.get("snapshot")), None)
    try:
        with stored_or_nothing():
            scan = store_document(data["scan"], by=request.user, only=SCANS) if data.get("scan") else None
            workflow.record_approval(
                edition,
                by=request.user,
                how=data["how"],
                name=data["name"],
                organization=data["organization"],
                answered_at=data["answered_at"],
                answer=data["answer"],
                comment=data["comment"],
                snapshot=snapshot,
                scan=scan,
            )
    except Problems as problems:
        for field, sentences in problems.by_field.items():
            field = {"file": "scan"}.get(field, field)
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, sentence)
        return False
    except NotAllowed:
        raise
    except NewsroomError as error:
        form.add_error(None, str(error))
        return False
    return True


def scan(request, model_admin, edition, sign_off_key):
    """The scan of a recorded approval, for the desk alone."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    found = SignOff.objects.about(edition).filter(pk=sign_off_key).select_related("scan").first()
    if found is None or found.scan is None:
        raise Http404("There is no such scan.")
    document = found.scan
    try:
        opened = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file of this scan is missing.") from error
    except OSError:
        log.exception("The store of files is away: %s", document.file.name)
        return HttpResponse(AWAY, content_type="text/plain; charset=utf-8", status=503)
    kind = KINDS.get(document.format)
    name = f"approval-{found.pk}-{name_of(edition)}.{document.format}"
    response = FileResponse(
        opened, as_attachment=kind is None, filename=name, content_type=kind or "application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _change_page(edition):
    return reverse(f"admin:news_{edition._meta.model_name}_change", args=[edition.pk])
