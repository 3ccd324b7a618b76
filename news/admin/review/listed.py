"""The list of what is to be compared, as the page shows it: in groups, with what this person ticked."""

from itertools import groupby

from news.queries import checklist
from news.record import ticks


def entries(edition, facts, base):
    if base is None:
        return checklist.entries(edition, facts)
    before_facts = base.facts
    if before_facts is None and base.text is not None and facts is not None:
        before_facts = {}  # all of these facts are new to who reads
    return checklist.entries(edition, facts, before_text=base.text, before_facts=before_facts)


def groups(found, ticked):
    """`[(heading, [(entry, is ticked)])]`: *Look here first*, then by kind."""
    first, rest = checklist.look_first(found)
    listed = [("Look here first", [(entry, entry.fingerprint in ticked) for entry in first])] if first else []
    for kind, same in groupby(rest, key=lambda entry: entry.kind):
        listed.append((checklist.KINDS[kind], [(entry, entry.fingerprint in ticked) for entry in same]))
    return listed


def unticked(edition, facts, base, person):
    """The entries that this person has not ticked, those to look at first in front."""
    ticked = ticks.ticked(edition, person)
    first, rest = checklist.look_first(entries(edition, facts, base))
    return [entry for entry in (*first, *rest) if entry.fingerprint not in ticked]
