import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from news.models import SiteState
from news.queries import chart
from news.queries import map as events_map
from news.queries.filters import NoSuchListError
from tests.factories import (
    make_contact,
    make_country,
    make_event,
    make_place,
    publish_event,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date
SOON = timezone.localdate() + datetime.timedelta(days=30)


def read(**asked):
    return events_map.read({name: str(value) for name, value in asked.items()})


def rows(found):
    return {row.line.name: row.numbers for row in found.rows}


def on(year, place=None, **facts):
    return publish_event(starts=DAY(year, 5, 2), ends=DAY(year, 5, 3), place=place, **facts)


def singapore():
    return make_place("Singapore", make_country("SG"), zone="Asia/Singapore", latitude="1.28967", longitude="103.85007")


def manila():
    return make_place("Manila", latitude="14.6042", longitude="120.9822")


@pytest.mark.parametrize("number", [1, 3])
def test_a_map_costs_the_same_however_full_it_is(number, django_assert_num_queries):
    make_contact()
    for year in range(number):
        on(2020 + year, singapore(), also_in=[make_country("MY"), make_country("KR")])
        on(2020 + year, manila())
        on(2020 + year, mode="online")
    with django_assert_num_queries(6):
        found = read()
    assert found.total[-1] == number * 3
    with django_assert_num_queries(5):
        events_map.strip()


def test_events_stand_by_country_and_year_and_countries_by_name():
    for year in (2021, 2022, 2022, 2024):
        on(year, singapore())
    on(2022, manila())
    on(2023, mode="online")
    on(2023)
    found = read()
    assert found.columns == ("2022", "2023", "2024", "All")
    assert list(rows(found).items()) == [
        ("Philippines", (1, 0, 0, 1)),
        ("Singapore", (2, 0, 1, 4)),
        ("Online", (0, 1, 0, 1)),
        ("No place on record", (0, 1, 0, 1)),
    ]
    assert found.total == (3, 2, 1, 7)
    assert found.said == "7 events in 2 countries and online since 2021."
    assert [link.label for link in found.years] == ["All years", "2024", "2023", "2022", "2021"]
    assert [(row.line.url, row.line.flag) for row in found.rows[:3]] == [
        ("/countries/ph/", "ph"),
        ("/countries/sg/", "sg"),
        ("", ""),
    ]


def test_a_year_has_its_own_countries_and_an_address():
    on(2021, singapore())
    on(2022, manila())
    on(2022, manila())
    found = read(year=2022)
    assert (found.columns, rows(found), found.total) == (("2022", "All"), {"Philippines": (2, 2)}, (2, 3))
    assert (found.query, found.said) == ("year=2022", "2 events in 1 country in 2022.")
    assert [circle.name for circle in found.circles] == ["Philippines"]
    assert [link.label for link in found.years if link.chosen] == ["2022"]
    assert read(year=2020).said == "No event of 2020 is on record."
    assert read(year=2020).rows == ()


@pytest.mark.parametrize(
    "year", ["0", "24", "20245", "1900", "9999", "２０２４", "abcd", "2024\x00", "-202", "2" * 10_000]
)
def test_a_year_that_cannot_be(year):
    with pytest.raises(NoSuchListError):
        read(year=year)


def test_what_readers_do_not_see_does_not_count():
    make_event(place=manila(), starts=DAY(2022, 1, 1), ends=DAY(2022, 1, 1))
    winner = on(2022, singapore())
    loser = on(2022, manila())
    loser.event.merged_into = winner.event
    loser.event.save()
    on(2022, manila(), status="cancelled")
    publish_event(place=manila(), starts=None, ends=None, precision="tba")
    assert rows(read()) == {"Singapore": (1,)}


def test_an_event_in_several_countries_counts_in_each_once_that_may_be_told():
    on(2022, singapore(), also_in=[make_country("SG"), make_country("MY")])
    publish_event(starts=SOON, place=manila(), also_in=[make_country("KR")])
    found = read()
    assert {name: numbers[-1] for name, numbers in rows(found).items()} == {
        "Malaysia": 1,
        "Philippines": 1,
        "Singapore": 1,
    }
    assert (found.total[-1], found.several) == (2, True)
    assert not read(year=SOON.year).several
    assert "Malaysia 1" in found.beyond
    publish_event(starts=SOON, place=manila(), also_in=[make_country("KR")], show_all_before=True)
    assert "Republic of Korea" in rows(read())


def test_an_event_of_which_only_countries_are_known_is_somewhere():
    on(2022, also_in=[make_country("MY"), make_country("SG")])
    found = read()
    assert (rows(found), found.total, found.several) == ({"Malaysia": (1,), "Singapore": (1,)}, (1,), True)
    publish_event(starts=SOON, place=None, also_in=[make_country("KR")])
    assert rows(read(year=SOON.year)) == {"No place on record": (1, 1)}
    publish_event(starts=SOON, place=None, also_in=[make_country("KR")], mode="online", show_all_before=True)
    assert rows(read(year=SOON.year)) == {"Republic of Korea": (1, 1), "No place on record": (1, 1)}
    assert not read(year=SOON.year).several


def test_what_lies_outside_the_frame_is_named():
    paris = make_place("Paris", make_country("FR"), zone="Europe/Paris", latitude="48.85341", longitude="2.3488")
    on(2022, paris)
    on(2022, make_place("Nowhere", make_country("XA")))
    on(2022, mode="online")
    found = read()
    assert found.circles == ()
    assert found.beyond == "FR 1, XA 1, online 1"
    assert events_map.strip() is None


def test_many_countries_outside_the_frame_are_one_number():
    for number in range(10):
        on(2022, make_place(f"Town {number}", make_country(f"X{chr(65 + number)}")))
    on(2022, mode="online")
    assert read().beyond == "other countries of the table 10, online 1"


def test_a_circle_stands_in_the_city_of_most_events():
    cebu = make_place("Cebu", latitude="10.31672", longitude="123.89071")
    for place in (manila(), cebu, cebu, make_place("Without coordinates")):
        on(2022, place)
    [circle] = read().circles
    assert (circle.name, circle.number) == ("Philippines", 4)
    assert (circle.x, circle.y) == (327.4, 360.8)


def test_many_years_are_folded():
    for year in range(2000, 2012):
        on(year, manila())
    found = read()
    assert [link.label for link in found.years] == ["All years", *map(str, range(2011, 2003, -1))]
    assert [link.label for link in found.earlier] == ["2003", "2002", "2001", "2000"]


def test_the_front_page_has_the_countries_of_the_latest_events_by_name():
    for number, code in enumerate(["SG", "MY", "KR", "FR", "JP", "TH", "VN"]):
        place = make_place(code, make_country(code), latitude="5", longitude=str(100 + number))
        on(2015 + number, place)
    found = events_map.strip()
    assert found.columns == ("2021", "All")
    assert [row.line.name for row in found.rows] == ["FR", "JP", "Malaysia", "Republic of Korea", "TH", "VN"]


def test_it_can_be_switched_off():
    on(2022, manila())
    SiteState.objects.filter(pk=1).update(shows_map=False)
    assert read() is None
    assert events_map.strip() is None


def test_an_empty_site():
    found = read()
    assert (found.said, found.rows, found.years[0].label) == ("No event is on record yet.", (), "All years")


@pytest.mark.django_db(transaction=True)
def test_it_is_counted_once_for_each_state_of_what_is_public(django_assert_num_queries):
    on(2022, manila())
    assert read().total[-1] == 1
    with django_assert_num_queries(2):
        assert read(year=2022).total[-1] == 1
    on(2022, manila())
    assert read().total[-1] == 2
    now = timezone.now()
    kept = events_map.read({}, now=now)
    cache.clear()
    assert events_map.read({}, now=now) == kept


class TestChart:
    def drawn(self, *numbers, apart=6):
        points = [chart.Point(f"Country {n}", number, 20, 95 + apart * n) for n, number in enumerate(numbers)]
        return chart.draw(points)[0]

    def test_areas_follow_numbers_and_none_is_too_large(self):
        small, large = self.drawn(4, 1)[::-1]
        assert (small.r, large.r) == (5.2, 10.4)
        circles = self.drawn(10_000, 2_500, 1)
        assert [circle.r for circle in circles] == [30, 15, 3]

    def test_numbers_stand_only_where_they_fit(self):
        assert [circle.letters for circle in self.drawn(30, 9, 3, 1)] == ["large", "large", "small", ""]

    def test_names_cover_neither_circles_nor_each_other(self):
        circles = self.drawn(*[5] * 9, apart=1)
        boxes = [
            box
            for circle in circles
            if circle.words
            for words, box in chart._candidates(circle)
            if words == circle.words
        ]
        assert 0 < len(boxes) < 9
        assert not any(chart._overlap(one, other) for one in boxes for other in boxes if one is not other)

    def test_every_reader_has_the_small_ones_on_top(self):
        assert [circle.number for circle in self.drawn(1, 9, 4)] == [9, 4, 1]
