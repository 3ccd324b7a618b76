"""The Nu Html Checker, fetched from npm once and kept beside the tests' packages."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests import npm

PACKAGE, JAR = "vnu-jar@26.9.27", "build/dist/vnu.jar"


def fetched():
    """The checker's file. Raises `NotFetchedError`."""
    if not shutil.which("java"):
        raise npm.NotFetchedError("There is no java on this machine.")
    return npm.fetched(PACKAGE, JAR)


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
