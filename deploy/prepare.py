"""Brings database and static files to where the site can be served, and names the accounts.

Called by `deploy/run.py` with the Python of `.venv`; safe to repeat.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCOUNTS = ["writer", "editor", "second-editor", "administrator"]


def say(sentence):
    print(sentence, flush=True)


def prepare_database():
    from django.apps import apps
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    say("Bringing the database up to date …")
    call_command("migrate", verbosity=0, interactive=False)
    say("Loading the directory …")
    call_command("load_directory", verbosity=0)
    models = [get_user_model(), apps.get_model("news", "PressRelease"), apps.get_model("news", "Event")]
    if settings.DEMO and not any(model.objects.exists() for model in models):
        say("Loading the demonstration content …")
        call_command("load_demo", verbosity=0)


def static_fingerprint():
    """Changes when a static file or the version of a package that brings some does."""
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            found.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return found.hexdigest()


def prepare_static():
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = static_fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("Collecting static files …")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(wanted)


def name_accounts():
    from django.conf import settings
    from django.contrib.auth import get_user_model

    accounts = get_user_model().objects.filter(username__in=ACCOUNTS, is_active=True)
    if not settings.DEMO or not accounts:
        return
    say("\nDemonstration accounts: " + ", ".join(sorted((each.username for each in accounts), key=ACCOUNTS.index)))
    if accounts[0].check_password(settings.DEMO_PASSWORD):
        say(f"Password of each:       {settings.DEMO_PASSWORD}\n")
    else:
        say("Their passwords are those they had when they were made; DEMO_PASSWORD has changed since.\n")


def main():
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aseanapol_site.settings")
    try:
        django.setup()
        prepare_database()
        prepare_static()
        name_accounts()
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database cannot be used: {error}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
