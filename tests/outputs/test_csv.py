import csv as reader

import pytest

from news.outputs import csv


def table(*rows):
    return "".join(csv.lines(["Title", "Number"], rows))


def test_the_mark_stands_first_and_lines_end_as_the_standard_says():
    assert table(["A", 1], ['Say "B", C', 2]) == '\ufeffTitle,Number\r\nA,1\r\n"Say ""B"", C",2\r\n'
    assert table() == "\ufeffTitle,Number\r\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "\t", "\r\n", "\x00", "\u00a0"])
def test_nothing_is_run_as_a_formula(sign, before):
    found = csv.field(f'{before}{sign}cmd|"/c calc"!A0')
    assert found.startswith(f"'{sign}")


@pytest.mark.parametrize("text", ["2024-09-17", "17–20", "A=B", "a@b.org", "–5", "'quoted", "", "ตำรวจ", "👮 = police"])
def test_other_text_stays_as_it_is(text):
    assert csv.field(text) == text


def test_a_field_is_one_line_without_control_characters():
    assert csv.field("one\r\ntwo\x00\x07 \u2028three\t\tfour") == "one two three four"


def test_a_reader_of_tables_reads_it_back():
    rows = [["a,b", "c;d"], ['"', "e\nf"], ["=1+1", ""]]
    found = list(reader.reader(table(*rows).removeprefix("\ufeff").splitlines(keepends=True)))
    assert found[1:] == [["a,b", "c;d"], ['"', "e f"], ["'=1+1", ""]]
