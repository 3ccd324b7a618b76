"""Words that a reader may have meant, and words that go on as somebody began them. Only words of public texts."""

from itertools import pairwise

from django.db import connection
from django.db.models import Q

from news.models import SearchName, SearchSpelling, SearchState, SearchWord

from . import analyser, asking

SHORTEST = 4  # letters of a word that may have been mistyped
MOST_LOOKED_AT = 8  # unknown words of one search
MOST_NEAR = 1000
LONG = 6  # letters from which two mistakes are taken for a mistake
SAME_BEGINNING = 3
SHORTEST_HALF = 3


def one_letter_less(word):
    """The word, and what is left of it without one of its letters: what `SearchSpelling` keeps of it."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def distance(one, other):
    """Letters to leave out, to put in, to replace, and neighbours to exchange, to make one word the other."""
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, letter_there in enumerate(other, 1):
            steps = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != letter_there))
            if row > 1 and column > 1 and letter == other[column - 2] and letter_there == one[row - 2]:
                steps = min(steps, before[column - 2] + 1)
            here.append(steps)
        before, last = last, here
    return last[-1]


def meant(asked):
    """The search written again with every unknown word replaced by the nearest known one, or "" if none is near.

    Two words that are known as one are written so, and one that is two known ones is parted.
    """
    typed = [piece for piece in _typed(asked) if piece.word.isalpha()]
    joint = {piece: other for piece, other in pairwise(typed) if _beside(asked, piece, other)}
    known = _known({piece.word for piece in typed} | {one.word + other.word for one, other in joint.items()})
    unknown = [piece for piece in typed if piece.word not in known and len(piece.word) >= SHORTEST][:MOST_LOOKED_AT]
    written, end = "", 0
    for piece in typed:
        last = joint.get(piece)
        if piece.start < end:
            continue
        if last and piece.word + last.word in known:
            instead = known[piece.word + last.word].shown
        else:
            instead, last = _instead(piece) if piece in unknown else "", piece
        if instead:
            written += asked.typed[end : piece.start] + instead
            end = last.end
    return written + asked.typed[end:] if written else ""


def going_on(typed, most=4):
    """The words with the last one finished, the most frequent first, as texts to search for.

    Who types small letters reads small letters, but for words that are more than their first letter in capitals.
    """
    asked = asking.read(typed)
    pieces = _typed(asked)
    if not pieces or asked.shortened or str(typed)[-1:].isspace():
        return []
    *others, last = pieces
    if last.end != len(asked.typed) or len(last.word) < 2:
        return []
    there = {piece.token for piece in others}
    stems, found = set(), []
    rows = _words().filter(_begins("word", last.word)).exclude(word=last.word).order_by("-entries", "word")
    for row in rows[: most * 5]:
        if row.stem not in stems | there:
            stems.add(row.stem)
            small = asked.typed[last.start : last.end].islower() and row.shown[1:].islower()
            found.append(asked.typed[: last.start] + (row.shown.lower() if small else row.shown))
    return found[:most]


def _typed(asked):
    """The words that are wanted, in places of `asked.typed`."""
    return [
        piece._replace(start=start + piece.start, end=start + piece.end)
        for start, end in asking.places(asked.typed)
        for piece in analyser.pieces(asked.typed[start:end])
        if piece.word
    ]


def _beside(asked, one, other):
    return min(len(one.word), len(other.word)) > 1 and asked.typed[one.end : other.start] in {" ", "-"}


def _words():
    live = SearchState.objects.filter(pk=1).values("live")[:1]
    return SearchWord.objects.filter(build=live, entries__gt=0)


def _known(words):
    return {row.word: row for row in _words().filter(word__in=words)} if words else {}


def _begins(column, text):
    """SQLite's LIKE takes small and capital letters for the same and therefore uses no index."""
    on_sqlite = connection.vendor == "sqlite"
    lookups = {"gte": text, "lt": text + "\U0010ffff"} if on_sqlite else {"startswith": text}
    return Q(**{f"{column}__{lookup}": value for lookup, value in lookups.items()})


def _instead(piece):
    return "" if _is_known_otherwise(piece) else _nearest(piece.word)


def _is_known_otherwise(piece):
    """Whether another form of the word is known, or a name that it begins, which need not stand in a text."""
    live = SearchState.objects.filter(pk=1).values("live")[:1]
    beginning = analyser.begun(piece.word)[-1] if piece.word.isascii() else piece.word
    if _words().filter(_begins("word", beginning), stem=piece.token).exists():
        return True
    return SearchName.objects.filter(_begins("folded", piece.word), build=live).exists()


def _nearest(word):
    """How the nearest known word is printed; of those as near the one that begins alike, then the most frequent."""
    spelled = SearchSpelling.objects.filter(left__in=one_letter_less(word)).values("word")
    near = [(distance(word, row.word), row) for row in _words().filter(word__in=spelled)]
    if not near and (halves := _parted(word)):
        return halves
    if not near and len(word) >= LONG:
        rows = _words().filter(_begins("word", word[:SAME_BEGINNING])).order_by("-entries", "word")[:MOST_NEAR]
        alike = [row for row in rows if abs(len(row.word) - len(word)) < 3 and len({*word} ^ {*row.word}) < 5]
        near = [(steps, row) for row in alike if (steps := distance(word, row.word)) == 2]
    if not near:
        return ""
    best = min(near, key=lambda pair: (pair[0], pair[1].word[0] != word[0], -pair[1].entries, pair[1].word))
    return best[1].shown


def _parted(word):
    """The word as two known ones with a blank between; "" if it is not."""
    places = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    known = _known({half for place in places for half in (word[:place], word[place:])})
    halves = [
        (known[word[:place]], known[word[place:]])
        for place in places
        if word[:place] in known and word[place:] in known
    ]
    if not halves:
        return ""
    best = max(halves, key=lambda pair: min(half.entries for half in pair))
    return " ".join(half.shown for half in best)
