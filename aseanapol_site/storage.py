"""Files in a local folder, as whole as an object store keeps them."""

import contextlib
import os
import tempfile
import time

from django.core.files.storage import FileSystemStorage

# Where files are written before they get their names. What a process that was killed leaves here is nobody's.
PARTS = ".parts"


class WholeFiles(FileSystemStorage):
    """A folder in which no name ever leads to half a file, however a process ends while it writes."""

    def _save(self, name, content):
        folder = self.path(PARTS)
        os.makedirs(folder, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as part:
                for chunk in content.chunks():
                    part.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                part.flush()
                os.fsync(part.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(path, self.file_permissions_mode)
            return super()._save(name, _Written(path))
        finally:
            if os.path.exists(path):
                os.unlink(path)

    def remove_parts(self, *, older_than):
        """Delete what processes that were killed left half written, `older_than` seconds ago or more."""
        folder = self.path(PARTS)
        latest = time.time() - older_than
        for entry in os.scandir(folder) if os.path.isdir(folder) else ():
            with contextlib.suppress(FileNotFoundError):
                if entry.stat().st_mtime <= latest:
                    os.unlink(entry.path)


class _Written:
    """A file that Django's storage moves to its place instead of copying it."""

    def __init__(self, path):
        self._path = path

    def temporary_file_path(self):
        return self._path
