"""People with a public profile, organizations and programmes that something public names, as search knows them."""

import datetime
from collections import defaultdict

from django.utils import timezone

from news import words
from news.enums import SearchType
from news.models import Country, Organization, Person, Post, Programme, ProgrammePartner
from news.queries import named, visibility
from news.search import keys
from news.search.document import Document

from .called import Called
from .writing import HOME, also, each, joined, narrowed, wanted


def people(wanted_keys, now):
    """Documents of those with a profile, by the posts that have begun. Six queries at most."""
    found = list(named.people().filter(pk__in=wanted_keys).order_by())
    if not found:
        return []
    today = timezone.localdate(now, HOME)
    posts = defaultdict(list)
    for post in Post.objects.filter(person__in=found).select_related("organization", "rank"):
        posts[post.person_id].append(post)
    begun = {key: [post for post in of if not post.since or post.since <= today] for key, of in posts.items()}
    organizations = {post.organization_id for of in begun.values() for post in of}
    public = set(
        named.organizations(visibility.keeping_back(now)).filter(pk__in=organizations).values_list("pk", flat=True)
    )
    called = Called({Person: [person.pk for person in found], Organization: public})
    return [_person(person, begun.get(person.pk, ()), posts[person.pk], called, today) for person in found]


def _person(person, begun, posts, called, today):
    names = called.of(Person, person.pk)
    at = {(Organization, post.organization_id) for post in begun}
    narrowing = {("organization", *one) for one in at}
    coming = [post.since for post in posts if post.since and post.since > today]
    return Document(
        thing_type=SearchType.PERSON,
        thing_id=person.pk,
        title=person.name,
        names=joined(str(post.organization) for post in begun),
        text=joined((joined([post.rank or "", post.position, post.organization]) for post in begun), "\n"),
        also=joined([*names, also(at, called)], "\n"),
        people=each([person.name, *names]),
        keys=frozenset({keys.key("type", SearchType.PERSON)} | narrowed(narrowing, called)),
        called=each([person.name, *names]),
        again_at=datetime.datetime.combine(min(coming), datetime.time(), HOME) if coming else None,
    )


def organizations(wanted_keys, now):
    """Documents of those that something public names. Five queries at most."""
    found = named.organizations(visibility.keeping_back(now)).filter(pk__in=wanted_keys)
    found = list(found.select_related("country", "parent").order_by())
    if not found:
        return []
    above = {one.parent_id for one in found}
    own = [one.pk for one in found]
    called = Called({Organization: {*own, *above}, Country: {one.country_id for one in found}})
    return [_organization(one, called) for one in found]


def _organization(one, called):
    names = [*called.of(Organization, one.pk)]
    around = {(Organization, one.parent_id), (Country, one.country_id)}
    return Document(
        thing_type=SearchType.ORGANIZATION,
        thing_id=one.pk,
        title=str(one),
        names=joined([one.official_name, one.country.name if one.country_id else ""]),
        text=joined([one.get_kind_display(), one.parent or ""], "\n"),
        also=joined([*names, also(around, called)], "\n"),
        keys=frozenset(
            {keys.key("type", SearchType.ORGANIZATION)} | narrowed({("country", Country, one.country_id)}, called)
        ),
        called=each([one, *names]),
    )


def programmes(wanted_keys, now):
    """Documents of those that public events name. Eight queries at most."""
    found = list(named.programmes(visibility.keeping_back(now)).filter(pk__in=wanted_keys).order_by())
    if not found:
        return []
    own = [one.pk for one in found]
    countries, partners = defaultdict(list), defaultdict(list)
    rows = Programme.countries.through.objects.filter(programme__in=own).select_related("country")
    for row in rows.order_by("country__name"):
        countries[row.programme_id].append(row.country)
    rows = ProgrammePartner.objects.filter(programme__in=own, organization__merged_into=None)
    for row in rows.select_related("organization"):
        partners[row.programme_id].append(row.organization)
    around = {
        key: {(Country, one.pk) for one in countries[key]} | {(Organization, one.pk) for one in partners[key]}
        for key in own
    }
    called = Called({Programme: set(own)} | wanted(*around.values()))
    return [_programme(one, countries[one.pk], partners[one.pk], around[one.pk], called) for one in found]


def _programme(one, countries, partners, around, called):
    names = called.of(Programme, one.pk)
    narrowing = {("country" if model is Country else "organization", model, key) for model, key in around}
    return Document(
        thing_type=SearchType.PROGRAMME,
        thing_id=one.pk,
        title=str(one),
        names=joined([*partners, *countries]),
        summary=one.summary,
        text=words.months(one.starts, one.ends),
        also=joined([*names, also(around, called)], "\n"),
        keys=frozenset({keys.key("type", SearchType.PROGRAMME)} | narrowed(narrowing, called)),
        called=each([one, *names]),
    )
