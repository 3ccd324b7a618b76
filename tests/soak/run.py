"""`make soak`: four workers over 200 due versions, one killed in the middle, on SQLite and on PostgreSQL.

    .venv/bin/python tests/soak/run.py [NUMBER]

Prints the figures as a table. Exit code 1 if a version was published twice or not at all.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from postgres import NoPostgresError, private_postgres

NUMBER = 200


def run(number, database=""):
    """The figures of one run, or None after saying what went wrong."""
    command = [sys.executable, "-m", "tests.soak.publications", str(number)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"TEST_DATABASE_URL": database}, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    print(f"{number} versions that are due at one moment, four workers, one killed with SIGKILL …", flush=True)
    found = {"SQLite": run(number)}
    try:
        with private_postgres(ROOT / ".venv" / "postgres") as url:
            found["PostgreSQL"] = run(number, url)
    except NoPostgresError as error:
        print(f"NOTHING WAS TRIED ON POSTGRESQL: {error}")
    for database, figures in found.items():
        print(f"\n{database}: each published once, none lost" if figures else f"\n{database}: FAILED, see above")
        for name, value in (figures or {}).items():
            print(f"  {name:<22}{value:>10}")
    sys.exit(0 if all(found.values()) else 1)


if __name__ == "__main__":
    # So that the private server is stopped too when we are.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    main()
