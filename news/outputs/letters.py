"""Mail to the newsroom's own people."""


def send(*, what, to, thing_type, thing_id, by, comment):
    """Send the letter called `what` about a thing to accounts, by their keys."""
