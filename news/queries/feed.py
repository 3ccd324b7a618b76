"""The newest press releases of a list in full, for feeds. Twelve queries at most, however many releases and filters."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q

from news import html
from news.models import Edition, EditionDocument, EditionTopic, Person, Picture

from . import archive, cards, files, filters
from .prepared import Part, Prepared

LENGTH = 30
KEYS_AT_ONCE = 200


@dataclass(frozen=True)
class Entry:
    """A release as feeds tell it. `body` is clean HTML; `inside` are the pictures that it shows, by their keys.

    `updated` is when its text or the facts that it shows last changed.
    """

    card: cards.ReleaseCard
    body: str
    inside: dict[str, Picture]
    updated: datetime.datetime
    dateline: str = ""
    byline: str = ""
    jointly_with: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    documents: tuple[files.File, ...] = ()
    motto: str = ""
    reference: str = ""
    language: str = "en"


@dataclass
class _Beside:
    """What stands in other tables, by the key of the edition."""

    topics: dict[int, list] = field(default_factory=dict)
    documents: dict[int, list] = field(default_factory=dict)
    jointly: dict[int, list] = field(default_factory=dict)


def newest(parameters):
    """The filters of a query string and the newest entries of that list. Raises `NoSuchListError`."""
    chosen = filters.read(parameters)
    keys = archive.newest_keys(chosen, LENGTH)
    place = {key: at for at, key in enumerate(keys)}
    return chosen, _entries(sorted(cards.linked(_IN_FULL.rows(list(keys))), key=lambda one: place[one.release_id]))


_IN_FULL = Prepared(
    lambda keys: cards.joined(release__pk__in=keys),
    *cards.columns("published_at dateline motto language byline_id", "published_at"),
    Part("byline", Person, "name"),
)


def _entries(editions):
    beside, pictures, found = _beside(editions), _pictures(editions), cards.release_cards(editions)
    return [_entry(edition, card, beside, pictures) for edition, card in zip(editions, found, strict=True)]


def _entry(edition, card, beside, pictures):
    facts = cards.facts_of(edition)
    keys = html.pictures(edition.body)
    inside = {key: pictures[key] for key in keys & pictures.keys()}
    hidden = keys - inside.keys()
    return Entry(
        card=card,
        body=html.without_pictures(edition.body, hidden) if hidden else edition.body,
        inside=inside,
        updated=max(edition.published_at, facts.published_at) if facts else edition.published_at,
        dateline=edition.dateline,
        byline=edition.byline.name if edition.byline else "",
        jointly_with=tuple(beside.jointly.get(edition.pk, ())),
        topics=tuple(beside.topics.get(edition.pk, ())),
        documents=tuple(beside.documents.get(edition.pk, ())),
        motto=edition.motto,
        reference=edition.release.reference,
        language=edition.language,
    )


def _beside(editions):
    keys, beside = [edition.pk for edition in editions], _Beside()
    topics = EditionTopic.objects.filter(content_object__in=keys).order_by("tag__name")
    for edition, name in topics.values_list("content_object", "tag__name"):
        beside.topics.setdefault(edition, []).append(name)
    documents = EditionDocument.objects.filter(edition__in=keys, document__hidden_at=None).select_related("document")
    for row in documents.order_by("order", "pk"):
        beside.documents.setdefault(row.edition_id, []).append(files.listed(row.title, row.document))
    jointly = Edition.issued_jointly_with.through.objects.filter(edition__in=keys).order_by("organization__name")
    for edition, name in jointly.values_list("edition", "organization__name"):
        beside.jointly.setdefault(edition, []).append(name)
    return beside


def _pictures(editions):
    """The pictures in these texts that nobody has hidden, by their keys."""
    keys = sorted({key for edition in editions for key in html.pictures(edition.body)})
    found = {}
    for first in range(0, len(keys), KEYS_AT_ONCE):
        # As spans: the index on the whole hash serves, which it does not for its first letters.
        spans = Q()
        for key in keys[first : first + KEYS_AT_ONCE]:
            spans |= Q(sha256__gte=key, sha256__lt=f"{key}g")
        for picture in Picture.objects.filter(spans, hidden_at=None).order_by():
            found[picture.sha256[: files.KEY_LENGTH]] = picture
    return found
