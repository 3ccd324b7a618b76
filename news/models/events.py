"""An event is the stable thing; an event edition is one version of its facts."""

import uuid

from django.db import models
from django.db.models import F, Q
from taggit.managers import TaggableManager

from news.enums import (
    EventKind,
    EventStatus,
    Mode,
    OrganizerRole,
    ParticipationRole,
    Precision,
    SessionKind,
    State,
)

from .directory import Country, Organization, Person, Place, Programme, Series
from .editions import EditionBase, version_constraints
from .fields import LineField, Row, WebsiteField


class EventQuerySet(models.QuerySet):
    def live(self):
        """Events with facts that readers see."""
        return self.filter(editions__state=State.PUBLISHED, merged_into=None)


class Event(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=90, unique=True)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="events")
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True, help_text="41 for the 41st of its series")
    folded = models.TextField(blank=True, default="", editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_events"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex=r"[a-z]"), name="event_slug_has_a_letter"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="event_not_merged_into_itself"),
        ]

    def __str__(self):
        edition = self.newest_edition
        return str(edition) if edition else self.slug

    @property
    def newest_edition(self):
        """The open version if there is one, else the last; one query unless prefetched."""
        editions = [e for e in self.editions.all() if e.state != State.DISCARDED]
        return max(editions, key=lambda e: (e.is_open, e.number), default=None)

    def get_absolute_url(self):
        return f"/events/{self.slug}/"


class EventEdition(EditionBase):
    event = models.ForeignKey(Event, models.CASCADE, related_name="editions")
    name = LineField(max_length=250, help_text="The event’s own name, without “participates in”")
    acronym = LineField(max_length=40, blank=True, default="")
    kind = models.CharField("what kind is it?", max_length=16, choices=EventKind.choices, default=EventKind.MEETING)
    status = models.CharField(
        "does it stand?", max_length=16, choices=EventStatus.choices, default=EventStatus.CONFIRMED
    )
    status_note = LineField(max_length=300, blank=True, default="", help_text="A sentence for readers")
    former_dates = models.JSONField(
        default=list, blank=True, help_text="Dates that no longer hold: a list of [first day, last day, precision]"
    )
    starts = models.DateField("first day", null=True, blank=True)
    ends = models.DateField("last day", null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    mode = models.CharField(max_length=16, choices=Mode.choices, blank=True, default="")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="event_editions")
    also_in = models.ManyToManyField(Country, blank=True, related_name="also_event_editions")
    venue = LineField(blank=True, default="")
    zone = LineField(
        "time zone", max_length=50, blank=True, default="", help_text="Only for an online event; else the place’s"
    )
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="event_editions")
    attendance = models.PositiveIntegerField("number of people", null=True, blank=True)
    attendance_approximate = models.BooleanField("about", default=False)
    subjects = models.TextField("what was it about?", blank=True, default="", help_text="One subject a line")
    topics = TaggableManager("topics", through="news.EventTopic", blank=True)
    website = WebsiteField()
    summary = models.TextField(blank=True, default="")
    show_all_before = models.BooleanField(
        "show everything before it begins",
        default=False,
        help_text="Until it begins, readers see name, dates, city and organizers only",
    )

    class Meta:
        verbose_name = "event"
        ordering = ["-starts", "-pk"]
        constraints = [
            *EditionBase.Meta.constraints,
            *version_constraints("event", "eventedition"),
            models.CheckConstraint(
                name="eventedition_ends_after_it_starts",
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                violation_error_message="The last day is before the first day.",
            ),
            models.CheckConstraint(
                name="eventedition_dates_fit_precision",
                condition=(
                    Q(precision=Precision.TBA, starts=None, ends=None)
                    | Q(precision__in=[Precision.DAY, Precision.MONTH], starts__isnull=False, ends__isnull=False)
                ),
                violation_error_message="Give the first and the last day, or choose “to be announced”.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="eventedition_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="eventedition_kind_known"),
        ]
        indexes = [
            models.Index(fields=["state", "starts", "ends"], name="eventedition_by_first_day"),
            models.Index(fields=["state", "ends"], name="eventedition_by_last_day"),
            models.Index(fields=["state", "status", "starts"], name="eventedition_by_status"),
            # All that is asked to know whether a programme has an event: else the rows themselves would be read.
            models.Index(
                fields=["programme", "state", "event", "id"],
                condition=Q(programme__isnull=False),
                name="eventedition_of_programme",
            ),
        ]

    def __str__(self):
        if self.acronym and self.acronym not in self.name:
            return f"{self.name} ({self.acronym})"
        return self.name

    @property
    def thing(self):
        return self.event


class Organizer(Row):
    """An organization or programme and what it did for an event or one of its sessions."""

    edition = models.ForeignKey(EventEdition, models.CASCADE, related_name="organizers")
    session = models.ForeignKey("Session", models.CASCADE, null=True, blank=True, related_name="organizers")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="organized")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="organized")
    role = models.CharField(max_length=16, choices=OrganizerRole.choices, default=OrganizerRole.ORGANIZER)
    printed_as = LineField(blank=True, default="", help_text="Filled from the directory if left empty")
    through = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="acted_for",
        help_text="The body that acted for it, like the CICC for the DICT",
    )
    through_as = LineField(blank=True, default="")
    led_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="led")
    led_by_as = LineField(blank=True, default="")
    honorific = LineField(max_length=60, blank=True, default="")
    rank_long = LineField("rank", blank=True, default="")
    rank_short = LineField(max_length=40, blank=True, default="")
    position = LineField(blank=True, default="")
    led_what = LineField(blank=True, default="", help_text="What they led, if not the organization itself")

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "uid"], name="organizer_row_once"),
            models.CheckConstraint(
                name="organizer_organization_or_programme",
                condition=(
                    Q(organization__isnull=False, programme=None) | Q(organization=None, programme__isnull=False)
                ),
                violation_error_message="Choose an organization or a programme, one of the two.",
            ),
            models.CheckConstraint(condition=Q(role__in=OrganizerRole.values), name="organizer_role_known"),
        ]

    def __str__(self):
        return self.printed_as or str(self.organization or self.programme)


class Session(Row):
    """A named part of an event. Times are local to its place, each may be unknown."""

    edition = models.ForeignKey(EventEdition, models.CASCADE, related_name="sessions")
    title = LineField(max_length=250)
    kind = models.CharField(max_length=20, choices=SessionKind.choices, blank=True, default="")
    day = models.DateField(null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    venue = LineField(blank=True, default="")
    summary = models.TextField(blank=True, default="")

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "uid"], name="session_row_once"),
            models.CheckConstraint(condition=~Q(title=""), name="session_has_a_title"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="session_ends_after_it_starts",
                violation_error_message="The session ends before it starts.",
            ),
        ]

    def __str__(self):
        return self.title


class Participation(Row):
    """Who took part, in which role, with the honorific, rank and position of that day."""

    edition = models.ForeignKey(EventEdition, models.CASCADE, related_name="participations")
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="participations")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="participations")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="participations")
    label = LineField(blank=True, default="", help_text="A group without a name of its own: “experts from industry”")
    role = models.CharField(max_length=20, choices=ParticipationRole.choices, default=ParticipationRole.ATTENDEE)
    honorific = LineField(max_length=60, blank=True, default="")
    rank_long = LineField("rank", blank=True, default="")
    rank_short = LineField("short form", max_length=40, blank=True, default="")
    position = LineField(blank=True, default="")
    printed_as = LineField(
        "name as printed", blank=True, default="", help_text="Filled from the directory if left empty"
    )
    organization_as = LineField("organization as printed", blank=True, default="")
    headcount = models.PositiveSmallIntegerField("people", null=True, blank=True)
    women = models.PositiveSmallIntegerField("of whom women", null=True, blank=True)
    from_day = models.DateField(null=True, blank=True)
    to_day = models.DateField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "uid"], name="participation_row_once"),
            models.CheckConstraint(
                name="participation_has_somebody",
                condition=(
                    Q(person__isnull=False) | Q(organization__isnull=False) | Q(country__isnull=False) | ~Q(label="")
                ),
                violation_error_message="Name a person, an organization, a country or a group.",
            ),
            models.CheckConstraint(
                name="participation_women_among_people",
                condition=Q(women=None) | Q(headcount=None) | Q(women__lte=F("headcount")),
                violation_error_message="There cannot be more women than people.",
            ),
            models.CheckConstraint(
                name="participation_left_after_arriving",
                condition=Q(from_day=None) | Q(to_day=None) | Q(to_day__gte=F("from_day")),
                violation_error_message="The last day is before the first day.",
            ),
            models.CheckConstraint(condition=Q(role__in=ParticipationRole.values), name="participation_role_known"),
        ]

    def __str__(self):
        return self.printed_as or self.organization_as or self.label or str(self.country or "")
