"""Smaller copies of pictures for pages: WebP in three widths, made when first needed."""

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.db.models.functions import Left

from news.models import Edition, Picture

WIDTHS = (480, 960, 1440)
KEY_LENGTH = 16


def picture_url(picture, width):
    """The address of a rendition: `/media/<first 16 of the hash>/<width>.webp`."""
    return f"/media/{picture.sha256[:KEY_LENGTH]}/{_checked(width)}.webp"


def pictures_in(text):
    """The pictures that stand in a rich text, which names them by the addresses of their renditions."""
    keys = set(re.findall(rf"/media/([0-9a-f]{{{KEY_LENGTH}}})/", text))
    return Picture.objects.annotate(key=Left("sha256", KEY_LENGTH)).filter(key__in=keys)


def texts_with(picture):
    """The editions in whose text a picture stands."""
    return Edition.objects.filter(body__contains=f"/media/{picture.sha256[:KEY_LENGTH]}/")


def srcset(picture):
    """`/media/…/480.webp 480w, …`: each width once, with the width that the file really has."""
    return ", ".join(f"{picture_url(picture, width)} {shown}w" for width, shown in offered(picture))


def offered(picture):
    """(width, width of the file) of the renditions that differ: nothing is ever enlarged."""
    widths = [width for width in WIDTHS if width <= picture.width]
    if len(widths) < len(WIDTHS) and picture.width not in widths:
        widths.append(WIDTHS[len(widths)])
    return [(width, min(width, picture.width)) for width in widths]


def rendition_size(picture, width):
    """(width, height) of a rendition in pixels, for the attributes of `img`."""
    shown = min(_checked(width), picture.width)
    return shown, max(1, round(picture.height * shown / picture.width))


def rendition_path(picture, width):
    """The file of a rendition, made if it is missing.

    Raises `FileNotFoundError` if the original is gone. A file is either whole or not there, however
    many processes ask at once.
    """
    path = Path(settings.MEDIA_ROOT) / "pictures" / "renditions" / picture.sha256 / f"{_checked(width)}.webp"
    if not path.is_file():
        _make(picture, width, path)
    return path


def make_renditions(picture):
    """All renditions that pages offer of a picture."""
    return [rendition_path(picture, width) for width, _ in offered(picture)]


def _make(picture, width, path):
    from PIL import Image

    from . import ingest  # noqa: F401 - sets the limit of pixels

    path.parent.mkdir(parents=True, exist_ok=True)
    with picture.file.storage.open(picture.file.name) as original, Image.open(original) as image:
        size = rendition_size(picture, width)
        if image.format == "JPEG":
            image.draft(None, (2 * size[0], 2 * size[1]))
        image.load()
        small = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                small.save(file, format="WEBP", quality=80, method=4)
            os.chmod(beside, settings.FILE_UPLOAD_PERMISSIONS or 0o644)
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def _checked(width):
    if width not in WIDTHS:
        raise ValueError(f"There is no rendition {width} wide, only {', '.join(map(str, WIDTHS))}.")
    return width
