"""The list of single pictures: parted by what was chosen, found by words, event and people; the bin with its days."""

from django.contrib import admin
from django.contrib.admin import display
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from news.admin.directory.listing import EntryList, View, with_note
from news.admin.directory.picking import is_pick, typed_words
from news.enums import PictureChoice
from news.models import Event, PersonShown
from news.pictures.renditions import crop_url
from news.queries import picture_sets as sets
from news.record import picture_sets

from . import frame
from .listing import tabs

EVENT = "event"
SAID = {
    PictureChoice.UNDECIDED: "not decided",
    PictureChoice.PUBLISH: "to publish",
    PictureChoice.ARCHIVE: "archive",
    PictureChoice.THROWN: "thrown away",
}


class EventFilter(admin.SimpleListFilter):
    """Only the pictures of one event: the key stands in the address, the links in the list lead there."""

    title = "event"
    parameter_name = EVENT

    def lookups(self, request, model_admin):
        # Without one, Django would not ask the filter.
        return [("", "")]

    def queryset(self, request, queryset):
        event = asked_event(request)
        return queryset.filter(event=event) if event else queryset


def asked_event(request):
    key = request.GET.get(EVENT, "")
    return Event.objects.filter(pk=key).first() if key.isascii() and key.isdecimal() and len(key) < 19 else None


class PictureList(EntryList):
    """Mixed into the admin of pictures."""

    list_display = ["words", "picture", "state", "of_event", "uploaded", "for_readers"]
    list_display_links = ["words"]
    list_filter = [EventFilter]
    list_per_page = 30
    list_before_template = "desk/photographs/single_before.html"
    change_list_template = "desk/photographs/single.html"
    search_fields = ["caption"]
    search_help_text = "Words, event, people shown, name of the file"
    show_full_result_count = False
    none_yet = "No pictures yet. Pictures are not needed to publish."
    views = (
        View("", "All", ~sets.in_bin()),
        View("publish", "To publish", sets.chosen(PictureChoice.PUBLISH)),
        View("archive", "Archive", sets.chosen(PictureChoice.ARCHIVE)),
        View("undecided", "Not decided", sets.chosen(PictureChoice.UNDECIDED)),
        View("hidden", "Hidden", Q(hidden_at__isnull=False)),
        View("bin", "Bin", sets.in_bin()),
    )

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if is_pick(request):
            return queryset.filter(pk__in=sets.offered().values("pk"))
        if getattr(request.resolver_match, "url_name", "") == "news_picture_changelist":
            return queryset.select_related("event").prefetch_related("in_sets__set", "event__editions")
        return queryset

    def get_search_results(self, request, queryset, search_term):
        for word in typed_words(search_term):
            people = PersonShown.objects.filter(picture=OuterRef("pk"), person__folded__contains=word)
            found = Q(event__folded__contains=word) | Q(Exists(people))
            for name in ("caption", "alt", "credit", "original_name"):
                found |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(found)
        return queryset, False

    def changelist_view(self, request, extra_context=None):
        event = asked_event(request)
        only = {"words": f"Pictures of {event}", "all": "All pictures"} if event else {}
        context = {"tabs": tabs("pictures"), "only": only, "title": "Pictures"}
        return super().changelist_view(request, context | (extra_context or {}))

    @display(description="Words")
    def words(self, row):
        return with_note(Truncator(row.caption or row.alt or "Without words").chars(160), row.original_name)

    @display(description="Picture")
    def picture(self, row):
        return format_html(
            '<img class="desk-thumb" src="{}" alt="" width="96" height="64" loading="lazy">', crop_url(row, 240)
        )

    @display(description="State")
    def state(self, row):
        return format_html_join("", "<p>{}</p>", ((_state(found),) for found in row.in_sets.all())) or "–"

    @display(description="Event")
    def of_event(self, row):
        if row.event is None:
            return "–"
        return format_html('<a href="?{}={}">{}</a>', EVENT, row.event_id, row.event)


def _state(row):
    """Its state in one set, as "in the bin, goes on 3 December", with the way to the set."""
    said = SAID[PictureChoice(row.choice)]
    if going := picture_sets.goes_on(row):
        said = f"in the bin, goes on {date_format(going, 'j F')}"
    link = f"{frame.address(row.set_id, 'choose')}?at={row.pk}"
    way = f"Take it back: {row.set}" if going else row.set
    return format_html('{}<small><a href="{}">{}</a></small>', said, link, way)


def beside(picture):
    """For the form of one picture: who is in it, in which sets it is, which releases in progress use it."""
    return {
        "shown": [str(row) for row in picture.people_shown.select_related("person")],
        "in_sets": [_state(row) for row in picture.in_sets.select_related("set")],
        "in_progress": [
            (str(edition), reverse("admin:news_edition_change", args=[edition.pk]))
            for edition in sets.in_progress_with(picture)
        ],
    }
