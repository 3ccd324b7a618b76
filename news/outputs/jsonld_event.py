"""An event in the words of schema.org, from the panel that its page shows: nothing that is kept back is in it."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from news import words
from news.enums import OrganizerRole, Precision
from news.queries.glance import ORGANIZER_LABELS

VOCABULARY = "https://schema.org/"
# Which property names an organizer in that role.
PROPERTIES = {
    OrganizerRole.ORGANIZER: "organizer",
    OrganizerRole.HOST: "organizer",
    OrganizerRole.CO_HOST: "organizer",
    OrganizerRole.FUNDER: "funder",
    OrganizerRole.SPONSOR: "sponsor",
    OrganizerRole.CO_SPONSOR: "sponsor",
    OrganizerRole.PARTNER: "contributor",
}
BY_LABEL = {label: PROPERTIES[role] for role, labels in ORGANIZER_LABELS.items() for label in labels}


def of_glance(glance):
    """The event of a `Glance`, its sessions as `subEvent`."""
    line = glance.event
    location = _location(glance)
    return {
        "@type": "Event",
        "name": line.name,
        "url": settings.SITE_ORIGIN + line.url,
        "description": glance.summary,
        "eventStatus": VOCABULARY + _status(line),
        "eventAttendanceMode": VOCABULARY + _mode(line.where),
        "location": location,
        "keywords": list(glance.subjects),
        "superEvent": {"@type": "EventSeries", "name": glance.series} if glance.series else None,
        "attendee": [_person(one) for one in glance.delegation if one.url],
        "sameAs": glance.website,
        "subEvent": [_session(one, glance, location) for one in glance.sessions],
        **_days(line),
        **_organizers(glance.organizers),
    }


# When


def _status(line):
    if not line.holds:
        return "EventCancelled"
    if line.status and not _is_known(line.dates):
        return "EventPostponed"
    return "EventRescheduled" if line.former else "EventPostponed" if line.status else "EventScheduled"


def _days(line):
    """First and last day as far as they are known. Of what has no new days yet, the days that it had."""
    if _is_known(line.dates):
        former = (
            [_day(dates.starts, dates.precision) for dates in line.former if _is_known(dates)] if line.holds else []
        )
        return _span(line.dates) | {"previousStartDate": former}
    return _span(line.former[-1]) if line.former else {}


def _span(dates):
    if not _is_known(dates):
        return {}
    return {
        "startDate": _day(dates.starts, dates.precision),
        "endDate": _day(dates.ends or dates.starts, dates.precision),
    }


def _is_known(dates):
    return dates.precision != Precision.TBA and dates.starts is not None


def _day(day, precision):
    return words.machine_month(day) if precision == Precision.MONTH else words.machine_day(day)


# Where


def _mode(where):
    if where.online:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if where.hybrid else "OfflineEventAttendanceMode"


def _location(glance):
    where = glance.event.where
    online = {"@type": "VirtualLocation", "url": glance.website or settings.SITE_ORIGIN + glance.event.url}
    if where.online:
        return online
    if not where:
        return None
    place = {
        "@type": "Place",
        "name": glance.venue or where.city or where.country,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": where.city,
            "addressCountry": where.code.upper(),
        },
    }
    return [place, online] if where.hybrid else place


# Who


def _organizers(groups):
    found = {}
    for group in groups:
        found.setdefault(BY_LABEL.get(group.label, "contributor"), []).extend(map(_body, group.lines))
    return found


def _body(line):
    kind = "Project" if line.url.startswith("/programmes/") else "Organization"
    return {"@type": kind, "name": line.name, "url": settings.SITE_ORIGIN + line.url if line.url else ""}


def _person(line):
    return {"@type": "Person", "name": line.name, "url": settings.SITE_ORIGIN + line.url}


# What


def _session(session, glance, location):
    day = session.dates.starts if session.dates else _only_day(glance.event.dates)
    here = {"@type": "Place", "name": session.where, "address": session.where} if session.where else location
    return {
        "@type": "Event",
        "name": session.title,
        "description": session.summary,
        "location": here,
        "startDate": _moment(day, session.begins, glance.zone),
        "endDate": _moment(day, session.ends, glance.zone) if session.ends else "",
        "eventStatus": VOCABULARY + _status(glance.event),
        **_organizers(session.organizers),
    }


def _only_day(dates):
    """The day of an event that has one only: its sessions are on that day."""
    one = _is_known(dates) and dates.precision == Precision.DAY and (dates.ends or dates.starts) == dates.starts
    return dates.starts if one else None


def _moment(day, time, zone):
    """A moment in the zone of the event where the hour is known; else the day, or nothing."""
    if day is None:
        return ""
    if time is None:
        return words.machine_day(day)
    return datetime.datetime.combine(day, time, ZoneInfo(zone)).isoformat(timespec="minutes")
