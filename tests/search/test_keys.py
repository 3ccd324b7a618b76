import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.search import analyser, keys

SLUGS = st.text("abcxyz0123456789-_", min_size=1, max_size=90)


@pytest.mark.parametrize(
    ("facet", "value", "key"),
    [
        ("year", "2024", "qkyear2024"),
        ("year", 2000, "qkyear2000"),
        ("month", "202410", "qkmonth202410"),
        ("country", "PH", "qkcountryph"),
        ("organization", "korean-national-police-agency", "qkorganizationkorean0hnational0hpolice0hagency"),
        ("kind", "working_group", "qkkindworking0ugroup"),
        ("topic", "covid-2020", "qktopiccovid0h200200"),
        ("type", "release", "qktyperelease"),
        ("topic", "Ärzte", "qktopic0x0000c4rzte"),
    ],
)
def test_a_key_says_its_facet_and_value(facet, value, key):
    assert keys.key(facet, value) == key
    assert keys.value_of(key) == (facet, str(value))


@given(st.sampled_from(["organization", "person", "programme", "topic", "kind", "type"]), SLUGS | st.text(min_size=1))
def test_every_value_is_read_as_it_was_written(facet, value):
    key = keys.key(facet, value)
    assert re.fullmatch("qk[a-z0-9]+", key)
    assert keys.value_of(key) == (facet, value)


@given(st.sampled_from(["person", "topic"]), SLUGS)
def test_a_key_fits_its_column(facet, value):
    assert len(keys.key(facet, value)) <= 240


def test_no_key_begins_another_facet():
    for one in keys.FACETS:
        assert not any(other.startswith(one) for other in keys.FACETS if other != one)
        assert not f"qk{one}".startswith((keys.PEOPLE, analyser.SCRIPT, analyser.TYPED_KEY))


@given(st.sampled_from(keys.FACETS), st.integers(1000, 9999))
def test_nobody_can_type_a_key(facet, value):
    key = keys.key(facet, value)
    for typed in (key, key.upper(), f"{key}’s", f"x-{key}"):
        assert key not in analyser.tokens(typed)


@pytest.mark.parametrize(
    ("facet", "value"), [("colour", "red"), ("topic", ""), ("year", "abc"), ("year", "٢٠٢٤"), ("month", "2024-10")]
)
def test_there_is_no_such_key(facet, value):
    with pytest.raises(ValueError, match=r"There is no key of|is a number, not"):
        keys.key(facet, value)


@pytest.mark.parametrize("text", ["", "polic", "qk", "qkyear", "qktopic0z", "qktopicx0", "qktopic0xffffff", "qku0e15"])
def test_that_is_no_key(text):
    with pytest.raises(ValueError, match=r"no key|no letter|not in range"):
        keys.value_of(text)
