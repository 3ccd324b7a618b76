"""Events that look like the one in the form: the same name, or the same city, days and kind."""

from django.db.models import Q

from news import words
from news.enums import State
from news.models import EventEdition

from .form import dates_in_words


def found(*, name="", place=None, start=None, end=None, kind="", event=None):
    """Newest versions of other events, as a short list of `EventEdition`s."""
    editions = EventEdition.objects.exclude(state__in=[State.DISCARDED, State.SUPERSEDED])
    editions = editions.filter(event__merged_into=None).exclude(event=event)
    alike = Q(pk=None)
    folded = words.fold(name)
    same_days = Q(starts__lte=end or start, ends__gte=start) if start else Q()
    if len(folded) >= 8:
        alike |= Q(event__folded__contains=folded) & (same_days or Q(starts=None))
    if place and start and kind:
        alike |= Q(place=place, kind=kind) & same_days
    rows = editions.filter(alike).select_related("place__country", "created_by").order_by("-starts", "-pk")
    return list({edition.event_id: edition for edition in rows[:6]}.values())[:3]


def first(edition):
    """The words for the first event that looks like this saved one, or an empty string."""
    alike = found(
        name=edition.name,
        place=edition.place_id,
        start=edition.starts,
        end=edition.ends,
        kind=edition.kind,
        event=edition.event_id,
    )
    return described(alike[0]) if alike else ""


def described(edition):
    """ "International Symposium, Seoul, 27–29 August 2024"."""
    place = str(edition.place.city) if edition.place else ""
    return ", ".join(filter(None, [edition.name, place, dates_in_words(edition)]))
