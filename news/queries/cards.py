"""What lists show of a press release or an event: headline, summary, and one line of facts.

A list of cards costs two queries, however long it is: one for the rows with dates, place and
picture, one for who organized the events.
"""

import datetime
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q

from news import html, words
from news.enums import EventStatus, Mode, OrganizerRole, Precision, State
from news.models import (
    Country,
    Edition,
    EditionPicture,
    Event,
    EventEdition,
    Organizer,
    Picture,
    Place,
    PressRelease,
)

from .prepared import ALL, Part, Prepared


@dataclass(frozen=True)
class Dates:
    """Days as the tag `dates` prints them, see `words.span`."""

    starts: datetime.date | None
    ends: datetime.date | None
    precision: str = Precision.DAY

    @property
    def parts(self):
        """Large and small: ("17–20", "September 2024")."""
        return words.split_span(self.starts, self.ends, self.precision)

    @property
    def duration(self):
        return words.duration(self.starts, self.ends, self.precision)


@dataclass(frozen=True)
class Where:
    """A city and its country as the desk sets it, or that an event is online."""

    city: str = ""
    country: str = ""
    code: str = ""
    online: bool = False
    hybrid: bool = False

    def __str__(self):
        if not self.city:
            return "Online" if self.online else self.country
        here = self.city if self.city == self.country else f"{self.city}, {self.country}"
        return f"{here} and online" if self.hybrid else here

    def __bool__(self):
        return bool(str(self))

    @property
    def url(self):
        return f"/countries/{self.code}/" if self.code else ""


@dataclass(frozen=True)
class EventLine:
    """What readers may know of any public event, begun or not. `holds` is False for one that was cancelled."""

    name: str
    url: str
    kind: str
    dates: Dates
    where: Where
    organizers: str
    status: str = ""
    status_note: str = ""
    former: tuple[Dates, ...] = ()
    holds: bool = True


@dataclass(frozen=True)
class ReleaseCard:
    title: str
    url: str
    kind: str
    summary: str
    published: datetime.datetime
    event: EventLine | None = None
    picture: EditionPicture | None = None
    uuid: str = ""


def dates_of(facts):
    return Dates(facts.starts, facts.ends, facts.precision)


def where_of(facts):
    place = facts.place
    if place is None:
        return Where(online=facts.mode == Mode.ONLINE)
    return where(place, hybrid=facts.mode == Mode.HYBRID)


def where(place, *, hybrid=False):
    return Where(place.city, place.country.name, place.country_id.lower(), hybrid=hybrid)


def status_of(facts):
    """As "Postponed" or "Cancelled"; nothing about an event that stands."""
    return facts.get_status_display() if facts.status in EventStatus.off else ""


def former_dates(facts):
    """Dates that no longer hold, the latest last. A cancelled event's own are among them."""
    found = [dates for entry in facts.former_dates if (dates := _former(entry))]
    if facts.status == EventStatus.CANCELLED and facts.precision != Precision.TBA:
        found.append(dates_of(facts))
    return tuple(found)


def _former(entry):
    """The dates of an entry [first day, last day, precision]; None for one that is no such thing."""
    try:
        first, last, precision = entry
        days = [datetime.date.fromisoformat(day) if day else None for day in (first, last)]
        words.span(*days, precision)
    except (TypeError, ValueError):
        return None
    return Dates(*days, precision)


def event_line(facts, organizers=()):
    return EventLine(
        name=str(facts),
        url=facts.event.get_absolute_url(),
        kind=facts.get_kind_display(),
        dates=dates_of(facts),
        where=where_of(facts),
        organizers=words.listed(callers(organizers)),
        status=status_of(facts),
        status_note=facts.status_note,
        former=former_dates(facts),
        holds=facts.status != EventStatus.CANCELLED,
    )


def callers(organizers):
    """Who called the event, as printed: its organizers; without any, its hosts; else whoever stands first."""
    for roles in [{OrganizerRole.ORGANIZER}, {OrganizerRole.HOST, OrganizerRole.CO_HOST}]:
        if found := [row.printed_as for row in organizers if row.role in roles]:
            return found
    return [row.printed_as for row in organizers[:1]]


def organizers_of(keys):
    """The organizers of whole events, by the key of the event edition. One query."""
    found = {key: [] for key in keys}
    for row in _ORGANIZERS.rows(list(found)):
        # Not asked of the database: SQLite would look through all organizers that have no session.
        if row.session_id is None:
            found[row.edition_id].append(row)
    return found


_ORGANIZERS = Prepared(
    lambda keys: Organizer.objects.filter(edition__pk__in=keys),
    Part("", Organizer, "edition_id session_id role printed_as"),
)


def with_facts(editions):
    """Editions of releases with what cards need: release, public facts of the event, main picture.

    `facts_now` is the event's public edition. `facts_of` reads it, since a row without one lacks it.
    """
    lead = FilteredRelation("pictures", condition=Q(pictures__is_lead=True))
    beside = ("release", "facts_now__place__country", "facts_now__event", "lead__picture")
    return with_public_facts(editions).annotate(lead=lead).select_related(*beside)


def with_public_facts(editions):
    """`facts_now` alone, for queries that say themselves what they read of it."""
    public = Q(event__editions__state=State.PUBLISHED)
    return editions.annotate(facts_now=FilteredRelation("event__editions", condition=public))


def read(keys):
    """What `with_facts` gives, of the public editions with these keys, in no order and with what cards show. One query.

    However many releases there are: with the keys at hand the database looks at nothing else.
    """
    return linked(_BY_KEY.rows(list(keys)))


def read_releases(keys):
    """The same by the keys of releases."""
    return linked(_BY_RELEASE.rows(list(keys)))


def newest(number):
    """The newest of all, in order. One query."""
    if number not in _NEWEST:
        _NEWEST[number] = Prepared(lambda: newest_first(joined())[:number], *columns())
    return linked(_NEWEST[number].rows())


def joined(**condition):
    """For `Prepared` with `columns`: without `select_related`, and the event by one way only.

    Each table more takes the database time to plan.
    """
    return with_facts(Edition.objects.live().filter(**condition)).select_related(None).order_by()


def linked(editions):
    """What stands in two places of rows with `columns`."""
    for edition in editions:
        if edition.facts_now is not None:
            edition.facts_now.event = edition.event
    return editions


def columns(edition="", facts=""):
    """What cards show. `edition` and `facts` are names of further columns."""
    return (
        Part("", Edition, f"state release_id event_id kind title standfirst body {edition}"),
        Part("release", PressRelease, "uuid slug display_date url_year ref_year ref_number"),
        Part("event", Event, "slug"),
        Part(
            "facts_now",
            EventEdition,
            f"name acronym kind status status_note former_dates starts ends precision mode place_id {facts}",
        ),
        Part("facts_now__place", Place, "city country_id"),
        Part("facts_now__place__country", Country, "name"),
        Part("lead", EditionPicture, ALL),
        Part("lead__picture", Picture, ALL),
    )


_NEWEST = {}
_BY_KEY = Prepared(lambda keys: joined(pk__in=keys), *columns())
_BY_RELEASE = Prepared(lambda keys: joined(release__pk__in=keys), *columns())


def facts_of(edition):
    return getattr(edition, "facts_now", None)


def newest_first(editions):
    """Those that are or were public: each has a date, so no place is needed for those without one."""
    return editions.order_by("-release__display_date", "-release_id")


def live_releases():
    return newest_first(with_facts(Edition.objects.live()))


def live_events():
    """Public facts of events that were not merged, with place and event."""
    return EventEdition.objects.live().filter(event__merged_into=None).select_related("place__country", "event")


def facts_keys(editions):
    return {facts.pk for edition in editions if (facts := facts_of(edition))}


def release_cards(editions, organizers=None):
    """Cards of editions that `with_facts` gave. `organizers` by event edition, if they are read already."""
    if organizers is None:
        organizers = organizers_of(facts_keys(editions))
    return [release_card(edition, organizers) for edition in editions]


def release_card(edition, organizers):
    facts = facts_of(edition)
    return ReleaseCard(
        title=edition.title,
        url=edition.release.get_absolute_url(),
        kind=facts.get_kind_display() if facts else edition.get_kind_display(),
        summary=edition.standfirst or html.excerpt(edition.body),
        published=edition.release.display_date,
        event=event_line(facts, organizers.get(facts.pk, ())) if facts else None,
        picture=shown_picture(getattr(edition, "lead", None)),
        uuid=str(edition.release.uuid),
    )


def event_lines(all_facts, organizers=None):
    if organizers is None:
        organizers = organizers_of(facts.pk for facts in all_facts)
    return [event_line(facts, organizers.get(facts.pk, ())) for facts in all_facts]


def shown_picture(row):
    """The row, unless its picture is hidden."""
    return row if row is not None and row.picture.hidden_at is None else None
