"""A pasted line about a person: honorific, rank, name, position. Pure Python.

Nothing is guessed: which of several names is the family's, whether somebody is a man or a woman, how
capitals ought to stand. What is not recognized as rank or honorific belongs to the name.
"""

import re
from dataclasses import dataclass

from news import words

# With a dot or without; the spelling that was typed is kept.
HONORIFICS = """
    h.e.|he|his excellency|her excellency|hon|honourable|the honourable|dato sri|dato seri|datuk seri|datuk wira|dato|
    datuk|datin|tan sri|tun|tengku|haji|hajah|dr|prof|professor|mr|mrs|ms|mdm|madam|miss|sir|amb|ambassador|atty|
    attorney|engr|ir|pg|pehin
"""
_HONORIFICS = {part.strip().replace(".", "") for part in HONORIFICS.split("|")}
# Said with capitals only: "he" and "miss" are words of other things as well.
_EXACT = {"he": {"H.E.", "HE", "H.E"}}
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}[.):]\s*|[-–—•*·▪o]\s+)")
_LONGEST = 6


@dataclass(frozen=True)
class Name:
    """What a line says. `rest` are its later parts, in order: a position, an organization."""

    line: str
    name: str
    honorific: str = ""
    rank_long: str = ""
    rank_short: str = ""
    rest: tuple[str, ...] = ()


def read_names(text: str, ranks: list[tuple[str, str]]) -> list[Name]:
    """One name a line, or cells from a spreadsheet. `ranks` are (long form, short form) pairs."""
    return [found for line in text.splitlines() if (found := read_name(line, ranks))]


def read_name(line: str, ranks: list[tuple[str, str]]) -> Name | None:
    """As "ACP Dr. Bakri Zainal Abidin, Director for Police Services". None for a line without a name."""
    line = " ".join(_NUMBERING.sub("", line.replace("\t", ", ")).split()).strip(" ,;")
    parts = [part.strip() for part in re.split(r"[,;]", line) if part.strip()]
    if not parts:
        return None
    known = _by_key(ranks)
    # Cells may begin with the rank or the honorific alone: "ACP | Bakri Zainal Abidin | Director".
    front = ""
    while len(parts) > 1 and (words.fold(parts[0]) in known or _is_honorific(parts[0])):
        front = f"{front} {parts.pop(0)}"
    honorific, rank, name = _front(f"{front} {parts[0]}".split(), known)
    rest = parts[1:]
    for part in list(rest):
        if rank is None and words.fold(part) in known:
            rank = known[words.fold(part)]
            rest.remove(part)
    if not name:
        return None
    long, short = rank or ("", "")
    return Name(line, name, honorific, long, short, tuple(rest))


def _front(tokens, known):
    """Honorifics and one rank, in any order, off the front of a name."""
    honorifics, rank = [], None
    while len(tokens) > 1:
        taken = 0
        for length in range(min(_LONGEST, len(tokens) - 1), 0, -1):
            piece = " ".join(tokens[:length])
            key = _key(piece)
            if rank is None and key in known:
                rank, taken = known[key], length
                # "Assistant Commissioner of Police (ACP)" names its short form as well.
                if length < len(tokens) - 1 and re.fullmatch(r"\([^)]+\)", tokens[length]):
                    taken += 1
                break
            if _is_honorific(piece):
                honorifics.append(piece)
                taken = length
                break
        if not taken:
            break
        tokens = tokens[taken:]
    return " ".join(honorifics), rank, " ".join(tokens)


def _is_honorific(piece):
    key = _key(piece).replace(".", "")
    return key in _HONORIFICS and (key not in _EXACT or piece in _EXACT[key])


def _by_key(ranks):
    """Ranks by the folded long and short form. The long one wins where two forces share a short one."""
    found = {}
    for long, short in ranks:
        for form in (long, short):
            if form:
                found.setdefault(_key(form), (long, short))
    return found


def _key(piece):
    return words.fold(piece).rstrip(".")
