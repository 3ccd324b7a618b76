"""Where the files of renditions are kept, through the storage of the original: a folder or an object store.

A file stands below the hash of its original and the stamp of what it was made from, so nothing is ever
written over, and what is not wanted any more is known by its name.
"""

import contextlib
import logging
import threading
from pathlib import PurePosixPath

from django.core.files.base import ContentFile

from . import make, recipe

log = logging.getLogger(__name__)

FOLDER = "pictures/renditions"
# A page full of new pictures must not decode them all at once: readers wait for each other, not for memory.
_ONE_AT_A_TIME = threading.Lock()


def open_rendition(picture, name):
    """The open file of a rendition, made if it is missing. `name` as in its address: "960.avif", "full.jpg".

    Raises `NoSuchRendition`, `FileNotFoundError` if the original is gone, `UnreadableOriginal`.
    """
    name = recipe.wanted(picture, name).name
    with contextlib.suppress(FileNotFoundError):
        return _open(picture, name)
    with _ONE_AT_A_TIME:
        with contextlib.suppress(FileNotFoundError):
            return _open(picture, name)
        ((_, data),) = make.draw(picture, [name])
    try:
        _keep(picture, name, data)
    except Exception:
        # Whoever asked gets it all the same.
        log.exception("The rendition %s of picture %s could not be stored.", name, picture.pk)
    return ContentFile(data)


def stored_size(picture, name):
    """How many bytes `open_rendition` gives, told without reading them. Raises as that does."""
    name = recipe.wanted(picture, name).name
    with contextlib.suppress(FileNotFoundError):
        return picture.file.storage.size(f"{_folder(picture)}/{name}")
    with open_rendition(picture, name) as made:
        return made.size


def make_renditions(picture, names=None):
    """Make those of these names (all of the recipe) that are not there; then files of former stamps go.

    Returns the names of what was made. Raises as `open_rendition`.
    """
    lacking = missing(picture, names)
    for name, data in make.draw(picture, lacking) if lacking else ():
        _keep(picture, name, data)
    remove(picture.file.storage, unwanted(picture))
    return lacking


def missing(picture, names=None):
    """Which of these names (all of the recipe) have no file."""
    there = set(_files(picture.file.storage, _folder(picture)))
    asked = recipe.names(picture) if names is None else [recipe.wanted(picture, name).name for name in names]
    return [name for name in dict.fromkeys(asked) if name not in there]


def unwanted(picture):
    """Paths of files that are made from something else than what the picture and the recipe say now."""
    storage, now = picture.file.storage, _folder(picture)
    known = set(recipe.names(picture))
    found = [f"{now}/{name}" for name in _files(storage, now) if name not in known]
    above = _folder_of(picture.sha256)
    for stamp in _folders(storage, above):
        if f"{above}/{stamp}" != now:
            found += below(storage, f"{above}/{stamp}")
    return found


def remove_renditions(picture):
    """All of them, whatever they were made from."""
    remove(picture.file.storage, below(picture.file.storage, _folder_of(picture.sha256)))


def remove(storage, paths):
    """Delete these files, and the folders that are left empty where a storage has some."""
    for path in paths:
        storage.delete(path)
    above = {str(folder) for path in paths for folder in PurePosixPath(path).parents}
    for folder in sorted((folder for folder in above if folder.startswith(f"{FOLDER}/")), key=len, reverse=True):
        if not any(_listed(storage, folder)):
            # Unless somebody writes there this moment.
            with contextlib.suppress(OSError):
                storage.delete(folder)


def below(storage, folder):
    """The paths of all files below a folder."""
    folders, files = _listed(storage, folder)
    found = [f"{folder}/{name}" for name in files]
    for name in sorted(folders):
        found += below(storage, f"{folder}/{name}")
    return found


def stored_hashes(storage):
    """(hash, folder) of every picture of which there are renditions, whether it still exists or not.

    A folder in the wrong place has a hash that no picture has.
    """
    for beginning in _folders(storage, FOLDER):
        for name in _folders(storage, f"{FOLDER}/{beginning}"):
            yield name if name.startswith(beginning) else "", f"{FOLDER}/{beginning}/{name}"
        if _files(storage, f"{FOLDER}/{beginning}"):
            yield "", f"{FOLDER}/{beginning}"


def _open(picture, name):
    return picture.file.storage.open(f"{_folder(picture)}/{name}")


def _keep(picture, name, data):
    path = f"{_folder(picture)}/{name}"
    storage = picture.file.storage
    stored = storage.save(path, ContentFile(data))
    if stored != path:
        # Somebody else was first, with the same.
        storage.delete(stored)


def _folder(picture):
    return f"{_folder_of(picture.sha256)}/{recipe.stamp(picture)}"


def _folder_of(sha256):
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def _listed(storage, folder):
    try:
        return storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return [], []


def _folders(storage, folder):
    return sorted(_listed(storage, folder)[0])


def _files(storage, folder):
    return _listed(storage, folder)[1]
