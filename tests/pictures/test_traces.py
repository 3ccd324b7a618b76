"""What pictures take of a server: memory while they are drawn, and nothing on its disk."""

import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from news.pictures import apart
from news.pictures import ingest as door
from news.pictures.ingest import ingest
from tests.pictures.hostile import encoded


@pytest.mark.django_db
def test_what_is_sent_has_no_name_on_the_disk_that_could_stay_there(tmp_path, monkeypatch):
    """Not even while it is decoded: whoever is killed then leaves nothing of a private picture."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen, real = [], door.rewrite_safely

    def watched(*given):
        seen.extend(tmp_path.iterdir())
        return real(*given)

    monkeypatch.setattr(door, "rewrite_safely", watched)
    monkeypatch.setattr(apart, "SMALL_FILE", 0)

    assert ingest(SimpleUploadedFile("a.jpg", encoded())).pk
    assert seen == []


FLATTENED = """
import sys
import django
django.setup()
from news.models import Picture
from news.pictures.renditions import make

class Stored:
    def open(self, name):
        return open(name, "rb")

picture = Picture(pk=1, format="png", width=8660, height=5770)
picture.file.name, picture.file.storage = sys.argv[1], Stored()
for name, data in make.draw(picture, ["480.webp", "3x2-240.webp"]):
    assert data
(high,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(high) // 1024)
"""


def test_the_largest_picture_that_can_be_seen_through_is_in_memory_once(tmp_path):
    """In megabytes. A server draws what was not drawn ahead, and has some 60 of its own more than this."""
    file = tmp_path / "large.png"
    Image.new("RGBA", (8660, 5770), (0, 90, 90, 128)).save(file, compress_level=1)

    done = subprocess.run(
        [sys.executable, "-c", FLATTENED, file], capture_output=True, text=True, check=True, cwd=apart.ROOT
    )

    assert int(done.stdout) < 430
