"""Why a file is not taken as a picture: the sentences for whoever sent it."""

EMPTY = "This file is empty. Choose another."
TOO_HEAVY = "This file is larger than 40 MB. Save a smaller copy of the picture and send that."
TOO_LARGE = "This picture has more than 50 million pixels. Save a smaller copy and send that."
TOO_COSTLY = "This picture is damaged, or takes too much memory or time to open. Save it as JPEG and send that."
TOO_COSTLY_WEBP = (
    "This WebP picture is damaged, or has more than 24 million pixels (see-through: 12 million). "
    "Save it as JPEG or PNG and send that."
)
BROKEN = "This picture is damaged or cut off. Copy it from the camera or phone again."
MOVING = "This picture moves. Save one image of it as JPEG and send that."

SVG = "This is an SVG drawing, which can carry programs. Save it as PNG and send that."
PDF = "This is a PDF, not a picture. Add it under Documents, or save its page as JPEG."
DOCUMENT = "This is a document, not a picture. Add it under Documents, or save the picture in it as JPEG."
VIDEO = "This is a video, not a picture. Save one image of it as JPEG and send that."
WEB_PAGE = "This is a web page, not a picture. Save the picture itself and send that."
ARCHIVE = "This is a packed folder, not a picture. Unpack it and send the pictures in it."
PROGRAM = "This is a program, not a picture."
NEGATIVE = "This is a TIFF or raw file of a camera. Save it as JPEG and send that."
UNKNOWN = "This file is no picture that we know, whatever its name says. Save the picture as JPEG and send that."


def too_costly(form):
    """What is said of a file that took too much. A decoder of WebP holds four copies, so its limit is known."""
    return TOO_COSTLY_WEBP if form == "WEBP" else TOO_COSTLY


class Refused(Exception):
    """A file that is not taken. `str()` is one of the sentences above."""
