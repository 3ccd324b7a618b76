"""The place of a text that shows why it was found."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from . import analyser

LOOKED_AT = 50_000  # letters of a text
MOST_NEAR = 60  # places of one snippet
CUT = "…"
BETWEEN_LINES = " · "
SENTENCE_END = re.compile("[.!?။។。！？·][\"'”’」)]*\\s+|[။។。！？]")
CLOSED = tuple(".!?:;,။។。！？")
WORD_END = re.compile(r"\s")
# Where a text without blanks may be cut: not before what belongs to the letter that it stands behind.
LETTER = re.compile(rf"[^{analyser.MARKS}{analyser.INVISIBLE}]")


@dataclass(frozen=True)
class Part:
    text: str
    marked: bool = False


class Place(NamedTuple):
    """Where a text says a term, and which of those that are wanted."""

    start: int
    end: int
    term: int


def marked(text, asked):
    """The whole text in parts, the words that were looked for marked."""
    return _parts(text, 0, len(text), _places(text, asked))


def snippet(texts, asked, longest=240):
    """The best place of the first of the texts that has one, in parts, cut between words; () if none has.

    The best says most of what was looked for, and is the first of those. It is one line, with a dot between what
    stood in lines of its own; at most `longest` and the two signs that something was cut.
    """
    for text in texts:
        text = _one_line(text[:LOOKED_AT])
        if places := _places(text, asked):
            start, end = _window(text, *_closest(places, longest), longest)
            before, behind = (Part(CUT),) * bool(start), (Part(CUT),) * (end < len(text))
            return before + _parts(text, start, end, places) + behind
    return ()


def _one_line(text):
    lines = [" ".join(line.split()) for line in text.splitlines()]
    written = ""
    for line in filter(None, lines):
        if written:
            written += " " if written.endswith(CLOSED) else BETWEEN_LINES
        written += line
    return written


def _places(text, asked):
    """Every `Place` of what is wanted, in order."""
    spans = analyser.spans(text)
    tokens = [token for token, _, _ in spans]
    at = defaultdict(list)
    for number, token in enumerate(tokens):
        at[token].append(number)
    found = set()
    for term_number, term in enumerate(asked.wanted):
        *first, last = term.tokens
        length = len(term.tokens)
        if first:
            begins = at.get(first[0], ())
        elif term.begins:
            begins = [number for token, numbers in at.items() if token.startswith(last) for number in numbers]
        else:
            begins = at.get(last, ())
        for number in begins:
            *there, ending = tokens[number : number + length]
            if there == first and (ending == last or (term.begins and ending.startswith(last))):
                found.add(Place(spans[number][1], spans[number + length - 1][2], term_number))
    return sorted(found)


def _closest(places, longest):
    """Start and end of the places that say most terms within `longest` letters."""
    best, most = None, (0, 0)
    for number, first in enumerate(places):
        latest = first.start + longest
        near = list(takewhile(lambda place, latest=latest: place.end <= latest, places[number : number + MOST_NEAR]))
        near = near or [first]
        said = len({place.term for place in near}), len(near)
        if said > most:
            best, most = (first.start, max(place.end for place in near)), said
    return best


def _window(text, first, last, longest):
    """Start and end of what is shown around the letters from `first` to `last`."""
    last = min(last, first + longest)
    if len(text) <= longest:
        return 0, len(text)
    free = longest - (last - first)
    earliest = max(0, first - free)
    sentences = [match.end() for match in SENTENCE_END.finditer(text, earliest, first) if match.end() <= first]
    if earliest == 0:
        start = 0
    elif sentences:
        start = sentences[0] if first - sentences[0] <= free * 2 // 3 else sentences[-1]
    else:
        start = _forward(text, max(earliest, first - free // 3), first)
    end = _backward(text, last, start + longest)
    return start, end - len(text[start:end]) + len(text[start:end].removesuffix(BETWEEN_LINES.rstrip()))


def _forward(text, start, latest):
    """The beginning of the first word from `start` on, `latest` at the latest."""
    if match := WORD_END.search(text, start - 1, latest):
        return match.end()
    return match.start() if (match := LETTER.search(text, start, latest)) else latest


def _backward(text, earliest, end):
    """The end of the last whole word before `end`, `earliest` at the earliest."""
    if end >= len(text):
        return len(text)
    if text[end].isspace():
        return end
    blank = text.rfind(" ", earliest, end)
    if blank >= 0:
        return blank
    while end > earliest and not LETTER.match(text[end]):
        end -= 1
    return end


def _parts(text, start, end, places):
    """What stands from `start` to `end`, in parts; places that touch are one."""
    parts, at = [], start
    for place in places:
        first, last = max(place.start, at), min(place.end, end)
        if first >= last:
            continue
        if first > at:
            parts.append(Part(text[at:first]))
        elif parts and parts[-1].marked:
            first = at - len(parts.pop().text)
        parts.append(Part(text[first:last], marked=True))
        at = last
    if at < end:
        parts.append(Part(text[at:end]))
    return tuple(parts)
