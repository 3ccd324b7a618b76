"""What the two kinds of edition share: a numbered version of a thing, with a state."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from news.enums import State, WithdrawalKind

from .fields import LineField


class EditionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=State.open)

    def live(self):
        """Editions that readers see as they are."""
        return self.filter(state=State.PUBLISHED)

    def public(self):
        """Live ones, and withdrawn ones, of which readers see at most a notice."""
        return self.filter(state__in=State.public)


class EditionBase(models.Model):
    """One version of a thing. `thing_field` names the foreign key to the stable thing."""

    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="%(class)ss_written", blank=True)
    lock_version = models.PositiveIntegerField(default=0)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)

    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True, help_text="Sent back, and not handed in again since")
    return_comment = models.TextField(blank=True, default="")

    change_note = LineField(
        "what is different from the public version?",
        max_length=300,
        blank=True,
        default="",
        help_text="Readers see this line. Say what is right. Do not repeat the mistake.",
    )
    is_minor = models.BooleanField(
        "only a comma or a space",
        default=False,
        help_text="Readers see no note. Never for a name, rank, date or number.",
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    not_published_at = models.DateTimeField(null=True, help_text="Its time had come, and it could not be published")
    not_published_why = models.TextField(blank=True, default="")
    waiting_for = LineField(max_length=120, blank=True, default="")
    asked_to_check = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="%(class)ss_to_check", blank=True)
    withdrawal_kind = models.CharField(max_length=16, choices=WithdrawalKind.choices, blank=True, default="")
    withdrawal_explanation = models.TextField(blank=True, default="")
    flagged_since = models.DateTimeField("published alone, not yet checked, since", null=True)
    flag_reason = LineField(max_length=300, blank=True, default="")

    objects = EditionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(state=State.APPROVED), name="%(class)s_time_only_if_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | ~Q(withdrawal_kind=""), name="%(class)s_withdrawal_has_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted([*State.public, State.SUPERSEDED])) | Q(published_at__isnull=False),
                name="%(class)s_public_since_a_moment",
            ),
        ]

    @property
    def is_open(self):
        return self.state in State.open


def version_constraints(thing, prefix):
    """Each version number once; at most one open and at most one public version of a thing."""
    return [
        models.UniqueConstraint(fields=[thing, "number"], name=f"{prefix}_number_once"),
        models.UniqueConstraint(
            fields=[thing],
            condition=Q(state__in=sorted(State.open)),
            name=f"{prefix}_one_open",
            violation_error_message="There is already a version in progress.",
        ),
        models.UniqueConstraint(
            fields=[thing],
            condition=Q(state__in=sorted(State.public)),
            name=f"{prefix}_one_public",
            violation_error_message="There is already a public version.",
        ),
    ]
