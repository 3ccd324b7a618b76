from django.db import models

from .fields import LineField


class Picture(models.Model):
    """A picture as stored: named by the hash of its bytes, private until something public uses it."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    file = models.FileField(upload_to="pictures/originals", max_length=200)
    format = models.CharField(max_length=8, editable=False, help_text="jpeg, png or webp, known from the bytes")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    original_name = LineField(blank=True, default="", editable=False)
    caption = models.TextField(blank=True, default="")
    alt = LineField("alternative text", max_length=250, blank=True, default="")
    credit = LineField(max_length=120, blank=True, default="")
    is_placeholder = models.BooleanField(default=False, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey("news.Account", models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="picture_has_a_size"),
        ]

    def __str__(self):
        return self.caption or self.original_name or f"Picture {self.pk}"
