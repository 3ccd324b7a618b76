"""One writes the index at a time."""

from news.search import store


def lock_index():
    """Wait until nobody else writes the index; until the end of the transaction nobody else does.

    What is read behind it is what will have been committed before. It is the last lock that anything takes,
    but for the generation's.
    """
    store.locked()
