"""The one way in for documents: known by their bytes, stored as they came under their hash, private."""

from .sentences import MAX_BYTES
from .storing import SCANS, store_document, stored_or_nothing

__all__ = ["MAX_BYTES", "SCANS", "store_document", "stored_or_nothing"]
