"""Press releases that are made up, as many as one wants, for measuring: the same ones for the same seed."""

from .load import AlreadyThereError, load_synthetic

__all__ = ["AlreadyThereError", "load_synthetic"]
