"""The list of sets: what each holds, what is left to do there, whose it is. And its release, for a pick."""

from django.contrib import admin
from django.contrib.admin import display
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.views import ChangeList

from news import words
from news.admin.base import DeskAdmin
from news.admin.directory.picking import typed_words
from news.enums import State
from news.models import Edition, PressRelease
from news.queries import picture_sets
from news.rules import people

from . import frame


class SetChangeList(ChangeList):
    """Counts what the sets of the page hold in one query, and reads what they belong to in two."""

    counted_as = "sets"

    def url_for_result(self, result):
        return frame.room_that_fits(result, result.counted)

    def get_results(self, request):
        super().get_results(request)
        sets = list(self.result_list)
        picture_sets.complete(sets)
        self.result_list = sets


class SetList:
    """Mixed into the admin of sets."""

    list_display = ["set_words", "belongs_to", "holds", "began", "rename"]
    list_display_links = ["set_words"]
    list_per_page = 30
    list_before_template = "desk/photographs/tabs.html"
    search_fields = ["title"]
    search_help_text = "Title, event, press release"
    show_full_result_count = False
    ordering = ["-pk"]
    change_list_template = "desk/photographs/list.html"

    def get_changelist(self, request, **kwargs):
        return SetChangeList

    def get_search_results(self, request, queryset, search_term):
        for word in typed_words(search_term):
            found = Q(title__icontains=word) | Q(event__folded__contains=word) | Q(release__slug__contains=word)
            queryset = queryset.filter(found)
        return queryset, False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Photographs", "tabs": tabs("sets")} | (extra_context or {}))

    @display(description="Photographs", ordering="title")
    def set_words(self, picture_set):
        return str(picture_set)

    @display(description="For")
    def belongs_to(self, picture_set):
        kind = "Press release" if picture_set.release_id else "Event" if picture_set.event_id else "–"
        named = "" if picture_set.belongs_to == picture_set.title else picture_set.belongs_to
        return format_html("{}<small>{}</small>", kind, named)

    @display(description="State")
    def holds(self, picture_set):
        return in_words(picture_set.counted)

    @display(description="Begun", ordering="created_at")
    def began(self, picture_set):
        day = words.day(timezone.localdate(picture_set.created_at))
        return format_html("{}<small>{}</small>", day, picture_set.created_by or "")

    @display(description="Title")
    def rename(self, picture_set):
        link = reverse("admin:news_pictureset_change", args=[picture_set.pk])
        return format_html('<a class="btn sm" href="{}">Rename<span class="vh"> {}</span></a>', link, picture_set)


def in_words(counted):
    """As "40 sent, 8 to publish, 3 without words"."""
    if not counted.sent:
        return "nothing sent yet"
    parts = [
        f"{counted.sent} sent",
        f"{counted.undecided} not decided" if counted.undecided else "",
        f"{counted.publish} to publish" if counted.publish else "",
        f"{counted.without_words} without words" if counted.without_words else "",
    ]
    return ", ".join(filter(None, parts))


def tabs(here):
    """The two lists of pictures: what was sent in together, and every single one."""
    lists = [("sets", "Sent in together", "pictureset"), ("pictures", "All pictures", "picture")]
    return [
        {"words": said, "link": reverse(f"admin:news_{model}_changelist"), "here": name == here}
        for name, said, model in lists
    ]


@admin.register(PressRelease)
class ReleaseToPick(DeskAdmin):
    """Only so that sets find releases; the list of releases is that of their versions."""

    search_fields = ["slug"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        kept = Edition.objects.exclude(state=State.DISCARDED)
        return super().get_queryset(request).filter(editions__in=kept).distinct().prefetch_related("editions")

    def get_search_results(self, request, queryset, search_term):
        for word in typed_words(search_term):
            found = Q(editions__title__icontains=word) | Q(slug__contains=word)
            number = word.rpartition("/")[2]
            if number.isdecimal() and len(number) < 10:
                found |= Q(ref_number=int(number))
            queryset = queryset.filter(pk__in=PressRelease.objects.filter(found).values("pk"))
        return queryset, False

    def note_on(self, release):
        newest = max(release.editions.all(), key=lambda edition: edition.pk, default=None)
        return str(newest) if newest else ""

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return people.at_least(request.user, "viewer")

    def has_add_permission(self, request):
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False
