"""What a reader types, from the box to the things that are found; the same on both databases."""

import datetime

import pytest

from news.enums import SearchType
from news.search import asking, keys, looking, spelling, store
from news.search.document import Document

DOCUMENTS = {
    1: {"title": "Heads of cybercrime units meet in Manila", "summary": "A working group of INTERPOL", "people": ("David Martinez Vinluan",), "names": "David Martinez Vinluan; INTERPOL", "keys": {"country": "PH", "year": "2024"}},
    2: {"title": "Symposium in Seoul", "text": "The host was the Korean National Police Agency. Tan spoke of intelligence-led policing.", "also": "KNPA 경찰청", "keys": {"country": "KR", "year": "2024"}},
    3: {"title": "Cyber crime is no game", "text": "Vinluan Street was closed. 1,200 officers of the U.N. were there.", "keys": {"country": "SG", "year": "2023"}},
    4: {"title": "สำนักงานตำรวจแห่งชาติ ต้อนรับคณะ", "text": "中国公安部 และ Nguyễn Văn Tô", "keys": {"country": "TH", "year": "2023"}},
    5: {"title": "Reference ASP/PR/2024/031", "text": "Published by the Secretariat on the 44th day: organisation and programme.", "names": "Erson Person", "people": ("Erson Person",)},
}  # fmt: skip


@pytest.fixture
def _newsroom(db):
    store.write(
        Document(
            SearchType.RELEASE,
            number,
            moment=datetime.datetime(2024, 9, number, tzinfo=datetime.UTC),
            **words | {"keys": frozenset(keys.key(*pair) for pair in words.get("keys", {}).items())},
        )
        for number, words in DOCUMENTS.items()
    )


@pytest.mark.usefixtures("_newsroom")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cybercrime", {1}),
        ('"cyber crime"', {3}),
        ("cyber-crime", {3}),
        ("crime cyber", {3}),
        ('"crime cyber"', set()),
        ('"heads of cybercrime uni*"', {1}),
        ("MEETINGS", {1}),
        ("cyb*", {1, 3}),
        ("cyb* -game", {1}),
        ("vinluan", {1, 3}),
        ("person:vinluan", {1}),
        ('person:"martinez vinluan"', {1}),
        ("person:vinl*", {1}),
        ("vinluan -person:vinluan", {3}),
        ("vinluan -country:PH", {3}),
        ("vinluan -year:2023", {1}),
        ("KNPA", {2}),
        ("knpa -경찰", set()),
        ("경찰청", {2}),
        ("경", {2}),
        ("ตำรวจ", {4}),
        ("ตำรวจ -公安", set()),
        ('"公安部"', {4}),
        ("公*", {4}),
        ("nguyen to", {4}),
        ("Nguyễn", {4}),
        ("1200", {3}),
        ("1,200", {3}),
        ("UN officers", {3}),
        ("U.N.", {3}),
        ("asp/pr/2024/031", {5}),
        ("2024/03*", {5}),
        ("44", {5}),
        ("organization program", {5}),
        ("intelligence led police", {2}),
        ("who was in Seoul?", {2}),
        ("qkyear2024", set()),
        ("qk*", set()),
        ("q*", set()),
        ("qks", set()),
        # The keys "qkperson…" are no names of people, nor may the beginnings of names find them.
        ("person:er*", {5}),
        ("person:rson*", set()),
        ("cybercrime -the", {1}),
        ("😀", set()),
    ],
)
def test_what_a_reader_types_finds(typed, found):
    asked = asking.read(typed)
    assert {number for _, number in looking.search(asked).things} == found
    assert looking.search(asked).total == len(found)


@pytest.mark.usefixtures("_newsroom")
@pytest.mark.parametrize(("typed", "found"), [("vinlaun manlia", {1}), ("cybr crime", {3}), ("koraen", {2})])
def test_what_may_be_meant_finds(typed, found):
    assert not looking.search(asking.read(typed)).things
    meant = spelling.meant(asking.read(typed))
    assert {number for _, number in looking.search(asking.read(meant)).things} == found


@pytest.mark.usefixtures("_newsroom")
@pytest.mark.parametrize(
    "typed",
    ['"' * 10_000, "-" * 10_000, "*" * 10_000, "a* " * 4_000, "\x00" * 100, "‮מישטרה", "' OR 1=1 --", "& | ! <-> :*", "NEAR(a b)", "title:x ^ {a}", "警" * 300, "a-" * 150, '"' + "x " * 200, "ร็็็็็", "\ud800"],
)  # fmt: skip
def test_hostile_searches_are_answered(typed):
    for asked in (asking.read(typed), asking.read(f"manila -{typed}"), asking.read(f"person:{typed}")):
        looking.search(asked)
        spelling.meant(asked)
    spelling.going_on(typed)
