#!/usr/bin/env python3
import os
import sys


def main():
    if sys.version_info < (3, 11):  # noqa: UP036  the linter trusts what this asks
        sys.exit(f"Python {sys.version.split()[0]} is too old: this site needs Python 3.11 or newer.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aseanapol_site.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python: call `make run` once, then .venv/bin/python manage.py …")
    try:
        settings.INSTALLED_APPS  # noqa: B018  Django itself would hide what is missing behind a traceback
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
