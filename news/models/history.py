"""What was: a snapshot at each save, a log line for each act. Neither is ever edited."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.enums import Act

from .fields import LineField


class Snapshot(models.Model):
    """A thing with all its rows as canonical JSON (see `record/canonical.py`)."""

    thing_type = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40)
    data = models.JSONField()
    lock_version = models.PositiveIntegerField(null=True, help_text="That of the thing when this was taken")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["thing_type", "thing_id"], name="snapshot_of_a_thing")]

    def __str__(self):
        return f"{self.thing_type} {self.thing_id}, {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


class ActionLog(models.Model):
    """Who did what to which thing, when, and what it was before and after."""

    act = models.CharField(max_length=24, help_text="An act of the workflow, or a verb of the directory")
    thing_type = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40)
    from_state = models.CharField(max_length=16, blank=True, default="")
    to_state = models.CharField(max_length=16, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = LineField(blank=True, default="", help_text="As it was then; the command line has no account")
    at = models.DateTimeField(auto_now_add=True)
    comment = models.TextField(blank=True, default="")
    before = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["thing_type", "thing_id"], name="actionlog_of_a_thing")]

    def __str__(self):
        label = dict(Act.choices).get(self.act, self.act)
        return f"{label}: {self.thing_type} {self.thing_id}"
