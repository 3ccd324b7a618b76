"""Files in an S3 store, whose errors are those of a folder."""

import contextlib

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# A store that does not answer must not hold the people who wait for a page.
PATIENCE = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"total_max_attempts": 2, "mode": "standard"},
    signature_version="s3v4",
    # Stores other than Amazon's do not know the newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
MOST_IN_MEMORY = 2 * 1024 * 1024
NOT_THERE = {"404", "NoSuchKey", "NotFound"}


@contextlib.contextmanager
def as_a_folder(name):
    """What is missing is a `FileNotFoundError`, everything else an `OSError`."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        kind = FileNotFoundError if code in NOT_THERE else OSError
        raise kind(f"{code}: {name}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"The store did not answer: {name}") from error


class ObjectStore(S3Storage):
    """A bucket. A file that is opened to be read is fetched at once, so no answer breaks off in its middle."""

    def get_default_settings(self):
        return super().get_default_settings() | {"client_config": PATIENCE, "max_memory_size": MOST_IN_MEMORY}

    def _open(self, name, mode="rb"):
        with as_a_folder(name):
            opened = super()._open(name, mode)
            return opened.open() if "r" in mode else opened

    def _save(self, name, content):
        with as_a_folder(name):
            return super()._save(name, content)

    def delete(self, name):
        with as_a_folder(name):
            super().delete(name)

    def exists(self, name):
        with as_a_folder(name):
            return super().exists(name)

    def listdir(self, name):
        with as_a_folder(name):
            return super().listdir(name)

    def size(self, name):
        with as_a_folder(name):
            return super().size(name)

    def get_modified_time(self, name):
        with as_a_folder(name):
            return super().get_modified_time(name)
