"""Every type of thing that is found: which are public, and their documents."""

from collections import defaultdict

from news.enums import SearchType
from news.queries import named, visibility

from . import entries, events, releases

DOCUMENTS = {
    SearchType.RELEASE: releases.documents,
    SearchType.EVENT: events.documents,
    SearchType.PERSON: entries.people,
    SearchType.ORGANIZATION: entries.organizations,
    SearchType.PROGRAMME: entries.programmes,
}


def documents(things, now):
    """Documents of those of `things` (type, key) that are public; a constant number of queries a type."""
    by_type = defaultdict(set)
    for thing_type, key in things:
        by_type[SearchType(thing_type)].add(key)
    return [document for thing_type, wanted in by_type.items() for document in DOCUMENTS[thing_type](wanted, now)]


def public(thing_type, now):
    """`(rows, column)`: everything of a type that readers may find, and the column of its key."""
    match thing_type:
        case SearchType.RELEASE:
            return releases.public(), "release"
        case SearchType.EVENT:
            return events.public(), "event"
        case SearchType.PERSON:
            return named.people(), "pk"
        case SearchType.ORGANIZATION:
            return named.organizations(visibility.keeping_back(now)), "pk"
        case SearchType.PROGRAMME:
            return named.programmes(visibility.keeping_back(now)), "pk"
