"""The scan of a paper: JPEG or PNG, read once to its end to see that it is whole."""

import io
import re
import zipfile

from .sentences import BROKEN_SCAN, TWO_FILES, refused

MAX_PIXELS = 50_000_000
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|svg)\b", re.IGNORECASE)


def form(data):
    """`"jpeg"` or `"png"`."""
    from PIL import Image

    # A decoder meets bytes that anybody may have made, and breaks in more ways than it documents.
    try:
        image = Image.open(io.BytesIO(data), formats=["JPEG", "PNG"])
        fits = image.width * image.height <= MAX_PIXELS
        if fits:
            # An eighth of a JPEG takes a sixty-fourth of the memory and reads just as far.
            image.draft(None, (image.width // 8, image.height // 8))
            image.load()
    except Exception as error:
        raise refused(BROKEN_SCAN) from error
    if not fits:
        raise refused(BROKEN_SCAN)
    if zipfile.is_zipfile(io.BytesIO(data)) or MARKUP.search(data):
        raise refused(TWO_FILES)
    return "png" if image.format == "PNG" else "jpeg"
