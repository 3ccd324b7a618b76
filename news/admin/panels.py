"""The blocks beside a version: each room of the desk that has something to say about it adds one.

A room has `panel(request, edition)`, which gives the context of its block with the `template` that
shows it, or None where it has nothing to say; and `urls(model_admin)`, the addresses below the model's.
"""

from . import comments, findings, paper, post_it, previews, review, versions, withdrawing
from .photographs import beside as photographs

# What must be looked at before the next act, then the rest.
FIRST = (review, findings, post_it)
THEN = (comments, photographs, previews, paper, versions)
ROOMS = (*FIRST, *THEN)


def beside(request, edition, rooms=ROOMS):
    """The blocks for one version, in their order on the page."""
    return [found for room in rooms if (found := room.panel(request, edition)) is not None]


def urls(model_admin):
    return [url for room in (*ROOMS, withdrawing) for url in room.urls(model_admin)]
