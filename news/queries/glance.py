"""The *At a glance* panel of a release and of an event: the whole event as labelled facts.

Pure Python over rows that `release.py` and `event.py` have read. Above twelve participants the panel
gives groups and numbers; the names then stand in `participants`, below the text.
"""

import datetime
from dataclasses import dataclass

from news import words
from news.enums import Mode, OrganizerRole, ParticipationRole, PartnerRole

from . import people, visibility
from .cards import Dates, EventLine, event_line, where
from .people import Group, Line

MOST_NAMES = 12

ORGANIZER_LABELS = {
    OrganizerRole.ORGANIZER: ("Organizer", "Organizers"),
    OrganizerRole.HOST: ("Host", "Hosts"),
    OrganizerRole.CO_HOST: ("Co-host", "Co-hosts"),
    OrganizerRole.FUNDER: ("Funder", "Funders"),
    OrganizerRole.SPONSOR: ("Sponsor", "Sponsors"),
    OrganizerRole.CO_SPONSOR: ("Co-sponsor", "Co-sponsors"),
    OrganizerRole.PARTNER: ("Partner", "Partners"),
}

PARTNER_LABELS = {
    PartnerRole.LEAD: ("Lead", "Leads"),
    PartnerRole.FUNDER: ("Funder", "Funders"),
    PartnerRole.MEMBER: ("Member of the programme", "Members of the programme"),
}

# The regional chart: 541 × 580 units, the locator half of it.
WEST, NORTH = 90, 46.4
UNITS_EAST, UNITS_SOUTH = 9.659, 10
WIDTH, HEIGHT = 541, 580


@dataclass(frozen=True)
class Spot:
    """A point on the locator."""

    x: float
    y: float


@dataclass(frozen=True)
class SessionLine:
    title: str
    kind: str
    dates: Dates | None
    hours: str
    where: str
    summary: str
    organizers: tuple[Group, ...] = ()
    marks: tuple[str, ...] = ()
    others: tuple[Group, ...] = ()
    begins: datetime.time | None = None
    ends: datetime.time | None = None


@dataclass(frozen=True)
class ProgrammeLine:
    name: str
    url: str
    summary: str
    facts: str
    partners: tuple[Group, ...] = ()
    members: Group | None = None


@dataclass(frozen=True)
class Glance:
    event: EventLine
    kept_back: bool
    zone: str
    spot: Spot | None
    venue: str
    mode: str
    also_in: tuple[Line, ...]
    series: str
    organizers: tuple[Group, ...]
    guests_of_honour: Group | None
    delegation: tuple[Line, ...]
    groups: tuple[Group, ...]
    sessions: tuple[SessionLine, ...]
    represented: tuple[Line, ...]
    mentioned: tuple[Line, ...]
    programme: ProgrammeLine | None
    attendance: str
    subjects: tuple[str, ...]
    topics: tuple[Line, ...]
    website: str
    summary: str
    names_below: bool

    @property
    def clock(self):
        """Whether any time of day is told, which then needs a zone."""
        return any(session.hours for session in self.sessions)

    @property
    def more(self):
        """Whether there is anything to fold behind the first facts."""
        lists = (self.organizers[1:], self.also_in, self.delegation, self.groups, self.sessions, self.subjects)
        others = (
            self.represented,
            self.mentioned,
            self.programme,
            self.attendance,
            self.series,
            self.website,
            self.mode,
        )
        return any(map(bool, [*lists, *others]))

    @property
    def ours(self):
        """The delegation in a few words: "David Martinez Vinluan and two others"."""
        if len(self.delegation) <= 2:
            return words.listed(line.name for line in self.delegation)
        others = words.number(len(self.delegation) - 1)
        return f"{self.delegation[0].name} and {others} others"


def build(facts, rows, *, own_key, now):
    """The panel of an event edition. `rows` holds everything that belongs to it, see `rows.py`."""
    shown = visibility.shows_all(facts, now)
    organizers = [row for row in rows.organizers if row.session_id is None]
    present, represented, mentioned = _by_presence(rows.participations if shown else [])
    ours = [row for row in present if people.names_person(row) and row.organization_id == own_key and own_key]
    guests = [row for row in present if row.role == ParticipationRole.GUEST_OF_HONOUR]
    others = [row for row in present if row.session_id is None and row not in ours and row not in guests]
    named = [row for row in others if people.names_person(row)]
    groups = people.people_groups(named) + people.body_groups(row for row in others if not people.names_person(row))
    return Glance(
        event=event_line(facts, organizers),
        kept_back=not shown,
        zone=str(visibility.zone_of(facts)),
        spot=spot(facts.place),
        venue=facts.venue if shown else "",
        mode=facts.get_mode_display() if shown and facts.mode in {Mode.ONLINE, Mode.HYBRID} else "",
        also_in=rows.lines("also_in") if shown else (),
        series=_series(facts.event) if shown else "",
        organizers=organizer_groups(organizers, with_leaders=shown),
        guests_of_honour=people.people_groups(guests)[0] if guests else None,
        delegation=delegation(ours),
        groups=groups,
        sessions=tuple(session_line(row, rows, facts, own_key) for row in rows.sessions) if shown else (),
        represented=tuple(map(people.line, people.distinct(represented))),
        mentioned=tuple(map(people.line, people.distinct(mentioned))),
        programme=programme_line(facts.programme, rows) if facts.programme_id and shown else None,
        attendance=_attendance(facts) if shown else "",
        subjects=tuple(filter(None, map(str.strip, facts.subjects.splitlines()))) if shown else (),
        topics=rows.lines("event_topic") if shown else (),
        website=facts.website if shown else "",
        summary=facts.summary if shown else "",
        names_below=len(people.distinct(present)) > MOST_NAMES,
    )


def _by_presence(rows):
    """Those who took part (rows of the whole event before those of its sessions), represented, mentioned."""
    rows = sorted(rows, key=lambda row: row.session_id is not None)
    present = [row for row in rows if row.role not in ParticipationRole.absent]
    represented = [row for row in rows if row.role == ParticipationRole.REPRESENTED]
    mentioned = [row for row in rows if row.role == ParticipationRole.MENTIONED]
    return present, represented, mentioned


def organizer_groups(rows, *, with_leaders=True):
    """Organizers under the labels of their roles, roles in the order in which they first stand."""
    return tuple(
        Group(
            ORGANIZER_LABELS[role][len(found) > 1],
            tuple(people.organizer_line(row, with_leader=with_leaders) for row in found),
        )
        for role, found in people.by_role(rows).items()
    )


def delegation(rows):
    """Our people, each once, with what they did: "Led the delegation", "Panellist, two sessions"."""
    found = []
    for row in people.distinct(rows):
        same = [other for other in rows if people.key(other) == people.key(row)]
        marks = [mark for role in people.by_role(same) if (mark := _mark(role, same))]
        found.append(people.person_line(row, own_key=row.organization_id, marks=marks))
    return tuple(found)


def _mark(role, rows):
    mark = people.ROLES[role][2]
    number = sum(row.role == role and row.session_id is not None for row in rows)
    return f"{mark}, {words.number(number)} sessions" if mark and number > 1 else mark


def session_line(row, rows, facts, own_key):
    here = [p for p in rows.participations if p.session_id == row.pk and p.role not in ParticipationRole.absent]
    ours = [p for p in here if people.names_person(p) and p.organization_id == own_key and own_key]
    others = [p for p in here if p not in ours]
    place = where(row.place) if row.place_id and row.place_id != facts.place_id else ""
    return SessionLine(
        title=row.title,
        # "Opening ceremony" is said once where it is the title as well.
        kind=row.get_kind_display() if row.kind and row.get_kind_display().lower() != row.title.lower() else "",
        dates=Dates(row.day, row.day) if row.day else None,
        hours=words.hours(row.starts, row.ends),
        where=", ".join(filter(None, [row.venue, str(place)])),
        summary=row.summary,
        organizers=organizer_groups(o for o in rows.organizers if o.session_id == row.pk),
        marks=tuple(_session_mark(role, found) for role, found in people.by_role(ours).items()),
        others=people.people_groups(p for p in others if people.names_person(p))
        + people.body_groups(p for p in others if not people.names_person(p)),
        begins=row.starts,
        ends=row.ends,
    )


def _session_mark(role, rows):
    """What our officers did in a session: "Panellist: David Martinez Vinluan"."""
    names = words.listed(people.with_honorific(row, row.printed_as) for row in people.distinct(rows))
    return f"{people.ROLES[role][2] or 'Took part'}: {names}"


def programme_line(programme, rows):
    """A programme with its months, its number of countries and who carries it."""
    countries = words.plural(programme.country_count, "country", "countries") if programme.country_count else ""
    return ProgrammeLine(
        name=str(programme),
        url=programme.get_absolute_url(),
        summary=programme.summary,
        facts=", ".join(filter(None, [words.months(programme.starts, programme.ends), countries])),
        partners=tuple(filter(None, (_partners(role, rows) for role in (PartnerRole.LEAD, PartnerRole.FUNDER)))),
        members=_partners(PartnerRole.MEMBER, rows),
    )


def _partners(role, rows):
    lines = rows.lines("partner", role)
    return Group(PARTNER_LABELS[role][len(lines) > 1], lines) if lines else None


def spot(place):
    """Where a place lies on the locator; None off its edge or without coordinates."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    x = (float(place.longitude) - WEST) * UNITS_EAST
    y = (NORTH - float(place.latitude)) * UNITS_SOUTH
    return Spot(round(x / 2, 1), round(y / 2, 1)) if 0 < x < WIDTH and 0 < y < HEIGHT else None


def _series(event):
    if event.series_id is None:
        return ""
    return f"{words.ordinal(event.ordinal)} {event.series}" if event.ordinal else str(event.series)


def _attendance(facts):
    if facts.attendance is None:
        return ""
    number = words.plural(facts.attendance, "person", "people")
    return f"About {number}" if facts.attendance_approximate else number
