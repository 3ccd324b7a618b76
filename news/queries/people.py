"""People, organizations and groups of an event as readers see them: as of that day, never as today.

Names, ranks, positions and organizations come from the rows' own fields. The directory adds only
what is no word: the address of a page and the flag. Pure Python; the rows must be loaded.
"""

from dataclasses import dataclass

from news import words
from news.enums import OrganizationKind, ParticipationRole

from .cards import Dates

# A role of one, of several, and what it says beside a name of our own.
ROLES = {
    ParticipationRole.GUEST_OF_HONOUR: ("Guest of honour", "Guests of honour", "Guest of honour"),
    ParticipationRole.HOST: ("Host", "Hosts", "Host"),
    ParticipationRole.CHAIR: ("Chair", "Chairs", "Chair"),
    ParticipationRole.CO_CHAIR: ("Co-chair", "Co-chairs", "Co-chair"),
    ParticipationRole.HEAD_OF_DELEGATION: ("Head of delegation", "Heads of delegation", "Led the delegation"),
    ParticipationRole.DELEGATE: ("Delegate", "Delegates", ""),
    ParticipationRole.KEYNOTE_SPEAKER: ("Keynote speaker", "Keynote speakers", "Keynote speaker"),
    ParticipationRole.SPEAKER: ("Speaker", "Speakers", "Spoke"),
    ParticipationRole.MODERATOR: ("Moderator", "Moderators", "Moderator"),
    ParticipationRole.PANELLIST: ("Panellist", "Panellists", "Panellist"),
    ParticipationRole.RAPPORTEUR: ("Rapporteur", "Rapporteurs", "Rapporteur"),
    ParticipationRole.TRAINER: ("Trainer", "Trainers", "Trainer"),
    ParticipationRole.TRAINEE: ("Trainee", "Trainees", ""),
    ParticipationRole.ATTENDEE: ("Took part", "Took part", ""),
    ParticipationRole.OBSERVER: ("Observer", "Observers", "Observer"),
    ParticipationRole.REPRESENTED: ("Represented, not present", "Represented, not present", ""),
    ParticipationRole.MENTIONED: ("Also mentioned", "Also mentioned", ""),
}


# Roles that say no more about an organization than that it was there, or stand in its group's label.
PLAIN_ROLES = frozenset({ParticipationRole.DELEGATE, ParticipationRole.ATTENDEE, ParticipationRole.OBSERVER}) | (
    ParticipationRole.absent
)


@dataclass(frozen=True)
class Line:
    """One person, organization, country or group."""

    name: str
    detail: str = ""
    url: str = ""
    flag: str = ""
    marks: tuple[str, ...] = ()
    days: Dates | None = None


@dataclass(frozen=True)
class Group:
    """What stands under one label; `number` says in words how many, `people` whether they are named persons."""

    label: str
    lines: tuple[Line, ...]
    number: str = ""
    people: bool = True


def rank(row):
    """The long form with the short one in brackets; the short one alone where there is no other."""
    if row.rank_long and row.rank_short:
        return f"{row.rank_long} ({row.rank_short})"
    return row.rank_long or row.rank_short


def with_honorific(row, name):
    return f"{row.honorific} {name}" if row.honorific and not name.startswith(f"{row.honorific} ") else name


def person_line(row, *, own_key=None, marks=()):
    """A row that names a person. Our own organization is not repeated beside each of its people."""
    organization = "" if own_key and row.organization_id == own_key else row.organization_as
    if organization and organization in row.position:
        organization = ""
    country = row.country.name if row.country_id else ""
    if country in f"{row.position} {organization}":
        country = ""
    return Line(
        name=with_honorific(row, row.printed_as),
        detail=", ".join(filter(None, [rank(row), row.position, organization, country])),
        url=row.person.get_absolute_url() if row.person_id and row.person.public_profile else "",
        flag=row.country_id.lower() if row.country_id else "",
        marks=tuple(marks),
        days=days(row),
    )


def body_line(row):
    """A row that names nobody: an organization, a country or a group, with heads."""
    names = [row.organization_as, row.country.name if row.country_id else "", row.label]
    name, *rest = [text for text in names if text] or [row.printed_as]
    if row.role not in PLAIN_ROLES:
        rest.append(ROLES[row.role][0].lower())
    organization = row.organization if row.organization_id else None
    code = row.country_id or (organization.country_id if organization else "")
    return Line(
        name=name,
        detail=", ".join([*rest, *filter(None, [heads(row)])]),
        url=_page_of(row),
        flag=(code or "").lower(),
        days=days(row),
    )


def _page_of(row):
    if row.organization_id:
        return row.organization.get_absolute_url()
    return f"/countries/{row.country_id.lower()}/" if row.country_id else ""


def line(row):
    return person_line(row) if names_person(row) else body_line(row)


def names_person(row):
    return row.person_id is not None


def heads(row):
    """As "12 people, five of them women"."""
    if row.headcount is None:
        return f"{words.number(row.women)} women" if row.women else ""
    people = words.plural(row.headcount, "person", "people")
    return f"{people}, {words.number(row.women)} of them women" if row.women else people


def days(row):
    """The days on which somebody was there, where they are not all the days."""
    if row.from_day is None and row.to_day is None:
        return None
    return Dates(row.from_day or row.to_day, row.to_day or row.from_day)


def key(row):
    """Who it is: the same person, organization, country or group in several rows has one key."""
    if row.person_id:
        return "person", row.person_id
    return row.organization_id, row.country_id, row.label or row.printed_as


def distinct(rows):
    """The rows without those that name somebody again; the first of each stays."""
    found = {}
    for row in rows:
        found.setdefault(key(row), row)
    return list(found.values())


def organizer_line(row, *, with_leader=True):
    """An organizer with whom it acted through and who led it, in words."""
    leader = ""
    if row.led_by_as and with_leader:
        leader = " ".join(filter(None, [rank(row), with_honorific(row, row.led_by_as)]))
        what = "" if row.led_what in {"", row.through_as, row.printed_as} else f"{row.led_what} "
        leader = ", ".join(filter(None, [f"{what}led by {leader}", row.position]))
    through = f"through {row.through_as}" if row.through_as else ""
    detail = ", ".join(filter(None, [through, leader]))
    thing = row.organization or row.programme
    return Line(
        name=row.printed_as,
        detail=detail,
        url=thing.get_absolute_url(),
        flag=(row.organization.country_id or "").lower() if row.organization_id else "",
    )


def by_role(rows):
    """Rows by role, roles in the order in which they first stand."""
    found = {}
    for row in rows:
        found.setdefault(row.role, []).append(row)
    return found


def people_groups(rows, **facts):
    """People under the labels of their roles, roles in protocol order. Somebody in two roles stands under both."""
    found = {role: distinct(named) for role, named in by_role(rows).items()}
    return tuple(
        _group(ROLES[role], found[role], [person_line(row, **facts) for row in found[role]])
        for role in ParticipationRole
        if role in found
    )


def body_groups(rows):
    """Organizations, countries and groups: forces first, observers last, each kind under its label."""
    found = {}
    for row in distinct(rows):
        found.setdefault(_kind(row), []).append(row)
    return tuple(
        _group(kind, found[kind], map(body_line, found[kind]), people=False) for kind in KINDS if kind in found
    )


def _group(labels, rows, lines, **facts):
    return Group(labels[len(rows) > 1], tuple(lines), count(rows), **facts)


FORCES = ("Participating force", "Participating forces")
COUNTRIES = ("Participating country", "Participating countries")
ORGANIZATIONS = ("Participating organization", "Participating organizations")
OTHERS = ("Also took part", "Also took part")
OBSERVERS = ("Observer", "Observers")
KINDS = (FORCES, COUNTRIES, ORGANIZATIONS, OTHERS, OBSERVERS)


def _kind(row):
    if row.role == ParticipationRole.OBSERVER:
        return OBSERVERS
    if row.organization_id:
        return FORCES if row.organization.kind == OrganizationKind.POLICE else ORGANIZATIONS
    return COUNTRIES if row.country_id else OTHERS


def count(rows):
    """How many stand in a group, in words: people where all are people or counted, else lines."""
    if all(names_person(row) for row in rows):
        return words.plural(len(rows), "person", "people")
    told = [row.headcount for row in rows if row.headcount]
    people = f", {words.plural(sum(told), 'person', 'people')} in all" if len(told) == len(rows) > 1 else ""
    return f"{words.number(len(rows))}{people}"
