"""A release as Word gives it back, against the draft: what can be accepted, and what the draft then says."""

from dataclasses import astuple, dataclass, replace

from . import word_units as units
from .word_merge import Merge

LABELS = {"title": "Title", "standfirst": "Summary", "dateline": "Place and date line", "body": "Text"}


@dataclass(frozen=True)
class Texts:
    """The words of a release that Word can change. `body` is clean HTML."""

    title: str = ""
    standfirst: str = ""
    dateline: str = ""
    body: str = ""

    @classmethod
    def of(cls, content):
        """Those of a content as `canonical.read` or a snapshot gives it, or of what a file says."""
        read = content.get if isinstance(content, dict) else lambda name, empty: getattr(content, name, empty)
        return cls(**{name: read(name, "") or "" for name in LABELS})

    @property
    def parts(self):
        return dict(zip(LABELS, astuple(self), strict=True))


class Comparison:
    """`base`, `now` and `returned` in the form that Word gives a text, so that only what a person changed differs.

    `draft` is the text now as it is kept: what nobody touches stays as it is there, to the letter.
    """

    def __init__(self, base, now, returned, draft):
        self.merges, self._kept = {}, []
        for name in LABELS:
            three = [_units(name, getattr(texts, name)) for texts in (base, now, returned)]
            if name == "body":
                three[1], self._kept = _paired(three[1], units.split(draft.body))
            self.merges[name] = Merge(*three, name=name)

    @property
    def changes(self):
        return [change for merge in self.merges.values() for change in merge.changes]

    @property
    def hints(self):
        return [hint for merge in self.merges.values() for hint in merge.hints]

    @property
    def by_part(self):
        """`(label, changes)` of the parts that have any."""
        return [(LABELS[name], merge.changes) for name, merge in self.merges.items() if merge.changes]

    def content(self, accepted):
        """What the draft is to say: only the fields in which something was accepted."""
        found = {}
        for name, merge in self.merges.items():
            if accepted.isdisjoint(change.key for change in merge.changes):
                continue
            result = merge.result(accepted)
            if name == "body":
                found[name] = units.join(self._as_kept(result))
            else:
                text = "\n".join(unit.text for unit in result)
                found[name] = text if name == "standfirst" else " ".join(text.split())
        return found

    def _as_kept(self, result):
        """Pieces that came through untouched, as the draft has them; a picture is found by its words."""
        by_identity = {id(word): draft for word, draft in self._kept}
        pictures = {word.text: draft for word, draft in self._kept if word.is_picture}
        return [by_identity.get(id(unit)) or pictures.get(unit.text) or unit for unit in result]


def _units(name, text):
    return units.split(text) if name == "body" else units.line(text)


def _paired(in_word, drafts):
    """The units as Word has them, with where their lists begin, and which unit of the draft each of them is."""
    if len(in_word) == len(drafts):
        fresh = [replace(word, start=draft.start) for word, draft in zip(in_word, drafts, strict=True)]
        return fresh, list(zip(fresh, drafts, strict=True))
    waiting = {}
    for draft in drafts:
        waiting.setdefault((draft.kind, draft.words), []).append(draft)
    kept = [(word, waiting[word.kind, word.words].pop(0)) for word in in_word if waiting.get((word.kind, word.words))]
    return in_word, kept
