"""The page of a topic: its releases, page by page, and its events. Six queries at most."""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from news.models import Contact

from . import cards, named, paging, visibility
from .contact import press_contact

EVENTS = 12


@dataclass(frozen=True)
class TopicPage:
    """`events` holds the newest ones, on the first page of the releases only."""

    name: str
    description: str
    url: str
    slug: str
    page: paging.Page
    releases: tuple[cards.ReleaseCard, ...]
    events: tuple[cards.EventLine, ...]
    contact: Contact | None

    @property
    def query(self):
        return self.page.query


def read(slug, parameters, *, now=None):
    """A `TopicPage`, or None where nothing public has the topic. Raises `NoSuchListError`."""
    kept_back = visibility.keeping_back(now or timezone.now())
    topic = named.topics(kept_back).filter(slug=slug).first()
    if topic is None:
        return None
    page = paging.read(cards.live_releases().filter(topic_rows__tag=topic), parameters.get("page", ""))
    tagged = named.events(kept_back).filter(topic_rows__tag=topic)
    newest = tagged.order_by(F("starts").desc(nulls_first=True), "-event_id")[: EVENTS if page.number == 1 else 0]
    events = list(newest)
    organizers = cards.organizers_of(cards.facts_keys(page.rows) | {facts.pk for facts in events})
    return TopicPage(
        name=topic.name,
        description=topic.description,
        url=topic.get_absolute_url(),
        slug=topic.slug,
        page=page,
        releases=tuple(cards.release_cards(page.rows, organizers)),
        events=tuple(cards.event_lines(events, organizers)),
        contact=press_contact(),
    )
