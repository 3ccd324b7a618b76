"""Which versions of text and facts somebody had on the screen, and whether they are still those."""

from news import workflow
from news.models import Edition

NEWER = "A newer version was handed in. Look again. What you ticked is kept where nothing changed."


def facts_with(edition):
    """The facts that readers would see with this version: of facts alone, themselves."""
    return workflow.facts_now(edition) if isinstance(edition, Edition) else edition


def open_facts_version(edition, facts):
    """`lock_version` of the open facts that go along with a release; 0 where none are open."""
    return facts.lock_version if isinstance(edition, Edition) and facts is not None and facts.is_open else 0


def as_word(edition, facts):
    """Both versions as one word of an address: "12-3"."""
    return f"{edition.lock_version}-{open_facts_version(edition, facts)}"


def from_word(word, edition, facts):
    """`(lock_version, facts_lock_version)` from such a word; those of now where it says nothing of use."""
    numbers = word.split("-")
    if len(numbers) == 2 and all(n.isascii() and n.isdecimal() and len(n) < 10 for n in numbers):
        return int(numbers[0]), int(numbers[1])
    return edition.lock_version, open_facts_version(edition, facts)
