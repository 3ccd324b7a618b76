"""Two lists of paragraphs: the same, changed, gone, new. Similar ones are paired and compared by words."""

import re
from typing import NamedTuple

from .matching import matches
from .pieces import Piece, word_by_word

# How much two paragraphs must have in common, of their words, to be one that was changed.
ALIKE = 0.4
# So many pairs are weighed against each other; in longer stretches neighbours are paired.
WEIGHED = 100_000

_WORD = re.compile(r"\w+")


class Paragraph(NamedTuple):
    """`kind` is "same", "changed", "gone" or "new"."""

    kind: str
    pieces: tuple[Piece, ...]


def paragraphs(old: list[str], new: list[str]) -> list[Paragraph]:
    """The paragraphs of both in reading order. Those not "new" give `old`, those not "gone" give `new`."""
    found = []
    for i, j in pairs(old, new):
        if i is None:
            found.append(Paragraph("new", (Piece("new", new[j]),)))
        elif j is None:
            found.append(Paragraph("gone", (Piece("gone", old[i]),)))
        else:
            kind = "same" if old[i] == new[j] else "changed"
            found.append(Paragraph(kind, word_by_word(old[i], new[j])))
    return found


def pairs(old, new):
    """`(place in old, place in new)` in reading order; None where one has no partner."""
    found = []
    i = j = 0
    for k, m in [*matches(old, new), (len(old), len(new))]:
        found += _between(old, new, range(i, k), range(j, m))
        if k < len(old):
            found.append((k, m))
        i, j = k + 1, m + 1
    return found


def _between(old, new, left, right):
    """Pairs among paragraphs of which none stayed as it was, their order kept, as alike as they can be."""
    if not left or not right:
        return [*((i, None) for i in left), *((None, j) for j in right)]
    words = {("old", i): _words(old[i]) for i in left} | {("new", j): _words(new[j]) for j in right}

    def alike(i, j):
        one, other = words["old", i], words["new", j]
        if not one or not other:
            return 0.0
        return 2 * len(one & other) / (len(one) + len(other))

    if len(left) * len(right) > WEIGHED:
        chosen = [(i, j) for i, j in zip(left, right, strict=False) if alike(i, j) >= ALIKE]
    else:
        chosen = _best(left, right, alike)
    found = []
    i, j = left.start, right.start
    for k, m in [*chosen, (left.stop, right.stop)]:
        found += [(at, None) for at in range(i, k)] + [(None, at) for at in range(j, m)]
        if k < left.stop:
            found.append((k, m))
        i, j = k + 1, m + 1
    return found


def _best(left, right, alike):
    """The chain of pairs with the largest sum of likeness."""
    if len(left) == len(right) == 1:
        i, j = left[0], right[0]
        return [(i, j)] if alike(i, j) >= ALIKE else []
    rows, columns = len(left), len(right)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for r in range(rows - 1, -1, -1):
        for c in range(columns - 1, -1, -1):
            value = max(best[r + 1][c], best[r][c + 1])
            likeness = alike(left[r], right[c])
            if likeness >= ALIKE:
                value = max(value, likeness + best[r + 1][c + 1])
            best[r][c] = value
    chain, r, c = [], 0, 0
    while r < rows and c < columns:
        if best[r][c] == best[r + 1][c]:
            r += 1
        elif best[r][c] == best[r][c + 1]:
            c += 1
        else:
            chain.append((left[r], right[c]))
            r, c = r + 1, c + 1
    return chain


def _words(text):
    return set(_WORD.findall(text.casefold()))
