"""The schema of sitemaps as sitemaps.org wrote it, fetched from npm once and kept beside the tests' packages.

Of the index and of news no registry brings the schema; their form is checked in `tests/pages/test_machines.py`.
"""

import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "sitemap@9.0.1"
FOLDER = Path(sys.prefix) / "sitemap"
SCHEMA = FOLDER / "node_modules" / "sitemap" / "schema" / "sitemap.xsd"


class NoSchemaError(Exception):
    """Says in a sentence why there is no schema."""


def fetched():
    """The path of the schema. Raises `NoSchemaError`."""
    if SCHEMA.is_file():
        return SCHEMA
    if not shutil.which("npm"):
        raise NoSchemaError("There is no npm on this machine, so sitemaps are not checked against their schema.")
    command = ["npm", "install", "--prefix", str(FOLDER), "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run([*command, PACKAGE], capture_output=True, text=True, timeout=300)
    if done.returncode or not SCHEMA.is_file():
        raise NoSchemaError(f"npm brought no schema of sitemaps: {done.stderr[-500:]}")
    return SCHEMA
