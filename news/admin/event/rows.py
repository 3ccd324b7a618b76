"""The lists inside the event's form: organizers, people, sessions with their own people."""

from django import forms
from unfold.forms import PaginationInlineFormSet

from news.admin.base import DeskInline, RowForm
from news.admin.rights import RowsByRules
from news.admin.saving import listening_formset
from news.enums import OrganizerRole
from news.models import Organizer, Participation, Session

from . import loaded


class FactRow(RowForm):
    """A row that says who it is: its `uid` and the prefix under which its problems are shown."""

    def clean(self):
        cleaned = super().clean()
        cleaned["uid"] = None if self.instance._state.adding else str(self.instance.uid)
        cleaned["prefix"] = self.prefix
        return cleaned


class FactRows(PaginationInlineFormSet):
    """Rows taken from what was loaded for the whole event at once, so their number costs no query."""

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            self._queryset = loaded.rows(self.instance, self.model) if self.instance.pk else []
        return self._queryset


class FactInline(RowsByRules, DeskInline):
    form = FactRow
    formset = FactRows
    ordering_field = "order"

    def _writes(self, request, obj):
        # Rows of a session: the event's own page has asked already whether it may be changed.
        return super()._writes(request, None if isinstance(obj, Session) else obj)

    def get_formset(self, request, obj=None, **kwargs):
        return listening_formset(super().get_formset(request, obj, **kwargs), request)


class OrganizerForm(FactRow):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        role.widget = forms.Select(
            choices=[(role.value, f"{role.label}: {OrganizerRole.examples[role]}") for role in OrganizerRole]
        )


class OrganizerInline(FactInline):
    model = Organizer
    fk_name = "edition"
    form = OrganizerForm
    verbose_name = "organizer"
    add_words = "Add an organizer"
    order_note = "Readers see them in this order"
    row_template = "desk/event/organizer_row.html"
    autocomplete_fields = ["organization", "programme", "through", "led_by"]
    fieldsets = [
        (None, {"fields": [("organization", "role")]}),
        (
            "Add “through …” or “led by …”, like the DICT through the CICC",
            {
                "classes": ["collapse"],
                "fields": [
                    ("through", "led_by"),
                    ("honorific", "rank_long", "rank_short"),
                    ("position", "led_what"),
                ],
            },
        ),
        (
            "A programme instead, or another name",
            {"classes": ["collapse"], "fields": [("programme", "printed_as"), ("through_as", "led_by_as"), "order"]},
        ),
    ]


class PersonInline(FactInline):
    model = Participation
    fk_name = "edition"
    verbose_name = "person"
    verbose_name_plural = "people"
    add_words = "Add a person"
    row_template = "desk/event/person_row.html"
    autocomplete_fields = ["person", "organization", "country"]
    fieldsets = [
        (None, {"fields": [("person", "role"), ("rank_long", "rank_short"), ("position", "organization")]}),
        (
            "More about this row",
            {
                "classes": ["collapse"],
                "fields": [
                    ("honorific", "printed_as"),
                    ("organization_as", "country"),
                    ("label", "headcount", "women"),
                    ("from_day", "to_day"),
                    "order",
                ],
            },
        ),
    ]


class SessionPersonInline(PersonInline):
    fk_name = "session"
    verbose_name_plural = "people of this session"
    add_words = "Add someone to this session"


class SessionOrganizerInline(OrganizerInline):
    fk_name = "session"
    verbose_name_plural = "organizers of this session"
    add_words = "Add an organizer of this session"


class SessionInline(FactInline):
    model = Session
    verbose_name = "session"
    add_words = "Add a session"
    row_template = "desk/event/session_row.html"
    readers = ("title",)
    autocomplete_fields = ["place"]
    inlines = [SessionPersonInline, SessionOrganizerInline]
    fieldsets = [
        (None, {"fields": [("title", "kind"), ("day", "starts", "ends")]}),
        (
            "Venue, place and summary",
            {"classes": ["collapse"], "fields": [("venue", "place"), "summary", "order"]},
        ),
    ]
