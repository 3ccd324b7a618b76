"""A press release is the stable thing at one address; an edition is one version of its content."""

import uuid

from django.db import models
from django.db.models import Q
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from news.enums import ReleaseKind, State

from .directory import Organization, Person
from .editions import EditionBase, version_constraints
from .events import Event, EventEdition
from .fields import HTMLField, LineField, Row
from .pictures import Document, Picture


class Topic(TagBase):
    """A tag from the short list that editors keep."""

    description = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["name"]

    def get_absolute_url(self):
        return f"/topics/{self.slug}/"


class PressReleaseQuerySet(models.QuerySet):
    def live(self):
        """Releases that readers can read."""
        return self.filter(editions__state=State.PUBLISHED)


class PressRelease(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=90, unique=True)
    display_date = models.DateTimeField(null=True, blank=True)
    url_year = models.PositiveSmallIntegerField(null=True, editable=False)
    ref_year = models.PositiveSmallIntegerField(null=True, editable=False)
    ref_number = models.PositiveIntegerField(null=True, editable=False)
    first_published_at = models.DateTimeField(null=True, editable=False)

    objects = PressReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-display_date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ref_year", "ref_number"], name="pressrelease_reference_once"),
            models.CheckConstraint(condition=Q(slug__regex=r"[a-z]"), name="pressrelease_slug_has_a_letter"),
            models.CheckConstraint(
                name="pressrelease_address_fixed_once_published",
                condition=Q(first_published_at=None) | Q(url_year__isnull=False, display_date__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["-display_date", "-id"], name="pressrelease_newest")]

    def __str__(self):
        return self.reference or self.slug

    @property
    def reference(self):
        """`ASP/PR/2024/031`, or empty before the first publication."""
        return f"ASP/PR/{self.ref_year}/{self.ref_number:03d}" if self.ref_number else ""

    def get_absolute_url(self):
        return f"/news/{self.url_year}/{self.slug}/"


class Edition(EditionBase):
    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="editions")
    kind = models.CharField(max_length=16, choices=ReleaseKind.choices, default=ReleaseKind.EVENT_REPORT)
    title = LineField(max_length=250, blank=True, default="")
    standfirst = models.TextField("summary", blank=True, default="")
    body = HTMLField("text", blank=True, default="")
    dateline = LineField("place and date line", max_length=120, blank=True, default="")
    byline = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="bylines", help_text="Empty: the Secretariat"
    )
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="release_editions")
    also_covers = models.ManyToManyField(Event, blank=True, related_name="also_covered_by")
    facts = models.ForeignKey(EventEdition, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    issued_jointly_with = models.ManyToManyField(Organization, blank=True, related_name="joint_editions")
    topics = TaggableManager("topics", through="news.EditionTopic", blank=True)
    motto = LineField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=8, default="en")
    embargo_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "press release"
        ordering = ["-pk"]
        constraints = [
            *EditionBase.Meta.constraints,
            *version_constraints("release", "edition"),
            models.CheckConstraint(
                name="edition_public_has_text",
                condition=~Q(state=State.PUBLISHED) | (~Q(title="") & ~Q(body="")),
            ),
            models.CheckConstraint(condition=Q(kind__in=ReleaseKind.values), name="edition_kind_known"),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="edition_by_state")]

    def __str__(self):
        return self.title or "Without a title"

    @property
    def thing(self):
        return self.release


class EditionPicture(Row):
    """A picture on a release; caption and alternative text are copied when it is attached."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses")
    is_lead = models.BooleanField("main picture", default=False)
    caption = models.TextField(blank=True, default="", help_text="Says who")
    alt = LineField("alternative text", max_length=250, blank=True, default="", help_text="Says what is seen")
    is_decorative = models.BooleanField(default=False, help_text="Says nothing that the text does not say")
    credit = LineField(max_length=120, blank=True, default="")

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "uid"], name="editionpicture_row_once"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(is_lead=True),
                name="editionpicture_one_lead",
                violation_error_message="Only one can be the main picture.",
            ),
        ]

    def __str__(self):
        return self.caption or str(self.picture)


class EditionDocument(Row):
    """A document on a release; its title is copied when it is attached."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="uses")
    title = LineField(help_text="What readers see, for example “Joint statement”")

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "uid"], name="editiondocument_row_once")]

    def __str__(self):
        return self.title or str(self.document)


class EditionTopic(ItemBase):
    tag = models.ForeignKey(Topic, models.CASCADE, related_name="edition_topics")
    content_object = models.ForeignKey(Edition, models.CASCADE, related_name="topic_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="editiontopic_once")]


class EventTopic(ItemBase):
    tag = models.ForeignKey(Topic, models.CASCADE, related_name="event_topics")
    content_object = models.ForeignKey(EventEdition, models.CASCADE, related_name="topic_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="eventtopic_once")]
