"""What a second person compares before something goes out: every name, rank, position, date and number.

One list for the facts of an event and the text of a release, used alike by the desk's page and by paper.
At most twenty queries, however much a version holds.
"""

from dataclasses import replace

from news.models import Edition

from . import facts as of_facts
from . import text as of_text
from .entry import KINDS, Entry, sealed
from .loaded import load

__all__ = ["KINDS", "Entry", "entries", "look_first"]


def entries(edition, facts=None, *, before_text=None, before_facts=None):
    """The entries of a version, in the order of `KINDS`: `tuple[Entry, ...]`.

    `edition` is a version of a text or of facts; `facts` those with which a text would be published
    (for facts alone they are the edition itself). `before_text` and `before_facts` are contents as
    `record/canonical.read` gives them, of what this is compared with: what was sent back, or what is
    public. Without them nothing is called new or changed.
    """
    text = edition if isinstance(edition, Edition) else None
    loaded = load(text, facts if text is not None else edition, before_text, before_facts)
    has_before = before_text is not None or (text is None and before_facts is not None)
    of_the_facts = of_facts.drafts(loaded.facts, loaded)
    facts_before = of_facts.drafts(loaded.facts_before, loaded) if before_facts is not None else None
    of_the_text, also = _text(loaded.text, loaded.facts, of_the_facts, loaded)
    text_before = None
    if has_before:
        text_before, _ = _text(loaded.text_before, loaded.facts_before, of_the_facts, loaded)
    found = [replace(draft, also=draft.words_key in also) for draft in of_the_facts]
    found = _marked(found, facts_before) + _marked(of_the_text, text_before)
    places = list(KINDS)
    return tuple(sealed(draft) for draft in sorted(found, key=lambda draft: places.index(draft.kind)))


def look_first(found):
    """The entries that differ, are new or were changed, and the others: two tuples."""
    return tuple(e for e in found if e.why), tuple(e for e in found if not e.why)


def _text(text, facts, of_the_facts, loaded):
    read, also = of_text.drafts(of_text.parts(text, facts), facts, of_the_facts, loaded.ranks)
    return of_text.signed(text, loaded) + read, also


def _marked(now, before):
    """Say of each draft whether it is new or changed; what contradicts something keeps that."""
    if before is None:
        return now
    said = {}
    for draft in before:
        said.setdefault(draft.identity, []).append(draft)
    marked = []
    for draft in now:
        were = said.get(draft.identity, [])
        if not draft.why and not any(draft.content == other.content for other in were):
            if were:
                draft = replace(draft, why="changed", note=f"It said: {were[0].in_full}")
            else:
                draft = replace(draft, why="new", note="New")
        marked.append(draft)
    return marked
