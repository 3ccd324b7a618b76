"""Entries of the directory: saved, merged, handed over. Every change is logged with a snapshot."""

import datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from news import words
from news.errors import ChangedMeanwhile, Problems
from news.models import (
    Alias,
    Country,
    Event,
    Organization,
    PastAddress,
    Person,
    Place,
    Post,
    Programme,
    Rank,
    Series,
)

from .canonical import plain
from .log import history_of, note, take_snapshot, thing_key
from .slugs import free_slug

# What autocompletes search, per model: the fields that are folded into `folded`.
FOLDED = {
    Country: ("name", "iso_name", "code"),
    Place: ("city",),
    Organization: ("name", "official_name", "acronym"),
    Person: ("name", "short_form", "honorific"),
    Programme: ("name", "acronym"),
    Series: ("name", "acronym"),
    Rank: ("long", "short"),
}


@transaction.atomic
def save_entry(entry, *, by=None, by_name="", lock_version=None, act=None):
    """Save a directory entry that a form or loader has filled: slug, sort key, folded words, log.

    With `lock_version`, raises `ChangedMeanwhile` if somebody saved since. Raises `Problems` for what
    the model's own rules refuse.
    """
    new = entry._state.adding
    before = None if new else take_snapshot(type(entry)._base_manager.get(pk=entry.pk), by=by)
    if isinstance(entry, Person) and not entry.sort_key:
        entry.sort_key = entry.name
    if hasattr(entry, "slug") and not entry.slug:
        entry.slug = free_slug(type(entry), str(entry), of=None if new else entry)
    elif before and hasattr(entry, "slug") and before.data["slug"] != entry.slug:
        remember_address(entry, before.data["slug"])
    if lock_version is not None and not new:
        taken = (
            type(entry)
            ._base_manager.filter(pk=entry.pk, lock_version=lock_version)
            .update(lock_version=models.F("lock_version") + 1)
        )
        if not taken:
            raise ChangedMeanwhile()
        entry.lock_version = lock_version + 1
    try:
        entry.full_clean(exclude=["folded"])
    except ValidationError as error:
        raise Problems(
            {("" if field == "__all__" else field): said for field, said in error.message_dict.items()}
        ) from error
    entry.save()
    refold(entry)
    verb = act or ("add" if new else "change")
    note(verb, entry, by=by, by_name=by_name, before=before, after=take_snapshot(entry, by=by))
    return entry


def refold(entry):
    """Fill `folded` from names and aliases. Call it when aliases changed, too."""
    if type(entry) not in FOLDED:
        return
    texts = [getattr(entry, name) for name in FOLDED[type(entry)]]
    if isinstance(entry, Place):
        texts += [entry.country.name, entry.country.iso_name, *entry.country.aliases.values_list("text", flat=True)]
    if isinstance(entry, Rank):
        texts += [str(entry.force)]
    if hasattr(entry, "aliases"):
        texts += list(entry.aliases.values_list("text", flat=True))
    entry.folded = words.fold(" ".join(filter(None, texts)))
    type(entry)._base_manager.filter(pk=entry.pk).update(folded=entry.folded)


def remember_address(entry, old_slug):
    """Keep the page's old address, so that links to it go on working."""
    old_path = (
        entry.get_absolute_url().replace(f"/{entry.slug}/", f"/{old_slug}/")
        if hasattr(entry, "get_absolute_url")
        else ""
    )
    if not old_path:
        return
    thing_type, thing_id = thing_key(entry)
    PastAddress.objects.update_or_create(path=old_path, defaults={"thing_type": thing_type, "thing_id": thing_id})


@transaction.atomic
def handover(post, successor, day, *, by, rank=None):
    """`post` ends the day before `day`; `successor` holds the same position from `day` on. Returns the new post."""
    if successor == post.person:
        raise Problems({"successor": ["A person cannot take over from themselves."]})
    last_day = day - datetime.timedelta(days=1)
    if post.since and last_day < post.since:
        raise Problems({"day": [f"The post began on {words.span(post.since, post.since)}. Choose a later day."]})
    if post.until and post.until < last_day:
        raise Problems({"day": [f"The post ended on {words.span(post.until, post.until)} already."]})
    before = take_snapshot(post, by=by)
    post.until = last_day
    post.save(update_fields=["until"])
    begun = Post.objects.create(
        person=successor, organization=post.organization, position=post.position, rank=rank, since=day
    )
    note(
        "handover",
        post.person,
        by=by,
        before=before,
        after=take_snapshot(post, by=by),
        details={"to": plain(successor)},
    )
    note("handover", successor, by=by, after=take_snapshot(begun, by=by), details={"from": plain(post.person)})
    return begun


# Merging

MERGEABLE = (Person, Organization, Programme, Series, Event)
NOT_MOVED = {"merged_entries", "merged_events", "editions"}


@transaction.atomic
def merge(loser, winner, *, by):
    """Everything that names `loser` names `winner` from now on; the loser stays, pointing to the winner.

    What moved is written into the log, so `unmerge` can take it back. Text that stands in editions
    (`printed_as`, ranks) is not touched.
    """
    if type(loser) is not type(winner) or not isinstance(loser, MERGEABLE):
        raise Problems({"winner": ["Only two entries of one kind can be merged."]})
    if loser.pk == winner.pk:
        raise Problems({"winner": ["An entry cannot be merged with itself."]})
    if loser.merged_into_id or winner.merged_into_id:
        raise Problems({"winner": ["One of the two was merged already."]})
    before = take_snapshot(loser, by=by)
    moved = {}
    for relation in loser._meta.related_objects:
        if relation.get_accessor_name() in NOT_MOVED or (relation.get_accessor_name() or "+").endswith("+"):
            continue
        moved |= _move_many(relation, loser, winner) if relation.many_to_many else _move_rows(relation, loser, winner)
    if hasattr(winner, "aliases") and words.fold(str(loser)) != words.fold(str(winner)):
        name = getattr(loser, "name", str(loser))
        Alias.objects.create(text=name, **{winner._meta.model_name: winner})
    loser.merged_into = winner
    loser.save(update_fields=["merged_into"])
    if hasattr(winner, "folded") and type(winner) in FOLDED:
        refold(winner)
    if hasattr(loser, "get_absolute_url"):
        thing_type, thing_id = thing_key(winner)
        PastAddress.objects.update_or_create(
            path=loser.get_absolute_url(), defaults={"thing_type": thing_type, "thing_id": thing_id}
        )
    return note(
        "merge",
        loser,
        by=by,
        before=before,
        after=take_snapshot(loser, by=by),
        details={"into": plain(winner), "moved": moved},
    )


def _move_rows(relation, loser, winner):
    """Rows of one foreign key. A row that the winner has already stays with the loser."""
    moved = []
    for key in relation.related_model._base_manager.filter(**{relation.field.name: loser}).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                relation.related_model._base_manager.filter(pk=key).update(**{relation.field.name: winner})
            moved.append(plain(key))
        except IntegrityError:
            continue
    return {f"{relation.related_model._meta.model_name}.{relation.field.name}": moved} if moved else {}


def _move_many(relation, loser, winner):
    through = relation.through
    name = next(f.name for f in through._meta.fields if f.column == relation.field.m2m_reverse_name())
    moved = []
    for key in through._base_manager.filter(**{name: loser}).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                through._base_manager.filter(pk=key).update(**{name: winner})
            moved.append(key)
        except IntegrityError:
            continue
    return {f"{through._meta.model_name}.{name}": moved} if moved else {}


@transaction.atomic
def unmerge(loser, *, by):
    """Take a merge back: what moved then and still names the winner names the loser again."""
    if not loser.merged_into_id:
        raise Problems({"": ["This entry is not merged."]})
    line = history_of(loser).filter(act="merge").first()
    winner = loser.merged_into
    for place, keys in line.details["moved"].items():
        model_name, field = place.split(".")
        rows = apps.get_model("news", model_name)._base_manager.filter(pk__in=keys, **{field: winner})
        rows.update(**{field: loser})
    loser.merged_into = None
    loser.save(update_fields=["merged_into"])
    if hasattr(winner, "aliases"):
        winner.aliases.filter(text=getattr(loser, "name", str(loser))).delete()
    if hasattr(loser, "get_absolute_url"):
        PastAddress.objects.filter(path=loser.get_absolute_url()).delete()
    for entry in (loser, winner):
        if type(entry) in FOLDED:
            refold(entry)
    return note("unmerge", loser, by=by, after=take_snapshot(loser, by=by), details={"from": plain(winner)})
