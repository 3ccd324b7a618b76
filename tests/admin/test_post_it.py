"""*Post it* beside a published release, and right after publishing."""

import datetime
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from news import workflow
from news.enums import WithdrawalKind
from tests.factories import (
    attach_picture,
    make_account,
    make_country,
    make_place,
    make_release,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db
TITLE = "Police & “customs” meet <b>in</b> Hà Nội? 100 % #1"


@pytest.fixture
def release():
    facts = publish_event(
        name="Working Group",
        starts=datetime.date(2024, 9, 17),
        ends=datetime.date(2024, 9, 20),
        place=make_place("Hà Nội", make_country("VN", "Viet Nam")),
    )
    return publish_release(title=TITLE, event=facts, at=timezone.make_aware(datetime.datetime(2024, 9, 21)))


@pytest.fixture
def writer(client):
    account = make_account()
    client.force_login(account)
    return account


def page(client, edition):
    return client.get(f"/admin/news/edition/{edition.pk}/change/").content.decode()


def text(html):
    return unescape(re.search(r'<textarea id="post-text"[^>]*>([^<]*)</textarea>', html)[1])


def links(html):
    return {urlsplit(unescape(link)).netloc: unescape(link) for link in re.findall(r'href="(https://[^"]+)"', html)}


def test_a_text_with_the_short_link_and_where_it_can_go(client, writer, release):
    html = page(client, release)
    short = "http://newsroom.test/r/2024/1"
    assert text(html) == f"{TITLE}\n17–20 September 2024, Hà Nội, Viet Nam\n{short}"
    there = links(html)
    assert parse_qs(urlsplit(there["wa.me"]).query) == {"text": [text(html)]}
    assert parse_qs(urlsplit(there["www.facebook.com"]).query) == {"u": [short]}
    for link in re.findall(r'<a [^>]*href="https://[^>]*>', html):
        assert 'target="_blank"' in link
        assert "noopener" in link
    assert client.get("/r/2024/1").status_code == 301


def test_the_card_is_shown_and_can_be_taken_home(client, writer, release):
    attach_picture(release, is_lead=True)
    html = page(client, release)
    address = re.search(r'href="(/news/2024/[^"]+/card\.jpg\?v=[0-9a-f]{12})" download', html)[1]
    assert f'href="{address}" download="{release.release.slug}.jpg"' in html
    response = client.get(address)
    assert response.status_code == 200
    assert response["ETag"] == f'"{address.rpartition("=")[2]}"'
    small = client.get(re.search(r'<img src="(/admin/[^"]+/card/)"', html)[1])
    assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in small["Cache-Control"]
    assert len(small.content) < len(response.content) / 3
    for other in (make_release().pk, 2**70, 0):
        assert client.get(f"/admin/news/edition/{other}/card/").status_code == 404
    client.logout()
    assert client.get(f"/admin/news/edition/{release.pk}/card/").status_code == 302


def test_without_an_event_it_says_the_day_of_publication(client, writer):
    edition = publish_release(title="Statement", at=timezone.make_aware(datetime.datetime(2024, 9, 21, 1)))
    assert text(page(client, edition)).splitlines()[1] == "21 September 2024"


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"precision": "tba", "starts": None, "ends": None}, "Hà Nội, Viet Nam"),
        ({"precision": "month"}, "September 2024, Hà Nội, Viet Nam"),
        ({"status": "cancelled"}, "Cancelled, Hà Nội, Viet Nam"),
        ({"status": "postponed"}, "Postponed, 17–20 September 2024, Hà Nội, Viet Nam"),
        ({"place": None, "mode": "online"}, "17–20 September 2024, Online"),
    ],
)
def test_when_and_where_in_one_line(client, writer, release, facts, line):
    release.event.editions.update(**facts)
    assert text(page(client, release)).splitlines()[1] == line


def test_it_is_offered_for_what_readers_see_alone(client, writer, release):
    for edition in (make_release(title="A draft"), publish_event(name="Facts")):
        model = edition._meta.model_name
        html = client.get(f"/admin/news/{model}/{edition.pk}/change/").content.decode()
        assert 'id="post-it"' not in html
    for kind in (WithdrawalKind.NOTICE, WithdrawalKind.ERASED):
        withdraw(release, kind)
        assert 'id="post-it"' not in page(client, release)


def test_right_after_publishing_the_line_leads_to_it(client):
    administrator = make_account(role="administrator")
    client.force_login(administrator)
    draft = make_release(title=TITLE, standfirst="A summary.")
    draft = workflow.submit(draft, by=administrator, lock_version=draft.lock_version)
    assert 'href="#post-it"' not in page(client, draft)
    shown = {"lock_version": draft.lock_version, "facts_lock_version": 0, "reason": "Nobody else is here."}
    response = client.post(f"/admin/news/edition/{draft.pk}/publish_alone/", shown, follow=True)
    html = response.content.decode()
    assert "Published. Readers see it now." in html
    assert '<a href="#post-it">Post it</a>' in html
    assert 'id="post-it"' in html
    assert '<a href="#post-it">Post it</a>' not in page(client, draft)


@pytest.mark.parametrize("more", [1, 3])
def test_it_costs_one_query_however_much_the_release_holds(release, rf, more, django_assert_num_queries):
    from news.admin import post_it

    for number in range(more):
        attach_picture(release, is_lead=number == 0)
    with django_assert_num_queries(1):
        assert post_it.panel(rf.get("/"), release)["text"]
