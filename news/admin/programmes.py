"""Programmes and series in the directory: months, countries, partners."""

from django import forms
from django.contrib import admin
from django.db import transaction

from news import words
from news.admin.base import DeskAdmin, DeskInline
from news.admin.rights import ByRules, RowsByRules
from news.admin.saving import Refused, SavesThroughDoor
from news.errors import NewsroomError, Problems
from news.models import Programme, ProgrammePartner, Series
from news.record.directory import save_entry

from .event.listing import found


class MonthInput(forms.DateInput):
    """A month without its day; the browser shows its own field for it."""

    input_type = "month"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m")


class EntryForm(forms.ModelForm):
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["lock_version"] = self.instance.lock_version


class ProgrammeForm(EntryForm):
    starts = forms.DateField(
        label="First month",
        required=False,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=MonthInput,
        error_messages={"invalid": "Type the month as year and month, for example 2024-06."},
    )
    ends = forms.DateField(
        label="Last month",
        required=False,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=MonthInput,
        error_messages={"invalid": "Type the month as year and month, for example 2025-03."},
    )

    def clean(self):
        cleaned = super().clean()
        for name in ("starts", "ends"):
            if cleaned.get(name):
                cleaned[name] = cleaned[name].replace(day=1)
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", "The last month is before the first month.")
        return cleaned


class PartnerInline(RowsByRules, DeskInline):
    model = ProgrammePartner
    verbose_name = "partner"
    add_words = "Add a partner"
    autocomplete_fields = ["organization"]
    fieldsets = [(None, {"fields": [("organization", "role")]})]


class EntryAdmin(SavesThroughDoor, ByRules, DeskAdmin):
    """Saves through `record.directory`, with what it refuses at the fields."""

    search_fields = ["folded"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(merged_into=None)

    def get_search_results(self, request, queryset, search_term):
        return found(queryset, search_term, "folded"), False

    def save_related(self, request, form, formsets, change):
        entry = form.instance
        version = form.cleaned_data.get("lock_version")
        try:
            with transaction.atomic():
                save_entry(entry, by=request.user, lock_version=version if change else None)
                form.save_m2m()
                for formset in formsets:
                    formset.save()
        except Problems as error:
            raise Refused({"": error.by_field}) from error
        except NewsroomError as error:
            raise Refused({"": {"": [str(error)]}}) from error


@admin.register(Programme)
class ProgrammeAdmin(EntryAdmin):
    form = ProgrammeForm
    inlines = [PartnerInline]
    autocomplete_fields = ["countries"]
    readers = ("name", "acronym", "summary")
    list_display = ["name", "acronym", "starts_shown"]
    fieldsets = [
        (
            "The programme",
            {
                "fields": [
                    ("name", "acronym"),
                    ("starts", "ends"),
                    ("country_count", "countries"),
                    "summary",
                    "lock_version",
                ]
            },
        )
    ]

    @admin.display(description="Months", ordering="starts")
    def starts_shown(self, programme):
        return words.months(programme.starts, programme.ends)


@admin.register(Series)
class SeriesAdmin(EntryAdmin):
    form = EntryForm
    readers = ("name",)
    list_display = ["name", "acronym"]
    fieldsets = [("The series", {"fields": [("name", "acronym"), "lock_version"]})]
