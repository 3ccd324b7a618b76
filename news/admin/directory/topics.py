"""The short list of topics that editors keep."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Q

from news import words
from news.models import Topic

from .entry import EntryAdmin, EntryForm
from .listing import EntryList, View, with_note


class TopicForm(EntryForm):
    has_lock = False

    class Meta:
        model = Topic
        fields = ["name", "description", "slug"]
        labels = {"name": "Name", "description": "Description", "slug": "Web address"}
        help_texts = {
            "name": "One or two words. About twenty topics are enough.",
            "description": "A sentence for readers.",
            "slug": "Old addresses go on working.",
        }
        error_messages = {"name": {"required": "Type the name.", "unique": "There is a topic of this name."}}

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = Topic.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if words.fold(name) in {words.fold(other) for other in others}:
            raise forms.ValidationError(f"There is a topic “{name}” already.")
        return name

    def _look_for_alike(self, cleaned):
        """The names of topics are all different; that is said above."""


@admin.register(Topic)
class TopicAdmin(EntryList, EntryAdmin):
    form = TopicForm
    search_fields = ["name"]
    readers = ("name", "description")
    search_help_text = "Name"
    none_yet = "There is no topic yet."
    list_display = ["name_shown", "releases_shown", "events_shown"]
    list_display_links = ["name_shown"]
    ordering = ["name"]
    views = (View("", "All", Q()),)
    fieldsets = [
        ("Topic", {"fields": ["name", "description"]}),
        ("Web address", {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    add_fieldsets = fieldsets[:1]

    def for_list(self, queryset):
        return queryset.annotate(
            releases=Count("edition_topics__content_object__release", distinct=True),
            events=Count("event_topics__content_object__event", distinct=True),
        )

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.replace("\0", " ")[:200].split()[:8]:
            queryset = queryset.filter(name__icontains=word)
        return queryset, False

    @admin.display(description="Topic", ordering="name")
    def name_shown(self, topic):
        return with_note(topic.name, topic.description)

    @admin.display(description="Releases", ordering="releases")
    def releases_shown(self, topic):
        return topic.releases

    @admin.display(description="Events", ordering="events")
    def events_shown(self, topic):
        return topic.events
