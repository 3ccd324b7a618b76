"""Events as search knows them."""

import datetime

from news import words
from news.enums import SearchType
from news.models import EventEdition
from news.queries import visibility
from news.search import keys
from news.search.document import Document

from . import facts as facts_of_events
from .called import Called
from .writing import also, each, joined, narrowed, wanted


def public():
    return EventEdition.objects.live().filter(event__merged_into=None)


def documents(wanted_keys, now):
    """Documents of those that are public; twelve queries, however many."""
    events = facts_of_events.read(public().filter(event__pk__among=wanted_keys), now)
    called = Called(wanted(*(shown.named for shown in events.values())))
    return [_document(shown, called) for shown in events.values()]


def _document(shown, called):
    facts = shown.facts
    found = {keys.key("type", SearchType.EVENT), keys.key("kind", facts.kind)}
    found |= {keys.key("topic", slug) for slug in shown.topics}
    if facts.starts:
        found.add(keys.key("year", f"{facts.starts.year}"))
        found.add(keys.key("month", f"{facts.starts:%Y%m}"))
    _, *names = shown.names
    return Document(
        thing_type=SearchType.EVENT,
        thing_id=facts.event_id,
        title=str(facts),
        moment=_moment(facts),
        names=joined([*shown.people, *names]),
        summary=shown.summary,
        text=joined([*shown.texts, joined(shown.topics.values())], "\n\n"),
        also=joined([also(shown.named, called), words.span(facts.starts, facts.ends, facts.precision)], "\n"),
        people=each([*shown.people, *called.people(shown.named)]),
        keys=frozenset(found | narrowed(shown.narrowed, called)),
        called=each([facts, facts.name, facts.acronym]),
        again_at=shown.again_at,
    )


def _moment(facts):
    """When it begins; without dates, since when it is known."""
    if facts.starts is None:
        return facts.published_at
    return datetime.datetime.combine(facts.starts, datetime.time(), visibility.zone_of(facts))
