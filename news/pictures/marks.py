"""Who took a picture and who owns it: all that a picture says about itself in its bytes."""

from PIL import Image
from PIL.ExifTags import Base

# As long as the columns of `Picture`.
LONGEST_CREDIT, LONGEST_COPYRIGHT = 120, 200

# A camera may write more; a name begins long before.
LONGEST_READ = 4096


def exif_of(picture=None, *, credit="", copyright=""):  # noqa: A002 - the name of the column
    """The EXIF block of a picture: Artist is its credit, Copyright its copyright; `b""` when both are empty.

    For everything that writes a picture anew (the stored original, every rendition, the kit, the card):
    `image.save(file, exif=exif_of(picture))` is right for JPEG, PNG, WebP and AVIF alike, where the
    picture is already upright, its `info` is empty and nothing else is passed on. The words are those
    of the row at that moment, so what was rendered before they changed carries the former ones. Without
    a `Picture`, the words may be given. The text is UTF-8; the same words always give the same bytes.
    """
    if picture is not None:
        credit, copyright = picture.credit, picture.copyright  # noqa: A001
    words = {Base.Artist: cleaned(credit, LONGEST_CREDIT), Base.Copyright: cleaned(copyright, LONGEST_COPYRIGHT)}
    exif = Image.Exif()
    for tag, text in words.items():
        if text:
            exif[tag] = text.encode()
    return exif.tobytes() if len(exif) else b""


def marks_in(exif):
    """(credit, copyright) as an `Image.Exif` has them: one clean line each, empty where there is none."""
    return (
        cleaned(_text(exif, Base.Artist), LONGEST_CREDIT),
        cleaned(_text(exif, Base.Copyright), LONGEST_COPYRIGHT),
    )


def cleaned(text, longest):
    """One line of printable signs."""
    line = " ".join(str(text)[:LONGEST_READ].split())
    return "".join(letter for letter in line if letter.isprintable()).strip()[:longest].strip()


def _text(exif, tag):
    """What stands at a tag. Cameras write bytes that are UTF-8 or their own, and zeros behind them."""
    try:
        value = exif.get(tag)
    except Exception:  # the entry is broken in one of many ways, and there is nothing to read
        return ""
    if isinstance(value, str):
        value = value.encode("latin-1", "replace")
    if not isinstance(value, bytes):
        return ""
    # A copyright may be two: the photographer's, a zero, the editor's.
    parts = [_decoded(part).strip() for part in value[:LONGEST_READ].split(b"\0")]
    return "; ".join(part for part in parts if part)


def _decoded(value):
    try:
        return value.decode()
    except UnicodeDecodeError:
        pass
    # Cut in the middle of a sign, it is still UTF-8.
    text = value.decode(errors="ignore")
    return text if len(text.encode()) > len(value) - 4 and not text.isascii() else value.decode("cp1252", "replace")
