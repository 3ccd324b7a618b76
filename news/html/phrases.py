"""Words found and replaced in plain text and in rich text: whole words, with their accents and capitals.

In rich text only what is read counts: tags and attributes stay byte for byte as they are.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

# A tag of clean HTML; the value of an attribute may hold angle brackets.
_TAG = re.compile(r"""(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)""")
_INLINE = re.compile(r"</?(a|strong|em|cite)\b")
_AROUND = 60


class Found(NamedTuple):
    """Where the words stand: the `number`-th time in a text, between what stands before and after it."""

    number: int
    before: str
    words: str
    after: str


def spans(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where the phrase stands in a plain text, as whole words. Any blank stands for any other."""
    phrase = phrase.strip()
    if not phrase:
        return []
    return [
        (found.start(), found.end())
        for found in _pattern(phrase).finditer(text)
        if not _goes_on(text, found.end()) and not unicodedata.category(text[found.start()]).startswith("M")
    ]


def places(text: str, phrase: str) -> list[Found]:
    """Each place of the phrase in a plain text, with what stands around it."""
    return [_found(number, text, *span) for number, span in enumerate(spans(text, phrase))]


def replaced(text: str, phrase: str, new: str, only=None) -> str:
    """The plain text with the phrase replaced, or with `only` at the places of these numbers."""
    for number, (start, end) in reversed(list(enumerate(spans(text, phrase)))):
        if only is None or number in only:
            text = text[:start] + new + text[end:]
    return text


def places_in_html(html: str, phrase: str) -> list[Found]:
    """Each place in clean HTML that `replaced_in_html` can put right."""
    found = []
    for text, block in _texts(html):
        for start, end in spans(text, phrase):
            offset = block[0] + start
            found.append(_found(len(found), block[1], offset, offset + end - start))
    return found


def split_in_html(html: str, phrase: str) -> list[Found]:
    """Places that stand partly in a link or in bold: a person must put them right."""
    broken = []
    for block, offsets in _blocks(html):
        whole = {(offset + start) for offset, text in offsets for start, _ in spans(text, phrase)}
        broken += [span for span in ((block, *span) for span in spans(block, phrase)) if span[1] not in whole]
    return [_found(number, *span) for number, span in enumerate(broken)]


def replaced_in_html(html: str, phrase: str, new: str, only=None) -> str:
    """Clean HTML with the phrase replaced in what is read. Texts without it stay byte for byte."""
    parts, number = _TAG.split(html), 0
    for at in range(0, len(parts), 2):
        text = unescape(parts[at])
        here = len(spans(text, phrase))
        if here:
            wanted = None if only is None else {n - number for n in only}
            changed = replaced(text, phrase, new, wanted)
            if changed != text:
                parts[at] = escape(changed, quote=False)
            number += here
    return "".join(parts)


@lru_cache(maxsize=64)
def _pattern(phrase):
    words = r"\s+".join(map(re.escape, phrase.split()))
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() or unicodedata.category(phrase[-1]).startswith("M") else ""
    return re.compile(before + words + after)


def _goes_on(text, at):
    """Whether a mark over the last letter makes it another letter."""
    return at < len(text) and unicodedata.category(text[at]).startswith("M")


def _found(number, text, start, end):
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Found(number, " ".join(before.split("\n")), text[start:end], " ".join(after.split("\n")))


def _blocks(html) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """What is read without a break, with the texts between tags in it and where each begins."""
    block, offsets = "", []
    for at, part in enumerate(_TAG.split(html)):
        if at % 2 == 0:
            text = unescape(part)
            offsets.append((len(block), text))
            block += text
        elif not _INLINE.match(part):
            yield block, offsets
            block, offsets = "", []
    yield block, offsets


def _texts(html):
    """(text, (where it begins in its block, the block)) for every text between two tags."""
    for block, offsets in _blocks(html):
        for offset, text in offsets:
            yield text, (offset, block)
