"""What calendar files hold: public events as readers may know them now, and sessions once they may be shown."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from news.enums import EventStatus, Precision, State, WithdrawalKind
from news.models import EventEdition, Session

from . import calendar, cards, diary, visibility
from .event import Gone

# A file that programs fetch every few hours stays small: the events nearest to now.
MOST = 500
PAST_YEAR = datetime.timedelta(days=366)


@dataclass(frozen=True)
class TimedSession:
    """`starts` and `ends` know their zone; the end may be None."""

    uid: str
    title: str
    starts: datetime.datetime
    ends: datetime.datetime | None
    where: str
    summary: str


@dataclass(frozen=True)
class Entry:
    """An event with whole days `first` to `last`.

    `stands`: it is held on these days. Of one that was put off without new dates they are the last that it had.
    `tentative`: only the month is known, or it is planned. `version` rises with each public version.
    """

    uid: str
    version: int
    changed: datetime.datetime
    line: cards.EventLine
    first: datetime.date
    last: datetime.date
    stands: bool
    tentative: bool
    only_month: bool
    venue: str
    summary: str
    sessions: tuple[TimedSession, ...] = ()


@dataclass(frozen=True)
class File:
    """`label` names the time that was asked for, if any."""

    label: str
    query: str
    entries: tuple[Entry, ...]


def one(slug, *, now=None):
    """The `File` of one event, `Gone`, or None where nothing is or was public. Three queries.

    An event has no entries while it has no dates. One that was withdrawn is gone, whether its page is there or not.
    """
    now = now or timezone.now()
    facts = (
        EventEdition.objects.public()
        .filter(event__slug=slug, event__merged_into=None)
        .select_related("event", "place__country")
        .first()
    )
    if facts is None:
        return None
    if facts.state == State.WITHDRAWN:
        return Gone(moved=facts.withdrawal_kind == WithdrawalKind.MOVED)
    return File(str(facts), "", _entries([facts], now, with_past_sessions=True))


def many(parameters, *, now=None):
    """The `File` of what the page of events shows with these parameters; without any: coming events, and those of the
    past year. Raises `NoSuchListError`. Four queries at most.
    """
    now = now or timezone.now()
    asked = calendar.read_time(parameters)
    found = diary.listed(*asked.span, most=MOST) if asked.year else _coming_and_past_year(timezone.localdate(now))
    return File(asked.title, calendar.Asked(asked.year, asked.month, asked.day).query, _entries(found, now))


def _coming_and_past_year(today):
    live, since = diary.keys(), today - PAST_YEAR
    coming = diary.rows(live.filter(ends__gte=today).order_by("ends", "starts", "pk")[:MOST])
    past = live.filter(ends__gte=since, ends__lt=today).order_by("-ends", "-starts", "-pk")
    put_off = diary.undated().filter(status__in=sorted(EventStatus.off))
    others = diary.rows(past[: MOST - len(coming)], put_off[:MOST])
    return [*coming, *(facts for facts in others if (days := _days(facts)) and days[1] >= since)]


def _entries(found, now, *, with_past_sessions=False):
    dated = [(facts, days) for facts in found if (days := _days(facts))]
    organizers = cards.organizers_of(facts.pk for facts, _ in dated)
    wanted = [
        facts
        for facts, _ in dated
        if visibility.shows_all(facts, now) and (with_past_sessions or not visibility.is_over(facts, now))
    ]
    sessions = _sessions(wanted)
    return tuple(
        _entry(facts, days, organizers[facts.pk], sessions.get(facts.pk, ()), now)
        for facts, days in sorted(dated, key=lambda pair: (pair[1], pair[0].pk))
    )


def _entry(facts, days, organizers, sessions, now):
    shown = visibility.shows_all(facts, now)
    stands = facts.status != EventStatus.CANCELLED and facts.precision != Precision.TBA
    return Entry(
        uid=str(facts.event.uuid),
        version=facts.number - 1,
        changed=facts.published_at,
        line=cards.event_line(facts, organizers),
        first=days[0],
        last=days[1],
        stands=stands,
        tentative=stands and (facts.status == EventStatus.PLANNED or facts.precision == Precision.MONTH),
        only_month=facts.precision == Precision.MONTH,
        venue=facts.venue if shown else "",
        summary=facts.summary if shown else "",
        sessions=tuple(sessions) if stands else (),
    )


def _days(facts):
    """First and last day; of an event without dates the last that it had; None if it never had any."""
    if facts.precision != Precision.TBA:
        last = visibility.end_of_month(facts.ends) if facts.precision == Precision.MONTH else facts.ends
        first = facts.starts.replace(day=1) if facts.precision == Precision.MONTH else facts.starts
        return first, last
    former = [dates for dates in cards.former_dates(facts) if dates.starts and dates.precision == Precision.DAY]
    is_off = facts.status in EventStatus.off
    return (former[-1].starts, former[-1].ends or former[-1].starts) if former and is_off else None


def _sessions(all_facts):
    """The sessions with a day and a time of beginning, by the key of the event edition. One query."""
    by_key = {facts.pk: facts for facts in all_facts}
    found = defaultdict(list)
    timed = Session.objects.filter(edition__in=by_key).exclude(day=None).exclude(starts=None)
    for row in timed.select_related("place__country").order_by("day", "starts", "order", "pk"):
        found[row.edition_id].append(_session(row, by_key[row.edition_id]))
    return found


def _session(row, facts):
    zone = visibility.zone(row.place.zone) if row.place_id else visibility.zone_of(facts)
    place = cards.where(row.place) if row.place_id else cards.where_of(facts)
    return TimedSession(
        uid=f"{facts.event.uuid}-{row.uid}",
        title=row.title,
        starts=_moment(row.day, row.starts, zone),
        ends=_moment(row.day, row.ends, zone) if row.ends else None,
        where=", ".join(filter(None, [row.venue or facts.venue, str(place)])),
        summary=row.summary,
    )


def _moment(day: datetime.date, time: datetime.time, zone: ZoneInfo):
    return datetime.datetime.combine(day, time.replace(second=0, microsecond=0), zone)
