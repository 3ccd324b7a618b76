"""The fields of the event itself, and what its typed words mean."""

import datetime
import zoneinfo

from django import forms
from django.utils import timezone

from news import words
from news.admin.ready import ReadySentences
from news.assistant.dates import read_dates
from news.enums import EventKind, EventStatus, Mode, Precision
from news.models import EventEdition, Series, Topic

from . import delegation, forces

CALLS = frozenset({EventKind.COURTESY_CALL})
MODES = [("", "As the place says"), *Mode.choices]

COLUMNS = """
    kind name acronym place mode status status_note also_in venue zone programme attendance attendance_approximate
    subjects website summary show_all_before change_note is_minor
""".split()
TYPED = ["dates", "former", "topic_list", "series", "ordinal", "pasted", "lock_version"]


def dates_in_words(edition):
    if edition.precision == Precision.TBA:
        return "not known yet"
    return words.span(edition.starts, edition.ends, edition.precision)


def read_back(found):
    """The dates as understood: "27–29 August 2024. Three days, Tuesday to Thursday."."""
    if found.precision == "tba":
        return words.TO_BE_ANNOUNCED + "."
    said = words.span(found.start, found.end, found.precision) + "."
    if found.precision == "day":
        first, last = (words.WEEKDAYS[day.weekday()] for day in (found.start, found.end))
        days = first if found.start == found.end else f"{first} to {last}"
        said += f" {words.duration(found.start, found.end)}, {days}."
    return said


class EventForm(forms.ModelForm):
    dates = forms.CharField(
        required=False,
        max_length=120,
        help_text="Type it as you say it. Also “June 2025” or “not known yet”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    former = forms.CharField(
        label="Dates that no longer hold",
        required=False,
        help_text="One a line. Readers see them where an event was postponed.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    topic_list = forms.ModelMultipleChoiceField(
        Topic.objects.all(), label="Topics", required=False, widget=forms.CheckboxSelectMultiple
    )
    series = forms.ModelChoiceField(Series.objects.all(), required=False, empty_label="None of a series")
    ordinal = forms.IntegerField(
        label="Which one of the series", required=False, min_value=1, max_value=999, help_text="41 for the 41st"
    )
    pasted = forms.CharField(
        label="One name a line: rank, name, position",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    website = forms.URLField(required=False, assume_scheme="https")
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = EventEdition
        fields = COLUMNS
        widgets = {"change_note": ReadySentences}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        edition, fields = self.instance, self.fields
        for name, choices in [("kind", EventKind.choices), ("status", EventStatus.choices), ("mode", MODES)]:
            fields[name].choices = choices
            fields[name].widget = forms.RadioSelect(choices=choices)
        fields["mode"].required = fields["name"].required = False
        fields["mode"].label = "How do they meet?"
        if edition.pk:
            self.initial |= {
                "dates": dates_in_words(edition),
                "former": "\n".join(words.span(*_span(item)) for item in edition.former_dates),
                "topic_list": list(edition.topic_rows.values_list("tag_id", flat=True)),
                "series": edition.event.series_id,
                "ordinal": edition.event.ordinal,
                "lock_version": edition.lock_version,
            }
        self.read = None
        self._day = edition.starts
        posted = self.data if self.is_bound else None
        if self.is_bound:
            found = read_dates(self.data.get("dates", ""), today=timezone.localdate())
            self._day = found.start if not found.problem else edition.starts
        saved = edition if edition.pk else None
        self.delegation = delegation.Delegation(saved, self._day, posted)
        self.forces = forces.Forces(saved, self._day, posted)

    def is_valid(self):
        """What is wrong with the forces stands in their own lines, not among the form's errors."""
        return super().is_valid() and not self.forces.problems

    @property
    def dates_read(self):
        """What the dates field means at the moment, for the line below it."""
        text = self["dates"].value()
        found = read_dates(text, today=timezone.localdate()) if text else None
        return "" if found is None or found.problem else f"{read_back(found)} {found.note}".strip()

    @property
    def place_read(self):
        place = self.instance.place if self.instance.place_id else None
        return place_in_words(place) if place else ""

    def clean_lock_version(self):
        version = self.cleaned_data["lock_version"]
        edition = self.instance
        if edition.pk and version is not None and version != edition.lock_version:
            who = edition.changed_by or "Somebody"
            at = timezone.localtime(edition.changed_at) if edition.changed_at else None
            moment = f" at {at:%H:%M on} {words.day(at.date())}" if at else ""
            self.changed_meanwhile = True
            raise forms.ValidationError(
                f"{who} saved this event{moment}, after you opened it. "
                "What you typed is still here, and nothing of it is saved. Open the event in a new tab and compare."
            )
        return version

    def clean_dates(self):
        self.read = read_dates(self.cleaned_data["dates"], today=timezone.localdate())
        if self.read.problem:
            raise forms.ValidationError(self.read.problem)
        return self.cleaned_data["dates"]

    def clean_former(self):
        spans = []
        for line in self.cleaned_data["former"].splitlines():
            if not line.strip():
                continue
            found = read_dates(line, today=timezone.localdate())
            if found.problem or found.precision == "tba":
                raise forms.ValidationError(f"“{line.strip()}”: {found.problem or 'this is not a date.'}")
            spans.append([found.start.isoformat(), found.end.isoformat(), found.precision])
        return spans

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and "name" not in self.errors and cleaned.get("kind") not in CALLS:
            self.add_error("name", "Type the event’s own name.")
        if cleaned.get("pasted", "").strip() and "_add_pasted" not in self.data:
            self.add_error("pasted", "These people are not in the list yet. Press “Add”, or empty the box.")
        return cleaned


def _span(item):
    first, last, precision = item
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), precision


def place_in_words(place):
    """ "Seoul, Republic of Korea. Time there: UTC+9."."""
    try:
        offset = datetime.datetime.now(zoneinfo.ZoneInfo(place.zone)).utcoffset()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return f"{place}."
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    return f"{place}. Time there: UTC{sign}{hours}{f':{rest:02}' if rest else ''}."
