"""The demonstration's data: facts as JSON, the text of each release as HTML beside them."""

import json
import uuid
from pathlib import Path

FOLDER = Path(__file__).parent
# The demonstration's events and releases have identities of their own, the same on every machine.
NAMESPACE = uuid.UUID("5d0f6b7c-3c0e-5a52-9a5e-2f6f0c6e41d8")


def read(name):
    """The entries of a file of facts."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def read_events():
    return [read(f"events/{path.stem}") for path in sorted((FOLDER / "events").glob("*.json"))]


def read_releases():
    """The releases in the order in which they were published, each with its `body`."""
    paths = (FOLDER / "releases").glob("*.json")
    releases = [
        read(f"releases/{path.stem}") | {"body": path.with_suffix(".html").read_text(encoding="utf-8")}
        for path in paths
    ]
    return sorted(releases, key=lambda entry: entry["published"])


def identity(*path):
    """The UUID of a thing or row, from the words that name it."""
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in path))
