"""A picture written anew: upright, in the colours of screens, with nothing but its marks.

Knows no Django: `apart.py` runs it in a process of its own.
"""

import contextlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms
from PIL.ExifTags import Base
from PIL.Image import Transpose

from .marks import exif_of, marks_in
from .refusals import BROKEN, MOVING, TOO_LARGE, UNKNOWN, Refused, too_costly

MAX_PIXELS = 50_000_000
# Pillow warns above this number and refuses above twice of it; `_open` refuses above it.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

# A progressive JPEG is held whole as coefficients beside its pixels. Above this many bytes it is taken at half its
# width and height, which are still more than any page or print of ours asks for.
MOST_FOR_A_JPEG = 400_000_000
# These decoders hold several copies, and say of too little memory only that it did not work.
COSTLY, MOST_FOR_COSTLY = {"WEBP", "AVIF", "HEIF"}, 12_000_000

STORED_AS = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp", "GIF": "png", "AVIF": "jpeg", "HEIF": "jpeg"}
HOW_TO_SAVE = {
    "jpeg": {"quality": 92, "subsampling": 0},
    "png": {},
    "webp": {"quality": 92, "method": 4},
}
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Rewritten:
    """What was written: jpeg, png or webp, its size in pixels, the marks that it carries."""

    form: str
    width: int
    height: int
    credit: str
    copyright: str


def rewrite(source, form, target):
    """Write the picture in the file `source`, recognized as `form`, anew into the empty file `target`.

    Both are open binary files. The same bytes always give the same. Takes up to two copies of the
    pixels at a time. Raises `Refused`.
    """
    with _quiet():
        image = _open(source, form)
        _load(image, form)
        credit, copyright = marks = _marks(image)  # noqa: A001
        turn = UPRIGHT.get(_orientation(image))
        # One step after the other, so that each may let go of what the one before it made.
        image = _in_screen_colours(image)
        image = _without_needless_alpha(image, form)
        if turn is not None:
            image = image.transpose(turn)
        stored = _stored_as(image, form)
        if stored == "jpeg" and image.mode not in {"RGB", "L"}:
            image = image.convert("RGB")
        image.info = {}
        try:
            image.save(target, format=stored, exif=exif_of(credit=marks[0], copyright=marks[1]), **HOW_TO_SAVE[stored])
        except (OSError, ValueError) as error:
            raise Refused(too_costly(form)) from error
        target.flush()
        return Rewritten(stored, *image.size, credit, copyright)


def pixels_in(source, form):
    """(number of pixels, whether it is a progressive JPEG) as the head of the file says, without decoding."""
    with _quiet():
        image = _open(source, form)
        return image.width * image.height, bool(image.info.get("progressive"))


def _open(source, form):
    """The picture with its head read and nothing decoded."""
    source.seek(0)
    try:
        # A decoder meets bytes that anybody may have made, and breaks in more ways than it documents.
        image = _reader(form)(source)
    except MemoryError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(TOO_LARGE) from error
    except Exception as error:
        # Room for a WebP is made when its head is read.
        raise Refused(too_costly(form) if form == "WEBP" else BROKEN) from error
    if image.width * image.height > MAX_PIXELS:
        raise Refused(TOO_LARGE)
    if image.width * image.height == 0:
        raise Refused(BROKEN)
    # Several still pictures in one HEIC are common; the first is the one that the phone shows.
    if form != "HEIF" and _moves(image):
        raise Refused(MOVING)
    return image


def _reader(form):
    if form == "JPEG":
        # Not through `Image.open`: the pictures and films that phones hide behind the first are never looked at.
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile
    if form == "PNG":
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile
    if form == "GIF":
        from PIL.GifImagePlugin import GifImageFile

        return GifImageFile
    if form == "WEBP":
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile
    if form == "AVIF":
        from PIL.AvifImagePlugin import AvifImageFile

        class LeanAvif(AvifImageFile):
            def load_prepare(self):
                # The picture has been taken out by now: the decoder's own goes before there is a third.
                self._decoder = None
                super().load_prepare()

        return LeanAvif
    if form == "HEIF":
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.options.THUMBNAILS = False
        pillow_heif.options.DEPTH_IMAGES = False
        pillow_heif.options.AUX_IMAGES = False
        return pillow_heif.HeifImageFile
    raise Refused(UNKNOWN)


def _moves(image):
    try:
        return getattr(image, "is_animated", False)
    except MemoryError:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error


def _load(image, form):
    if form == "JPEG" and _memory_for(image) > MOST_FOR_A_JPEG:
        image.draft(None, (image.width // 2, image.height // 2))
    try:
        image.load()
    except MemoryError:
        raise
    except Exception as error:
        costly = form in COSTLY and image.width * image.height > MOST_FOR_COSTLY
        raise Refused(too_costly(form) if costly else BROKEN) from error
    if image.width * image.height > MAX_PIXELS:
        raise Refused(TOO_LARGE)
    # The decoder keeps what it read and made until the picture is let go of.
    for kept in ("_decoder", "_heif_file"):
        vars(image).pop(kept, None)
    image.fp = None


def _memory_for(image):
    """Bytes while a JPEG is decoded: four for each pixel, and two for each coefficient if they are kept."""
    pixels = image.width * image.height
    if not image.info.get("progressive"):
        return 4 * pixels
    wide, high = (max((layer[place] for layer in image.layer), default=1) or 1 for place in (1, 2))
    coefficients = sum(layer[1] * layer[2] for layer in image.layer) / (wide * high)
    return int(pixels * (4 + 2 * coefficients))


def _marks(image):
    try:
        return marks_in(image.getexif())
    except Exception:  # what the camera wrote about the picture is broken, the picture is not
        return "", ""


def _orientation(image):
    try:
        return image.getexif().get(Base.Orientation)
    except Exception:  # the same
        return None


def _in_screen_colours(image):
    """Eight bits a channel, in sRGB or grey, see-through if it was."""
    if image.mode.startswith("I") or image.mode == "F":
        # Scaled; Pillow's own conversion would cut everything above 255 off.
        return image.point(lambda level: level / 257).convert("L")
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "YCbCr", "LAB"}:
        image = _in_srgb(image, profile)
    if image.mode in {"RGB", "RGBA", "L", "LA"}:
        see_through = image.mode in {"RGB", "L"} and "transparency" in image.info
        return image.convert("RGBA") if see_through else image
    if image.mode == "1" and "transparency" not in image.info:
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image, profile):
    """Colours as they were meant; without a usable profile, as they are."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen = ImageCms.createProfile("sRGB")
        if mode == image.mode:
            ImageCms.profileToProfile(image, source, screen, inPlace=True)
            return image
        return ImageCms.profileToProfile(image, source, screen, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _without_needless_alpha(image, form):
    """Phones give a channel for what is see-through to pictures in which nothing is."""
    if STORED_AS[form] == "jpeg" and image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _stored_as(image, form):
    if form in {"AVIF", "HEIF"} and image.mode in {"RGBA", "LA"}:
        return "png"
    return STORED_AS[form]


@contextlib.contextmanager
def _quiet():
    """What is odd about somebody's file is no warning about this program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
