"""Writes documents into the index. Everything happens in the transaction of the caller."""


def write(documents):
    """Put documents in place of what is kept of the same things, in every build that is kept up."""
    raise NotImplementedError


def remove(things):
    """Forget things, given as (thing_type, thing_id)."""
    raise NotImplementedError


def carrying(key, *, types=()):
    """(thing_type, thing_id) of every entry that carries a key; for what has to be written anew with an entry."""
    raise NotImplementedError


def due(now):
    """(thing_type, thing_id) of entries of which readers may see more since `again_at`."""
    raise NotImplementedError
