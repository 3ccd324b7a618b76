"""What the search page is told. What is found and in which order is proven in `tests/search`."""

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from news.enums import SearchType
from news.models import Edition
from news.queries import search
from news.queries.filters import NoSuchListError
from news.record import searchable
from news.search import looking
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_place,
    make_post,
    make_programme,
    make_release,
    make_topic,
    publish,
    publish_event,
    publish_release,
)

pytestmark = pytest.mark.django_db


def moment(text):
    return datetime.datetime.fromisoformat(text)


def ask(q="", **parameters):
    address = QueryDict(mutable=True)
    address.update({"q": q} if q else {})
    address.update(parameters)
    return search.read(address)


def names(found):
    return [result.name for result in found.results]


def choices(found, name):
    facet = next((facet for facet in found.facets if facet.name == name), None)
    return {choice.label: choice.number for choice in facet.choices} if facet else {}


def marked(parts):
    return [part.text for part in parts if part.marked]


def whole(parts):
    return "".join(part.text for part in parts)


def make_one(title, *, year=2024, country="PH", organization=None, topic=None, person=None, **facts):
    """A public event, with its report of that title."""
    event = make_event(
        name=facts.pop("event_name", f"Event of {title}"),
        starts=datetime.date(year, 9, 17),
        place=make_place(f"City of {country}", country=make_country(country)),
    )
    if organization:
        make_organizer(event, organization)
    if person:
        make_participation(event, person)
    display_date = moment(f"{year}-09-20T17:00+08:00")
    topics = [topic] if topic else []
    return publish_release(title=title, event=publish(event), topics=topics, display_date=display_date, **facts)


@pytest.fixture
def newsroom():
    force = make_organization("Korean National Police Agency", acronym="KNPA", slug="knpa", country=make_country("KR"))
    person = make_person("David Martinez Vinluan", slug="david-martinez-vinluan", public_profile=True)
    make_post(person, make_organization("Secretariat", slug="secretariat"), "Executive Director")
    fraud, cyber = make_topic("Fraud"), make_topic("Cybercrime")
    make_one("Harbour patrols learn of drones", topic=fraud, organization=force, person=person)
    make_one("Patrols meet in Seoul", country="KR", year=2023, topic=cyber, organization=force)
    make_one("Letters that pretend", year=2023, topic=fraud, body="<p>Nobody of the patrols wrote them.</p>")
    searchable.refresh_everything()


@pytest.mark.usefixtures("newsroom")
class TestResults:
    def test_what_has_the_word_in_its_title_stands_first_and_the_word_is_marked(self):
        found = ask("patrol", type="release")
        assert names(found) == ["Harbour patrols learn of drones", "Patrols meet in Seoul", "Letters that pretend"]
        assert marked(found.results[0].title) == ["patrols"]
        assert marked(found.results[2].title) == []
        assert "Nobody of the patrols" in whole(found.results[2].summary)
        assert marked(found.results[2].summary) == ["patrols"]
        assert (found.first, found.last, found.said) == (1, 3, "3 results")

    def test_every_type_says_what_it_is_and_leads_to_its_page(self):
        found = {result.kind: result for result in ask("vinluan").results}
        assert found["Person"].url == "/people/david-martinez-vinluan/"
        assert found["Person"].detail == "Executive Director, Secretariat"
        assert found["Press release"].url.startswith("/news/2024/")
        assert found["Press release"].event.where.city == "City of PH"
        assert found["Event"].url.startswith("/events/")

    def test_an_acronym_finds_the_organization_and_what_it_took_part_in(self):
        found = ask("KNPA")
        kinds = {result.kind: result for result in found.results}
        assert kinds["Organization"].detail == "Republic of Korea"
        assert kinds["Organization"].flag == "kr"
        assert choices(found, "type") == {"Press releases": 2, "Events": 2, "Organizations": 1}

    def test_what_is_not_public_any_more_is_left_out_even_if_the_index_has_it_still(self):
        make_one("Patrols again")
        searchable.refresh_everything()
        Edition.objects.filter(title="Patrols again").update(state="draft", published_at=None)
        found = ask("patrols again", type="release")
        assert names(found) == []
        assert found.total == 1

    def test_a_release_that_was_never_public_is_not_found(self):
        make_release(title="Patrols in secret")
        searchable.refresh_everything()
        assert ask("secret").total == 0


@pytest.mark.usefixtures("newsroom")
class TestNarrowing:
    def test_facets_combine_and_each_is_counted_without_its_own_choice(self):
        found = ask("patrol", type="release", year="2023")
        assert names(found) == ["Patrols meet in Seoul", "Letters that pretend"]
        assert choices(found, "year") == {"2024": 1, "2023": 2}
        assert choices(found, "topic") == {"Cybercrime": 1, "Fraud": 1}
        both = ask("patrol", type="release", year="2023", topic="fraud")
        assert names(both) == ["Letters that pretend"]
        assert choices(both, "year") == {"2024": 1, "2023": 1}
        assert choices(both, "topic") == {"Cybercrime": 1, "Fraud": 1}

    def test_every_number_is_what_the_link_finds(self):
        found = ask("patrol")
        for facet in found.facets:
            for choice in facet.choices:
                assert search.read(QueryDict(choice.query)).total == choice.number, (facet.name, choice)

    def test_chips_take_filters_away_one_by_one(self):
        found = ask("patrol", year="2023", country="KR")
        assert [(chip.label, chip.query) for chip in found.chips] == [
            ("2023", "q=patrol&country=KR"),
            ("Republic of Korea", "q=patrol&year=2023"),
        ]
        assert found.plain_query == "q=patrol"

    def test_filters_alone_are_a_question(self):
        found = ask(country="KR", type="release")
        assert names(found) == ["Patrols meet in Seoul"]
        assert found.best == ()

    @pytest.mark.parametrize(
        "words",
        [
            "patrol country:KR",
            "patrol country:kr",
            'patrol country:"Republic of Korea"',
            "patrol year:2023 topic:cybercrime",
            "patrol year:2023 month:september country:KR",
            "patrol type:events year:2023 country:KR",
            "patrol org:KNPA year:2023",
            'patrol organization:"korean national police agency" year:2023',
        ],
    )
    def test_what_narrows_may_stand_in_the_words(self, words):
        found = ask(words)
        assert found.total
        assert all("Seoul" in name for name in names(found)), names(found)
        assert found.question.typed == words
        assert found.chips

    def test_a_chip_of_the_words_takes_them_out_of_the_words(self):
        found = ask('"harbour patrols" country:PH -seoul')
        assert [chip.query for chip in found.chips] == ["q=%22harbour+patrols%22+-seoul"]
        year = next(facet for facet in found.facets if facet.name == "year")
        assert [choice.query for choice in year.choices] == ["q=%22harbour+patrols%22+country%3APH+-seoul&year=2024"]
        country = next(facet for facet in found.facets if facet.name == "country")
        assert {choice.label: choice.query for choice in country.choices}["Philippines"] == (
            "q=%22harbour+patrols%22+-seoul"
        )

    def test_two_countries_in_the_words_must_both_be_there(self):
        assert ask("patrol country:PH country:KR").total == 0

    @pytest.mark.parametrize(
        "words", ["country:Atlantis", "organization:nobody", "year:0", "kind:party", "type:rumour", "month:13"]
    )
    def test_what_names_nothing_narrows_nothing_and_says_so(self, words):
        found = ask(f"patrol {words}")
        assert found.total == ask("patrol").total
        assert len(found.notes) == 1
        assert words.partition(":")[2] in found.notes[0]

    def test_a_month_without_a_year_says_what_it_needs(self):
        found = ask("patrol month:9")
        assert "year" in found.notes[0]
        assert found.total == ask("patrol").total

    @pytest.mark.parametrize(
        "address",
        [{"year": "0"}, {"type": "rumour"}, {"country": "Atlantis"}, {"topic": "none"}, {"month": "9"}],
    )
    def test_an_address_that_names_nothing_is_no_page(self, address):
        with pytest.raises(NoSuchListError):
            ask("patrol", **address)


@pytest.mark.usefixtures("newsroom")
class TestNothingFound:
    def test_the_nearest_spelling_is_shown_instead_and_said(self):
        found = ask("vinlaun")
        assert found.meant.lower() == "vinluan"
        assert found.instead
        assert "David Martinez Vinluan" in names(found)
        assert found.question.typed == "vinlaun"
        assert all("vinlaun" not in choice.query for facet in found.facets for choice in facet.choices)

    def test_no_spelling_is_offered_that_finds_nothing(self):
        found = ask("zzvinlaun qwertyuiop")
        assert found.meant == ""
        assert found.total == 0

    def test_words_and_filters_to_leave_out_are_offered_with_what_is_found_then(self):
        found = ask("seoul zeppelin", year="2024")
        assert found.total == 0
        assert found.ways_out.unnarrowed is None
        assert found.ways_out.shorter == ()
        found = ask("seoul zeppelin")
        (way,) = found.ways_out.shorter
        assert (way.label, way.query) == ("Without zeppelin", "q=seoul")
        assert way.number == str(ask("seoul").total)

    def test_the_same_without_filters_is_offered(self):
        found = ask("seoul", year="2024")
        assert found.ways_out.unnarrowed.query == "q=seoul"
        assert found.ways_out.unnarrowed.number == str(ask("seoul").total)
        assert choices(found, "year") == {"2023": ask("seoul").total, "2024": 0}

    def test_there_are_topics_and_the_whole_archive(self):
        found = ask("zeppelin")
        assert [(topic.label, topic.query) for topic in found.ways_out.topics] == [
            ("Cybercrime", "topic=cybercrime"),
            ("Fraud", "topic=fraud"),
        ]
        assert found.ways_out.releases == 3
        assert len(found.latest) == 3


@pytest.mark.usefixtures("newsroom")
class TestBest:
    @pytest.mark.parametrize(
        ("typed", "kind", "url"),
        [
            ("KNPA", "Organization", "/organizations/knpa/"),
            ("korean national police agency", "Organization", "/organizations/knpa/"),
            ("DAVID MARTINEZ VINLUAN", "Person", "/people/david-martinez-vinluan/"),
            ("philippines", "Country", "/countries/ph/"),
            ("Fraud", "Topic", "/topics/fraud/"),
        ],
    )
    def test_what_is_called_so_stands_in_the_box(self, typed, kind, url):
        assert [(result.kind, result.url) for result in ask(typed).best] == [(kind, url)]

    def test_filters_leave_it_and_other_words_have_none(self):
        assert [result.name for result in ask("KNPA", year="2023").best] == ["Korean National Police Agency (KNPA)"]
        assert [result.name for result in ask("KNPA year:2023").best] == ["Korean National Police Agency (KNPA)"]
        assert ask("patrols").best == ()

    def test_what_nothing_public_names_has_no_box(self):
        make_country("SG", "Singapore")
        make_topic("Secret plans")
        make_organization("Shadow Force")
        searchable.refresh_everything()
        for typed in ("Singapore", "secret plans", "shadow force"):
            assert ask(typed).best == ()


@pytest.mark.usefixtures("newsroom")
class TestSuggestions:
    def test_names_come_first_with_their_pages_then_words(self):
        found = search.suggestions("vinl")
        assert (found[0].text, found[0].kind, found[0].url) == (
            "David Martinez Vinluan",
            "Person",
            "/people/david-martinez-vinluan/",
        )
        assert all(one.url.startswith("/search/?q=") for one in found if not one.kind)
        assert ("patrols", "") in [(one.text.lower(), one.kind) for one in search.suggestions("patr")]

    def test_words_that_are_a_name_are_not_suggested_again(self):
        texts = [one.text.lower() for one in search.suggestions("cyb")]
        assert len(texts) == len(set(texts))

    def test_a_name_is_suggested_from_any_of_its_words_and_by_its_acronym(self):
        assert "/organizations/knpa/" in [one.url for one in search.suggestions("police ag")]
        assert "/organizations/knpa/" in [one.url for one in search.suggestions("knp")]

    @pytest.mark.parametrize("typed", ["", " ", "v", "\x00", "qkyear2024", "%", "_", "'", "zzzzzz", "x" * 10_000])
    def test_there_may_be_none(self, typed):
        assert search.suggestions(typed) == []

    def test_what_is_not_public_is_not_suggested(self):
        make_person("Zoltan Hidden", public_profile=False)
        make_event(name="Zoltan conference")
        make_release(title="Zoltan writes")
        searchable.refresh_everything()
        assert search.suggestions("zolt") == []


def test_an_empty_newsroom_answers_too():
    assert ask("anything").total == 0
    found = ask()
    assert found.ways_out.releases == 0
    assert found.latest == ()


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("typed", ["", "   ", "-patrol", '""', '"', "-", "*", "\x00"])
def test_without_a_word_to_look_for_there_are_beginnings(typed):
    found = ask(typed)
    assert not found.question
    assert found.results == ()
    assert found.ways_out.releases == 3
    assert found.latest


def test_of_a_minus_alone_it_says_what_is_missing():
    assert "beside" in ask("-patrol").notes[0]


def test_what_was_not_looked_at_is_said():
    found = ask("word " * 1000)
    assert "300" in found.notes[0]
    assert len(found.question.typed) <= 300


class TestPages:
    @pytest.fixture(autouse=True)
    def many(self):
        for number in range(23):
            publish_event(name=f"Meeting {number}", starts=datetime.date(2024, 1, number + 1))
        searchable.refresh_everything()

    def test_ten_stand_on_a_page(self):
        first, last = ask("meeting"), ask("meeting", page="3")
        assert [len(found.results) for found in (first, last)] == [10, 3]
        assert (last.first, last.last, last.total) == (21, 23, 23)
        assert first.pages.links == [(1, "q=meeting"), (2, "q=meeting&page=2"), (3, "q=meeting&page=3")]
        assert (first.pages.previous, last.pages.next) == (None, None)
        assert last.query == "q=meeting&page=3"
        assert not set(names(first)) & set(names(last))

    @pytest.mark.parametrize("page", ["0", "-1", "4", "99999", "x", "1.5", "²", "9" * 30])
    def test_a_page_that_is_none_is_said(self, page):
        with pytest.raises(NoSuchListError):
            ask("meeting", page=page)

    def test_beyond_what_is_ranked_there_are_no_pages(self, monkeypatch):
        monkeypatch.setattr("news.queries.search.page.LAST_PAGE", 2)
        monkeypatch.setattr(looking, "RANKED", 20)
        assert ask("meeting").pages.last == 2
        with pytest.raises(NoSuchListError, match="first 20 results"):
            ask("meeting", page="3")


@pytest.mark.parametrize("thing_type", SearchType.values)
def test_the_number_of_queries_does_not_grow_with_the_results(thing_type):
    numbers, partner, topic = [], make_organization("Partner", slug="partner"), make_topic("Fraud")
    for rows in (1, 2):
        for row in range(rows):
            person = make_person(f"Fraud Fighter {rows} {row}", public_profile=True)
            make_post(person, partner)
            event = make_event(name=f"Fraud meeting {rows} {row}", programme=make_programme(f"Fraud plan {rows} {row}"))
            make_organizer(event, make_organization(f"Fraud office {rows} {row}", country=make_country("PH")))
            make_participation(event, person)
            publish_release(
                title=f"Fraud {rows} {row}",
                event=publish(event),
                topics=[topic],
                display_date=moment("2024-09-20T17:00+08:00"),
            )
        searchable.refresh_everything()
        with CaptureQueriesContext(connection) as queries:
            found = ask("fraud", type=thing_type)
        numbers.append(len(queries))
    assert len(found.results) == 3
    assert numbers[0] == numbers[1] <= 20


def test_suggestions_cost_the_same_however_many_there_are():
    numbers = []
    for rows in (1, 3):
        for row in range(rows):
            make_person(f"Fraud Fighter {rows} {row}", public_profile=True)
            publish_event(name=f"Fraud meeting {rows} {row}")
        searchable.refresh_everything()
        with CaptureQueriesContext(connection) as queries:
            assert search.suggestions("fraud")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 5
