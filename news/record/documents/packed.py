"""The zip in which office programs keep a document, looked at before any part of it is read.

Its directory must be what it says and stand at the very end; nothing may lie before, between or behind
the parts in which another file could hide. Then every part is unpacked once, in small pieces, to see
that it is whole.
"""

import contextlib
import io
import struct
import unicodedata
import zipfile

from news.errors import Problems

from .sentences import BOMB, DAMAGED, INSIDE, LOCKED, TOO_FULL, TWO_FILES, refused

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPPED = b"PK\x03\x04"
# What no part of a document begins with. Windows programs are looked at more closely: two letters prove nothing.
FOREIGN = (OLD, b"\x7fELF", b"#!/", b"Rar!\x1a", b"7z\xbc\xaf\x27", b"%PDF-", b"{\\rtf")
# Of the first page, as LibreOffice once drew it.
PREVIEW = "thumbnails/thumbnail.pdf"

MOST_FILES, LONGEST_DIRECTORY = 5000, 2 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
# What is read as XML, of one part and of all: a parser takes it into memory.
MOST_READ = 16 * 1024 * 1024
PIECE = 256 * 1024
END = struct.Struct("<4s4H2LH")
END_MARK = b"PK\x05\x06"
ENCRYPTED = 0x1 | 0x40
# Between two parts: their sizes once more, where a program wrote them in one go.
LONGEST_GAP = 24


class Packed:
    """An opened zip. `names` leads from a name in small letters to its entry; `opener` is the file around this one."""

    def __init__(self, zipped, opener=None):
        self.zipped = zipped
        self.opener = opener
        self.names = {_folded(entry.filename): entry for entry in zipped.infolist()}
        self.left = opener.left if opener else MOST_READ
        self.unpacked = opener.unpacked if opener else 0

    def read(self, name):
        """The bytes of a part, by its name in small letters; none if there is no such part."""
        entry = self.names.get(name)
        if entry is None:
            return b""
        self.left -= entry.file_size
        if self.left < 0:
            raise refused(TOO_FULL)
        return self.zipped.read(entry)

    def beginnings(self):
        """(name in small letters, first bytes) of every part, each read to its end."""
        for name, entry in self.names.items():
            if entry.is_dir():
                continue
            with self.zipped.open(entry) as part:
                first = part.read(PIECE)
                while part.read(PIECE):
                    pass
            yield name, first


@contextlib.contextmanager
def opened(data, *, opener=None):
    """A `Packed` of these bytes. Raises `Problems` for what is not whole, is locked, or is made to do harm."""
    _check_end(data)
    # A reader meets bytes that anybody may have made, and breaks in more ways than it documents.
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            _check_entries(zipped, data)
            file = Packed(zipped, opener)
            file.unpacked += sum(entry.file_size for entry in zipped.infolist())
            if file.unpacked > MOST_UNPACKED:
                raise refused(BOMB)
            yield file
            if opener:
                opener.left, opener.unpacked = file.left, file.unpacked
    except Problems:
        raise
    except Exception as error:
        raise refused(DAMAGED) from error


def _check_end(data):
    """The directory lies where the file says, right before its end, and is of bearable size."""
    at = data.rfind(END_MARK, -(END.size + 0xFFFF))
    if at < 0 or at + END.size > len(data):
        raise refused(DAMAGED)
    _, disk, first_disk, here, number, size, begins, comment = END.unpack_from(data, at)
    if number > MOST_FILES or size > LONGEST_DIRECTORY:
        raise refused(BOMB)
    behind = data[at + END.size :]
    # Some programs, and some ways of sending, put one more sign behind a file.
    if comment or behind not in {b"", b"\0", b"\n", b"\r\n"} or begins + size != at:
        raise refused(TWO_FILES)
    if disk or first_disk or here != number:
        raise refused(DAMAGED)


def _check_entries(zipped, data):
    entries = zipped.infolist()
    if len(entries) > MOST_FILES:
        raise refused(BOMB)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise refused(LOCKED)
    if not all(_is_plain(entry.filename) for entry in entries):
        raise refused(DAMAGED)
    if len({_folded(entry.filename) for entry in entries}) < len(entries):
        raise refused(TWO_FILES)
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise refused(DAMAGED)
    behind = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        # Parts that share their bytes unpack to any size; a gap holds what no part names.
        if entry.header_offset < behind:
            raise refused(BOMB)
        if entry.header_offset > behind + LONGEST_GAP:
            raise refused(TWO_FILES)
        name, extra = struct.unpack_from("<2H", data, entry.header_offset + 26)
        behind = entry.header_offset + 30 + name + extra + entry.compress_size
    if zipped.start_dir > behind + LONGEST_GAP or zipped.start_dir < behind:
        raise refused(TWO_FILES)


def _folded(name):
    return unicodedata.normalize("NFC", name).lower()


def _is_plain(name):
    """Whether a name stays in its folder wherever it is unpacked."""
    parts = name.rstrip("/").split("/")
    return name.isprintable() and "\\" not in name and ":" not in name and not {"", ".", ".."} & set(parts)


def check_parts(file, *, look=None):
    """Read every part to its end; refuse programs and foreign files among them.

    Of a part that is a zip itself, `look(name, bytes)` decides; without it there may be none.
    """
    for name, first in file.beginnings():
        foreign = first.startswith(FOREIGN) and not (name == PREVIEW and first.startswith(b"%PDF-"))
        if foreign or _is_program(first):
            raise refused(INSIDE)
        if first.startswith(ZIPPED):
            if look is None or file.opener:
                raise refused(INSIDE)
            look(name, file.read(name))


def _is_program(first):
    if not first.startswith(b"MZ") or len(first) < 64:
        return False
    (at,) = struct.unpack_from("<L", first, 60)
    return first[at : at + 2] in {b"PE", b"NE", b"LE"} or b"DOS mode" in first[:512]
