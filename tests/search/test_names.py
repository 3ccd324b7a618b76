"""What things are called: exactly, and while somebody types."""

import pytest

from news.search import names, store
from news.search.names import Named
from tests.search.documents import make_document

pytestmark = pytest.mark.django_db

KOREA = Named("organization", 1, "Korean National Police Agency")
MALAYSIA = Named("organization", 2, "Royal Malaysia Police")
CRUZ = Named("person", 3, "Juan dela Cruz")


@pytest.fixture(autouse=True)
def _written():
    agencies = [(KOREA, ("KNPA", "National Police Agency")), (MALAYSIA, ("PDRM",)), (CRUZ, ())]
    store.write(
        make_document(
            thing.thing_id, thing.shown, thing_type=thing.thing_type, moment=None, called=(thing.shown, *also)
        )
        for thing, also in agencies
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("KNPA", [KOREA]),
        ("knpa ", [KOREA]),
        ("“Royal  Malaysia Police”", [MALAYSIA]),
        ("JUAN DELA CRUZ", [CRUZ]),
        ("Juan", []),
        ("police", []),
        ("", []),
        ("%", []),
        ("K" * 10_000, []),
        ("\0", []),
    ],
)
def test_called_exactly(typed, expected):
    assert names.called(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("k", [KOREA]),
        ("nat", [KOREA]),
        ("pol", [KOREA, MALAYSIA]),
        ("police ag", [KOREA]),
        ("cru", [CRUZ]),
        ("Ju", [CRUZ]),
        ("royal malaysia police", [MALAYSIA]),
        ("oyal", []),
        ("", []),
        ("_", []),
        ("%", []),
        ("\U0010ffff", []),
        ("x" * 10_000, []),
    ],
)
def test_beginning(typed, expected):
    assert names.beginning(typed) == expected


def test_whole_names_come_first_and_shorter_ones_before_longer():
    store.write(
        [
            make_document(11, thing_type="organization", called=("Police Cadets of Singapore",)),
            make_document(12, thing_type="organization", called=("Police Union",)),
        ]
    )
    assert [named.thing_id for named in names.beginning("police")] == [12, 11, 1, 2]
    assert [named.thing_id for named in names.beginning("police", most=3)] == [12, 11, 1]


def test_at_most_three_are_called_so():
    store.write([make_document(number, thing_type="event", called=("Working group",)) for number in range(20, 25)])
    assert [named.thing_id for named in names.called("working group")] == [20, 21, 22]
    assert len(names.beginning("working")) == 5


def test_what_is_removed_or_called_otherwise_is_not_found():
    store.remove([("organization", 1)])
    store.write([make_document(3, thing_type="person", called=("Juan Santos",))])
    assert names.called("KNPA") == names.beginning("cruz") == []
    assert names.beginning("juan") == [Named("person", 3, "Juan Santos")]
