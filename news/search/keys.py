"""Keys narrow a list: "the year 2024", "in the Philippines". They are tokens that no typed word can be.

A value is what an address has: a year, a month as "202409", a country's code, a slug, a kind, a type.
"""

import re
from functools import lru_cache

FACETS = ("year", "month", "country", "organization", "person", "programme", "topic", "kind", "type")
PEOPLE = "qkp0"  # stands before the tokens of people's names; no facet begins with "p0"

KEY = re.compile(f"qk({'|'.join(FACETS)})([a-z0-9]+)")
DIGITS = frozenset({"year", "month"})
SIGNS = {"-": "0h", "_": "0u", "0": "00"}
MEANT = {written: sign for sign, written in SIGNS.items()}
WRITTEN = re.compile("0x[0-9a-f]{6}|0.?")


@lru_cache(maxsize=20_000)
def key(facet, value):
    """The key of a value, as "qkyear2024": ASCII letters and digits only, and no word of the analyser.

    ValueError for an unknown facet, an empty value, and a year or month that is no number.
    """
    value = str(value)
    if facet not in FACETS or not value:
        raise ValueError(f"There is no key of {value} in {facet}.")
    if facet in DIGITS:
        if not (value.isascii() and value.isdigit()):
            raise ValueError(f"A {facet} is a number, not {value}.")
        return f"qk{facet}{value}"
    if facet == "country":
        value = value.lower()
    return f"qk{facet}{''.join(map(_written, value))}"


def value_of(key):
    """`(facet, value)` of a key. ValueError for what is none."""
    parts = KEY.fullmatch(key)
    if not parts:
        raise ValueError(f"{key} is no key.")
    facet, written = parts.groups()
    if facet in DIGITS:
        return facet, written
    value = WRITTEN.sub(_meant, written)
    return facet, value.upper() if facet == "country" else value


def _written(sign):
    if sign != "0" and sign.isascii() and (sign.islower() or sign.isdigit()):
        return sign
    return SIGNS.get(sign) or f"0x{ord(sign):06x}"


def _meant(match):
    written = match[0]
    if written in MEANT:
        return MEANT[written]
    if len(written) < 8:
        raise ValueError(f"{written} stands for no letter in a key.")
    return chr(int(written, 0))
