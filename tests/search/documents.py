"""Documents for tests of the index, without any thing behind them."""

import datetime

from news.enums import SearchType
from news.search import keys
from news.search.document import Document

FIRST_DAY = datetime.datetime(2024, 1, 15, 8, tzinfo=datetime.UTC)


def make_document(number, title="", *, day=None, thing_type=SearchType.RELEASE, also_keys=(), **values):
    """A document that carries its year and type; `day` counts from the 15th of January 2024, without it the number."""
    moment = values.pop("moment", FIRST_DAY + datetime.timedelta(days=number if day is None else day))
    found = {keys.key(facet, value) for facet, value in also_keys}
    if moment:
        found.add(keys.key("year", moment.year))
    return Document(
        thing_type, number, title=title or f"Release {number}", moment=moment, keys=frozenset(found), **values
    )
