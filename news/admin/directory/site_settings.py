"""The settings of the site: one page, for administrators."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from news.models import SiteState
from news.record.site import show_map

from .entry import EntryAdmin, EntryForm


class SettingsForm(EntryForm):
    has_lock = False

    class Meta:
        model = SiteState
        fields = ["shows_map"]
        labels = {"shows_map": "Show the map of events"}
        help_texts = {
            "shows_map": "Readers find it under Map and on the home page. Without it, its address says so.",
        }

    def _look_for_alike(self, cleaned):
        """There is one site."""


@admin.register(SiteState)
class SettingsAdmin(EntryAdmin):
    form = SettingsForm
    search_fields = ()
    fieldsets = [("Pages for readers", {"fields": ["shows_map"]})]

    def has_view_permission(self, request, obj=None):
        """Settings are an administrator's business alone."""
        return not self.why_not(request, "change", obj)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def write_entry(self, request, form, lists, change):
        show_map(form.cleaned_data["shows_map"], by=request.user)
        return form.instance

    def beside(self, request, obj):
        back = {"link": reverse("admin:index"), "words": "What waits"}
        found = super().beside(request, obj) | {"title": "Settings of the site", "desk_back": back}
        return found | ({"public_link": reverse("map")} if obj.shows_map else {})

    def changelist_view(self, request, extra_context=None):
        """There is one: its form is the list."""
        if self.has_view_permission(request) and SiteState.objects.filter(pk=1).exists():
            return HttpResponseRedirect(reverse("admin:news_sitestate_change", args=[1]))
        return super().changelist_view(request, extra_context)
