"""What is being typed: kept apart from saved versions, and gone when it is saved."""

import uuid

from django.conf import settings
from django.db import models

from .fields import LineField


class Autosave(models.Model):
    """One open form: of a thing (or of a new one), by a person, on a device.

    `form` holds the fields as typed, None while nothing differs from what was saved. A form whose
    `seen_at` is recent is open now; others are told who has it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thing_type = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40, blank=True, default="", help_text="Empty for a new thing")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves")
    device = models.CharField(max_length=36)
    device_name = LineField(max_length=80, blank=True, default="", help_text="For example “Chrome on Android”")
    path = LineField(max_length=300)
    title = LineField(max_length=300, blank=True, default="")
    form = models.JSONField(null=True)
    lock_version = models.PositiveIntegerField(null=True, help_text="The version that the form was opened with")
    typing_in = LineField(max_length=120, blank=True, default="", help_text="The label of the field in focus")
    number = models.PositiveBigIntegerField(default=0, help_text="Rises with each sending; a late one is dropped")
    kept_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing_type", "thing_id", "person", "device"], name="autosave_once_a_thing_person_and_device"
            )
        ]

    def __str__(self):
        return f"{self.title or self.path}, {self.person}"
