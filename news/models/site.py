"""The site itself: its editable pages, its press contact, its past addresses, its state."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q

from .directory import Organization
from .fields import HTMLField, LineField


class Page(models.Model):
    """About, contact, reuse, accessibility, privacy: at `/<slug>/`, edited at the desk."""

    slug = models.SlugField(max_length=40, unique=True)
    title = LineField(max_length=120)
    body = HTMLField(blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/{self.slug}/"


class Contact(models.Model):
    """The press contact that stands on every release, with the paragraph about ASEANAPOL."""

    name = LineField(max_length=120, default="Media enquiries")
    telephone = LineField(max_length=40, blank=True, default="")
    whatsapp = LineField("WhatsApp", max_length=40, blank=True, default="")
    email = models.EmailField("e-mail", blank=True, default="")
    hours = LineField(max_length=120, blank=True, default="", help_text="For example Monday to Friday, 8:30 to 17:00")
    zone = LineField("time zone", max_length=50, default="Asia/Kuala_Lumpur")
    address = models.TextField(blank=True, default="")
    about = models.TextField("About ASEANAPOL", blank=True, default="", help_text="Stands under every release")
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "press contact"

    def __str__(self):
        return self.name


class PastAddress(models.Model):
    """A path that a thing once had. It leads to the thing's present address, and to no other thing."""

    path = models.CharField(max_length=400, unique=True)
    thing_type = models.CharField(max_length=40, help_text="Model name, for example pressrelease")
    thing_id = models.CharField(max_length=40)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "past addresses"
        indexes = [models.Index(fields=["thing_type", "thing_id"], name="pastaddress_of_a_thing")]

    def __str__(self):
        return self.path


class ReferenceCounter(models.Model):
    """The last reference number given in a year. Its row is locked while one is given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"


class SiteState(models.Model):
    """One row. `generation` is raised by triggers whenever something public changes, see `generation.py`."""

    generation = models.BigIntegerField(default=1)
    raised_by = models.BigIntegerField(default=0, help_text="PostgreSQL: the transaction that raised it last")
    own_organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    shows_map = models.BooleanField("show the map of events", db_default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="sitestate_one_row")]

    def __str__(self):
        return f"generation {self.generation}"

    @classmethod
    def own(cls):
        """The organization whose people are *our side*; None before the directory is loaded."""
        try:
            return cls.objects.select_related("own_organization").get(pk=1).own_organization
        except ObjectDoesNotExist:
            return None
