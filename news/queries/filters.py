"""The filters of the archive and of its feeds: what an address asks for, checked and named.

An empty value asks for nothing. A value that names nothing raises `NoSuchListError`; parameters that are
no filters are not looked at.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import BigIntegerField, CharField, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from news import words
from news.enums import EventKind, ParticipationRole, ReleaseKind, State
from news.models import (
    Country,
    Edition,
    EditionTopic,
    EventEdition,
    Organization,
    Organizer,
    Participation,
    PastAddress,
    Person,
    Programme,
    Topic,
)
from news.search import keys as search_keys
from news.search import looking

from . import addresses, named, visibility

FIRST_YEAR, LAST_YEAR = 1981, 2999
KINDS = dict(EventKind.choices) | dict(ReleaseKind.choices)
NAMES = ("year", "month", "country", "organization", "person", "programme", "topic", "kind")
NAMED = {
    "country": named.countries,
    "organization": named.organizations,
    "person": lambda kept_back: named.people(),
    "programme": named.programmes,
    "topic": named.topics,
}
PLAIN = {
    Organization: Organization.objects.current,
    Person: named.people,
    Programme: Programme.objects.current,
    Topic: Topic.objects.all,
}
BY_SLUG = {"organization": Organization, "person": Person, "programme": Programme, "topic": Topic}


class NoSuchListError(LookupError):
    """The address asks for a list that cannot be. `str()` is a sentence for the reader."""


@dataclass(frozen=True)
class Filters:
    """Values as the address has them, `year` and `month` as digits; a month stands beside its year.

    `labels` are pairs (filter, name) of the chosen ones.
    """

    year: str = ""
    month: str = ""
    country: str = ""
    organization: str = ""
    person: str = ""
    programme: str = ""
    topic: str = ""
    kind: str = ""
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def chosen(self):
        return {name: value for name in NAMES if (value := getattr(self, name))}

    @property
    def query(self):
        """The canonical query string, without the question mark."""
        return query_of(self.chosen)

    @property
    def label(self):
        """In words: "Cybercrime, Philippines, September 2024"."""
        found = dict(self.labels)
        if "month" in found:
            found["year"] = f"{found.pop('month')} {found['year']}"
        return ", ".join(reversed(found.values()))


def query_of(chosen):
    """The canonical query string of `{filter: value}`, without the question mark."""
    return urlencode({name: chosen[name] for name in NAMES if chosen.get(name)})


def read(parameters):
    """The filters that a query string asks for. One query for the names of what is chosen, more for what was merged."""
    given = {name: parameters.get(name, "").strip() for name in NAMES}
    given["country"] = given["country"].upper()
    given["year"] = _number(given["year"], FIRST_YEAR, LAST_YEAR, "There are no releases of that year.")
    given["month"] = _number(given["month"], 1, 12, "There is no such month.")
    if given["month"] and not given["year"]:
        raise NoSuchListError("A month needs its year: choose the year first.")
    if given["kind"] not in {"", *KINDS}:
        raise NoSuchListError("There is no such kind of release or event.")
    if not re.fullmatch(r"(?:[A-Z]{2})?", given["country"]):
        raise NoSuchListError("There is no country with that code.")
    for name in BY_SLUG:
        if not re.fullmatch(r"[-\w]{0,100}", given[name], re.ASCII):
            raise NoSuchListError(f"There is no such {name}.")
    found = _names(given)
    labels = {"year": given["year"], "kind": KINDS.get(given["kind"], "")}
    if given["month"]:
        labels["month"] = words.MONTHS[int(given["month"]) - 1]
    for name in ("country", *BY_SLUG):
        if given[name] and name not in found:
            raise NoSuchListError(f"We have no {name} of that name.")
        given[name], labels[name] = found.get(name, ("", ""))
    return Filters(**given, labels=tuple((name, labels[name]) for name in NAMES if given[name]))


def _number(text, least, most, sentence):
    if not text:
        return ""
    if not re.fullmatch("[0-9]{1,4}", text) or not least <= int(text) <= most:
        raise NoSuchListError(sentence)
    return str(int(text))


def _names(given):
    """Filter → (value as addresses have it, name). What was merged is its winner; what had that address has another.

    Only of what something public names: an entry that is internal, or was withdrawn, has no list.
    """
    parts = []
    if given["country"]:
        parts.append(_name("country", Country.objects.filter(code=given["country"]), "code"))
    for name, model in BY_SLUG.items():
        if not given[name]:
            continue
        entries = PLAIN[model]()
        parts.append(_name(name, entries.filter(slug=given[name]), "slug"))
        if model is not Topic:
            parts.append(_name(name, entries.filter(merged_entries__slug=given[name]), "slug"))
        parts.append(_name(name, entries.filter(pk__in=_once_called(model, given[name])), "slug"))
    if not parts:
        return {}
    first, *others = parts
    found = {name: (value, label) for name, value, label in (first.union(*others, all=True) if others else first)}
    for name, model in BY_SLUG.items():
        if given[name] and name not in found and (entry := _lives_on(model, given[name])):
            found[name] = (entry.slug, entry.name)
    return {name: found[name] for name in _public({name: value for name, (value, _) in found.items()})}


def _lives_on(model, slug):
    """What an entry became that was merged more than once, or merged after its address had changed."""
    entry = addresses.lives_on(model(slug=slug).get_absolute_url())
    return PLAIN[model]().filter(pk=entry.pk).first() if isinstance(entry, model) else None


def _once_called(model, slug):
    """The keys of what was once at the address of that slug."""
    past = PastAddress.objects.filter(path=model(slug=slug).get_absolute_url(), thing_type=model._meta.model_name)
    return past.annotate(key=Cast("thing_id", BigIntegerField())).values("key")


def _name(name, queryset, value):
    texts = {"filter_": Value(name), "value_": value, "label_": "name"}
    texts = {column: Cast(source, CharField()) for column, source in texts.items()}
    return queryset.order_by().annotate(**texts).values_list(*texts)


def _public(values):
    """Which of these filters have a value that something public names: the index knows of most, and at once."""
    wanted = {name: search_keys.key(name, value) for name, value in values.items()}
    carried = looking.carried(wanted.values())
    missing = {name: values[name] for name, key in wanted.items() if key not in carried}
    if not missing:
        return values.keys()
    kept_back = visibility.keeping_back(timezone.now())
    return [
        name
        for name, value in values.items()
        if name not in missing
        or NAMED[name](kept_back).filter(**{"code" if name == "country" else "slug": value}).exists()
    ]


def apply(releases, filters, *, kept_back):
    """Public release editions (with `cards.with_facts`) that pass all filters.

    `kept_back` holds the keys of event editions whose people are not shown yet (`visibility.keeping_back`).
    """
    for name, value in filters.chosen.items():
        releases = releases.filter(CONDITIONS[name](value, kept_back))
    return releases


def _place(code, kept_back):
    abroad = EventEdition.also_in.through.objects.filter(country=code).exclude(eventedition__in=kept_back)
    return Q(facts_now__place__country=code) | Q(facts_now__in=abroad.values("eventedition"))


def _organization(slug, kept_back):
    organizers = Organizer.objects.filter(Q(organization__slug=slug) | Q(through__slug=slug))
    of_sessions = organizers.exclude(session=None).exclude(edition__in=kept_back)
    there = present(kept_back).filter(organization__slug=slug)
    jointly = Edition.issued_jointly_with.through.objects.filter(organization__slug=slug)
    return (
        Q(facts_now__in=organizers.filter(session=None).values("edition"))
        | Q(facts_now__in=of_sessions.values("edition"))
        | Q(facts_now__in=there.values("edition"))
        | Q(pk__in=jointly.values("edition"))
    )


def _person(slug, kept_back):
    led = Organizer.objects.filter(led_by__slug=slug).exclude(edition__in=kept_back)
    there = present(kept_back).filter(person__slug=slug)
    return Q(facts_now__in=led.values("edition")) | Q(facts_now__in=there.values("edition"))


def _programme(slug, kept_back):
    organizers = Organizer.objects.filter(programme__slug=slug, session=None)
    under = EventEdition.objects.filter(state=State.PUBLISHED, programme__slug=slug).exclude(pk__in=kept_back)
    return Q(facts_now__in=under.values("pk")) | Q(facts_now__in=organizers.values("edition"))


def present(kept_back):
    """Rows of those who took part and may be named."""
    return Participation.objects.exclude(role__in=ParticipationRole.absent).exclude(edition__in=kept_back)


def _kind(kind, _):
    return Q(facts_now__kind=kind) | Q(facts_now=None, kind=kind)


CONDITIONS = {
    "year": lambda value, _: Q(release__url_year=int(value)),
    "month": lambda value, _: Q(release__display_date__month=int(value)),
    "country": _place,
    "organization": _organization,
    "person": _person,
    "programme": _programme,
    "topic": lambda slug, _: Q(pk__in=EditionTopic.objects.filter(tag__slug=slug).values("content_object")),
    "kind": _kind,
}

# `visibility.keeping_back` costs a query, which only these filters need.
NEED_KEPT_BACK = frozenset({"country", "organization", "person", "programme"})


def kept_back_for(filters, now):
    return visibility.keeping_back(now) if NEED_KEPT_BACK & filters.chosen.keys() else []
