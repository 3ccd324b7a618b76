"""`make bench`: forty photographs of a phone, sent through a browser, with the line cut twice.

A server as `make run` starts it, a worker, a real Chromium. Prints the seconds from choosing the files
to the last of them being here, how long the line was away, and the most memory that the server ever had.
`python bench/upload.py [number of pictures]`.
"""

import re
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.site import PASSWORD, Site  # noqa: E402

AWAY = 3  # seconds, each time
CUT_AT = (0.25, 0.6)  # parts of the pictures that are here
PATIENCE = 900  # seconds


class WatchedSite(Site):
    """With a worker; `peaks` are megabytes at most, of the server and of the worker, each with its children."""

    def __init__(self, folder):
        super().__init__(folder)
        for command in (["migrate"], ["load_directory"], ["load_demo"], ["collectstatic", "--no-input"]):
            self.manage(*command)
        self.serve()
        self.start(["manage.py", "work"])
        self.peaks = [0, 0]
        self.over = threading.Event()
        self.watch = threading.Thread(target=self._watch)
        self.watch.start()

    def _watch(self):
        while not self.over.wait(0.05):
            for place, process in enumerate(self.processes):
                # A picture is decoded in a process of its own, which is gone afterwards.
                self.peaks[place] = max(self.peaks[place], sum(map(_memory, _family(process.pid))))

    def stop(self):
        self.over.set()
        self.watch.join()
        super().stop()


def _family(pid):
    try:
        children = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")).split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _memory(pid):
    """Megabytes that only this process has: what a copy of it shares counts once."""
    try:
        return int(re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())[1]) / 1024
    except (OSError, TypeError):
        return 0


def photographs(folder, count):
    from tests.pictures.phone import phone_photograph

    paths = []
    for number in range(count):
        paths.append(Path(folder, f"IMG_{number:04}.jpg"))
        paths[-1].write_bytes(phone_photograph(number))
    return paths


def errand(page, context, paths):
    """(seconds in all, of which the line was away)."""
    here = page.locator(".up .here")

    def wait_for(count):
        end = time.monotonic() + PATIENCE
        while here.count() < count:
            if time.monotonic() > end:
                sys.exit(f"Only {here.count()} of {len(paths)} came.\n{page.inner_text('[data-upload]')}")
            page.wait_for_timeout(100)

    page.goto("/admin/login/")
    page.fill("[name=username]", "writer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    page.goto("/admin/news/pictureset/add/")
    page.fill("[name=title]", "Forty photographs")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_url("**/upload/")
    begun = time.monotonic()
    page.set_input_files("#up-files", paths)
    for part in CUT_AT:
        wait_for(int(len(paths) * part))
        context.set_offline(True)
        page.locator("[data-line]").wait_for()
        page.wait_for_timeout(AWAY * 1000)
        context.set_offline(False)
    wait_for(len(paths))
    return time.monotonic() - begun, AWAY * len(CUT_AT)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    from tests.browser.chromium import CHROMIUM, MISSING

    if CHROMIUM is None:
        sys.exit(MISSING)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="aseanapol-bench-") as folder:
        paths = photographs(folder, count)
        megabytes = sum(path.stat().st_size for path in paths) / 1e6
        site = WatchedSite(folder)
        time.sleep(1)
        before = list(site.peaks)
        try:
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
                context = chromium.new_context(base_url=f"http://localhost:{site.port}")
                seconds, away = errand(context.new_page(), context, paths)
                chromium.close()
            after = list(site.peaks)
        finally:
            site.stop()
            shutil.rmtree(Path(folder, "media"), ignore_errors=True)
    print(f"{count} photographs of 12 megapixels, {megabytes:.0f} MB, the line cut {len(CUT_AT)} times")
    print(f"{seconds:.0f} s, of which the line was away {away} s; {(seconds - away) / count:.2f} s a picture")
    print(f"server, at most: {after[0]:.0f} MB (at the beginning {before[0]:.0f} MB)")
    print(f"worker, at most: {after[1]:.0f} MB (at the beginning {before[1]:.0f} MB)")


if __name__ == "__main__":
    main()
