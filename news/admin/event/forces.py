"""Which forces took part: ticks for members, partners and observers, each with heads and its leader.

A tick is a participation of the force; a leader's name is one of that person as head of delegation.
Empty numbers stay empty.
"""

from django.db.models import Q

from news import words
from news.enums import ParticipationRole, StandingKind
from news.models import Person, Standing

from . import loaded

PLURALS = {
    StandingKind.MEMBER: "Members",
    StandingKind.DIALOGUE_PARTNER: "Dialogue partners",
    StandingKind.OBSERVER: "Observers",
}
MEMBERS = "members_took_part"
LARGEST = 32767
LONGEST = 200


class Force:
    """One line: an organization with its standing on that day, and what was typed beside it."""

    def __init__(self, organization, kind):
        self.organization = organization
        self.key = organization.pk
        self.kind = kind
        self.name = f"force-{self.key}"
        self.ticked = False
        self.people = self.women = self.head = self.head_was = ""
        self.new = False
        self.row = None
        self.errors = {}

    @property
    def flag(self):
        return (self.organization.country_id or "").lower()


class Forces:
    """`lines` in the order of the list, `members` whether only the members as a whole are named."""

    def __init__(self, edition, day, data=None):
        rows = loaded.of(edition) if edition else None
        self.lines = _lines(day, rows.forces if rows else {})
        self.members_row = rows.members if rows else None
        self.members = bool(self.members_row)
        self.problems = []
        self.new_people = []
        heads = _heads(rows.people) if rows else {}
        for line in self.lines:
            line.row = rows.forces.get(line.key) if rows else None
            line.head = line.head_was = heads.get(line.key, "")
            if line.row:
                line.ticked = True
                line.people, line.women = (
                    "" if number is None else str(number) for number in (line.row.headcount, line.row.women)
                )
            if data is not None:
                self._take(line, data)
        if data is not None:
            self.members = MEMBERS in data
            self._find_heads()

    @property
    def ticked(self):
        return sum(line.ticked for line in self.lines)

    @property
    def groups(self):
        """The lines by standing. Members are shown at once, others where one of them is ticked."""
        groups = []
        for kind, said in PLURALS.items():
            lines = [line for line in self.lines if line.kind == kind]
            is_open = kind == StandingKind.MEMBER or any(line.ticked for line in lines)
            if lines:
                groups.append({"words": said, "lines": lines, "is_open": is_open})
        return groups

    def _take(self, line, data):
        line.ticked = line.name in data
        for field in ("people", "women", "head", "head_was"):
            typed = data.get(f"{line.name}-{field}", "")[:LONGEST].replace("\x00", "")
            setattr(line, field, " ".join(typed.split()))
        line.new = f"{line.name}-new" in data
        if not line.ticked:
            return
        for field in ("people", "women"):
            typed = getattr(line, field)
            if typed and not (typed.isdecimal() and typed.isascii() and len(typed) < 9 and int(typed) <= LARGEST):
                line.errors[field] = f"“{typed}” is not a number of people."
        if not line.errors and line.people and line.women and int(line.women) > int(line.people):
            line.errors["women"] = "There cannot be more women than people."
        self.problems += [f"{line.organization}: {said}" for said in line.errors.values()]

    def _find_heads(self):
        wanted = [line for line in self.lines if line.ticked and line.head and line.head != line.head_was]
        if not wanted:
            return
        found = named({line.head for line in wanted})
        for line in wanted:
            matches = found.get(words.fold(line.head), [])
            theirs = [person for person in matches if line.key in {post.organization_id for post in person.posts.all()}]
            line.person = (theirs or matches)[0] if len(theirs or matches) == 1 else None
            if line.person is None and not line.new:
                said = (
                    f"There are several people named “{line.head}”. Add the right one under People."
                    if matches
                    else f"“{line.head}” is not in the directory. Tick “New person”, or correct the name."
                )
                line.errors["head"] = said
                self.problems.append(f"{line.organization}: {said}")

    def added_to(self, rows, *, make_person):
        """The people's rows with the leaders, then a row for each force. `make_person(name)` adds to the directory."""
        rows = list(rows)
        for line in self.lines:
            if line.head != line.head_was or not line.ticked:
                rows = [row for row in rows if not (line.head_was and _leads(row, line))]
            if line.ticked and line.head and line.head != line.head_was:
                person = line.person or make_person(line.head)
                rows = [row for row in rows if not _leads(row, line, person)]
                rows.append(
                    {
                        "person": person,
                        "organization": line.organization,
                        "role": ParticipationRole.HEAD_OF_DELEGATION,
                    }
                )
        for line in self.lines:
            if line.ticked:
                rows.append(self._row(line))
        if self.members:
            rows.append(
                {"uid": str(self.members_row.uid)}
                if self.members_row
                else {"label": loaded.MEMBERS_LABEL, "role": ParticipationRole.ATTENDEE}
            )
        return rows

    def _row(self, line):
        numbers = {
            "headcount": int(line.people) if line.people else None,
            "women": int(line.women) if line.women else None,
        }
        if line.row:
            # What else stands in the row, such as its printed name, is left alone.
            return {"uid": str(line.row.uid), **numbers}
        return {"organization": line.organization, "role": ParticipationRole.ATTENDEE, **numbers}


def named(names):
    """People of the directory by the folded name, of those names; aliases count."""
    folded = {words.fold(name) for name in names}
    either = Q()
    for key in folded:
        either |= Q(folded__contains=key)
    found = {}
    for person in Person.objects.current().filter(either).prefetch_related("posts", "aliases"):
        own = {words.fold(person.name), *(words.fold(alias.text) for alias in person.aliases.all())}
        for key in own & folded:
            found.setdefault(key, []).append(person)
    return found


def _lines(day, forces):
    standings = Standing.objects.select_related("organization__country")
    held = standings.filter(organization__merged_into=None)
    if day:
        held = held.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
    else:
        held = held.filter(until=None)
    lines = {}
    for standing in held:
        lines.setdefault(standing.organization_id, Force(standing.organization, standing.kind))
    for standing in standings.filter(organization__in=set(forces) - set(lines)):
        lines.setdefault(standing.organization_id, Force(standing.organization, standing.kind))
    order = list(StandingKind)
    return sorted(
        lines.values(),
        key=lambda line: (order.index(line.kind), str(line.organization.country or ""), line.organization.name),
    )


def _heads(people):
    return {
        row.organization_id: row.printed_as or row.person.name
        for row in people
        if row.person_id and row.organization_id and row.role == ParticipationRole.HEAD_OF_DELEGATION
    }


def _leads(row, line, person=None):
    """Whether a row is the leader of this force, or that person as its leader."""
    if row.get("role") != ParticipationRole.HEAD_OF_DELEGATION:
        return False
    organization = getattr(row.get("organization"), "pk", row.get("organization"))
    who = getattr(row.get("person"), "pk", row.get("person"))
    return organization == line.key and (person is None or who == person.pk)
