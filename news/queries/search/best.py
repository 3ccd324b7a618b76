"""What is called exactly as somebody typed: it stands in a box above the results."""

import re

from django.db.models import Q

from news import words
from news.models import Country, Topic
from news.search import names

from .. import named, visibility
from .results import Result

LONGEST = 120


def called(typed):
    """(thing_type, thing_id) of events and entries of the directory of that name, at most three."""
    return [(found.thing_type, found.thing_id) for found in names.called(typed)] if 0 < len(typed) <= LONGEST else []


def country_called(typed):
    """The country of that name, whether the house's, the ISO's or an alias, or of that code; None if there is none."""
    folded = words.fold(typed)
    if not folded or len(folded) > LONGEST:
        return None
    like = Q(folded__contains=folded) | Q(name__iexact=folded) | Q(code=typed.strip().upper())
    for country in Country.objects.filter(like).order_by().prefetch_related("aliases"):
        called = [country.code, country.name, country.iso_name, *(alias.text for alias in country.aliases.all())]
        if folded in map(words.fold, called):
            return country
    return None


def slug_of(typed):
    """The address that a thing of that name has; "" for what has no letter of ours."""
    return words.slug(typed) if re.search("[a-z]", words.fold(typed)) else ""


def country_and_topic(typed, *, now):
    """Results for the country and the topic of that name, which are not searched themselves. Six queries at most.

    Only of what something public names.
    """
    if not 0 < len(typed) <= LONGEST:
        return []
    country = country_called(typed)
    topic = Topic.objects.filter(Q(name__iexact=typed) | Q(slug=slug_of(typed))).order_by("pk").first()
    if country is None and topic is None:
        return []
    kept_back = visibility.keeping_back(now)
    found = []
    if country and named.countries(kept_back).filter(pk=country.pk).exists():
        code = country.code.lower()
        found.append(Result("Country", country.name, f"/countries/{code}/", flag=code))
    if topic and named.topics(kept_back).filter(pk=topic.pk).exists():
        found.append(Result("Topic", topic.name, topic.get_absolute_url()))
    return found
