"""Programmes with their months, countries and partners; series of events."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from news import words
from news.assistant.dates import YEARS, read_dates
from news.enums import PartnerRole
from news.models import Programme, ProgrammePartner, Series

from .entry import EntryAdmin, EntryForm
from .listing import EntryList, with_note
from .rows import PartnerInline, aliases_of

NO_MONTH = "This is no month. Type it like 2024-06 or June 2024."


class MonthInput(forms.DateInput):
    """A month without its day. Browsers without a field for it show a line, so words are read, too."""

    input_type = "month"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m")


class MonthField(forms.DateField):
    """The first day of the month that is typed, as 2024-06 or in words."""

    widget = MonthInput

    def __init__(self, **kwargs):
        super().__init__(
            required=False, input_formats=["%Y-%m", "%Y-%m-%d"], error_messages={"invalid": NO_MONTH}, **kwargs
        )

    def to_python(self, value):
        try:
            found = super().to_python(value)
        except forms.ValidationError:
            read = read_dates(str(value)[:60], today=timezone.localdate())
            one = read.start and read.start.replace(day=1) == read.end.replace(day=1)
            # With a note the year is guessed: too little for a month that is printed.
            if read.problem or read.note or not one:
                raise
            found = read.start
        if found and found.year not in YEARS:
            raise forms.ValidationError(NO_MONTH)
        return found.replace(day=1) if found else None


class ProgrammeForm(EntryForm):
    starts = MonthField(label="First month")
    ends = MonthField(label="Last month", help_text="Left empty, it goes on.")

    class Meta:
        model = Programme
        fields = ["name", "acronym", "starts", "ends", "country_count", "countries", "summary", "slug"]
        labels = {
            "name": "Name",
            "acronym": "Acronym",
            "country_count": "Number of countries",
            "countries": "Countries that we know by name",
            "summary": "Summary",
            "slug": "Web address",
        }
        help_texts = {
            "country_count": "As the programme gives it. It may be more than are named.",
            "summary": "Two sentences for readers.",
            "slug": "Old addresses go on working.",
        }
        error_messages = {"name": {"required": "Type the name."}}

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", f"This is before the first month, {words.span(starts, starts, 'month')}.")
        number, named = cleaned.get("country_count"), cleaned.get("countries")
        if number is not None and named is not None and len(named) > number:
            self.add_error("country_count", f"{words.capital(words.number(len(named)))} are named. It cannot be fewer.")
        return cleaned


@admin.register(Programme)
class ProgrammeAdmin(EntryList, EntryAdmin):
    form = ProgrammeForm
    inlines = [PartnerInline, aliases_of("programme")]
    autocomplete_fields = ["countries"]
    many = ("countries",)
    readers = ("name", "acronym", "summary")
    exact_first = ("acronym", "name")
    search_help_text = "Name, acronym or another spelling"
    none_yet = "There is no programme yet."
    list_display = ["name_shown", "months_shown", "lead_shown", "country_count"]
    list_display_links = ["name_shown"]
    ordering = ["name", "pk"]
    fieldsets = [
        (
            "Programme",
            {"fields": [("name", "acronym"), ("starts", "ends"), ("country_count", "countries"), "summary"]},
        ),
        ("Web address", {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    add_fieldsets = fieldsets[:1]
    short_fieldsets = [(None, {"fields": [("name", "acronym"), ("starts", "ends")]})]

    def for_list(self, queryset):
        leads = ProgrammePartner.objects.filter(role=PartnerRole.LEAD).select_related("organization")
        return queryset.select_related("merged_into").prefetch_related(Prefetch("partners", leads, to_attr="leads"))

    def note_on(self, programme):
        return words.months(programme.starts, programme.ends)

    @admin.display(description="Name", ordering="name")
    def name_shown(self, programme):
        note = f"Merged into {programme.merged_into}" if programme.merged_into_id else ""
        return with_note(str(programme), note)

    @admin.display(description="Months", ordering="starts")
    def months_shown(self, programme):
        return words.months(programme.starts, programme.ends)

    @admin.display(description="Lead")
    def lead_shown(self, programme):
        return words.listed(lead.organization for lead in programme.leads)


class SeriesForm(EntryForm):
    class Meta:
        model = Series
        fields = ["name", "acronym"]
        labels = {"name": "Name", "acronym": "Acronym"}
        help_texts = {"name": "Without a number or a year, like ASEANAPOL Conference."}
        error_messages = {"name": {"required": "Type the name.", "unique": "There is a series of this name."}}


@admin.register(Series)
class SeriesAdmin(EntryList, EntryAdmin):
    form = SeriesForm
    readers = ("name", "acronym")
    exact_first = ("acronym", "name")
    search_help_text = "Name or acronym"
    none_yet = "There is no series yet."
    list_display = ["name_shown", "events_shown"]
    list_display_links = ["name_shown"]
    ordering = ["name", "pk"]
    fieldsets = [("Series", {"fields": [("name", "acronym")]})]

    def for_list(self, queryset):
        events = Count("events", filter=Q(events__merged_into=None), distinct=True)
        return queryset.select_related("merged_into").annotate(event_count=events)

    @admin.display(description="Name", ordering="name")
    def name_shown(self, series):
        return with_note(str(series), f"Merged into {series.merged_into}" if series.merged_into_id else "")

    @admin.display(description="Events", ordering="event_count")
    def events_shown(self, series):
        return series.event_count
