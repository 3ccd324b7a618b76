"""The admin of press releases: one form, written through the one door."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from news import html, words, workflow
from news.admin import acts, panels
from news.admin.base import DeskAdmin
from news.admin.documents import DocumentInline
from news.admin.rights import ByRules
from news.admin.saving import SavesThroughDoor
from news.admin.two_versions.mine import plain_content
from news.admin.two_versions.saving import AsksWhoComesSecond, CameSecond
from news.enums import EventStatus
from news.models import Edition, Event
from news.pictures.renditions import picture_url
from news.queries import desk, picture_sets
from news.rules import refusal
from news.rules.wording import state_of

from .form import CHANGE, EVENT, MORE, TEXT, PictureInline, ReleaseForm
from .listing import STATES, ReleaseList


@admin.register(Edition)
class EditionAdmin(AsksWhoComesSecond, SavesThroughDoor, ByRules, ReleaseList, DeskAdmin):
    form = ReleaseForm
    inlines = [PictureInline, DocumentInline]
    autocomplete_fields = ["event", "also_covers", "byline", "issued_jointly_with"]
    readers = ("title", "standfirst", "change_note", "motto", "dateline")
    lengths = {"title": "110", "standfirst": "300"}
    change_form_template = "admin/news/edition/change_form.html"
    change_list_template = "admin/news/edition/change_list.html"

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") == "news_edition_changelist":
            return self.rows_for_list(request, queryset)
        return queryset.select_related("release", "event", "published_by", "changed_by")

    def get_fieldsets(self, request, obj=None):
        fieldsets = [
            ("Text", {"fields": [*TEXT, "lock_version"]}),
            ("Event", {"fields": EVENT}),
            ("More", {"fields": MORE, "classes": ["collapse"]}),
        ]
        if obj is not None and obj.release.first_published_at:
            fieldsets.append(("For readers: what is different", {"fields": CHANGE}))
        return fieldsets

    # The form

    def get_changeform_initial_data(self, request):
        initial = {"kind": "event_report"}
        key = request.GET.get("event", "")
        if key.isdecimal() and len(key) < 19 and Event.objects.filter(pk=key, merged_into=None).exists():
            initial["event"] = int(key)
        return initial

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        obj = self.get_object(request, object_id) if object_id else None
        if obj is not None and not self.has_change_permission(request, obj):
            return self._read_view(request, obj)
        context = {
            "title": str(obj) if obj else "New press release",
            "subtitle": None,
            "show_close": False,
            "removed_from_text": request.session.pop("removed_from_text", []) if request.method == "GET" else [],
            **(self._rail(request, obj) if obj else {}),
        }
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def _read_view(self, request, edition):
        """A version that this person cannot change as it is: its words to read, and what may be done."""
        if said := refusal(request.user, "view", edition):
            raise PermissionDenied(said)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(edition),
            "typed": _typed(request) if request.method == "POST" else [],
            "text": html.plain(edition.body),
            "pictures": list(edition.pictures.select_related("picture")),
            "refusal": acts.only_read_because(request.user, edition),
            **self._rail(request, edition),
        }
        return TemplateResponse(request, "desk/release/read.html", context)

    def _rail(self, request, edition):
        release = edition.release
        public = release.editions.public().first()
        open_edition = edition if edition.is_open else release.editions.open().first()
        facts = edition.event.newest_edition if edition.event_id else None
        return {
            "edition": edition,
            "public": public,
            "open_edition": open_edition,
            "said": state_of(open_edition, public),
            "acts": acts.buttons(request, edition),
            "panels_first": panels.beside(request, edition, panels.FIRST),
            "panels": panels.beside(request, edition, panels.THEN),
            "facts": facts,
            "fact_dates": words.span(facts.starts, facts.ends, facts.precision) if facts else "",
            "fact_status": facts.get_status_display() if facts and facts.status in NOT_AS_PLANNED else "",
            "organizers": list(facts.organizers.filter(session=None)) if facts else [],
            "participants": list(facts.participations.filter(session=None).exclude(person=None)) if facts else [],
            "sessions": list(facts.sessions.all()) if facts else [],
        }

    # Saving: everything goes through the door at once, after all forms are valid.

    def write(self, request, obj, data, change):
        data.pop("lock_version", None)
        if not change:
            return workflow.new_release(data, by=request.user)
        if shown := getattr(obj, "as_shown", None):
            raise CameSecond(plain_content(Edition, data, shown.content))
        version = acts.version_shown(request)
        return workflow.edit(obj, data, by=request.user, lock_version=-1 if version is None else version)

    def save_form(self, request, form, change):
        if form.removed:
            request.session["removed_from_text"] = form.removed
        return super().save_form(request, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def _saved(self, request, obj):
        at = timezone.localtime()
        messages.success(request, f"Saved at {at:%H:%M}. {acts.who_sees(obj)}")
        return HttpResponseRedirect(reverse("admin:news_edition_change", args=[obj.pk]))

    # The list

    def changelist_view(self, request, extra_context=None):
        found = desk.counts(Edition, "release", request.user)
        state = request.GET.get("state", "")
        links = [
            {"state": name, "label": label, "count": found[key], "current": name == state}
            for name, label, key in STATES
            if found[key] or name in {"", state}
        ]
        context = {"title": "Press releases", "state_links": links, "state": state}
        return super().changelist_view(request, context | (extra_context or {}))

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "state" or super().lookup_allowed(lookup, value, request)

    # Views of our own

    def get_urls(self):
        pictures = path("pictures/", self.admin_site.admin_view(self.pictures_view), name="news_edition_pictures")
        return [pictures, *acts.urls(self), *panels.urls(self), *super().get_urls()]

    def pictures_view(self, request):
        """The pictures that may stand in a text, newest first, as JSON for the editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = picture_sets.offered()[:60]
        return JsonResponse(
            {
                "results": [
                    {
                        "src": picture_url(row, 960),
                        "small": picture_url(row, 480),
                        "alt": row.alt,
                        "caption": row.caption,
                        "width": row.width,
                        "height": row.height,
                    }
                    for row in rows
                ]
            }
        )


def _typed(request):
    """What somebody posted who came too late: headings with their words, so nothing typed is lost."""
    names = [name for name in [*TEXT, "dateline", *CHANGE[:1]] if request.POST.get(name, "").strip()]
    return [
        (
            ReleaseForm.base_fields[name].label,
            html.plain(request.POST[name]) if name == "body" else request.POST[name],
        )
        for name in names
    ]


NOT_AS_PLANNED = {EventStatus.POSTPONED, EventStatus.CANCELLED}
