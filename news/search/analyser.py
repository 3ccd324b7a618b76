"""How text becomes tokens: folded, stemmed, in pairs of letters where a script writes no blanks.

A text is cut at its blanks, and what stands between two of them is analysed once and kept: a newsroom has few
words. Tokens of other scripts are "qku" and the hexadecimal of their letters in UTF-16, four digits each, so that
a token can be begun at any letter.
"""

import re
import threading
import unicodedata
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer

from news import words

LONGEST = 64  # letters of a token
MOST_KEPT = 50_000
SCRIPT = "qku"  # begins a token of another script than ours
TYPED_KEY = "qkw"  # stands for the "qk" of a word that a reader typed, so that it can be no key

# The vowel signs and tone marks of most of the region's scripts are no letters to `re`.
MARKS = "".join(chr(code) for code in range(0x300, 0x12000) if unicodedata.category(chr(code))[0] == "M")
SOUND_MARKS = "\uff9e\uff9f"  # of narrow katakana
INVISIBLE = words.INVISIBLE.pattern.strip("[]")
APOSTROPHES = "'`´‘’‛′ʻʼʽˈ"
LETTER = rf"(?:[^\W_]|[{MARKS}{INVISIBLE}])"
WORD = re.compile(
    rf"(?:[^\W\d_]\.)+[^\W\d_]\.?(?:[{APOSTROPHES}]s)?(?![\w@.])"  # U.S.A.
    r"|(?<![\d.,])[0-9]{1,3}(?:,[0-9]{3})+(?![\d,])"  # 1,200
    rf"|{LETTER}+(?:[{APOSTROPHES}]{LETTER}+)*"
)
# Tibetan to Khmer, Lao and Thai; the scripts of Java, Bali and the Tai; Chinese, Japanese, Korean and Yi.
PAIRED = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1bbf\u3005-\u318f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\ua980-\ua9ff\uaa60-\uaadf\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U00020000-\U0003ffff"
)
RUN = re.compile(rf"(?P<paired>(?:(?!\d)[{PAIRED}{INVISIBLE}])+)|(?:(?![{PAIRED}])[\w\W]|\d)+")
# A letter with what is written over, under and behind it; Korean may come in its parts.
CLUSTER = re.compile(
    rf"(?:[\u1100-\u115f]{{1,3}}[\u1160-\u11a7]{{1,3}}[\u11a8-\u11ff]{{0,3}}|.)[{MARKS}{SOUND_MARKS}{INVISIBLE}]*",
    re.DOTALL,
)
FOLDED = re.compile(rf"(?:[^\W_]|[{MARKS}])+")
POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s$", re.IGNORECASE)
ADDRESS = re.compile(r"@|://|www\.", re.IGNORECASE)
ORDINAL = re.compile("([0-9]+)(?:st|nd|rd|th)")
# organise, organisation, as against raise, revise, likewise
BRITISH = re.compile("([a-z]{2,}[^aeiouvw])is((?:e|ed|er|ers|es|ing|ation|ations|ational)(?:ly)?)")
BRITISH_ONLY = tuple("advert compr conc disgu enterpr exerc expert franch merchand prec prem prom surpr treat".split())
# Stems of British and American spellings: the one on the right stands for both.
SPELLINGS = {stem: stem.replace("our", "or") for stem in "behaviour colour endeavour favour harbour honour".split()}
SPELLINGS |= {stem: stem.replace("our", "or") for stem in "labour neighbour rumour vapour".split()}
SPELLINGS |= {"programm": "program", "centr": "center", "theatr": "theater", "defenc": "defens", "offenc": "offens"}
SPELLINGS |= {"licenc": "licens", "practis": "practic", "judgement": "judgment", "chequ": "check", "enroll": "enrol"}


class Piece(NamedTuple):
    """A token and where it was found. `word` is folded, but not stemmed; "" for a pair of letters."""

    token: str
    word: str
    start: int
    end: int


class _Kept(dict):
    """What was made of a text before, so that it is made once. Forgets everything when there is too much."""

    def __init__(self, make):
        super().__init__()
        self._make = make

    def __missing__(self, text):
        made = self._make(text)
        if len(text) <= LONGEST:
            if len(self) >= MOST_KEPT:
                self.clear()
            self[text] = made
        return made


def tokens(text):
    """The tokens of a text in their order: [a-z0-9]+ only, none longer than 64, none beginning with "qk" (but "qku…").

    A word that itself begins with "qk" becomes "qkw…".
    """
    return [piece.token for chunk in text.split() for piece in _pieces[chunk]]


def pieces(text):
    """Every `Piece` of a text, in places of the text as it is."""
    return [
        piece._replace(start=chunk.start() + piece.start, end=chunk.start() + piece.end)
        for chunk in re.finditer(r"\S+", text)
        for piece in _pieces[chunk[0]]
    ]


def spans(text):
    """`(token, start, end)` of each token, in places of the text as it is."""
    return [
        (piece.token, chunk.start() + piece.start, chunk.start() + piece.end)
        for chunk in re.finditer(r"\S+", text)
        for piece in _pieces[chunk[0]]
    ]


def joined(text):
    """The tokens with a blank before, between and behind, as the tables have them; " " without any."""
    found = " ".join(filter(None, map(_written.__getitem__, text.split())))
    return f" {found} " if found else " "


def begun(text):
    """The tokens of a text of which the last word may go on: the last token is what its word and its stem share."""
    pieces = [piece for chunk in text.split() for piece in _pieces[chunk]]
    if not pieces:
        return []
    *others, last = pieces
    return [*(piece.token for piece in others), _shared(last.word, last.token) or last.token]


def vocabulary(text):
    """`{word: (stem, shown)}` of the words that can be offered for others: folded, stemmed, as first printed.

    Words of three to forty letters of scripts with blanks, not those of addresses. A word that also stands there
    in small letters is shown so.
    """
    found = {}
    for chunk in dict.fromkeys(text.split()):
        for word, meaning in _offered[chunk]:
            if word not in found or meaning[1] == word:
                found[word] = meaning
    return found


def _cut(chunk):
    """The pieces of a text without blanks."""
    found = []
    for match in WORD.finditer(chunk):
        for run in RUN.finditer(match[0]):
            start = match.start() + run.start()
            if run["paired"]:
                found += _pairs(run[0], start)
            else:
                plain = POSSESSIVE.sub("", run[0]).replace(".", "").replace(",", "")
                found += [
                    Piece(_token[word], word, start, start + len(run[0]))
                    for word in FOLDED.findall(_in_our_digits(words.fold(plain)))
                ]
    return tuple(found)


def _to_offer(chunk):
    """`(word, (stem, shown))` of the words in a text without blanks that can be offered for others."""
    if ADDRESS.search(chunk):
        return ()
    return tuple(
        (word, (token, POSSESSIVE.sub("", unicodedata.normalize("NFC", chunk[start:end]))[:80]))
        for token, word, start, end in _pieces[chunk]
        if 3 <= len(word) <= 40 and word.isalpha()
    )


def _pairs(run, start):
    letters = []
    for cluster in CLUSTER.finditer(run):
        place = start + cluster.start(), start + cluster.end()
        letters += [(letter, *place) for letter in _folded[cluster[0]]]
    if len(letters) == 1:
        letter, first, last = letters[0]
        return [Piece(_hexadecimal(letter), "", first, last)]
    return [Piece(_pair[one + other], "", first, last) for (one, first, _), (other, _, last) in pairwise(letters)]


def _shared(word, token):
    """With what both begin: "" where a token is not written with the letters of its word."""
    if word.startswith("qk"):
        word = TYPED_KEY + word[2:]
    alike = 0
    while alike < min(len(word), len(token)) and word[alike] == token[alike]:
        alike += 1
    return token[:alike]


def _in_our_digits(text):
    return text if text.isascii() else "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _hexadecimal(text):
    digits = text.encode("utf-16-be").hex()
    return SCRIPT + digits[: (LONGEST - len(SCRIPT)) // 4 * 4]


def _tokened(word):
    """The token of a folded word."""
    if not word.isascii():
        return _hexadecimal(word)
    word = word[:LONGEST]
    if ordinal := ORDINAL.fullmatch(word):
        return ordinal[1]
    british = BRITISH.fullmatch(word)
    if british and not british[1].endswith(BRITISH_ONLY):
        word = f"{british[1]}iz{british[2]}"
    with _stemming:
        stem = _stemmer.stemWord(word)
    stem = SPELLINGS.get(stem, stem)
    return (TYPED_KEY + stem[2:])[:LONGEST] if stem.startswith("qk") else stem


_stemmer = snowballstemmer.stemmer("english")
_stemming = threading.Lock()  # a stemmer keeps the word that it works on in itself
_pair = _Kept(_hexadecimal)
_token = _Kept(_tokened)
_folded = _Kept(words.fold)
_pieces = _Kept(_cut)
_offered = _Kept(_to_offer)
_written = _Kept(lambda chunk: " ".join(piece.token for piece in _pieces[chunk]))
