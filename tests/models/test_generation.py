"""Whatever readers can see raises the generation, however it is written, and nothing else does."""

import contextlib

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import ProtectedError
from django.utils import timezone

from news.enums import State
from news.models import Account, Edition, Event, EventEdition, Organization, Participation, Person, SiteState
from news.models.public import DERIVED, PRIVATE, PUBLIC, visible_columns
from news.record.editions import create_event, create_version, save_edition
from tests import factories as make
from tests.models.watching import raised, raw, undone
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

both_worlds = pytest.mark.parametrize("state", ["published", "draft"])
every_model = pytest.mark.parametrize("model", public_models(), ids=lambda model: model._meta.model_name)


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
    assert set(PUBLIC) | PRIVATE | DERIVED == models_there
    assert not set(PUBLIC) & (PRIVATE | DERIVED)


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
    world = World("published")
    row = world.member(model)
    assert not raised(row.save) or any(getattr(f, "auto_now", False) for f in model._meta.fields)
    for field in model._meta.local_concrete_fields:
        if field.column not in {*visible_columns(model), "generation"}:
            value = other_value(field, world)
            for write in ways_to_change(row, field, value)[1:]:
                with undone():
                    assert not raised(write), field.name


def test_columns_that_no_reader_sees(db):
    world = World("published")
    organization = world.member(Organization)
    assert not raised(lambda: EventEdition.objects.update(lock_version=7))
    assert not raised(lambda: Event.objects.update(folded="words of a draft"))
    # Readers' lists stand in this order.
    assert raised(lambda: Organization.objects.filter(pk=organization.pk).update(folded="aaa"))


@pytest.mark.parametrize("state", sorted(set(State.values) - {State.WITHDRAWN}))
def test_a_picture_in_a_text_is_seen_with_the_text(db, state):
    inside, other = make.make_picture(), make.make_picture()
    figure = f'<figure><img src="/media/{inside.sha256[:16]}/960.webp" alt="A hall"></figure>'
    Edition.objects.filter(pk=make.publish_release(body=f"<p>Text.</p>{figure}").pk).update(state=state)

    def hide(picture):
        return lambda: type(picture).objects.filter(pk=picture.pk).update(hidden_at=timezone.now())

    assert raised(hide(inside)) == (state in State.public)
    assert not raised(hide(other))


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
        if table in PRIVATE | DERIVED:
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
    assert becomes("superseded", change_note="The date is right now.")


def test_a_row_that_moves_raises_it_in_both_directions(db):
    drafts, public = World("draft"), World("published")
    row = drafts.make(Participation)
    assert raised(lambda: Participation.objects.filter(pk=row.pk).update(edition=public.facts))
    assert raised(lambda: Participation.objects.filter(pk=row.pk).update(edition=drafts.facts))
    assert not raised(lambda: Participation.objects.filter(pk=row.pk).update(edition=drafts.make(EventEdition)))


def test_a_new_version_of_something_public_raises_nothing(db):
    """Through the door: with its rows, snapshot, log, and the words by which the desk finds the event."""
    writer = Account.objects.create(username="writer")
    public = create_event({"name": "A meeting", "participations": [{"label": "experts"}]}, by=writer)
    EventEdition.objects.update(state="published", published_at=timezone.now())
    data = {"name": "Another name", "participations": [{"label": "experts"}, {"label": "officers"}]}
    drafts = []
    assert not raised(lambda: drafts.append(create_version(public.event, data, by=writer)))
    assert not raised(lambda: save_edition(drafts[0], data | {"name": "A third name"}, by=writer, lock_version=0))
    assert public.event.editions.get(state="draft").participations.count() == 2
    assert raised(lambda: EventEdition.objects.filter(pk=public.pk).update(state="superseded"))


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


@pytest.mark.parametrize("name", ["event", "organization", "person", "programme"])
def test_what_was_merged_leads_elsewhere(db, name):
    model = apps.get_model("news", name)
    world = World("draft")
    loser, winner = world.make(model), world.make(model)
    merged = model.objects.filter(pk=loser.pk)
    assert raised(lambda: merged.update(merged_into=winner))
    assert raised(lambda: merged.update(slug="another-address"))
    assert raised(lambda: merged.update(merged_into=None))
    assert not raised(lambda: merged.update(slug="a-third-address"))


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


def test_lists_of_the_test_name_what_is_there():
    assert set(PUBLIC) >= NAMED | ALWAYS
