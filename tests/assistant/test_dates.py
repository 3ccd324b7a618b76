from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import words
from news.assistant.dates import read_dates

TODAY = date(2024, 9, 1)


def read(text):
    found = read_dates(text, today=TODAY)
    assert not found.problem, found.problem
    return str(found.start), str(found.end), found.precision


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("august 27 to 29, 2024", "2024-08-27", "2024-08-29"),
        ("August 27-29, 2024", "2024-08-27", "2024-08-29"),
        ("27–29 August 2024", "2024-08-27", "2024-08-29"),
        ("27 – 29 August 2024", "2024-08-27", "2024-08-29"),
        ("27 and 28 August 2024", "2024-08-27", "2024-08-28"),
        ("27, 28 and 29 August 2024", "2024-08-27", "2024-08-29"),
        ("17 to 20 September 2024", "2024-09-17", "2024-09-20"),
        ("from 17 till 20 sept. 2024", "2024-09-17", "2024-09-20"),
        ("From 17th to the 20th of September, 2024", "2024-09-17", "2024-09-20"),
        ("Tuesday 17 to Friday 20 September 2024", "2024-09-17", "2024-09-20"),
        ("30 July - 1 August 2024", "2024-07-30", "2024-08-01"),
        ("July 30 to August 1, 2024", "2024-07-30", "2024-08-01"),
        ("August 30th, 2023", "2023-08-30", "2023-08-30"),
        ("23 september 2024", "2024-09-23", "2024-09-23"),
        ("Monday, 23 September 2024.", "2024-09-23", "2024-09-23"),
        ("23 Dec 2024 – 2 Jan 2025", "2024-12-23", "2025-01-02"),
        ("23 Dec – 2 Jan 2025", "2024-12-23", "2025-01-02"),
        ("23 Dec 2024 to 2 Jan", "2024-12-23", "2025-01-02"),
        ("2024-08-27", "2024-08-27", "2024-08-27"),
        ("2024-08-27 to 2024-08-29", "2024-08-27", "2024-08-29"),
        ("2024-08-27/2024-08-29", "2024-08-27", "2024-08-29"),
        ("27/8/2024", "2024-08-27", "2024-08-27"),
        ("27.08.24", "2024-08-27", "2024-08-27"),
        ("27-29/8/2024", "2024-08-27", "2024-08-29"),
        ("27/8 - 29/8/2024", "2024-08-27", "2024-08-29"),
        ("27-8-2024", "2024-08-27", "2024-08-27"),
        ("29 February 2024", "2024-02-29", "2024-02-29"),
        ("27 August to 29 August 2024", "2024-08-27", "2024-08-29"),
    ],
)
def test_days(text, start, end):
    assert read(text) == (start, end, "day")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("June 2025", "2025-06-01", "2025-06-30"),
        ("2025-06", "2025-06-01", "2025-06-30"),
        ("June to July 2025", "2025-06-01", "2025-07-31"),
        ("June 2024 – March 2025", "2024-06-01", "2025-03-31"),
        ("November to January 2026", "2025-11-01", "2026-01-31"),
    ],
)
def test_months(text, start, end):
    assert read(text) == (start, end, "month")


@pytest.mark.parametrize(
    "text", ["not known yet", "Not known yet.", "to be announced", "TBA", "t.b.c.", "unknown", "date to be confirmed"]
)
def test_not_known(text):
    assert read(text) == ("None", "None", "tba")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2-4 June", "2024-06-02", "2024-06-04"),
        ("2 January", "2025-01-02", "2025-01-02"),
        ("30 December to 2 January", "2024-12-30", "2025-01-02"),
        ("October", "2024-10-01", "2024-10-31"),
    ],
)
def test_a_missing_year_is_the_nearest_and_said(text, start, end):
    found = read_dates(text, today=TODAY)
    assert (str(found.start), str(found.end)) == (start, end)
    assert found.note == "No year was typed. The nearest one is taken."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Type the dates, or “not known yet”."),
        ("31 June", "31 June does not exist. June has 30 days."),
        ("31 June 2024", "31 June does not exist. June has 30 days."),
        ("29 February 2023", "29 February 2023 does not exist. February 2023 has 28 days."),
        ("30 February 2024", "30 February does not exist. February has 29 days."),
        ("0 June 2024", "0 June does not exist. June has 30 days."),
        ("29 to 27 August 2024", "The last day is before the first day."),
        ("29 August 2024 to 27 August 2024", "The last day is before the first day."),
        ("July to June 2024 2025", "There are two years without a word between them."),
        ("July 2025 to June 2025", "The last month is before the first."),
        ("27", "Say the month as well."),
        ("2025", "Say the month as well, or type “not known yet”."),
        ("June to 3 July 2025", "Give the day at both ends, or only the months."),
        ("8/27/2024", "There is no month 27. The day comes first: 27/8."),
        ("2024-13-01", "There is no month 13."),
        ("next Tuesday", "“next” is not a date."),
        ("27 August 3024", "The year 3024 cannot be right."),
        ("27 August to", "The last day is missing."),
        ("to 27 August", "The first day is missing."),
        ("1, 3 and 5 June 2024", "Type the first and the last day only."),
        ("27 August 20245", "“20245” is not a date."),
        ("???", "“???” is not a date."),
        (", ,", "This is not a date."),
        ("3 May 4 June 2024", "There are two months without a word between them."),
    ],
)
def test_problems_are_said_in_the_words_typed(text, problem):
    found = read_dates(text, today=TODAY)
    assert found.problem.startswith(problem)
    assert found.start is None


DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(DAYS, DAYS, st.sampled_from(["day", "month"]))
def test_reads_what_the_site_prints(one, other, precision):
    start, end = sorted([one, other])
    text = words.span(start, end, precision)
    found = read_dates(text, today=TODAY)
    assert found.problem == ""
    assert words.span(found.start, found.end, found.precision) == text


def test_reads_what_the_site_prints_for_an_unknown_date():
    assert read_dates(words.TO_BE_ANNOUNCED, today=TODAY).precision == "tba"


@given(st.text(max_size=40))
def test_any_text_gets_dates_or_a_sentence(text):
    found = read_dates(text, today=TODAY)
    assert found.problem or found.precision == "tba" or found.start <= found.end


@given(st.lists(st.sampled_from("1 2 31 2024 june feb to - , and 27/8 2024-08 29 the".split()), max_size=7))
def test_any_mixture_of_its_own_words_gets_dates_or_a_sentence(parts):
    found = read_dates(" ".join(parts), today=TODAY)
    assert found.problem or found.precision == "tba" or found.start <= found.end
