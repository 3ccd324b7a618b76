"""The events of an organization, a person, a country or a programme, in time order, and what it did there.

What somebody did comes from the rows of the facts alone: roles, names, ranks and positions as of that
day. Nothing is concluded from two rows together. Four queries a page.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, When, Window

from news import words
from news.enums import EventStatus, ParticipationRole, State
from news.models import Edition, EventEdition, Organizer, PressRelease

from . import cards, filters, paging, people, visibility
from .cards import EventLine
from .people import Line

COMING_UP = "Coming up"
# Whether an event took place: in which words it is told what somebody did there.
COMING, HELD, CALLED_OFF = "coming", "held", "called off"
TOOK_PART = {COMING: "Due to take part", HELD: "Took part", CALLED_OFF: "Was due to take part"}
ALSO_THERE = {COMING: "Also due to take part", HELD: "Also took part", CALLED_OFF: "Also due to take part"}
MOST_OTHERS = 8


@dataclass(frozen=True)
class Part:
    """What was done at one event: roles in words, the names of that day, the sessions, and who else was there.

    Of the `others` only the first by name are told, and how `many_more` there are.
    """

    marks: tuple[str, ...] = ()
    printed: tuple[Line, ...] = ()
    sessions: tuple[str, ...] = ()
    others_label: str = ""
    others: tuple[Line, ...] = ()
    many_more: int = 0


@dataclass(frozen=True)
class Engagement:
    event: EventLine
    part: Part
    releases: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """A year, or what is coming up."""

    label: str
    coming: bool
    engagements: tuple[Engagement, ...]


@dataclass(frozen=True)
class Record:
    page: paging.Page
    stretches: tuple[Stretch, ...]
    releases: tuple[Line, ...] = ()

    def sum(self, name):
        """A number that was annotated as a window over all rows; 0 where there are none."""
        return getattr(self.page.rows[0], name) if self.page.rows else 0


@dataclass(frozen=True)
class Rows:
    """What `describe` is given: the facts of an event and the rows of it that readers see.

    `time` is COMING, HELD or CALLED_OFF; `others` as `also_there` gives them.
    """

    facts: EventEdition
    organizers: list
    participations: list
    time: str
    others: list = ()

    @property
    def took_part(self):
        return TOOK_PART[self.time]


def read(
    editions, participations, describe, *, asked, now, kept_back, others=None, own_releases=None, with_releases=True
):
    """A `Record` of the events among `editions`, newest first.

    `describe(rows)` says in a `Part` what was done at one event. `participations` are the rows it needs,
    of any event; so are `others`, which cost one more query; `own_releases` are releases that belong to the
    record without an event. The sum `stood` is the number of events that were not cancelled.
    """
    editions = editions.annotate(stood=Window(Count(Case(When(~Q(status=EventStatus.CANCELLED), then=1)))))
    ordered = editions.order_by(F("starts").desc(nulls_first=True), "-event_id")
    page = paging.read(ordered, asked)
    keys = [facts.pk for facts in page.rows]
    organizers = _by_edition(_organizers(keys, kept_back))
    taking_part = _by_edition(participations.filter(edition__in=keys)) if participations is not None else {}
    also_there = _also_there(others.filter(edition__in=keys)) if others is not None else {}
    releases = _releases([facts.event_id for facts in page.rows], own_releases) if with_releases else {}
    stretches = {}
    for facts in page.rows:
        label, coming = _stretch(facts, now)
        time = CALLED_OFF if facts.status == EventStatus.CANCELLED else COMING if coming else HELD
        own = organizers.get(facts.pk, []), taking_part.get(facts.pk, [])
        rows = Rows(facts, *own, time, also_there.get(facts.pk, []))
        whole = [row for row in rows.organizers if row.session_id is None]
        engagement = Engagement(cards.event_line(facts, whole), describe(rows), tuple(releases.get(facts.event_id, ())))
        stretches.setdefault((label, coming), []).append(engagement)
    return Record(
        page=page,
        stretches=tuple(Stretch(*key, tuple(found)) for key, found in stretches.items()),
        releases=tuple(releases.get(None, ())),
    )


def present(kept_back):
    """Rows of those who took part and may be named, with what their words need."""
    return filters.present(kept_back).select_related("session", "person", "organization", "country")


def _organizers(keys, kept_back):
    rows = Organizer.objects.filter(edition__in=keys).exclude(session__isnull=False, edition__in=kept_back)
    return rows.select_related("session", "organization")


def _also_there(rows):
    """Organizations, and countries where no organization is named, as printed that day; each once, by name.

    By the key of the event edition. One query, and no more rows than lines.
    """
    names = rows.order_by("organization_as", "country").values_list(
        "edition", "organization__slug", "organization_as", "organization__country", "country", "country__name"
    )
    found = defaultdict(dict)
    for edition, slug, printed, home, code, country in names.filter(LINKED).distinct():
        flag = (code or home or "").lower() if not slug else (home or "").lower()
        url = f"/organizations/{slug}/" if slug else f"/countries/{flag}/"
        found[edition].setdefault(url, Line(name=printed if slug else country, url=url, flag=flag))
    return {key: sorted(lines.values(), key=lambda line: words.fold(line.name)) for key, lines in found.items()}


LINKED = Q(organization__isnull=False) | Q(country__isnull=False)


def _by_edition(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.edition_id].append(row)
    return found


def _stretch(facts, now):
    if facts.status == EventStatus.CANCELLED:
        return (str(facts.starts.year) if facts.starts else "Cancelled"), False
    if not visibility.has_begun(facts, now):
        return COMING_UP, True
    return str(facts.starts.year), False


def _releases(event_keys, own):
    """Public releases about events or covering them, newest first, by event; `own` under None. One query."""
    columns = ["event", "title", "release__url_year", "release__slug", "release__display_date"]
    about = Edition.objects.live().filter(event__in=event_keys).order_by().values_list(*columns)
    also = Edition.also_covers.through.objects.filter(event__in=event_keys, edition__state=State.PUBLISHED)
    parts = [also.order_by().values_list("event", *(f"edition__{column}" for column in columns[1:]))]
    if own is not None:
        # Sliced inside: parts of a union have no limit of their own.
        newest = cards.newest_first(own)[: paging.PER_PAGE].values("pk")
        without = own.filter(pk__in=newest).order_by().annotate(none=F("pk") * 0)
        parts.append(without.values_list("none", *columns[1:]))
    found = defaultdict(list)
    for event, title, year, slug, _ in sorted(about.union(*parts), key=lambda row: row[4], reverse=True):
        url = PressRelease(url_year=year, slug=slug).get_absolute_url()
        found[event or None].append(Line(name=title, url=url))
    return found


# Words for what was done


def role_marks(rows, role_label):
    """Roles in protocol order, with the number of sessions: "Panellist, two sessions"."""
    found = people.by_role(rows)
    marks = []
    for role in ParticipationRole:
        if role in found:
            sessions = len({row.session_id for row in found[role]} - {None})
            label = role_label(role)
            marks.append(f"{label}, {words.number(sessions)} sessions" if sessions > 1 else label)
    return tuple(dict.fromkeys(marks))


def taking_part(rows, took_part):
    """Of an organization or a country: "Took part: head of delegation, panellist", "Observer"."""
    if not rows:
        return ()
    roles = {row.role for row in rows}
    only_watched = roles == {ParticipationRole.OBSERVER}
    special = [people.ROLES[role][0].lower() for role in ParticipationRole if role in roles - people.PLAIN_ROLES]
    label = "Observer" if only_watched else took_part
    return (f"{label}: {', '.join(special)}" if special else label,)


def without_plain(marks):
    """The marks without a bare "Took part" where another says more."""
    more = tuple(mark for mark in marks if mark not in TOOK_PART.values())
    return more or tuple(marks)


def organizing(rows, acted_through=None):
    """What organizers did for an event: "Co-host, through the CICC", "Host of a session".

    Rows of others who acted through the organization with the key `acted_through` say for whom it acted.
    """
    marks = []
    for (role, detail), same in _alike(rows, acted_through).items():
        label = role
        if all(row.session_id for row in same):
            number = len({row.session_id for row in same})
            label += f" of {words.number(number)} sessions" if number > 1 else " of a session"
        marks.append(f"{label}{detail}")
    return tuple(marks)


def _alike(rows, acted_through):
    """Rows by role and by whom it acted for or through."""
    found = defaultdict(list)
    for row in rows:
        if acted_through and row.through_id == acted_through != row.organization_id:
            detail = f" for {row.printed_as}"
        else:
            detail = f", through {row.through_as}" if row.through_as else ""
        found[row.get_role_display(), detail].append(row)
    return found


def others(rows):
    """What a `Part` says of those who were there as well."""
    shown = rows.others if len(rows.others) <= MOST_OTHERS + 1 else rows.others[:MOST_OTHERS]
    return {
        "others_label": ALSO_THERE[rows.time],
        "others": tuple(shown),
        "many_more": len(rows.others) - len(shown),
    }


def sessions(rows):
    """The titles of the sessions of rows, in the order of the programme."""
    found = {row.session_id: row.session for row in rows if row.session_id}
    return tuple(session.title for session in sorted(found.values(), key=lambda session: (session.order, session.pk)))
