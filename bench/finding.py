"""What finding costs on a large site: search in four classes, archive, suggestions, release, calendar, map, feed.

    python bench/finding.py [RELEASES] [--sqlite]

Made-up releases in a PostgreSQL of its own (or SQLite), server and database on one core, one reader on the
other. Every figure is also a multiple of the median of a bare Django view (one query, 20 kB template) in the
same run. Each class asks many different questions; nothing is asked twice.
"""

import http.client
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

from bench.site import Site  # noqa: E402

RELEASES = 100_000
ROUNDS, WARM_UP = 60, 5
PER_PAGE = 12


class BenchSite(Site):
    settings = "bench.settings"


@contextmanager
def on_core(number):
    """Processes that are started meanwhile stay on that core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[number % len(before)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def database(stack, folder):
    """The URL of a PostgreSQL on the first core, sized as for a site of this size."""
    from tests.postgres import private_postgres

    with on_core(0):
        return stack.enter_context(private_postgres(folder, shared_buffers="1GB", maintenance_work_mem="256MB"))


def questions(releases):
    """`{class: addresses}`. Words as `intake/synthetic` makes them, of every part of the content."""
    from news.intake.synthetic import language
    from news.models import PressRelease

    chance = random.Random(3)
    names = [f"{given} {family}" for given, family in itertools.product(language.GIVEN, language.FAMILY)]
    chance.shuffle(names)
    families = names[: ROUNDS + WARM_UP]
    rare = [
        language.rare_word(n)
        for n in chance.sample(range(max(1, releases // 50)), min(ROUNDS + WARM_UP, max(1, releases // 50)))
    ]
    subjects = [f"{subject} {year}" for subject, year in itertools.product(language.SUBJECTS, range(2007, 2026, 6))]
    chance.shuffle(subjects)
    medium = subjects[: ROUNDS + WARM_UP]
    # Words that all releases have, about every other time narrowed.
    everywhere = itertools.permutations(("police", "officers", "worked", "under", "name"), 3)
    everywhere = [" ".join(words) for words in everywhere]
    countries = [
        f"country={code}&year={year}" for code, year in zip(sorted(language.COUNTRIES), range(2009, 2024), strict=True)
    ]
    facets = [*(f"year={year}" for year in range(2007, 2026)), *countries, "kind=training", "topic=cybercrime"]
    facets += [f"country={code}" for code in sorted(language.COUNTRIES)]
    chance.shuffle(facets)
    narrowed = [f"{word}&{facet}" for word, facet in zip(itertools.cycle(("police", "officers")), facets)]
    common = [quote(words) for words in everywhere[:30]] + narrowed[:35]
    chance.shuffle(common)
    slugs = [f"made-up-1-{number}" for number in chance.sample(range(releases), min(releases, ROUNDS + WARM_UP))]
    begun = [name[:5] for name in names[200 : 200 + ROUNDS + WARM_UP]]
    return {
        "search, names": [f"/search/?q={quote(name)}" for name in families],
        "search, rare words": [f"/search/?q={quote(word)}" for word in rare],
        "search, medium": [f"/search/?q={quote(words)}" for words in medium],
        "search, in every release": [f"/search/?q={words}" for words in common],
        "suggestions": [f"/search/suggestions/?q={quote(part)}" for part in begun],
        "archive, page 1": ["/news/"],
        "archive, page 5,000": [f"/news/?page={min(5000, max(1, releases // PER_PAGE)) - n}" for n in range(20)],
        "archive, a year": [f"/news/?year={year}" for year in range(2007, 2026)],
        "release": [release.get_absolute_url() for release in PressRelease.objects.filter(slug__in=slugs)],
        "calendar": ["/events/"] + [f"/events/?year={year}&month=9" for year in range(2007, 2026)],
        "calendar file": ["/events/calendar.ics"],
        "map": ["/events/map/"] + [f"/events/map/?year={year}" for year in range(2007, 2026)],
        "feed": ["/feeds/news.rss", "/feeds/news.atom", "/feeds/news.json"],
    }


def main():
    wanted = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    releases = int(wanted[0]) if wanted else RELEASES
    on_sqlite = "--sqlite" in sys.argv
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aseanapol-bench-")))
        site = BenchSite(folder, database="" if on_sqlite else database(stack, folder / "postgres"))
        stack.callback(site.stop)
        report(site, releases, "SQLite" if on_sqlite else "PostgreSQL")


def report(site, releases, engine):
    for command in (["migrate"], ["load_directory"], ["collectstatic", "--no-input"]):
        site.manage(*command)
    made = site.manage("make_content", "--releases", releases, "--seed", 1, "--without-search")
    indexed = site.manage("rebuild_search")
    print(f"{releases:,} made-up releases on {engine}")
    print(f"make_content {releases / made:,.0f} releases/s, rebuild_search {releases / indexed:,.0f} releases/s\n")
    with on_core(0):
        site.serve()
    os.environ.update(site.environment)
    django.setup()
    with on_core(1):
        times = measure(site.port, {"bare Django view": ["/bare/"], **questions(releases)})
    base = statistics.median(times["bare Django view"])
    print(f"{'page':<26}{'p50 ms':>9}{'p95 ms':>9}{'p50 x':>8}{'p95 x':>8}")
    for label, found in times.items():
        median, p95 = statistics.median(found), statistics.quantiles(found, n=20)[-1]
        print(f"{label:<26}{median:>9.2f}{p95:>9.2f}{median / base:>8.1f}{p95 / base:>8.1f}")


def ask(port, path):
    """Status and seconds of one GET over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    start = time.perf_counter()
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    answer.read()
    spent = time.perf_counter() - start
    connection.close()
    return answer.status, spent


def measure(port, asked):
    """Milliseconds of each request by label. The labels take turns, so a busy moment meets all alike."""
    times = {label: [] for label in asked}
    for number in range(WARM_UP + ROUNDS):
        for label, paths in asked.items():
            path = paths[number % len(paths)]
            status, spent = ask(port, path)
            if status != 200:
                sys.exit(f"{path} answered {status}.")
            if number >= WARM_UP:
                times[label].append(spent * 1000)
    return times


if __name__ == "__main__":
    main()
