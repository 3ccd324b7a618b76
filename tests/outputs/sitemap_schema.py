"""The schema of sitemaps as sitemaps.org wrote it.

Of the index and of news no registry brings the schema; their form is checked in `tests/pages/test_machines.py`.
"""

from tests import npm

PACKAGE, SCHEMA = "sitemap@9.0.1", "schema/sitemap.xsd"


def fetched():
    """The path of the schema. Raises `npm.NotFetchedError`."""
    return npm.fetched(PACKAGE, SCHEMA)
