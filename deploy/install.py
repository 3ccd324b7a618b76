"""Makes `.venv` and keeps it at what the requirements pin. Needs nothing but Python itself.

    python3 deploy/install.py [--dev]

Safe to repeat; does nothing if nothing changed. What a person can put right is said in one
sentence, with exit code 1.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(sentence):
    print(sentence, flush=True)


def check_machine():
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"Python {found} is too old: Python 3.11 or newer is needed.")
    try:
        with tempfile.TemporaryFile(dir=ROOT):
            pass
    except OSError:
        sys.exit(f"The folder {ROOT} is not writable: the site keeps .venv, .env and its data there.")
    if not PYTHON.exists() and not all(map(importlib.util.find_spec, ["venv", "ensurepip"])):
        sys.exit("Python's venv module is missing: on Debian and Ubuntu, apt-get install python3-venv.")


def usable():
    """Whether `.venv` is whole: an interrupted one lacks pip, a moved one does not start."""
    if not PYTHON.exists():
        return False
    code = f"import pip, sys; sys.exit(sys.version_info < {OLDEST} or sys.prefix != {str(VENV)!r})"
    return subprocess.run([PYTHON, "-c", code], capture_output=True).returncode == 0


def make_venv():
    say("Making .venv …")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    run([sys.executable, "-m", "venv", VENV], failure="Python could not make .venv.")


def run(command, *, failure):
    """Runs quietly; if it fails, shows what it said, then the sentence, and ends."""
    # A person's own settings for pip (user, target, …) must not lead the packages elsewhere.
    env = os.environ | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    env.pop("PYTHONHOME", None)
    done = subprocess.run(command, env=env, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{done.stdout.strip()}\n{failure}")


def install(*names):
    """Installs the requirements files of these names, with hashes, unless they are installed."""
    if not usable():
        make_venv()
    stamps = {}
    for name in names:
        stamp = VENV / f"{name}.installed"
        wanted = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        if not stamp.exists() or stamp.read_text() != wanted:
            stamps[stamp] = wanted
    if not stamps:
        return
    say(f"Installing {' and '.join(stamp.stem for stamp in stamps)} (a minute or two the first time) …")
    for stamp in stamps:
        stamp.unlink(missing_ok=True)
    files = [part for stamp in stamps for part in ["-r", ROOT / stamp.stem]]
    run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", *files],
        failure="The packages could not be installed: see pip's words above, and whether the network is there.",
    )
    for stamp, wanted in stamps.items():
        stamp.write_text(wanted)


def main():
    check_machine()
    install("requirements.txt", *(["requirements-dev.txt"] if "--dev" in sys.argv[1:] else []))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
