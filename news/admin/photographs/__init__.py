"""Sets of photographs at the desk: their list, a new one, and the rooms in which one works on them."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from news.admin.base import DeskAdmin
from news.admin.rights import ByRules
from news.admin.saving import SavesThroughDoor
from news.models import PictureSet
from news.record import picture_sets

from . import choose, frame, listing, upload, words
from .form import SetForm

ROOMS = (upload, choose, words)


@admin.register(PictureSet)
class PictureSetAdmin(SavesThroughDoor, ByRules, listing.SetList, DeskAdmin):
    form = SetForm
    autocomplete_fields = ["event", "release"]
    change_form_template = "desk/photographs/set.html"

    def get_urls(self):
        rooms = [address for room in ROOMS for address in room.urls(self)]
        return [*rooms, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("release", "event", "created_by")

    def get_fields(self, request, obj=None):
        return ["title", "event", "release", *(["version_shown"] if obj else [])]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {
            "title": "Set of photographs" if object_id else "New set of photographs",
            "subtitle": None,
            "show_close": False,
        }
        picture_set = self.get_object(request, object_id) if object_id else None
        if picture_set is not None:
            context |= {
                "desk_back": {"link": frame.room_that_fits(picture_set), "words": picture_set.title},
                "delete_link": reverse("admin:news_pictureset_delete", args=[picture_set.pk])
                if self.has_delete_permission(request, picture_set)
                else "",
            }
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    # Saving

    def write(self, request, obj, data, change):
        shown = data.pop("version_shown", None)
        if change:
            for name, value in data.items():
                setattr(obj, name, value)
            return picture_sets.save_set(obj, by=request.user, lock_version=-1 if shown is None else shown)
        return picture_sets.new_set(by=request.user, **data)

    def content_fields(self, form):
        return set(form.fields)

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(frame.address(obj, "upload"))

    def response_change(self, request, obj):
        messages.success(request, "Saved.")
        return HttpResponseRedirect(frame.room_that_fits(obj))

    # Deleting: an editor's, and never a picture with it.

    def get_deleted_objects(self, objs, request):
        return [str(picture_set) for picture_set in objs], {}, set(), []

    def delete_model(self, request, obj):
        picture_sets.delete_set(obj, by=request.user)
