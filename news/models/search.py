"""What search and the archive look in. Everything here is made from public rows, in the transaction of the change.

`search/` writes and reads these tables and nobody else. Each row belongs to a build: `rebuild_search` makes
the next one beside the live one, and `SearchState` says which is live.
"""

from django.db import models
from django.db.models import F, Q

from news.enums import SearchType


class SearchEntry(models.Model):
    """A public thing: its words as printed, the tokens that the engines index, the keys that narrow lists.

    `words_…` and `keys` are tokens of `search/analyser.py` and `search/keys.py` with a blank before and behind
    each. What the engines index of them (a column on PostgreSQL, a table on SQLite) is made by `search/engines/`.
    `facets` are those keys that are counted, each as the number of its row in `SearchCount`: thousands are read
    for one page.
    """

    build = models.PositiveIntegerField()
    thing_type = models.CharField(max_length=16, choices=SearchType.choices)
    thing_id = models.BigIntegerField()
    moment = models.DateTimeField(null=True, help_text="By which lists go, newest first")
    day = models.IntegerField(help_text="The same as the ordinal of a day, for ranking")
    again_at = models.DateTimeField(null=True, help_text="When readers may see more of it than now")
    # What counting and ranking read comes first: a database reads a long row from its beginning.
    facets = models.TextField(default=" ")
    words_title = models.TextField(default=" ")
    words_names = models.TextField(default=" ")
    words_summary = models.TextField(default=" ")
    title = models.TextField()
    names = models.TextField(blank=True, default="")
    summary = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    words_body = models.TextField(default=" ")
    keys = models.TextField(default=" ")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["build", "thing_type", "thing_id"], name="searchentry_thing_once"),
            models.CheckConstraint(condition=Q(thing_type__in=SearchType.values), name="searchentry_type_known"),
        ]
        indexes = [
            models.Index("build", "thing_type", F("moment").desc(), F("thing_id").desc(), name="searchentry_newest"),
            models.Index(fields=["again_at"], condition=Q(again_at__isnull=False), name="searchentry_again"),
        ]

    def __str__(self):
        return f"{self.thing_type} {self.thing_id}: {self.title}"


class SearchCount(models.Model):
    """How many press releases carry a key. A row is never deleted while its build is kept up."""

    build = models.PositiveIntegerField()
    key = models.CharField(max_length=240)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["build", "key"], name="searchcount_key_once")]

    def __str__(self):
        return f"{self.key}: {self.number}"


class SearchName(models.Model):
    """A name of a public entry or event, folded; a row for each word that it can be begun at.

    `start` is the number of words left out: the whole name is the row with 0. `shown` is how the entry is
    printed, whichever of its names this is.
    """

    build = models.PositiveIntegerField()
    thing_type = models.CharField(max_length=16, choices=SearchType.choices)
    thing_id = models.BigIntegerField()
    folded = models.CharField(max_length=250)
    start = models.PositiveSmallIntegerField(default=0)
    shown = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["build", "folded"], name="searchname_folded", opclasses=["", "varchar_pattern_ops"]),
            models.Index(fields=["build", "thing_type", "thing_id"], name="searchname_of_a_thing"),
        ]

    def __str__(self):
        return self.folded


class SearchWord(models.Model):
    """A word that stands in a public text, folded, and in how many entries. With 0 it is as if it were not there."""

    build = models.PositiveIntegerField()
    word = models.CharField(max_length=64)
    stem = models.CharField(max_length=64)
    shown = models.CharField(max_length=80, help_text="As it was printed first: INTERPOL, Vinluan")
    entries = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["build", "word"], name="searchword_once")]
        indexes = [
            models.Index(fields=["build", "word"], name="searchword_begins", opclasses=["", "varchar_pattern_ops"]),
            models.Index(fields=["build", "stem"], name="searchword_stem"),
        ]

    def __str__(self):
        return self.word


class SearchSpelling(models.Model):
    """A word with one letter left out, or whole: two words that share a row are one mistake apart."""

    left = models.CharField(max_length=64)
    word = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["left", "word"], name="searchspelling_once")]

    def __str__(self):
        return f"{self.left}: {self.word}"


class SearchState(models.Model):
    """One row. `live` is the build that readers search; `next` one that is being made beside it, else 0.

    `done` says how far that one has come, so that a rebuild that was killed goes on.
    """

    live = models.PositiveIntegerField(default=1)
    next = models.PositiveIntegerField(default=0)
    done = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="searchstate_one_row")]

    def __str__(self):
        return f"build {self.live}"
