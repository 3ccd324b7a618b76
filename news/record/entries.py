"""A directory entry with its rows (posts, spellings, standings, partners), saved and deleted as one."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError

from news.errors import Problems
from news.models import Country, Organization, PastAddress, Place, Rank
from news.models.pictures import Stored
from news.queries import naming

from .canonical import plain
from .directory import refold, save_entry
from .log import note, take_snapshot, thing_key
from .searchable import entry_changed, together
from .stored import forget_files


@dataclass
class Rows:
    """What becomes of one list of rows: `keep` as they are now, in order, and `gone`. Others are left alone.

    `name` is the entry's accessor ("posts"); `parent` the row's foreign key to it ("person").
    """

    name: str
    parent: str
    keep: list = field(default_factory=list)
    gone: list = field(default_factory=list)


@transaction.atomic
@together()
def save_with_rows(entry, lists=(), *, by, lock_version=None, many=None):
    """Save an entry, then its rows, its many-to-many sets (`many`: `{name: keys or objects}`) and its folded words.

    Raises `Problems` with the path of each field ("posts.0.until") and `ChangedMeanwhile`; nothing is
    written then. What the lists were before and are now is a line of the log, if it changed.
    """
    before = {} if entry._state.adding else content_of_rows(entry, lists, many or {})
    named_before = None if entry._state.adding else str(type(entry)._base_manager.get(pk=entry.pk))
    if named_before is not None:
        entry_changed(entry)  # with the rows that it had
    save_entry(entry, by=by, lock_version=lock_version)
    problems = {}
    for rows in lists:
        for row in rows.gone:
            row.delete()
        for number, row in enumerate(rows.keep):
            setattr(row, rows.parent, entry)
            try:
                row.full_clean()
            except ValidationError as error:
                for name, sentences in error.message_dict.items():
                    path = ".".join([rows.name, str(number), *([] if name == "__all__" else [name])])
                    problems.setdefault(path, []).extend(sentences)
            else:
                row.save()
    if problems:
        raise Problems(problems)
    for name, things in (many or {}).items():
        getattr(entry, name).set(things)
    refold(entry)
    entry_changed(entry)
    if named_before not in (None, str(entry)):
        refold_dependants(entry)
    after = content_of_rows(entry, lists, many or {})
    changed = {name: {"before": before.get(name, []), "after": now} for name, now in after.items()}
    changed = {name: pair for name, pair in changed.items() if pair["before"] != pair["after"]}
    if changed:
        note("rows", entry, by=by, details=changed)
    return entry


def content_of_rows(entry, lists, many=()):
    """The rows of these lists and the keys of these sets, as plain values."""
    content = {
        rows.name: [
            {f.name: plain(f.value_from_object(row)) for f in row._meta.concrete_fields if f.name != rows.parent}
            for row in getattr(entry, rows.name).order_by("pk")
        ]
        for rows in lists
    }
    return content | {name: sorted(getattr(entry, name).values_list("pk", flat=True)) for name in many}


def touch(*entries):
    """Rows of these entries changed elsewhere: whoever has one of them open is told when they save."""
    for entry in entries:
        type(entry)._base_manager.filter(pk=entry.pk).update(lock_version=F("lock_version") + 1)


def refold_dependants(entry):
    """Fold again what is found by the name of this entry: places by their country, ranks by their force."""
    dependants = {Country: (Place, "country"), Organization: (Rank, "force")}.get(type(entry))
    if dependants:
        model, name = dependants
        for dependant in model.objects.filter(**{name: entry}).select_related(name):
            refold(dependant)


@transaction.atomic
@together()
def delete_entry(entry, *, by):
    """Delete an entry that nothing names, with the rows that are its own. Its address is never given away.

    The files of a picture or document go after the commit.

    Raises `Problems` with a sentence that lists what names it.
    """
    if getattr(entry, "merged_into_id", None):
        raise Problems({"": ["It was merged into another entry. Take the merge back first."]})
    if named := naming.in_words(entry):
        raise Problems({"": [f"It cannot be deleted. It is named by {named}."]})
    thing_type, thing_id = thing_key(entry)
    if hasattr(entry, "get_absolute_url"):
        PastAddress.objects.update_or_create(
            path=entry.get_absolute_url(), defaults={"thing_type": thing_type, "thing_id": thing_id}
        )
    note("delete", entry, by=by, before=take_snapshot(entry, by=by))
    entry_changed(entry)
    if isinstance(entry, Stored):
        forget_files(entry)
    try:
        entry.delete()
    except ProtectedError as error:
        raise Problems({"": ["It cannot be deleted. Something else still names it."]}) from error
