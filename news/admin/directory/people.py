"""People: their names, their posts, their spellings."""

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, Q
from django.http import HttpResponseRedirect
from django.utils import timezone

from news.assistant.dates import YEARS
from news.enums import Role
from news.models import Person, Post
from news.queries import naming
from news.queries.shown import publicly
from news.record.entries import Rows, save_with_rows
from news.rules import people

from . import handover, shown
from .entry import EntryAdmin, EntryForm
from .listing import CURRENT, MERGED, EntryList, View, with_flag, with_note
from .picking import pick_field
from .rows import PostInline, aliases_of

LABELS = {
    "name": "As printed",
    "short_form": "Second time in a text",
    "sort_key": "Sort under",
    "honorific": "Title before the name",
    "public_profile": "A public page",
    "do_not_show": "Never show a picture",
    "slug": "Web address",
}
HELP = {
    "name": "Without rank or title. Keep the order and the accents of the source.",
    "short_form": "Like “Mr Ngoc” or “Commissioner General Cho”.",
    "sort_key": "The name under which lists sort. Left empty, it is the name as printed.",
    "honorific": "Like H.E., Dato’ Sri, Dr, Mr.",
    "public_profile": "Off for everyone at first. An editor decides. Without it: no page and no search result.",
    "do_not_show": "No picture of this person may be published.",
    "slug": "Old addresses go on working.",
}


class PersonForm(EntryForm):
    class Meta:
        model = Person
        fields = list(LABELS)
        labels = LABELS
        help_texts = HELP
        error_messages = {"name": {"required": "Type the name."}}

    def clean(self):
        cleaned = super().clean()
        # The key made itself from the name; it follows the name until somebody types another.
        unchanged = "sort_key" in self.fields and "sort_key" not in self.changed_data
        if unchanged and self.instance.sort_key == self.initial.get("name"):
            cleaned["sort_key"] = cleaned.get("name", "")
        return cleaned


class ShortPersonForm(PersonForm):
    """The essentials, with a first post if it is known."""

    organization = pick_field(Post._meta.get_field("organization"), label="Organization", add=True)
    position = forms.CharField(required=False, max_length=200, help_text="Like Director for Police Services.")
    rank = pick_field(Post._meta.get_field("rank"), label="Rank", add=True)
    since = forms.DateField(
        label="From",
        required=False,
        help_text="Left empty, it is not on record.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self):
        cleaned = super().clean()
        typed = [name for name in ("organization", "position", "rank", "since") if cleaned.get(name)]
        if typed and "organization" not in self.errors and not cleaned.get("organization"):
            self.add_error("organization", "A post needs its organization.")
        if typed and "position" not in self.errors and not cleaned.get("position"):
            self.add_error("position", "A post needs its position.")
        return cleaned

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since.year not in YEARS:
            raise forms.ValidationError(f"The year {since.year} cannot be right.")
        return since

    def first_post(self):
        data = self.cleaned_data
        if not data.get("organization"):
            return []
        position = " ".join(data["position"].split())
        return [Post(organization=data["organization"], position=position, rank=data["rank"], since=data["since"])]


@admin.register(Person)
class PersonAdmin(EntryList, EntryAdmin):
    form = PersonForm
    short_form = ShortPersonForm
    inlines = [PostInline, aliases_of("person")]
    readers = ("name", "short_form")
    exact_first = ("name", "short_form")
    search_help_text = "Name or another spelling"
    none_yet = "There is nobody yet."
    list_display = ["name_shown", "post_shown", "organization_shown", "country_shown"]
    list_display_links = ["name_shown"]
    ordering = ["sort_key", "name", "pk"]
    views = (
        View("", "All", CURRENT),
        View("public", "With a public page", CURRENT & Q(public_profile=True)),
        MERGED,
    )
    fieldsets = [
        (
            "Name",
            {
                "fields": [
                    ("name", "short_form"),
                    ("sort_key", "honorific"),
                    "public_profile",
                    "do_not_show",
                ]
            },
        ),
        ("Web address", {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    add_fieldsets = fieldsets[:1]
    short_fieldsets = [
        ("Name", {"fields": ["name", ("honorific", "short_form")]}),
        ("Post, if it is known", {"fields": [("position", "organization"), ("rank", "since")]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """Whether readers find a page about somebody is an editor's decision."""
        fields = super().get_readonly_fields(request, obj)
        return fields if people.at_least(request.user, Role.EDITOR) else [*fields, "public_profile"]

    def for_pick(self, queryset):
        posts = naming.posts_now(timezone.localdate())
        return queryset.prefetch_related(Prefetch("posts", posts, to_attr="posts_now"))

    def for_list(self, queryset):
        return self.for_pick(queryset).select_related("merged_into")

    def note_on(self, person):
        post = _post_now(person)
        if post is None:
            return "No post on record"
        organization = post.organization.acronym or post.organization.name
        rank = post.rank.short or post.rank.long if post.rank else ""
        return ", ".join(filter(None, [rank, post.position, organization, str(_country(post) or "")]))

    def beside(self, request, obj):
        today = timezone.localdate()
        running = [post for post in obj.posts.select_related("organization") if not post.until or post.until >= today]
        at_the_side = handover.beside(obj, running, self.has_change_permission(request, obj))
        at_the_side["pictures_link"] = shown.link(obj) if obj.do_not_show and not people.writer(request.user) else ""
        return super().beside(request, obj) | at_the_side

    def write_entry(self, request, form, lists, change):
        if isinstance(form, ShortPersonForm):
            lists = [Rows("posts", "person", keep=form.first_post())]
            return save_with_rows(form.instance, lists, by=request.user)
        return super().write_entry(request, form, lists, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.not_shown_any_more = "do_not_show" in form.changed_data and form.instance.do_not_show

    def response_change(self, request, obj):
        """Whoever says that somebody may not be shown is led to the pictures that readers see."""
        response = super().response_change(request, obj)
        return HttpResponseRedirect(shown.link(obj)) if request.not_shown_any_more and publicly(obj) else response

    def get_custom_urls(self):
        return (*handover.urls(self), *shown.urls(self), *super().get_custom_urls())

    @admin.display(description="Name", ordering="sort_key")
    def name_shown(self, person):
        note = f"Merged into {person.merged_into}" if person.merged_into_id else person.honorific
        return with_note(person.name, note)

    @admin.display(description="Post now")
    def post_shown(self, person):
        post = _post_now(person)
        if post is None:
            return "not on record"
        return with_note(post.position, post.rank.long if post.rank else "")

    @admin.display(description="Organization")
    def organization_shown(self, person):
        post = _post_now(person)
        return str(post.organization) if post else ""

    @admin.display(description="Country")
    def country_shown(self, person):
        post = _post_now(person)
        return with_flag(_country(post)) if post else ""


def _post_now(person):
    if hasattr(person, "posts_now"):
        return next(iter(person.posts_now), None)
    return naming.posts_now(timezone.localdate()).filter(person=person).first()


def _country(post):
    """Where somebody comes from, as far as a post says it: the country of the force that gave the rank."""
    return (post.rank.force.country if post.rank else None) or post.organization.country
