"""Keys narrow a list: "the year 2024", "in the Philippines". They are tokens that no typed word can be.

A value is what an address has: a year, a month as "202409", a country's code, a slug, a kind, a type.
"""

FACETS = ("year", "month", "country", "organization", "person", "programme", "topic", "kind", "type")


def key(facet, value):
    """The key of a value, as "qkyear2024": ASCII letters and digits only, and no word of the analyser."""
    raise NotImplementedError


def value_of(key):
    """`(facet, value)` of a key."""
    raise NotImplementedError
