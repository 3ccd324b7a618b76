"""What changed from one version to another: word by word in texts, value by value in facts, row by row.

Contents are plain dicts as `record.canonical.read` and `Snapshot.data` give them.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import groupby

from news import words
from news.differences import Paragraph, Piece, paragraphs, word_by_word
from news.differences.paragraphs import pairs
from news.models import Edition

from .content import TOGETHER, Names, field_of, is_words, label_of, row_model
from .text_parts import parts


@dataclass(frozen=True)
class Change:
    """One thing that is different, in the words of the desk.

    `kind` is "words" (a text: `pieces`, or `paragraphs` of rich text), "field" (a value) or "row";
    `old` and `new` are both sides in words, empty for nothing. `what` is "formatting" where only the
    look of a rich text differs, and of a row "new", "gone", "changed" or "moved"; `rows` holds the
    changes inside it. `path` is `title`, `sessions.<uid>`, `sessions.<uid>.participations.<uid>.role`.
    """

    label: str
    path: str
    kind: str
    old: str = ""
    new: str = ""
    pieces: tuple[Piece, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple["Change", ...] = ()
    what: str = ""

    @property
    def stretches(self):
        """The paragraphs as `(whether they stayed as they were, [paragraphs])`: long sameness can be folded."""
        alike = groupby(self.paragraphs, key=lambda paragraph: paragraph.kind == "same")
        return [(same, list(stretch)) for same, stretch in alike]


def changes(model, before, after, *, names=None):
    """What is different in `after`; with `before` None, all that stands there. `model` is that of the version.

    A query a model whose entries are named, however many rows; none if `names` knows them already.
    """
    compared = _Compared(model, before or {}, after, names)
    return tuple(compared.content(model, before or {}, after, ""))


def flat(found):
    """The same without nesting: what is inside a row stands alone, as "Session “Panel 2”: Time"."""
    for change in found:
        if change.what == "changed":
            yield from flat(replace(inner, label=f"{change.label}: {inner.label}") for inner in change.rows)
        else:
            yield change


class _Compared:
    """Two contents, with the names of all entries and the place of each row in both."""

    def __init__(self, model, before, after, names):
        self.names = names or Names(model, before, after)
        self.before, self.after = {}, {}
        _place(model, before, "", self.before)
        _place(model, after, "", self.after)

    def content(self, model, old, new, path):
        joined = TOGETHER.get(model, {})
        inside = {part: name for name, together in joined.items() for part in together}
        said = set()
        lists = []
        for name in _ordered(model, old, new):
            name = inside.get(name, name)
            if name in said or name == "uid":
                continue
            said.add(name)
            if row_model(model, name):
                lists.append(name)
            else:
                yield from self.field(model, name, old, new, path)
        for name in lists:
            yield from self.list_of_rows(row_model(model, name), name, old.get(name, ()), new.get(name, ()), path)

    def field(self, model, name, old, new, path):
        together = TOGETHER.get(model, {}).get(name, (name,))
        if all(_same(old.get(part), new.get(part)) for part in together):
            return
        label, here = label_of(model, name), path + name
        if model is Edition and name == "body":
            yield from _rich_text(label, here, old.get(name) or "", new.get(name) or "")
            return
        if is_words(field_of(model, name)):
            texts = _lines(old.get(name)), _lines(new.get(name))
            yield Change(label, here, "words", *texts, pieces=word_by_word(*texts))
            return
        was, now = self.names.value(model, name, old), self.names.value(model, name, new)
        if was == now:
            # The words are the same, what is kept is not: the parts say how.
            was, now = (self._in_full(model, together, side) for side in (old, new))
        yield Change(label, here, "field", was, now)

    def _in_full(self, model, together, row):
        if len(together) == 1:
            return f"{self.names.value(model, together[0], row)} (number {row.get(together[0])})"
        said = []
        for part in together:
            field = field_of(model, part)
            said.append(f"{field.verbose_name}: {self.names.plain_value(field, row.get(part)) or 'empty'}")
        return ", ".join(said)

    def list_of_rows(self, model, name, old, new, path):
        was, now = _by_uid(old), _by_uid(new)
        moved = _moved(list(was), list(now))
        for uid, row in now.items():
            here = f"{path}{name}.{uid}"
            came_from = self.before.get((model, uid))
            if uid in was:
                yield from self.both(model, was[uid], row, here, _places(was, now, uid) if uid in moved else ())
            elif came_from is not None:
                where = self._where(came_from, self.before), self._where(self.after[model, uid], self.after)
                yield from self.both(model, came_from.row, row, here, where, "Belongs to")
            else:
                yield self.alone(model, row, here, "new")
        for uid, row in was.items():
            if (model, uid) not in self.after:
                yield self.alone(model, row, f"{path}{name}.{uid}", "gone")

    def both(self, model, old, new, here, places, label="Place in the list"):
        inside = list(self.content(model, old, new, f"{here}."))
        title = self.names.row_label(model, new)
        if not inside and places:
            yield Change(title, here, "row", *places, what="moved")
        elif inside:
            if places:
                inside.append(Change(label, f"{here}.order", "field", *places))
            sides = self.names.row(model, old), self.names.row(model, new)
            yield Change(title, here, "row", *sides, rows=tuple(inside), what="changed")

    def alone(self, model, row, here, what):
        sides = (row, {}) if what == "gone" else ({}, row)
        inside = [change for change in self.content(model, *sides, f"{here}.") if change.kind == "row" or _says(change)]
        said = self.names.row(model, row)
        old, new = (said, "") if what == "gone" else ("", said)
        return Change(self.names.row_label(model, row), here, "row", old, new, rows=tuple(inside), what=what)

    def _where(self, place, side):
        if place.inside is None:
            return "the whole event"
        return self.names.row_label(place.model, side[place.model, place.inside].row)


@dataclass(frozen=True)
class _Place:
    """Where a row stands: in the version itself, or `inside` a row of `model`."""

    row: dict
    model: type | None
    inside: str | None


def _place(model, content, inside, found, above=None):
    for name in content:
        if rows := row_model(model, name):
            for uid, row in _by_uid(content[name]).items():
                found[rows, uid] = _Place(row, above, inside or None)
                _place(rows, row, uid, found, above=rows)


def _by_uid(rows):
    return {row.get("uid") or f"new {at}": row for at, row in enumerate(rows or ())}


def _ordered(model, old, new):
    """Names in the order of the model's fields, then sets and lists, then what the model no longer has."""
    names = {**old, **new}
    known = [field.name for field in model._meta.get_fields() if field.name in names and field.concrete]
    return [*known, *(name for name in names if name not in known)]


def _same(one, other):
    if isinstance(one, str) and isinstance(other, str):
        return _lines(one) == _lines(other)
    return one == other or (_nothing(one) and _nothing(other))


def _lines(text):
    """A text with one kind of line break: a browser sends two signs where other ways in have one."""
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n")


def _nothing(value):
    return value is None or value is False or value in ("", [])


def _says(change):
    return bool(change.old or change.new) and (change.old, change.new) not in {("no", ""), ("", "no")}


def _moved(old, new):
    """Those that stand in both and changed places: what is not in the longest stretch that kept its order."""
    place = {uid: at for at, uid in enumerate(old)}
    both = [uid for uid in new if uid in place]
    tails, chains = [], []
    for uid in both:
        at = bisect_left(tails, place[uid])
        chain = (uid, chains[at - 1] if at else None)
        tails[at : at + 1], chains[at : at + 1] = [place[uid]], [chain]
    kept, chain = set(), chains[-1] if chains else None
    while chain:
        kept.add(chain[0])
        chain = chain[1]
    return set(both) - kept


def _places(was, now, uid):
    return tuple(words.ordinal(list(side).index(uid) + 1) for side in (was, now))


def _rich_text(label, path, old, new):
    before, after = parts(old), parts(new)
    texts = [part.text for part in before], [part.text for part in after]
    whole = "\n\n".join(texts[0]), "\n\n".join(texts[1])
    found = False
    if texts[0] != texts[1]:
        found = True
        yield Change(label, path, "words", *whole, paragraphs=tuple(paragraphs(*texts)))
    links = [[link for part in side for link in part.links] for side in (before, after)]
    if links[0] != links[1]:
        found = True
        yield Change(f"{label}: links", path, "words", *map("\n".join, links), paragraphs=tuple(paragraphs(*links)))
    looks = [
        Paragraph("same", (Piece("same", after[j].text),))
        for i, j in pairs(*texts)
        if i is not None and j is not None and texts[0][i] == texts[1][j] and before[i].form != after[j].form
    ]
    if looks or not found:
        yield Change(f"{label}: formatting", path, "words", paragraphs=tuple(looks), what="formatting")
