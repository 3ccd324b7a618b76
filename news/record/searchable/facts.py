"""The facts of public events as readers may know them now, read for many events at once.

Until an event has begun, readers see name, dates, city and organizers (`queries/visibility.py`); what
lists may say is `queries/filters.py: CONDITIONS`, and the keys follow it.
"""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field

from news import words
from news.enums import ParticipationRole
from news.models import (
    Country,
    EventEdition,
    EventTopic,
    Organization,
    Organizer,
    Participation,
    Person,
    Place,
    Programme,
    Session,
)
from news.queries import people, visibility


@dataclass
class Shown:
    """What readers may know of an event. `named` are (model, key) of entries whose other names find it, too.

    `keys` are (facet, model, key) of what lists are narrowed by.
    """

    facts: EventEdition
    names: list = field(default_factory=list)
    people: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    topics: dict = field(default_factory=dict)  # {slug: name}
    named: set = field(default_factory=set)
    narrowed: set = field(default_factory=set)
    summary: str = ""
    again_at: object = None


def read(editions, now):
    """`{key of the event: Shown}` of public facts; a query for each sort of rows."""
    editions = list(editions.select_related("event__series", "place__country", "programme").only(*COLUMNS).order_by())
    if not editions:
        return {}
    keys = [facts.pk for facts in editions]
    rows = {name: _by_edition(keys, *query) for name, query in ROWS.items()}
    return {
        facts.event_id: _shown(facts, {name: found.get(facts.pk, ()) for name, found in rows.items()}, now)
        for facts in editions
    }


COLUMNS = (
    "name acronym kind status status_note starts ends precision zone venue subjects summary show_all_before "
    "published_at event__ordinal event__series__name event__series__acronym place__city place__zone "
    "place__country__name programme__name programme__acronym"
).split()

# Rows of facts: model, column of the event edition, order, what is read. As tuples, for there are many.
LEADER = ("honorific", "rank_long", "rank_short", "position")
ROWS = {
    "organizers": (
        Organizer,
        "edition",
        "order",
        "session organization programme through led_by printed_as through_as led_by_as led_what".split(),
        LEADER,
    ),
    "participations": (
        Participation,
        "edition",
        "order",
        "person organization country label role printed_as organization_as country__name".split(),
        LEADER,
    ),
    "sessions": (
        Session,
        "edition",
        "order",
        "title venue summary place place__city place__country place__country__name".split(),
    ),
    "also_in": (EventEdition.also_in.through, "eventedition", "pk", ["country", "country__name"]),
    "topics": (EventTopic, "content_object", "pk", ["tag__slug", "tag__name"]),
}


def _by_edition(keys, model, column, order, *columns):
    rows = model._base_manager.filter(**{f"{column}__pk__among": keys}).order_by(order, "pk")
    found = defaultdict(list)
    for row in rows.values_list(column, *itertools.chain(*columns), named=True):
        found[row[0]].append(row)
    return found


def _shown(facts, rows, now):
    everything = visibility.shows_all(facts, now)
    shown = Shown(facts, again_at=None if everything else visibility.begins(facts))
    shown.names += [str(facts)]
    shown.texts += [facts.get_kind_display(), facts.status_note]
    if facts.place_id:
        place = facts.place
        _place(shown, place.city, place.pk, place.country.name, place.country_id)
        shown.narrowed.add(("country", Country, facts.place.country_id))
    for row in rows["organizers"]:
        if row.session is None or everything:
            _organizer(shown, row, everything)
    if everything:
        _rest(shown, facts, rows)
    return shown


def _place(shown, city, key, country, code):
    shown.names += [city, country]
    shown.named |= {(Place, key), (Country, code)}


def _organizer(shown, row, everything):
    shown.names += [row.printed_as, row.through_as]
    organizations = {(Organization, row.organization), (Organization, row.through)}
    shown.named |= organizations | {(Programme, row.programme)}
    shown.narrowed |= {("organization", *one) for one in organizations}
    if row.session is None:
        shown.narrowed.add(("programme", Programme, row.programme))
    if everything:
        shown.named.add((Person, row.led_by))
        shown.narrowed.add(("person", Person, row.led_by))
    if everything and row.led_by_as:
        shown.people.append(people.with_honorific(row, row.led_by_as))
        shown.texts += [people.rank(row), row.position, row.led_what]


def _rest(shown, facts, rows):
    shown.summary = facts.summary
    shown.texts += [facts.venue, *facts.subjects.splitlines()]
    if facts.programme_id:
        shown.names.append(str(facts.programme))
        shown.named.add((Programme, facts.programme_id))
        shown.narrowed.add(("programme", Programme, facts.programme_id))
    if facts.event.series_id:
        ordinal, series = facts.event.ordinal, facts.event.series
        shown.names.append(f"{words.ordinal(ordinal)} {series}" if ordinal else str(series))
    for row in rows["participations"]:
        _participation(shown, row)
    for row in rows["also_in"]:
        shown.names.append(row.country__name)
        shown.named.add((Country, row.country))
        shown.narrowed.add(("country", Country, row.country))
    for row in rows["sessions"]:
        shown.texts += [row.title, row.venue, row.summary]
        if row.place:
            _place(shown, row.place__city, row.place, row.place__country__name, row.place__country)
    shown.topics = {row.tag__slug: row.tag__name for row in rows["topics"]}


def _participation(shown, row):
    if row.person:
        shown.people.append(people.with_honorific(row, row.printed_as))
    shown.names += [row.label, row.organization_as, row.country__name or ""]
    shown.texts += [people.rank(row), row.position]
    shown.named |= {(Person, row.person), (Organization, row.organization), (Country, row.country)}
    if row.role not in ParticipationRole.absent:
        shown.narrowed |= {("person", Person, row.person), ("organization", Organization, row.organization)}
