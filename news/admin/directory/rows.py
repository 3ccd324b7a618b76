"""The rows inside an entry's form: posts, spellings, standings, partners."""

import datetime

from django.contrib.admin import display
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from unfold.forms import PaginationInlineFormSet

from news import words
from news.admin.base import DeskInline, RowForm
from news.admin.posted import kept_forms
from news.admin.rights import RowsByRules
from news.admin.saving import listening_formset
from news.assistant.dates import YEARS
from news.models import Alias, Post, ProgrammePartner, Standing
from news.queries import naming

from . import sentences

SEEN = (
    '<span class="entry-seen">Seen first on {}. '
    '<button type="button" class="btn sm" data-use-day="{}">Use that day</button></span>'
)


def held(since, until):
    """As "now, since 1 September 2024", "until 31 December 2022", "1 January 2019 – 31 December 2022"."""
    if until and until < timezone.localdate():
        return words.span(since, until) if since else f"until {words.day(until)}"
    first = f"since {words.day(since)}" if since else "since: not on record"
    first = f"from {words.day(since)}" if since and since > timezone.localdate() else f"now, {first}"
    return f"{first}, until {words.day(until)}" if until else first


class EntryRow(RowForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sentences.put_plainly(self.fields)
        if self.instance.pk and hasattr(self.instance, "until"):
            self.instance.held = held(self.instance.since, self.instance.until)

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = " ".join(value.split())
            elif isinstance(value, datetime.date) and value.year not in YEARS:
                self.add_error(name, f"The year {value.year} cannot be right.")
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", f"This is before the first day, {words.day(cleaned['since'])}.")
        return cleaned


class EntryRows(PaginationInlineFormSet):
    """`once` names the fields of which two rows may not have the same; `once_words` is said at the second."""

    once = ()
    once_words = ""

    def clean(self):
        seen = set()
        for form in kept_forms(self):
            key = tuple(_key(form.cleaned_data.get(name)) for name in self.once)
            if self.once and all(key) and key in seen:
                form.add_error(self.once[0], self.once_words)
            seen.add(key)

    def validate_unique(self):
        """Said by `clean` in better words; the database holds it besides."""


def _key(value):
    return words.fold(value) if isinstance(value, str) else value


class EntryInline(RowsByRules, DeskInline):
    form = EntryRow
    formset = EntryRows

    def _writes(self, request, obj):
        if obj is None:
            return super()._writes(request, obj)
        return self.admin_site.get_model_admin(type(obj)).has_change_permission(request, obj)

    def get_formset(self, request, obj=None, **kwargs):
        return listening_formset(super().get_formset(request, obj, **kwargs), request)


class PostInline(EntryInline):
    model = Post
    verbose_name_plural = "posts"
    add_words = "Add a post"
    row_template = "desk/directory/post_row.html"
    template_before = "desk/directory/rows_note.html"
    said = "Events take rank and position of their first day."
    autocomplete_fields = ["organization", "rank"]
    readonly_fields = ["on_record"]
    readers = ("position",)
    fieldsets = [(None, {"fields": ["position", "organization", "rank", ("since", "until"), "on_record"]})]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("organization__country", "rank__force")
        # The present one first, then backwards in time.
        return rows.order_by(F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "-pk")

    def get_formset(self, request, obj=None, **kwargs):
        self.person, self.may = obj, self.has_change_permission(request, obj)
        return super().get_formset(request, obj, **kwargs)

    @cached_property
    def first_seen(self):
        return naming.first_seen(self.person) if self.person else {}

    @display(description="What can be done")
    def on_record(self, post):
        if not post.pk or not self.may:
            return "First save this post." if self.may else ""
        said = []
        seen = self.first_seen.get(post.organization_id) if post.since is None else None
        if seen:
            said.append(format_html(SEEN, words.day(seen), seen.isoformat()))
        if post.until is None or post.until >= timezone.localdate():
            link = reverse("admin:news_person_handover", args=[self.person.pk, post.pk])
            said.append(format_html('<a class="btn sm" href="{}">Hand over…</a>', link))
        return format_html_join(" ", "{}", ((part,) for part in said)) or "This post is over."


class AliasRows(EntryRows):
    once = ("text",)
    once_words = "This spelling stands here twice."


class AliasInline(EntryInline):
    """`fk_name` is set by the admin that uses it."""

    model = Alias
    formset = AliasRows
    verbose_name = "spelling"
    verbose_name_plural = "other spellings"
    add_words = "Add a spelling"
    row_template = "desk/directory/alias_row.html"
    template_before = "desk/directory/rows_note.html"
    said = "All are found. Mistakes are never printed."
    fieldsets = [(None, {"fields": [("text", "kind")]})]


def aliases_of(name):
    """The inline for the spellings of one kind of entry. Each has a prefix of its own: `aliases`."""
    return type(f"{name.title()}AliasInline", (AliasInline,), {"fk_name": name})


class StandingInline(EntryInline):
    model = Standing
    verbose_name_plural = "standing with ASEANAPOL"
    add_words = "Add a standing"
    row_template = "desk/directory/standing_row.html"
    fieldsets = [(None, {"fields": ["kind", ("since", "until")]})]


class PartnerRows(EntryRows):
    once = ("organization", "role")
    once_words = "This organization has this role twice."


class PartnerRow(EntryRow):
    class Meta:
        error_messages = {NON_FIELD_ERRORS: {"unique_together": "This organization has this role already."}}


class PartnerInline(EntryInline):
    model = ProgrammePartner
    form = PartnerRow
    formset = PartnerRows
    verbose_name = "partner"
    add_words = "Add a partner"
    row_template = "desk/directory/partner_row.html"
    autocomplete_fields = ["organization"]
    fieldsets = [(None, {"fields": [("organization", "role")]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")
