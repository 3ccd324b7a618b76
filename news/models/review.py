"""What people say about a version before it is public: comments, ticks, findings, previews, sign-offs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from news.enums import Answer, SignedHow

from .events import EventEdition
from .fields import LineField
from .history import Snapshot
from .pictures import Document
from .releases import Edition


class AboutQuerySet(models.QuerySet):
    def about(self, version):
        """Rows about one version of a text or of facts."""
        return self.filter(**{_column(version): version})

    def about_thing(self, version):
        """Rows about any version of the same release or event."""
        thing = "release" if isinstance(version, Edition) else "event"
        return self.filter(**{f"{_column(version)}__{thing}": getattr(version, f"{thing}_id")})


def _column(version):
    return "edition" if isinstance(version, Edition) else "event_edition"


class AboutVersion(models.Model):
    """A row about one version: of a text (`edition`) or of facts (`event_edition`), one of the two."""

    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="+")
    event_edition = models.ForeignKey(EventEdition, models.CASCADE, null=True, related_name="+")

    objects = AboutQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=False, event_edition=None) | Q(edition=None, event_edition__isnull=False),
                name="%(class)s_about_one_version",
            )
        ]

    @property
    def version(self):
        return self.edition if self.edition_id else self.event_edition

    @staticmethod
    def column(version):
        """The name of the foreign key that leads to such a version."""
        return _column(version)


class Comment(AboutVersion):
    """Internal, never public. `done_at` says that nothing is left to do about it."""

    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta(AboutVersion.Meta):
        ordering = ["pk"]

    def __str__(self):
        return f"{self.by}: {self.text[:60]}"


class Dismissal(AboutVersion):
    """A finding that is right as it stands. It holds for these words in every later version of the thing.

    `fingerprint` is the hash of rule and words, see `workflow/findings.py`.
    """

    rule = models.CharField(max_length=40)
    words = models.TextField()
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(AboutVersion.Meta):
        constraints = [
            *AboutVersion.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "fingerprint"], name="dismissal_once_a_text"),
            models.UniqueConstraint(fields=["event_edition", "fingerprint"], name="dismissal_once_a_version"),
        ]

    def __str__(self):
        return f"{self.rule}: {self.words[:60]}"


class Ticks(AboutVersion):
    """What somebody has ticked while checking a version: fingerprints of entries, see `queries/checklist.py`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entries = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(AboutVersion.Meta):
        verbose_name_plural = "ticks"
        constraints = [
            *AboutVersion.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "person"], name="ticks_once_a_text"),
            models.UniqueConstraint(fields=["event_edition", "person"], name="ticks_once_a_version"),
        ]

    def __str__(self):
        return f"{self.person}: {len(self.entries)} ticks"


class Preview(AboutVersion):
    """An address at which somebody without an account reads a version that is not public."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self):
        return f"Preview of {self.version} until {self.expires_at:%Y-%m-%d}"


class SignOff(AboutVersion):
    """Somebody outside the desk is asked for, or has given, approval of exactly one version of text and facts.

    `digest` is that of the content at the moment of the answer (see `record/canonical.digest`); the
    answer is stale as soon as the content's digest is another one.
    """

    name = LineField(max_length=120, help_text="Who is asked, for example “Executive Director”")
    organization = LineField(max_length=200, blank=True, default="")
    email = models.EmailField("e-mail", blank=True, default="")
    message = models.TextField(max_length=2000, blank=True, default="")
    how = models.CharField(max_length=8, choices=SignedHow.choices, default=SignedHow.LINK)
    preview = models.OneToOneField(Preview, models.PROTECT, null=True, related_name="sign_off")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answered_by = LineField(max_length=120, blank=True, default="", help_text="The name that they gave")
    answered_at = models.DateTimeField(null=True)
    comment = models.TextField(max_length=4000, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    text_seen = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    facts_seen = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    scan = models.ForeignKey(Document, models.PROTECT, null=True, related_name="sign_offs")

    class Meta(AboutVersion.Meta):
        verbose_name = "sign-off"
        constraints = [
            *AboutVersion.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="signoff_answer_has_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_answer_display() or 'not answered'}"


class Correction(models.Model):
    """*Correct everywhere*: old words, new words, the versions that were made for it, one note."""

    old = LineField(max_length=250)
    new = LineField(max_length=250)
    what = models.CharField(max_length=16, help_text="name, rank, position, organization or text")
    note = LineField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"“{self.old}” becomes “{self.new}”"


class CorrectedVersion(AboutVersion):
    correction = models.ForeignKey(Correction, models.CASCADE, related_name="versions")

    class Meta(AboutVersion.Meta):
        ordering = ["pk"]

    def __str__(self):
        return str(self.version)
