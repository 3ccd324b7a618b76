"""Decoding in a process of its own, one picture at a time, with an end to its memory and time.

What a picture costs to open is not always said in its head, and a decoder that breaks takes its
process along. Small plain pictures are spared the start of one.
"""

import json
import logging
import os
import resource
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from .plain import Rewritten, pixels_in, rewrite
from .refusals import Refused, too_costly

# With the site around it, the whole stays below 600 MB.
MOST_MEMORY = 460 * 1024 * 1024
MOST_SECONDS = 40
# On a busy machine a second of work takes longer.
MOST_SECONDS_WAITED = 4 * MOST_SECONDS

# Below these a JPEG, PNG, GIF or WebP cannot cost much.
SMALL_FILE, SMALL_PICTURE = 1024 * 1024, 2_000_000
WITH_A_SIZE_TO_RELY_ON = {"JPEG", "PNG", "GIF", "WEBP"}

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
_one_at_a_time = threading.Lock()


def rewrite_safely(source, form, target):
    """As `plain.rewrite`, for files of the system, named or not; also raises `Refused` for what costs too much."""
    with _one_at_a_time:
        if _is_small(source, form):
            return rewrite(source, form, target)
        return _rewrite_apart(source, form, target)


def _is_small(source, form):
    if form not in WITH_A_SIZE_TO_RELY_ON or os.fstat(source.fileno()).st_size > SMALL_FILE:
        return False
    pixels, progressive = pixels_in(source, form)
    # A small progressive JPEG may be passed over a hundred thousand times.
    return pixels <= SMALL_PICTURE and not progressive


def _rewrite_apart(source, form, target):
    source.flush()
    handles = (source.fileno(), target.fileno())
    command = [sys.executable, "-m", "news.pictures.apart", form]
    command += map(str, [*handles, MOST_MEMORY, MOST_SECONDS])
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
            command,
            cwd=ROOT,
            env=_surroundings(),
            pass_fds=handles,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS_WAITED,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(too_costly(form)) from error
    if done.returncode:
        # Ended by a decoder that broke, or by the limits.
        log.warning("A %s ended its process with %s: %s", form, done.returncode, done.stderr[-300:])
        raise Refused(too_costly(form))
    said = json.loads(done.stdout)
    if "refused" in said:
        raise Refused(said["refused"])
    return Rewritten(**said)


def _surroundings():
    """No secrets of the site. One arena: each further one counts against the limit before it is used."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "LANG") if name in os.environ}
    return kept | {"MALLOC_ARENA_MAX": "1", "PYTHONPATH": os.pathsep.join(map(str, filter(None, sys.path)))}


def _limit(memory, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(form, source, target, memory, seconds):
    _limit(int(memory), int(seconds))
    try:
        with open(int(source), "rb") as read, open(int(target), "wb") as written:
            said = asdict(rewrite(read, form, written))
    except Refused as refused:
        said = {"refused": str(refused)}
    except MemoryError:
        said = {"refused": too_costly(form)}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    _main(*sys.argv[1:])
