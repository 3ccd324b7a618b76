"""PostgreSQL: a generated column of type tsvector with a GIN index.

The vector is made of our tokens as they are: its parser would take "223e0e5" for a number and a word.
"""

import hashlib

PLACE = "strpos"
JOINED_FACETS = "string_agg(facets, '')"
COLUMNS = ("words_title", "words_names", "words_summary", "words_body", "keys")
TABLE = "news_searchentry"
TABLES = (TABLE, "news_searchcount", "news_searchname", "news_searchword", "news_searchspelling")
# Each column begins and ends with a blank.
VECTOR = "array_to_tsvector(string_to_array(btrim({}), ' '))".format(" || 'qks' || ".join(COLUMNS))
INDEX = "news_searchentry_vector"

# What ranking and counting read stays in the row, the long rest is kept aside: a page then has ten rows instead of
# two, and the newest 10,000 of a word are read that much faster.
IN_THE_ROW = ("facets", "words_title", "words_names", "words_summary")
STATEMENTS = (
    f"ALTER TABLE {TABLE} SET (toast_tuple_target = 1024)",
    *(f"ALTER TABLE {TABLE} ALTER COLUMN {column} SET STORAGE MAIN" for column in IN_THE_ROW),
    f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS ({VECTOR}) STORED",
    # Pressing it together takes longer than all else that is done to write an entry.
    f"ALTER TABLE {TABLE} ALTER COLUMN vector SET STORAGE EXTERNAL",
    # Rows that are counted up stay in their page.
    "ALTER TABLE news_searchword SET (fillfactor = 60)",
    "ALTER TABLE news_searchcount SET (fillfactor = 60)",
    f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)",
)
_SETTINGS = {"enable_seqscan": "off", "work_mem": "64MB", "max_parallel_workers_per_gather": "0", "jit": "off"}
READING = "SELECT {}".format(", ".join(f"set_config('{name}', '{to}', true)" for name, to in _SETTINGS.items()))
# Who asks may be in the middle of a longer transaction.
NO_LONGER = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _SETTINGS)
DIGEST = hashlib.sha256(repr(STATEMENTS).encode()).hexdigest()[:12]


def condition(wanted, never):
    """Of each of `wanted` one word is there, of `never` none; words are (token, whether it only begins so)."""
    asked = " & ".join(f"({' | '.join(map(_word, words))})" for words in wanted)
    asked += "".join(f" & !{_word(word)}" for word in never)
    return "vector @@ %s::tsquery", [asked]


def _word(word):
    token, begins_so = word
    return f"'{token}':*" if begins_so else f"'{token}'"


def ask(cursor, sql, parameters):
    """In one message, and so in one transaction, with settings that end with it.

    The planner knows not how dear it is to read vectors without the index, and sorts thousands of rows on disk.
    """
    cursor.execute(f"{READING}; {sql}; {NO_LONGER}", parameters)
    cursor.nextset()
    return cursor.fetchall()


def begins(text):
    return {"startswith": text}


def missing(cursor):
    """Whether the index is not there, or not as these statements make it."""
    cursor.execute(
        "SELECT obj_description(indexrelid, 'pg_class') FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE relname = %s AND indisvalid AND pg_table_is_visible(pg_class.oid)",
        [INDEX],
    )
    return cursor.fetchall() != [(DIGEST,)]


def install(cursor):
    """Makes column and index anew; the database fills them from what stands in the table."""
    cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS vector")
    for statement in STATEMENTS:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON INDEX {INDEX} IS '{DIGEST}'")


def insert(cursor, table, columns, values, conflict):
    arrays = ", ".join(f"%s::{sql_type}[]" for sql_type in columns.values())
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays}) {conflict}",  # noqa: S608
        [list(column) for column in zip(*values, strict=True)],
    )


def among(column, values):
    return f"{column} = ANY(%s)", [values]


def expect(cursor, many):
    """Words of new entries are put on a list, which whoever searches reads through, and sorted in when it is long.

    Sorting in many at once is six times as fast.
    """
    cursor.execute(f"SET LOCAL gin_pending_list_limit = '{'4MB' if many else '64kB'}'")


def expected(cursor):
    cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [INDEX])


def tidy(cursor):
    """Takes what was deleted out of the indexes, too, which else whoever searches has to read."""
    expected(cursor)
    for table in TABLES:
        cursor.execute(f"{'ANALYZE' if cursor.db.in_atomic_block else 'VACUUM (ANALYZE)'} {table}")
