"""Beside a version: what keeps it back and what may be better, each a link to its field; one tap lets it stand."""

import pytest
from django.urls import reverse

from news import workflow
from news.enums import Role
from news.models import Dismissal, Edition
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    account = make.make_account("officer", role=Role.WRITER)
    client.force_login(account)
    return account


def address(edition, what):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk])


def draft(**facts):
    return make.make_release(**{"title": "Title", "standfirst": "Summary.", **facts})


def panel_of(client, edition):
    html = client.get(address(edition, "change")).content.decode()
    return html[html.index('id="findings"') :].split("</section>")[0]


def test_each_problem_is_a_link_to_its_field(client, writer):
    edition = draft(title="", body="", kind="event_report")
    make.attach_picture(edition)
    make.attach_picture(edition, alt="")
    html = panel_of(client, edition)
    for name in ("id_title", "id_body", "id_event", "id_pictures-1-alt"):
        assert f'href="{address(edition, "change")}#{name}"' in html
    page = client.get(address(edition, "change")).content.decode()
    for name in ("id_title", "id_body", "id_event", "id_pictures-1-alt"):
        assert f'id="{name}"' in page, "the link leads somewhere"


def test_of_facts_too(client, writer):
    old = make.publish_event(name="Old name")
    new = workflow.revise(old, by=writer)
    html = panel_of(client, new)
    assert "#id_change_note" in html
    assert "Nobody is in the list" in html


def test_who_cannot_write_there_reads_without_links(client):
    edition = draft(title="", state="in_review")
    client.force_login(make.make_account(role=Role.WRITER))
    html = panel_of(client, edition)
    assert "The title is missing." in html
    assert "#id_title" not in html


def test_nothing_beside_what_is_public(client, writer):
    page = client.get(address(make.publish_release(), "change")).content.decode()
    assert 'id="findings"' not in page


def test_markup_of_a_text_stays_words(client, writer):
    edition = draft(body='<p><a href="/nowhere/?a=%3Cb%3E&amp;x">here</a></p><h4>&lt;img src=x&gt;</h4>')
    html = panel_of(client, edition)
    assert "&lt;img src=x&gt;" in html
    assert "<img src=x" not in html


class TestRightAsItStands:
    def test_one_tap_and_back(self, client, writer):
        edition = draft(title="x" * 120)
        found = next(item for item in workflow.findings(edition) if item.rule == "long_title")
        response = client.post(address(edition, "dismiss"), {"fingerprint": found.fingerprint})
        assert response.status_code == 302
        assert response.url.endswith("#findings")
        html = panel_of(client, edition)
        assert "Right as they stand (1)" in html
        assert "officer" in html
        client.post(address(edition, "undo_dismiss"), {"fingerprint": found.fingerprint})
        assert "Right as they stand" not in panel_of(client, edition)

    def test_in_place_the_block_alone_comes_back(self, client, writer):
        edition = draft(title="x" * 120)
        found = workflow.findings(edition)[0]
        response = client.post(
            address(edition, "dismiss"), {"fingerprint": found.fingerprint}, headers={"X-Desk": "in-place"}
        )
        html = response.content.decode()
        assert response.status_code == 200
        assert "Right as they stand (1)" in html
        assert "<form id=" not in html

    def test_what_is_gone_is_said(self, client, writer):
        edition = draft()
        response = client.post(address(edition, "dismiss"), {"fingerprint": "x\x00" * 900}, follow=True)
        assert "no longer found" in response.content.decode()
        response = client.post(address(edition, "dismiss"), {}, headers={"X-Desk": "in-place"})
        assert "no longer found" in response.content.decode()
        assert not Dismissal.objects.exists()

    def test_refusals(self, client, writer):
        edition = draft(title="x" * 120)
        assert client.get(address(edition, "dismiss")).status_code == 405
        assert client.post(reverse("admin:news_edition_dismiss", args=[99999])).status_code == 302
        client.force_login(make.make_account(role=Role.VIEWER))
        found = workflow.findings(edition)[0]
        assert client.post(address(edition, "dismiss"), {"fingerprint": found.fingerprint}).status_code == 403
        client.logout()
        assert "login" in client.post(address(edition, "dismiss")).url
        assert not Dismissal.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_many_as_for_one(number, client, writer, django_assert_max_num_queries):
    from news.admin import findings

    links = "".join(f"<p><a href='/news/2024/x{n}/'>here</a></p>" for n in range(number))
    edition = draft(body=links)
    for _ in range(number):
        make.attach_picture(edition, alt="", caption="x")
    edition = Edition.objects.get(pk=edition.pk)
    request = type("Request", (), {"user": writer})()
    with django_assert_max_num_queries(12):
        shown = findings.panel(request, edition)
    assert len(shown["problems"]) == 2 * number
