"""Two changed versions of one list of paragraphs: where both changed the same place, it is asked."""

from .paragraphs import pairs

NOTHING = ()


def merge_parts(base, mine, theirs, ask):
    """The merged list. `ask(base, mine, theirs)` gets tuples of at most the parts of one place, and chooses a tuple.

    What only one of the two changed is taken. A place is a part of `base` (which may be gone on a side), or the
    space between two of them, where each side may have put new ones.
    """
    my_place, my_new = _against(base, mine)
    their_place, their_new = _against(base, theirs)
    found = []
    for at in range(len(base) + 1):
        found += _one_place(NOTHING, tuple(my_new[at]), tuple(their_new[at]), ask)
        if at < len(base):
            found += _one_place((base[at],), my_place[at], their_place[at], ask)
    return found


def _one_place(base, mine, theirs, ask):
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    return ask(base, mine, theirs)


def _against(base, side):
    """For each part of the base what became of it, and for each space the parts that are new there."""
    place, new = [NOTHING] * len(base), [[] for _ in range(len(base) + 1)]
    after = 0
    for i, j in pairs(base, side):
        if j is None:
            after = i + 1
        elif i is None:
            new[after].append(side[j])
        else:
            place[i] = (side[j],)
            after = i + 1
    return place, new
