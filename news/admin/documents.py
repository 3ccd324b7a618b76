"""Documents at the desk: added in a dialog of a release, or from their own list."""

from django import forms
from django.contrib import admin
from django.contrib.admin import display

from news.admin.base import DeskAdmin, DeskInline, RowForm
from news.admin.hiding import Hides
from news.admin.rights import ByRules, RowsByRules
from news.admin.saving import SavesThroughDoor, listening_formset
from news.errors import Problems
from news.models import Document, EditionDocument, SignOff
from news.queries.files import ENDINGS, FOR_READERS, KINDS, LANGUAGES, TYPES, facts_of
from news.record.directory import save_entry
from news.record.documents import store_document, stored_or_nothing
from news.record.entries import delete_entry

HIDDEN = "This file is hidden. Choose another, or ask an editor to show it again."
NOT_FOR_READERS = "Readers get a PDF or an office file. Save the scan as PDF and add that."
IS_A_SIGN_OFF = "This is the scan of an approval. It is not for readers."
# What a browser offers to choose from, in this order.
OFFERED = [form for form in KINDS if form in FOR_READERS]


def offered():
    """Documents that may go on a release: those that nobody has hidden, and no scans."""
    scans = SignOff.objects.exclude(scan=None).values("scan")
    return Document.objects.filter(hidden_at=None, format__in=FOR_READERS).exclude(pk__in=scans)


class DocumentForm(forms.ModelForm):
    upload = forms.FileField(
        label="File",
        required=False,
        help_text="A PDF, or a Word, Excel, PowerPoint or LibreOffice file, at most 20 MB. "
        "Readers get it as it is, with its author and its notes.",
        error_messages={"empty": "This file is empty. Choose another."},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ENDINGS[form]}" for form in OFFERED)}),
    )
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), initial="en")

    class Meta:
        model = Document
        fields = ["title", "language"]
        help_texts = {"title": "What readers see, like “Joint statement”."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = True
            self.fields["title"].error_messages["required"] = "Say what it is."

    def clean_upload(self):
        upload = self.cleaned_data.get("upload")
        if self.instance._state.adding and not upload:
            raise forms.ValidationError("Choose a file.")
        return upload


@admin.register(Document)
class DocumentAdmin(SavesThroughDoor, Hides, ByRules, DeskAdmin):
    form = DocumentForm
    change_form_template = "desk/stored.html"
    list_display = ["__str__", "facts", "uploaded", "for_readers"]
    list_per_page = 30
    search_fields = ["title", "original_name"]
    readers = ("title",)
    ordering = ["-pk"]

    def get_fields(self, request, obj=None):
        return ["title", "language"] if obj else ["upload", "title", "language"]

    def get_search_results(self, request, queryset, search_term):
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(pk__in=offered().values("pk"))
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Documents"} | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"title": "Document" if object_id else "New document", "subtitle": None, "show_close": False}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def write(self, request, obj, data, change):
        upload = data.pop("upload", None)
        if not change:
            try:
                with stored_or_nothing():
                    obj = store_document(upload, by=request.user, title=data["title"], only=FOR_READERS)
                    return self._save(request, obj, data, change)
            except Problems as problems:
                by_field = {{"file": "upload"}.get(name, name): said for name, said in problems.by_field.items()}
                raise Problems(by_field) from problems
        return self._save(request, obj, data, change)

    def _save(self, request, obj, data, change):
        if not change and obj.hidden_at is not None:
            raise Problems({"upload": [HIDDEN]})
        # The same file again is the document that is there: what releases use is not written over.
        for name, value in data.items():
            if change or not getattr(obj, name) or not obj.uses.exists():
                setattr(obj, name, value)
        return save_entry(obj, by=request.user)

    def content_fields(self, form):
        return set(form.fields)

    def delete_model(self, request, obj):
        delete_entry(obj, by=request.user)

    @display(description="File")
    def facts(self, row):
        return f"{TYPES[row.format]}, {facts_of(row)}"


class DocumentRow(RowForm):
    class Meta:
        model = EditionDocument
        fields = ["document", "title", "order"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False

    def clean(self):
        cleaned = super().clean()
        document = cleaned.get("document")
        if document is None:
            return cleaned
        # Copied at attachment: what is changed at the document later does not change this release.
        cleaned["title"] = cleaned.get("title") or document.title
        if not cleaned["title"]:
            self.add_error("title", "Say what it is.")
        if self.instance._state.adding:
            if document.hidden_at is not None:
                self.add_error("document", HIDDEN)
            elif document.format not in FOR_READERS:
                self.add_error("document", NOT_FOR_READERS)
            elif not offered().filter(pk=document.pk).exists():
                self.add_error("document", IS_A_SIGN_OFF)
        return cleaned


class DocumentInline(RowsByRules, DeskInline):
    model = EditionDocument
    form = DocumentRow
    fields = ["document", "title", "order"]
    autocomplete_fields = ["document"]
    ordering_field = "order"
    row_template = "desk/release/document_row.html"
    verbose_name = "document"
    verbose_name_plural = "documents"
    add_words = "Add a document"
    order_note = "Readers see them in this order"
    readers = ("title",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document").order_by("order", "pk")

    def get_formset(self, request, obj=None, **kwargs):
        return listening_formset(super().get_formset(request, obj, **kwargs), request)
