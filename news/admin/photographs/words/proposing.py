"""What the script asks while names are tapped: the caption they make, and who must not be shown."""

import datetime

from django.http import JsonResponse

from news import words
from news.assistant.dates import YEARS
from news.queries import captions
from news.record.picture_words import MOST_SHOWN

from .shown import People
from .typed import UNNAMED, key_of


def caption(request, model_admin, picture_set):
    """`{"caption", "ranks", "stop": [names]}` for `?person=12&person=unnamed&day=2024-08-27`."""
    tokens = request.GET.getlist("person")[:MOST_SHOWN]
    keys = [None if token == UNNAMED else key_of(token) for token in tokens if token == UNNAMED or key_of(token)]
    occasion = captions.occasion(picture_set.event_id)
    day = _day(request.GET.get("day", "")) or picture_set.taken_on or occasion.day
    people = People(occasion, keys)
    named = [people.named(key, day) for key in keys if key is not None]
    return JsonResponse(
        {
            "caption": people.caption(keys, day),
            "ranks": words.day(day) if day else "",
            "stop": [person.name for person in named if person and person.do_not_show],
        }
    )


def _day(text):
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
