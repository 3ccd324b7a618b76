"""Lists that Word wrote as paragraphs: found again by its styles, or by the bullets and numbers alone."""

import re

from .blocks import Hint, List, Para
from .runs import chop

_LEVEL = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(\d{1,3}|[a-z]|[ivxl]{1,5})[.)]", re.IGNORECASE)

# Bullets that nobody writes for anything else need one blank after them, the others Word's wide gap.
_GAP = r"(?:\u00a0|\t|\s{2})"
_BULLET = re.compile(rf"(?:(?P<sure>[·•▪◦‣●○■\uf0b7\uf0a7\uf0d8])\s|(?P<maybe>[o§-]){_GAP})\s*")
_NUMBERED = re.compile(rf"(\d{{1,3}})[.)]{_GAP}\s*")
_LEVELS = {"o": 2, "◦": 2, "○": 2, "§": 3, "▪": 3, "■": 3, "\uf0a7": 3}


def word_hint(style: str, marker: str) -> Hint | None:
    """What Word's style of a paragraph ("MsoListParagraph … mso-list:l0 level1 lfo1") and its marker say."""
    found = _LEVEL.search(style)
    if not found and not (marker and "msolist" in style.lower()):
        return None
    number = _NUMBER.fullmatch(marker)
    value = int(number[1]) if number and number[1].isdigit() else 1
    return Hint(int(found[2]) if found else 1, bool(number), value, found[1].lower() if found else "")


def gather(blocks, *, by_text: bool = False):
    """The blocks with neighbouring items made lists, nested by their levels.

    `by_text`: also paragraphs that begin with a bullet, and two or more in a row that begin with
    numbers that count up.
    """
    if by_text:
        _find_bullets(blocks)
        _find_numbers(blocks)
    done, open_lists = [], []  # open_lists: (level, key, List), the innermost last
    for block in blocks:
        hint = block.hint if isinstance(block, Para) else None
        if not hint:
            open_lists = []
            done.append(block)
            continue
        while open_lists and open_lists[-1][0] > hint.level:
            open_lists.pop()
        if open_lists and open_lists[-1][0] == hint.level:
            _, key, innermost = open_lists[-1]
            if key == hint.key and innermost.ordered == hint.ordered:
                innermost.items.append([_item(block)])
                continue
            open_lists.pop()
        new = List(hint.ordered, [[_item(block)]], hint.number or 1)
        if open_lists:
            open_lists[-1][2].items[-1].append(new)
        else:
            done.append(new)
        open_lists.append((hint.level, hint.key, new))
    return done


def _item(para):
    return Para("p", para.runs)


def _find_bullets(blocks):
    for block in blocks:
        if found := _marker(_BULLET, block):
            sign = found["sure"] or found["maybe"]
            _take(block, 1, Hint(_LEVELS.get(sign, 1), False, 1, "text"))


def _find_numbers(blocks):
    numbers = [int(found[1]) if (found := _marker(_NUMBERED, block)) else None for block in blocks]
    for at, number in enumerate(numbers):
        before = numbers[at - 1] if at else None
        after = numbers[at + 1] if at + 1 < len(numbers) else None
        if number is not None and (before == number - 1 or after == number + 1):
            _take(blocks[at], len(str(number)) + 1, Hint(1, True, number, "text"))


def _marker(pattern, block):
    """The marker with which a paragraph begins that is no item yet."""
    loose = isinstance(block, Para) and block.tag == "p" and not block.hint
    return pattern.match(block.head or block.text) if loose else None


def _take(para, marker, hint):
    """Makes the paragraph an item, unless nothing would be left of it."""
    runs = chop(para.runs, marker)
    if runs:
        para.runs, para.hint = runs, hint
