"""The admin of events: one form, written through the one door."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from news import workflow
from news.admin import acts, panels
from news.admin.base import DeskAdmin
from news.admin.pick import make_known
from news.admin.rights import ByRules
from news.admin.saving import Refused, SavesThroughDoor
from news.admin.two_versions.mine import NewPerson, plain_content, series_of
from news.admin.two_versions.saving import AsksWhoComesSecond, CameSecond
from news.admin.two_versions.shown import as_shown
from news.enums import State
from news.errors import ChangedMeanwhile, NewsroomError, Problems
from news.models import Event, EventEdition
from news.rules import people

from . import answers, content, listing, looks_like, merging, reading, same_as
from .form import CALLS, COLUMNS, TYPED, EventForm
from .rows import OrganizerInline, PersonInline, SessionInline


@admin.register(EventEdition)
class EventEditionAdmin(AsksWhoComesSecond, SavesThroughDoor, ByRules, listing.EventList, DeskAdmin):
    form = EventForm
    fields = [*COLUMNS, *TYPED]
    inlines = [OrganizerInline, PersonInline, SessionInline]
    autocomplete_fields = ["place", "also_in", "programme"]
    readers = ("name", "summary", "status_note", "change_note")
    change_form_template = "admin/news/eventedition/change_form.html"

    # The form

    def get_changeform_initial_data(self, request):
        return {"kind": "meeting", "status": "confirmed"} | super().get_changeform_initial_data(request)

    def get_object(self, request, object_id, from_field=None):
        try:
            found = EventEdition.objects.select_related("event", "place__country", "programme", "changed_by")
            edition = found.get(pk=int(object_id))
        except (EventEdition.DoesNotExist, ValueError, OverflowError):
            return None
        return as_shown(request, edition) if request.method == "POST" else edition

    def shown_besides(self, obj):
        return {"series": series_of(obj.event)} if obj else {}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        obj = self.get_object(request, object_id) if object_id else None
        late = hasattr(obj, "as_shown")
        merged = obj is not None and obj.event.merged_into_id and not late
        if obj is not None and (merged or not self.has_change_permission(request, obj)):
            return reading.view(self, request, obj)
        context = self._context(request, obj) | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def _context(self, request, obj):
        kind = request.POST.get("kind") or (obj.kind if obj else request.GET.get("kind", ""))
        return {
            "title": "New event",
            "subtitle": None,
            "is_call": kind in CALLS,
            "calls": " ".join(sorted(CALLS)),
            "show_close": False,
            **(reading.publication(request, obj) if obj else {}),
        }

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = obj.name if obj and not add else "New event"
        context["subtitle"] = None
        form = context["adminform"].form
        make_known(form)
        context["errors"].extend(form.forces.problems)
        context["changed_meanwhile"] = getattr(form, "changed_meanwhile", False)
        context["inlines"] = {inline.formset.prefix: inline for inline in context["inline_admin_formsets"]}
        context["more_open"] = any(
            name in form.errors for name in [*COLUMNS, *TYPED] if name not in {"name", "dates", "place", "kind"}
        )
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    # Saving: everything goes through the door at once, after all forms are valid.

    def save_related(self, request, form, formsets, change):
        places = {}
        series, ordinal = form.cleaned_data["series"], form.cleaned_data["ordinal"]
        shown = getattr(form.instance, "as_shown", None)
        try:
            with transaction.atomic():
                data, places = content.build(
                    form,
                    formsets,
                    by=request.user,
                    proposed_order="_order" in request.POST,
                    add_pasted="_add_pasted" in request.POST,
                    # Nobody is added to the directory by a save that comes too late.
                    make_person=NewPerson if shown else None,
                    before=shown.content if shown else None,
                )
                if shown:
                    mine = plain_content(EventEdition, data, shown.content)
                    raise CameSecond(mine, [series.pk if series else None, ordinal if series else None])
                if change:
                    version = form.cleaned_data["lock_version"]
                    edition = workflow.edit(
                        form.instance, data, by=request.user, lock_version=-1 if version is None else version
                    )
                else:
                    edition = workflow.new_event(data, by=request.user)
                workflow.place_in_series(edition.event, series, ordinal, by=request.user)
        except Problems as error:
            raise Refused(content.shown_at(error.by_field, places)) from error
        except ChangedMeanwhile as error:
            raise self.came_too_late(request, error) from error
        except NewsroomError as error:
            raise Refused({"": {"": [str(error)]}}) from error
        form.instance.pk = edition.pk
        form.instance.refresh_from_db()

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def _saved(self, request, obj):
        if "_write" in request.POST:
            return HttpResponseRedirect(f"{reverse('admin:news_edition_add')}?event={obj.event_id}")
        at = timezone.localtime()
        messages.success(request, f"Saved at {at:%H:%M}. {acts.who_sees(obj)}")
        if other := looks_like.first(obj):
            messages.warning(request, f"This looks like an event that is here already: {other}.")
        return HttpResponseRedirect(reverse("admin:news_eventedition_change", args=[obj.pk]))

    # Views of our own; each asks the rules itself.

    def get_custom_urls(self):
        return (*answers.urls(), *same_as.urls(), *merging.urls())

    def get_urls(self):
        return [*acts.urls(self), *panels.urls(self), *super().get_urls()]


@admin.register(Event)
class EventAdmin(DeskAdmin):
    """Only so that releases find events; the list is that of the versions."""

    search_fields = ["folded"]
    ordering = ["-pk"]

    def get_search_results(self, request, queryset, search_term):
        return listing.found(queryset, search_term, "folded"), False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .filter(merged_into=None)
            .exclude(pk__in=_only_binned())
            .prefetch_related("editions")
        )

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return people.at_least(request.user, "viewer")

    def has_add_permission(self, request):
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False


def _only_binned():
    return Event.objects.exclude(editions__in=EventEdition.objects.exclude(state=State.DISCARDED)).values("pk")
