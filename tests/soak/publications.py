"""`python -m tests.soak.publications NUMBER`: one run on the database of TEST_DATABASE_URL, figures as JSON."""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

if __name__ == "__main__":
    django.setup()

    from django.test.utils import setup_databases, teardown_databases

    old = setup_databases(verbosity=0, interactive=False)
    try:
        from tests import workers

        workers.make.make_own_organization()
        keys = workers.approve_many(int(sys.argv[1]))
        with tempfile.TemporaryDirectory() as folder:
            figures = workers.publish_with_workers(keys, Path(folder))
        figures["errors said"] = figures.pop("said").count("Traceback")
        print(json.dumps(figures))
    finally:
        teardown_databases(old, verbosity=0)
