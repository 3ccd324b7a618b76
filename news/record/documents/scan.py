"""The scan of a paper: JPEG or PNG, read once to its end to see that it is whole."""

import io
import re
import tempfile
import zipfile

from news.pictures.apart import rewrite_safely
from news.pictures.recognize import HEAD, recognize
from news.pictures.refusals import Refused

from .sentences import BROKEN_SCAN, TWO_FILES, refused

BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|svg)\b", re.IGNORECASE)


def form(data):
    """`"jpeg"` or `"png"`."""
    # As pictures are: what a decoder may take is not said in the head of a file.
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as rewritten:
        source.write(data)
        try:
            found = rewrite_safely(source, recognize(data[:HEAD]), rewritten)
        except Refused as error:
            raise refused(BROKEN_SCAN) from error
    if zipfile.is_zipfile(io.BytesIO(data)) or MARKUP.search(data):
        raise refused(TWO_FILES)
    return found.form
