"""Smaller copies of pictures for pages: AVIF, WebP and JPEG, whole and cut around the focal point.

`recipe` says which there are, `addresses` where readers find them, `make` makes them, `store` keeps them.
A job makes them when a release takes a picture; whatever is asked for before is made at once.
"""

from .addresses import KEY_LENGTH, crop_url, full_url, picture_url, pictures_in, srcset, texts_with
from .make import UnreadableOriginal, lead_crop
from .recipe import AT_THE_DESK, FORMS, NAME, SHAPES, THUMBNAIL, TYPES, WHOLE, WIDTHS, NoSuchRendition, offered, stamp
from .recipe import names as all_names
from .recipe import size as rendition_size
from .store import (
    below,
    make_renditions,
    missing,
    open_rendition,
    remove,
    remove_renditions,
    stored_hashes,
    stored_size,
    unwanted,
)

__all__ = [
    "AT_THE_DESK",
    "FORMS",
    "KEY_LENGTH",
    "NAME",
    "SHAPES",
    "THUMBNAIL",
    "TYPES",
    "WHOLE",
    "WIDTHS",
    "NoSuchRendition",
    "UnreadableOriginal",
    "all_names",
    "below",
    "crop_url",
    "full_url",
    "lead_crop",
    "make_renditions",
    "missing",
    "offered",
    "open_rendition",
    "picture_url",
    "pictures_in",
    "remove",
    "remove_renditions",
    "rendition_size",
    "srcset",
    "stamp",
    "stored_hashes",
    "stored_size",
    "texts_with",
    "unwanted",
]
