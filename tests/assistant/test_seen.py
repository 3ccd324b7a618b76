"""Beginnings of alternative texts, unfinished sentences, and names of files."""

import pytest

from news.assistant.seen import NUMBERS, STARTERS, beginning, is_unfinished, looks_like_file_name, names_in


def test_beginnings():
    assert beginning("panel", "5") == "Five people sit at a long table on a stage. "
    assert beginning("lectern", "1") == "One person speaks at a lectern. "
    assert beginning("group", "many") == "Many people stand side by side. "
    assert beginning("group", "20") == "20 people stand side by side. "
    assert beginning("dance", "2") == beginning("group", "0") == beginning("group", "21") == ""


@pytest.mark.parametrize("starter", STARTERS)
def test_no_beginning_is_finished(starter):
    for number in NUMBERS:
        text = beginning(starter.key, number)
        assert is_unfinished(text)
        assert is_unfinished(text.strip(" .").upper())
        assert not is_unfinished(f"{text}The second from the left holds a book.")


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("", False),
        ("A flag.", False),
        ("Five people sit at a long table on a stage. The second from the left", True),
        ("Five people sit at a long table on a stage. Smiling.", True),
        ("Five people sit at a long table on a stage and applaud.", False),
        ("Two officers shake hands in front of flags.", False),
    ],
)
def test_unfinished(text, unfinished):
    assert is_unfinished(text) is unfinished


@pytest.mark.parametrize(
    "text",
    [
        "IMG_1234",
        "img 1234",
        "IMG_1234.HEIC",
        "DSC0001.JPG",
        "DSC_0001 copy",
        "20240827_101500",
        "P1010234",
        "PXL_20240827_101533123.MP",
        "IMG-20240827-WA0012",
        "WhatsApp Image 2024-08-27 at 10.15.33",
        "Screenshot 2024-08-27 at 10.15.00",
        "image (3)",
        "photo1",
        "Group photo.jpg",
        "2024",
        "a1b2c3d4e5f6",
    ],
)
def test_names_of_files(text):
    assert looks_like_file_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Five people sit.",
        "ISCR 2024",
        "The 41 officers",
        "2 people",
        "27 August 2024",
        "41st ASEANAPOL Conference",
        "Colonel Vinluan 2024",
        "Two people shake hands at 10:15",
        "From left: Kim Min and Lee Jun at ISCR 2024 in Seoul.",
    ],
)
def test_words(text):
    assert not looks_like_file_name(text, "IMG_1.jpg")


def test_what_this_file_is_called():
    assert looks_like_file_name("group photo", "Group photo.jpg")
    assert looks_like_file_name("Group photo.jpg", "Group photo.jpg")
    assert not looks_like_file_name("Group photo", "IMG_1.jpg")
    # Somebody who calls the file by a whole sentence has written one.
    assert not looks_like_file_name("Five officers stand on the stairs", "Five officers stand on the stairs.jpg")


@pytest.mark.parametrize("text", ["1" * 100_000 + "z", "a1 " * 40_000, "_1" * 60_000, "." * 100_000, "A" * 90_000])
def test_hostile_length(text):
    looks_like_file_name(text, text)
    is_unfinished(text)


def test_names_in_a_text():
    people = ["David Martinez Vinluan", "Cho Ji Ho", "An Li"]
    assert names_in("Vinluan speaks to Cho Ji Ho.", people) == people[:2]
    assert names_in("An officer speaks. A vinluan is a plant.", people) == []
