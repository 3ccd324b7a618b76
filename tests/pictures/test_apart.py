"""Decoding in a process of its own: what it may cost, and what becomes of one that breaks."""

import subprocess
import sys
import tempfile
import threading

import pytest
from PIL import Image

from news.pictures import apart, refusals
from news.pictures.recognize import recognize
from tests.pictures.hostile import encoded, written
from tests.pictures.phone import phone_photograph
from tests.pictures.profiles import printer


def rewritten(data):
    with tempfile.NamedTemporaryFile() as source, tempfile.NamedTemporaryFile() as target:
        source.write(data)
        source.flush()
        done = apart.rewrite_safely(source, recognize(data[:4096]), target)
        target.seek(0)
        return done, target.read()


def test_the_same_is_written_apart_as_here(monkeypatch):
    data = encoded(size=(300, 200))
    monkeypatch.setattr(apart, "_rewrite_apart", lambda *_: pytest.fail("small pictures stay here"))
    here = rewritten(data)
    monkeypatch.undo()
    monkeypatch.setattr(apart, "SMALL_FILE", 0)

    assert rewritten(data) == here


@pytest.mark.parametrize("form", ["AVIF", "HEIF"])
def test_what_is_known_only_after_decoding_is_always_apart(form, monkeypatch):
    monkeypatch.setattr(apart, "rewrite", lambda *_: pytest.fail("decoded here"))

    assert rewritten(encoded(form))[0].form == "jpeg"


def test_a_process_that_runs_out_of_memory_or_time_is_a_sentence(monkeypatch):
    data = phone_photograph(1)
    monkeypatch.setattr(apart, "MOST_MEMORY", 64 * 1024 * 1024)
    with pytest.raises(refusals.Refused):
        rewritten(data)
    monkeypatch.undo()
    monkeypatch.setattr(apart, "MOST_SECONDS_WAITED", 0.01)
    with pytest.raises(refusals.Refused, match="memory or time"):
        rewritten(data)


def test_a_picture_that_is_passed_over_without_end_is_stopped(monkeypatch):
    data = written(Image.new("L", (4000, 3000), 128), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    monkeypatch.setattr(apart, "MOST_SECONDS", 1)

    with pytest.raises(refusals.Refused, match="memory or time"):
        rewritten(data[:-2] + data[last:-2] * 100_000 + b"\xff\xd9")


def test_the_site_s_secrets_stay_with_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")

    assert "SECRET_KEY" not in apart._surroundings()


MEASURED = """
import resource, sys, tempfile
from news.pictures import apart
with open(sys.argv[1], "rb") as source, tempfile.NamedTemporaryFile() as target:
    print(apart.rewrite_safely(source, sys.argv[2], target).width)
(own,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(own) // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize(
    ("making", "width"),
    [
        ({"icc_profile": printer()}, 8660),
        # More than there is room for: taken at half its width and height.
        ({"progressive": True}, 4330),
    ],
    ids=["print with a profile", "progressive print"],
)
def test_fifty_million_pixels_in_the_dearest_form_stay_below_the_limit(making, width, tmp_path):
    """Megabytes of this process and of the one beside it; a running site has some 130 of its own."""
    file = tmp_path / "large"
    file.write_bytes(written(Image.new("CMYK", (8660, 5770)), "JPEG", **making))

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, file, "JPEG"], capture_output=True, text=True, check=True, cwd=apart.ROOT
    )

    wide, own, other = map(int, done.stdout.split())
    assert wide == width
    assert own < 60
    assert other < 470


def test_fifty_million_pixels_as_avif_stay_below_the_limit(tmp_path):
    """What phones and their programs make: 8 bits, colours at a half."""
    file = tmp_path / "large"
    file.write_bytes(written(Image.new("RGB", (8660, 5770), "teal"), "AVIF", speed=10))

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, file, "AVIF"], capture_output=True, text=True, check=True, cwd=apart.ROOT
    )

    assert done.stdout.split()[0] == "8660"


def test_a_webp_that_is_too_large_for_its_decoder_is_told_how_large_it_may_be():
    with pytest.raises(refusals.Refused, match="more than 24 million pixels"):
        rewritten(written(Image.new("RGB", (8660, 5770), "teal"), "WEBP", method=0))


def test_one_picture_is_decoded_at_a_time(monkeypatch):
    """Eight at once; the largest sum of memory is that of one, so nobody is inside with another."""
    inside, most = [], []
    real = apart._rewrite_apart

    def watched(*given):
        inside.append(1)
        most.append(len(inside))
        try:
            return real(*given)
        finally:
            inside.pop()

    monkeypatch.setattr(apart, "_rewrite_apart", watched)
    data = encoded("AVIF")
    threads = [threading.Thread(target=rewritten, args=[data]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1] * 8
