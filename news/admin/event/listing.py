"""The list of events: one row an event, found by name or acronym, parted by state."""

from django.contrib import admin
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.views import ChangeList

from news import words
from news.enums import State
from news.models import EventEdition
from news.queries import desk

from . import wording
from .form import dates_in_words

OPEN, PUBLIC = sorted(State.open), sorted(State.public)

# Address value: (words of the link, condition on the annotated newest versions).
STATES = {
    "": ("All", ~Q(state=State.DISCARDED)),
    "internal": ("Internal", Q(state__in=OPEN, has_public=False)),
    "progress": ("New version in progress", Q(state__in=OPEN, has_public=True)),
    "published": ("Published", Q(state=State.PUBLISHED)),
    "withdrawn": ("Withdrawn", Q(state=State.WITHDRAWN)),
    "bin": ("In the bin", Q(state=State.DISCARDED)),
}


def newest_versions():
    """One version an event: the open one, else the public one, else the newest; merged events are left out."""
    rank = Case(
        When(state__in=OPEN, then=Value(0)),
        When(state__in=PUBLIC, then=Value(1)),
        When(state=State.SUPERSEDED, then=Value(2)),
        default=Value(3),
    )
    same = EventEdition.objects.filter(event=OuterRef("event")).order_by(rank, "-number").values("pk")[:1]
    public = EventEdition.objects.filter(event=OuterRef("event"), state__in=PUBLIC)
    return EventEdition.objects.filter(pk=Subquery(same), event__merged_into=None).annotate(has_public=Exists(public))


def found(queryset, typed, field):
    """Those in which each typed word stands, without accents or capitals."""
    for word in words.fold(typed).split():
        queryset = queryset.filter(**{f"{field}__contains": word})
    return queryset


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(value, said) for value, (said, _) in STATES.items() if value]

    def queryset(self, request, queryset):
        return queryset.filter(STATES[self.value() if self.value() in STATES else ""][1])


class EventChangeList(ChangeList):
    def get_results(self, request):
        """The public version beside each row of the page, in one query."""
        super().get_results(request)
        editions = list(self.result_list)
        public = desk.public_beside(editions, "event")
        for edition in editions:
            edition.public_beside = public.get(edition.event_id)
        self.result_list = editions

    def get_filters(self, request):
        """The filters work, but unfold's panel for them is not shown: the links above the list are."""
        specs, _, *rest = super().get_filters(request)
        return (specs, False, *rest)


class EventList:
    """For the model admin."""

    list_display = ["event_name", "dates_shown", "place_shown", "state_shown"]
    list_display_links = ["event_name"]
    list_filter = [StateFilter]
    list_per_page = 50
    list_before_template = "desk/event/list_before.html"
    search_fields = ["event__folded"]
    search_help_text = "Name or acronym"
    ordering = [F("starts").desc(nulls_first=True), "-pk"]
    show_full_result_count = False

    def get_changelist(self, request, **kwargs):
        return EventChangeList

    def get_queryset(self, request):
        rows = newest_versions().select_related("event", "place__country", "changed_by")
        return rows.prefetch_related("asked_to_check")

    def get_search_results(self, request, queryset, search_term):
        return found(queryset, search_term, "event__folded"), False

    def changelist_view(self, request, extra_context=None):
        counts = newest_versions().aggregate(
            **{value or "all": Count("pk", filter=condition) for value, (_, condition) in STATES.items()}
        )
        chosen = request.GET.get("state", "")
        links = [
            {
                "words": said,
                "count": counts[value or "all"],
                "link": f"?state={value}" if value else reverse("admin:news_eventedition_changelist"),
                "here": value == (chosen if chosen in STATES else ""),
            }
            for value, (said, _) in STATES.items()
            if counts[value or "all"] or not value or value == chosen
        ]
        context = {"state_links": links, "none_at_all": not any(counts.values()), "title": "Events"}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description="Event", ordering="name")
    def event_name(self, edition):
        if edition.acronym and edition.acronym not in edition.name:
            return f"{edition.name} ({edition.acronym})"
        return edition.name

    @admin.display(description="Dates", ordering="starts")
    def dates_shown(self, edition):
        return words.capital(dates_in_words(edition))

    @admin.display(description="Place")
    def place_shown(self, edition):
        return str(edition.place or ("Online" if edition.mode == "online" else ""))

    @admin.display(description="State")
    def state_shown(self, edition):
        return render_to_string("desk/state.html", {"said": wording.said_of(edition, edition.public_beside)})


def link_to(edition):
    return reverse("admin:news_eventedition_change", args=[edition.pk])
