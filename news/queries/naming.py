"""What names an entry of the directory: counted before it is merged or deleted, and shown beside it."""

from dataclasses import dataclass

from django.db.models import Min, Q

from news import words
from news.enums import State
from news.models import (
    Event,
    EventEdition,
    Organization,
    Person,
    Place,
    Post,
    PressRelease,
    Programme,
    Rank,
    Series,
    SiteState,
    Topic,
)


@dataclass(frozen=True)
class Use:
    """So many things of one sort name the entry. `words` says it: "3 events"."""

    sort: str
    number: int
    words: str


def uses(entry):
    """The sorts of things that name an entry, those without any left out; a query a sort.

    Versions in the bin and replaced ones count: they name the entry, too. What belongs to the entry
    itself does not: its spellings, a person's posts, an organization's standings.
    """
    found = []
    for sort, (queryset, one, many) in _sorts(entry).items():
        number = queryset.count()
        if number:
            found.append(Use(sort, number, words.plural(number, one, many)))
    return found


def in_words(entry):
    """As "3 events, 1 press release and 2 posts"; empty if nothing names the entry."""
    return words.listed(use.words for use in uses(entry))


def _sorts(entry):
    """`{sort: (queryset, word for one, word for many)}`."""
    match entry:
        case Person():
            sorts = {
                "events": _events(entry),
                "releases": _releases(Q(editions__byline=entry)),
                "pictures": (entry.shown_in.all(), "picture", ""),
            }
        case Organization():
            sorts = {
                "events": _events(entry),
                "releases": _releases(Q(editions__issued_jointly_with=entry)),
                "posts": (entry.posts.all(), "post", ""),
                "ranks": (entry.ranks.all(), "rank", ""),
                "programmes": (_distinct(Programme, Q(partners__organization=entry)), "programme", ""),
                "units": (entry.units.all(), "organization below it", "organizations below it"),
                "own": (SiteState.objects.filter(own_organization=entry), "setting of this site", ""),
            }
        case Programme() | Place():
            sorts = {"events": _events(entry)}
        case Series():
            sorts = {"events": (entry.events.all(), "event", "")}
        case Rank():
            sorts = {"posts": (entry.posts.all(), "post", "")}
        case Topic():
            sorts = {
                "events": _events(entry),
                "releases": _releases(Q(editions__topic_rows__tag=entry)),
            }
        case _:
            return {}
    if hasattr(entry, "merged_entries"):
        sorts["merged"] = (entry.merged_entries.all(), "merged entry", "merged entries")
    return sorts


def _distinct(model, condition):
    return model.objects.filter(pk__in=model.objects.filter(condition).values("pk"))


def _releases(condition):
    return _distinct(PressRelease, condition), "press release", ""


def _events(entry):
    return _distinct(Event, _naming(entry, "editions__")), "event", ""


def _naming(entry, path):
    """The condition on events (or, with an empty path, on their versions) that name an entry."""
    match entry:
        case Person():
            names = ("participations__person", "organizers__led_by")
        case Organization():
            names = ("participations__organization", "organizers__organization", "organizers__through")
        case Programme():
            names = ("programme", "organizers__programme")
        case Place():
            names = ("place", "sessions__place")
        case Topic():
            names = ("topic_rows__tag",)
        case Series():
            names = ("event__series",)
        case _:
            return Q(pk=None)
    condition = Q()
    for name in names:
        condition |= Q(**{f"{path}{name}": entry})
    return condition


def events(entry, most=5):
    """The newest versions of the latest events that name an entry, with their places; one query."""
    alive = EventEdition.objects.exclude(state__in=[State.DISCARDED, State.SUPERSEDED])
    named = alive.filter(pk__in=alive.filter(_naming(entry, "")).values("pk")).select_related("event", "place")
    found = {}
    for edition in named.order_by("-starts", "-number")[: most * 2]:
        found.setdefault(edition.event_id, edition)
    return list(found.values())[:most]


def first_seen(person):
    """`{organization's key: first day of the first event at which the person stands with it}`, in one query."""
    rows = (
        EventEdition.objects.exclude(state=State.DISCARDED)
        .filter(participations__person=person, participations__organization__isnull=False, starts__isnull=False)
        .values_list("participations__organization")
        .annotate(first=Min("starts"))
    )
    return dict(rows)


def posts_now(today):
    """Posts held on a day, newest first, with what tells two people of one name apart."""
    return (
        Post.objects.held_on(today)
        .select_related("organization__country", "rank__force__country")
        .order_by(*Post._meta.ordering)
    )
