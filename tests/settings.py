"""The site's settings as the tests need them.

Everything that the environment could say is said here, so neither a developer's .env nor the
machine's environment changes a result. `TEST_DATABASE_URL` alone is heard: `make test` sets it.
"""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="aseanapol-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)

os.environ.update(
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CACHE_URL="",
    CANONICAL_HOST="newsroom.test",
    DATABASE_REPLICA_URL="",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
    DATA_DIR=folder,
    DEBUG="0",
    DEMO="1",
    DEMO_PASSWORD="a password for tests only",
    EMAIL_URL="memorymail://",
    PORT="8000",
    S3_BUCKET="",
    SECRET_KEY="a secret for tests only, long enough for what the settings ask",
)

from aseanapol_site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# Static files are looked up when they are asked for; nothing is collected.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, not memory: with WAL and a connection for each thread, as when the site serves.
    DATABASES["default"]["TEST"] = {"NAME": f"{folder}/test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous = OFF"  # noqa: F405
