"""`make test`: everything on SQLite, then on a real PostgreSQL all that opens a database, but the browser.

    .venv/bin/python tests/run.py [FOLDER OR TEST …]

Says in the end what was left out and why. Where CI is set, nothing may be left out.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from browser.chromium import CHROMIUM, MISSING
from postgres import NoPostgresError, private_postgres

ROOT = Path(__file__).resolve().parent.parent
BROWSER = "tests/browser"
NO_TESTS = 5


def pytest(wanted, **environment):
    """Runs pytest on the wanted folders and returns its exit code."""
    workers = str(min(os.cpu_count() or 1, 4))
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "worksteal", *wanted]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment).returncode


def in_browser(test):
    return (ROOT / test.partition("::")[0]).resolve().is_relative_to(ROOT / BROWSER)


def main():
    wanted = sys.argv[1:]
    codes, left_out = [], []

    print("\n=== On SQLite ===", flush=True)
    codes.append(pytest(wanted))

    elsewhere = [test for test in wanted if not in_browser(test)]
    if elsewhere != wanted or not wanted:
        left_out.append("the browser tests on PostgreSQL: they run on SQLite, and once is enough.")
        left_out.append("the tests that open no database, or are about files, on PostgreSQL: the same.")
        if CHROMIUM is None:
            left_out.append(f"EVERY BROWSER TEST: {MISSING}")
    if elsewhere or not wanted:
        print("\n=== On PostgreSQL ===", flush=True)
        try:
            with private_postgres(ROOT / ".venv" / "postgres") as url:
                codes.append(pytest([*elsewhere, f"--ignore={BROWSER}"], TEST_DATABASE_URL=url))
        except NoPostgresError as error:
            left_out.append(f"EVERY TEST ON POSTGRESQL: {error}")
            print("\n" + "!" * 80 + f"\nNOTHING WAS TESTED ON POSTGRESQL: {error}\n" + "!" * 80, flush=True)
            codes.append(1 if os.environ.get("CI") else 0)

    # A folder may hold tests for one of the two only.
    failed = any(code not in {0, NO_TESTS} for code in codes) or all(code == NO_TESTS for code in codes)
    if left_out:
        print("\nLeft out (single tests are listed above as skipped):", *left_out, sep="\n  - ")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    # So that the private server is stopped too when we are.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
