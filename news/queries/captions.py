"""Who may stand in a caption, with rank and position as of that day, and the caption itself.

What an event's rows say about a person is printed as it stands there. For somebody who is not in the
event the directory says what they held on the day of the picture.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Q

from news import words
from news.enums import Mode, ParticipationRole, State
from news.models import EventEdition, Person, Post

from .people import ROLES, rank, with_honorific

LEADERS = "Led an organizer"
OTHERS = "Not of the event"
UNNAMED = "Someone unnamed"


@dataclass(frozen=True)
class Named:
    """Somebody as a caption says them. `label` tells two of one name apart; `group` is what they were there."""

    key: int
    name: str
    rank: str = ""
    position: str = ""
    organization: str = ""
    label: str = ""
    group: str = ""
    do_not_show: bool = False

    @property
    def note(self):
        return ", ".join(filter(None, [self.rank, self.position, self.organization]))

    @property
    def words(self):
        """As "Police Colonel (PCOL) David Martinez Vinluan, Director, Cybercrime Group"."""
        title = " ".join(filter(None, [self.rank, self.name]))
        body = "" if self.organization in self.position else self.organization
        return ", ".join(filter(None, [title, self.position, body]))


@dataclass(frozen=True)
class Occasion:
    """An event as a caption needs it. `people` are all whom its rows name, by key; absent ones have no group."""

    facts: EventEdition | None = None
    people: dict[int, Named] = field(default_factory=dict)

    @property
    def day(self):
        return self.facts.starts if self.facts else None

    @property
    def groups(self):
        """`[(label, [Named])]` of those who were there, in protocol order."""
        found = defaultdict(list)
        for person in self.people.values():
            if person.group:
                found[person.group].append(person)
        order = [ROLES[role][0] for role in ParticipationRole] + [LEADERS]
        plural = {one: many for one, many, _ in ROLES.values()}
        return [
            (plural.get(label, label) if len(found[label]) > 1 else label, found[label])
            for label in order
            if label in found
        ]


def occasion(event_key):
    """The open facts of an event if there are any, else the public ones. Three queries at most."""
    if event_key is None:
        return Occasion()
    editions = EventEdition.objects.filter(Q(event=event_key) | Q(event__merged_events=event_key))
    found = list(
        editions.filter(state__in=[*sorted(State.open), State.PUBLISHED]).select_related("place").order_by("-number")
    )
    facts = max(found, key=lambda edition: (edition.is_open, edition.number), default=None)
    return Occasion(facts, _people(facts)) if facts else Occasion()


def _people(facts):
    rows = facts.participations.exclude(person=None).select_related("person", "session")
    found = {}
    for row in sorted(rows, key=lambda row: (row.session_id is not None, row.order, row.pk)):
        group = "" if row.role in ParticipationRole.absent else ROLES[row.role][0]
        named = Named(
            row.person_id,
            with_honorific(row, row.printed_as),
            rank(row),
            row.position,
            row.organization_as,
            group=group,
            do_not_show=row.person.do_not_show,
        )
        _take(found, named)
    for row in facts.organizers.exclude(led_by=None).select_related("led_by").order_by("order", "pk"):
        # What they led stands in for an organization only where it is one, so it is the organizer's name.
        body = row.through_as or row.printed_as
        name = with_honorific(row, row.led_by_as or row.led_by.name)
        named = Named(
            row.led_by_id, name, rank(row), row.position, body, group=LEADERS, do_not_show=row.led_by.do_not_show
        )
        _take(found, named)
    return _told_apart(found)


def _take(found, named):
    """Each person once: as the first row says, unless that one says neither rank nor position, nor that they came."""
    there = found.setdefault(named.key, named)
    if there is named:
        return
    if not (there.rank or there.position) and (named.rank or named.position):
        found[named.key] = replace(named, group=there.group or named.group)
    elif not there.group:
        found[named.key] = replace(there, group=named.group)


def _told_apart(found):
    """The people with labels: the name alone, with what tells them apart where two share it."""
    often = Counter(words.fold(person.name) for person in found.values())
    return {
        key: replace(
            person, label=f"{person.name}, {person.note or key}" if often[words.fold(person.name)] > 1 else person.name
        )
        for key, person in found.items()
    }


class Outside:
    """People of the directory whom an event does not name, loaded at once. Two queries, however many."""

    def __init__(self, keys):
        self._people = Person.objects.in_bulk(set(keys)) if keys else {}
        posts = Post.objects.filter(person__in=self._people).select_related("rank", "organization") if keys else []
        self._posts = defaultdict(list)
        for post in sorted(posts, key=lambda post: (post.since or datetime.date.min, post.pk), reverse=True):
            self._posts[post.person_id].append(post)

    def named(self, key, day):
        """Somebody as of a day, None if there is no such person. Without a day no rank is said."""
        person = self._people.get(key)
        if person is None:
            return None
        post = next((post for post in self._posts[key] if day and _held(post, day)), None)
        name = with_honorific(person, person.name)
        return Named(
            key,
            name,
            rank=rank(_RankOf(post)) if post else "",
            position=post.position if post else "",
            organization=str(post.organization) if post else "",
            label=name,
            group=OTHERS,
            do_not_show=person.do_not_show,
        )


class _RankOf:
    def __init__(self, post):
        self.rank_long = post.rank.long if post.rank else ""
        self.rank_short = post.rank.short if post.rank else ""


def _held(post, day):
    return (post.since is None or post.since <= day) and (post.until is None or post.until >= day)


# The sentence


def where(facts):
    """As "at ISCR 2024 in Seoul", "at the 41st ASEANAPOL Conference in Vientiane"; empty without facts."""
    if facts is None or facts.name in {"", "?"}:
        return ""
    if facts.acronym:
        year = str(facts.starts.year) if facts.starts else ""
        name = facts.acronym if not year or year in facts.acronym else f"{facts.acronym} {year}"
    else:
        name = f"the {_within_a_sentence(facts.name)}"
    city = facts.place.city if facts.place_id and facts.mode != Mode.ONLINE else ""
    return f"at {name}" if not city or city in name else f"at {name} in {city}"


_SMALL = frozenset("a an and at by for from in of on the to with".split())


def _within_a_sentence(name):
    """ "Courtesy call on …" is a plain description, "International Seminar on …" a name: only the first gets small."""
    first, _, rest = name.partition(" ")
    if first.lower() == "the":
        return rest
    following = rest.split(" ", 1)[0]
    plain = following.isalpha() and following.islower() and following not in _SMALL
    return f"{first.lower()} {rest}" if plain and first.istitle() else name


def caption(shown, place=""):
    """The caption that names who is in a picture. `shown` from the left: `Named`, or None for somebody unnamed.

    Empty if nobody was named or counted. Semicolons part people of whom more than the name is said.
    """
    parts = _parts(shown, "participant" if place else "person")
    if not parts:
        return ""
    if len(parts) == 1:
        text = words.capital(parts[0])
    elif any("," in part for part in parts):
        text = f"From left: {'; '.join(parts[:-1])}; and {parts[-1]}"
    else:
        text = f"From left: {words.listed(parts)}"
    if place:
        text += f", {place}" if "," in parts[-1] else f" {place}"
    return f"{text}."


def _parts(shown, kind):
    """Each named person, and those without a name who stand side by side as one."""
    parts, unnamed = [], 0
    for person in [*shown, "end"]:
        if person is None:
            unnamed += 1
            continue
        if unnamed:
            many = {"person": "people"}.get(kind, f"{kind}s")
            parts.append(f"an unnamed {kind}" if unnamed == 1 else f"{words.number(unnamed)} unnamed {many}")
            unnamed = 0
        if person != "end":
            parts.append(person.words)
    return parts
