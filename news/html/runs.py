"""Runs of text in one form: blanks folded, ends trimmed, equal neighbours joined."""

import re
from itertools import groupby

from .blocks import PLAIN, Run, text_of

_BREAKS = r"(?:[^\S\n]*\n)+[^\S\n]*"
_BLANKS = r"[^\S\n]{2,}|[ \t\r\f\v\x85\u2028\u2029]"
_TOKENS = re.compile(rf"({_BREAKS})|({_BLANKS})|.", re.DOTALL)


def normalise(runs, *, split=False):
    """The runs in canonical form, as a list of paragraphs: more than one only if `split` and two breaks meet.

    A single no-break space stays one; any other stretch of blanks is one space. A blank has the marks
    that the words on both its sides have.
    """
    text = text_of(runs)
    owners = [run.marks for run in runs for _ in run.text]
    signs = []  # (character, marks)
    paragraphs = [signs]
    for token in _TOKENS.finditer(text):
        breaks, blanks = token[1], token[2]
        if breaks and split and breaks.count("\n") > 1:
            signs = []
            paragraphs.append(signs)
        elif breaks or blanks:
            signs.append(("\n" if breaks else " ", None))
        else:
            signs.append((token[0], owners[token.start()]))
    return [found for signs in paragraphs if (found := _joined(_trimmed(signs)))]


def chop(runs, count):
    """The runs without their first `count` characters, and without the blanks that then come first."""
    kept = []
    for text, marks in runs:
        kept.append(Run(text[count:], marks))
        count = max(0, count - len(text))
    return next(iter(normalise(kept)), [])


def join(lists, between):
    """Several lists of runs as one, with `between` after each but the last."""
    joined = []
    for runs in filter(None, lists):
        joined += [*([Run(between, PLAIN)] if joined else []), *runs]
    return next(iter(normalise(joined)), [])


def _trimmed(signs):
    start, end = 0, len(signs)
    while start < end and signs[start][0].isspace():
        start += 1
    while end > start and signs[end - 1][0].isspace():
        end -= 1
    return signs[start:end]


def _joined(signs):
    marked = [
        (sign, marks if marks is not None else signs[at - 1][1].common(signs[at + 1][1]))
        for at, (sign, marks) in enumerate(signs)
    ]
    return [Run("".join(sign for sign, _ in group), marks) for marks, group in groupby(marked, key=lambda s: s[1])]
