"""What tests take from npm: fetched once and kept beside the tests' own packages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Where Debian keeps the certificates that it trusts: npm brings its own, and knows none of a proxy.
SYSTEMS_OWN = Path("/etc/ssl/certs/ca-certificates.crt")


class NotFetchedError(Exception):
    """Says in a sentence why it is not there."""


def fetched(package, path):
    """The file or folder at `path` of an npm package ("name@version"). Raises `NotFetchedError`."""
    name = package.rpartition("@")[0]
    folder = Path(sys.prefix) / name
    found = folder / "node_modules" / name / path
    if not found.exists():
        if not shutil.which("npm"):
            raise NotFetchedError("There is no npm on this machine.")
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
        trusted = {"NODE_EXTRA_CA_CERTS": str(SYSTEMS_OWN)} if SYSTEMS_OWN.exists() else {}
        done = subprocess.run(
            ["npm", "install", "--prefix", str(folder), *options, package],
            capture_output=True,
            text=True,
            env=trusted | os.environ,
        )
        if done.returncode:
            raise NotFetchedError(f"npm did not bring {package}: {done.stderr}")
    return found
