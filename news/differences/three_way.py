"""Three-way merge of canonical contents: what both began with, mine, theirs.

What only one side changed is taken. Where both changed the same thing it is a `Clash`, and an answer
decides: "mine", "theirs" or, for paragraphs, "both". Rows are known by their `uid`, wherever they stand.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .parts import merge_parts
from .rows import INSIDE, Content, completed, lists_of_rows, merged_order

__all__ = ["Clash", "Merged", "Rules", "completed", "merge"]


@dataclass(frozen=True)
class Rules:
    """What belongs together in a content.

    `together`: groups of fields that are chosen as one. `identity`: fields that say who a row is; if one
    side changed them, a row that both changed is chosen as a whole. `texts`: field → `(split, join)` of a
    text that is merged by paragraphs. `single`: list of rows → the flag that at most one of them has.
    """

    together: tuple[tuple[str, ...], ...] = ()
    identity: frozenset[str] = frozenset()
    texts: dict[str, tuple[Callable, Callable]] = field(default_factory=dict)
    single: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """A place that both changed.

    `kind` is "value" (the sides are dicts of the fields), "row" (a row's fields, or None where it was taken
    out), "order" (the uids in their order), "single" (a uid or None) or "part" (a tuple of paragraphs).
    `name` is the list or text it belongs to. `key` stays the same while all three sides do.
    """

    key: str
    kind: str
    path: str
    name: str
    base: object
    mine: object
    theirs: object

    @property
    def choices(self):
        both = self.kind == "part" and self.mine and self.theirs
        return ("mine", "theirs", "both") if both else ("mine", "theirs")


@dataclass(frozen=True)
class Merged:
    """`content` is whole only if `missing` is empty: what is not answered yet is theirs in it."""

    content: dict
    clashes: tuple[Clash, ...]
    missing: tuple[Clash, ...]


def merge(base, mine, theirs, *, answers=None, rules=None):
    """`answers` maps keys of clashes to choices, or is one choice for all."""
    merging = _Merging(answers or {}, rules or Rules())
    sides = base or {}, mine, theirs
    lists = lists_of_rows(*sides)
    content = merging.content(*(Content(side, lists, merging.rules.single) for side in sides))
    return Merged(content, tuple(merging.clashes), tuple(merging.missing))


class _Merging:
    def __init__(self, answers, rules):
        self.answers, self.rules = answers, rules
        self.clashes, self.missing = [], []
        self.seen = Counter()
        # Sessions that one side took out and the other changed: their people go the same way.
        self.follow = {}

    def ask(self, kind, path, name, base, mine, theirs):
        """The chosen side's name."""
        text = json.dumps([kind, path, base, mine, theirs], sort_keys=True, default=str)
        self.seen[text] += 1
        key = hashlib.sha256(f"{text}{self.seen[text]}".encode()).hexdigest()[:20]
        clash = Clash(key, kind, path, name, base, mine, theirs)
        self.clashes.append(clash)
        answer = self.answers if isinstance(self.answers, str) else self.answers.get(key)
        if answer not in clash.choices:
            if not isinstance(self.answers, str):
                self.missing.append(clash)
            answer = "theirs"
        return answer

    def content(self, base, mine, theirs):
        values = self.fields("", "", base.values, mine.values, theirs.values)
        sides = base, mine, theirs
        names = [name for side in sides for name in side.names]
        # Lists whose rows have rows of their own come first: the inner ones follow them.
        names = sorted(dict.fromkeys(names), key=lambda name: not any(side.has_inner(name) for side in sides))
        rows = {name: self.rows(name, *sides) for name in names}
        return self.built(values, rows, sides)

    def fields(self, path, name, base, mine, theirs):
        found = {}
        groups = {part: group for group in self.rules.together for part in group}
        for part in dict.fromkeys([*theirs, *mine, *base]):
            group = [p for p in groups.get(part, (part,)) if p in mine or p in theirs]
            if part in found or not group:
                continue
            b, m, t = ({p: side.get(p) for p in group} for side in (base, mine, theirs))
            if m in (t, b):
                found |= t
            elif t == b:
                found |= m
            else:
                found |= self.both_changed(path, name, part, group, b, m, t)
        return found

    def both_changed(self, path, name, part, group, b, m, t):
        here = f"{path}{group[0]}"
        if part in self.rules.texts and not path:
            split, join = self.rules.texts[part]

            def choose(base, mine, theirs):
                answer = self.ask("part", here, part, base, mine, theirs)
                return {"mine": mine, "theirs": theirs, "both": mine + theirs}[answer]

            return {part: join(merge_parts(*(split(side[part] or "") for side in (b, m, t)), choose))}
        if _are_sets(b[part], m[part], t[part]):
            was, now, other = (set(side[part] or ()) for side in (b, m, t))
            kept = (was & now & other) | (now - was) | (other - was)
            return {part: sorted(kept, key=lambda value: (str(type(value)), value))}
        return {"mine": m, "theirs": t}[self.ask("value", here, name, b, m, t)]

    def rows(self, name, base, mine, theirs):
        uids = dict.fromkeys([*base.rows(name), *theirs.rows(name), *mine.rows(name)])
        found = {}
        for uid in uids:
            row = self.row(name, uid, base, mine, theirs)
            if row is not None:
                found[uid] = row
        if name in self.rules.single:
            self.one_only(name, found, base, mine, theirs)
        return found

    def row(self, name, uid, base, mine, theirs):
        b, m, t = (side.rows(name).get(uid) for side in (base, mine, theirs))
        path = f"{name}.{uid}"
        if m is None and t is None:
            return None
        if m is None or t is None:
            there, kept = (mine, "mine") if t is None else (theirs, "theirs")
            row = m if t is None else t
            if row[INSIDE] in self.follow:
                return row if self.follow[row[INSIDE]] == kept else None
            if b is None:
                return row
            if there.whole(name, uid) == base.whole(name, uid):
                return None
            answer = self.ask("row", path, name, *(side.shown(name, uid) for side in (base, mine, theirs)))
            if there.has_inner(name):
                self.follow[uid] = answer
            return {"mine": m, "theirs": t}[answer]
        changed = {part for side in (m, t) for part in side if side[part] != (b or {}).get(part)}
        if b is not None and m != b and t != b and m != t and changed & self.rules.identity:
            answer = self.ask("row", path, name, *(side.shown(name, uid) for side in (base, mine, theirs)))
            return {"mine": m, "theirs": t}[answer]
        return self.fields(f"{path}.", name, b or {}, m, t)

    def one_only(self, name, rows, *sides):
        flag = self.rules.single[name]
        b, m, t = (side.single.get(name) for side in sides)
        chosen = m if t == b else t
        if m not in (t, b) and t != b:
            chosen = {"mine": m, "theirs": t}[self.ask("single", f"{name}.{flag}", name, b, m, t)]
        for uid, row in rows.items():
            row[flag] = uid == chosen

    def built(self, values, rows, sides):
        for name, found in rows.items():
            for uid, row in found.items():
                row[INSIDE] = self.home(name, uid, row[INSIDE], rows, sides)
        content = dict(values)
        for name in rows:
            if any(name in side.top for side in sides):
                content[name] = self.listed(name, None, rows, sides)
        return content

    def home(self, name, uid, inside, rows, sides):
        """The row that this one stands in, or another side's choice if that one is gone."""
        there = {uid for outer in rows.values() for uid in outer}
        others = [side.rows(name)[uid][INSIDE] for side in reversed(sides) if uid in side.rows(name)]
        return next((place for place in [inside, *others] if place is None or place in there), None)

    def listed(self, name, inside, rows, sides):
        members = [uid for uid, row in rows[name].items() if row[INSIDE] == inside]

        def choose(base, mine, theirs):
            path = f"{name}.order" if inside is None else f"{name}.order.{inside}"
            return self.ask("order", path, name, base, mine, theirs)

        ordered = merged_order(members, *(side.order(name, inside) for side in sides), choose)
        found = []
        for uid in ordered:
            row = {"uid": uid, **{part: value for part, value in rows[name][uid].items() if part != INSIDE}}
            for inner in dict.fromkeys(inner for side in sides for inner in side.inner.get(name, ())):
                row[inner] = self.listed(inner, uid, rows, sides) if inner in rows else []
            found.append(row)
        return found


def _are_sets(*values):
    lists = all(isinstance(value, list) for value in values)
    return lists and not any(isinstance(item, list | dict) for value in values for item in value)
