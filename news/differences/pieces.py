"""Two texts word by word: what stayed, what went, what is new."""

import re
from typing import NamedTuple

from .matching import matches

# A word or number, one sign, or the blanks before the first of them; each with the blanks behind it.
_TOKEN = re.compile(r"(\d+(?:[.,:]\d+)*|\w+(?:['’]\w+)*|[^\w\s]|^)(\s*)")


class Piece(NamedTuple):
    """A stretch of words. `kind` is "same", "gone" or "new"."""

    kind: str
    words: str


def word_by_word(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; where both differ, what went stands before what is new.

    All that is "same" or "gone" joined is `old`; all that is "same" or "new" joined is `new`. A sign
    is a word of its own, so a changed comma marks no word beside it.
    """
    if old == new:
        return (Piece("same", old),) if old else ()
    before, after = _tokens(old), _tokens(new)
    pairs = matches([word for word, _ in before], [word for word, _ in after])
    found = _Found()
    i = j = 0
    for k, m in [*pairs, (len(before), len(after))]:
        found.changed("".join(w + b for w, b in before[i:k]), "".join(w + b for w, b in after[j:m]))
        if k < len(before):
            found.same(before[k][0])
            found.changed(before[k][1], after[m][1])
        i, j = k + 1, m + 1
    return tuple(found.pieces())


def _tokens(text):
    return [(match[1], match[2]) for match in _TOKEN.finditer(text) if match[0]]


class _Found:
    """Stretches `[gone, new]` and `[same]` in turn, tidied while they are added."""

    def __init__(self):
        self.stretches = []  # (what stayed,) or (what went, what came)

    def same(self, words):
        if not words:
            return
        if self.stretches and len(self.stretches[-1]) == 1:
            self.stretches[-1] = (self.stretches[-1][0] + words,)
        else:
            self.stretches.append((words,))

    def changed(self, gone, new):
        if gone == new:
            self.same(gone)
        elif self.stretches and len(self.stretches[-1]) == 2:
            before = self.stretches.pop()
            self.stretches.append((before[0] + gone, before[1] + new))
        else:
            self.stretches.append((gone, new))

    def pieces(self):
        tidy = _Found()
        for stretch in self._without_islands():
            if len(stretch) == 1:
                tidy.same(stretch[0])
                continue
            gone, new = stretch
            head = _common_blanks(gone, new)
            gone, new = gone[len(head) :], new[len(head) :]
            tail = _common_blanks(gone[::-1], new[::-1])[::-1]
            cut = len(tail)
            tidy.same(head)
            if gone[: len(gone) - cut] or new[: len(new) - cut]:
                tidy.stretches.append((gone[: len(gone) - cut], new[: len(new) - cut]))
            tidy.same(tail)
        for stretch in tidy.stretches:
            if len(stretch) == 1:
                yield Piece("same", stretch[0])
            else:
                if stretch[0]:
                    yield Piece("gone", stretch[0])
                if stretch[1]:
                    yield Piece("new", stretch[1])

    def _without_islands(self):
        """A lone comma that stayed between two rewritten stretches only makes them harder to read."""
        kept = []
        for at, stretch in enumerate(self.stretches):
            after = self.stretches[at + 1] if at + 1 < len(self.stretches) else ()
            rewritten = kept and len(kept[-1]) == 2 and all(kept[-1]) and len(after) == 2 and all(after)
            if len(stretch) == 1 and rewritten and not any(sign.isalnum() for sign in stretch[0]):
                kept[-1] = (kept[-1][0] + stretch[0], kept[-1][1] + stretch[0])
            elif len(stretch) == 2 and kept and len(kept[-1]) == 2:
                kept[-1] = (kept[-1][0] + stretch[0], kept[-1][1] + stretch[1])
            else:
                kept.append(stretch)
        return kept


def _common_blanks(one, other):
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length] and one[length].isspace():
        length += 1
    return one[:length]
