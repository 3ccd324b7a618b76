"""An entry of the list, and how it is made."""

import hashlib
from dataclasses import dataclass

# In the order of the list, with the heading above them.
KINDS = {
    "name": "People and other names",
    "rank": "Ranks",
    "position": "Positions",
    "organization": "Organizations",
    "place": "Places",
    "date": "Dates and times",
    "number": "Numbers",
}


@dataclass(frozen=True)
class Entry:
    """One thing to compare.

    `words` are what readers see, `where` says of what, `beside` what the desk knows besides: whether
    the text or the facts have it, too. `why` is "" or the reason to look here first:
    "new", "changed" or "differs"; `note` says it in a sentence. `fingerprint` is the same as long as
    nothing about the entry itself changes, so that a tick on it stays.
    """

    fingerprint: str
    kind: str
    words: str
    where: str
    why: str = ""
    note: str = ""
    beside: str = ""

    @property
    def where_for_desk(self):
        return ", ".join(filter(None, [self.where, self.beside]))


@dataclass(frozen=True)
class Draft:
    """An entry before it is compared. `identity` is the same in every version of the same thing."""

    kind: str
    identity: str
    words: str
    where: str = ""
    why: str = ""
    note: str = ""
    # The key under which the text looks for it, and whether it was found there.
    words_key: str = ""
    also: bool = False
    beside: str = ""

    @property
    def content(self):
        """What the entry says. Of running text the words alone: they may stand in more places by now."""
        return (self.words,) if self.identity.startswith("text:") else (self.words, self.where)

    @property
    def in_full(self):
        return f"{self.words} ({self.where})" if self.where else self.words


def sealed(draft):
    # What contradicts something is another thing to look at than the same words without that.
    differs = draft.note if draft.why == "differs" else ""
    parts = (draft.kind, draft.identity, *draft.content, differs)
    return Entry(
        fingerprint=hashlib.sha256("\x1f".join(parts).encode()).hexdigest(),
        kind=draft.kind,
        words=draft.words,
        where=draft.where,
        why=draft.why,
        note=draft.note,
        beside="also in the text" if draft.also else draft.beside,
    )
