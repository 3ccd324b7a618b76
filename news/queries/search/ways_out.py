"""Where somebody may go on who found nothing, or has not asked yet."""

from dataclasses import dataclass, replace

from news.search import asking, looking

from .. import facets
from . import question

MOST_TERMS = 5
MOST_TOPICS = 6


@dataclass(frozen=True)
class Way:
    """A search that finds something; `number` says how much, "more than 10,000" where it is not counted."""

    label: str
    query: str
    number: str


@dataclass(frozen=True)
class WaysOut:
    """`unnarrowed` is the search without filters, `shorter` ones lack a word each; `topics` filter the archive."""

    releases: int
    topics: tuple[facets.Choice, ...] = ()
    unnarrowed: Way | None = None
    shorter: tuple[Way, ...] = ()

    @property
    def releases_said(self):
        return f"{self.releases:,}"


def beginnings():
    """What there is to look for."""
    listed = looking.archive(most=1)
    topics = facets.read(("topic",), {}, listed.counts, None, lambda chosen: question.query_string("", chosen))
    choices = sorted(topics[0].choices, key=lambda choice: -choice.number)[:MOST_TOPICS] if topics else ()
    return WaysOut(listed.total, tuple(sorted(choices, key=lambda choice: choice.label)))


def read(asked_for):
    """The ways out of a search that finds nothing: at most a count for each word, and one without filters."""
    unnarrowed = None
    if asked_for.chosen and asked_for.asked.wanted:
        unnarrowed = _way("Without the filters", _other(asked_for, asked_for.words, chosen={}))
    texts, shorter = [text for text, _ in question.parts(asked_for.typed)], []
    for place, text in enumerate(texts[: MOST_TERMS + 1]):
        other = _other(asked_for, " ".join(texts[:place] + texts[place + 1 :]), chosen=asked_for.chosen)
        if 0 < len(other.asked.wanted) < len(asked_for.asked.wanted):
            shorter.append(_way(f"Without {text}", other))
    return replace(beginnings(), unnarrowed=unnarrowed, shorter=tuple(filter(None, shorter)))


def _other(asked_for, typed, *, chosen):
    written = asked_for.written if chosen else {}
    more_keys = asked_for.more_keys if chosen else ()
    asked = asking.read(typed)
    return replace(asked_for, typed=asked.typed, asked=asked, chosen=chosen, written=written, more_keys=more_keys)


def _way(label, other):
    total, more, _ = looking.counts(other.asked, other.keys())
    if not total:
        return None
    return Way(label, other.query(), f"more than {looking.EXACT:,}" if more else f"{total:,}")
