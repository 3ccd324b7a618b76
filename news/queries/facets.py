"""The facets of a list, with their numbers, and the chips of what is chosen: for the archive and for search.

`chosen` is always a dict {facet: value as addresses have it}; a month is a number from 1 to 12 beside its year.
"""

import heapq
from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from news import words
from news.enums import SearchType
from news.models import Country, Organization, Person, Programme, Topic
from news.search import keys

from .filters import KINDS, NoSuchListError

MOST_CHOICES = 60
OPEN_CHOICES = 8
# So many letters of a key tell facets apart.
SHORTEST_START = 5
TITLES = {
    "type": "Found in",
    "year": "Year",
    "month": "Month",
    "kind": "Kind",
    "topic": "Topic",
    "country": "Country",
    "organization": "Organization",
    "programme": "Programme",
}
_NAMED = {"organization": Organization, "person": Person, "programme": Programme, "topic": Topic}
# A month has no meaning without its year, so it goes with it.
_BELONGS = {"year": ("month",)}


@dataclass(frozen=True)
class Choice:
    """One line of a facet. `query` is the query string with it, or without it where it is chosen."""

    label: str
    query: str
    number: int
    chosen: bool = False

    @property
    def figure(self):
        return f"{self.number:,}"


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def first(self):
        """What stands open: the first ones, and the chosen one wherever it stands."""
        return [choice for number, choice in enumerate(self.choices) if number < OPEN_CHOICES or choice.chosen]

    @property
    def rest(self):
        return [choice for choice in self.choices[OPEN_CHOICES:] if not choice.chosen]


@dataclass(frozen=True)
class Chip:
    """Something that is chosen; `query` is the query string without it."""

    label: str
    query: str


def without(chosen, name):
    gone = {name, *_BELONGS.get(name, ())}
    return {facet: value for facet, value in chosen.items() if facet not in gone}


def with_value(chosen, name, value):
    return {**without(chosen, name), name: value}


def keys_of(chosen):
    """The keys that a thing must carry to be in the list. Raises `NoSuchListError` for a month without its year."""
    found = []
    for name, value in chosen.items():
        if name == "month":
            if "year" not in chosen:
                raise NoSuchListError("A month needs its year beside it.")
            name, value = "month", f"{int(chosen['year']):04}{int(value):02}"
        found.append(keys.key(name, value))
    return tuple(found)


def read(names, chosen, counts, recount, query_of, labels=()):
    """The facets of these names that have anything to choose, in this order. One query for the labels.

    `counts` are the numbers by key of the list as it is. `recount(keys)` gives them for the list of other keys:
    asked once for each chosen facet, which is counted as if nothing were chosen in it. `query_of(chosen)` gives
    query strings. `labels` are pairs (name, label) of what is chosen, so that it is shown even where it has no
    number.
    """
    kept = _by_facet(names, counts)
    numbers = {name: _numbers(name, kept[name], chosen) for name in names if name not in chosen}
    for name in names:
        if name in chosen:
            recounted = _by_facet((name,), recount(keys_of(without(chosen, name))))
            numbers[name] = _numbers(name, recounted[name], chosen)
    known = _labels(numbers, dict(labels), chosen)
    facets = []
    for name in names:
        found = [(value, known[name, value]) for value in numbers[name] if (name, value) in known]
        choices = tuple(
            Choice(
                label=label,
                query=query_of(without(chosen, name) if value == chosen.get(name) else with_value(chosen, name, value)),
                number=numbers[name][value],
                chosen=value == chosen.get(name),
            )
            for value, label in _in_order(name, found)
        )
        if choices:
            facets.append(Facet(name, TITLES[name], choices))
    return tuple(facets)


def chips(chosen, labels, query_of):
    """What is chosen, each with the address of the list without it. `labels` are pairs (name, label)."""
    return tuple(Chip(label, query_of(without(chosen, name))) for name, label in labels)


def _by_facet(names, counts):
    """`{facet: {key: number}}`: there may be thousands, so each is looked at once and none is read."""
    facet_of = {keys.key(name, "1")[:SHORTEST_START]: name for name in names}
    found = {name: {} for name in names}
    for key, number in counts.items():
        if number > 0 and (name := facet_of.get(key[:SHORTEST_START])):
            found[name][key] = number
    return found


def _numbers(name, numbers, chosen):
    """`{value: number}` of a facet: the most frequent and what is chosen; of months those of the chosen year."""
    if name == "month":
        start = keys.key("month", chosen["year"]) if "year" in chosen else ""
        numbers = {key: number for key, number in numbers.items() if start and key.startswith(start)}
    most = heapq.nsmallest(MOST_CHOICES, numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    if name not in chosen:
        return {_value(name, key): number for key, number in most}
    (key,) = keys_of({name: chosen[name], **({"year": chosen["year"]} if name == "month" else {})})[:1]
    return {_value(name, key): numbers.get(key, 0)} | {_value(name, key): number for key, number in most}


def _value(name, key):
    _, value = keys.value_of(key)
    return str(int(value[-2:])) if name == "month" else value


def _labels(numbers, chosen_labels, chosen):
    """`{(facet, value): label}`; what has no name any more is left out."""
    found = {(name, chosen[name]): label for name, label in chosen_labels.items() if name in chosen}
    plain = {
        "year": lambda value: value,
        "month": lambda value: words.MONTHS[int(value) - 1],
        "kind": KINDS.get,
        "type": dict(SearchType.choices).get,
    }
    for name, label_of in plain.items():
        found |= {(name, value): label for value in numbers.get(name, ()) if (label := label_of(value))}
    parts = []
    if numbers.get("country"):
        parts.append(_part("country", Country.objects.filter(code__in=numbers["country"]), "code"))
    for name, model in _NAMED.items():
        if numbers.get(name):
            parts.append(_part(name, model.objects.filter(slug__in=numbers[name]), "slug"))
    if parts:
        first, *others = parts
        rows = first.union(*others, all=True) if others else first
        found |= {(name, value): label for name, value, label in rows}
    return found


def _part(name, queryset, value):
    columns = {"facet_": Value(name), "value_": value, "label_": "name"}
    texts = {column: Cast(source, CharField()) for column, source in columns.items()}
    return queryset.order_by().annotate(**texts).values_list(*texts)


def _in_order(name, found):
    """Years with the newest first, months as in a year, types as the site has them, all else by its letters."""
    if name == "year":
        return sorted(found, key=lambda pair: -int(pair[0]))
    if name == "month":
        return sorted(found, key=lambda pair: int(pair[0]))
    if name == "type":
        return sorted(found, key=lambda pair: SearchType.values.index(pair[0]))
    return sorted(found, key=lambda pair: (words.fold(pair[1]), pair[0]))
