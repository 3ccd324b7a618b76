"""What a phone makes of a release with twelve photographs: Lighthouse, mobile, in a Chromium of its own.

    .venv/bin/python bench/lighthouse.py [ROUNDS]

Takes Lighthouse and a Node.js that is new enough for it from npm, once, into the folder `var/lighthouse`.
Prints performance and cumulative layout shift of each round, their medians, and the bytes of the main
picture at 390 px and density 2. Exit 1 if a median misses what was promised.
"""

import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PACKAGES = ["lighthouse@13", "node@22"]
PICTURES = 12
ROUNDS = 3
BEST = {"performance": 95, "cls": 0.02, "lead": 45_000}
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


def lighthouse():
    """The command that runs Lighthouse, installed if it is not there."""
    folder = ROOT / "var" / "lighthouse"
    modules = folder / "node_modules"
    if not (modules / "lighthouse").exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES], check=True)
    return [str(modules / ".bin" / "node"), str(modules / "lighthouse" / "cli" / "index.js")]


def write_release():
    """A public release with twelve photographs as a phone takes them; gives its path."""
    import io

    from django.utils import timezone

    from news.models import PressRelease
    from news.pictures.ingest import ingest
    from news.pictures.renditions import make_renditions
    from news.record.canonical import read
    from news.record.editions import create_version
    from news.workflow import publish_imported
    from tests.pictures.phone import phone_photograph

    pictures = [ingest(io.BytesIO(phone_photograph(seed)), name=f"{seed}.jpg") for seed in range(PICTURES)]
    for picture in pictures:
        make_renditions(picture)
    release = PressRelease.objects.live().filter(editions__event__isnull=False).first()
    content = read(release.editions.live().get())
    caption = "Delegates of twelve forces on the stage after the closing ceremony."
    content["pictures"] = [
        {
            "picture": picture.pk,
            "is_lead": number == 0,
            "caption": caption,
            "alt": "People stand in two rows on a stage.",
            "is_decorative": False,
            "credit": "ASEANAPOL Secretariat",
        }
        for number, picture in enumerate(pictures)
    ]
    version = create_version(release, content | {"change_note": "Photographs were added."}, by_name="bench")
    publish_imported(version, at=timezone.now(), by_name="bench")
    return release.get_absolute_url(), pictures[0]


@contextlib.contextmanager
def served():
    """The site in a process of its own, as `make run` serves it; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = f"-m granian --interface wsgi --port {port} --log-level warning --workers 1 --blocking-threads 4"
    server = subprocess.Popen([sys.executable, *command.split(), "aseanapol_site.wsgi:application"], cwd=ROOT)
    address = f"http://localhost:{port}"
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/healthz", timeout=5)
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(15)


def measured(command, address, folder):
    """(performance of 100, layout shift) of one round."""
    report = Path(folder) / "report.json"
    options = ["--quiet", "--output=json", f"--output-path={report}", "--only-categories=performance"]
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    subprocess.run(
        [*command, address, *options, f"--chrome-flags={CHROMIUM} --user-data-dir={folder}/chromium"],
        check=True,
        env=os.environ | {"CHROME_PATH": chromium},
    )
    found = json.loads(report.read_text())
    return (
        round(100 * found["categories"]["performance"]["score"]),
        found["audits"]["cumulative-layout-shift"]["numericValue"],
    )


def main(rounds):
    from run import prepare

    command = lighthouse()
    with tempfile.TemporaryDirectory(prefix="aseanapol-lighthouse-") as folder:
        # Beside the files for readers, a database that a second process opens.
        os.environ["DATA_DIR"] = folder
        prepare(folder)
        path, lead = write_release()
        from news.pictures.renditions import open_rendition

        with open_rendition(lead, "800.avif") as file:
            weight = len(file.read())
        with served() as address:
            urllib.request.urlopen(address + path).read()
            found = [measured(command, address + path, folder) for _ in range(rounds)]
    performance = statistics.median(score for score, _ in found)
    shift = statistics.median(cls for _, cls in found)
    for number, (score, cls) in enumerate(found, 1):
        print(f"round {number}: performance {score}, layout shift {cls:.3f}")
    print(
        f"median: performance {performance:.0f}, layout shift {shift:.3f}; main picture, 800 px AVIF: {weight:,} bytes"
    )
    if performance < BEST["performance"] or shift > BEST["cls"] or weight > BEST["lead"]:
        sys.exit("That is less than was promised.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
