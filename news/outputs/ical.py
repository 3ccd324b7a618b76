"""Events as calendar programs read them: RFC 5545, whole days without a zone, sessions with theirs.

An event that was cancelled, or put off without new dates, stays in the file and says so: whoever has it in a
calendar already is told.
"""

import datetime
import re

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from news import words
from news.models import SiteState
from news.queries import calendar_files

MAKER = "-//ASEANAPOL Secretariat//Newsroom//EN"
NAME = "ASEANAPOL events"
REFRESH = datetime.timedelta(hours=6)
DAY = datetime.timedelta(days=1)
# Events begin and end at a midnight somewhere: no zone's lies between two quarters of an hour.
QUARTER = 15 * 60
# Raise it with what a file says of the same events.
SHAPE = 1
# What RFC 5545 does not allow in a text.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# What one program or another takes for the end of a line; text from word processors has the rarer ones.
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def whole(*, now=None):
    """The bytes of the file of coming and past events, made once for each state of what is public.

    Programs ask for it all day long. Inside a transaction the generation may not have risen yet: there it is made.
    """
    now = now or timezone.now()
    generation = SiteState.objects.filter(pk=1).values_list("generation", flat=True).first()
    if connection.in_atomic_block or not generation:
        return write(calendar_files.many({}, now=now))
    key = f"calendar-{SHAPE}-{generation}-{int(now.timestamp()) // QUARTER}"
    if (data := cache.get(key)) is None:
        data = write(calendar_files.many({}, now=now))
        cache.set(key, data, QUARTER)
    return data


def write(file):
    """The bytes of a `calendar_files.File`."""
    from icalendar import Calendar, Timezone, vText

    book = Calendar()
    book.add("prodid", MAKER)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    name = f"{NAME}: {file.label}" if file.label else NAME
    # The library escapes only what it takes for text, and these two it does not know.
    book.add("name", vText(_text(name)))
    book.add("x-wr-calname", vText(_text(name)))
    book.add("x-wr-timezone", settings.TIME_ZONE)
    book.add("url", _address(file))
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", REFRESH, parameters={"VALUE": "DURATION"})
    years = [year for entry in file.entries for year in (entry.first.year, entry.last.year)]
    # The rules of zones from the year before to the year after what is in the file.
    since = datetime.date(max(1970, min(years, default=2000) - 1), 1, 1)
    until = datetime.date(min(9999, max(years, default=2030) + 2), 1, 1)
    # A calendar without any component would be none: the zone of the house is always there.
    book.add_component(Timezone.from_tzid(settings.TIME_ZONE, first_date=since, last_date=until))
    for entry in file.entries:
        book.add_component(_event(entry))
        for session in entry.sessions:
            book.add_component(_session(session, entry))
    book.add_missing_timezones(since, until)
    return book.to_ical()


def _address(file):
    return settings.SITE_ORIGIN + reverse("events") + (f"?{file.query}" if file.query else "")


def _event(entry):
    line = entry.line
    event = _component(entry, entry.uid, _title(entry), line.url)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + DAY)
    event.add("transp", "TRANSPARENT")
    event.add("description", _text("\n".join(filter(None, _lines(entry)))))
    event.add("categories", [_text(line.kind)])
    if where := ", ".join(filter(None, [entry.venue, str(line.where)])):
        event.add("location", _text(where))
    return event


def _session(session, entry):
    component = _component(entry, session.uid, f"{session.title}: {entry.line.name}", entry.line.url)
    component.add("dtstart", session.starts)
    if session.ends and session.ends > session.starts:
        component.add("dtend", session.ends)
    component.add("related-to", entry.uid)
    if session.where:
        component.add("location", _text(session.where))
    if session.summary:
        component.add("description", _text(session.summary))
    return component


def _component(entry, uid, title, path):
    from icalendar import Event

    component = Event()
    component.add("uid", uid)
    component.add("dtstamp", entry.changed)
    component.add("last-modified", entry.changed)
    component.add("sequence", entry.version)
    component.add("summary", _text(title))
    component.add("status", _status(entry))
    component.add("class", "PUBLIC")
    component.add("url", settings.SITE_ORIGIN + path)
    return component


def _status(entry):
    if not entry.stands:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"


def _title(entry):
    """With the status in front where nothing takes place: many programs show no other sign of it."""
    return entry.line.name if entry.stands else f"{entry.line.status}: {entry.line.name}"


def _lines(entry):
    line = entry.line
    dates = line.dates
    if line.status:
        yield f"{line.status}. {line.status_note}".strip()
    elif line.status_note:
        yield line.status_note
    if line.holds and not entry.stands:
        yield "The new dates are to be announced."
    if entry.only_month and entry.stands:
        yield f"{words.span(dates.starts, dates.ends, dates.precision)}; the days are to be announced."
    for former in line.former:
        yield f"Formerly {words.span(former.starts, former.ends, former.precision)}."
    yield f"{line.kind} by {line.organizers}." if line.organizers else f"{line.kind}."
    yield entry.summary
    yield settings.SITE_ORIGIN + line.url


def _text(text):
    return CONTROLS.sub("", BREAKS.sub("\n", text))
