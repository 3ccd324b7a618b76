"""The site's own pages (about, contact, reuse, accessibility, privacy) and the press contact."""

import zoneinfo

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse

from news import html
from news.admin.editor import ReleaseTextField
from news.models import Contact, Page

from . import zones
from .entry import EntryAdmin, EntryForm
from .listing import EntryList, View, with_note


class PageForm(EntryForm):
    body = ReleaseTextField(label="Text", required=False, help_text="Paste from Word is fine: lists stay, fonts go.")

    class Meta:
        model = Page
        fields = ["title", "body"]
        labels = {"title": "Title"}
        error_messages = {"title": {"required": "Type the title."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.removed = []

    def clean_body(self):
        cleaned = html.clean(self.cleaned_data["body"])
        self.removed = cleaned.removed
        return cleaned.html

    def _look_for_alike(self, cleaned):
        """Pages are not added."""


@admin.register(Page)
class PageAdmin(EntryList, EntryAdmin):
    form = PageForm
    search_fields = ()
    readers = ("title",)
    none_yet = "There is no page yet. Ask for the directory to be loaded."
    list_display = ["title_shown", "address", "changed_at"]
    list_display_links = ["title_shown"]
    ordering = ["title"]
    views = (View("", "All", Q()),)
    fieldsets = [("Page", {"fields": ["title", "body"]})]

    def has_add_permission(self, request):
        """Each page has its link in the site's footer."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        removed = request.session.pop("removed_from_text", []) if request.method == "GET" else []
        return super().changeform_view(
            request, object_id, form_url, {"removed_from_text": removed} | (extra_context or {})
        )

    def write_entry(self, request, form, lists, change):
        saved = super().write_entry(request, form, lists, change)
        if form.removed:
            request.session["removed_from_text"] = form.removed
        return saved

    def beside(self, request, obj):
        return super().beside(request, obj) | {"public_link": obj.get_absolute_url()}

    @admin.display(description="Title", ordering="title")
    def title_shown(self, page):
        return with_note(page.title, "")

    @admin.display(description="Web address", ordering="slug")
    def address(self, page):
        return page.get_absolute_url()


class ContactForm(EntryForm):
    zone = forms.ChoiceField(
        label="Time zone of these hours", error_messages={"invalid_choice": "Choose a zone of the list."}
    )

    class Meta:
        model = Contact
        fields = ["name", "telephone", "whatsapp", "email", "hours", "zone", "address", "about"]
        labels = {"name": "Who answers", "hours": "Hours", "address": "Postal address"}
        help_texts = {
            "hours": "Like Monday to Friday, 8:30 to 17:00.",
            "about": "This paragraph stands under every release.",
        }
        error_messages = {
            "name": {"required": "Type who answers."},
            "email": {"invalid": "This is no e-mail address. Type it like press@aseanapol.org."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "zone" in self.fields:
            self.fields["zone"].choices = zones.choices(self.instance.zone)[1:]

    def clean_telephone(self):
        return _dialled(self.cleaned_data["telephone"])

    def clean_whatsapp(self):
        return _dialled(self.cleaned_data["whatsapp"])

    def clean_zone(self):
        zone = self.cleaned_data["zone"]
        try:
            zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
            raise forms.ValidationError("Choose a zone of the list.") from error
        return zone

    def _look_for_alike(self, cleaned):
        """There is one press contact."""


def _dialled(number):
    if number and (not number.isascii() or sum(letter.isdigit() for letter in number) < 5):
        raise forms.ValidationError("This is no number to dial. Type it like +60 3-2266 8821.")
    return number


@admin.register(Contact)
class ContactAdmin(EntryAdmin):
    form = ContactForm
    search_fields = ()
    readers = ("about",)
    fieldsets = [
        (
            "Press contact",
            {"fields": ["name", ("telephone", "whatsapp"), "email", ("hours", "zone"), "address"]},
        ),
        ("About ASEANAPOL", {"fields": ["about"]}),
    ]

    def has_add_permission(self, request):
        """There is one. Asked on every page of the desk for the menu, so it looks only on its own."""
        here = getattr(request.resolver_match, "url_name", "").startswith("news_contact_")
        return here and super().has_add_permission(request) and not Contact.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def beside(self, request, obj):
        back = {"link": reverse("admin:index"), "words": "What waits"}
        return super().beside(request, obj) | {"desk_back": back}

    def changelist_view(self, request, extra_context=None):
        """There is one: its form is the list."""
        contact = Contact.objects.order_by("pk").first()
        if contact is not None and self.has_view_permission(request):
            return HttpResponseRedirect(reverse("admin:news_contact_change", args=[contact.pk]))
        return super().changelist_view(request, extra_context)
