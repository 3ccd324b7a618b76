"""Where renditions are: `/media/<first 16 of the hash>/<name>`. An address stays when the file is made anew."""

import re

from django.db.models.functions import Left

from news.models import Edition, Picture

from . import recipe
from .recipe import THUMBNAIL, WHOLE

KEY_LENGTH = 16


def picture_url(picture, width, form="webp"):
    """The address of the whole picture in that width. Raises `NoSuchRendition`."""
    return _address(picture, WHOLE, width, form)


def crop_url(picture, width, form="webp", shape=THUMBNAIL):
    """The address of a part of it around the focal point: 3:2 for lists. Raises `NoSuchRendition`."""
    return _address(picture, shape, width, form)


def full_url(picture):
    """The address of the largest file, to download: `full.jpg`, of a PNG `full.png`."""
    return f"{_folder(picture)}{recipe.full_name(picture)}"


def srcset(picture, form="webp", shape=WHOLE):
    """`/media/…/480.webp 480w, …`: each width once, with the width that the file really has."""
    return ", ".join(
        f"{_address(picture, shape, width, form)} {shown}w" for width, shown in recipe.offered(picture, shape)
    )


def _address(picture, shape, width, form):
    if width not in shape.widths or form not in recipe.FORMS:
        raise recipe.NoSuchRendition(
            f"There is no rendition {width} wide as {form}, only {', '.join(map(str, shape.widths))}."
        )
    return f"{_folder(picture)}{shape.prefix}{width}.{form}"


def _folder(picture):
    return f"/media/{picture.sha256[:KEY_LENGTH]}/"


# Pictures in texts


def pictures_in(text):
    """The pictures that stand in a rich text, which names them by the addresses of their renditions."""
    keys = set(re.findall(rf"/media/([0-9a-f]{{{KEY_LENGTH}}})/", text))
    return Picture.objects.annotate(key=Left("sha256", KEY_LENGTH)).filter(key__in=keys)


def texts_with(picture):
    """The editions in whose text a picture stands."""
    return Edition.objects.filter(body__contains=_folder(picture))
