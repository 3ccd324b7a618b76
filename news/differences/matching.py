"""Which items of two lists are the same ones: blocks in order, found without quadratic work.

Items that stand once in both lists are anchors (the longest chain of them that keeps its order);
between two anchors the same is done again. What is left is small, and compared item by item.
"""

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher

# So many pairs of items may be compared one by one; beyond, what has no anchor is replaced as a whole.
SMALL = 40_000
LARGEST = 1_000_000
DEEPEST = 30


def matches(old, new):
    """Pairs `(place in old, place in new)` of hashable items that stay, rising in both."""
    found = []
    _match(old, new, 0, len(old), 0, len(new), found, DEEPEST)
    found.sort()
    return found


def _match(old, new, a, b, c, d, found, depth):
    while a < b and c < d and old[a] == new[c]:
        found.append((a, c))
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
        found.append((b, d))
    size = (b - a) * (d - c)
    if not size:
        return
    if size > SMALL and depth and (anchors := _anchors(old, new, a, b, c, d)):
        found.extend(anchors)
        for (i, j), (k, m) in zip([(a - 1, c - 1), *anchors], [*anchors, (b, d)], strict=True):
            _match(old, new, i + 1, k, j + 1, m, found, depth - 1)
        return
    if size <= LARGEST:
        matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
        for i, j, length in matcher.get_matching_blocks():
            found.extend((a + i + at, c + j + at) for at in range(length))


def _anchors(old, new, a, b, c, d):
    """The longest rising chain of items that stand exactly once in both stretches."""
    once_old = {item for item, number in Counter(old[a:b]).items() if number == 1}
    once_new = {item for item, number in Counter(new[c:d]).items() if number == 1}
    once = once_old & once_new
    if not once:
        return []
    place = {new[at]: at for at in range(c, d) if new[at] in once}
    pairs = [(at, place[old[at]]) for at in range(a, b) if old[at] in once]
    tails, ends, before = [], [], [None] * len(pairs)
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [number]
        before[number] = ends[at - 1] if at else None
    chain, number = [], ends[-1]
    while number is not None:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
