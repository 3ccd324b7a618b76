"""What was copied from elsewhere is whole, listed and licensed."""

import hashlib
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())


def listed():
    lines = SUMS.read_text().splitlines()
    return {name.removeprefix("./"): digest for digest, name in (line.split("  ", 1) for line in lines)}


def test_every_file_is_as_listed():
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path != SUMS
    }
    assert there == listed(), "static/vendor/README.md says how SHA256SUMS is made anew"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_folder_names_its_version_and_holds_its_licence(folder):
    version = folder.name.rpartition("-")[2]
    assert version.replace(".", "").isdecimal(), "a folder is called <package>-<version>"
    licences = [path for path in folder.iterdir() if path.name.upper().startswith(("LICENSE", "LICENCE", "OFL"))]
    assert licences, "no licence"
    assert all(path.read_text().strip() for path in licences)


def test_every_country_has_its_flag():
    flags = {path.stem for path in VENDOR.glob("flag-icons-*/4x3/*.svg")}
    assert len(flags) == 249
    assert all(len(code) == 2 and code.isalpha() and code.islower() for code in flags)
    assert {"bn", "id", "kh", "la", "mm", "my", "ph", "sg", "th", "tl", "vn"} <= flags
