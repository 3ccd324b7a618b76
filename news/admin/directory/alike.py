"""Entries that may be the same: one name in another order or spelling, with two letters changed, one acronym."""

import difflib
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from news import words
from news.models import Place

# As alike as "Ngyuen Huu Ngoc" and "Nguyen Huu Ngoc"; "Police of A" and "Police of B" are less.
ENOUGH = 0.9
MOST_LOOKED_AT = 300
MOST_WORDS = 8


@dataclass(frozen=True)
class Alike:
    entry: object
    why: str


def found(model, name, *, acronym="", country=None, besides=None, most=5):
    """Current entries of the model whose name or spelling is nearly `name`, the surest first; two queries.

    A place is only like one of its own country.
    """
    typed = _key(name)[:MOST_WORDS]
    if not typed and not acronym:
        return []
    rows = model.objects.all()
    if hasattr(model, "merged_into"):
        rows = rows.current()
    if model is Place:
        rows = rows.filter(country=country)
    if besides is not None and besides.pk:
        rows = rows.exclude(pk=besides.pk)
    # Those that share most words first, so the surest are looked at however many share one.
    shared = Value(0)
    for word in typed:
        shared = shared + Case(When(folded__contains=word, then=1), default=0)
    condition = Q(shared__gt=0)
    if acronym:
        condition |= Q(acronym__iexact=acronym)
    rows = rows.annotate(shared=shared).filter(condition).order_by("-shared", "pk")
    if hasattr(model, "aliases"):
        rows = rows.prefetch_related("aliases")
    judged = [(_judge(typed, acronym, entry), entry) for entry in rows[:MOST_LOOKED_AT]]
    judged = sorted((pair for pair in judged if pair[0]), key=lambda pair: pair[0][0])
    return [Alike(entry, why) for (_, why), entry in judged[:most]]


def _judge(typed, acronym, entry):
    """`(grade, sentence)`, the lower grade the surer; None if the two are not alike."""
    name = entry.city if isinstance(entry, Place) else entry.name
    names = [name, getattr(entry, "official_name", "")]
    spellings = [alias.text for alias in entry.aliases.all()] if hasattr(entry, "aliases") else []
    if typed and any(typed == _key(other) for other in names if other):
        return 0, "The same name."
    if typed and any(typed == _key(other) for other in spellings):
        return 1, "This is another spelling of it."
    if acronym and words.fold(acronym) == words.fold(getattr(entry, "acronym", "")):
        return 2, "The same acronym."
    joined = " ".join(typed)
    for other in filter(None, [*names, *spellings]):
        if difflib.SequenceMatcher(None, joined, " ".join(_key(other))).ratio() >= ENOUGH:
            return 3, "Nearly the same name."
    return None


def _key(name):
    """The folded words of a name, in an order that does not depend on who is called what first."""
    return sorted(word for piece in words.fold(name).replace("-", " ").split() if (word := piece.strip(",.;()")))
