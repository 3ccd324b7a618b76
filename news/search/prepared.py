"""A document as the tables have it."""

import datetime
import re
from functools import cached_property

from news import words

from . import analyser, keys
from .counted import PEOPLE as KEYS_OF_PEOPLE
from .counted import WINDOW
from .keys import PEOPLE

TEXTS = ("title", "names", "summary", "text")
MOST_LETTERS = 250_000  # of one column: a tsvector holds a million bytes
LONGEST_NAME = 250
MOST_STARTS = 12
NO_START = frozenset("a an and at by for in of on the to".split())
SEPARATOR = " qks "
# Columns of an entry and their types.
ENTRY = {"build": "integer", "thing_type": "varchar", "thing_id": "bigint", "facets": "text"}
ENTRY |= {"moment": "timestamptz", "day": "integer", "again_at": "timestamptz", "keys": "text"}
ENTRY |= dict.fromkeys(("words_title", "words_names", "words_summary", "words_body", *TEXTS), "text")
# Columns of a name and their types.
NAME = {"build": "integer", "thing_type": "varchar", "thing_id": "bigint"}
NAME |= {"folded": "varchar", "start": "smallint", "shown": "text"}


class Prepared:
    """What one document brings into each table."""

    def __init__(self, document):
        self.thing_type, self.thing_id = str(document.thing_type), document.thing_id
        self.thing = self.thing_type, self.thing_id
        self.called = document.called
        found = sorted({*document.keys, keys.key("type", self.thing_type)})
        self.counted = [key for key in found if not key.startswith(KEYS_OF_PEOPLE)]
        texts = {name: without_nul(getattr(document, name)) for name in TEXTS}
        joined = {name: analyser.joined(text) for name, text in texts.items()}
        self.values = {
            "moment": document.moment,
            "day": document.moment.toordinal() if document.moment else 0,
            "again_at": document.again_at,
            "keys": f" {' '.join([*windows(document.moment), *found])} ",
            "words_title": indexed(joined["title"]),
            "words_names": indexed(SEPARATOR.join([joined["names"], *people(document.people)])),
            "words_summary": indexed(joined["summary"]),
            "words_body": indexed(SEPARATOR.join([joined["text"], analyser.joined(without_nul(document.also))])),
            **texts,
        }

    @cached_property
    def vocabulary(self):
        return vocabulary(self.values)

    def entry(self, build, numbers):
        """The row of it, in the order of `ENTRY`; `numbers` are those of its keys."""
        facets = f" {' '.join([str(numbers[key]) for key in self.counted])} "
        return (build, self.thing_type, self.thing_id, facets, *self.values.values())

    def names(self, build):
        """A row, in the order of `NAME`, for each word that one of its names can be begun at. Of like rows only one."""
        starts = {}
        for name in self.called:
            parts = folded(name).split()
            for start in range(min(len(parts), MOST_STARTS)):
                if start and parts[start] in NO_START:
                    continue
                begun = " ".join(parts[start:])[:LONGEST_NAME]
                starts[begun] = min(start, starts.get(begun, start))
        shown = without_nul(self.called[0]) if starts else ""
        return [(build, *self.thing, begun, start, shown) for begun, start in starts.items()]


def vocabulary(values):
    """`{word: (stem, shown)}` of what is printed of an entry, given as `{name of a text: text}`."""
    return analyser.vocabulary("\n".join(values[name] for name in TEXTS))


def folded(name):
    """A name under which its spellings meet: also without dots and hyphens, which readers leave out."""
    return words.fold(re.sub(r"[.\-–,()/]+", " ", without_nul(name)))


def people(names):
    """Tokens of names of people, which only `person:` looks for."""
    return [" ".join(PEOPLE + token for token in analyser.tokens(name)) for name in names]


def indexed(joined):
    """Joined tokens as the tables have them: with one blank before, between and behind, cut where it is too much."""
    text = " ".join(joined.split())
    if len(text) > MOST_LETTERS:
        text = text[:MOST_LETTERS].rpartition(" ")[0]
    return f" {text} " if text else " "


def windows(moment):
    """The tokens of the year and the month, in UTC, in which the moment of an entry is; 0 for none."""
    day = moment.astimezone(datetime.UTC) if moment else None
    year, month = (day.year, day.month) if day else (0, 0)
    return f"{WINDOW}{year:04}", f"{WINDOW}{year:04}{month:02}"


def without_nul(text):
    return text.replace("\0", " ")
