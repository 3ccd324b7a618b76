"""The list of press releases: one row a release, links by state with their counts, search without accents."""

from django.contrib.admin import display
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from news import words
from news.models import Edition
from news.queries import desk
from news.rules.wording import state_of

STATES = [
    ("", "All", "all"),
    ("mine", "Mine", "mine"),
    ("drafts", "Drafts", "drafts"),
    ("handed-in", "Handed in", "handed_in"),
    ("approved", "Approved", "approved"),
    ("published", "Published", "published"),
    ("withdrawn", "Withdrawn", "withdrawn"),
    ("bin", "Bin", "bin"),
]


class ReleaseChangeList(ChangeList):
    """Reads the public version beside each row of the page in one query."""

    def get_filters_params(self, params=None):
        """`state` is a word of the links above the list, not a column to look up."""
        return {name: value for name, value in super().get_filters_params(params).items() if name != "state"}

    def get_results(self, request):
        super().get_results(request)
        editions = list(self.result_list)
        public = desk.public_beside(editions, "release")
        for edition in editions:
            edition.public_beside = public.get(edition.release_id)
        self.result_list = editions


class ReleaseList:
    """Mixed into the admin of editions."""

    list_display = ["release_words", "state_words", "writers", "date_words"]
    list_display_links = ["release_words"]
    list_per_page = 30
    search_fields = ["title"]
    search_help_text = "Words of the title, a reference, the event"
    list_before_template = "desk/release/states.html"
    show_full_result_count = False
    ordering = None

    def get_ordering(self, request):
        return ["-changed_at", "-pk"]

    def get_changelist(self, request, **kwargs):
        return ReleaseChangeList

    def rows_for_list(self, request, queryset):
        state = request.GET.get("state", "")
        rows = desk.one_row_a_thing(Edition, "release", binned=state == "bin")
        rows = desk.by_state(rows, Edition, "release", state, request.user)
        return rows.select_related("release", "event").prefetch_related(
            "authors", "asked_to_check", "event__editions__place"
        )

    def get_search_results(self, request, queryset, search_term):
        for word in words.fold(search_term).split():
            found = Q(title__icontains=word) | Q(event__folded__contains=word) | Q(release__slug__contains=word)
            number = word.rpartition("/")[2]
            if number.isdecimal() and len(number) < 10:
                found |= Q(release__ref_number=int(number))
            queryset = queryset.filter(found)
        return queryset, False

    @display(description="Release", ordering="title")
    def release_words(self, edition):
        lines = [edition.get_kind_display() if not edition.event_id else str(edition.event)]
        facts = edition.event.newest_edition if edition.event_id else None
        if facts and facts.place:
            lines.append(facts.place.city)
        return format_html(
            '<span class="read">{}</span><small>{}</small>', str(edition), " · ".join(filter(None, lines))
        )

    @display(description="State")
    def state_words(self, edition):
        public = edition.public_beside
        said = state_of(edition if edition.is_open else None, public)
        return render_to_string("desk/state.html", {"said": said})

    @display(description="Writer")
    def writers(self, edition):
        return format_html_join(", ", "{}", ((str(author),) for author in edition.authors.all())) or "–"

    @display(description="Date", ordering="release__display_date")
    def date_words(self, edition):
        release = edition.release
        if not release.first_published_at:
            return "not public yet"
        return format_html(
            "{}<small>{}</small>", words.day(timezone.localdate(release.display_date)), release.reference
        )
