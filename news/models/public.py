"""What readers can see, as SQL: for each table, the condition that says whether a row is public.

A thing is public only

- through its own public edition (published, withdrawn): releases, events and every row of them; of
  versions that were replaced the row itself, since pages tell what they changed, but not their rows;
- because something public names it: people (also by `public_profile`), organizations (also by a
  standing, as our own, or as the parent of a public one), posts and ranks of people with a profile,
  places, countries, programmes, series, topics, pictures;
- always: standings, pages, the press contact, past addresses, whose side is ours; and whatever was
  merged into another, since its address leads there.

Every table that a condition looks into is in `PUBLIC` itself: whatever makes a thing public or takes
that away is a public change of its own. `PRIVATE` and `DERIVED` name the rest; a model in none of them fails a test.
"""

from news.enums import State

STATES = ", ".join(f"'{state}'" for state in sorted(State.public))
STATES_EVER = ", ".join(f"'{state}'" for state in sorted(State.public | {State.SUPERSEDED}))


# Conditions. `row` and `key` are SQL: NEW, OLD or an alias, and a column of it.


def exists(tables, condition):
    return f"EXISTS (SELECT 1 FROM {tables} WHERE {condition})"  # noqa: S608  nothing here comes from outside


def any_of(*conditions):
    return "(" + " OR ".join(conditions) + ")"


def always(row):
    return "TRUE"


def own_state(row):
    return f"{row}.state IN ({STATES})"


def state_ever(row):
    return f"{row}.state IN ({STATES_EVER})"


def merged(row):
    return f"{row}.merged_into_id IS NOT NULL"


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
    return any_of(in_editions(FACTS, "event_id", f"{row}.id"), merged(row))


def picture(row):
    """Beside a text, or in it: there its address names it by the first 16 letters of its hash."""
    in_a_text = f"{own_state(TEXT)} AND {TEXT}.body LIKE '%/media/' || substr({row}.sha256, 1, 16) || '/%'"
    return any_of(in_rows(TEXT, "news_editionpicture", "picture_id", f"{row}.id"), exists(TEXT, in_a_text))


def document(row):
    return in_rows(TEXT, "news_editiondocument", "document_id", f"{row}.id")


def person(row):
    key = f"{row}.id"
    return any_of(
        merged(row),
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
        merged(row),
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
    units = "SELECT below.id FROM news_organization AS below JOIN unit ON below.parent_id = unit.id"
    family = f"WITH RECURSIVE unit(id) AS (SELECT {row}.id UNION {units})"
    return any_of(merged(row), f"EXISTS ({family} SELECT 1 FROM unit WHERE {named})")  # noqa: S608


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
    "edition": state_ever,
    "edition_also_covers": of_edition(TEXT),
    "edition_issued_jointly_with": of_edition(TEXT),
    "editionpicture": of_edition(TEXT),
    "editiondocument": of_edition(TEXT),
    "editiontopic": of_edition(TEXT, "content_object_id"),
    "pressrelease": release,
    "eventedition": state_ever,
    "eventedition_also_in": of_edition(FACTS, "eventedition_id"),
    "eventtopic": of_edition(FACTS, "content_object_id"),
    "organizer": of_edition(FACTS),
    "session": of_edition(FACTS),
    "participation": of_edition(FACTS),
    "event": event,
    "picture": picture,
    "document": document,
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
    account account_groups account_user_permissions actionlog alias autosave comment correctedversion
    correction dismissal edition_asked_to_check edition_authors eventedition_asked_to_check
    eventedition_authors personshown pictureset preview referencecounter setpicture signoff snapshot ticks
    upload
    """.split()
)

# What is made from public rows in the transaction in which they change.
DERIVED = frozenset({"searchcount", "searchentry", "searchname", "searchspelling", "searchstate", "searchword"})

# Columns that no reader sees. Lists stand in the order of an entry's `folded`; an event's serves the desk.
UNSEEN = frozenset(
    {"lock_version", "generation", "raised_by", "event.folded", "picture.event_id", "picture.source_sha256"}
)


def visible_columns(model):
    """The columns of a public model of which a change counts."""
    return [
        field.column
        for field in model._meta.local_concrete_fields
        if not {field.column, f"{model._meta.model_name}.{field.column}"} & UNSEEN
    ]
