"""Put the photographs of a set into a press release."""

from django.db import transaction

from news import words
from news.errors import Impossible, Problems
from news.queries import not_shown
from news.record import attaching
from news.record.jobs import later
from news.record.picture_words import is_looked, standing, to_publish

from .editing import edit

NOT_LOOKED = "Look at all pictures first, and tick that nothing is shown which must not be."


def hindrances(picture_set, rows, nobody=None):
    """What keeps the pictures of a set from every release: sentences. `rows` as `to_publish` gives them."""
    if not rows:
        return ["No picture is chosen to publish. Choose first."]
    nobody = not_shown.people() if nobody is None else nobody
    found = [
        f"Picture {number}: {said}"
        for number, row in enumerate(rows, start=1)
        for said in standing(row.picture, nobody).hinders
    ]
    return found if is_looked(picture_set, rows) else [*found, NOT_LOOKED]


@transaction.atomic
def put_in_release(picture_set, edition, *, by, lock_version, anew=frozenset()):
    """Caption, alternative text, credit and order of the pictures to publish are copied into an open version.

    Rows that are there stay. Words that somebody changed in the release stay, too, but for pictures in `anew`.
    Returns the version and the `Plan`. Raises `Problems`, and what `edit` raises.
    """
    picture_set.refresh_from_db()
    rows = to_publish(picture_set)
    if said := hindrances(picture_set, rows):
        raise Problems({"": said})
    if picture_set.release_id != edition.release_id:
        raise Impossible("These pictures belong to another press release. Choose it first.")
    found = attaching.plan(picture_set, rows, edition, anew=anew)
    if found.changes:
        edition = edit(edition, {"pictures": found.rows}, by=by, lock_version=lock_version)
        attaching.remember(picture_set, edition, found, by=by)
    for row in rows:
        later("render_picture", picture=row.picture_id)
    return edition, found


def said(found):
    """One line on what was done."""
    if not found.changes:
        return "The release has all of them already."
    parts = []
    if found.new:
        parts.append(f"{words.plural(len(found.new), 'picture is', 'pictures are')} in the release now.")
    if found.follow:
        parts.append(f"{words.plural(len(found.follow), 'picture')} got new words.")
    if not parts:
        parts.append("The pictures of the release stand in the new order.")
    return " ".join(parts)
