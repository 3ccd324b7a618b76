"""`make bench`: what a page costs, on the demonstration content, in a database of its own.

Each page is asked for through the whole WSGI application, without a network between. The order
of the requests goes round, so that a busy moment of the machine meets all pages alike; the ratio
to a bare view in the same run is what to compare between machines.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WARM_UP, ROUNDS = 5, 100


def prepare(folder):
    names = ["ALLOWED_HOSTS", "CACHE_URL", "CANONICAL_HOST", "DATABASE_REPLICA_URL", "DATABASE_URL", "S3_BUCKET"]
    os.environ.update(dict.fromkeys(names, ""))
    os.environ.update(
        DATA_DIR=folder,
        DEBUG="0",
        DEMO="1",
        DEMO_PASSWORD="a password for the bench only",
        DJANGO_SETTINGS_MODULE="aseanapol_site.settings",
        EMAIL_URL="dummymail://",
        SECRET_KEY="a secret for the bench only, as long as the settings ask for",
    )
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "bench.urls"
    # Names as in production, but compressing the files takes longer than the bench.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    django.setup()
    for command in ["migrate", "load_directory", "load_demo"]:
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def ask(application, path):
    """The status and the decoded body of one GET."""
    from django.test import RequestFactory

    heads = []
    environ = RequestFactory().get(path, headers={"host": "localhost"}).environ
    response = application(environ, lambda status, headers, error=None: heads.append(status))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return heads[0], body.decode("utf-8", "replace")


def pages(application):
    """Label and path of each page to measure, found as a reader finds them: by links from the list."""
    yield "bare Django view", "/bare/"
    yield "home", "/"
    yield "list", "/news/"
    _, listed = ask(application, "/news/")
    releases = list(dict.fromkeys(re.findall(r'href="(/news/\d{4}/[^/"]+/)"', listed)))
    for release in releases:
        _, text = ask(application, release)
        if event := re.search(r'href="(/events/[^/"]+/)"', text):
            yield "release", release
            yield "event", event.group(1)
            return
    sys.exit("No release with an event is listed on /news/: there is nothing to measure.")


def measure(application, paths):
    """Milliseconds of each request, by path."""
    times = {path: [] for path in paths}
    for number in range(WARM_UP + ROUNDS):
        for path in paths:
            start = time.perf_counter()
            status, _ = ask(application, path)
            spent = time.perf_counter() - start
            if not status.startswith("200"):
                sys.exit(f"{path} answered {status}.")
            if number >= WARM_UP:
                times[path].append(spent * 1000)
    return times


def main():
    with tempfile.TemporaryDirectory(prefix="aseanapol-bench-") as folder:
        prepare(folder)
        from django.core.wsgi import get_wsgi_application

        application = get_wsgi_application()
        wanted = list(pages(application))
        times = measure(application, [path for _, path in wanted])
        base = statistics.median(times["/bare/"])
        print(f"{'page':<18}{'median ms':>10}{'p95 ms':>10}{'x bare':>9}   address")
        for label, path in wanted:
            median, p95 = statistics.median(times[path]), statistics.quantiles(times[path], n=20)[-1]
            print(f"{label:<18}{median:>10.2f}{p95:>10.2f}{median / base:>9.1f}   {path}")
        print(f"\n{ROUNDS} rounds after {WARM_UP} to warm up, SQLite, one thread, no network.")
        from bench import pictures

        print("", *pictures.report(), sep="\n")


if __name__ == "__main__":
    main()
