"""Where two versions clash, as numbered questions with both sides in the words of the desk."""

from dataclasses import dataclass, replace

from news import words
from news.differences import Piece, word_by_word
from news.differences.three_way import Rules
from news.models import Series
from news.queries.content import Names, row_model
from news.queries.text_parts import blocks, join_blocks, parts
from news.queries.versions import changes

RULES = Rules(
    together=(
        ("starts", "ends", "precision"),
        ("from_day", "to_day"),
        ("attendance", "attendance_approximate"),
        ("headcount", "women"),
        ("rank_long", "rank_short"),
        ("place", "mode", "zone"),
    ),
    identity=frozenset("person organization country programme through led_by picture document".split()),
    texts={"body": (blocks, join_blocks)},
    single={"pictures": "is_lead"},
)

LISTS = {
    "organizers": "Organizers",
    "participations": "People",
    "sessions": "Sessions",
    "pictures": "Pictures",
    "documents": "Documents",
}


@dataclass(frozen=True)
class Option:
    """One side of a question: changes against what both began with, words, or lines."""

    value: str
    changes: tuple = ()
    pieces: tuple = ()
    lines: tuple = ()
    note: str = ""


@dataclass(frozen=True)
class Question:
    number: int
    key: str
    label: str
    options: tuple
    chosen: str = ""
    is_missing: bool = False


def questions(model, clashes, sides, *, answers, missing=()):
    """The clashes of a merge as questions. `sides` are the contents base, mine and theirs."""
    asked = _Asked(model, sides)
    unanswered = {clash.key for clash in missing}
    return [
        Question(number, clash.key, *asked.question(clash), answers.get(clash.key, ""), clash.key in unanswered)
        for number, clash in enumerate(clashes, 1)
    ]


def series_question(number, key, sides, *, answers, is_missing):
    """The one question about what is not part of a version: the event's place in its series."""
    names = {str(series.pk): str(series) for series in Series.objects.filter(pk__in=[s[0] for s in sides if s[0]])}

    def said(side):
        name = names.get(str(side[0]), "") if side[0] else "None of a series"
        return f"{words.ordinal(side[1])} of {name}" if side[0] and side[1] else name

    options = tuple(Option(value, lines=(said(side),)) for value, side in zip(("mine", "theirs"), sides, strict=True))
    return Question(number, key, "Series", options, answers.get(key, ""), is_missing)


class _Asked:
    def __init__(self, model, sides):
        self.model = model
        self.names = Names(model, *sides)
        # A row is named as it was when both began, if it was there.
        self.rows = {}
        for side in sides:
            _collect(side or {}, self.rows)
        self.base = sides[0] or {}

    def question(self, clash):
        """`(label, options)`."""
        return {
            "value": self.value,
            "row": self.row,
            "order": self.order,
            "single": self.single,
            "part": self.part,
        }[clash.kind](clash)

    def value(self, clash):
        options, label = [], ""
        for value in ("mine", "theirs"):
            said = self.between(clash, clash.base, getattr(clash, value))
            said = [inner for change in said for inner in (change.rows or (change,))]
            label = label or (said[0].label if said else "")
            options.append(Option(value, tuple(replace(change, label="") for change in said)))
        if clash.name:
            row = self.rows.get((clash.name, clash.path.split(".")[1]), {})
            label = f"{self.names.row_label(self.row_model(clash.name), row)}: {label}"
        return label, tuple(options)

    def between(self, clash, old, new):
        if not clash.name:
            return changes(self.model, old, new, names=self.names)
        row = self.rows.get((clash.name, clash.path.split(".")[1]), {})
        row = {name: value for name, value in row.items() if name not in LISTS}
        return changes(self.model, {clash.name: [row | old]}, {clash.name: [row | new]}, names=self.names)

    def row(self, clash):
        model = self.row_model(clash.name)
        uid = clash.path.split(".")[1]
        options = []
        for value in ("mine", "theirs"):
            side = getattr(clash, value)
            if side is None:
                gone = (Piece("gone", self.names.row(model, clash.base)),)
                options.append(Option(value, pieces=gone, note="taken out"))
            else:
                rows = ({clash.name: [{**row, "uid": uid}]} for row in (clash.base, side))
                said = changes(self.model, *rows, names=self.names)
                options.append(Option(value, tuple(inner for change in said for inner in change.rows)))
        return self.names.row_label(model, self.rows[clash.name, uid]), tuple(options)

    def order(self, clash):
        model = self.row_model(clash.name)

        def lines(uids):
            return tuple(self.names.row(model, self.rows[clash.name, uid]) for uid in uids)

        where = clash.path.split(".")[2:]
        label = f"{LISTS.get(clash.name, 'Rows')}: their order"
        if where:
            label = f"{self.names.row_label(self.row_model('sessions'), self.rows['sessions', where[0]])}: {label}"
        return label, tuple(Option(value, lines=lines(getattr(clash, value))) for value in ("mine", "theirs"))

    def single(self, clash):
        model = self.row_model(clash.name)

        def line(uid):
            return self.names.row(model, self.rows[clash.name, uid]) if uid else "none"

        options = tuple(Option(value, lines=(line(getattr(clash, value)),)) for value in ("mine", "theirs"))
        return "Main picture", options

    def part(self, clash):
        base = blocks(self.base.get("body", ""))
        if clash.base and clash.base[0] in base:
            label = f"Text, paragraph {base.index(clash.base[0]) + 1}"
        else:
            label = "Text, a new paragraph"
        old = _text(clash.base)
        options = []
        for value in ("mine", "theirs"):
            side = getattr(clash, value)
            new = _text(side)
            same = "the same words, another look" if side and old == new else ""
            options.append(Option(value, pieces=word_by_word(old, new), note=same if side else "taken out"))
        if "both" in clash.choices:
            one, other = (option.pieces for option in options)
            options.append(Option("both", pieces=(*one, Piece("same", "\n"), *other)))
        return label, tuple(options)

    def row_model(self, name):
        return row_model(self.model, name)


def _text(html):
    return "\n".join(part.text for block in html for part in parts(block))


def _collect(content, found):
    for name, value in content.items():
        if name in LISTS:
            for row in value:
                found.setdefault((name, row["uid"]), row)
                _collect(row, found)
