"""Hiding a picture or a document, and showing it again: one page, made for a phone in a hurry."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from news import workflow
from news.errors import NewsroomError, NotAllowed, Problems
from news.models import Picture
from news.queries import files
from news.rules import people


class Hides:
    """For the admin of pictures or documents: `<key>/hide/` and `<key>/show/`, and a column that says so."""

    def get_urls(self):
        name, view = self.model._meta.model_name, self.admin_site.admin_view
        return [
            path("<int:key>/hide/", view(self.hide_view), name=f"news_{name}_hide"),
            path("<int:key>/show/", view(self.show_view), name=f"news_{name}_show"),
            *super().get_urls(),
        ]

    def hide_view(self, request, key):
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        stored = self._stored(request, key)
        if stored is None:
            return HttpResponseRedirect(self._list())
        said = people.writer(request.user)
        typed, problems = "", []
        if request.method == "POST" and not said:
            typed = request.POST.get("reason", "")
            try:
                workflow.hide(stored, by=request.user, reason=typed)
            except Problems as error:
                problems = [sentence for sentences in error.by_field.values() for sentence in sentences]
            except NotAllowed as error:
                said = str(error)
            except NewsroomError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(self._way_back(request, stored))
            else:
                messages.success(request, "Hidden. Readers no longer find it anywhere. Editors are told.")
                return HttpResponseRedirect(self._way_back(request, stored))
        return self._hide_page(request, stored, said, typed, problems)

    def show_view(self, request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        stored = self._stored(request, key)
        if stored is None:
            return HttpResponseRedirect(self._list())
        try:
            workflow.show(stored, by=request.user)
        except NotAllowed as error:
            return self._hide_page(request, stored, str(error), "", [])
        except NewsroomError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Shown again, wherever a public release uses it.")
        return HttpResponseRedirect(self._way_back(request, stored))

    def _hide_page(self, request, stored, said, typed, problems):
        context = {
            **self.admin_site.each_context(request),
            **hidden_or_not(request, stored),
            "opts": self.opts,
            "title": f"{'Hidden' if stored.hidden_at else 'Hide this'} {self.opts.verbose_name}",
            "said": said,
            "typed": typed,
            "problems": problems,
            "next": request.POST.get("next") or request.GET.get("next", ""),
            "back": self._way_back(request, stored),
        }
        return TemplateResponse(request, "desk/hide.html", context, status=403 if said else 200)

    def _stored(self, request, key):
        stored = self.model.objects.select_related("hidden_by").filter(pk=key).first() if key < 2**63 else None
        if stored is None:
            messages.error(request, f"This {self.opts.verbose_name} is no longer there.")
        return stored

    def _list(self):
        return reverse(f"admin:news_{self.model._meta.model_name}_changelist")

    def _way_back(self, request, stored):
        asked = request.POST.get("next") or request.GET.get("next", "")
        if asked.startswith("/admin/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
            return asked
        return reverse(f"admin:news_{self.model._meta.model_name}_change", args=[stored.pk])

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        stored = self.get_object(request, object_id) if object_id else None
        beside = hidden_or_not(request, stored) if stored is not None else {}
        return super().changeform_view(request, object_id, form_url, beside | (extra_context or {}))

    def for_readers(self, row):
        """For the list: hidden, or the way to hide it."""
        link = reverse(f"admin:news_{self.model._meta.model_name}_hide", args=[row.pk])
        return format_html('<a class="btn sm" href="{}">{}</a>', link, "Show again…" if row.hidden_at else "Hide…")

    for_readers.short_description = "For readers"

    def uploaded(self, row):
        """For the list, in Kuala Lumpur."""
        return date_format(timezone.localtime(row.uploaded_at), "j F Y, H:i")

    uploaded.short_description = "Uploaded"
    uploaded.admin_order_field = "uploaded_at"


def hidden_or_not(request, stored):
    """What a page shows about it: hidden since when and why, or where readers find it now."""
    name = stored._meta.model_name
    public = files.uses_of(stored).live().select_related("release").order_by("-published_at")
    return {
        "stored": stored,
        "is_picture": isinstance(stored, Picture),
        "key": stored.sha256[: files.KEY_LENGTH],
        "where": [(str(edition), edition.release.get_absolute_url()) for edition in public],
        "may_show": not people.editor(request.user),
        "may_hide": not people.writer(request.user),
        "hide_link": reverse(f"admin:news_{name}_hide", args=[stored.pk]),
        "show_link": reverse(f"admin:news_{name}_show", args=[stored.pk]),
        "file_link": "" if isinstance(stored, Picture) else files.document_url(stored),
    }
