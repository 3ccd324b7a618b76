"""A pasted list of names: each line is somebody in the list already, in the directory, or new."""

from dataclasses import dataclass, field

from news import words
from news.assistant.names import read_names
from news.enums import ParticipationRole
from news.errors import Problems
from news.models import Organization, Rank
from news.record import fill

from .forces import named

LONGEST = 200
SEVERAL = "There are several people named “{}”. Take the line out, and pick the right one."
HEAD = ParticipationRole.HEAD_OF_DELEGATION


@dataclass
class Line:
    """One pasted line. `state` is "there", "known", "several" or "new"; `row` is what it makes of a row."""

    name: str
    state: str
    row: dict = field(default_factory=dict)
    shown: str = ""
    person: object = None


def read(text, *, day, there=()):
    """The lines of a text. `there` holds the keys of people who stand in the list already."""
    ranks = list(Rank.objects.values_list("long", "short").distinct())
    found = read_names(text, ranks)[:LONGEST]
    people = named({name.name for name in found}) if found else {}
    organizations = _organizations({part for name in found for part in name.rest})
    known = {name.name: people.get(words.fold(name.name), []) for name in found}
    singles = {matches[0].pk for matches in known.values() if len(matches) == 1}
    posts = fill.posts_on(singles, day)
    return [_line(name, known[name.name], organizations, posts, set(there)) for name in found]


def _line(name, matches, organizations, posts, there):
    organization = next((organizations[words.fold(p)] for p in name.rest if words.fold(p) in organizations), None)
    position = ", ".join(part for part in name.rest if words.fold(part) not in organizations)
    row = {
        "honorific": name.honorific,
        "rank_long": name.rank_long,
        "rank_short": name.rank_short,
        "position": position,
        "organization": organization,
    }
    shown = " ".join(filter(None, [name.rank_long or name.rank_short, name.honorific, name.name]))
    if len(matches) > 1:
        return Line(name.name, "several", row, shown)
    if not matches:
        return Line(name.name, "new", row, shown)
    person = matches[0]
    post = posts.get(person.pk)
    # What the text says stands before what the directory says.
    as_of = fill.as_of(person, post) | {"organization": post.organization if post else None}
    row = {key: value or as_of[key] for key, value in row.items()} | {"person": person}
    shown = " ".join(filter(None, [row["rank_long"], row["honorific"], person.name]))
    return Line(person.name, "there" if person.pk in there else "known", row, shown, person)


def added_to(rows, text, *, day, make_person, is_call=False, ours=frozenset()):
    """The rows with those of the pasted lines that are not there yet.

    Raises `Problems` for a name that several people have. Of a courtesy call the first one leads;
    `ours` holds the keys of our own officers.
    """
    there = {_key(row) for row in rows}
    leads = is_call and not any(row.get("role") == HEAD and _key(row) not in ours for row in rows)
    rows = list(rows)
    lines = read(text, day=day, there=there)
    if several := [line.name for line in lines if line.state == "several"]:
        raise Problems({"pasted": [SEVERAL.format(name) for name in several]})
    made = {}
    for line in lines:
        if line.state == "there" or line.name in made:
            continue
        person = made[line.name] = line.person or make_person(line.name)
        role = {"role": HEAD if leads else ParticipationRole.DELEGATE} if is_call else {}
        rows.append(line.row | role | {"person": person})
        leads = False
    return rows


def _key(row):
    return getattr(row.get("person"), "pk", row.get("person"))


def _organizations(texts):
    """Organizations by folded name or acronym, for those texts."""
    wanted = {words.fold(text) for text in texts}
    found = {}
    if not wanted:
        return found
    for organization in Organization.objects.current().prefetch_related("aliases"):
        forms = [organization.name, organization.official_name, organization.acronym]
        forms += [alias.text for alias in organization.aliases.all()]
        for form in {words.fold(form) for form in forms if form} & wanted:
            found.setdefault(form, organization)
    return found
