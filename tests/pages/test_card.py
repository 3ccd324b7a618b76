"""The social card at its address: the current one, drawn once, gone with its release."""

import datetime
import io
import re
import threading

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from news.enums import WithdrawalKind
from news.models import PastAddress
from news.outputs import card
from tests.factories import (
    attach_picture,
    make_event,
    make_organization,
    make_organizer,
    make_participation,
    make_person,
    make_picture,
    make_place,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
KEPT = "public, max-age=1, must-revalidate"


@pytest.fixture(autouse=True)
def _nothing_drawn_yet():
    cache.clear()


@pytest.fixture
def release():
    facts = publish_event(
        name="Working Group",
        starts=datetime.date(2024, 9, 17),
        ends=datetime.date(2024, 9, 20),
        place=make_place("Metro Manila", latitude="14.6", longitude="121"),
    )
    return publish_release(title="Police meet in Manila", event=facts)


class NoCache:
    """A server of a cache that does not answer."""

    def get(self, *args):
        raise ConnectionError("no cache")

    set = get


def test_without_a_cache_it_is_drawn_all_the_same(client, release, monkeypatch):
    monkeypatch.setattr("news.outputs.card.kept.cache", NoCache())
    answer = client.get(f"{page_of(release)}card.jpg")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xff\xd8\xff")


def page_of(edition):
    return edition.release.get_absolute_url()


def told(client, edition):
    """The tags about the card in the head of a release's page."""
    page = client.get(page_of(edition)).content.decode()
    tags = re.findall(r'<meta (?:property|name)="((?:og:image|twitter)[^"]*)" content="([^"]*)">', page)
    return dict(tags)


def path_told(client, edition):
    return told(client, edition)["og:image"].removeprefix("http://newsroom.test")


def test_the_page_tells_of_a_card_that_is_there(client, release):
    tags = told(client, release)
    path = path_told(client, release)
    assert re.fullmatch(rf"{page_of(release)}card\.jpg\?v=[0-9a-f]{{12}}", path)
    assert tags["og:image:type"] == "image/jpeg"
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
    assert tags["og:image:alt"] == "Police meet in Manila. 17–20 September 2024, Metro Manila, Philippines"
    assert tags["twitter:card"] == "summary_large_image"
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == KEPT
    assert response["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1200, 630), {})
    assert client.get(f"{page_of(release)}card.jpg").content == response.content
    assert client.get(f"{page_of(release)}card.jpg?v=of-old&x=1").content == response.content


def test_who_has_the_current_one_gets_no_second(client, release, monkeypatch):
    path = path_told(client, release)
    etag = client.get(path)["ETag"]
    assert etag == f'"{path.rpartition("=")[2]}"'
    monkeypatch.setattr(card.kept, "jpeg", None)
    cache.clear()
    response = client.get(path, headers={"if-none-match": etag})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert response["Cache-Control"] == KEPT


def test_asking_for_the_head_alone(client, release):
    response = client.head(f"{page_of(release)}card.jpg")
    assert (response.status_code, response.content) == (200, b"")
    assert client.post(f"{page_of(release)}card.jpg").status_code == 405


def test_a_card_is_drawn_once_however_many_ask(release, monkeypatch):
    from news.queries import social_card

    shown = social_card.of_edition(release)
    drawn = []

    def slowly(*given):
        drawn.append(given)
        threading.Event().wait(0.05)
        return b"a card"

    monkeypatch.setattr(card.kept, "jpeg", slowly)
    asking = [threading.Thread(target=card.draw, args=[shown]) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(drawn) == 1


@pytest.mark.parametrize("more", [1, 3])
def test_a_card_costs_one_query(client, release, more, django_assert_num_queries):
    facts = release.event.editions.get()
    for _ in range(more):
        make_organizer(facts, make_organization())
        make_participation(facts, make_person())
        attach_picture(release)
    attach_picture(release, is_lead=True)
    with django_assert_num_queries(1):
        assert client.get(f"{page_of(release)}card.jpg").status_code == 200


def test_telling_of_it_costs_the_page_nothing(client, release, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        client.get(page_of(release))


def test_a_new_version_for_whatever_the_card_shows(client, release):
    facts = release.event.editions.get()
    seen = {path_told(client, release)}

    def is_new():
        path = path_told(client, release)
        new = path not in seen
        seen.add(path)
        assert client.get(path)["ETag"] == f'"{path.rpartition("=")[2]}"'
        return new

    assert not is_new()
    type(release).objects.update(title="Police met in Manila")
    assert is_new()
    type(release).objects.update(standfirst="Not on the card")
    assert not is_new()
    for change in [{"ends": datetime.date(2024, 9, 21)}, {"status": "postponed"}, {"place": make_place("Cebu")},
                   {"precision": "month"}, {"status": "cancelled"}]:  # fmt: skip
        type(facts).objects.update(**change)
        assert is_new(), change
    lead = attach_picture(release, is_lead=True)
    assert is_new()
    type(lead.picture).objects.update(focus_x=10, focus_y=90)
    assert is_new()
    attach_picture(release)
    assert not is_new()


def test_a_hidden_main_picture_is_on_no_card(client, release):
    without = path_told(client, release)
    row = attach_picture(release, make_picture(900, 900, "#00ff00"), is_lead=True, alt="Green")
    shown = path_told(client, release)
    assert shown != without
    assert "Green" in told(client, release)["og:image:alt"]
    assert greenness(client.get(shown)) > 200
    type(row.picture).objects.update(hidden_at=timezone.now())
    assert path_told(client, release) == without
    assert "Green" not in told(client, release)["og:image:alt"]
    assert greenness(client.get(shown)) < 100


def greenness(response):
    with Image.open(io.BytesIO(response.content)) as image:
        return image.getpixel((1100, 300))[1]


def test_a_picture_whose_file_is_gone_leaves_a_card_without_it(client, release, caplog):
    row = attach_picture(release, make_picture(900, 900), is_lead=True)
    row.picture.file.storage.delete(row.picture.file.name)
    assert client.get(f"{page_of(release)}card.jpg").status_code == 200
    assert "without picture" in caplog.text


def test_when_the_typesetter_breaks_nothing_is_kept(client, release, monkeypatch, caplog):
    def breaks(*given):
        raise RuntimeError("the typesetter")

    monkeypatch.setattr(card.kept, "jpeg", breaks)
    response = client.get(f"{page_of(release)}card.jpg")
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "cannot be drawn" in caplog.text
    monkeypatch.undo()
    assert client.get(f"{page_of(release)}card.jpg").status_code == 200


@pytest.mark.parametrize("kind", [WithdrawalKind.NOTICE, WithdrawalKind.EXPLAINED, WithdrawalKind.ERASED])
def test_a_withdrawn_release_has_no_card(client, release, kind):
    path = path_told(client, release)
    client.get(path)
    withdraw(release, kind, explanation="A secret reason")
    for asked in (path, f"{page_of(release)}card.jpg"):
        response = client.get(asked)
        assert (response.status_code, response["Cache-Control"]) == (410, KEPT)
        assert b"secret" not in response.content
    assert "og:image" not in client.get(page_of(release)).content.decode()


def test_a_past_address_leads_to_the_card_in_one_step(client, release):
    PastAddress.objects.create(path="/news/2019/old/", thing_type="pressrelease", thing_id=release.release_id)
    response = client.get("/news/2019/old/card.jpg?v=1")
    assert (response.status_code, response["Location"]) == (301, f"{page_of(release)}card.jpg")
    assert response["Cache-Control"] == KEPT


def test_of_a_moved_release_its_card_is_where_it_is(client, release):
    old = publish_release(title="First place")
    PastAddress.objects.create(path=page_of(old), thing_type="pressrelease", thing_id=release.release_id)
    withdraw(old, WithdrawalKind.MOVED)
    response = client.get(f"{page_of(old)}card.jpg")
    assert (response.status_code, response["Location"]) == (301, f"{page_of(release)}card.jpg")
    PastAddress.objects.all().delete()
    assert client.get(f"{page_of(old)}card.jpg").status_code == 410


def test_where_there_is_no_release_there_is_no_card(client, db):
    for path in ("/news/2024/nothing/card.jpg", "/news/2024/no%00thing/card.jpg", "/news/2024/nothing/card.png"):
        assert client.get(path).status_code in (400, 404), path


def test_what_readers_may_not_know_yet_is_not_on_it(client):
    coming = timezone.localdate() + datetime.timedelta(days=9)
    facts = publish_event(name="To come", starts=coming, ends=coming, venue="A secret hall", place=make_place("Cebu"))
    make_participation(facts, make_person("A secret guest"))
    edition = publish_release(title="Announced", event=facts)
    from news.queries import social_card

    said = str(card.say(social_card.of_edition(edition)))
    assert "Cebu, Philippines" in said
    assert "secret" not in said


def test_facts_that_are_not_public_are_not_on_it(client):
    edition = publish_release(title="Statement", event=make_event(name="A draft event"))
    from news.queries import social_card

    shown = social_card.of_edition(edition)
    assert shown.event is None
    assert client.get(f"{page_of(edition)}card.jpg").status_code == 200
