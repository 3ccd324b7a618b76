"""All rows of an event edition, read at once for its form: three queries, however many rows.

A participation that only says "this force took part" stands in the list of forces, not among the
people: it has an organization with a standing, and neither person, country nor group.
"""

from news.enums import ParticipationRole
from news.models import Organizer, Participation, Session, Standing

MEMBERS_LABEL = "ASEANAPOL member forces"
FORCE_ROLES = frozenset({ParticipationRole.ATTENDEE, ParticipationRole.DELEGATE, ParticipationRole.OBSERVER})


class Rows:
    """`organizers`, `people`, `sessions` of the event itself, `forces` by the organization's key, `members`."""

    def __init__(self, edition):
        # Of a save that comes too late: the rows that its form showed.
        shown = getattr(edition, "as_shown", None)
        participations, organizers, self.sessions = shown.all_rows(edition) if shown else _saved(edition)
        self.organizers = [row for row in organizers if row.session_id is None]
        self.forces, self.members, self.people = {}, None, []
        standing = set(
            Standing.objects.filter(
                organization__in={row.organization_id for row in participations if _is_force(row)}
            ).values_list("organization_id", flat=True)
        )
        for row in participations:
            if row.session_id is not None:
                continue
            if row.label == MEMBERS_LABEL and not (row.person_id or row.organization_id) and not self.members:
                self.members = row
            elif _is_force(row) and row.organization_id in standing and row.organization_id not in self.forces:
                self.forces[row.organization_id] = row
            else:
                self.people.append(row)
        for session in self.sessions:
            session.edition = edition
            session.its_people = [row for row in participations if row.session_id == session.pk]
            session.its_organizers = [row for row in organizers if row.session_id == session.pk]


def _saved(edition):
    participations = edition.participations.select_related("person", "organization", "country")
    organizers = edition.organizers.select_related("organization", "programme", "through", "led_by")
    sessions = edition.sessions.select_related("place__country")
    return tuple(list(rows.order_by("order", "pk")) for rows in (participations, organizers, sessions))


def _is_force(row):
    return (
        row.session_id is None
        and row.organization_id is not None
        and not (row.person_id or row.country_id or row.label)
        and row.role in FORCE_ROLES
    )


def of(edition):
    """The rows of an edition, read once for each object."""
    if not hasattr(edition, "loaded_rows"):
        edition.loaded_rows = Rows(edition)
    return edition.loaded_rows


def rows(parent, model):
    """The rows of one list of the form: of an event edition, or of one of its sessions."""
    if isinstance(parent, Session):
        name = {Participation: "its_people", Organizer: "its_organizers"}[model]
        if not hasattr(parent, name):
            of(parent.edition)
            setattr(parent, name, list(model.objects.filter(session=parent).order_by("order", "pk")))
        return getattr(parent, name)
    found = of(parent)
    return {Participation: found.people, Organizer: found.organizers, Session: found.sessions}[model]
