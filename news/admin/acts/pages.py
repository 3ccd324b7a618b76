"""What the own pages of the acts have in common: finding the version, the frame around it, refusals."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news.models import Edition


def found(model, key):
    """The version with what every page about it shows, or None."""
    rows = model.objects.select_related("submitted_by", "returned_by", "changed_by", "approved_by")
    return rows.select_related("release", "event").filter(pk=key).first() if model is Edition else _facts(rows, key)


def _facts(rows, key):
    return rows.select_related("event__merged_into").filter(pk=key).first()


def address(edition, what):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk])


def context(model_admin, request, edition, title):
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "edition": edition,
        "back": address(edition, "change"),
    }


def gone(request, model):
    messages.error(request, "This version is no longer there.")
    return HttpResponseRedirect(reverse(f"admin:news_{model._meta.model_name}_changelist"))


def refused(model_admin, request, edition, sentence):
    """The sentence of a refusal on a page of the desk, with the way back."""
    shown = context(model_admin, request, edition, "This is not possible")
    return TemplateResponse(request, "desk/refused.html", shown | {"sentence": sentence}, status=403)
