"""What the renditions of a photograph cost: 12 megapixels as phones make them, on one core, in its own process."""

import importlib.util
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOWN = ("800.avif", "800.webp", "800.jpg", "1440.avif", "3x2-240.avif", "full.jpg")


def report():
    """Lines of a table. The site is prepared, see `run.py`."""
    from news.pictures.ingest import ingest

    picture = ingest(io.BytesIO(_photograph()), name="IMG_0001.jpg")
    done = subprocess.run(
        [*_on_one_core(), sys.executable, __file__, str(picture.pk)], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    spent = f"{found['seconds']:>10.2f}{found['of_core']:>9.2f}{found['peak']:>9.0f}"
    yield f"{'renditions':<18}{'files':>10}{'seconds':>10}{'of core':>9}{'peak MB':>9}"
    yield f"{f'{picture.width} × {picture.height}':<18}{len(found['bytes']):>10}{spent}"
    for name in SHOWN:
        yield f"{name:<18}{found['bytes'][name]:>10,} bytes"


def _photograph():
    at = ROOT / "tests" / "pictures" / "phone.py"
    spec = importlib.util.spec_from_file_location("phone", at)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.phone_photograph(1)


def _on_one_core():
    return ["taskset", "-c", "0"] if shutil.which("taskset") else []


def measure(key):
    """Seconds by the clock and of the core, bytes by name, and the most memory that this process ever had."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from news.models import Picture
    from news.pictures.renditions import make_renditions, open_rendition

    picture = Picture.objects.get(pk=key)
    start, begun = time.perf_counter(), time.process_time()
    names = make_renditions(picture)
    seconds, of_core = time.perf_counter() - start, time.process_time() - begun
    most = _peak()
    sizes = {}
    for name in names:
        with open_rendition(picture, name) as file:
            sizes[name] = file.seek(0, os.SEEK_END)
    return {"seconds": seconds, "of_core": of_core, "peak": most, "bytes": sizes}


def _peak():
    """MB. Linux counts what the parent had at the start into `ru_maxrss`, but not into this."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
