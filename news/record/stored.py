"""The files of pictures and documents that are deleted: they go when the row is gone for good."""

import logging
from functools import partial

from django.db import transaction

from news.models import Picture
from news.pictures.renditions import remove_renditions

log = logging.getLogger(__name__)


def forget_files(stored):
    """After the commit the stored file and its renditions are removed. Call it in the transaction that deletes the row.

    A file that cannot be removed then is a line of the log: the row is gone, and nobody is shown the file.
    """
    transaction.on_commit(partial(_remove, type(stored), stored, stored.file.storage, stored.file.name), robust=True)


def _remove(model, stored, storage, name):
    # The same bytes may have come in again meanwhile: they are stored under the same name.
    if not name or model.objects.filter(file=name).exists():
        return
    try:
        if model is Picture:
            remove_renditions(stored)
        storage.delete(name)
    except Exception:
        log.exception("The file %s could not be removed.", name)
