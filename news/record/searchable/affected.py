"""What a change touches beyond itself: whatever prints an entry's name or is found by it."""

from collections import defaultdict

from django.db.models import F, Q

from news.enums import SearchType
from news.models import (
    Country,
    Edition,
    EditionTopic,
    EventEdition,
    EventTopic,
    Organization,
    Organizer,
    Participation,
    Person,
    Place,
    Post,
    Programme,
    ProgrammePartner,
    Rank,
    Series,
    Session,
    Topic,
)

# Rows of facts that name an entry, by the column that leads to the event edition.
NAMED_BY = {
    Person: [(Participation, "edition", "person"), (Organizer, "edition", "led_by")],
    Organization: [
        (Participation, "edition", "organization"),
        (Organizer, "edition", "organization"),
        (Organizer, "edition", "through"),
    ],
    Programme: [(EventEdition, "pk", "programme"), (Organizer, "edition", "programme")],
    Place: [(EventEdition, "pk", "place"), (Session, "edition", "place")],
    Country: [
        (EventEdition, "pk", "place__country"),
        (Session, "edition", "place__country"),
        (Participation, "edition", "country"),
        (EventEdition.also_in.through, "eventedition", "country"),
    ],
    Topic: [(EventTopic, "content_object", "tag")],
    Series: [(EventEdition, "pk", "event__series")],
    Rank: [],
}
RELEASES_NAMED_BY = {
    Person: [(Edition, "pk", "byline")],
    Organization: [(Edition.issued_jointly_with.through, "edition", "organization")],
    Topic: [(EditionTopic, "content_object", "tag")],
}
ENTRIES_NAMED_BY = {
    Organization: [
        (SearchType.PERSON, Post, "person", "organization"),
        (SearchType.ORGANIZATION, Organization, "pk", "parent"),
        (SearchType.PROGRAMME, ProgrammePartner, "programme", "organization"),
    ],
    Country: [
        (SearchType.ORGANIZATION, Organization, "pk", "country"),
        (SearchType.PROGRAMME, Programme.countries.through, "programme", "country"),
    ],
    Rank: [(SearchType.PERSON, Post, "person", "rank")],
}


def of_facts(keys):
    """Things of public event editions: the events, the releases that show them, whom they make known. Five queries."""
    if not keys:
        return set()
    facts = EventEdition.objects.filter(pk__in=keys)
    events = set(facts.order_by().values_list("event", flat=True))
    showing = Edition.objects.live().filter(_shows(events))
    found = {(SearchType.EVENT, key) for key in events}
    found |= {(SearchType.RELEASE, key) for key in showing.order_by().values_list("release", flat=True)}
    rows = Organizer.objects.filter(edition__in=keys).order_by()
    organizations, programmes = set(), set(facts.order_by().values_list("programme", flat=True))
    for organization, through, programme in rows.values_list("organization", "through", "programme"):
        organizations |= {organization, through}
        programmes.add(programme)
    there = Participation.objects.filter(edition__in=keys).order_by()
    organizations |= set(there.values_list("organization", flat=True).distinct())
    partners = ProgrammePartner.objects.filter(programme__in=programmes - {None}).order_by()
    organizations |= set(partners.values_list("organization", flat=True))
    found |= {(SearchType.ORGANIZATION, key) for key in organizations - {None}}
    return found | {(SearchType.PROGRAMME, key) for key in programmes - {None}}


def people_at(organizations):
    """People with a page who hold or held a post there: they are listed under an organization once it is known."""
    posts = Post.objects.filter(organization__in=list(organizations), person__public_profile=True)
    return {(SearchType.PERSON, key) for key in posts.order_by().values_list("person", flat=True)}


def of_entries(entries):
    """Things that name entries, those of the directory first, then releases and events, each newest first."""
    by_model = defaultdict(set)
    for model, key in entries:
        by_model[model].add(key)
    if not by_model:
        return []
    facts, releases, found = Q(pk__in=[]), Q(pk__in=[]), {}
    for model, keys in by_model.items():
        for rows, column, name in NAMED_BY[model]:
            facts |= _in(rows, column, name, keys)
        for rows, column, name in RELEASES_NAMED_BY.get(model, ()):
            releases |= _in(rows, column, name, keys)
        for thing_type, rows, column, name in ENTRIES_NAMED_BY.get(model, ()):
            naming = rows._base_manager.filter(**{f"{name}__in": keys}).order_by()
            found |= dict.fromkeys((thing_type, key) for key in naming.values_list(column, flat=True))
    events = EventEdition.objects.live().filter(facts)
    showing = Edition.objects.live().filter(releases | _shows(events.order_by().values("event")))
    newest = showing.order_by(F("release__display_date").desc(nulls_last=True), "-release")
    found |= dict.fromkeys((SearchType.RELEASE, key) for key in newest.values_list("release", flat=True))
    newest = events.order_by(F("starts").desc(nulls_last=True), "-event")
    return list(found | dict.fromkeys((SearchType.EVENT, key) for key in newest.values_list("event", flat=True)))


def _in(rows, column, name, keys):
    condition = Q(**{f"{name}__in": keys})
    if column == "pk":
        return condition
    return Q(pk__in=rows._base_manager.filter(condition).order_by().values(column))


def _shows(events):
    """Releases about these events, or covering them as well."""
    return Q(event__in=events) | Q(
        pk__in=Edition.also_covers.through.objects.filter(event__in=events).values("edition")
    )
