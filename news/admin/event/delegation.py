"""Our delegation: ticks of the officers in post on the event's first day. A tick is a participant's row."""

from news import words
from news.enums import ParticipationRole
from news.models import Post, SiteState

from . import loaded

TICKED, SHOWN = "ours", "ours_shown"


class Officer:
    """A person of our own organization with the post of that day."""

    def __init__(self, post):
        self.key = post.person_id
        self.name = post.person.name
        self.rank = str(post.rank.short or post.rank.long) if post.rank else ""
        self.position = post.position
        self.ticked = False


class Delegation:
    """`officers` to tick, and whom the ticks add to the rows or take out of them."""

    def __init__(self, edition, day, data=None):
        self.day = day
        self.day_words = words.span(day, day) if day else ""
        self.own = SiteState.own()
        self.officers = officers(self.own, day)
        there = {row.person_id for row in loaded.of(edition).people} if edition else set()
        if data is None:
            self.ticked = there
            self.shown = there
        else:
            self.ticked = _keys(data.getlist(TICKED))
            self.shown = _keys(data.getlist(SHOWN))
        for officer in self.officers:
            officer.ticked = officer.key in self.ticked
        self.shown_keys = [officer.key for officer in self.officers if officer.ticked]

    def added_to(self, rows):
        """The rows with those whom the ticks add, and without those whose tick was taken away."""
        unticked = self.shown - self.ticked
        kept = [row for row in rows if _person(row) not in unticked]
        present = {_person(row) for row in kept}
        leads = any(row.get("role") == ParticipationRole.HEAD_OF_DELEGATION and self._is_ours(row) for row in kept)
        for officer in self.officers:
            if officer.ticked and officer.key not in present:
                role = ParticipationRole.DELEGATE if leads else ParticipationRole.HEAD_OF_DELEGATION
                kept.append({"person": officer.key, "organization": self.own, "role": role})
                leads = True
        return kept

    def _is_ours(self, row):
        organization = row.get("organization")
        return self.own is not None and getattr(organization, "pk", organization) == self.own.pk


def officers(own, day):
    """The people whose posts in our own organization held on a day; by post, the highest first."""
    if own is None or day is None:
        return []
    found = {}
    for post in Post.objects.held_on(day).filter(organization=own).select_related("person", "rank"):
        if post.person.merged_into_id is None:
            found.setdefault(post.person_id, Officer(post))
    return sorted(found.values(), key=_place)


def _place(officer):
    position = words.fold(officer.position)
    return "executive director" not in position, "director" not in position, officer.name


def _person(row):
    person = row.get("person")
    return getattr(person, "pk", person)


def _keys(values):
    return {int(value) for value in values if value.isdecimal()}
