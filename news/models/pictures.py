from django.db import models
from django.db.models import Q

from .fields import LineField


class Stored(models.Model):
    """A file as stored: named by the hash of its bytes, private until something public uses it.

    A hidden one is nowhere public, whatever uses it.
    """

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    original_name = LineField(blank=True, default="", editable=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey("news.Account", models.SET_NULL, null=True, editable=False, related_name="+")
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_by = models.ForeignKey("news.Account", models.SET_NULL, null=True, editable=False, related_name="+")
    hidden_reason = LineField(max_length=300, blank=True, default="", editable=False)

    class Meta:
        abstract = True
        ordering = ["-pk"]


class Picture(Stored):
    file = models.FileField(upload_to="pictures/originals", max_length=200)
    format = models.CharField(max_length=8, editable=False, help_text="jpeg, png or webp, known from the bytes")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    caption = models.TextField(blank=True, default="")
    alt = LineField("alternative text", max_length=250, blank=True, default="")
    credit = LineField(max_length=120, blank=True, default="")
    is_placeholder = models.BooleanField(default=False, editable=False)

    class Meta(Stored.Meta):
        constraints = [models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_a_size")]

    def __str__(self):
        return self.caption or self.original_name or f"Picture {self.pk}"


class Document(Stored):
    """A file to read or download: an agenda, a joint statement; or the scan of a signed paper."""

    file = models.FileField(upload_to="documents", max_length=200)
    format = models.CharField(max_length=8, editable=False, help_text="pdf, jpeg or png, known from the bytes")
    size = models.PositiveIntegerField(editable=False, help_text="Bytes")
    pages = models.PositiveIntegerField(null=True, editable=False)
    title = LineField(blank=True, default="", help_text="What readers see, for example “Joint statement”")
    language = models.CharField(max_length=8, default="en")

    class Meta(Stored.Meta):
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="document_has_a_size")]

    def __str__(self):
        return self.title or self.original_name or f"Document {self.pk}"
