"""The list of corrections, what waits first, and the addresses of their pages."""

from django.contrib import admin
from django.contrib.admin import display
from django.db.models import F
from django.urls import path
from django.utils import timezone

from news import words
from news.admin.base import DeskAdmin
from news.models import Correction
from news.rules import people

from . import deciding, preparing


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    list_display = ["words_shown", "pages_shown", "state_shown", "by_shown"]
    list_display_links = ["words_shown"]
    list_per_page = 30
    search_fields = ["old", "new", "note"]
    search_help_text = "Old or new words"
    show_full_result_count = False

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("made_by", "done_by")
        rows = rows.prefetch_related("versions__edition", "versions__event_edition")
        return rows.order_by(F("done_at").desc(nulls_first=True), "-pk")

    def get_ordering(self, request):
        return [F("done_at").desc(nulls_first=True), "-pk"]

    # Who may

    def has_view_permission(self, request, obj=None):
        return people.at_least(request.user, "viewer")

    has_module_permission = lambda self, request: self.has_view_permission(request)  # noqa: E731

    def has_add_permission(self, request):
        return not people.writer(request.user)

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    # Pages of our own

    def add_view(self, request, form_url="", extra_context=None):
        return preparing.view(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return deciding.view(self, request, object_id)

    def changelist_view(self, request, extra_context=None):
        context = {"title": "Correct everywhere"}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self):
        acts = [
            path(
                f"<int:key>/{what}/",
                self.admin_site.admin_view(deciding.act(self, does)),
                name=f"news_correction_{what}",
            )
            for what, does in deciding.ACTS.items()
        ]
        return [*acts, *super().get_urls()]

    # The list

    @display(description="Words")
    def words_shown(self, correction):
        return str(correction)

    @display(description="Pages")
    def pages_shown(self, correction):
        return len(correction.versions.all())

    @display(description="State")
    def state_shown(self, correction):
        return deciding.said_of(correction)

    @display(description="Prepared by")
    def by_shown(self, correction):
        return f"{correction.made_by}, {words.day(timezone.localdate(correction.made_at))}"
