"""Of whom no picture may be published, and whether words beside a picture name them."""

import re
from collections import defaultdict

from news import words
from news.models import Alias, Organizer, Participation, Person, PersonShown

_POSSESSIVE = re.compile(r"['’ʼ]s\b", re.IGNORECASE)


def people():
    """`{name: folded spellings}` of those who are not to be shown: as printed anywhere, and every alias.

    One query if there is nobody, else four.
    """
    names = dict(Person.objects.filter(do_not_show=True).values_list("pk", "name"))
    found = defaultdict(set)
    for key, texts in spellings(names).items():
        found[names[key]] |= folded(texts)
    return found


def spellings(names):
    """`{key: texts}` under which people stand anywhere, for `{key: name}`. Three queries, none for nobody."""
    found = {key: {name} for key, name in names.items()}
    if not names:
        return found
    for rows in (
        Alias.objects.filter(person__in=names).values_list("person", "text"),
        Participation.objects.filter(person__in=names).values_list("person", "printed_as"),
        Organizer.objects.filter(led_by__in=names).values_list("led_by", "led_by_as"),
    ):
        for key, text in rows.order_by().distinct():
            found[key].add(text)
    return found


def folded(texts):
    """Spellings as `named` compares them, empty ones left out."""
    return {key for text in texts if (key := _key(text))}


def named(nobody, text):
    """Names of those whom a text names, of `people()`; accents and capitals do not matter."""
    if not nobody or not text.strip():
        return []
    within = f" {_key(text)} "
    return [name for name, spellings in nobody.items() if any(f" {folded} " in within for folded in spellings)]


def shown_in(pictures):
    """`{key of a picture: names}` of those among the people shown in these pictures; one query."""
    rows = PersonShown.objects.filter(picture__in=pictures, person__do_not_show=True).order_by("picture", "order")
    found = defaultdict(list)
    for key, name in rows.values_list("picture", "person__name"):
        found[key].append(name)
    return found


def _key(text):
    return " ".join(re.findall(r"[^\W_]+", words.fold(_POSSESSIVE.sub("", text))))
