"""The facts of a version as they are read at the desk: pairs of a heading and its lines."""

from news import words
from news.enums import ParticipationRole

from . import loaded
from .form import dates_in_words


def of(edition):
    rows = loaded.of(edition)
    pairs = [
        ("Kind", [edition.get_kind_display()]),
        ("Dates", [words.capital(dates_in_words(edition))]),
        ("Place", [str(edition.place or ""), edition.venue, edition.get_mode_display()]),
        ("Does it stand?", [edition.get_status_display(), edition.status_note]),
        ("Organizers", [_organizer(row) for row in rows.organizers]),
        ("People", [_person(row) for row in rows.people]),
        ("Forces", [_force(row) for row in rows.forces.values()] + ([rows.members.label] if rows.members else [])),
        ("Sessions", [_session(row) for row in rows.sessions]),
        ("Programme", [str(edition.programme or "")]),
        ("What was it about?", edition.subjects.splitlines()),
        ("Website", [edition.website]),
        ("Summary", [edition.summary]),
    ]
    return [(heading, kept) for heading, lines in pairs if (kept := [line for line in lines if line])]


def _organizer(row):
    through = f", through {row.through_as}" if row.through_as else ""
    led = f", led by {_named(row, row.led_by_as)}" if row.led_by_as else ""
    return f"{row}, {row.get_role_display().lower()}{through}{led}"


def _named(row, name):
    return " ".join(filter(None, [row.rank_long, row.honorific, name]))


def _person(row):
    name = _named(row, row.printed_as or row.label or str(row.country or ""))
    return ", ".join(filter(None, [name, row.position, row.organization_as, ParticipationRole(row.role).label.lower()]))


def _force(row):
    women = f", {row.women} of them women" if row.women is not None else ""
    heads = f", {words.plural(row.headcount, 'person', 'people')}{women}" if row.headcount is not None else ""
    return f"{row.organization_as or row.organization}{heads}"


def _session(row):
    when = [words.day(row.day)] if row.day else []
    there = [words.plural(len(row.its_people), "person", "people")] if row.its_people else []
    return ", ".join([row.title, *when, *there])
