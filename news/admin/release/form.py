"""The fields of a press release and the rows of its pictures."""

from django import forms
from django.urls import reverse_lazy

from news import html
from news.admin.base import DeskInline, RowForm
from news.admin.editor import ReleaseTextField, ReleaseTextWidget
from news.admin.pick import PickedMany
from news.admin.pictures import HIDDEN, IN_BIN
from news.admin.ready import ReadySentences
from news.admin.rights import RowsByRules
from news.admin.saving import listening_formset
from news.models import Edition, EditionPicture, Topic
from news.queries import picture_sets

TEXT = ["title", "standfirst", "body"]
EVENT = ["kind", "event", "also_covers", "dateline"]
MORE = ["topics", "byline", "issued_jointly_with", "motto", "embargo_until"]
CHANGE = ["change_note", "is_minor"]


class ReleaseForm(forms.ModelForm):
    body = ReleaseTextField(
        label="Text",
        required=False,
        # Absurdly nested markup takes quadratic time to clean; no release comes near this.
        max_length=200_000,
        help_text="Paste from Word is fine: lists stay, fonts go.",
        widget=ReleaseTextWidget(pictures=reverse_lazy("admin:news_edition_pictures")),
    )
    topics = PickedMany(
        Topic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, help_text="One to three are enough."
    )
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Edition
        fields = [*TEXT, *EVENT, *MORE, *CHANGE]
        labels = {
            "standfirst": "Summary",
            "also_covers": "Also covers",
            "is_minor": "Only a comma or a space",
            "event": "Event",
            "kind": "What kind is it?",
            "embargo_until": "Embargo until",
        }
        help_texts = {
            "title": "Who did what, where.",
            "standfirst": "Two sentences under the title.",
            "dateline": "Left empty, it makes itself from the event.",
            "event": "An event report needs its event.",
            "embargo_until": "Kuala Lumpur time. Previews and papers say it in red. It cannot go out before.",
        }
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "standfirst": forms.Textarea(attrs={"rows": 3}),
            "change_note": ReadySentences,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        edition = self.instance
        self.removed = []
        if "lock_version" in self.fields:
            self.fields["lock_version"].initial = edition.lock_version
        if "embargo_until" in self.fields:
            self.fields["embargo_until"].widget.attrs["data-utc-below"] = ""
        if "topics" in self.fields and edition.pk:
            self.initial["topics"] = list(edition.topic_rows.values_list("tag_id", flat=True))

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self):
        cleaned = html.clean(self.cleaned_data["body"])
        self.removed = cleaned.removed
        return cleaned.html

    def save_m2m(self):
        """Nothing: the write door does it."""

    def _save_m2m(self):
        """Nothing: the write door does it."""


class PictureRow(RowForm):
    class Meta:
        model = EditionPicture
        fields = ["picture", "is_lead", "alt", "is_decorative", "caption", "credit", "order"]
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}

    def clean(self):
        cleaned = super().clean()
        picture = cleaned.get("picture")
        if picture is not None and self.instance._state.adding:
            if picture.hidden_at is not None:
                self.add_error("picture", HIDDEN)
            elif picture_sets.is_in_bin(picture):
                self.add_error("picture", IN_BIN)
            # Copied at attachment: what is changed at the picture later does not change this release.
            for name in ("alt", "caption", "credit"):
                if not cleaned.get(name):
                    cleaned[name] = getattr(picture, name)
        return cleaned


class PictureInline(RowsByRules, DeskInline):
    model = EditionPicture
    form = PictureRow
    fields = ["picture", "is_lead", "alt", "is_decorative", "caption", "credit", "order"]
    autocomplete_fields = ["picture"]
    ordering_field = "order"
    row_template = "desk/release/picture_row.html"
    verbose_name = "picture"
    verbose_name_plural = "pictures"
    add_words = "Add a picture"
    order_note = "Readers see them in this order"
    foot_template = "desk/release/pictures_foot.html"
    readers = ("caption", "alt")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("picture").order_by("order", "pk")

    def get_formset(self, request, obj=None, **kwargs):
        return listening_formset(super().get_formset(request, obj, **kwargs), request)
