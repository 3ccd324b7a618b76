"""A zip written while it is read: one piece of one file is in memory at a time, and nothing on disk.

Nothing is compressed, since pictures are already; so the length is known before the first byte is sent. The bytes
depend on names, contents and one moment only. `zipfile` of Python itself writes them: the libraries made for
streaming either put the time of the download into each entry or ask for a checksum before they read.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 256 * 1024
FIRST_YEAR, LAST_YEAR = 1980, 2107
# Above this, entries take another form and are longer than an empty one tells.
MOST_KNOWN = zipfile.ZIP64_LIMIT
UNIX = 3


@dataclass(frozen=True)
class Entry:
    """A file of the zip. `open` gives an open binary file, or raises `OSError`; `size` in bytes."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


def length(entries, moment):
    """How many bytes `stream` will give; None for a zip of more than 2 GB."""
    frame = stream([Entry(entry.name, 0, io.BytesIO) for entry in entries], moment)
    whole = sum(map(len, frame)) + sum(entry.size for entry in entries)
    return whole if whole <= MOST_KNOWN else None


def stream(entries, moment):
    """The zip in pieces; `moment` is what each entry has as its time. Closing it early closes the file it is at.

    A file that changed its size meanwhile ends it with `OSError`: the reader's program sees that bytes are missing.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as packed:
        for entry in entries:
            with entry.open() as file, packed.open(_info(entry, moment), "w") as target:
                written = 0
                while piece := file.read(PIECE):
                    written += target.write(piece)
                    yield sink.taken()
                if written != entry.size:
                    raise OSError(f"{entry.name} has {written} bytes and not {entry.size}.")
            yield sink.taken()
    yield sink.taken()


def _info(entry, moment):
    year = min(max(moment.year, FIRST_YEAR), LAST_YEAR)
    info = zipfile.ZipInfo(entry.name, (year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    info.file_size = entry.size
    info.create_system = UNIX
    info.external_attr = 0o644 << 16
    return info


class _Sink:
    """What is written into it can be taken out once. Without `tell` and `seek`, so `zipfile` looks back at nothing."""

    def __init__(self):
        self._pieces = []

    def write(self, data):
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing lies in between."""

    def taken(self):
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found
