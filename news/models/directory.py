"""The directory: countries, places, organizations, people and what ties them together."""

from django.db import models
from django.db.models import F, Q

from news.enums import AliasKind, OrganizationKind, PartnerRole, StandingKind

from .fields import LineField, WebsiteField


class EntryQuerySet(models.QuerySet):
    def current(self):
        """Entries that were not merged into another."""
        return self.filter(merged_into=None)

    def matching(self, *folded_words):
        """Entries whose name, acronym or alias has each of the words (see `words.fold`)."""
        found = self
        for word in folded_words:
            found = found.filter(folded__contains=word)
        return found


class Entry(models.Model):
    """What every entry with a page of its own shares. `folded` is filled by `record/directory.py`."""

    slug = models.SlugField(max_length=90, unique=True)
    folded = models.TextField(blank=True, default="", editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_entries"
    )
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="%(class)s_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(slug__regex=r"[a-z]"), name="%(class)s_slug_has_a_letter"),
        ]


class Country(models.Model):
    code = models.CharField(max_length=2, primary_key=True, help_text="ISO 3166-1 alpha-2, capitals")
    iso_name = LineField("ISO name", unique=True)
    name = LineField("house name", help_text="How our pages print it", unique=True)
    folded = models.TextField(blank=True, default="", editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z][A-Z]$"), name="country_code_two_capitals"),
        ]

    def __str__(self):
        return self.name


class Place(models.Model):
    city = LineField()
    country = models.ForeignKey(Country, models.PROTECT, related_name="places")
    latitude = models.DecimalField(
        max_digits=8, decimal_places=5, null=True, blank=True, help_text="Degrees, north is positive"
    )
    longitude = models.DecimalField(
        max_digits=8, decimal_places=5, null=True, blank=True, help_text="Degrees, east is positive"
    )
    zone = LineField(max_length=50, help_text="IANA time zone, for example Asia/Manila")
    folded = models.TextField(blank=True, default="", editable=False)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["city"]
        constraints = [
            models.UniqueConstraint(fields=["city", "country"], name="place_once_a_country"),
            models.CheckConstraint(
                condition=Q(latitude=None) | Q(latitude__range=(-90, 90)), name="place_latitude_in_range"
            ),
            models.CheckConstraint(
                condition=Q(longitude=None) | Q(longitude__range=(-180, 180)), name="place_longitude_in_range"
            ),
        ]

    def __str__(self):
        return f"{self.city}, {self.country}"


class Organization(Entry):
    name = LineField(help_text="The house form: how our pages print it")
    official_name = LineField(blank=True, default="", help_text="If it differs from the house form")
    acronym = LineField(max_length=30, blank=True, default="")
    kind = models.CharField(max_length=16, choices=OrganizationKind.choices, default=OrganizationKind.OTHER)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="organizations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    website = WebsiteField()

    class Meta(Entry.Meta):
        ordering = ["name"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organization_not_its_own_parent"),
        ]

    def __str__(self):
        if self.acronym and self.acronym not in self.name:
            return f"{self.name} ({self.acronym})"
        return self.name

    def get_absolute_url(self):
        return f"/organizations/{self.slug}/"


class Standing(models.Model):
    """What an organization is to ASEANAPOL, and since when. A country's standing follows from it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="standings")
    kind = models.CharField(max_length=16, choices=StandingKind.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="Empty while it lasts")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="standing_ends_after_it_began"
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class Rank(models.Model):
    force = models.ForeignKey(Organization, models.CASCADE, related_name="ranks")
    long = LineField("long form", help_text="For example Assistant Commissioner of Police")
    short = LineField("short form", max_length=40, blank=True, default="", help_text="For example ACP")
    order = models.PositiveSmallIntegerField(help_text="1 is the highest")
    folded = models.TextField(blank=True, default="", editable=False)

    class Meta:
        ordering = ["force", "order"]
        constraints = [models.UniqueConstraint(fields=["force", "long"], name="rank_once_a_force")]

    def __str__(self):
        return f"{self.long} ({self.short})" if self.short else self.long


class Person(Entry):
    name = LineField("name as printed", help_text="Without rank or honorific")
    sort_key = LineField(blank=True, help_text="Family name first, for lists. Made from the name if left empty")
    short_form = LineField(
        blank=True, default="", help_text="For the second mention: “Mr Ngoc”, “Commissioner General Cho”"
    )
    honorific = LineField(max_length=60, blank=True, default="", help_text="H.E., Dato’ Sri, Dr, Mr")
    public_profile = models.BooleanField(
        default=False, help_text="A page of their own on the public site. Off by default"
    )
    do_not_show = models.BooleanField(default=False, help_text="No picture of this person may be published")

    class Meta(Entry.Meta):
        ordering = ["sort_key", "name"]
        verbose_name_plural = "people"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/people/{self.slug}/"


class PostQuerySet(models.QuerySet):
    def held_on(self, day):
        """Posts held on that day; an unknown beginning or end does not exclude."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Post(models.Model):
    """A position that a person holds or held. `until` is the last day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts")
    position = LineField()
    rank = models.ForeignKey(Rank, models.PROTECT, null=True, blank=True, related_name="posts")
    since = models.DateField("from", null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="Last day. Empty while it lasts")

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = [F("since").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="post_ends_after_it_began"
            ),
        ]

    def __str__(self):
        return f"{self.position}, {self.organization}"


class Series(Entry):
    name = LineField(unique=True)
    acronym = LineField(max_length=30, blank=True, default="")

    class Meta(Entry.Meta):
        ordering = ["name"]
        verbose_name_plural = "series"

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


class Programme(Entry):
    """A project that runs over months. `starts` and `ends` are the first days of months."""

    name = LineField()
    acronym = LineField(max_length=30, blank=True, default="")
    starts = models.DateField("first month", null=True, blank=True)
    ends = models.DateField("last month", null=True, blank=True)
    country_count = models.PositiveSmallIntegerField("number of countries", null=True, blank=True)
    countries = models.ManyToManyField(Country, blank=True, related_name="programmes")
    summary = models.TextField(blank=True, default="")

    class Meta(Entry.Meta):
        ordering = ["name"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")), name="programme_ends_after_it_began"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self):
        return f"/programmes/{self.slug}/"


class ProgrammePartner(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="programme_parts")
    role = models.CharField(max_length=16, choices=PartnerRole.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "organization", "role"], name="programme_partner_once_a_role"),
        ]

    def __str__(self):
        return f"{self.organization}, {self.get_role_display().lower()}"


class Alias(models.Model):
    """Another spelling of exactly one entry."""

    text = LineField()
    kind = models.CharField(max_length=16, choices=AliasKind.choices, default=AliasKind.ALSO_CORRECT)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="aliases")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="aliases")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="aliases")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="aliases")
    country = models.ForeignKey(Country, models.CASCADE, null=True, blank=True, related_name="aliases")

    class Meta:
        ordering = ["text"]
        verbose_name_plural = "aliases"
        constraints = [
            models.CheckConstraint(
                name="alias_of_exactly_one",
                condition=(
                    Q(person__isnull=False, organization=None, programme=None, place=None, country=None)
                    | Q(person=None, organization__isnull=False, programme=None, place=None, country=None)
                    | Q(person=None, organization=None, programme__isnull=False, place=None, country=None)
                    | Q(person=None, organization=None, programme=None, place__isnull=False, country=None)
                    | Q(person=None, organization=None, programme=None, place=None, country__isnull=False)
                ),
            ),
        ]

    def __str__(self):
        return self.text
