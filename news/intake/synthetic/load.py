"""N made-up releases with their events, into whatever database there is.

The rows go past `record/` and `workflow/`, for speed: as COPY on PostgreSQL, as multi-row INSERT on SQLite, a
thousand releases a transaction. The triggers of the generation are away meanwhile, so it rises once, at the end.
"""

import datetime
import random
import uuid
from dataclasses import dataclass

from django.db import transaction

from news import words
from news.enums import EventKind, Mode, OrganizationKind, OrganizerRole, ParticipationRole, ReleaseKind, State
from news.errors import NewsroomError
from news.models import (
    Country,
    Edition,
    EditionTopic,
    Event,
    EventEdition,
    EventTopic,
    Organization,
    Organizer,
    Participation,
    Person,
    Place,
    PressRelease,
    Programme,
    ReferenceCounter,
    Session,
    Topic,
)
from news.models.generation import drop_triggers, install_triggers

from . import language
from .tables import Table, keys_after, tell_sequences

BATCH = 1000
FIRST_DAY, LAST_DAY = datetime.date(2006, 1, 9), datetime.date(2026, 10, 30)
ORGANIZATIONS, PROGRAMMES, RELEASES_A_PERSON, RELEASES_A_RARE_WORD = 200, 20, 40, 50
SENTENCES = 16
KINDS = [kind for kind in EventKind.values if kind != EventKind.OTHER]
ROLES = [ParticipationRole.SPEAKER, ParticipationRole.PANELLIST, ParticipationRole.DELEGATE, ParticipationRole.TRAINER]
TABLES = (PressRelease, Event, EventEdition, Edition, Organizer, Session, Participation, EditionTopic, EventTopic)


class AlreadyThereError(NewsroomError):
    """Other made-up content of this seed is there."""


@dataclass(frozen=True)
class Directory:
    places: list
    organizations: list
    people: list
    programmes: list
    topics: list


def load_synthetic(*, releases, seed, said=lambda number: None):
    """Make `releases` releases of that seed; of those that are there already none is doubled.

    `said` is called with the number that is done. Returns how many were added. Raises `AlreadyThereError` if
    there are more of this seed than are asked for.
    """
    mark = f"made-up-{seed}-"
    there = PressRelease.objects.filter(slug__startswith=mark).count()
    if there > releases:
        raise AlreadyThereError(f"There are {there} releases of seed {seed} already. Take another seed.")
    drop_triggers(plan=("measuring",))
    try:
        directory = _directory(seed, releases)
        chance = random.Random(f"{seed} releases {releases}")  # noqa: S311  the same again is what is wanted
        sentences = language.sentences()
        for first in range(0, releases, BATCH):
            numbers = range(first, min(first + BATCH, releases))
            with transaction.atomic():
                _write(numbers, there, releases, mark, directory, chance, sentences)
            said(numbers.stop)
    finally:
        install_triggers()
    return releases - there


# The directory


def _directory(seed, releases):
    with transaction.atomic():
        for code, name in language.COUNTRIES.items():
            Country.objects.get_or_create(
                code=code, defaults={"name": name, "iso_name": name, "folded": words.fold(name)}
            )
        places = [_place(*city) for city in language.CITIES]
        topics = [
            Topic.objects.get_or_create(slug=words.slug(name), defaults={"name": name})[0] for name in language.TOPICS
        ]
        organizations = [_organization(seed, number) for number in range(ORGANIZATIONS)]
        organizations = _bulk(Organization, organizations)
        programmes = _bulk(Programme, [_programme(seed, number) for number in range(PROGRAMMES)])
        most = min(20_000, max(50, releases // RELEASES_A_PERSON))
        people = _bulk(Person, [_person(seed, number) for number in range(most)])
    return Directory(places, organizations, people, programmes, topics)


def _place(city, code, latitude, longitude, zone):
    facts = {"latitude": latitude, "longitude": longitude, "zone": zone, "folded": words.fold(city)}
    return Place.objects.get_or_create(city=city, country_id=code, defaults=facts)[0]


def _bulk(model, rows):
    """The rows as they are in the database, those of an earlier run included, in this order."""
    model.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    found = {row.slug: row for row in model.objects.filter(slug__in=[row.slug for row in rows])}
    return [found[row.slug] for row in rows]


def _organization(seed, number):
    region, (unit, short) = language.REGIONS[number // 10], language.UNITS[number % 10]
    country = sorted(language.COUNTRIES)[number % len(language.COUNTRIES)]
    acronym = f"{region[:2].upper()}{short}"
    name = f"{region} {unit} of {language.COUNTRIES[country]}"
    return Organization(
        slug=f"made-up-{seed}-{words.slug(name)}",
        name=name,
        acronym=acronym,
        kind=OrganizationKind.OTHER,
        country_id=country,
        folded=words.fold(f"{name} {acronym}"),
    )


def _programme(seed, number):
    name = f"Programme on {language.SUBJECTS[number]}"
    return Programme(slug=f"made-up-{seed}-{words.slug(name)}", name=name, folded=words.fold(name))


def _person(seed, number):
    given = language.GIVEN[number % len(language.GIVEN)]
    family = language.FAMILY[number // len(language.GIVEN) % len(language.FAMILY)]
    rest = number // (len(language.GIVEN) * len(language.FAMILY))
    middle = f" {language.rare_word(rest)}" if rest else ""
    name = f"{given}{middle} {family}"
    return Person(
        slug=f"made-up-{seed}-{words.slug(name)}-{number}",
        name=name,
        sort_key=f"{family}, {given}",
        public_profile=number % 20 == 0,
        folded=words.fold(name),
    )


# Releases


def _write(numbers, there, releases, mark, directory, chance, sentences):
    tables = {model: Table(model) for model in TABLES}
    keys = {model: keys_after(model) for model in TABLES}
    counted = {}
    for number in numbers:
        # Drawn for those too that are there already, so that the following ones come out the same.
        drawn = _draw(number, releases, directory, chance, sentences)
        if number >= there:
            _one(number, drawn, mark, tables, keys, counted)
    for model in TABLES:
        tables[model].write()
    tell_sequences(TABLES)
    for year, last in counted.items():
        ReferenceCounter.objects.filter(pk=year).update(last=last)


@dataclass(frozen=True)
class Drawn:
    day: datetime.date
    days: int
    kind: str
    place: Place
    programme: Programme | None
    subject: str
    hosts: list
    people: list
    topic: Topic
    uuids: list
    body: str
    rare: str


def _draw(number, releases, directory, chance, sentences):
    span = (LAST_DAY - FIRST_DAY).days
    day = FIRST_DAY + datetime.timedelta(days=number * span // max(1, releases - 1))
    hosts = [directory.organizations[int(chance.random() * ORGANIZATIONS)] for _ in range(2)]
    people = [directory.people[int(chance.random() ** 2 * len(directory.people))] for _ in range(4)]
    chosen = [sentences[int(chance.random() * len(sentences))] for _ in range(SENTENCES)]
    rare = language.rare_word(number // RELEASES_A_RARE_WORD)
    paragraphs = [
        f"Police officers worked under the name {rare}. {chosen[0]}",
        *(" ".join(chosen[at : at + 5]) for at in range(1, SENTENCES, 5)),
    ]
    return Drawn(
        day=day,
        days=int(chance.random() * 4),
        kind=KINDS[int(chance.random() * len(KINDS))],
        place=directory.places[int(chance.random() * len(directory.places))],
        programme=directory.programmes[number % PROGRAMMES] if number % 5 == 0 else None,
        subject=language.SUBJECTS[int(chance.random() * len(language.SUBJECTS))],
        hosts=hosts if hosts[0] is not hosts[1] else hosts[:1],
        people=list(dict.fromkeys(people)),
        topic=directory.topics[int(chance.random() * len(directory.topics))],
        uuids=[uuid.UUID(int=chance.getrandbits(128), version=4) for _ in range(2)],
        body="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        rare=rare,
    )


def _one(number, drawn, mark, tables, keys, counted):
    ends = drawn.day + datetime.timedelta(days=drawn.days)
    published = datetime.datetime.combine(ends, datetime.time(1, number % 60), datetime.UTC)
    name = f"{EventKind(drawn.kind).label} on {drawn.subject}, {drawn.place.city}"
    release, event, facts, edition = (next(keys[model]) for model in (PressRelease, Event, EventEdition, Edition))
    tables[PressRelease].add(
        id=release,
        uuid=drawn.uuids[0],
        slug=f"{mark}{number}",
        display_date=published,
        url_year=ends.year,
        ref_year=ends.year,
        ref_number=_reference(ends.year, counted),
        first_published_at=published,
    )
    tables[Event].add(id=event, uuid=drawn.uuids[1], slug=f"{mark}{number}", folded=words.fold(name))
    tables[EventEdition].add(
        id=facts,
        event_id=event,
        state=State.PUBLISHED.value,
        created_at=published,
        published_at=published,
        name=name,
        kind=drawn.kind,
        starts=drawn.day,
        ends=ends,
        mode=Mode.IN_PERSON.value,
        place_id=drawn.place.pk,
        programme_id=drawn.programme.pk if drawn.programme else None,
    )
    tables[Edition].add(
        id=edition,
        release_id=release,
        event_id=event,
        facts_id=facts,
        state=State.PUBLISHED.value,
        created_at=published,
        published_at=published,
        kind=ReleaseKind.EVENT_REPORT.value,
        title=f"Operation {drawn.rare}: {drawn.subject} discussed in {drawn.place.city}",
        standfirst=f"Police forces met in {drawn.place.city} to work on {drawn.subject}.",
        body=drawn.body,
        dateline=f"{drawn.place.city}, {words.span(ends, ends)}",
    )
    for order, host in enumerate(drawn.hosts):
        tables[Organizer].add(
            id=next(keys[Organizer]),
            uid=_uid(drawn.uuids[1], order),
            order=order,
            edition_id=facts,
            organization_id=host.pk,
            role=(OrganizerRole.CO_HOST if order else OrganizerRole.ORGANIZER).value,
            printed_as=str(host),
        )
    session = next(keys[Session])
    tables[Session].add(
        id=session, uid=_uid(drawn.uuids[1], 20), edition_id=facts, title=f"Plenary on {drawn.subject}", day=drawn.day
    )
    for order, person in enumerate(drawn.people):
        rank_long, rank_short = language.RANKS[(person.pk + number) % len(language.RANKS)]
        host = drawn.hosts[order % len(drawn.hosts)]
        tables[Participation].add(
            id=next(keys[Participation]),
            uid=_uid(drawn.uuids[1], 40 + order),
            order=order,
            edition_id=facts,
            session_id=session if order == 3 else None,
            person_id=person.pk,
            organization_id=host.pk,
            role=ROLES[order].value,
            rank_long=rank_long,
            rank_short=rank_short,
            position=language.POSITIONS[person.pk % len(language.POSITIONS)],
            printed_as=person.name,
            organization_as=str(host),
        )
    tables[EditionTopic].add(id=next(keys[EditionTopic]), tag_id=drawn.topic.pk, content_object_id=edition)
    tables[EventTopic].add(id=next(keys[EventTopic]), tag_id=drawn.topic.pk, content_object_id=facts)


def _uid(base, number):
    return uuid.UUID(int=base.int ^ (number + 1))


def _reference(year, counted):
    if year not in counted:
        counter, _ = ReferenceCounter.objects.get_or_create(year=year)
        counted[year] = counter.last
    counted[year] += 1
    return counted[year]
