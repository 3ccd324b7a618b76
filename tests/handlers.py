"""Background jobs that only tests know, for this process and for workers in a process of their own."""

import time
from pathlib import Path

from news import worker

ran = []


def remember(**arguments):
    ran.append(arguments)


def fail():
    ran.append("fail")
    raise RuntimeError("it does not work today")


def add_line(folder, line):
    """Append a line to `folder/ran`."""
    with (Path(folder) / "ran").open("a") as file:
        file.write(f"{line}\n")


def linger(folder, line):
    """Append a line to `folder/ran`, then wait until somebody makes `folder/go`."""
    add_line(folder, line)
    while not (Path(folder) / "go").exists():
        time.sleep(0.02)


HANDLERS = worker.HANDLERS | {function.__name__: function for function in (remember, fail, add_line, linger)}
