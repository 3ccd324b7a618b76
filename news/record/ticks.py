"""What somebody has ticked while checking a version. Ticks on entries that stay as they are stay as well."""

from django.db import transaction

from news.models import Ticks


def ticked(version, person):
    """The fingerprints that this person has ticked at this version: a set."""
    row = Ticks.objects.about(version).filter(person=person).first()
    return set(row.entries) if row else set()


@transaction.atomic
def tick(version, person, fingerprints, *, among):
    """Of the entries `among`, those of `fingerprints` are ticked and the others are not."""
    row = _locked(version, person)
    among = set(among)
    row.entries = sorted((set(row.entries) - among) | (set(fingerprints) & among))
    row.save(update_fields=["entries", "changed_at"])


def _locked(version, person):
    row, _ = Ticks.objects.get_or_create(**{Ticks.column(version): version}, person=person)
    return Ticks.objects.select_for_update().get(pk=row.pk)
