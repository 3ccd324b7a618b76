"""What is being typed, kept apart from saved versions."""


def prune_autosaves():
    """Forget what nobody came back for."""
