"""The fact box of a release on paper: the same labels in the same order as *At a glance* on its page.

A fact is `(label, lines)`; a line has a name and, below it in small letters, notes. Where there are more than twelve
participants the box gives groups and numbers, and `names` gives the names for a part of their own below the text.
"""

from dataclasses import dataclass

from news import words

# Letters of a line above which it does not have to stand on one page.
LONG = 600


@dataclass(frozen=True)
class Line:
    """`name` is read first, `strong` where it is that of somebody; `marks` are what our own people did.

    A `long` one may go over to the next page.
    """

    name: str
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    strong: bool = True
    long: bool = False


def facts(glance):
    """The facts of a `Glance`, without dates and place, which stand large above them."""
    event = glance.event
    below = glance.names_below
    found = [
        (event.status or "Note", [plain(event.status_note)] if event.status_note else []),
        ("Event", [Line(event.name)]),
        ("Venue", [plain(glance.venue)] if glance.venue else []),
        *([_group(glance.guests_of_honour)] if glance.guests_of_honour else []),
        *map(_group, glance.organizers),
        ("Our delegation", _lines(glance.delegation)),
        *([("Participants", [plain(f"{group.label}: {group.number}") for group in glance.groups])] if below else []),
        *([] if below else map(_group, glance.groups)),
        ("Sessions", [_session(session, with_others=not below) for session in glance.sessions]),
        ("Represented, not present", _lines(glance.represented)),
        ("Attendance", [plain(glance.attendance)] if glance.attendance else []),
        *_programme(glance.programme),
        ("Series", [plain(glance.series)] if glance.series else []),
        ("Held", [plain(glance.mode)] if glance.mode and event.where.city else []),
        ("Also in", [plain(words.listed(line.name for line in glance.also_in))] if glance.also_in else []),
        ("Subjects", [plain(subject) for subject in glance.subjects]),
        ("Also mentioned", _lines(glance.mentioned)),
        ("Website of the event", [plain(glance.website)] if glance.website else []),
    ]
    return tuple((label, tuple(lines)) for label, lines in found if lines)


def names(glance):
    """The participants by group and session, if the box has numbers only."""
    if not glance.names_below:
        return ()
    of_sessions = [
        (f"{session.title}: {group.label}", tuple(_lines(group.lines)))
        for session in glance.sessions
        for group in session.others
    ]
    return (*((group.label, tuple(_lines(group.lines))) for group in glance.groups), *of_sessions)


def plain(text):
    """A line that names nobody in particular."""
    return Line(text, strong=False, long=len(text) > LONG)


def _group(group):
    """People one by one; forces, countries and groups in one line where nothing else is said of them."""
    if not group.people and not any(line.detail or line.days for line in group.lines):
        return group.label, [plain(words.listed(line.name for line in group.lines))]
    return group.label, _lines(group.lines)


def _lines(lines):
    return [_line(line.name, [line.detail, str_of(line.days)], line.marks) for line in lines]


def _line(name, notes, marks=()):
    notes, marks = tuple(filter(None, notes)), tuple(marks)
    return Line(name, notes, marks, long=sum(map(len, [name, *notes, *marks])) > LONG)


def str_of(dates):
    """Days in words; an empty string for none."""
    return words.span(dates.starts, dates.ends, dates.precision) if dates else ""


def _session(session, *, with_others):
    groups = [*session.organizers, *(session.others if with_others else ())]
    notes = [
        ", ".join(filter(None, [str_of(session.dates), session.hours])),
        ", ".join(filter(None, [session.kind, session.where])),
        *(f"{group.label}: {words.listed(_said(line) for line in group.lines)}" for group in groups),
    ]
    return _line(session.title, notes, session.marks)


def _said(line):
    return f"{line.name} ({line.detail})" if line.detail else line.name


def _programme(programme):
    if programme is None:
        return []
    notes = [programme.facts, *(f"{g.label}: {words.listed(map(_said, g.lines))}" for g in programme.partners)]
    found = [("Programme", [_line(programme.name, notes)])]
    if programme.members:
        found.append((programme.members.label, [plain(words.listed(line.name for line in programme.members.lines))]))
    return found
