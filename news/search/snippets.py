"""The place of a text that shows why it was found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    text: str
    marked: bool = False


def marked(text, asked):
    """The whole text in parts, the words that were looked for marked."""
    raise NotImplementedError


def snippet(texts, asked, longest=240):
    """The best place of the first of the texts that has one, in parts, cut between words; () if none has."""
    raise NotImplementedError
