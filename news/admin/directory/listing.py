"""The lists of the directory: links above them with their counts, columns with flags."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, Q
from django.templatetags.static import static
from django.utils.html import format_html
from unfold.views import ChangeList

FLAGS = "vendor/flag-icons-7.5.0/4x3"
PARAMETER = "show"


@dataclass(frozen=True)
class View:
    """A link above a list: its value in the address, its words, the rows it shows."""

    value: str
    words: str
    rows: Q


CURRENT = Q(merged_into=None)
MERGED = View("merged", "Merged", ~CURRENT)


def view_filter(views):
    """The list filter behind the links. An unknown value shows the first view."""

    class ViewFilter(admin.SimpleListFilter):
        title = "view"
        parameter_name = PARAMETER

        def lookups(self, request, model_admin):
            return [(view.value, view.words) for view in views if view.value]

        def queryset(self, request, queryset):
            return queryset.filter(chosen(views, self.value()).rows)

    return ViewFilter


def chosen(views, value):
    return next((view for view in views if view.value == (value or "")), views[0])


class EntryChangeList(ChangeList):
    def get_filters(self, request):
        """The filter works, but unfold's panel for it is not shown: the links above the list are."""
        specs, _, *rest = super().get_filters(request)
        return (specs, False, *rest)


class EntryList:
    """For model admins. `views` are the links above the list; without a choice the first one is shown."""

    views = (View("", "All", CURRENT), MERGED)

    def get_list_filter(self, request):
        return [view_filter(self.views), *super().get_list_filter(request)] if len(self.views) > 1 else []

    def get_changelist(self, request, **kwargs):
        return EntryChangeList

    def changelist_view(self, request, extra_context=None):
        now = chosen(self.views, request.GET.get(PARAMETER))
        counts = self.model.objects.aggregate(
            **{f"view_{view.value}": Count("pk", filter=view.rows) for view in self.views}
        )
        links = [
            {
                "words": view.words,
                "count": counts[f"view_{view.value}"],
                "link": f"?{PARAMETER}={view.value}" if view.value else "?",
                "here": view is now,
            }
            for view in self.views
            if counts[f"view_{view.value}"] or not view.value or view is now
        ]
        title = str(self.opts.verbose_name_plural).capitalize()
        context = {"views": links if len(links) > 1 else [], "none_yet": self.none_yet, "title": title}
        return super().changelist_view(request, context | (extra_context or {}))


def with_flag(country):
    """The country with its flag, for a cell of a list."""
    if country is None:
        return ""
    flag = static(f"{FLAGS}/{country.code.lower()}.svg")
    return format_html(
        '<span class="entry-country"><img class="flag" src="{}" alt="" width="20" height="15" loading="lazy">{}</span>',
        flag,
        country.name,
    )


def with_note(words, note):
    """What is read in a cell, and smaller below it what tells it apart."""
    return format_html('<span class="read">{}</span>{}', words, format_html("<small>{}</small>", note) if note else "")
