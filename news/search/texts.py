"""What is kept of things as it was printed, for the places that show why they were found."""

from dataclasses import dataclass

from django.db.models import Q

from news.models import SearchEntry, SearchState


@dataclass(frozen=True)
class Text:
    title: str
    names: str
    summary: str
    text: str


def of(things):
    """`{(thing_type, thing_id): Text}` of what the live build has of the things. One query, none for no things."""
    condition = Q()
    for thing_type in {thing_type for thing_type, _ in things}:
        ids = [thing_id for of_type, thing_id in things if of_type == thing_type]
        condition |= Q(thing_type=thing_type, thing_id__in=ids)
    if not condition:
        return {}
    live = SearchState.objects.filter(pk=1).values("live")[:1]
    rows = SearchEntry.objects.filter(condition, build=live)
    columns = ("thing_type", "thing_id", "title", "names", "summary", "text")
    return {(thing_type, thing_id): Text(*texts) for thing_type, thing_id, *texts in rows.values_list(*columns)}
