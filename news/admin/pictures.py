"""Pictures at the desk: uploaded in a dialog of a release, or from their own list."""

import logging

from django import forms
from django.contrib import admin

from news.errors import Problems
from news.models import Picture
from news.pictures.ingest import ingest
from news.pictures.renditions import texts_with
from news.queries.picture_sets import is_in_bin
from news.record.directory import save_entry
from news.record.entries import delete_entry
from news.record.jobs import later
from news.record.pictures_in import IN_BIN

from .base import DeskAdmin
from .hiding import Hides
from .photographs import single
from .rights import ByRules
from .saving import SavesThroughDoor

HIDDEN = "This picture is hidden. Choose another, or ask an editor to show it again."
NO_STORE = "The picture could not be stored just now. Try again in a minute."
WORDS = ["alt", "caption", "credit"]
FACTS = ["copyright", "taken_on", "event"]

log = logging.getLogger(__name__)


class PictureForm(forms.ModelForm):
    upload = forms.FileField(
        label="Picture",
        required=False,
        help_text="JPEG, PNG, WebP, AVIF or HEIC, at most 40 MB. Its place and camera data are taken out.",
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,image/gif"}
        ),
    )
    version_shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Picture
        fields = [*WORDS, *FACTS]
        help_texts = {
            "alt": "Says what is seen.",
            "caption": "Says who. Readers see it under the picture.",
            "credit": "Who took it.",
            "copyright": "Whose it is, if not ours.",
            "taken_on": "The day, at the place where it was taken.",
        }
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "version_shown" in self.fields:
            self.initial["version_shown"] = self.instance.lock_version

    def clean_upload(self):
        upload = self.cleaned_data.get("upload")
        if self.instance._state.adding and not upload:
            raise forms.ValidationError("Choose a picture.")
        return upload


@admin.register(Picture)
class PictureAdmin(SavesThroughDoor, Hides, ByRules, single.PictureList, DeskAdmin):
    form = PictureForm
    change_form_template = "desk/photographs/picture.html"
    autocomplete_fields = ["event"]
    readers = ("alt", "caption", "credit")
    ordering = ["-pk"]

    def get_fields(self, request, obj=None):
        return [*WORDS, *FACTS, "version_shown"] if obj else ["upload", *WORDS]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"title": "Picture" if object_id else "New picture", "subtitle": None, "show_close": False}
        if object_id and (picture := self.get_object(request, object_id)):
            context |= single.beside(picture)
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def write(self, request, obj, data, change):
        upload, lock_version = data.pop("upload", None), data.pop("version_shown", None)
        if not change:
            try:
                obj = ingest(upload, by=request.user, name=upload.name)
            except Problems as problems:
                said = [sentence for sentences in problems.by_field.values() for sentence in sentences]
                raise Problems({"upload": said}) from problems
            except OSError as error:
                log.exception("A picture could not be stored.")
                raise Problems({"upload": [NO_STORE]}) from error
            if obj.hidden_at is not None:
                raise Problems({"upload": [HIDDEN]})
            if is_in_bin(obj):
                raise Problems({"upload": [IN_BIN]})
        for name, value in data.items():
            # The same bytes again are the picture that is there: its words are not written over. Those of a camera are.
            if change or not getattr(obj, name) or (value and not obj.was_there):
                setattr(obj, name, value)
        if change:
            lock_version = -1 if lock_version is None else lock_version
        saved = save_entry(obj, by=request.user, lock_version=lock_version if change else None)
        # Also when it changed: copyright and credit stand in the renditions.
        later("render_picture", picture=saved.pk)
        return saved

    def content_fields(self, form):
        return set(form.fields)

    def get_deleted_objects(self, objs, request):
        *found, protected = super().get_deleted_objects(objs, request)
        in_texts = [f"The text of “{edition}”" for picture in objs for edition in texts_with(picture)]
        return (*found, [*protected, *in_texts])

    def delete_model(self, request, obj):
        delete_entry(obj, by=request.user)
