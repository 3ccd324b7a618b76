"""`python -m tests.worker_process DATABASE`: a worker of its own on a test's database."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

if __name__ == "__main__":
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.JOB_HANDLERS = "tests.handlers.HANDLERS"
    django.setup()

    from news.worker import Worker

    Worker().work()
