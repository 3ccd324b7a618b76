"""What is suggested while somebody types: names first, then words that go on. Five queries at most."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import BigIntegerField, CharField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from news import words
from news.enums import SearchType
from news.models import Event, Organization, Person, Programme
from news.search import asking, names, spelling

from .results import KINDS

SHORTEST = 2
MOST_NAMES = 6
MOST_WORDS = 4
_MODELS = {
    SearchType.EVENT: Event,
    SearchType.PERSON: Person,
    SearchType.ORGANIZATION: Organization,
    SearchType.PROGRAMME: Programme,
}


@dataclass(frozen=True)
class Suggestion:
    """`kind` is empty for words to search for."""

    text: str
    kind: str
    url: str


def suggestions(typed):
    """For what was typed until now: at most ten, none twice; none for less than two letters."""
    typed = " ".join(typed[: asking.LONGEST].replace("\x00", " ").split())
    if len(typed) < SHORTEST:
        return []
    named = names.beginning(typed, MOST_NAMES)
    urls = _urls(named)
    found = [
        Suggestion(name.shown, KINDS[name.thing_type], urls[name.thing_type, name.thing_id])
        for name in named
        if (name.thing_type, name.thing_id) in urls
    ]
    search, shown = reverse("search"), {words.fold(one.text) for one in found}
    for text in spelling.going_on(typed, MOST_WORDS):
        if words.fold(text) not in shown:
            found.append(Suggestion(text, "", f"{search}?{urlencode({'q': text})}"))
    return found


def _urls(named):
    """`{(thing_type, thing_id): path}`; one query, none for no names."""
    parts = []
    for kind, model in _MODELS.items():
        ids = [name.thing_id for name in named if name.thing_type == kind]
        if ids:
            columns = {
                "kind_": Cast(Value(kind.value), CharField()),
                "id_": Cast("pk", BigIntegerField()),
                "slug_": Cast("slug", CharField()),
            }
            parts.append(model.objects.filter(pk__in=ids).order_by().annotate(**columns).values_list(*columns))
    if not parts:
        return {}
    first, *others = parts
    rows = first.union(*others, all=True) if others else first
    return {(kind, key): _MODELS[kind](slug=slug).get_absolute_url() for kind, key, slug in rows}
