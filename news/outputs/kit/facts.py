"""The fact box of a release in plain text: every name, rank and position as readers find them on the page."""

from news import words
from news.outputs import text
from news.queries.people import Group

NOTE = "Names, ranks and positions are those of the day of the event. Please copy them from here."
LATER = "More is told when the event has begun."
OURS = "Delegation of the ASEANAPOL Secretariat"


def write(found):
    """The facts of a `ReleasePage`: of itself, and of its event as far as readers may know it."""
    parts = [text.underlined(found.title, "="), "\n".join(_of_release(found))]
    if found.glance:
        parts += [NOTE, *_of_event(found.glance)]
    if found.also_covers:
        parts.append(text.section("Also covers", _items(found.also_covers)))
    return text.clean("\n\n".join(filter(None, parts))) + "\n"


def _of_release(found):
    yield text.issuer(found)
    yield from filter(None, [text.published(found)])
    yield f"Address: {text.address(found)}"
    if found.topics:
        yield f"Topics: {', '.join(line.name for line in found.topics)}"


def _of_event(glance):
    yield text.section("Event", [f"{label}: {value}" for label, value in _labelled(glance) if value])
    if glance.kept_back:
        yield LATER
    yield text.section("Organized by", _under_labels(glance.organizers))
    if glance.guests_of_honour:
        yield _people(glance.guests_of_honour)
    if glance.delegation:
        yield _people(Group(OURS, glance.delegation))
    for group in glance.groups:
        yield _people(group)
    for session in glance.sessions:
        yield _session(session)
    for label, lines in [("Represented, not present", glance.represented), ("Also mentioned", glance.mentioned)]:
        yield text.section(label, _items(lines))
    if glance.programme:
        yield _programme(glance.programme)
    yield text.section("Subjects", [f"- {subject}" for subject in glance.subjects])


def _labelled(glance):
    event = glance.event
    duration = f" ({event.dates.duration.lower()})" if event.dates.duration else ""
    yield "Name", event.name
    yield "Kind", event.kind
    yield "Series", glance.series
    yield "Dates", _dates(event.dates) + duration if event.holds else ""
    yield "Status", ". ".join(filter(None, [event.status, event.status_note]))
    yield from (("Formerly", _dates(dates)) for dates in event.former)
    yield "Place", str(event.where)
    yield "Venue", glance.venue
    yield "Held", glance.mode if event.where.city else ""
    yield "Also in", words.listed(line.name for line in glance.also_in)
    yield "Attendance", glance.attendance
    yield "Times of day", f"{glance.zone.rpartition('/')[2].replace('_', ' ')} time" if glance.clock else ""
    yield "Website", glance.website


def _dates(dates):
    return words.span(dates.starts, dates.ends, dates.precision)


def _people(group):
    label = f"{group.label} ({group.number})" if group.number and len(group.lines) > 1 else group.label
    return text.section(label, _items(group.lines))


def _session(session):
    when = ", ".join(filter(None, [_dates(session.dates) if session.dates else "", session.hours]))
    lines = [*filter(None, [session.kind, when, session.where, session.summary]), *session.marks]
    lines += _under_labels([*session.organizers, *session.others])
    return text.section(f"Session: {session.title}", lines or ["No more is known of it."])


def _programme(programme):
    lines = [programme.name, *filter(None, [programme.facts])]
    groups = [*programme.partners, *([programme.members] if programme.members else [])]
    return text.section("Programme", lines + _under_labels(groups))


def _under_labels(groups):
    return [f"{group.label}: {_line(line)}" for group in groups for line in group.lines]


def _items(lines):
    return [f"- {_line(line)}" for line in lines]


def _line(line):
    """As "Mr Alexander K. Ramos, Director, Department of Information (Panellist; 17 September 2024)"."""
    beside = "; ".join(filter(None, [*line.marks, _dates(line.days) if line.days else ""]))
    said = ", ".join(filter(None, [line.name, line.detail]))
    return f"{said} ({beside})" if beside else said
