"""Whatever the ORM gives, a prepared query gives too: the same values of the same types, on both databases."""

import datetime
import decimal

import pytest
from django.db import connection

from news.models import Country, EditionTopic, Event, EventEdition, Place
from news.queries.prepared import ALL, Part, Prepared
from tests.factories import make_event, make_place, make_topic, publish_event, publish_release

pytestmark = pytest.mark.django_db

FACTS = (
    Part("", EventEdition, ALL),
    Part("event", Event, ALL),
    Part("place", Place, ALL),
    Part("place__country", Country, ALL),
)


def by_key():
    return Prepared(lambda key: EventEdition.objects.filter(pk=key), *FACTS)


def test_every_column_is_what_the_orm_makes_of_it(django_assert_num_queries):
    facts = publish_event(
        place=make_place(latitude=decimal.Decimal("14.599"), longitude=decimal.Decimal("120.984")),
        former_dates=[["2024-01-02", "2024-01-03", "day"]],
    )
    expected = EventEdition.objects.select_related("event", "place__country").get(pk=facts.pk)
    (found,) = by_key().rows(facts.pk)
    with django_assert_num_queries(0):
        for one, other in [
            (found, expected),
            (found.event, expected.event),
            (found.place, expected.place),
            (found.place.country, expected.place.country),
        ]:
            for field in other._meta.concrete_fields:
                value, wanted = getattr(one, field.attname), getattr(other, field.attname)
                assert (type(value), value) == (type(wanted), wanted), field
    assert isinstance(found.starts, datetime.date)
    assert found.published_at.tzinfo is not None


def test_what_is_not_there_is_none():
    facts = make_event(place=None)
    (found,) = by_key().rows(facts.pk)
    assert found.place is None


def test_lists_of_any_length_and_an_empty_one_asks_nothing(django_assert_num_queries):
    query = Prepared(
        lambda keys: EventEdition.objects.filter(pk__in=keys).order_by("pk"), Part("", EventEdition, "name")
    )
    keys = [publish_event().pk for _ in range(3)]
    for number in (3, 1, 2, 3):
        with django_assert_num_queries(1):
            assert [one.pk for one in query.rows(keys[:number])] == keys[:number]
    with django_assert_num_queries(0):
        assert query.rows([]) == query.tuples([]) == []


def test_a_value_is_never_sql():
    event = publish_event(name="Robert'); DROP TABLE news_event; --% %s $1")
    query = Prepared(lambda name: EventEdition.objects.filter(name=name), Part("", EventEdition, "name"))
    assert [one.pk for one in query.rows(event.name)] == [event.pk]
    assert query.rows("' OR 1=1 --") == []


def test_values_of_the_query_itself_and_the_same_value_twice():
    topic = make_topic()
    release = publish_release(topics=[topic])
    query = Prepared(
        lambda key, tags: (
            EditionTopic.objects.filter(
                content_object=key, content_object__pk=key, tag__pk__in=tags, tag__name__contains="%"
            )
            .exclude(tag__name="it's")
            .values_list("tag")
        )
    )
    assert query.tuples(release.pk, [topic.pk, 0]) == []
    topic.name = "100% safe"
    topic.save()
    assert list(query.tuples(release.pk, [topic.pk, 0])) == [(topic.pk,)]


def test_a_new_session_learns_it_again():
    query = by_key()
    facts = publish_event()
    assert query.rows(facts.pk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'page%%'")
            assert cursor.fetchone()[0] > 0
    assert query.rows(facts.pk)


def test_further_columns_are_not_read_in_silence(django_assert_num_queries):
    facts = publish_event(name="Name")
    (found,) = Prepared(lambda key: EventEdition.objects.filter(pk=key), Part("", EventEdition, "kind")).rows(facts.pk)
    with django_assert_num_queries(1):
        assert found.name == "Name"
