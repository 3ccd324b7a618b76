"""The press kit of a release: full-size pictures with their words, text, facts, documents and how to use it all.

It holds what the release's page shows readers at that moment, no more. The same version gives the same bytes.
"""

import datetime
import hashlib
import io
import logging
from functools import cached_property, partial

from django.utils import timezone

from news.outputs import docx, text
from news.pictures.renditions import UnreadableOriginal, full_url, open_rendition, stamp, stored_size
from news.queries import files
from news.queries import kit as rows_of
from news.queries.kit import offer

from . import captions, facts, names, packing, readme

__all__ = ["Kit", "offer", "read"]

# Without the mark, programs that guess take UTF-8 for an older alphabet and spoil every accent.
ENCODING, LINE_END = "utf-8-sig", "\r\n"
# Where no moment of publication is known.
NO_MOMENT = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)

log = logging.getLogger(__name__)


def read(found):
    """The kit of a live `ReleasePage`. Three queries at most; sees which files there are, and keeps none open."""
    return Kit(found, rows_of.read(found))


class Kit:
    """`folder` is what everything lies in, and the name of the zip."""

    def __init__(self, found, rows):
        self.folder = names.folder(found)
        self._found = found
        self._moment = timezone.localtime(found.published or NO_MOMENT)
        pictures = names.numbered(
            [one.alt or one.caption for one in rows.pictures],
            [_ending(full_url(one.picture)) for one in rows.pictures],
            "picture",
        )
        documents = names.numbered(
            [row.title for row in rows.documents],
            [_ending(files.document_url(row.document)) for row in rows.documents],
            "document",
        )
        shown = [
            self._stored(name, *_full_size(one.picture)) for name, one in zip(pictures, rows.pictures, strict=True)
        ]
        papers = [
            self._stored(f"documents/{name}", *_original(row.document))
            for name, row in zip(documents, rows.documents, strict=True)
        ]
        missing = {name for name, entry in zip(pictures, shown, strict=True) if entry is None}
        self._files = [entry for entry in [*shown, *papers] if entry is not None]
        # Renditions of the same picture differ in what they say of its owner.
        self._marks = [f"{one.picture.sha256} {stamp(one.picture)}" for one in rows.pictures]
        self._texts = {
            "README.txt": readme.write(found, rows.reuse, pictures=bool(pictures), documents=bool(documents)),
            "release.txt": text.release(found),
            "facts.txt": facts.write(found),
            "captions.txt": captions.write(rows.pictures, pictures, missing),
        }

    @cached_property
    def etag(self):
        """Changes with the bytes of the zip. Told without making it."""
        parts = [self.folder, self._moment.isoformat(), self._found.title, self._found.standfirst, self._found.body]
        parts += [*self._texts.values(), *self._marks, *(f"{entry.name} {entry.size}" for entry in self._files)]
        digest = hashlib.sha256()
        for part in parts:
            digest.update(f"{len(part)} {part}".encode())
        return f'"{digest.hexdigest()[:32]}"'

    @cached_property
    def length(self):
        """In bytes; None if it is not known before the last one."""
        return packing.length(self._entries, self._moment)

    def stream(self):
        """The zip in pieces, see `packing.stream`."""
        return packing.stream(self._entries, self._moment)

    @cached_property
    def _entries(self):
        written = {name: said.replace("\n", LINE_END).encode(ENCODING) for name, said in self._texts.items()}
        written["release.docx"] = docx.release(self._found)
        small = [
            packing.Entry(f"{self.folder}/{name}", len(data), partial(io.BytesIO, data))
            for name, data in sorted(written.items())
        ]
        return small + self._files

    def _stored(self, name, size, opener):
        """A file of the store as an entry; None if it is not there. A store far away sends it once, with the zip."""
        try:
            return packing.Entry(f"{self.folder}/{name}", size(), opener)
        except (OSError, UnreadableOriginal):
            log.exception("%s is left out of the press kit of %s.", name, self._found.url)
            return None


def _full_size(picture):
    name = full_url(picture).rpartition("/")[2]
    return partial(stored_size, picture, name), partial(open_rendition, picture, name)


def _original(stored):
    storage, name = stored.file.storage, stored.file.name
    return partial(storage.size, name), partial(storage.open, name, "rb")


def _ending(address):
    return address.rpartition(".")[2]
