"""SQLite: a table of FTS5 that keeps only the index and reads the words in `news_searchentry`, kept by triggers."""

import json

PLACE = "instr"
JOINED_FACETS = "group_concat(facets, '')"
COLUMNS = ("words_title", "words_names", "words_summary", "words_body", "keys")
TABLE = "news_searchentry"
INDEX = "news_searchentry_words"
TRIGGERS = f"{INDEX}_after"
PAGES = 500
NAMES = ", ".join(COLUMNS)


def _values(row):
    return ", ".join(f"{row}.{column}" for column in COLUMNS)


_FORGET = f"INSERT INTO {INDEX} ({INDEX}, rowid, {NAMES}) VALUES ('delete', OLD.id, {_values('OLD')});"  # noqa: S608
_TAKE = f"INSERT INTO {INDEX} (rowid, {NAMES}) VALUES (NEW.id, {_values('NEW')});"  # noqa: S608
_DIFFERS = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in ("id", *COLUMNS))
STATEMENTS = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5"
    f" ({NAMES}, content='{TABLE}', content_rowid='id', columnsize=0, detail=none, tokenize='ascii')",
    f"CREATE TRIGGER {TRIGGERS}_insert AFTER INSERT ON {TABLE} BEGIN {_TAKE} END",
    f"CREATE TRIGGER {TRIGGERS}_delete AFTER DELETE ON {TABLE} BEGIN {_FORGET} END",
    f"CREATE TRIGGER {TRIGGERS}_update AFTER UPDATE ON {TABLE} WHEN {_DIFFERS} BEGIN {_FORGET} {_TAKE} END",
)


def condition(wanted, never):
    """Of each of `wanted` one word is there, of `never` none; words are (token, whether it only begins so)."""
    asked = " AND ".join(f"({' OR '.join(map(_word, words))})" for words in wanted)
    if never:
        asked = f"({asked}) NOT ({' OR '.join(map(_word, never))})"
    return f"id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", [asked]  # noqa: S608


def _word(word):
    token, begins_so = word
    return f'"{token}" *' if begins_so else f'"{token}"'


def ask(cursor, sql, parameters):
    cursor.execute(sql, parameters)
    return cursor.fetchall()


def begins(text):
    return {"gte": text, "lt": text + "\U0010ffff"}


def missing(cursor):
    """Whether something of it is not there, or not as these statements make it."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE name LIKE %s AND sql IS NOT NULL", [f"{INDEX}%"])
    return bool(set(STATEMENTS) - {sql for (sql,) in cursor.fetchall()})


def install(cursor):
    """Makes the index anew, from what stands in the table."""
    for name in ("insert", "delete", "update"):
        cursor.execute(f"DROP TRIGGER IF EXISTS {TRIGGERS}_{name}")
    cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
    for statement in STATEMENTS:
        cursor.execute(statement)
    cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")  # noqa: S608


def insert(cursor, table, columns, values, conflict):
    written = cursor.db.ops.adapt_datetimefield_value
    moments = {place for place, sql_type in enumerate(columns.values()) if sql_type == "timestamptz"}
    if moments:
        values = [[written(one) if at in moments else one for at, one in enumerate(row)] for row in values]
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {conflict}", values)  # noqa: S608


def among(column, values):
    return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(values)]  # noqa: S608


def expect(cursor, many):
    """Nothing is put off."""


def expected(cursor):
    """Nothing was put off."""


def tidy(cursor):
    """Merges the parts of the index into one, some pages at a time, so that others can write meanwhile."""
    pages = -PAGES  # begins
    while True:
        before = _changes(cursor)
        cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
        if _changes(cursor) - before < 2:
            break
        pages = PAGES
    cursor.execute("ANALYZE")


def _changes(cursor):
    cursor.execute("SELECT total_changes()")
    return cursor.fetchone()[0]
