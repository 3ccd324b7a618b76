"""Entries of the directory: saved, merged, handed over. Every change is logged with a snapshot."""

import datetime
from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from news import words
from news.errors import ChangedMeanwhile, Problems
from news.models import (
    Alias,
    Country,
    Edition,
    Event,
    Organization,
    PastAddress,
    Person,
    PersonShown,
    Place,
    Post,
    Programme,
    ProgrammePartner,
    Rank,
    Series,
    SiteState,
)

from .canonical import plain
from .log import history_of, note, take_snapshot, thing_key
from .searchable import entry_changed, together
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
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise Problems(
            {"": ["Somebody else wrote the same name or address at this moment. Save once more."]}
        ) from error
    refold(entry)
    verb = act or ("add" if new else "change")
    note(verb, entry, by=by, by_name=by_name, before=before, after=take_snapshot(entry, by=by))
    if not new or getattr(entry, "public_profile", False):  # nothing names a new one
        entry_changed(entry)
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
    entry_changed(post, begun)
    return begun


# Merging

MERGEABLE = (Person, Organization, Programme, Series, Event)
NOT_MOVED = {"merged_entries", "merged_events", "editions"}


@transaction.atomic
@together()
def merge(loser, winner, *, by):
    """Everything that names `loser` names `winner` from now on; the loser stays, pointing to the winner.

    What moved, and what was dropped because it names the winner already, is written into the log, so
    `unmerge` can take it back. Text that stands in editions (`printed_as`, ranks) is not touched.
    """
    if type(loser) is not type(winner) or not isinstance(loser, MERGEABLE):
        raise Problems({"winner": ["Only two entries of one kind can be merged."]})
    if loser.pk == winner.pk:
        raise Problems({"winner": ["An entry cannot be merged with itself."]})
    _lock(loser, winner)
    if loser.merged_into_id or winner.merged_into_id:
        raise Problems({"winner": ["One of the two was merged already."]})
    if said := _why_not(loser, winner):
        raise Problems({"winner": [said]})
    entry_changed(loser, winner)
    before = take_snapshot(loser, by=by)
    moved, dropped = {}, defaultdict(list)
    if isinstance(loser, Event):
        _drop_own_coverage({loser.pk, winner.pk}, dropped)
    for relation in loser._meta.related_objects:
        if relation.get_accessor_name() in NOT_MOVED or (relation.get_accessor_name() or "+").endswith("+"):
            continue
        model, name = _named_by(relation)
        if keys := _move(model, name, loser, winner, dropped):
            moved[f"{model._meta.model_name}.{name}"] = keys
    details = {"into": plain(winner), "moved": moved, "dropped": dropped}
    if _is_another_spelling(loser, winner):
        details["alias"] = Alias.objects.create(text=loser.name, **{winner._meta.model_name: winner}).pk
    loser.merged_into = winner
    loser.save(update_fields=["merged_into"])
    if type(winner) in FOLDED:
        refold(winner)
    if hasattr(loser, "get_absolute_url"):
        thing_type, thing_id = thing_key(winner)
        PastAddress.objects.update_or_create(
            path=loser.get_absolute_url(), defaults={"thing_type": thing_type, "thing_id": thing_id}
        )
    return note("merge", loser, by=by, before=before, after=take_snapshot(loser, by=by), details=details)


def _why_not(loser, winner):
    if isinstance(loser, Organization):
        if loser == SiteState.own():
            return "This is our own organization. It must stay."
        if _stands_below(loser, winner) or _stands_below(winner, loser):
            return "One of the two stands below the other. Take that out first."
    if isinstance(loser, Event) and loser.editions.live().exists() and not winner.editions.live().exists():
        return "Readers see this event, but not the other. Merge the other one into this one."
    return ""


def _is_another_spelling(loser, winner):
    if not hasattr(winner, "aliases") or words.fold(str(loser)) == words.fold(str(winner)):
        return False
    return not winner.aliases.filter(text=loser.name).exists()


def _lock(*entries):
    """Always in one order, so two merges of the same pair wait for each other; then look again."""
    for entry in sorted(entries, key=lambda one: one.pk):
        entry.merged_into_id = (
            type(entry)
            ._base_manager.select_for_update()
            .filter(pk=entry.pk)
            .values_list("merged_into_id", flat=True)
            .get()
        )


def _stands_below(lower, upper):
    """Whether an organization is part of another, however many lie between."""
    seen, key = set(), lower.parent_id
    while key is not None and key not in seen:
        if key == upper.pk:
            return True
        seen.add(key)
        key = Organization.objects.values_list("parent_id", flat=True).get(pk=key)
    return False


def _named_by(relation):
    """The table and its column through which a relation names an entry."""
    if not relation.many_to_many:
        return relation.related_model, relation.field.name
    through = relation.through
    return through, next(f.name for f in through._meta.fields if f.column == relation.field.m2m_reverse_name())


def _move(model, name, loser, winner, dropped):
    """Moves the rows that name the loser; returns their keys.

    Of a row that the winner has already a mere tie is dropped; one with a life of its own (a rank of
    the same name) stays with the loser.
    """
    moved = []
    for key in model._base_manager.filter(**{name: loser}).values_list("pk", flat=True):
        row = model._base_manager.filter(pk=key)
        try:
            with transaction.atomic():
                row.update(**{name: winner})
            moved.append(plain(key))
        except IntegrityError:
            if model._meta.auto_created or model in {ProgrammePartner, PersonShown}:
                _drop(row, dropped)
    return moved


def _drop(rows, dropped):
    for row in rows:
        dropped[row._meta.model_name].append({f.attname: plain(f.value_from_object(row)) for f in row._meta.fields})
        row.delete()


def _drop_own_coverage(events, dropped):
    """A release about one of the two that also covers the other would cover its own event."""
    through = Edition.also_covers.through
    _drop(through._base_manager.filter(event__in=events, edition__event__in=events), dropped)


@transaction.atomic
@together()
def unmerge(loser, *, by):
    """Take a merge back: what moved then and still names the winner names the loser again."""
    _lock(loser)
    if not loser.merged_into_id:
        raise Problems({"": ["This entry is not merged."]})
    details = history_of(loser).filter(act="merge").first().details
    winner = type(loser)._base_manager.get(pk=loser.merged_into_id)
    entry_changed(loser, winner)
    for place, keys in details["moved"].items():
        model_name, name = place.split(".")
        rows = apps.get_model("news", model_name)._base_manager.filter(pk__in=keys, **{name: winner})
        rows.update(**{name: loser})
    for model_name, rows in details["dropped"].items():
        model = apps.get_model("news", model_name)
        there = [model(**row) for row in rows if _still_there(model, row)]
        model._base_manager.bulk_create(there, ignore_conflicts=True)
    loser.merged_into = None
    loser.save(update_fields=["merged_into"])
    if "alias" in details:
        winner.aliases.filter(pk=details["alias"]).delete()
    if hasattr(loser, "get_absolute_url"):
        PastAddress.objects.filter(path=loser.get_absolute_url()).delete()
    for entry in (loser, winner):
        if type(entry) in FOLDED:
            refold(entry)
    return note("unmerge", loser, by=by, after=take_snapshot(loser, by=by), details={"from": plain(winner)})


def _still_there(model, row):
    """Whether everything that a dropped row named exists."""
    named = [field for field in model._meta.fields if field.is_relation]
    return all(field.related_model._base_manager.filter(pk=row[field.attname]).exists() for field in named)
