"""The facts of an event as labelled lines, for a table on paper and in Word."""

from news import words
from news.enums import Mode, ParticipationRole
from news.queries import cards, people


def rows(edition):
    """`(label, lines)` of an event edition, empty ones left out. Seven queries, however many rows."""
    organizers = list(edition.organizers.select_related("organization", "programme", "session").order_by("order", "pk"))
    taking_part = list(
        edition.participations.select_related("person", "organization", "country", "session").order_by("order", "pk")
    )
    sessions = list(edition.sessions.select_related("place__country").order_by("order", "pk"))
    whole = [row for row in taking_part if row.session_id is None]
    found = [
        ("Event", [str(edition), _series(edition)]),
        ("Dates", [words.capital(words.span(edition.starts, edition.ends, edition.precision)), *_former(edition)]),
        ("Does it stand?", [edition.get_status_display(), edition.status_note]),
        (
            "Place",
            [_place(edition.place), edition.venue, edition.get_mode_display() if _not_only_there(edition) else ""],
        ),
        ("Also in", [", ".join(edition.also_in.order_by("name").values_list("name", flat=True))]),
        ("Organizers", [_organizer(row) for row in organizers if row.session_id is None]),
        ("People", [_somebody(row) for row in whole if people.names_person(row)]),
        ("Forces, countries and groups", [_somebody(row) for row in whole if not people.names_person(row)]),
        ("Number of people", [_attendance(edition)]),
        *(_session(row, organizers, taking_part) for row in sessions),
        ("Programme", [str(edition.programme or "")]),
        ("What was it about?", edition.subjects.splitlines()),
        ("Topics", [", ".join(sorted(edition.topic_rows.values_list("tag__name", flat=True)))]),
        ("Website", [edition.website]),
        ("Summary", edition.summary.splitlines()),
    ]
    return tuple((label, kept) for label, lines in found if (kept := tuple(line for line in lines if line)))


def _series(edition):
    event = edition.event
    if event.series_id is None:
        return ""
    return f"{words.ordinal(event.ordinal)} {event.series}" if event.ordinal else str(event.series)


def _former(edition):
    return [f"Formerly: {words.span(d.starts, d.ends, d.precision)}" for d in cards.former_dates(edition)]


def _place(place):
    return f"{place.city}, {place.country.name}" if place and place.country_id else str(place or "")


def _not_only_there(edition):
    return edition.mode in {Mode.ONLINE, Mode.HYBRID}


def _organizer(row):
    line = people.organizer_line(row)
    return ", ".join(filter(None, [f"{row.get_role_display()}: {line.name}", line.detail]))


def _somebody(row):
    line = people.line(row)
    days = words.span(line.days.starts, line.days.ends) if line.days else ""
    role = ParticipationRole(row.role).label
    return ", ".join(filter(None, [f"{role}: {line.name}", line.detail, days]))


def _attendance(edition):
    if edition.attendance is None:
        return ""
    number = words.plural(edition.attendance, "person", "people")
    return f"About {number}" if edition.attendance_approximate else number


def _session(row, organizers, taking_part):
    hours = words.hours(row.starts, row.ends)
    when = ", ".join(filter(None, [words.weekday(row.day) if row.day else "", hours]))
    where = ", ".join(filter(None, [row.venue, _place(row.place) if row.place_id else ""]))
    kind = row.get_kind_display() if row.kind and row.get_kind_display().lower() != row.title.lower() else ""
    return (
        f"Session: {row.title}",
        [
            kind or row.title,
            when,
            where,
            *row.summary.splitlines(),
            *(_organizer(one) for one in organizers if one.session_id == row.pk),
            *(_somebody(one) for one in taking_part if one.session_id == row.pk),
        ],
    )
