"""Pictures at the desk: uploaded in a dialog of a release, or from their own list."""

from django import forms
from django.contrib import admin
from django.contrib.admin import display
from django.utils.html import format_html

from news.errors import Problems
from news.models import Picture
from news.pictures.ingest import ingest
from news.pictures.renditions import picture_url, texts_with
from news.record.directory import save_entry
from news.record.entries import delete_entry
from news.record.jobs import later

from .base import DeskAdmin
from .hiding import Hides
from .rights import ByRules
from .saving import SavesThroughDoor

HIDDEN = "This picture is hidden. Choose another, or ask an editor to show it again."


class PictureForm(forms.ModelForm):
    upload = forms.FileField(
        label="Picture",
        required=False,
        help_text="JPEG, PNG or WebP, at most 40 MB. Its place and camera data are taken out.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Picture
        fields = ["alt", "caption", "credit"]
        help_texts = {"alt": "Says what is seen.", "caption": "Says who. Readers see it under the picture."}
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}

    def clean_upload(self):
        upload = self.cleaned_data.get("upload")
        if self.instance._state.adding and not upload:
            raise forms.ValidationError("Choose a picture.")
        return upload


@admin.register(Picture)
class PictureAdmin(SavesThroughDoor, Hides, ByRules, DeskAdmin):
    form = PictureForm
    change_form_template = "desk/stored.html"
    list_display = ["words", "picture", "uploaded", "for_readers"]
    list_per_page = 30
    search_fields = ["caption", "alt", "original_name", "credit"]
    readers = ("alt", "caption", "credit")
    ordering = ["-pk"]

    def get_fields(self, request, obj=None):
        return ["alt", "caption", "credit"] if obj else ["upload", "alt", "caption", "credit"]

    def get_search_results(self, request, queryset, search_term):
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(hidden_at=None)
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Pictures"} | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"title": "Picture" if object_id else "New picture", "subtitle": None, "show_close": False}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def write(self, request, obj, data, change):
        upload = data.pop("upload", None)
        if not change:
            try:
                obj = ingest(upload, by=request.user, name=upload.name)
            except Problems as problems:
                said = [sentence for sentences in problems.by_field.values() for sentence in sentences]
                raise Problems({"upload": said}) from problems
            if obj.hidden_at is not None:
                raise Problems({"upload": [HIDDEN]})
        for name, value in data.items():
            # The same bytes again are the picture that is there: its words are not written over.
            if change or not getattr(obj, name):
                setattr(obj, name, value)
        saved = save_entry(obj, by=request.user)
        if not change:
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

    @display(description="Picture")
    def picture(self, row):
        return format_html(
            '<img class="desk-thumb" src="{}" alt="" width="96" height="64" loading="lazy">', picture_url(row, 480)
        )

    @display(description="Words")
    def words(self, row):
        return row.caption or row.alt or row.original_name
