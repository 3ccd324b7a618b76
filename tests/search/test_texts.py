import pytest

from news.enums import SearchType
from news.models import SearchState
from news.search import store, texts
from news.search.document import Document

pytestmark = pytest.mark.django_db


def document(thing_type, thing_id, **parts):
    return Document(thing_type=thing_type, thing_id=thing_id, title=f"Title {thing_id}", **parts)


def test_texts_are_those_of_the_things_whatever_their_types(django_assert_num_queries):
    store.write(
        [
            document(SearchType.RELEASE, 1, summary="A summary.", text="A text.", names="Names"),
            document(SearchType.EVENT, 1),
            document(SearchType.EVENT, 2),
        ]
    )
    with django_assert_num_queries(1):
        found = texts.of([("release", 1), ("event", 2), ("person", 9)])
    assert found == {
        ("release", 1): texts.Text("Title 1", "Names", "A summary.", "A text."),
        ("event", 2): texts.Text("Title 2", "", "", ""),
    }


def test_of_nothing_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert texts.of([]) == {}


def test_only_the_live_build_is_read():
    store.write([document(SearchType.RELEASE, 1)])
    SearchState.objects.update(live=7)
    assert texts.of([("release", 1)]) == {}
