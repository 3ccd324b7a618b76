"""What the desk reads about editions: its lists, what waits for whom, what is over, how the newsroom does."""

from . import waits
from .events import coming_events, ended_without_release, open_release_of, who_was_there
from .figures import delay, published_each_month
from .lists import by_state, counts, one_row_a_thing, public_beside

__all__ = [
    "by_state",
    "coming_events",
    "counts",
    "delay",
    "ended_without_release",
    "one_row_a_thing",
    "open_release_of",
    "public_beside",
    "published_each_month",
    "waits",
    "who_was_there",
]
