import uuid

from django.db import models
from django.db.models import Q

from news.enums import PictureChoice

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
    """A photograph as stored: upright, without what the camera wrote but who owns it.

    Caption, alternative text and credit are proposals: a release copies them when it takes the picture.
    The focal point is what every crop keeps, in per cent from the left and from the top.
    """

    file = models.FileField(upload_to="pictures/originals", max_length=200)
    format = models.CharField(max_length=8, editable=False, help_text="jpeg, png or webp, known from the bytes")
    size = models.PositiveIntegerField(default=0, editable=False, help_text="Bytes as stored")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    source_sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    caption = models.TextField(blank=True, default="")
    alt = LineField("alternative text", max_length=250, blank=True, default="")
    credit = LineField(max_length=120, blank=True, default="")
    copyright = LineField(max_length=200, blank=True, default="")
    taken_on = models.DateField(null=True, blank=True)
    event = models.ForeignKey("news.Event", models.SET_NULL, null=True, blank=True, related_name="photographs")
    focus_x = models.PositiveSmallIntegerField(null=True, blank=True)
    focus_y = models.PositiveSmallIntegerField(null=True, blank=True)
    is_placeholder = models.BooleanField(default=False, editable=False)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Stored.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_a_size"),
            models.CheckConstraint(
                name="picture_focus_within",
                condition=Q(focus_x=None, focus_y=None)
                | Q(focus_x__isnull=False, focus_y__isnull=False, focus_x__range=(0, 100), focus_y__range=(0, 100)),
                violation_error_message="The focal point lies outside of the picture.",
            ),
        ]

    def __str__(self):
        return self.caption or self.original_name or f"Picture {self.pk}"


class PersonShown(models.Model):
    """Somebody in a picture, counted from the left. Without a person: somebody who is not named."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="people_shown")
    person = models.ForeignKey("news.Person", models.PROTECT, null=True, blank=True, related_name="shown_in")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "order"], name="personshown_place_once"),
            models.UniqueConstraint(
                fields=["picture", "person"], condition=Q(person__isnull=False), name="personshown_person_once"
            ),
        ]

    def __str__(self):
        return str(self.person or "Somebody unnamed")


class PictureSet(models.Model):
    """Photographs of one occasion: sent in together, chosen together, put into words together."""

    title = LineField(help_text="For the desk, for example “Seoul symposium”")
    release = models.ForeignKey(
        "news.PressRelease", models.SET_NULL, null=True, blank=True, related_name="picture_sets"
    )
    event = models.ForeignKey("news.Event", models.SET_NULL, null=True, blank=True, related_name="picture_sets")
    credit = LineField(max_length=120, blank=True, default="")
    taken_on = models.DateField(null=True, blank=True)
    # That nobody and nothing is shown that must not be. A picture chosen later asks for another look.
    looked_by = models.ForeignKey("news.Account", models.SET_NULL, null=True, editable=False, related_name="+")
    looked_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey("news.Account", models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "set of photographs"
        verbose_name_plural = "photographs"

    def __str__(self):
        return self.title


class SetPicture(models.Model):
    """A picture in a set, and what becomes of it there."""

    set = models.ForeignKey(PictureSet, models.CASCADE, related_name="rows")
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="in_sets")
    order = models.PositiveIntegerField(default=0)
    choice = models.CharField(max_length=12, choices=PictureChoice.choices, default=PictureChoice.UNDECIDED)
    chosen_by = models.ForeignKey("news.Account", models.SET_NULL, null=True, editable=False, related_name="+")
    chosen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["set", "picture"], name="setpicture_once"),
            models.CheckConstraint(condition=Q(choice__in=PictureChoice.values), name="setpicture_choice_known"),
        ]

    def __str__(self):
        return str(self.picture)


class Upload(models.Model):
    """A file on its way in pieces: how much of it has arrived, and what became of it.

    `fingerprint` is how the sending browser knows the file again: of its name, size and date, or of its bytes.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    set = models.ForeignKey(PictureSet, models.CASCADE, related_name="uploads")
    by = models.ForeignKey("news.Account", models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=80)
    name = LineField(blank=True, default="")
    size = models.PositiveBigIntegerField(help_text="Bytes")
    received = models.PositiveBigIntegerField(default=0, help_text="Bytes")
    began_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    done_at = models.DateTimeField(null=True)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, related_name="+")
    problem = LineField(max_length=300, blank=True, default="", help_text="Why it was left out")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["set", "by", "fingerprint"], name="upload_file_once"),
            models.CheckConstraint(
                condition=Q(size__gt=0, received__lte=models.F("size")), name="upload_not_more_than_its_size"
            ),
        ]

    def __str__(self):
        return self.name or str(self.uuid)


class Document(Stored):
    """A file to read or download: an agenda, a joint statement; or the scan of a signed paper."""

    file = models.FileField(upload_to="documents", max_length=200)
    format = models.CharField(
        max_length=8, editable=False, help_text="pdf, docx, odt … or a scan, known from the bytes"
    )
    size = models.PositiveIntegerField(editable=False, help_text="Bytes")
    pages = models.PositiveIntegerField(null=True, editable=False)
    title = LineField(blank=True, default="", help_text="What readers see, for example “Joint statement”")
    language = models.CharField(max_length=8, default="en")

    class Meta(Stored.Meta):
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="document_has_a_size")]

    def __str__(self):
        return self.title or self.original_name or f"Document {self.pk}"
