"""Dates, numbers and names in running text: what a person would have to compare."""

from datetime import date

import pytest

from news.assistant.mentions import dates_in, folded_words, key_of, names_in, numbers_in, times_in, value_of

TODAY = date(2024, 9, 17)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("held from 17 to 20 September 2024 in", "17 to 20 September 2024", (2024, 9, 17), (2024, 9, 20)),
        ("on 17–20 September 2024,", "17–20 September 2024", (2024, 9, 17), (2024, 9, 20)),
        ("30 July – 1 August 2024.", "30 July – 1 August 2024", (2024, 7, 30), (2024, 8, 1)),
        ("On September 17, 2024 they", "September 17, 2024", (2024, 9, 17), (2024, 9, 17)),
        ("the 3rd of May 2024", "3rd of May 2024", (2024, 5, 3), (2024, 5, 3)),
        ("27, 28 and 29 August 2024", "27, 28 and 29 August 2024", (2024, 8, 27), (2024, 8, 29)),
        ("in March 2025", "March 2025", (2025, 3, 1), (2025, 3, 31)),
        ("June 2024 to March 2025", "June 2024 to March 2025", (2024, 6, 1), (2025, 3, 31)),
        ("2024-09-17", "2024-09-17", (2024, 9, 17), (2024, 9, 17)),
        ("17/09/2024", "17/09/2024", (2024, 9, 17), (2024, 9, 17)),
    ],
)
def test_dates_are_found_and_read(text, words, first, last):
    (found,) = dates_in(text, today=TODAY)
    assert found.words == words
    assert text[found.start : found.end] == words
    assert (found.dates.start, found.dates.end) == (date(*first), date(*last))


def test_a_date_that_does_not_exist_carries_its_sentence():
    (found,) = dates_in("on 31 June 2024", today=TODAY)
    assert "does not exist" in found.dates.problem


def test_a_bare_year_is_a_date_and_a_long_number_is_not():
    assert [found.words for found in dates_in("In 2023, of 2024567 and 12.2024.5", today=TODAY)] == ["2023"]


def test_times_and_weekdays():
    said = [found.words for found in times_in("Tuesday at 09:00, 5 p.m. and 10.30 am on Friday")]
    assert said == ["Tuesday", "09:00", "5 p.m.", "10.30 am", "Friday"]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Ten countries met", "Ten countries met", 10),
        ("twenty-one forces", "twenty-one forces", 21),
        ("forty of them", "forty", 40),
        ("RM 3.5 million was", "RM 3.5 million", None),
        ("US$1,200 were", "US$1,200", None),
        ("1,200 people were", "1,200 people", 1200),
        ("45% of it", "45%", None),
        ("the 41st conference", "41st conference", 41),
        ("the third panel", "third panel", 3),
        ("a hundred officers", "a hundred officers", None),
        ("a four-day meeting", "four-day meeting", 4),
        ("two\n\nEach", "two", 2),
    ],
)
def test_numbers_with_what_is_counted(text, words, value):
    ((_, counted, number),) = numbers_in(text)
    assert (counted, number) == (words, value)


def test_one_is_a_word_and_a_date_is_no_number():
    text = "One of the officers came on 3 May 2024."
    assert numbers_in(text, but=dates_in(text, today=TODAY)) == []


@pytest.mark.parametrize("said", ["", "x", "four-x", "ten-one", "3.5", "1" * 30])
def test_what_is_no_whole_number_has_no_value(said):
    assert value_of(said) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The officer David Martinez Vinluan spoke.", ["David Martinez Vinluan"]),
        ("Amb. Anthony J. Alcantara’s word", ["Amb. Anthony J. Alcantara"]),
        (
            "With Juan dela Cruz, Ahmad bin Abdullah and Nguyễn Hữu Ngọc",
            ["Juan dela Cruz", "Ahmad bin Abdullah", "Nguyễn Hữu Ngọc"],
        ),
        ("Six ASEANAPOL forces met. Police came.", []),
        ("the Ministry of Home Affairs of", ["Ministry of Home Affairs"]),
        ("word\n\nMetro Manila\n\nOther", ["Metro Manila"]),
    ],
)
def test_names(text, names):
    assert [found.words for found in names_in(text)] == names


def test_keys_meet_across_marks_and_accents():
    assert key_of("Mr. Alexander K. Ramos’s,") == key_of("mr Alexander K Ramos")
    assert key_of("Nguyễn Hữu Ngọc") == "nguyen huu ngoc"
    assert folded_words("… — Ann") == [("ann", 4, 7)]
