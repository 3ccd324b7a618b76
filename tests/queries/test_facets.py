import pytest

from news.queries import facets
from news.queries.filters import NoSuchListError, query_of
from news.search.keys import FACETS, key
from tests.factories import make_country, make_organization, make_topic

pytestmark = pytest.mark.django_db


def counts(**numbers):
    """From `year={"2024": 3}` to the numbers by key that the index gives."""
    return {key(name, value): number for name, values in numbers.items() for value, number in values.items()}


def read(found, chosen=None, recount=None, names=tuple(facets.TITLES), labels=()):
    return facets.read(names, chosen or {}, found, recount, query_of, labels)


def lines(facet):
    return [(choice.label, choice.number) for choice in facet.choices]


def test_years_stand_newest_first_months_as_in_a_year_and_the_rest_by_its_letters():
    for code, name in (("ZW", "Åland"), ("PH", "Philippines"), ("MY", "Malaysia")):
        make_country(code, name)
    found = read(
        counts(
            year={"2023": 1, "2024": 9},
            month={"202411": 2, "202402": 5, "202301": 1},
            country={"PH": 1, "MY": 8, "ZW": 3},
            type={"person": 1, "release": 2},
        ),
        {"year": "2024"},
        lambda keys: counts(year={"2023": 1, "2024": 9}) if not keys else {},
    )
    by_name = {facet.name: lines(facet) for facet in found}
    assert by_name["year"] == [("2024", 9), ("2023", 1)]
    assert by_name["month"] == [("February", 5), ("November", 2)]
    assert by_name["country"] == [("Åland", 3), ("Malaysia", 8), ("Philippines", 1)]
    assert by_name["type"] == [("Press releases", 2), ("People", 1)]


def test_labels_of_all_facets_come_from_one_query(django_assert_num_queries):
    for number in range(3):
        make_topic(f"Topic {number}")
        make_organization(f"Force {number}", slug=f"force-{number}")
    make_country("PH", "Philippines")
    found = counts(
        topic={f"topic-{number}": 1 for number in range(3)},
        organization={f"force-{number}": 1 for number in range(3)},
        country={"PH": 2},
    )
    with django_assert_num_queries(1):
        assert [facet.name for facet in read(found)] == ["topic", "country", "organization"]
    with django_assert_num_queries(0):
        assert read(counts(year={"2024": 1}, kind={"working_group": 2}))[1].choices[0].label == "Working group"


def test_a_chosen_facet_is_counted_as_if_nothing_were_chosen_in_it():
    asked = []

    def recount(keys):
        asked.append(set(keys))
        return counts(year={"2023": 4, "2024": 2})

    chosen = {"year": "2024", "kind": "meeting"}
    found = read(counts(year={"2024": 2}, kind={"meeting": 2}), chosen, recount, ("year", "kind"))
    assert asked == [{key("kind", "meeting")}, {key("year", "2024")}]
    assert [(c.label, c.number, c.chosen, c.query) for c in found[0].choices] == [
        ("2024", 2, True, "kind=meeting"),
        ("2023", 4, False, "year=2023&kind=meeting"),
    ]


def test_what_is_chosen_is_shown_even_where_nothing_has_it():
    found = read({}, {"topic": "fraud"}, lambda keys: {}, ("topic",), (("topic", "Fraud"),))
    assert [(c.label, c.number, c.chosen) for c in found[0].choices] == [("Fraud", 0, True)]


def test_another_year_lets_go_of_the_month():
    chosen = {"year": "2024", "month": "9", "kind": "meeting"}
    assert facets.with_value(chosen, "year", "2023") == {"year": "2023", "kind": "meeting"}
    assert facets.without(chosen, "year") == {"kind": "meeting"}
    assert facets.keys_of(chosen) == (key("year", "2024"), key("month", "202409"), key("kind", "meeting"))
    with pytest.raises(NoSuchListError, match="year"):
        facets.keys_of({"month": "9"})


def test_of_very_many_the_most_frequent_are_shown_by_their_letters_and_the_chosen_one():
    numbers = {f"force-{number}": number + 1 for number in range(70)}
    for slug in numbers:
        make_organization(f"Force {slug.removeprefix('force-'):0>2}", slug=slug)
    everything = counts(organization=numbers)
    found = read(everything, {"organization": "force-0"}, lambda keys: everything, ("organization",))[0]
    assert len(found.choices) == facets.MOST_CHOICES + 1
    assert [choice.label for choice in found.choices] == ["Force 00", *(f"Force {n}" for n in range(10, 70))]
    assert len(found.first) == facets.OPEN_CHOICES
    assert {choice.label for choice in found.first} | {choice.label for choice in found.rest} == {
        choice.label for choice in found.choices
    }


def test_the_chosen_one_is_never_folded_away():
    for number in range(12):
        make_topic(f"Topic {number:02}")
    everything = counts(topic={f"topic-{number:02}": 1 for number in range(12)})
    found = read(everything, {"topic": "topic-11"}, lambda keys: everything, ("topic",))[0]
    assert [choice.label for choice in found.first][-1] == "Topic 11"
    assert "Topic 11" not in [choice.label for choice in found.rest]


def test_what_has_no_name_any_more_is_left_out():
    assert read(counts(topic={"gone": 3})) == ()


def test_chips_lead_to_the_list_without_what_they_say():
    chosen = {"year": "2024", "month": "9", "country": "PH"}
    labels = (("year", "2024"), ("month", "September"), ("country", "Philippines"))
    assert [(chip.label, chip.query) for chip in facets.chips(chosen, labels, query_of)] == [
        ("2024", "country=PH"),
        ("September", "year=2024&country=PH"),
        ("Philippines", "year=2024&month=9"),
    ]


def test_large_numbers_are_written_with_their_thousands():
    assert facets.Choice("All", "", 12345).figure == "12,345"


def test_the_letters_that_tell_facets_apart_do():
    starts = {key(name, "1")[: facets.SHORTEST_START] for name in FACETS}
    assert len(starts) == len(FACETS)
