"""A PDF, looked at without being opened: whether it ends, is locked, holds programs or files, and its pages.

Names are looked for in the bytes and in what its packed objects hold, within fixed bounds of memory and
time. A PDF that cannot be looked into is not taken: nobody here could say what readers get.
"""

import io
import itertools
import re
import zipfile
import zlib

from .sentences import ACTIVE_PDF, CARRYING_PDF, CLOSED_PDF, CUT_OFF, LOCKED_PDF, TWO_FILES, refused

# A PDF ends with this word; some programs write a little behind it.
LAST_WORD, TAIL = b"%%EOF", 2048
# Newer files pack their objects, some hundred together. So much is read of one pack and of all.
MOST_OF_A_PACK, MOST_OF_ALL_PACKS, MOST_PACKS = 8 * 1024 * 1024, 64 * 1024 * 1024, 20_000
LONGEST_HEAD = 1024
MOST_TREES, WIDEST_TREE = 2000, 64 * 1024
MOST_PAGES = 50_000
TREE = re.compile(rb"/Type\s*/Pages\b")
COUNT = re.compile(rb"/Count\s+(\d{1,6})\b")
# A page made for a browser, in front of which somebody wrote the first word of a PDF.
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|script|iframe)\b", re.IGNORECASE)


def _name(word):
    """A name as PDF may write it: any letter may be a number sign with its code."""
    return "/" + "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word) + r"(?![A-Za-z0-9#])"


def _names(*words):
    return re.compile("|".join(map(_name, words)).encode())


PACK = _names("ObjStm")
LOCK = _names("Encrypt")
PROGRAMS = _names("JavaScript", "Launch", "RichMedia", "Rendition", "XFA")
FILES = _names("EmbeddedFile", "EmbeddedFiles")
LOOKED_FOR = ((PROGRAMS, ACTIVE_PDF), (FILES, CARRYING_PDF))
DEFLATED, PREDICTED = _names("FlateDecode", "Fl"), _names("Predictor")


def pages(data):
    """The number of pages as the root of the page tree gives it; None if that is not easily read.

    Raises `Problems` for a file that is cut off, locked, or holds what readers shall not get.
    """
    if LAST_WORD not in data[-TAIL:]:
        raise refused(CUT_OFF)
    if zipfile.is_zipfile(io.BytesIO(data)) or MARKUP.search(data, 0, LONGEST_HEAD):
        raise refused(TWO_FILES)
    if LOCK.search(data):
        raise refused(LOCKED_PDF)
    counts, left = [0], MOST_TREES
    for part in itertools.chain([data], _unpacked(data)):
        for names, sentence in LOOKED_FOR:
            if names.search(part):
                raise refused(sentence)
        for tree in itertools.islice(TREE.finditer(part), left):
            left -= 1
            counts += _counts(part, tree)
    return max(counts) if 0 < max(counts) <= MOST_PAGES else None


def _counts(part, tree):
    """The numbers of pages that the dictionary around this name gives; usually one."""
    begins = part.rfind(b"<<", max(0, tree.start() - WIDEST_TREE), tree.start())
    ends = part.find(b">>", tree.end(), tree.end() + WIDEST_TREE)
    return map(int, COUNT.findall(part, begins, ends)) if begins >= 0 and ends >= 0 else ()


def _unpacked(data):
    """What the packed objects hold, one pack after the other."""
    left, ends = MOST_OF_ALL_PACKS, 0
    for number, pack in enumerate(PACK.finditer(data)):
        if pack.start() < ends:
            continue
        word = data.find(b"stream", pack.end(), pack.end() + LONGEST_HEAD)
        ends = data.find(b"endstream", word + 6) if word >= 0 else -1
        begins = data.rfind(b"obj", max(0, pack.start() - LONGEST_HEAD), pack.start())
        if number >= MOST_PACKS or ends < 0 or begins < 0:
            raise refused(CLOSED_PDF)
        # What is not packed at all was looked through with the rest of the file.
        head = data[begins:word]
        if PREDICTED.search(head):
            raise refused(CLOSED_PDF)
        if DEFLATED.search(head):
            part = _inflated(data[word + 6 : ends].lstrip(b"\r\n"))
            left -= len(part)
            if left < 0:
                raise refused(CLOSED_PDF)
            yield part
        elif b"Filter" in head or b"#" in head:
            raise refused(CLOSED_PDF)


def _inflated(stream):
    inflate = zlib.decompressobj()
    try:
        part = inflate.decompress(stream, MOST_OF_A_PACK)
    except zlib.error as error:
        raise refused(CLOSED_PDF) from error
    if inflate.unconsumed_tail:
        raise refused(CLOSED_PDF)
    return part
