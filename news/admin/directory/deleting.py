"""Deleting an entry: only where nothing names it; else a sentence says what does."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news.errors import Problems
from news.queries import naming
from news.record.entries import delete_entry


def beside(model_admin, request, entry):
    may = model_admin.has_delete_permission(request, entry) and not getattr(entry, "merged_into_id", None)
    name = model_admin.opts.model_name
    return {"delete_link": reverse(f"admin:news_{name}_delete", args=[entry.pk]) if may else ""}


def delete(request, model_admin, object_id):
    """Says what names the entry, or asks once and deletes it."""
    entry = model_admin.get_object(request, object_id)
    if entry is None:
        raise Http404("There is no such entry.")
    if not model_admin.has_delete_permission(request, entry):
        raise PermissionDenied(model_admin.refusal(request, "delete", entry))
    change = reverse(f"admin:news_{model_admin.opts.model_name}_change", args=[entry.pk])
    named = naming.uses(entry)
    if request.method == "POST":
        words = str(entry)
        try:
            delete_entry(entry, by=request.user)
        except Problems as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(change)
        messages.success(request, f"“{words}” is deleted.")
        return HttpResponseRedirect(reverse(f"admin:news_{model_admin.opts.model_name}_changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Delete {entry}",
        "entry": entry,
        "named": named,
        "merged": getattr(entry, "merged_into", None),
        "may_merge": hasattr(model_admin.model, "merged_into"),
        "back": change,
    }
    return TemplateResponse(request, "desk/directory/delete.html", context)
