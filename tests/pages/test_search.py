import datetime
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import SearchEntry
from news.record import searchable
from tests.factories import (
    make_event,
    make_organization,
    make_participation,
    make_person,
    make_session,
    publish,
    publish_event,
    publish_release,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "a" * 10_000,
    "police " * 1500,
    '"' * 500,
    '""',
    "' OR 1=1 --",
    "'); DROP TABLE news_searchentry; --",
    "\x00",
    "police\x00meeting",
    "AND OR NOT NEAR",
    "NEAR(a b, 5)",
    "police AND",
    "( ( (",
    ") ) )",
    "* ** ***",
    "- -- ---",
    "a:b:c:d",
    "words_title:police",
    "person:",
    'person:"',
    "country:'",
    "-" * 10_000,
    "^police",
    "{}[]<>|&!~@#$%^\\/`",
    "police & | ! <-> meeting:*",
    "qkyear2024",
    "qs qks qku qkw",
    "\u202eecilop",
    "\u200f\u05e9\u05dc\u05d5\u05dd",
    "👮‍♀️🚓",
    "การประชุม ตำรวจ",
    "警察 会议",
    "\ud7ff\ue000\uffff",
    "%",
    "_",
    "\\",
    "<script>alert(1)</script>",
    "\n\r\t",
]


def get(client, q="", **parameters):
    return client.get("/search/", {"q": q, **parameters} if q else parameters)


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def seoul():
    person = make_person("David Martinez Vinluan", slug="david-martinez-vinluan", public_profile=True)
    event = make_event(name="Symposium <b>on</b> cybercrime")
    release = publish_release(
        title="Officers & experts meet in Seoul",
        event=publish(event),
        body="<p>They spoke of <em>intelligence</em> that reaches &lt;script&gt; the people.</p>",
    )
    searchable.refresh_everything()
    return release, person


@pytest.mark.usefixtures("seoul")
class TestPage:
    def test_results_are_marked_and_nothing_of_them_is_markup(self, client):
        page = get(client, "intelligence").content.decode()
        assert "<mark>intelligence</mark> that reaches &lt;script&gt; the people" in page
        assert "Officers &amp; experts meet in Seoul" in page
        page = get(client, "symposium").content.decode()
        assert "<mark>Symposium</mark> &lt;b&gt;on&lt;/b&gt; cybercrime" in page

    def test_what_was_typed_stays_in_the_box(self, client):
        page = get(client, 'seoul "experts meet" -x<y>').content.decode()
        assert 'value="seoul &quot;experts meet&quot; -x&lt;y&gt;"' in page
        assert "<title>Search: seoul &quot;experts meet&quot; -x&lt;y&gt; | ASEANAPOL Newsroom</title>" in page

    def test_the_box_stands_on_every_page_and_leads_to_the_results(self, client):
        for path in ("/", "/news/", "/events/", "/people/david-martinez-vinluan/"):
            page = client.get(path).content.decode()
            assert '<form class="search" role="search" aria-label="Newsroom" action="/search/"' in page
            assert 'name="q"' in page
            assert '<a class="masthead-link" href="/search/">Search</a>' in page

    def test_search_engines_are_asked_to_leave_it_alone(self, client):
        assert '<meta name="robots" content="noindex, follow">' in get(client, "seoul").content.decode()

    def test_a_typing_error_is_said_with_the_results_of_what_was_meant(self, client):
        said = text(get(client, "vinlaun"))
        assert "Nothing matches “vinlaun”. Did you mean Vinluan ? These are the results for it." in said
        assert "David Martinez Vinluan" in said

    def test_nothing_found_says_so_and_where_to_go_on(self, client):
        answer = get(client, "harbour patrol zeppelins")
        assert answer.status_code == 200
        said = text(answer)
        assert "Nothing matches “harbour patrol zeppelins”" in said
        assert "Browse the release or see the calendar" in said
        assert "How to ask" in said

    def test_without_a_question_it_tells_what_one_may_ask(self, client):
        said = text(get(client))
        assert "How to ask" in said
        assert "No results" not in said

    def test_an_address_that_names_nothing_is_404_with_a_sentence(self, client):
        for parameters, sentence in [
            ({"type": "rumour"}, "There is no such type of page to look for."),
            ({"year": "0"}, "There are no releases of that year."),
            ({"page": "99999"}, "These results have one page."),
            ({"page": "x"}, "A page of the results has a number, from 1 on."),
        ]:
            answer = get(client, "seoul", **parameters)
            assert answer.status_code == 404
            assert sentence in text(answer)

    def test_only_reading_is_answered(self, client):
        assert client.post("/search/", {"q": "seoul"}).status_code == 405
        assert client.delete("/search/suggestions/").status_code == 405
        assert client.head("/search/", {"q": "seoul"}).status_code == 200

    def test_every_link_of_the_page_leads_somewhere(self, client):
        page = get(client, "seoul").content.decode()
        links = {unescape(link) for link in re.findall(r'href="([^"#]*)"', page) if link.startswith("/")}
        assert any("type=event" in link or "type=release" in link for link in links)
        for link in links:
            if link.startswith("/search/"):
                assert client.get(link).status_code == 200, link

    @pytest.mark.parametrize("typed", HOSTILE)
    def test_whatever_is_typed_there_is_an_answer(self, client, typed):
        for parameters in ({}, {"year": "2024"}, {"type": "person"}):
            answer = get(client, typed, **parameters)
            assert answer.status_code == 200, parameters
            assert "<script>alert" not in answer.content.decode()
        assert SearchEntry.objects.exists()

    @pytest.mark.parametrize("typed", HOSTILE)
    def test_whatever_is_typed_there_are_suggestions_or_none(self, client, typed):
        answer = client.get("/search/suggestions/", {"q": typed})
        assert answer.status_code == 200
        assert isinstance(answer.json()["suggestions"], list)

    def test_bytes_that_are_no_text_are_answered(self, client):
        assert client.get("/search/?q=%ff%fe%00%80").status_code == 200
        assert client.get(f"/search/?q={quote('é'.encode('latin-1'))}&year=%00").status_code == 404

    def test_parameters_of_others_are_not_looked_at(self, client):
        assert "1 result" in text(get(client, "experts", utm_source="x", q2="y", type="release"))

    def test_the_same_parameter_twice_is_answered(self, client):
        assert client.get("/search/?q=seoul&q=experts&year=2024&year=2023").status_code in {200, 404}


@pytest.mark.usefixtures("seoul")
class TestSuggestions:
    def test_they_have_a_name_a_kind_and_an_address(self, client):
        answer = client.get("/search/suggestions/", {"q": "vinl"})
        assert answer["Content-Type"] == "application/json"
        assert answer.json()["suggestions"][0] == {
            "text": "David Martinez Vinluan",
            "kind": "Person",
            "url": "/people/david-martinez-vinluan/",
        }

    def test_every_address_leads_to_a_page(self, client):
        found = [one for typed in ("vinl", "symp", "seo") for one in suggestions(client, typed)]
        assert found
        for one in found:
            assert client.get(one["url"]).status_code == 200

    def test_a_query_too_many_is_not_made_for_nothing(self, client):
        with CaptureQueriesContext(connection) as queries:
            assert suggestions(client, "v") == []
        assert len(queries) == 0


def suggestions(client, typed):
    return client.get("/search/suggestions/", {"q": typed}).json()["suggestions"]


def test_before_an_event_begins_neither_its_people_are_found_nor_suggested(client):
    person = make_person("Zoltan Early", public_profile=True, slug="zoltan-early")
    event = make_event(name="Coming meeting", starts=None, ends=None, precision="tba")
    make_participation(event, person, organization=make_organization("Quiet Force"))
    make_session(event, "Secret panel")
    publish(event)
    searchable.refresh_everything()
    assert "Coming meeting" in text(get(client, "coming"))
    for typed in ("secret panel", "quiet force"):
        assert "No results" in text(get(client, typed)), typed
        assert suggestions(client, typed[:5]) == []
    assert "Coming meeting" not in text(get(client, "zoltan", type="event"))


def test_a_postponed_event_is_said_in_words_among_the_results(client):
    publish_event(
        name="Late meeting",
        status="postponed",
        starts=datetime.date(2030, 5, 2),
        former_dates=[["2030-04-01", "2030-04-02", "day"]],
    )
    searchable.refresh_everything()
    answer = get(client, "late meeting")
    assert "Postponed" in text(answer)
    assert "<s><time" in answer.content.decode()
