"""What a file of Word changed, one by one, to be accepted or refused, on the text as it stands now.

Three texts: the version that the file came from (`base`), what came back (`returned`), and the draft
`now`. What the draft changed meanwhile stays; where both changed the same place, the change says so.
Pure Python.
"""

import hashlib
from dataclasses import dataclass, field

from news.differences.matching import matches
from news.differences.paragraphs import pairs

from . import word_units as units
from .word_units import Unit

# A paragraph with more places than this, or more than so much of it changed, is asked about as a whole.
MOST_PLACES, MOST_CHANGED = 8, 0.6
CONTEXT = 60


@dataclass(frozen=True)
class Change:
    """One thing to accept or refuse. `key` is the same as long as the change is.

    `kind` is "words" (in a paragraph, with what stands `before` and `after`), "changed" (a whole
    piece), "added" or "gone". `now` is what stands there in the draft, where that is something else by
    now: accepting puts the new words over it.
    """

    key: str
    kind: str
    old: str
    new: str
    now: str = ""
    clash: bool = False
    before: str = ""
    after: str = ""


@dataclass
class _Choice:
    """A place in the result: accepted it is `returned`, refused `now`. `change` None: there is nothing to choose."""

    now: list
    returned: list = field(default_factory=list)
    change: Change | None = None


@dataclass
class _InWords:
    """A unit of which some words are to be chosen: a list of choices for each of its paragraphs."""

    unit: Unit
    leaves: list


class Merge:
    """`changes` to choose from, in reading order; `hints` in sentences; `result(accepted)` as units."""

    def __init__(self, base, now, returned, *, name=""):
        self.name = name
        self.changes, self.hints = [], []
        self._keys = set()
        self._parts = []
        self._walk(base, now, returned)

    def result(self, accepted):
        """The units with the changes of these keys, the others refused."""
        found = []
        for part in self._parts:
            if isinstance(part, _InWords):
                found += self._put_in(part, accepted)
            else:
                found += part.returned if part.change and part.change.key in accepted else part.now
        return found

    @staticmethod
    def _put_in(part, accepted):
        chosen = [c for leaf in part.leaves for c in leaf if c.change and c.change.key in accepted]
        if not chosen:
            return [part.unit]
        leaves = []
        for leaf in part.leaves:
            tokens = []
            for choice in leaf:
                tokens += choice.returned if choice in chosen else choice.now
            leaves.append(units.from_tokens(tokens))
        return [units.with_leaves(part.unit, leaves)] if any(map(units.text_of, leaves)) else []

    # Unit by unit

    def _walk(self, base, now, returned):
        kept_now, new_now = _aligned(base, now)
        kept_back, new_back = _aligned(base, returned)
        for at in range(len(base) + 1):
            self._inserted([now[j] for j in new_now[at]], [returned[j] for j in new_back[at]])
            if at < len(base):
                mine = now[kept_now[at]] if kept_now[at] is not None else None
                theirs = returned[kept_back[at]] if kept_back[at] is not None else None
                self._piece(base[at], mine, theirs)

    def _inserted(self, mine, theirs):
        """What stands new at one place: the draft's own stays, each new piece of the file is asked about."""
        self._parts.append(_Choice(mine))
        there = list(mine)
        for unit in theirs:
            if unit in there:
                there.remove(unit)
                continue
            self._ask("added", "", unit.said, [], [unit], now="\n".join(u.said for u in mine), clash=bool(mine))

    def _piece(self, base, mine, theirs):
        if theirs in (base, mine):
            self._parts.append(_Choice([mine] if mine else []))
        elif theirs is None:
            clash = mine != base
            self._ask("gone", base.said, "", [mine], [], now=mine.said if clash else "", clash=clash)
        elif base.is_picture:
            self._parts.append(_Choice([mine] if mine else []))
            self.hints.append(f"The words of a picture were changed to “{theirs.text}”. Change them at the picture.")
        elif mine is None:
            self._ask("changed", base.said, theirs.said, [], [theirs], now="", clash=True)
        elif not self._in_words(base, mine, theirs):
            clash = mine != base
            old, new = base.said, theirs.said
            if old == new:
                new = f"{new} ({_form(theirs)})"
            self._ask("changed", old, new, [mine], [theirs], now=mine.said if clash else "", clash=clash)

    # Word by word

    def _in_words(self, base, mine, theirs):
        """Ask about the words of a unit, if all three have one form and enough of it stayed."""
        forms = {units.skeleton(unit) for unit in (base, mine, theirs)}
        kinds = {unit.kind for unit in (base, mine, theirs)}
        if len(forms) > 1 or len(kinds) > 1:
            return False
        triples = zip(
            *([units.tokens(runs) for runs in units.leaves(u.block)] for u in (base, mine, theirs)), strict=True
        )
        found = [(three[0], _three(*three)) for three in triples]
        places = [one for tokens, segments in found for one in segments if one.theirs]
        length = sum(len(token.text) for tokens, _ in found for token in tokens)
        changed = sum(sum(len(token.text) for token in one.base) for one in places)
        if not places or len(places) > MOST_PLACES or (len(places) > 1 and changed > MOST_CHANGED * length):
            return False
        leaves = []
        for _, segments in found:
            leaf = []
            for number, one in enumerate(segments):
                choice = _Choice(one.now, one.returned)
                if one.theirs and one.now != one.returned:
                    before = "".join(token.text for s in segments[:number] for token in s.base)
                    after = "".join(token.text for s in segments[number + 1 :] for token in s.base)
                    clash = one.mine
                    choice.change = self._change(
                        "words",
                        units.in_words(one.base, beside=one.returned),
                        units.in_words(one.returned, beside=one.base),
                        now=units.in_words(one.now) if clash else "",
                        clash=clash,
                        before=_end(before),
                        after=_beginning(after),
                    )
                leaf.append(choice)
            leaves.append(leaf)
        self._parts.append(_InWords(mine, leaves))
        return True

    def _ask(self, kind, old, new, mine, theirs, *, now, clash):
        self._parts.append(_Choice(mine, theirs, self._change(kind, old, new, now=now, clash=clash)))

    def _change(self, kind, old, new, **facts):
        said = "\x1f".join([self.name, kind, old, new, facts.get("before", ""), facts.get("after", "")])
        key, number = "", 0
        while not key or key in self._keys:
            key = hashlib.sha256(f"{said}\x1f{number}".encode("utf-8", "replace")).hexdigest()[:16]
            number += 1
        self._keys.add(key)
        change = Change(key, kind, old, new, **facts)
        self.changes.append(change)
        return change


@dataclass
class _Segment:
    """A stretch of tokens of all three; `mine` and `theirs` say who changed it."""

    base: list
    now: list
    returned: list
    mine: bool = False
    theirs: bool = False


def _three(base, now, returned):
    """The three in stretches: those that nobody changed, and those that one or both did."""
    hunks = sorted(
        [(*hunk, "mine") for hunk in _hunks(base, now)] + [(*hunk, "theirs") for hunk in _hunks(base, returned)]
    )
    clusters = []
    for hunk in hunks:
        if clusters and _touches(clusters[-1], hunk):
            clusters[-1].append(hunk)
        else:
            clusters.append([hunk])
    found, at, shift_now, shift_back = [], 0, 0, 0
    for cluster in clusters:
        low, high = cluster[0][0], max(hunk[1] for hunk in cluster)
        if at < low:
            same = base[at:low]
            found.append(
                _Segment(same, now[at + shift_now : low + shift_now], returned[at + shift_back : low + shift_back])
            )
        more_now = sum(hunk[3] - hunk[2] - (hunk[1] - hunk[0]) for hunk in cluster if hunk[4] == "mine")
        more_back = sum(hunk[3] - hunk[2] - (hunk[1] - hunk[0]) for hunk in cluster if hunk[4] == "theirs")
        found.append(
            _Segment(
                base[low:high],
                now[low + shift_now : high + shift_now + more_now],
                returned[low + shift_back : high + shift_back + more_back],
                mine=any(hunk[4] == "mine" for hunk in cluster),
                theirs=any(hunk[4] == "theirs" for hunk in cluster),
            )
        )
        shift_now, shift_back, at = shift_now + more_now, shift_back + more_back, high
    if at < len(base):
        found.append(_Segment(base[at:], now[at + shift_now :], returned[at + shift_back :]))
    return found


def _touches(cluster, hunk):
    """Whether a hunk changes a place that the cluster changes as well, or two of one side have only signs between."""
    high = max(one[1] for one in cluster)
    low, end = hunk[0], hunk[1]
    if low < high:
        return True
    return low == high and any(one[0] == one[1] == low for one in cluster) and (low == end or len(cluster) > 1)


def _hunks(base, other):
    """`(from, to, from, to)` of what differs; stretches with only blanks and signs between them are one."""
    found = []
    i = j = 0
    for k, m in [*matches(base, other), (len(base), len(other))]:
        if k > i or m > j:
            between = base[found[-1][1] : i] if found else ()
            if found and not any(sign.isalnum() for token in between for sign in token.text):
                found[-1] = (found[-1][0], k, found[-1][2], m)
            else:
                found.append((i, k, j, m))
        i, j = k + 1, m + 1
    return found


def _aligned(base, other):
    """`([place in other or None] for each of base, [[places of what is new before it]] and at the end)`."""
    kept, new = [None] * len(base), [[] for _ in range(len(base) + 1)]
    at = 0
    for i, j in pairs([unit.words for unit in base], [unit.words for unit in other]):
        if i is None:
            new[at].append(j)
        else:
            kept[i] = j
            at = i + 1
    return kept, new


def _form(unit):
    names = {"h2": "a heading", "h3": "a smaller heading", "h4": "the smallest heading"}
    if unit.kind != "block":
        return "an item of a list"
    tag = getattr(unit.block, "tag", "")
    if tag == "p":
        return "looks otherwise" if "<" in unit.html[3:-4] else "a paragraph"
    return names.get(tag, "looks otherwise")


def _end(text):
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].split(" ", 1)[-1]


def _beginning(text):
    return text if len(text) <= CONTEXT else text[:CONTEXT].rsplit(" ", 1)[0] + " …"
