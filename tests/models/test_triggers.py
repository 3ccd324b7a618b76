"""When the generation rises, and that its triggers are there."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from news.models import Event, EventEdition, Organization, Person, SiteState, Standing
from news.models.generation import check_triggers, drop_triggers, install_triggers, missing_triggers
from news.models.public import PUBLIC
from tests.models.watching import number, raised, raw, settle, undone
from tests.models.worlds import World

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="deferred triggers are PostgreSQL's")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite rebuilds tables")


def test_the_number_never_falls(db):
    stale = SiteState.objects.get(pk=1)
    assert raised(World("published").facts.delete)
    before = number()
    stale.generation -= 100
    stale.own_organization = Organization.objects.create(slug="ours", name="Ours")
    stale.save()
    settle()
    assert number() > before


def test_a_rollback_takes_it_back(transactional_db):
    before = number()
    with undone():
        Standing.objects.create(organization=World("draft").make(Organization), kind="member")
    assert number() == before
    with transaction.atomic():
        Standing.objects.create(organization=World("draft").make(Organization), kind="member")
        Standing.objects.update(since=datetime.date(2024, 1, 1))
    assert number() > before


@on_postgresql
def test_it_is_raised_once_while_committing(transactional_db):
    with transaction.atomic():
        World("published")
    before = number()
    other = connection.copy()
    try:
        with transaction.atomic():
            for name in ["one", "two", "three"]:
                EventEdition.objects.update(name=name)
            assert number() == before
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
                cursor.execute("UPDATE news_sitestate SET generation = generation + 1")
    finally:
        other.close()
    assert number() == before + 2


@on_postgresql
def test_who_judges_makes_the_next_one_wait(transactional_db):
    """Else a name found private here could be on a page that another transaction publishes meanwhile."""
    with transaction.atomic():
        person = World("draft").make(Person)
    other = connection.copy()
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(name="Another Name")
            raw("SET CONSTRAINTS ALL IMMEDIATE")
            with other.cursor() as cursor:
                cursor.execute("SELECT id FROM news_sitestate FOR UPDATE SKIP LOCKED")
                assert cursor.fetchall() == []
    finally:
        other.close()


@on_postgresql
def test_truncating(db):
    settle()
    assert raised(lambda: raw("TRUNCATE news_page"))


def test_triggers_are_all_there(db):
    assert missing_triggers(connection) == []
    assert check_triggers(None, databases=["default"]) == []


def test_a_missing_trigger_is_said_and_made_again(db):
    drop_triggers(plan=[])
    assert missing_triggers(connection) == []
    drop_triggers(plan=["a migration"])
    assert len(missing_triggers(connection)) > len(PUBLIC)
    assert [warning.id for warning in check_triggers(None, databases=["default"])] == ["news.W001"]
    assert not raised(lambda: Standing.objects.create(organization=World("draft").make(Organization), kind="member"))
    assert raised(install_triggers)
    assert missing_triggers(connection) == []
    assert not raised(install_triggers)


@on_sqlite
def test_a_table_is_rebuilt_while_there_are_no_triggers(transactional_db):
    drop_triggers(plan=["a migration"])
    with connection.schema_editor() as editor:
        editor._remake_table(Event)
    install_triggers()
    assert missing_triggers(connection) == []


def test_flushing_brings_the_row_back(transactional_db):
    before = number()
    call_command("flush", interactive=False, verbosity=0)
    assert number() > before
