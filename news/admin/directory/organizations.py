"""Organizations with their standing, and the ranks of forces."""

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import F, Prefetch, Q
from django.urls import reverse

from news.enums import OrganizationKind, StandingKind
from news.models import Organization, Rank, Standing

from .entry import EntryAdmin, EntryForm
from .listing import CURRENT, MERGED, EntryList, View, with_flag, with_note
from .rows import StandingInline, aliases_of

LABELS = {
    "name": "Name, as our pages print it",
    "official_name": "Official name",
    "acronym": "Acronym",
    "kind": "What is it?",
    "country": "Country",
    "parent": "Part of",
    "website": "Website",
    "slug": "Web address",
}
HELP = {
    "name": "",
    "official_name": "Only if it differs.",
    "acronym": "It always stands beside the name.",
    "country": "Empty for an international body.",
    "parent": "Like the CICC, which is part of the DICT.",
    "slug": "Old addresses go on working.",
}


class OrganizationForm(EntryForm):
    class Meta:
        model = Organization
        fields = list(LABELS)
        labels = LABELS
        help_texts = HELP
        error_messages = {
            "name": {"required": "Type the name."},
            "kind": {"required": "Choose what it is."},
            "website": {"invalid": "This is no web address. Type it like https://www.aseanapol.org."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields and not self.instance.pk:
            # “Other” is a choice, not what is left when nobody chose.
            self.fields["kind"].initial = None
            self.fields["kind"].choices = [("", "Choose"), *OrganizationKind.choices]

    def clean(self):
        cleaned = super().clean()
        above, seen = cleaned.get("parent"), set()
        while above is not None and above.pk not in seen:
            if above.pk == self.instance.pk:
                self.add_error("parent", "It cannot be part of itself, nor of a body below it.")
                break
            seen.add(above.pk)
            above = above.parent
        return cleaned


def _standing(kind):
    now = Standing.objects.filter(kind=kind, until=None).values("organization")
    return CURRENT & Q(pk__in=now)


@admin.register(Organization)
class OrganizationAdmin(EntryList, EntryAdmin):
    form = OrganizationForm
    inlines = [StandingInline, aliases_of("organization")]
    autocomplete_fields = ["country", "parent"]
    readers = ("name", "official_name", "acronym")
    exact_first = ("acronym", "name")
    search_help_text = "Name, acronym or another spelling"
    none_yet = "There is no organization yet."
    list_display = ["name_shown", "kind_shown", "country_shown", "standing_shown"]
    list_display_links = ["name_shown"]
    ordering = ["name", "pk"]
    views = (
        View("", "All", CURRENT),
        View("member", "Members", _standing(StandingKind.MEMBER)),
        View("dialogue-partner", "Dialogue partners", _standing(StandingKind.DIALOGUE_PARTNER)),
        View("observer", "Observers", _standing(StandingKind.OBSERVER)),
        MERGED,
    )
    fieldsets = [
        (
            "Name",
            {"fields": [("name", "acronym"), "official_name", ("kind", "country"), "parent", "website"]},
        ),
        ("Web address", {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    add_fieldsets = fieldsets[:1]
    short_fieldsets = [(None, {"fields": [("name", "acronym"), ("kind", "country"), "parent"]})]

    def for_pick(self, queryset):
        return queryset.select_related("country", "parent")

    def for_list(self, queryset):
        return queryset.select_related("country", "parent", "merged_into").prefetch_related(
            Prefetch("standings", Standing.objects.filter(until=None), to_attr="standings_now")
        )

    def note_on(self, organization):
        parts = [organization.get_kind_display(), str(organization.country or "")]
        if organization.parent_id:
            parts.append(f"part of {organization.parent.acronym or organization.parent.name}")
        return ", ".join(filter(None, parts))

    def beside(self, request, obj):
        link = f"{reverse('admin:news_rank_changelist')}?force={obj.pk}"
        return super().beside(request, obj) | {"ranks_link": link, "rank_count": obj.ranks.count()}

    @admin.display(description="Name", ordering="name")
    def name_shown(self, organization):
        note = f"part of {organization.parent}" if organization.parent_id else ""
        if organization.merged_into_id:
            note = f"Merged into {organization.merged_into}"
        return with_note(str(organization), note)

    @admin.display(description="What it is", ordering="kind")
    def kind_shown(self, organization):
        return organization.get_kind_display()

    @admin.display(description="Country", ordering="country__name")
    def country_shown(self, organization):
        return with_flag(organization.country)

    @admin.display(description="Standing")
    def standing_shown(self, organization):
        return ", ".join(standing.get_kind_display() for standing in organization.standings_now)


class RankForm(EntryForm):
    has_lock = False

    class Meta:
        model = Rank
        fields = ["force", "long", "short", "order"]
        labels = {"force": "Force", "long": "Long form", "short": "Short form", "order": "Place in the force"}
        help_texts = {
            "long": "Like Assistant Commissioner of Police.",
            "short": "Like ACP. It stands after the long form, in brackets.",
            "order": "1 is the highest.",
        }
        error_messages = {
            "long": {"required": "Type the rank in full."},
            "order": {"required": "Give its place. 1 is the highest."},
            NON_FIELD_ERRORS: {"unique_together": "This force has this rank already."},
        }


class ForceFilter(admin.SimpleListFilter):
    title = "force"
    parameter_name = "force"

    def lookups(self, request, model_admin):
        return [("", "")]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(force=int(value)) if value.isdecimal() and len(value) < 19 else queryset


@admin.register(Rank)
class RankAdmin(EntryList, EntryAdmin):
    form = RankForm
    autocomplete_fields = ["force"]
    readers = ("long", "short")
    exact_first = ("short", "long")
    search_help_text = "Rank, short form or force"
    none_yet = "There is no rank yet."
    list_display = ["long_shown", "short", "force_shown", "order"]
    list_display_links = ["long_shown"]
    list_filter = [ForceFilter]
    list_per_page = 50
    ordering = [F("force__name").asc(), "order", "pk"]
    views = (View("", "All", Q()),)
    fieldsets = [(None, {"fields": ["force", ("long", "short"), "order"]})]

    def get_list_filter(self, request):
        return self.list_filter

    def for_pick(self, queryset):
        return queryset.select_related("force")

    def for_list(self, queryset):
        return queryset.select_related("force")

    def note_on(self, rank):
        return str(rank.force)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        # What was typed into the field with which one picks a rank.
        return initial | ({"long": request.GET["name"]} if request.GET.get("name") else {})

    def changelist_view(self, request, extra_context=None):
        value = request.GET.get("force", "")
        force = Organization.objects.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 19 else None
        only = {"words": f"Ranks of {force}", "all": "Ranks of all forces"} if force else {}
        if force and self.has_add_permission(request):
            only |= {"add": f"{reverse('admin:news_rank_add')}?force={force.pk}", "add_words": "New rank of this force"}
        context = {"only": only}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description="Rank", ordering="long")
    def long_shown(self, rank):
        return with_note(rank.long, "")

    @admin.display(description="Force", ordering="force__name")
    def force_shown(self, rank):
        return str(rank.force)
