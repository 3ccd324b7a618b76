"""The pictures of a set as rows of a press release: what comes in, what follows, what is asked about.

A row's words follow the set as long as nobody changed them in the release since they were put there.
"""

from dataclasses import dataclass, field

from news.models import ActionLog

from .canonical import read
from .log import history_of, note

ACT = "put in"
WORDS = ("alt", "caption", "credit")


@dataclass
class Plan:
    """`rows` are the pictures of the release as they would be, for `editions.save_edition`.

    `new`, `follow` and `differ` are rows of the set: not there yet, there with words that follow, and there
    with other words that somebody wrote in the release. `there` has the release's words by the picture's key.
    """

    rows: list = field(default_factory=list)
    new: list = field(default_factory=list)
    follow: list = field(default_factory=list)
    differ: list = field(default_factory=list)
    there: dict = field(default_factory=dict)
    moved: bool = False

    @property
    def changes(self):
        return bool(self.new or self.follow or self.moved)


def words_of(picture):
    return {name: getattr(picture, name) for name in WORDS}


def plan(picture_set, rows, edition, *, anew=frozenset()):
    """What putting the `rows` of a set (see `picture_words.to_publish`) into an edition would do.

    `anew` are keys of pictures of which the words of the set are taken though the release has others.
    """
    content = read(edition)["pictures"]
    put = _put(picture_set, edition.release_id)
    found = Plan(there={row["picture"]: {name: row[name] for name in WORDS} for row in content})
    by_picture = {}
    for row in content:
        by_picture.setdefault(row["picture"], row)
    ours = []
    for row in rows:
        picture, there = row.picture, by_picture.get(row.picture_id)
        fresh = words_of(picture)
        if there is None:
            found.new.append(row)
            there = {"picture": picture.pk, "is_lead": False, "is_decorative": False, **fresh}
        elif found.there[picture.pk] != fresh:
            if picture.pk in anew or found.there[picture.pk] in (put.get(str(picture.pk)), dict.fromkeys(WORDS, "")):
                found.follow.append(row)
                there = {**there, **fresh}
            else:
                found.differ.append(row)
        ours.append(there)
    found.rows = _in_order(content, ours)
    found.moved = [row["picture"] for row in found.rows] != [row["picture"] for row in content]
    if ours and not any(row["is_lead"] for row in found.rows):
        first = ours[0]["picture"]
        found.rows = [{**row, "is_lead": row["picture"] == first} for row in found.rows]
        found.moved = True
    return found


def _in_order(content, ours):
    """The release's rows, each picture of the set where one of them stood, in the order of the set; new ones last."""
    keys = {row["picture"] for row in ours}
    waiting = iter(ours)
    # A picture that stands in a release twice keeps its second row where it is.
    first_of = {}
    for row in content:
        first_of.setdefault(row["picture"], row["uid"])
    arranged = [
        next(waiting) if row["picture"] in keys and first_of[row["picture"]] == row["uid"] else row for row in content
    ]
    return [*arranged, *waiting]


def _put(picture_set, release_key):
    """The words that were put into a release last, by the picture's key as text."""
    found = {}
    for line in history_of(picture_set, ActionLog).filter(act=ACT).order_by("pk"):
        if line.details.get("release") == release_key:
            found |= line.details.get("words", {})
    return found


def remember(picture_set, edition, plan, *, by):
    """A line in the log of the set: which words stand in the release because they were put there from here."""
    put = [*plan.new, *plan.follow]
    note(
        ACT,
        picture_set,
        by=by,
        details={
            "release": edition.release_id,
            "version": edition.pk,
            "words": {str(row.picture_id): words_of(row.picture) for row in put},
        },
    )
