import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from news.queries import archive, cards, filters, visibility
from news.queries.filters import NoSuchListError
from news.record import searchable
from news.search import looking
from tests.factories import (
    attach_picture,
    make_contact,
    make_country,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_place,
    make_programme,
    make_release,
    make_session,
    make_topic,
    publish,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate() + datetime.timedelta(days=365)


def read(query=""):
    searchable.refresh_everything()
    return archive.read(QueryDict(query))


def titles(query=""):
    return [card.title for card in read(query).releases]


def choices(found, label):
    facet = next((facet for facet in found.facets if facet.label == label), None)
    return [(choice.label, choice.number) for choice in facet.choices] if facet else []


def moment(text):
    return datetime.datetime.fromisoformat(text)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(rows, django_assert_num_queries):
    make_contact()
    topic, partner = make_topic("Fraud"), make_organization("Partner", slug="partner")
    person = make_person("Somebody", slug="somebody", public_profile=True)
    for _ in range(rows):
        facts = make_event(programme=None)
        make_organizer(facts, partner)
        make_participation(facts, person)
        edition = publish_release(event=publish(facts), topics=[topic], display_date=moment("2024-09-20T17:00+08:00"))
        attach_picture(edition, is_lead=True)
    searchable.refresh_everything()
    with django_assert_num_queries(8):
        assert len(archive.read(QueryDict("")).releases) == rows
    with django_assert_num_queries(27):
        asked = "country=PH&organization=partner&topic=fraud&year=2024&month=9&kind=meeting&person=somebody"
        assert len(archive.read(QueryDict(asked)).releases) == rows


def test_the_newest_stands_first_and_only_what_is_public():
    publish_release(title="Old", display_date=moment("2023-05-01T12:00+08:00"))
    publish_release(title="New", display_date=moment("2024-05-01T12:00+08:00"))
    make_release(title="Draft")
    withdraw(publish_release(title="Withdrawn"), "notice")
    superseded = publish_release(title="Superseded", display_date=moment("2022-05-01T12:00+08:00"))
    publish(make_release(release=superseded.release, title="Now"))
    assert titles() == ["New", "Old", "Now"]


def test_an_empty_site_has_an_empty_list():
    found = read()
    assert (found.releases, found.facets, found.total, found.pages[0].number) == ((), (), 0, 1)


def test_years_are_those_of_kuala_lumpur():
    publish_release(title="New year", display_date=moment("2023-12-31T20:00+00:00"))
    assert titles("year=2024") == ["New year"]
    assert titles("year=2024&month=1") == ["New year"]
    assert titles("year=2023") == []


def test_filters_combine():
    fraud, cyber = make_topic("Fraud"), make_topic("Cybercrime")
    seoul = make_place("Seoul", make_country("KR"), zone="Asia/Seoul")
    publish_release(title="A", event=publish_event(place=seoul, kind="symposium"), topics=[fraud, cyber])
    publish_release(title="B", event=publish_event(kind="symposium"), topics=[fraud])
    publish_release(title="C", topics=[fraud], kind="advisory")
    assert titles("topic=fraud") == ["C", "B", "A"]
    assert titles("topic=fraud&kind=symposium") == ["B", "A"]
    assert titles("topic=fraud&kind=symposium&country=kr") == ["A"]
    assert titles("topic=cybercrime&country=PH") == []
    assert titles("kind=advisory") == ["C"]
    assert titles("kind=event_report") == []


def test_a_country_is_where_it_took_place_also_in_part():
    publish_release(title="Also", event=publish_event(also_in=[make_country("SG")]))
    assert titles("country=SG") == titles("country=PH") == ["Also"]
    assert choices(read(), "Country") == [("Philippines", 1), ("Singapore", 1)]


def test_an_organization_is_found_in_every_part_that_it_played():
    other = make_organization(slug="other")
    through, led, session, there, joint, mentioned = (make_event() for _ in range(6))
    make_organizer(through, through=other)
    make_organizer(led, other, role="sponsor")
    make_organizer(session, other, session=make_session(session))
    make_participation(there, organization=other)
    make_participation(mentioned, organization=other, role="mentioned")
    for title, facts in [("through", through), ("led", led), ("session", session), ("there", there)]:
        publish_release(title=title, event=publish(facts))
    publish_release(title="mentioned", event=publish(mentioned))
    publish_release(title="joint", issued_jointly_with=[other])
    publish(joint)
    assert set(titles("organization=other")) == {"through", "led", "session", "there", "joint"}


def test_a_person_is_found_only_with_a_public_profile():
    person = make_person(slug="somebody", public_profile=True)
    facts, led = make_event(), make_event()
    make_participation(facts, person)
    make_organizer(led, led_by=person)
    publish_release(title="There", event=publish(facts))
    publish_release(title="Led", event=publish(led))
    assert titles("person=somebody") == ["Led", "There"]
    person.public_profile = False
    person.save()
    with pytest.raises(NoSuchListError):
        read("person=somebody")


def test_a_programme_is_found_as_frame_and_as_organizer():
    programme = make_programme(slug="glacy")
    facts = make_event()
    make_organizer(facts, programme=programme)
    publish_release(title="Organizer", event=publish(facts))
    publish_release(title="Frame", event=publish_event(programme=programme))
    assert titles("programme=glacy") == ["Frame", "Organizer"]


def test_people_and_programmes_of_an_event_that_has_not_begun_lead_nowhere():
    person = make_person(slug="somebody", public_profile=True)
    force, organizer = make_organization("Force", slug="force"), make_organization("Caller", slug="caller")
    facts = make_event(starts=NEXT_YEAR, programme=make_programme(slug="glacy"), also_in=[make_country("SG")])
    make_organizer(facts, organizer, led_by=person)
    make_participation(facts, person, organization=force)
    make_participation(facts, organization=force)
    publish_release(title="Preview", event=publish(facts))
    assert titles("person=somebody") == []
    for query in ("organization=force", "programme=glacy", "country=SG"):
        with pytest.raises(NoSuchListError, match="We have no"):
            read(query)
    assert titles("organization=caller") == titles("country=PH") == ["Preview"]
    assert choices(read(), "Organization") == [("Caller", 1)]
    assert choices(read(), "Country") == [("Philippines", 1)]
    facts.show_all_before = True
    facts.save()
    for query in ("person=somebody", "organization=force", "programme=glacy", "country=SG"):
        assert titles(query) == ["Preview"]


def test_what_has_a_page_and_no_release_has_an_empty_list():
    """Its page links to the list."""
    facts = make_event(topics=[make_topic("Fraud")], programme=make_programme("Glacy", slug="glacy"))
    make_organizer(facts, make_organization("Caller", slug="caller"))
    publish(facts)
    for query in ("organization=caller", "programme=glacy", "topic=fraud", "country=PH"):
        assert titles(query) == []


def test_drafts_of_facts_lead_nowhere():
    facts = publish_event()
    make_organizer(make_event(event=facts.event, kind="operation"), make_organization(slug="internal"))
    publish_release(event=facts)
    assert titles("kind=operation") == []
    with pytest.raises(NoSuchListError):
        read("organization=internal")
    assert choices(read(), "Organization") == []


def test_facets_count_what_the_other_filters_leave():
    fraud, cyber = make_topic("Fraud"), make_topic("Cybercrime")
    publish_release(topics=[fraud, cyber], display_date=moment("2024-05-01T12:00+08:00"))
    publish_release(topics=[fraud], display_date=moment("2023-05-01T12:00+08:00"), event=publish_event())
    make_release(topics=[fraud])
    found = read("year=2024&topic=fraud")
    assert choices(found, "Year") == [("2024", 1), ("2023", 1)]
    assert choices(found, "Topic") == [("Cybercrime", 1), ("Fraud", 1)]
    assert choices(found, "Kind") == [("Notice", 1)]
    assert choices(read(), "Kind") == [("Meeting", 1), ("Notice", 1)]
    year = found.facets[0]
    assert [(choice.query, choice.chosen) for choice in year.choices] == [
        ("topic=fraud", True),
        ("year=2023&topic=fraud", False),
    ]


def test_chips_take_one_filter_away_and_a_year_takes_its_month_along():
    publish_release(topics=[make_topic("Fraud")])
    found = read("topic=fraud&year=2024&month=9")
    assert [(chip.label, chip.query) for chip in found.chips] == [
        ("2024", "topic=fraud"),
        ("September", "year=2024&topic=fraud"),
        ("Fraud", "year=2024&month=9"),
    ]
    assert found.filters.label == "Fraud, September 2024"


def test_a_merged_organization_stands_for_its_winner():
    winner = make_organization("Winner", slug="winner")
    make_organization("Loser", slug="loser", merged_into=winner)
    facts = make_event()
    make_organizer(facts, winner)
    publish_release(title="Here", event=publish(facts))
    assert titles("organization=loser") == ["Here"]
    assert read("organization=loser").query == "organization=winner"


def test_pages():
    for number in range(archive.PER_PAGE * 2 + 1):
        publish_release(title=f"Release {number}")
    first, last = read(), read("page=3")
    assert (first.total, first.first, first.last, len(first.releases)) == (25, 1, 12, 12)
    assert (last.first, last.last, last.next) == (25, 25, None)
    assert (first.previous, first.next.query, last.previous.query) == (None, "page=2", "page=2")
    assert [link.number for link in first.pages] == [1, 2, 3]
    assert read("page=2").query == "page=2"
    assert read("page=1").query == ""
    for query in ("page=4", "page=99999", "page=999999"):
        with pytest.raises(NoSuchListError, match="This list has 3 pages"):
            read(query)
    for query in ("page=0", "page=-1", "page=9999999"):
        with pytest.raises(NoSuchListError, match="A page of the list has a number, from 1 on"):
            read(query)


@pytest.mark.parametrize(
    ("page", "last", "more", "numbers"),
    [
        (10, 20, False, [1, 0, 8, 9, 10, 11, 12, 0, 20]),
        (1, 1, False, [1]),
        (1, 834, True, [1, 2, 3, 0]),
        (834, 835, True, [1, 0, 832, 833, 834, 835, 0]),
    ],
)
def test_far_pages_are_left_out(page, last, more, numbers):
    links = archive._page_links(filters.read(QueryDict("")), page, last, more=more)
    assert [link.number for link in links] == numbers
    assert [link.number for link in links if link.current] == [page]


def test_a_list_that_nobody_counts_to_its_end_says_so(monkeypatch):
    monkeypatch.setattr(looking, "EXACT", 24)
    for number in range(30):
        publish_release(title=f"Release {number}", display_date=moment(f"2024-05-{number + 1:02}T12:00+08:00"))
    found = read("year=2024")
    assert (found.how_many, found.counted, found.more) == ("More than 24 releases", "24 releases", True)
    assert [link.number for link in found.pages] == [1, 2, 0]
    last = read("year=2024&page=2")
    assert (last.shown, last.next, len(last.releases)) == ("13 to 24", None, 12)
    with pytest.raises(NoSuchListError, match=r"Only the newest 24 of these can be leafed through\. Choose a year or"):
        read("year=2024&page=3")
    assert read("year=2024&month=5&page=2").more
    assert read("page=3").shown == "25 to 30"


@pytest.mark.parametrize(
    "query",
    [
        "year=0",
        "year=99999",
        "year=abc",
        "year=٢٠٢٤",
        "year=2024&month=13",
        "month=0",
        "month=9",
        "page=abc",
        "page=1.5",
        "page=%00",
        "country=XX",
        "country=%00",
        "country=Philippines",
        "organization=nobody",
        "organization=%00",
        "organization=a%27+OR+1%3D1",
        "person=nobody",
        "programme=nothing",
        "topic=nothing",
        "kind=nothing",
        "topic=" + "x" * 10_000,
    ],
)
def test_a_value_that_names_nothing_is_refused_with_a_sentence(query):
    make_country("PH")
    with pytest.raises(NoSuchListError) as refused:
        read(query)
    assert str(refused.value).endswith(".")


def test_empty_and_unknown_parameters_are_ignored():
    publish_release(title="Here")
    found = read("year=&country=&utm_source=mail&page=&fbclid=%00")
    assert [card.title for card in found.releases] == ["Here"]
    assert found.query == ""


# The index and the conditions of `filters` say the same


def test_the_index_lists_what_the_conditions_of_the_filters_list():
    """The page reads the index, the table for spreadsheets the releases themselves."""
    world()
    searchable.refresh_everything()
    asked = [
        "",
        "year=2024",
        "year=2024&month=9",
        "year=2023",
        "country=PH",
        "country=SG",
        "organization=one",
        "organization=two",
        "organization=through",
        "organization=joint",
        "person=public",
        "programme=glacy",
        "topic=fraud",
        "topic=cyber",
        "kind=meeting",
        "kind=notice",
        "kind=symposium",
        "year=2024&topic=fraud&country=PH",
    ]
    found = {}
    for query in asked:
        chosen = filters.read(QueryDict(query))
        kept_back = visibility.keeping_back(timezone.now())
        by_conditions = filters.apply(cards.live_releases(), chosen, kept_back=kept_back)
        page = archive.read(QueryDict(query))
        found[query] = [card.title for card in page.releases]
        assert found[query] == [edition.title for edition in by_conditions], query
        assert page.total == len(page.releases)
    assert len(found[""]) == 6
    assert all(found.values())


def test_the_number_of_a_choice_is_that_of_its_list():
    world()
    searchable.refresh_everything()
    for query in ["", "year=2024", "topic=fraud", "country=PH&kind=meeting"]:
        for facet in archive.read(QueryDict(query)).facets:
            for choice in facet.choices:
                if not choice.chosen:
                    assert archive.read(QueryDict(choice.query)).total == choice.number, (query, choice)


def world():
    one, two, through, joint = (
        make_organization(name, slug=name.lower()) for name in ["One", "Two", "Through", "Joint"]
    )
    public = make_person("Public", slug="public", public_profile=True)
    programme = make_programme("Glacy", slug="glacy")
    fraud, cyber = make_topic("Fraud"), make_topic("Cyber")
    past = make_event(kind="meeting", programme=programme, also_in=[make_country("SG")])
    make_organizer(past, one, through=through, led_by=public)
    make_participation(past, public, organization=two)
    make_organizer(past, two, session=make_session(past), role="host")
    make_participation(past, organization=joint, role="mentioned")
    coming = make_event(kind="symposium", starts=NEXT_YEAR, programme=programme, also_in=[make_country("SG")])
    make_organizer(coming, two)
    make_organizer(coming, one, session=make_session(coming))
    make_participation(coming, public, organization=joint)
    cancelled = make_event(kind="meeting", status="cancelled", also_in=[make_country("SG")])
    make_organizer(cancelled, programme=programme)
    make_participation(cancelled, public)
    for facts in (past, coming, cancelled):
        publish(facts)
    day = {"display_date": moment("2024-09-20T17:00+08:00")}
    publish_release(title="Past", event=past, topics=[fraud, cyber], **day)
    publish_release(title="Past again", event=past, topics=[fraud])
    publish_release(title="Coming", event=coming, topics=[cyber])
    publish_release(title="Cancelled", event=cancelled, display_date=moment("2023-12-31T23:30+08:00"))
    publish_release(title="New year", display_date=moment("2023-12-31T20:00+00:00"), issued_jointly_with=[joint])
    publish_release(title="Covers", also_covers=[past], topics=[fraud])
    withdraw(publish_release(title="Withdrawn", event=past, topics=[fraud]), "notice")
    make_release(title="Draft", event=past, topics=[fraud])
