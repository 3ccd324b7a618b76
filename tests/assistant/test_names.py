import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.assistant.names import read_name, read_names

RANKS = [
    ("Assistant Commissioner of Police", "ACP"),
    ("Deputy Assistant Commissioner of Police", "DAC"),
    ("Police Senior Lieutenant Colonel", ""),
    ("Commissioner General", ""),
    ("Colonel", "Col"),
]


@pytest.mark.parametrize(
    ("line", "honorific", "rank", "name", "rest"),
    [
        ("ACP Dr. Bakri Zainal Abidin, Director for Police Services", "Dr.", "ACP", "Bakri Zainal Abidin", ("Director for Police Services",)),
        ("Dr Bakri Zainal Abidin", "Dr", "", "Bakri Zainal Abidin", ()),
        ("Police Senior Lieutenant Colonel NGUYEN Huu Ngoc", "", "Police Senior Lieutenant Colonel", "NGUYEN Huu Ngoc", ()),
        ("CHO Ji Ho, Commissioner General, KNPA", "", "Commissioner General", "CHO Ji Ho", ("KNPA",)),
        ("Assistant Commissioner of Police (ACP) Dr. Bakri", "Dr.", "ACP", "Bakri", ()),
        ("H.E. Yoon Seok-yeol, President", "H.E.", "", "Yoon Seok-yeol", ("President",)),
        ("Dato’ Sri Razarudin", "Dato’ Sri", "", "Razarudin", ()),
        ("1. Mr. Alexander K. Ramos", "Mr.", "", "Alexander K. Ramos", ()),
        ("- Amb. Anthony J Alcantara;", "Amb.", "", "Anthony J Alcantara", ()),
        ("ACP\tBakri Zainal Abidin\tDirector", "", "ACP", "Bakri Zainal Abidin", ("Director",)),
        ("COL. Tan Ah Kow", "", "Colonel", "Tan Ah Kow", ()),
        ("He Jiankui", "", "", "He Jiankui", ()),
        ("Sir", "", "", "Sir", ()),
        ("ACP", "", "", "ACP", ()),
        ("Éléonore Dupont", "", "", "Éléonore Dupont", ()),
    ],
)  # fmt: skip
def test_a_line(line, honorific, rank, name, rest):
    found = read_name(line, RANKS)
    assert (found.honorific, found.name, found.rest) == (honorific, name, rest)
    assert rank in {found.rank_long, found.rank_short}


@pytest.mark.parametrize("line", ["", "   ", ",", " ; , "])
def test_nothing_is_nobody(line):
    assert read_name(line, RANKS) is None


def test_lines():
    assert [found.name for found in read_names("A B\n\nC D\r\n", RANKS)] == ["A B", "C D"]


@given(st.text(max_size=60))
def test_a_name_is_never_empty_and_always_from_the_line(line):
    found = read_name(line, RANKS)
    if found:
        assert found.name
        for word in found.name.split():
            assert word in line.replace("\t", " ")
