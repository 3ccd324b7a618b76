"""What a reader asks for: the words, and what narrows them, whether it stands in the address or in the words."""

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from news import words
from news.enums import SearchType
from news.models import Organization, Programme
from news.search import asking, names

from .. import facets, filters
from ..filters import KINDS, NoSuchListError
from . import best

NAMES = ("type", *filters.NAMES)
TYPES = dict(SearchType.choices)
LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Question:
    """`typed` is what stands in the box, `asked` what it means.

    `chosen` holds everything that narrows, by facet, and `written` the part of it that stands in the words, as
    `country:PH` does; `more_keys` are further ones of a facet that is chosen already. `unknown` are sentences
    about what narrows nothing, since there is no such thing.
    """

    typed: str
    asked: asking.Asked
    chosen: dict[str, str]
    labels: tuple[tuple[str, str], ...]
    written: dict[str, str] = field(default_factory=dict)
    more_keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self):
        """Whether there is anything to look for."""
        return bool(self.asked.wanted or self.chosen)

    def keys(self, chosen=None):
        return facets.keys_of(self.chosen if chosen is None else chosen) + self.more_keys

    def query(self, chosen=None, page=1):
        """The query string with this chosen instead; words that narrow stay as long as they say what is chosen."""
        chosen = self.chosen if chosen is None else chosen
        staying = {name: value for name, value in self.written.items() if chosen.get(name) == value}
        typed = self.typed if staying == self.written else self._typed_without(self.written.keys() - staying.keys())
        parts = {name: chosen[name] for name in NAMES if name in chosen and name not in staying}
        return query_string(typed, parts, page)

    @property
    def words(self):
        """What was typed without what narrows."""
        return self._typed_without(self.written.keys() | {name for name, _ in self.asked.narrowed})

    def query_for(self, typed):
        """The query string for other words, narrowed alike by what stands in the address."""
        return query_string(typed, {name: value for name, value in self.chosen.items() if name not in self.written})

    def _typed_without(self, gone):
        """The words without those that narrow one of these facets."""
        return " ".join(text for text, facet in parts(self.typed) if facet not in gone)


def parts(typed):
    """`(text, facet)` of each word, phrase or operator; the facet is "" for what narrows none."""
    found = asking.PART.finditer(asking.plain(typed))
    return [(typed[part.start() : part.end()], "" if part["without"] else _facet(part)) for part in found]


def _facet(part):
    return asking.OPERATORS.get((part["operator"] or "").lower(), "")


def query_string(typed, chosen, page=1):
    parts = [_part("q", typed)] if typed else []
    parts += [_part(name, chosen[name]) for name in NAMES if name in chosen]
    if page > 1:
        parts.append(_part("page", page))
    return "&".join(parts)


@lru_cache(maxsize=5_000)
def _part(name, value):
    """A page has more than a hundred query strings, of few parts."""
    return urlencode({name: value})


def read(parameters):
    """The question of a query string. Raises `NoSuchListError`, with a sentence, for a value that names nothing."""
    asked = asking.read(parameters.get("q", ""))
    chosen, labels = _of_address(parameters)
    written, more_keys, unknown = {}, [], []
    for name, value in dict.fromkeys(asked.narrowed):
        found = _of_words(name, value)
        if found is None:
            unknown.append(f"We have no {name} “{shortened(value)}”, so it narrows nothing.")
        elif name not in chosen:
            chosen[name] = written[name] = found[0]
            labels.append((name, found[1]))
        elif chosen[name] != found[0] and name != "month":
            more_keys += facets.keys_of({name: found[0]})
    if "month" in written and "year" not in chosen:
        del chosen["month"], written["month"]
        labels = [pair for pair in labels if pair[0] != "month"]
        unknown.append("A month narrows nothing without its year, as in year:2024 month:9.")
    return Question(
        typed=asked.typed,
        asked=asked,
        chosen=chosen,
        labels=tuple(labels),
        written=written,
        more_keys=tuple(more_keys),
        unknown=tuple(unknown),
    )


def shortened(text):
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"


def _of_address(parameters):
    thing_type = parameters.get("type", "").strip()
    if thing_type and thing_type not in TYPES:
        raise NoSuchListError("There is no such type of page to look for.")
    found = filters.read(parameters)
    if found.month and not found.year:
        raise NoSuchListError("A month needs its year beside it.")
    chosen, labels = dict(found.chosen), list(found.labels)
    if thing_type:
        chosen, labels = {"type": thing_type, **chosen}, [("type", TYPES[thing_type]), *labels]
    return chosen, labels


def _of_words(name, value):
    """`(value of the address, label)` of what somebody wrote; None where it names nothing."""
    if name == "type":
        by_name = {words.fold(label): key for key, label in TYPES.items()} | {key: key for key in TYPES}
        key = by_name.get(words.fold(value)) or by_name.get(words.fold(f"{value}s"))
        return (key, TYPES[key]) if key else None
    if name == "month":
        return _month(value)
    wanted = _value(name, value)
    if not wanted:
        return None
    try:
        found = filters.read({name: wanted})
    except NoSuchListError:
        return None
    return found.chosen[name], dict(found.labels)[name]


def _month(value):
    names = {words.fold(month): str(number) for number, month in enumerate(words.MONTHS, 1)}
    number = names.get(words.fold(value)) or value.lstrip("0")
    return (number, words.MONTHS[int(number) - 1]) if number in names.values() else None


def _value(name, value):
    """What the address would have for it."""
    if name == "kind":
        folded = words.fold(value).replace("_", " ")
        return next((key for key, label in KINDS.items() if folded in {words.fold(label), key.replace("_", " ")}), "")
    if name == "country":
        country = best.country_called(value)
        return country.code if country else ""
    if name == "organization":
        return _called(value, Organization, SearchType.ORGANIZATION)
    if name == "programme":
        return _called(value, Programme, SearchType.PROGRAMME)
    return value if name == "year" else best.slug_of(value)


def _called(value, model, thing_type):
    for found in names.called(value):
        if found.thing_type == thing_type:
            return model.objects.filter(pk=found.thing_id).values_list("slug", flat=True).first() or ""
    return best.slug_of(value)
