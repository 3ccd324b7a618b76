"""What is kept of one public thing."""

import datetime
from dataclasses import dataclass

from news.enums import SearchType


@dataclass(frozen=True)
class Document:
    """A public thing as readers may know it now.

    `title`, `names`, `summary` and `text` are plain text as printed, the best place first; `also` are further
    words by which it is found and which are never shown (acronyms, aliases, known misspellings, countries in
    other words); `people` are names of people in it, for `person:`. `keys` come from `keys.key`. `called` are the
    names that a reader may type for it: the first is how it is printed. `moment` orders lists; without one (an
    organization, a person) the thing stands beside the newest. `again_at` is when readers will see more of it.
    """

    thing_type: SearchType
    thing_id: int
    title: str
    moment: datetime.datetime | None = None
    names: str = ""
    summary: str = ""
    text: str = ""
    also: str = ""
    people: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()
    again_at: datetime.datetime | None = None
