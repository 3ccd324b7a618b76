"""Whatever readers can see raises the generation, however it is written, and nothing else does."""

import contextlib
import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from news.enums import State
from news.models import Edition, Event, EventEdition, Organization, Participation, Person, SiteState, Standing
from news.models.generation import check_triggers, drop_triggers, install_triggers, missing_triggers
from news.models.public import PRIVATE, PUBLIC, UNSEEN
from tests.models.worlds import (
    ALWAYS,
    COUNT,
    NAMED,
    World,
    label,
    naming_fields,
    other_value,
    public_models,
    visible_field,
)

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="deferred triggers are PostgreSQL's")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite rebuilds tables")

both_worlds = pytest.mark.parametrize("state", ["published", "draft"])
every_model = pytest.mark.parametrize("model", public_models(), ids=lambda model: model._meta.model_name)


def number():
    return SiteState.objects.values_list("generation", flat=True).get(pk=1)


def settle():
    """What a commit would do, within a test that never commits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("UPDATE news_sitestate SET raised_by = 0")


def raised(write):
    """Whether the generation rose by `write()`."""
    settle()
    before = number()
    write()
    settle()
    assert number() >= before
    return number() > before


@contextlib.contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def prepared(field, row):
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def raw_insert(row):
    fields = [f for f in row._meta.local_concrete_fields if not isinstance(f, models.AutoField)]
    for field in fields:
        field.pre_save(row, add=True)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    raw(f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({places})", *(prepared(f, row) for f in fields))


def ways_to_change(row, field, value):
    table, key = row._meta.db_table, row._meta.pk
    everything = type(row)._base_manager

    def save():
        setattr(row, field.name, value)
        row.save()

    def bulk_update():
        setattr(row, field.name, value)
        everything.bulk_update([row], [field.name])

    def raw_update():
        setattr(row, field.name, value)
        raw(f"UPDATE {table} SET {field.column} = %s WHERE {key.column} = %s", prepared(field, row), row.pk)

    return [save, lambda: everything.filter(pk=row.pk).update(**{field.name: value}), bulk_update, raw_update]


def ways_to_add(world, model):
    everything = model._base_manager
    return [
        lambda row: row.save(),
        lambda row: everything.bulk_create([row]),
        raw_insert,
    ]


def ways_to_delete(row):
    table, key = row._meta.db_table, row._meta.pk.column
    return [
        row.delete,
        type(row)._base_manager.filter(pk=row.pk).delete,
        lambda: raw(f"DELETE FROM {table} WHERE {key} = %s", row.pk),
    ]


def test_every_model_is_public_or_private():
    models_there = {
        model._meta.model_name for model in apps.get_app_config("news").get_models(include_auto_created=True)
    }
    assert set(PUBLIC) | PRIVATE == models_there
    assert not set(PUBLIC) & PRIVATE


@every_model
@both_worlds
def test_changing(db, model, state):
    world = World(state)
    row = world.member(model)
    for way in range(4):
        with undone():
            field = visible_field(model)
            value = other_value(field, world)
            fresh = model._base_manager.get(pk=row.pk)
            assert raised(ways_to_change(fresh, field, value)[way]) == world.shows(model), (way, field.name)


@every_model
def test_what_no_reader_sees(db, model):
    row = World("published").member(model)
    assert not raised(row.save) or any(getattr(f, "auto_now", False) for f in model._meta.fields)
    for field in model._meta.local_concrete_fields:
        if field.column in UNSEEN - {"generation"}:
            value = other_value(field)
            for write in ways_to_change(row, field, value)[1:]:
                with undone():
                    assert not raised(write), field.name


@every_model
@both_worlds
def test_adding(db, model, state):
    if model is SiteState:
        pytest.skip("there is one")
    world = World(state)
    for way in ways_to_add(world, model):
        with undone():
            row = world.build(model)
            expected = world.shows(model) and model._meta.model_name not in NAMED
            assert raised(lambda way=way, row=row: way(row)) == expected


@every_model
@both_worlds
def test_deleting(db, model, state):
    if model is SiteState:
        pytest.skip("there is one")
    world = World(state)
    named = model._meta.model_name in NAMED
    for way in range(3):
        with undone():
            row = world.make(model)
            assert raised(ways_to_delete(row)[way]) == (world.shows(model) and not named)
    if named:
        key = world.member(model).pk
        for way in range(2):
            with undone(), contextlib.suppress(ProtectedError):
                row = model._base_manager.get(pk=key)
                assert raised(ways_to_delete(row)[way]) == world.public


@pytest.mark.parametrize("field", naming_fields(), ids=label)
@both_worlds
def test_what_a_public_row_names_is_public(db, field, state):
    """A new foreign key to an entry is either in the entry's condition or in `NOT_SHOWN`."""
    world = World(state)
    entry = world.make(field.related_model)
    changed = visible_field(field.related_model)

    def change():
        type(entry)._base_manager.filter(pk=entry.pk).update(**{changed.name: other_value(changed, world)})

    assert not raised(change)
    naming = world.make(field.model, **{field.name: entry})
    if field.model._meta.model_name in NAMED:
        assert not raised(change)
        world.name(naming)
    assert raised(change) == world.shows(field.model)


@pytest.mark.parametrize(
    "model", [m for m in public_models() if m._meta.many_to_many], ids=lambda m: m._meta.model_name
)
@both_worlds
def test_many_to_many(db, model, state):
    world = World(state)
    row = world.member(model)
    for field in model._meta.many_to_many:
        table = field.remote_field.through._meta.model_name
        if table in PRIVATE:
            target, expected = apps.get_model("news", "Account").objects.create(username=f"{table}"), False
        else:
            target, expected = world.make(field.related_model), world.public
        relation = getattr(row, field.name)
        for write in [
            lambda r=relation, t=target: r.add(t),
            lambda r=relation, t=target: r.remove(t),
            lambda r=relation, t=target: r.set([t]),
            lambda r=relation: r.clear(),
        ]:
            assert raised(write) == expected, field.name


@pytest.mark.parametrize("state", State.values)
def test_states(db, state):
    """Only published and withdrawn editions have public rows."""
    world = World(state)
    row = world.make(Participation)
    assert raised(lambda: Participation.objects.update(printed_as="another name")) == (state in State.public)
    assert raised(row.delete) == (state in State.public)


@pytest.mark.parametrize("model", [Edition, EventEdition])
def test_going_public_and_leaving(db, model):
    world = World("draft")
    edition = world.make(model, published_at=None)

    def becomes(state, **values):
        return raised(lambda: model.objects.filter(pk=edition.pk).update(state=state, **values))

    now = timezone.now()
    assert not becomes("in_review")
    assert not becomes("approved", publish_at=now)
    assert becomes("published", publish_at=None, published_at=now)
    assert becomes("withdrawn", withdrawal_kind="notice")
    assert becomes("published", withdrawal_kind="")
    assert becomes("superseded")
    assert not becomes("discarded")


def test_a_row_that_moves_raises_it_in_both_directions(db):
    drafts, public = World("draft"), World("published")
    row = drafts.make(Participation)
    assert raised(lambda: Participation.objects.filter(pk=row.pk).update(edition=public.facts))
    assert raised(lambda: Participation.objects.filter(pk=row.pk).update(edition=drafts.facts))
    assert not raised(lambda: Participation.objects.filter(pk=row.pk).update(edition=drafts.make(EventEdition)))


def test_units_make_their_parents_public(db):
    world = World("published")
    top = world.make(Organization)
    middle = world.make(Organization, parent=top)
    unit = world.make(Organization, parent=middle)
    world.make(Organization, parent=unit)

    def renamed(entry):
        return raised(lambda: Organization.objects.filter(pk=entry.pk).update(name=f"Name {next(COUNT)}"))

    assert not renamed(top)
    world.make(Participation, organization=unit)
    assert [renamed(entry) for entry in (top, middle, unit, unit.units.get())] == [True, True, True, False]


def test_a_profile_is_public_by_itself(db):
    person = World("draft").make(Person)
    assert not raised(lambda: Person.objects.filter(pk=person.pk).update(name="Another Name"))
    assert raised(lambda: Person.objects.filter(pk=person.pk).update(public_profile=True))
    assert raised(lambda: Person.objects.filter(pk=person.pk).update(name="A Third Name"))
    assert raised(lambda: Person.objects.filter(pk=person.pk).update(public_profile=False))


def test_a_deletion_takes_its_rows_along(db):
    drafts, public = World("draft"), World("published")
    for world in (drafts, public):
        session = world.make(apps.get_model("news", "Session"))
        world.make(Participation, session=session)
        assert raised(world.facts.event.delete) == world.public
        assert not EventEdition.objects.filter(pk=world.facts.pk).exists()


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


def test_lists_of_the_test_name_what_is_there():
    assert set(PUBLIC) >= NAMED | ALWAYS
