"""The Nu Html Checker, fetched from npm once and kept beside the tests' packages."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = "vnu-jar@26.9.27"
FOLDER = Path(sys.prefix) / "vnu"
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class NoCheckerError(Exception):
    """Says in a sentence why there is none."""


def fetched():
    """The checker's file. Raises `NoCheckerError`."""
    for program in ("java", "npm"):
        if not shutil.which(program):
            raise NoCheckerError(f"There is no {program} on this machine.")
    if not JAR.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
        command = ["npm", "install", "--prefix", str(FOLDER), *options, PACKAGE]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise NoCheckerError(f"npm brought no checker: {done.stderr}")
    return JAR


def complaints(pages):
    """`["name, line: what is wrong"]`, errors and warnings, of `{name: HTML}`."""
    return [f"{said['file']}, line {said.get('lastLine', '?')}: {said['message']}" for said in _asked(pages)]


def _asked(pages):
    with tempfile.TemporaryDirectory() as folder:
        for number, html in enumerate(pages.values()):
            Path(folder, f"{number}.html").write_text(html)
        command = ["java", "-jar", str(fetched()), "--format", "json", "--exit-zero-always", "--stdout", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        names = list(pages)
        for said in json.loads(done.stdout)["messages"]:
            said["file"] = names[int(Path(said["url"]).stem)]
            if said["type"] == "error" or said.get("subType") == "warning":
                yield said
