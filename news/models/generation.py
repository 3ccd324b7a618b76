"""The generation: one number that rises with every change that readers can see.

Triggers in the database raise it, so no write escapes it, however it is made. `public.py` lists the
tables and says which rows are public. A row counts as it was and as it is, so going public, leaving
and deleting raise it too; a draft, whoever it names, never does, nor does a column that no reader sees.

On PostgreSQL the triggers are deferred: the row of the number is locked only while a transaction
commits, and the number is raised once. Whoever judges rows holds that lock, too, whatever the verdict:
else one transaction could find a name still private while another publishes it.

The number begins with the Unix time in milliseconds and never falls, so a database made anew or
restored does not repeat numbers that readers' caches know.
"""

import hashlib
import time

from django.apps import apps as installed
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from .public import PUBLIC, any_of, visible_columns

# The names of the triggers end with a digest of what they do, so that an outdated one is a missing one.


def wanted_triggers(connection):
    """The triggers that have to be there: `{name: statements that make it}`."""
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    found = make("sitestate", "down", NEVER_DOWN[connection.vendor])
    for name, condition in PUBLIC.items():
        model = installed.get_model("news", name)
        differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        changed = any_of(*(f'OLD."{column}" {differs} NEW."{column}"' for column in visible_columns(model)))
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
    raising = "UPDATE news_sitestate SET generation = generation + 1, raised_by = txid_current() WHERE id = 1;"
    judging = f"""
    IF TG_OP = 'UPDATE' AND NOT {changed} THEN RETURN NULL; END IF;
    IF EXISTS (SELECT 1 FROM news_sitestate WHERE raised_by = txid_current()) THEN RETURN NULL; END IF;
    PERFORM 1 FROM news_sitestate WHERE id = 1 FOR NO KEY UPDATE;
    IF (TG_OP <> 'INSERT' AND {old}) OR (TG_OP <> 'DELETE' AND {new}) THEN {raising} END IF;
    RETURN NULL;"""  # noqa: S608
    constraint = "AFTER INSERT OR UPDATE OR DELETE ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    return {"rows": (constraint, judging), "truncate": ("AFTER TRUNCATE ON {table}", f"{raising} RETURN NULL;")}


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
