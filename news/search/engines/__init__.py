"""What the two databases do each in its own way: how tokens are indexed, and how the index is asked.

Both index the columns `words_…` and `keys` of `SearchEntry` as they are. What must be there for it is made after
a migrate if it is not there, like the triggers of the generation: SQLite drops triggers when it changes a table.
"""

from dataclasses import dataclass

from django.apps import apps as installed
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Q

from . import postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


# Phrases are looked for in these, of entries that have all their words.
PLACES = ("words_title", "words_names", "words_summary", "words_body")


@dataclass(frozen=True)
class Phrase:
    """Index tokens, [a-z0-9]+, one after the other. `begins`: of the last one only the beginning is said."""

    tokens: tuple[str, ...]
    begins: bool = False

    @property
    def written(self):
        """As it stands in a column."""
        return f" {' '.join(self.tokens)}{'' if self.begins else ' '}"

    @property
    def words(self):
        """`(token, whether it only begins so)` of each token."""
        *before, last = self.tokens
        return [*((token, False) for token in before), (last, self.begins)]


def condition(connection, needs, unwanted=()):
    """`(sql, parameters)`: of each of `needs` one phrase is there, of `unwanted` none. Raises ValueError without needs.

    The SQL is a condition on `news_searchentry`. Alternatives are single words. The indexes know which words an entry
    has, not where, which makes them half as large: of a phrase all words are there, and that they stand one after the
    other is what `said_exactly` asks.
    """
    if not needs:
        raise ValueError("An index finds what is there, not all that is not.")
    engine = ENGINES[connection.vendor]
    wanted = [[word] for phrases in needs if len(phrases) == 1 for word in phrases[0].words]
    wanted += [[word for phrase in phrases for word in phrase.words] for phrases in needs if len(phrases) > 1]
    never = [phrase.words[0] for phrase in unwanted if len(phrase.tokens) == 1]
    return engine.condition(wanted, never)


def said_exactly(connection, needs, unwanted=()):
    """`(sql, parameters)`: each phrase stands there word by word, of `unwanted` none; "" for single words."""
    conditions, parameters = [], []
    for phrases, negated in [*((phrases, "") for phrases in needs), *(([phrase], "NOT ") for phrase in unwanted)]:
        if len(phrases) == 1 and len(phrases[0].tokens) > 1:
            conditions.append(f"{negated}({' OR '.join(stands_in(connection, column) for column in PLACES)})")
            parameters += [phrases[0].written] * len(PLACES)
    return " AND ".join(conditions), parameters


def stands_in(connection, column):
    """A condition with one parameter, the text that stands in a column."""
    return f"{ENGINES[connection.vendor].PLACE}({column}, %s) > 0"


def begins(connection, column, text):
    """A condition for the ORM: the column begins so, with the help of its index.

    SQLite's LIKE takes small and capital letters for the same and therefore uses no index; PostgreSQL compares as the
    language of the database does, and so a range is none.
    """
    lookups = ENGINES[connection.vendor].begins(text)
    return Q(**{f"{column}__{lookup}": value for lookup, value in lookups.items()})


def joined_facets(connection):
    """The aggregate that makes one text of the facets of many rows."""
    return ENGINES[connection.vendor].JOINED_FACETS


def ask(connection, sql, parameters):
    """The rows of a query that has a `condition`: asked so that the database does it by the index."""
    with connection.cursor() as cursor:
        return ENGINES[connection.vendor].ask(cursor, sql, parameters)


def is_seen_by_others(connection):
    """Whether another connection sees what this one has committed."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()
    return not (in_memory or connection.in_atomic_block)


def add(connection, table, rows, *, once, number):
    """Add rows, given as `{column: type}` of `table` and as many values each; where one is there by the columns
    `once`, its `number` is added to. All rows differ in `once`.
    """
    _insert(connection, table, rows, once, f"{number} = {table}.{number} + excluded.{number}")


def put(connection, table, rows, *, once=(), replacing=()):
    """Add rows, given as for `add`; where one is there by the columns `once`, it gets the new columns `replacing`."""
    _insert(connection, table, rows, once, ", ".join(f"{column} = excluded.{column}" for column in replacing))


def _insert(connection, table, rows, once, update):
    columns, values = rows
    if not values:
        return
    conflict = f"ON CONFLICT ({', '.join(once)}) DO UPDATE SET {update}" if update else ""
    with connection.cursor() as cursor:
        ENGINES[connection.vendor].insert(cursor, table, columns, values, conflict)


def present(connection, table, column, values):
    """Those of many values that a column has."""
    return {value for (value,) in among(connection, table, (column,), column, values)}


def among(connection, table, columns, column, values):
    """These columns of the rows of which one column has one of many values, each only once."""
    values = list(values)
    if not values:
        return []
    with connection.cursor() as cursor:
        condition, parameters = ENGINES[connection.vendor].among(column, values)
        cursor.execute(f"SELECT DISTINCT {', '.join(columns)} FROM {table} WHERE {condition}", parameters)  # noqa: S608
        return cursor.fetchall()


def expect(connection, many):
    """In this transaction few or many entries will be written. Call `expected` behind the many."""
    with connection.cursor() as cursor:
        ENGINES[connection.vendor].expect(cursor, many)


def expected(connection):
    """The many entries are written: put in order what was put off."""
    with connection.cursor() as cursor:
        ENGINES[connection.vendor].expected(cursor)


def tidy(connection):
    """After everything was written anew: what makes searches fast again. Not in a transaction, may take minutes."""
    with connection.cursor() as cursor:
        ENGINES[connection.vendor].tidy(cursor)


def install(*, using=DEFAULT_DB_ALIAS, apps=installed, **kwargs):
    """After migrations: the index, filled from what stands in the table if it was not there."""
    connection = connections[using]
    if not _table_is_there(apps):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        engine = ENGINES[connection.vendor]
        if engine.missing(cursor):
            engine.install(cursor)
        cursor.execute(
            "INSERT INTO news_searchstate (id, live, next, done) VALUES (1, 1, 0, '{}') ON CONFLICT DO NOTHING"
        )


def _table_is_there(apps):
    """Whether the state that the migrations have reached has the table with its columns."""
    try:
        then = apps.get_model("news", "SearchEntry")
    except LookupError:
        return False
    now = installed.get_model("news", "SearchEntry")
    return {f.column for f in now._meta.local_fields} <= {f.column for f in then._meta.local_fields}


# After an upgrade from before there was an index.
NOTHING_INDEXED = """
SELECT EXISTS (SELECT 1 FROM news_edition WHERE state = 'published')
AND NOT EXISTS (SELECT 1 FROM news_searchentry WHERE build = (SELECT live FROM news_searchstate WHERE id = 1))
"""


@checks.register(checks.Tags.database)
def check_index(app_configs, databases, **kwargs):
    """A warning, since `migrate`, which makes it, refuses to begin after an error."""
    found = []
    for alias in databases or ():
        connection = connections[alias]
        try:
            if "news_searchentry" not in connection.introspection.table_names():
                continue
            with connection.cursor() as cursor:
                missing = ENGINES[connection.vendor].missing(cursor)
                cursor.execute(NOTHING_INDEXED)
                (nothing_indexed,) = cursor.fetchone()
        except DatabaseError:
            continue
        if missing:
            found.append(
                checks.Warning(
                    f"The index of search is missing or outdated in {alias}.",
                    hint="Call `manage.py migrate`.",
                    id="news.W002",
                )
            )
        if nothing_indexed:
            found.append(
                checks.Warning(
                    f"Press releases are public in {alias}, and search and the list of releases know none of them.",
                    hint="Call `manage.py rebuild_search`.",
                    id="news.W003",
                )
            )
    return found
