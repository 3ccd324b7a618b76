"""New words for old ones in one version: at the ticked places, and nowhere else."""

from typing import NamedTuple

from news.enums import State
from news.errors import Impossible, Problems
from news.html import phrases
from news.queries import occurrences
from news.record.canonical import read

from .editing import edit, revise


class Words(NamedTuple):
    old: str
    new: str
    what: str
    note: str


def in_progress_with(version, places, words, *, by):
    """The version in progress with the new words at these places: `{path: numbers}`, see `queries.occurrences`.

    A public version gets a new one, with the note for readers; one in progress is changed as it is.
    Raises a `NewsroomError`.
    """
    version.refresh_from_db()
    there = {place.key: place for place in occurrences.places_of(version, words.old, words.what)}
    for path, numbers in places.items():
        for number in numbers:
            place = there.get(f"{path}:{number}")
            if place is None:
                raise Impossible("The words are no longer there. Look again.")
            if place.by_hand:
                raise Impossible("The words are partly bold or linked. Put them right by hand.")
    draft = _in_progress(version, by=by)
    content = read(draft)
    changed = _replaced(content, places, words.old, words.new)
    if not changed:
        raise Impossible("Nothing would be different.")
    notes = draft.change_note if words.note in draft.change_note else f"{words.note} {draft.change_note}".strip()
    data = {name: content[name] for name in changed} | {"change_note": notes, "is_minor": False}
    try:
        return edit(draft, data, by=by, lock_version=draft.lock_version)
    except Problems as error:
        raise Impossible(str(error)) from error


def _in_progress(version, *, by):
    if version.state == State.PUBLISHED:
        return revise(version, by=by)
    if version.state == State.APPROVED:
        raise Impossible("It is approved already. Stop it first.")
    if not version.is_open:
        raise Impossible("It was replaced meanwhile. Look again.")
    if not version.thing.editions.live().exists():
        raise Impossible("It is not public yet. Put it right there.")
    return version


def _replaced(content, places, old, new):
    """Puts the new words into the content; the names of its top fields that are different now."""
    changed = set()
    for path, numbers in places.items():
        top, _, rest = path.partition(".")
        if not rest:
            write = phrases.replaced_in_html if top == "body" else phrases.replaced
            fresh = write(content[top], old, new, numbers)
            if fresh != content[top]:
                content[top] = fresh
                changed.add(top)
            continue
        uid, _, name = rest.partition(".")
        for where, row in _rows(content, top):
            if row["uid"] == uid:
                fresh = phrases.replaced(row[name], old, new, numbers)
                if fresh != row[name]:
                    row[name] = fresh
                    changed.add(where)
    return changed


def _rows(content, name):
    """(name of the top field, row) of a list, with those in sessions."""
    for row in content[name]:
        yield name, row
    for session in content.get("sessions", ()):
        for row in session.get(name, ()):
            yield "sessions", row
