"""The generation: one number that rises with every change that readers can see.

Triggers in the database raise it, so no write escapes it, however it is made. `PUBLIC` is the one
list of tables: for each, the SQL that says whether a row belongs to something public. A row counts
as it was and as it is, so going public, leaving and deleting raise it too. A thing is public only

- through its own public edition (published, withdrawn): releases, events and every row of them;
- because something public names it: people (also by `public_profile`), organizations (also by a
  standing, as our own, or as the parent of a public one), posts and ranks of people with a profile,
  places, countries, programmes, series, topics, pictures;
- always: standings, pages, the press contact, past addresses, whose side is ours.

A draft, whoever it names, never raises it, nor does a column that no reader sees (`UNSEEN`). `PRIVATE`
names the rest; a model in neither list fails a test.

On PostgreSQL the triggers are deferred: the number is raised once a transaction, while it commits,
and transactions commit one after the other from there on. Else one could see a name still private
while another publishes it. The number begins with the Unix time in milliseconds and never falls, so
a database made anew or restored does not repeat numbers that readers' caches know.
"""

import hashlib
import time

from django.apps import apps as installed
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from news.enums import State

STATES = ", ".join(f"'{state.value}'" for state in sorted(State.public))


# Conditions. `row` and `key` are SQL: NEW, OLD or an alias, and a column of it.


def exists(tables, condition):
    return f"EXISTS (SELECT 1 FROM {tables} WHERE {condition})"


def any_of(*conditions):
    return "(" + " OR ".join(conditions) + ")"


def always(row):
    return "TRUE"


def own_state(row):
    return f"{row}.state IN ({STATES})"


def of_edition(table, column="edition_id"):
    """Rows that belong to an edition."""
    return lambda row: exists(table, f"{table}.id = {row}.{column} AND {own_state(table)}")


def in_editions(table, column, key):
    """A public edition names it."""
    return exists(table, f"{table}.{column} = {key} AND {own_state(table)}")


def in_rows(table, rows, column, key, link="edition_id"):
    """A row of a public edition names it."""
    joined = f"{rows} JOIN {table} ON {table}.id = {rows}.{link}"
    return exists(joined, f"{rows}.{column} = {key} AND {own_state(table)}")


def in_posts(column, key):
    """A post of a person with a public profile names it."""
    joined = "news_post JOIN news_person ON news_person.id = news_post.person_id"
    return exists(joined, f"news_post.{column} = {key} AND news_person.public_profile")


TEXT, FACTS = "news_edition", "news_eventedition"


def release(row):
    return in_editions(TEXT, "release_id", f"{row}.id")


def event(row):
    return in_editions(FACTS, "event_id", f"{row}.id")


def picture(row):
    return in_rows(TEXT, "news_editionpicture", "picture_id", f"{row}.id")


def person(row):
    key = f"{row}.id"
    return any_of(
        f"{row}.public_profile",
        in_rows(FACTS, "news_participation", "person_id", key),
        in_rows(FACTS, "news_organizer", "led_by_id", key),
        in_editions(TEXT, "byline_id", key),
    )


def post(row):
    return exists("news_person", f"news_person.id = {row}.person_id AND news_person.public_profile")


def rank(row):
    return in_posts("rank_id", f"{row}.id")


def programme(row):
    key = f"{row}.id"
    return any_of(
        in_editions(FACTS, "programme_id", key),
        in_rows(FACTS, "news_organizer", "programme_id", key),
    )


def of_programme(row):
    return exists("news_programme AS named", f"named.id = {row}.programme_id AND {programme('named')}")


def organization(row):
    """It or one of its units is named: a page says of which organization it is a part."""
    key = "unit.id"
    named = any_of(
        in_rows(FACTS, "news_participation", "organization_id", key),
        in_rows(FACTS, "news_organizer", "organization_id", key),
        in_rows(FACTS, "news_organizer", "through_id", key),
        in_rows(TEXT, "news_edition_issued_jointly_with", "organization_id", key),
        in_posts("organization_id", key),
        exists("news_programmepartner AS part", f"part.organization_id = {key} AND {of_programme('part')}"),
        exists("news_standing", f"news_standing.organization_id = {key}"),
        exists("news_sitestate", f"news_sitestate.own_organization_id = {key}"),
    )
    return (
        f"EXISTS (WITH RECURSIVE unit(id) AS (SELECT {row}.id UNION SELECT below.id"
        f" FROM news_organization AS below JOIN unit ON below.parent_id = unit.id)"
        f" SELECT 1 FROM unit WHERE {named})"
    )


def place(row):
    key = f"{row}.id"
    return any_of(in_editions(FACTS, "place_id", key), in_rows(FACTS, "news_session", "place_id", key))


def country(row):
    key = f"{row}.code"
    return any_of(
        in_rows(FACTS, "news_participation", "country_id", key),
        in_rows(FACTS, "news_eventedition_also_in", "country_id", key, link="eventedition_id"),
        exists("news_place AS city", f"city.country_id = {key} AND {place('city')}"),
        exists("news_organization AS home", f"home.country_id = {key} AND {organization('home')}"),
        exists("news_programme_countries AS land", f"land.country_id = {key} AND {of_programme('land')}"),
    )


def series(row):
    return exists("news_event AS part", f"part.series_id = {row}.id AND {event('part')}")


def topic(row):
    key = f"{row}.id"
    return any_of(
        in_rows(TEXT, "news_editiontopic", "tag_id", key, link="content_object_id"),
        in_rows(FACTS, "news_eventtopic", "tag_id", key, link="content_object_id"),
    )


# By model name; the table of `edition_also_covers` is `news_edition_also_covers`.
PUBLIC = {
    "edition": own_state,
    "edition_also_covers": of_edition(TEXT),
    "edition_issued_jointly_with": of_edition(TEXT),
    "editionpicture": of_edition(TEXT),
    "editiontopic": of_edition(TEXT, "content_object_id"),
    "pressrelease": release,
    "eventedition": own_state,
    "eventedition_also_in": of_edition(FACTS, "eventedition_id"),
    "eventtopic": of_edition(FACTS, "content_object_id"),
    "organizer": of_edition(FACTS),
    "session": of_edition(FACTS),
    "participation": of_edition(FACTS),
    "event": event,
    "picture": picture,
    "person": person,
    "post": post,
    "rank": rank,
    "organization": organization,
    "standing": always,
    "programme": programme,
    "programme_countries": of_programme,
    "programmepartner": of_programme,
    "place": place,
    "country": country,
    "series": series,
    "topic": topic,
    "page": always,
    "contact": always,
    "pastaddress": always,
    "sitestate": always,
}

# What no public page reads. Aliases help the desk to find an entry; a byline is a person, not an account.
PRIVATE = frozenset(
    """
    account account_groups account_user_permissions actionlog alias edition_asked_to_check
    edition_authors eventedition_asked_to_check eventedition_authors referencecounter snapshot
    """.split()
)

# Columns that no reader sees, in whichever table.
UNSEEN = frozenset({"folded", "lock_version", "generation", "raised_by"})

# Who holds this PostgreSQL lock is judging rows or committing what it judged.
LOCK = 2_024_031


# Triggers. Their names end with a digest of what they do, so that an outdated one is a missing one.


def wanted_triggers(connection):
    """The triggers that have to be there: `{name: statements that make it}`."""
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    found = make("sitestate", "down", NEVER_DOWN[connection.vendor])
    for name, condition in PUBLIC.items():
        model = installed.get_model("news", name)
        columns = [f'"{f.column}"' for f in model._meta.local_concrete_fields if f.column not in UNSEEN]
        differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        changed = any_of(*(f"OLD.{column} {differs} NEW.{column}" for column in columns))
        for event_name, body in TABLE[connection.vendor](condition("OLD"), condition("NEW"), changed).items():
            found |= make(name, event_name, body)
    return found


def missing_triggers(connection):
    """Names of triggers that are not there (or outdated, or switched off); call `migrate` to make them."""
    return sorted(set(wanted_triggers(connection)) - _triggers_there(connection))


def _sqlite_table(old, new, changed):
    raising = "BEGIN UPDATE news_sitestate SET generation = generation + 1 WHERE id = 1; END"
    return {
        "insert": f"AFTER INSERT ON {{table}} WHEN {new} {raising}",
        "update": f"AFTER UPDATE ON {{table}} WHEN {changed} AND ({old} OR {new}) {raising}",
        "delete": f"AFTER DELETE ON {{table}} WHEN {old} {raising}",
    }


def _postgresql_table(old, new, changed):
    judge = f"""
    IF TG_OP = 'UPDATE' AND NOT {changed} THEN RETURN NULL; END IF;
    IF EXISTS (SELECT 1 FROM news_sitestate WHERE raised_by = txid_current()) THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock({LOCK});
    IF (TG_OP IN ('UPDATE', 'DELETE') AND {old}) OR (TG_OP IN ('UPDATE', 'INSERT') AND {new}) OR TG_OP = 'TRUNCATE' THEN
        UPDATE news_sitestate SET generation = generation + 1, raised_by = txid_current() WHERE id = 1;
    END IF;
    RETURN NULL;"""
    constraint = "AFTER INSERT OR UPDATE OR DELETE ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    return {"rows": (constraint, judge), "truncate": ("AFTER TRUNCATE ON {table}", judge)}


TABLE = {"sqlite": _sqlite_table, "postgresql": _postgresql_table}

# `SiteState.save()` writes every column, and so the number that it once read.
NEVER_DOWN = {
    "sqlite": (
        "AFTER UPDATE OF generation ON {table} WHEN NEW.generation < OLD.generation"
        " BEGIN UPDATE news_sitestate SET generation = OLD.generation + 1 WHERE id = 1; END"
    ),
    "postgresql": (
        "BEFORE UPDATE OF generation ON {table} FOR EACH ROW",
        "NEW.generation := GREATEST(NEW.generation, OLD.generation); RETURN NEW;",
    ),
}


def _name(model_name, event_name, body):
    return f"generation_{model_name}_{event_name}_{hashlib.sha256(str(body).encode()).hexdigest()[:8]}"


def _sqlite(model_name, event_name, body):
    name = _name(model_name, event_name, body)
    return {name: [f"CREATE TRIGGER {name} {body.format(table=f'news_{model_name}')}"]}


def _postgresql(model_name, event_name, body):
    when, code = body
    name = _name(model_name, event_name, body)
    kind = "CONSTRAINT TRIGGER" if "DEFERRABLE" in when else "TRIGGER"
    return {
        name: [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {code} END $$",
            f"CREATE {kind} {name} {when.format(table=f'news_{model_name}')} EXECUTE FUNCTION {name}()",
        ]
    }


def _triggers_there(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                r"SELECT tgname FROM pg_trigger WHERE tgname LIKE 'generation\_%'"
                " AND NOT tgisinternal AND tgenabled <> 'D' AND pg_table_is_visible(tgrelid)"
            )
        else:
            cursor.execute(
                r"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'generation\_%' ESCAPE '\'"
            )
        return {name for (name,) in cursor.fetchall()}


def _drop(connection, keep=frozenset()):
    """Drop the triggers but those in `keep`; on PostgreSQL with their functions."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                r"SELECT proname FROM pg_proc WHERE proname LIKE 'generation\_%'"
                " AND prorettype = 'trigger'::regtype AND pg_function_is_visible(oid)"
            )
            command, there = "DROP FUNCTION {}() CASCADE", {name for (name,) in cursor.fetchall()}
        else:
            command, there = "DROP TRIGGER {}", _triggers_there(connection)
        for name in sorted(there - set(keep)):
            cursor.execute(command.format(name))


def drop_triggers(*, using=DEFAULT_DB_ALIAS, plan=(), **kwargs):
    """Before migrations: SQLite renames no table while a trigger names one that is being rebuilt.

    On either database an old trigger would meet new columns.
    """
    if plan:
        with transaction.atomic(using=using):
            _drop(connections[using])


def install_triggers(*, using=DEFAULT_DB_ALIAS, apps=installed, **kwargs):
    """After migrations: the triggers and the row that they raise, exactly as they have to be.

    If anything was missing the number rises, for a change may have escaped it. Migrated back to where
    a table or column is not there yet, it makes nothing: the software of that day will.
    """
    connection = connections[using]
    if not _tables_are_there(apps):
        return
    with transaction.atomic(using=using):
        wanted = wanted_triggers(connection)
        missing = set(wanted) - _triggers_there(connection)
        _drop(connection, keep=set(wanted) - missing)
        with connection.cursor() as cursor:
            for name in sorted(missing):
                for statement in wanted[name]:
                    cursor.execute(statement)
            cursor.execute(
                "INSERT INTO news_sitestate (id, generation, raised_by) VALUES (1, 1, 0) ON CONFLICT DO NOTHING"
            )
            fresh = cursor.rowcount == 1
        if missing or fresh:
            raise_generation(using=using)


def raise_generation(*, using=DEFAULT_DB_ALIAS):
    """Raise it by hand, past every number that an earlier life of this database may have had."""
    rows = installed.get_model("news", "SiteState").objects.using(using).filter(pk=1)
    rows.update(generation=Greatest(F("generation") + 1, int(time.time() * 1000)), raised_by=0)


def _tables_are_there(apps):
    """Whether the state that the migrations have reached has every public table with its columns."""
    for name in PUBLIC:
        try:
            then = apps.get_model("news", name)
        except LookupError:
            return False
        columns = {f.column for f in installed.get_model("news", name)._meta.local_concrete_fields}
        if not columns <= {f.column for f in then._meta.local_concrete_fields}:
            return False
    return True


@checks.register(checks.Tags.database)
def check_triggers(app_configs, databases, **kwargs):
    """A warning, since `migrate`, which makes them, refuses to begin after an error."""
    found = []
    for alias in databases or ():
        connection = connections[alias]
        try:
            migrated = "news_sitestate" in connection.introspection.table_names()
            missing = missing_triggers(connection) if migrated else []
        except DatabaseError:
            continue
        if missing:
            found.append(
                checks.Warning(
                    f"{len(missing)} triggers that tell readers' caches of changes are missing in {alias}.",
                    hint="Call `manage.py migrate`.",
                    id="news.W001",
                )
            )
    return found
