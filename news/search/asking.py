"""What a reader typed, understood: words, "phrases", beginnings*, -without, person:vinluan, country:PH, year:2024."""

import re
from dataclasses import dataclass

from . import analyser, keys

LONGEST = 300  # letters of a search that are looked at
MOST_TERMS = 12
SHORTEST_BEGINNING = 3  # letters before a star, so that it does not stand for half of all words

# How readers write a facet before a colon.
OPERATORS = {
    **dict.fromkeys(("person", "people", "name"), "person"),
    **dict.fromkeys(("organization", "organisation", "org", "agency"), "organization"),
    **dict.fromkeys(("programme", "program", "project"), "programme"),
    **dict.fromkeys(("topic", "subject", "tag"), "topic"),
    **{name: name for name in ("country", "year", "month", "kind", "type")},
}
# Words that make a question of a search. They are left out where something else is asked for.
SMALL = frozenset(
    "a about all an and any are as at be been between by can did do does during for from had has have how i in into"
    " is it its me my of on or our s that the their there they this to was we were what when where which who whom"
    " whose why will with".split()
)
QUOTES = re.compile("[“”„‟«»″‶〝〞＂「」『』]")
DASHES = re.compile(r"(?<!\S)[\u2010-\u2015\u2212\ufe58\ufe63\uff0d](?=\S)")
# Controls, and what turns or hides text. The two joiners stay: scripts and emoji are written with them.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
PART = re.compile(
    rf'(?P<without>-?)(?:(?P<operator>{"|".join(OPERATORS)}):\s*)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]\S*))',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Term:
    """Tokens that must stand one after the other. `begins`: the last one need only begin so.

    `people`: they must stand in the name of somebody. `typed` is how the reader wrote it. A term that is not
    wanted may be a key (of `keys.key`): what carries it is left out.
    """

    tokens: tuple[str, ...]
    typed: str
    begins: bool = False
    people: bool = False


@dataclass(frozen=True)
class Asked:
    """All `wanted` and none `unwanted`. `narrowed` has (facet, value as typed) of `country:PH` and the like.

    `typed` is what was typed without what cannot be seen; `shortened`: it was longer than is looked at.
    """

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    narrowed: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    shortened: bool = False

    def __bool__(self):
        return bool(self.wanted or self.narrowed)


def read(typed):
    """Understands anything, whatever it is: never raises."""
    text = " ".join(UNSEEN.sub(" ", str(typed or "")).split())
    shortened = len(text) > LONGEST
    if shortened:
        text = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    parts = list(PART.finditer(plain(text)))
    wanted, unwanted, narrowed = [], [], []
    for part in _without_small(parts):
        facet = OPERATORS.get((part["operator"] or "").lower())
        terms = unwanted if part["without"] else wanted
        if facet in {None, "person"}:
            terms += _terms(part, people=bool(facet))
        elif part["without"]:
            terms += _left_out(facet, part)
        elif value := _value(part):
            narrowed.append((facet, value))
    wanted, unwanted = _once(wanted), _once(unwanted)
    return Asked(
        wanted=tuple(wanted[:MOST_TERMS]),
        unwanted=tuple(unwanted[:MOST_TERMS]),
        narrowed=tuple(dict.fromkeys(narrowed))[:MOST_TERMS],
        typed=text,
        shortened=shortened or max(map(len, (wanted, unwanted, narrowed))) > MOST_TERMS,
    )


def _once(terms):
    """Terms that ask for the same only once, as they were typed first."""
    once = {}
    for term in terms:
        once.setdefault((term.tokens, term.begins, term.people), term)
    return list(once.values())


def places(typed):
    """`(start, end)` of the words in `Asked.typed` that are wanted as words: not -without, not the PH of country:PH."""
    found = []
    for part in PART.finditer(plain(typed)):
        group = "word" if part["phrase"] is None else "phrase"
        if not part["without"] and OPERATORS.get((part["operator"] or "").lower()) in {None, "person"}:
            found.append(part.span(group))
    return found


def plain(text):
    """The text with the quotes, dashes, colons and stars of other keyboards as ours; as many letters as before."""
    return DASHES.sub("-", QUOTES.sub('"', text)).replace("：", ":").replace("＊", "*")


def _without_small(parts):
    """The parts without the small words of a question, unless nothing else is wanted.

    Capitals in a search that is not all in capitals are meant: WHO, IT, US.
    """
    shouted = "".join(part[0] for part in parts).isupper()

    def is_small(part):
        if part["without"] or part["operator"] or part["word"] is None:
            return False
        meant = part["word"].isupper() and len(part["word"]) > 1 and not shouted
        bare = part["word"].lower().strip(".,;:!?()'’")
        return bare in SMALL and not meant

    large = [part for part in parts if not is_small(part)]
    said = any(not part["without"] and (part["operator"] or analyser.tokens(part[0])) for part in large)
    return large if said else parts


def _value(part):
    return " ".join((part["word"] if part["phrase"] is None else part["phrase"]).strip("*").split())


def _terms(part, *, people=False):
    """The term of a part, as a list of one; [] if there is no letter in it."""
    typed = (part["word"] if part["phrase"] is None else part["phrase"]).strip()
    bare = typed.rstrip("*")
    begins = bare != typed
    tokens = analyser.begun(bare) if begins else analyser.tokens(bare)
    if not tokens:
        return []
    last = tokens[-1]
    if last.startswith(analyser.SCRIPT):
        # A single letter of a script that is kept in pairs stands at the beginning of its pairs.
        begins = begins or len(last) == len(analyser.SCRIPT) + 4
    elif begins and len(last) < (2 if people or len(tokens) > 1 else SHORTEST_BEGINNING):
        tokens, begins = analyser.tokens(bare), False
    return [Term(tuple(tokens), typed.replace('"', ""), begins=begins, people=people)]


def _left_out(facet, part):
    """What `-country:PH` and `-topic:"human trafficking"` leave out: what carries the key, or says the words."""
    value = _value(part).lower()
    if not value:
        return []
    joint = {"kind": "_", "month": ""}.get(facet, "-")
    try:
        carried = [Term((keys.key(facet, joint.join(re.split(r"[\s-]+", value))),), value)]
    except ValueError:
        return []
    worded = facet in {"country", "organization", "topic", "programme"} and len(value) > 2
    return carried + (_terms(part) if worded else [])
