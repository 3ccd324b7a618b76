"""`make soak`: what takes long, on SQLite and on PostgreSQL.

    .venv/bin/python tests/soak/run.py [NUMBER]

Four workers over 200 due versions, one killed in the middle; then any sequence of acts by any people,
in the long form. Prints the figures as a table. Exit code 1 if a version was published twice or not at
all, or if a sequence of acts led where none may lead.
"""

import json
import os
import signal
import subprocess
import sys
import time
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


def any_sequence(database=""):
    """Seconds that the long form took, or None after pytest has said which sequence went wrong."""
    begun = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "--show-capture=no",
        "tests/workflow/test_any_sequence.py",
    ]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"TEST_DATABASE_URL": database, "SOAK": "1"})
    return {"seconds": round(time.monotonic() - begun)} if done.returncode == 0 else None


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    print(f"{number} versions that are due at one moment, four workers, one killed with SIGKILL …", flush=True)
    found = {"SQLite": run(number), "SQLite, any sequence of acts": any_sequence()}
    try:
        with private_postgres(ROOT / ".venv" / "postgres") as url:
            found["PostgreSQL"] = run(number, url)
            found["PostgreSQL, any sequence of acts"] = any_sequence(url)
    except NoPostgresError as error:
        print(f"NOTHING WAS TRIED ON POSTGRESQL: {error}")
    for database, figures in found.items():
        print(f"\n{database}: as it must be" if figures else f"\n{database}: FAILED, see above")
        for name, value in (figures or {}).items():
            print(f"  {name:<22}{value:>10}")
    sys.exit(0 if all(found.values()) else 1)


if __name__ == "__main__":
    # So that the private server is stopped too when we are.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    main()
