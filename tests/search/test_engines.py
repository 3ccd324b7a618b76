"""What the databases need besides the tables: made after a migrate, looked for at the start."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from news.models import SearchEntry, SearchState
from news.search import asking, looking, store
from news.search.engines import ENGINES, Phrase, check_index, condition, install
from tests import factories as make
from tests.search.documents import make_document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def engine():
    return ENGINES[connection.vendor]


@pytest.fixture(autouse=True)
def _whole_again():
    yield
    install()


BREAKAGES = {
    "sqlite": [
        ["DROP TRIGGER news_searchentry_words_after_insert"],
        [
            *(f"DROP TRIGGER news_searchentry_words_after_{act}" for act in ("insert", "update", "delete")),
            "DROP TABLE news_searchentry_words",
        ],
    ],
    "postgresql": [["DROP INDEX news_searchentry_vector"], ["ALTER TABLE news_searchentry DROP COLUMN vector"]],
}


def found(word):
    return looking.search(asking.read(word)).total


def test_after_a_migrate_everything_is_there():
    assert check_index(None, ["default"]) == []
    assert SearchState.objects.get().live == 1


def test_public_releases_of_which_the_index_knows_nothing_are_said():
    make.publish_release(title="Police")
    (warning,) = check_index(None, ["default"])
    assert warning.id == "news.W003"
    call_command("rebuild_search", verbosity=0)
    assert check_index(None, ["default"]) == []


@pytest.mark.parametrize("which", [0, 1])
def test_what_is_missing_is_said_and_made_from_what_is_there(which):
    store.write([make_document(1, "Police")])
    with connection.cursor() as cursor:
        for statement in BREAKAGES[connection.vendor][which]:
            cursor.execute(statement)
    (warning,) = check_index(None, ["default"])
    assert warning.id == "news.W002"
    assert "migrate" in warning.hint
    SearchEntry.objects.create(build=1, thing_type="event", thing_id=1, day=1, title="Police", words_title=" polic ")
    call_command("migrate", verbosity=0)
    assert check_index(None, ["default"]) == []
    assert found("police") == 2
    store.write([make_document(1, "Manila")])
    assert (found("police"), found("manila")) == (1, 1)


def test_an_outdated_index_is_a_missing_one():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER news_searchentry_words_after_insert")
            cursor.execute(
                "CREATE TRIGGER news_searchentry_words_after_insert AFTER INSERT ON news_searchentry BEGIN SELECT 1; END"
            )
        else:
            cursor.execute("COMMENT ON INDEX news_searchentry_vector IS 'of another day'")
    assert len(check_index(None, ["default"])) == 1
    install()
    assert check_index(None, ["default"]) == []


def test_a_migration_of_the_table_leaves_it_whole():
    """SQLite makes the table anew and its triggers are gone; PostgreSQL keeps everything."""
    store.write([make_document(1, "Police")])
    column = models.CharField(max_length=5, default="x")
    column.set_attributes_from_name("further")
    with connection.schema_editor() as editor:
        editor.add_field(SearchEntry, column)
    with connection.schema_editor() as editor:
        editor.remove_field(SearchEntry, column)
    install()
    assert check_index(None, ["default"]) == []
    store.write([make_document(2, "Police")])
    assert found("police") == 2


def test_before_the_table_is_there_nothing_is_made():
    class Before:
        def get_model(self, *names):
            raise LookupError

    install(apps=Before())
    install(apps=apps)
    assert check_index(None, None) == []


def test_an_index_is_not_asked_for_all_that_is_not():
    with pytest.raises(ValueError, match="what is there"):
        condition(connection, [], [Phrase(("police",))])


def test_removing_everything_leaves_an_empty_index(engine):
    store.write([make_document(number, "Police") for number in range(5)])
    SearchEntry.objects.all().delete()
    assert found("police") == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO news_searchentry_words (news_searchentry_words) VALUES ('integrity-check')")
