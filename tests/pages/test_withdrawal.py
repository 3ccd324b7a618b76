"""What readers find after each way of withdrawing: every public address is asked for every word that could leak."""

import datetime
import functools
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from news import workflow
from news.errors import Problems
from news.models import EditionDocument
from news.record import searchable
from news.record.documents import store_document
from news.workflow import withdrawing
from tests import factories as make

pytestmark = pytest.mark.django_db
LINK = re.compile(
    r'(?:href|src|content)="(?:http://newsroom\.test)?(/[^"#]*)|<(?:loc|link|id)>http://newsroom\.test(/[^<]*)'
)
ALWAYS = [
    "/",
    "/news/",
    "/events/",
    "/events/?year=2024&month=9",
    "/organizations/",
    "/people/",
    "/programmes/",
    "/countries/kr/",
    "/corrections/",
    "/withdrawn/",
    "/feeds/news.rss",
    "/feeds/news.atom",
    "/feeds/news.json",
    "/feeds/corrections.atom",
    "/news/list.csv",
    "/events/calendar.ics",
    "/events/map/",
    "/search/?q=type:release",
    "/search/?q=type:event",
    "/search/?q=type:organization",
    "/sitemap.xml",
    "/sitemap-releases.xml",
    "/sitemap-events.xml",
    "/sitemap-organizations.xml",
    "/sitemap-people.xml",
    "/sitemap-topics.xml",
    "/sitemap-news.xml",
]
STEP_ON = {"/", "/news/"}
TOLD = {"/corrections/", "/withdrawn/", "/feeds/corrections.atom"}
REASON = "zqreason: it was called off."


class World:
    """One release about one event, each word of them a word of its own, among other things that stay public."""

    def __init__(self):
        self.editor = make.make_account(role="editor")
        own = make.make_own_organization()
        make.make_contact()
        self.other = make.publish_release(title="Another release", event=make.publish_event(name="Another event"))
        self.event = make.make_event(
            name="zqevent", venue="zqvenue", summary="zqsummary", subjects=["zqsubject"], website="https://zqsite.example",
            programme=make.make_programme("zqprogramme"), topics=[make.make_topic("zqeventtopic")],
            place=make.make_place("zqcity", make.make_country("KR")),
        )  # fmt: skip
        make.make_organizer(self.event, make.make_organization("zqorganizer"))
        # An officer with a page of her own: what she took part in must go from it.
        self.officer = make.make_person("Public Officer", public_profile=True)
        make.make_participation(self.event, self.officer, organization=own, role="delegate", position="zqposition")
        make.make_participation(self.event, make.make_person("zqguest"), organization=make.make_organization("zqforce"))
        make.make_session(self.event, "zqsession", kind="plenary")
        make.publish(self.event, at=make.timezone.now() - datetime.timedelta(days=9))
        self.release = make.make_release(
            title="zqtitle", standfirst="zqstandfirst", dateline="zqdateline", motto="zqmotto",
            body=f"<p>zqbody</p>{self.figure('zqinside')}", topics=[make.make_topic("zqtopic")],
            event=self.event, issued_jointly_with=[make.make_organization("zqjoint")], kind="event_report",
        )  # fmt: skip
        self.beside = make.make_picture()
        make.attach_picture(self.release, self.beside, is_lead=True, caption="zqcaption", alt="zqalt")
        upload = SimpleUploadedFile("x.pdf", b"%PDF-1.7 zq\n%%EOF")
        self.document = store_document(upload, by=None, title="zqdocument")
        EditionDocument.objects.create(edition=self.release, document=self.document, title="zqdocument")
        make.publish(self.release, at=make.timezone.now() - datetime.timedelta(days=5))
        self.page, self.event_page = self.release.release.get_absolute_url(), self.event.event.get_absolute_url()
        number = self.release.release
        self.short = f"/r/{number.ref_year}/{number.ref_number}"
        # The factories wrote past the doors.
        searchable.refresh_everything()

    @functools.cached_property
    def before(self):
        """Ask for it before something is withdrawn."""
        return self.walk()

    def figure(self, caption):
        self.inside = make.make_picture()
        return f'<figure><img src="/media/{self.inside.sha256[:16]}/960.webp" alt="x"><figcaption>{caption}</figcaption></figure>'

    @property
    def files(self):
        keys = [self.beside.sha256[:16], self.inside.sha256[:16]]
        return [
            *(f"/media/{key}/480.webp" for key in keys),
            f"/media/documents/{self.document.sha256[:16]}/zqdocument.pdf",
        ]

    def walk(self, also=()):
        """{address: (status, what is said there)} of everything that can be reached, and of these."""
        client, found = Client(), {}
        waiting = [*ALWAYS, *also, self.page, self.event_page, self.short, *self.files]
        while waiting:
            path = waiting.pop().replace("&amp;", "&")
            if path in found or path.startswith("/static/"):
                continue
            response = client.get(path)
            said = "" if response.streaming and response.getvalue() else response.content.decode(errors="replace")
            found[path] = (response.status_code, said + response.get("Location", ""))
            # Filters and months lead on and on: one step from the lists is enough.
            waiting += [link for a, b in LINK.findall(said) if "?" not in (link := a or b) or path in STEP_ON]
        return found

    def words(self):
        """{word: addresses at which readers find it now}, asked for at every address that ever was."""
        found = {}
        for path, (status, said) in self.walk(also=self.before).items():
            assert status in {200, 301, 404, 410}, (path, status)
            for word in re.findall(r"zq[a-z]+", said):
                found.setdefault(word, set()).add(path)
        return found

    def status(self, path):
        response = Client().get(path)
        if response.streaming:
            response.getvalue()
        return response.status_code

    def withdraw(self, kind, edition=None, **how):
        how.setdefault("moved_to", self.other.release if kind == "moved" else None)
        edition = edition or self.release
        edition.refresh_from_db()
        if "before" not in self.__dict__:
            self.before = {}
        return workflow.withdraw(edition, by=self.editor, kind=kind, explanation=REASON, **how)


EVENT_WORDS = set(
    "zqevent zqvenue zqsummary zqsubject zqsite zqprogramme zqeventtopic zqcity zqorganizer zqposition zqguest zqforce "
    "zqsession".split()
)
TEXT_WORDS = set("zqtitle zqstandfirst zqdateline zqmotto zqbody zqtopic zqjoint".split())
FILE_WORDS = {"zqcaption", "zqalt", "zqinside", "zqdocument"}


@pytest.fixture
def world():
    return World()


@pytest.fixture
def walked(world):
    """The same after every address was asked once: they are asked again afterwards."""
    assert world.before
    return world


def test_before_everything_is_found(world):
    words = world.words()
    assert set(words) >= EVENT_WORDS | TEXT_WORDS | FILE_WORDS
    assert [world.status(path) for path in world.files] == [200, 200, 200]
    # Else nothing could leak there.
    assert world.officer.get_absolute_url() in words["zqposition"]
    for path in ["/", "/news/", "/feeds/news.rss", "/sitemap-releases.xml"]:
        assert path in words["zqtitle"]


@pytest.mark.parametrize("along", [False, True], ids=["release", "event along"])
class TestRelease:
    def left(self, world, words, along):
        """The words of the event stay if it stays, and only then."""
        if along:
            return dict(words)
        assert "/events/" in words["zqevent"]
        # A text that is kept keeps the facts of its event beside it.
        assert world.event_page in words["zqvenue"]
        assert words["zqvenue"] <= {world.event_page, world.page}
        return {word: paths for word, paths in words.items() if word not in EVENT_WORDS}

    def offers_nothing(self, page):
        """To search engines, to those who make a card of a link, and to those who share it."""
        assert '<meta name="robots" content="noindex">' in page
        for part in ['rel="canonical"', "og:title", "og:description", "og:image", "og:url", "article:", "Cite it as"]:
            assert part not in page, part
        assert 'name="description"' not in page
        assert "<title>Withdrawn: " in page

    def test_kept_under_a_notice(self, walked, along):
        world = walked
        world.withdraw("notice", event_too=along)
        words = self.left(world, world.words(), along)
        assert not FILE_WORDS & set(words)
        assert words.pop("zqtitle") == {world.page, world.short, *TOLD}
        assert words.pop("zqreason") == {world.page, *TOLD} | ({world.event_page} if along else set())
        mine = {world.page, world.event_page} if along else {world.page}
        assert {path for paths in words.values() for path in paths} <= mine
        assert {"zqbody", "zqstandfirst"} <= set(words)
        assert world.status(world.page) == 200
        page = Client().get(world.page).content.decode()
        self.offers_nothing(page)
        self.offers_nothing(Client().get(world.event_page).content.decode()) if along else None
        assert world.status(world.event_page) == 200

    def test_the_text_removed_and_the_page_says_why(self, walked, along):
        world = walked
        world.withdraw("explained", event_too=along)
        words = self.left(world, world.words(), along)
        assert words.pop("zqtitle") == {world.page, world.short, *TOLD}
        assert words.pop("zqreason") == {world.page, *TOLD} | ({world.event_page} if along else set())
        if along:
            assert words.pop("zqevent") == {world.event_page}
        assert words == {}
        assert world.status(world.page) == 410
        assert world.status(world.event_page) == (410 if along else 200)

    def test_everything_removed(self, walked, along):
        world = walked
        world.withdraw("erased", event_too=along)
        assert self.left(world, world.words(), along) == {}
        assert world.status(world.page) == 410
        assert world.status(world.short) == 410
        assert world.status(world.event_page) == (410 if along else 200)

    def test_moved(self, walked, along):
        world = walked
        world.withdraw("moved", event_too=along)
        assert self.left(world, world.words(), along) == {}
        there = world.other.release.get_absolute_url()
        for path in [world.page, world.short, *([world.event_page] if along else [])]:
            response = Client().get(path)
            assert (response.status_code, response["Location"]) == (301, there)

    @pytest.mark.parametrize("kind", ["notice", "explained", "erased", "moved"])
    def test_its_files_are_no_longer_served(self, world, along, kind):
        world.withdraw(kind, event_too=along)
        assert {world.status(path) for path in world.files} == {410}

    @pytest.mark.parametrize("kind", ["notice", "explained", "erased", "moved"])
    def test_restoring_brings_all_back(self, walked, along, kind):
        world = walked
        before = {path: status for path, (status, _) in world.before.items()}
        words = world.words()
        world.withdraw(kind, event_too=along)
        world.release.refresh_from_db()
        workflow.restore(world.release, by=world.editor, comment="It was right.")
        assert world.words() == words
        assert {path: status for path, (status, _) in world.walk().items()} == before


@pytest.mark.parametrize("kind", ["notice", "explained", "erased", "moved"])
def test_an_event_alone(walked, kind):
    world = walked
    world.withdraw("erased")
    world.event.refresh_from_db()
    world.withdraw(kind, world.event)
    words, status = world.words(), world.status(world.event_page)
    if kind == "notice":
        assert status == 200
        assert words.pop("zqevent") == {world.event_page, *TOLD}
        assert words.pop("zqreason") == {world.event_page, *TOLD}
        assert {path for paths in words.values() for path in paths} == {world.event_page}
    elif kind == "explained":
        assert status == 410
        assert words == {"zqevent": {world.event_page, *TOLD}, "zqreason": {world.event_page, *TOLD}}
    else:
        assert words == {}
        assert status == (301 if kind == "moved" else 410)
    workflow.restore(world.event, by=world.editor, comment="It takes place.")
    assert world.words()["zqvenue"] == {world.event_page}


def test_files_that_another_release_uses_stay(world):
    EditionDocument.objects.create(edition=world.other, document=world.document, title="Programme")
    make.attach_picture(world.other, world.beside)
    world.withdraw("erased")
    assert [world.status(path) for path in world.files] == [200, 410, 200]


class TestMoved:
    def location(self, path):
        return Client().get(path).get("Location")

    def test_a_page_that_moved_on_is_reached_in_one_step(self, world):
        last = make.publish_release(title="Last")
        world.withdraw("moved")
        world.withdraw("moved", world.other, moved_to=last.release)
        assert self.location(world.page) == last.release.get_absolute_url()
        assert self.location(world.short) == last.release.get_absolute_url()

    def test_a_page_that_was_removed_is_not_named(self, world):
        world.withdraw("moved")
        world.withdraw("erased", world.other)
        assert world.status(world.page) == 410
        assert "Another" not in Client().get(world.page).content.decode()

    def test_a_page_that_says_why_is_reached(self, world):
        world.withdraw("moved")
        world.withdraw("explained", world.other)
        assert self.location(world.page) == world.other.release.get_absolute_url()

    def test_there_is_no_way_round_in_a_circle(self, world):
        world.withdraw("moved")
        third = make.publish_release()
        world.withdraw("moved", world.other, moved_to=third.release)
        with pytest.raises(Problems) as caught:
            world.withdraw("moved", third, moved_to=world.release.release)
        assert list(caught.value.by_field) == ["moved_to"]
        # However such a circle came to be.
        make.withdraw(third, "moved")
        withdrawing._lead_on(third.release.get_absolute_url(), world.release.release)
        for path in [world.page, third.release.get_absolute_url()]:
            assert world.status(path) == 410

    def test_an_older_address_of_it_leads_on_too(self, world):
        withdrawing._lead_on("/display/2021/12/02/old", world.release.release)
        assert self.location("/display/2021/12/02/old") == world.page
        world.withdraw("moved")
        assert self.location("/display/2021/12/02/old") == world.other.release.get_absolute_url()

    def test_an_older_address_of_what_was_removed_is_gone_too(self, world):
        withdrawing._lead_on("/display/2021/12/02/old", world.release.release)
        world.withdraw("erased")
        assert world.status("/display/2021/12/02/old") == 410

    def test_it_may_lead_to_the_event_which_then_stays(self, world):
        with pytest.raises(Problems) as caught:
            world.withdraw("moved", moved_to=world.event.event, event_too=True)
        assert "event_too" in caught.value.by_field
        world.withdraw("moved", moved_to=world.event.event)
        assert self.location(world.page) == world.event_page

    def test_it_may_lead_to_a_directory_page_but_to_none_that_goes_away_with_it(self, world):
        programme = world.event.programme
        assert world.status(programme.get_absolute_url()) == 200
        with pytest.raises(Problems) as caught:
            world.withdraw("moved", moved_to=programme, event_too=True)
        assert caught.value.by_field["moved_to"] == ["That page would be gone as well. Choose another one."]
        assert world.status(world.page) == 200
        world.withdraw("moved", moved_to=programme)
        assert self.location(world.page) == programme.get_absolute_url()


def test_a_picture_that_is_hidden_while_withdrawn_keeps_it_from_coming_back(world):
    world.withdraw("notice")
    workflow.hide(world.beside, by=world.editor, reason="A bystander.")
    world.release.refresh_from_db()
    with pytest.raises(Problems):
        workflow.restore(world.release, by=world.editor, comment="It was right.")
    assert world.status(world.page) == 200
