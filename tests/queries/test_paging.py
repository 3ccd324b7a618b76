import pytest

from news.models import Topic
from news.queries import paging
from news.queries.filters import NoSuchListError
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    for number in range(19):
        make_topic(f"Topic {number:02}")
    return Topic.objects.order_by("name")


def test_a_page_and_its_neighbours(few, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = paging.read(few, "5")
    assert [topic.name for topic in page.rows] == ["Topic 08", "Topic 09"]
    assert (page.total, page.last, page.query, page.previous, page.next) == (19, 10, "page=5", "page=4", "page=6")
    assert [number for number, _ in page.links] == [1, 0, 3, 4, 5, 6, 7, 0, 10]
    assert dict(page.links)[1] == ""


def test_the_first_page_has_no_number_in_its_address(few):
    for asked in ("", " ", "1", "01"):
        page = paging.read(few, asked)
        assert (page.number, page.query, page.previous) == (1, "", None)
    assert paging.read(few, "2").previous == ""
    assert paging.read(few, "10").next is None


def test_an_empty_list_has_one_page():
    page = paging.read(Topic.objects.order_by("name"), "")
    assert (page.rows, page.total, page.last, page.links) == ((), 0, 1, [(1, "")])


@pytest.mark.parametrize("asked", ["abc", "0", "000", "-1", "1.5", "٣", "1\x00", "9" * 30, "1' OR 1=1"])
def test_what_is_no_number(few, asked):
    with pytest.raises(NoSuchListError, match="A page of the list has a number, from 1 on"):
        paging.read(few, asked)


def test_a_page_behind_the_last(few):
    with pytest.raises(NoSuchListError, match="This list has 10 pages"):
        paging.read(few, "99999")
    with pytest.raises(NoSuchListError, match="This list has one page"):
        paging.read(Topic.objects.filter(name="Topic 00").order_by("name"), "2")
