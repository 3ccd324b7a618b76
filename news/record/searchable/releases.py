"""Press releases as search knows them."""

from collections import defaultdict

from news import html, words
from news.enums import SearchType
from news.models import (
    Edition,
    EditionDocument,
    EditionPicture,
    EditionTopic,
    EventEdition,
    Organization,
    Person,
    Picture,
)
from news.queries.files import KEY_LENGTH
from news.search import keys
from news.search.document import Document

from . import facts as facts_of_events
from .called import Called
from .writing import HOME, also, each, joined, narrowed, wanted

COLUMNS = (
    "title standfirst body dateline kind event_id byline__name release__display_date release__url_year "
    "release__ref_year release__ref_number"
).split()


def public():
    return Edition.objects.live()


def documents(wanted_keys, now):
    """Documents of those that are public; nineteen queries, however many."""
    editions = list(
        public().filter(release__pk__among=wanted_keys).select_related("release", "byline").only(*COLUMNS).order_by()
    )
    if not editions:
        return []
    own = [edition.pk for edition in editions]
    covered = _covered(own)
    events = {edition.event_id for edition in editions}
    events = facts_of_events.read(EventEdition.objects.live().filter(event__pk__among=events - {None}), now)
    jointly, topics, captions, titles = _jointly(own), _topics(own), _captions(own), _titles(own)
    hidden = _hidden_in(editions)
    named = {(Organization, key) for found in jointly.values() for key, _ in found}
    named |= {(Person, edition.byline_id) for edition in editions}
    called = Called(wanted(named, *(shown.named for shown in events.values())))
    return [
        _document(
            edition,
            events.get(edition.event_id),
            called,
            jointly=jointly[edition.pk],
            topics=topics[edition.pk],
            captions=captions[edition.pk],
            titles=titles[edition.pk],
            covered=covered[edition.pk],
            hidden=hidden,
        )
        for edition in editions
    ]


def _document(edition, event, called, *, jointly, topics, captions, titles, covered, hidden):
    release = edition.release
    day = release.display_date.astimezone(HOME).date()
    found = {
        keys.key("type", SearchType.RELEASE),
        keys.key("year", str(release.url_year)),
        keys.key("month", f"{release.url_year}{day.month:02}"),
        keys.key("kind", event.facts.kind if event else edition.kind),
        *(keys.key("topic", slug) for slug, _ in topics),
    }
    narrowing = {("organization", Organization, key) for key, _ in jointly}
    named = {(Organization, key) for key, _ in jointly}
    byline = edition.byline
    if byline is not None:
        named.add((Person, byline.pk))
    people = [byline.name if byline else "", *(event.people if event else ())]
    names = [*(event.names if event else ()), *(name for _, name in jointly), *covered]
    body = html.without_pictures(edition.body, hidden) if hidden else edition.body
    if event:
        named, narrowing = named | event.named, narrowing | event.narrowed
    return Document(
        thing_type=SearchType.RELEASE,
        thing_id=release.pk,
        title=edition.title,
        moment=release.display_date,
        names=joined([*people, *names]),
        summary=edition.standfirst,
        text=joined(
            [
                html.bare(body),
                edition.dateline,
                *captions,
                *titles,
                *(event.texts if event else [edition.get_kind_display()]),
                event.summary if event else "",
                joined((name for _, name in topics)),
                release.reference,
            ],
            "\n\n",
        ),
        also=joined([also(named, called), *(event.topics.values() if event else ()), words.day(day)], "\n"),
        people=each([*people, *called.people(named)]),
        keys=frozenset(found | narrowed(narrowing, called)),
        again_at=event.again_at if event else None,
    )


# Rows of many editions, a query each


def _grouped(rows):
    found = defaultdict(list)
    for edition, *values in rows:
        found[edition].append(values[0] if len(values) == 1 else tuple(values))
    return found


def _covered(own):
    rows = EventEdition.objects.live().filter(event__also_covered_by__pk__among=own, event__merged_into=None)
    rows = rows.order_by("pk").values_list("event__also_covered_by", "name", "acronym")
    return _grouped((edition, f"{name} {acronym}".strip()) for edition, name, acronym in rows)


def _jointly(own):
    rows = Edition.issued_jointly_with.through.objects.filter(edition__pk__among=own).select_related("organization")
    return _grouped((row.edition_id, row.organization_id, str(row.organization)) for row in rows.order_by("pk"))


def _topics(own):
    rows = EditionTopic.objects.filter(content_object__pk__among=own).order_by("tag__name")
    return _grouped(rows.values_list("content_object", "tag__slug", "tag__name"))


def _captions(own):
    rows = EditionPicture.objects.filter(edition__pk__among=own, picture__hidden_at=None).exclude(caption="")
    return _grouped(rows.order_by("order", "pk").values_list("edition", "caption"))


def _titles(own):
    rows = EditionDocument.objects.filter(edition__pk__among=own, document__hidden_at=None)
    return _grouped(rows.order_by("order", "pk").values_list("edition", "title"))


def _hidden_in(editions):
    """Keys of the hidden pictures among those that stand in these texts."""
    inside = {key for edition in editions for key in html.pictures(edition.body)}
    if not inside:
        return set()
    hidden = Picture.objects.exclude(hidden_at=None).values_list("sha256", flat=True)
    return {sha256[:KEY_LENGTH] for sha256 in hidden} & inside
