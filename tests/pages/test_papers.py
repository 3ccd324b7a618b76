"""A release as plain text, Word and PDF at its addresses: who gets it, who is sent elsewhere, and the links to it."""

import io
import re

import pytest
from django.urls import reverse

from news import workflow
from news.models import PastAddress
from tests import factories as make

pytestmark = pytest.mark.django_db
FORMS = {"release.txt": b"ASEANAPOL", "release.docx": b"PK\x03\x04", "release.pdf": b"%PDF-1.7"}
KEPT = "public, max-age=1, must-revalidate"


@pytest.fixture
def edition():
    return make.publish_release(slug="seoul", title="Police meet in Seoul", standfirst="A summary.")


def address(edition, name):
    return edition.release.get_absolute_url() + name


@pytest.mark.parametrize("name", FORMS)
class TestAnswer:
    def test_a_file_of_its_kind_under_a_name_of_its_own(self, client, edition, name):
        response = client.get(address(edition, name))
        assert response.status_code == 200
        assert response.content.startswith(FORMS[name])
        assert response["Cache-Control"] == KEPT
        assert response["X-Content-Type-Options"] == "nosniff"
        ending = name.rpartition(".")[2]
        assert (
            f'filename="aseanapol-pr-{edition.release.ref_year}-001-seoul.{ending}"' in response["Content-Disposition"]
        )
        assert response["Content-Disposition"].startswith("attachment" if ending == "docx" else "inline")
        page = f"http://newsroom.test{edition.release.get_absolute_url()}"
        assert response["Link"] == f'<{page}>; rel="canonical"'
        assert "Set-Cookie" not in response

    def test_who_has_it_gets_nothing_again_until_it_changes(self, client, edition, name):
        first = client.get(address(edition, name))
        again = client.get(address(edition, name), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Cache-Control"] == KEPT
        type(edition).objects.filter(pk=edition.pk).update(title="Other words")
        changed = client.get(address(edition, name), headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200
        assert changed.content != first.content

    def test_head_and_other_methods(self, client, edition, name):
        whole, head = client.get(address(edition, name)), client.head(address(edition, name))
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == whole["ETag"]
        for method in ("post", "put", "delete", "patch"):
            assert getattr(client, method)(address(edition, name)).status_code == 405

    def test_what_is_not_public_has_none(self, client, name):
        draft = make.make_release(slug="draft")
        assert client.get(f"/news/2024/{draft.release.slug}/{name}").status_code == 404
        assert client.get(f"/news/2024/nothing/{name}").status_code == 404
        assert client.get(f"/news/0000/{'a' * 500}/{name}").status_code == 404
        assert client.get(f"/news/2024/%00/{name}").status_code == 400

    @pytest.mark.parametrize("kind", ["notice", "explained", "erased"])
    def test_what_was_withdrawn_has_none_any_more(self, client, edition, name, kind):
        make.withdraw(edition, kind)
        response = client.get(address(edition, name))
        assert response.status_code == 410
        assert b"Police meet" not in response.content
        assert response["Cache-Control"] == KEPT

    def test_it_goes_along_when_the_address_changes(self, client, edition, name):
        PastAddress.objects.create(path="/news/2023/old/", thing_type="pressrelease", thing_id=edition.release.pk)
        response = client.get(f"/news/2023/old/{name}")
        assert (response.status_code, response.url) == (301, address(edition, name))

    def test_what_was_moved_leads_to_the_file_of_where_it_is(self, client, edition, name):
        other = make.publish_release(title="The other one")
        editor = make.make_account(role="editor")
        workflow.withdraw(edition, by=editor, kind="moved", moved_to=other.release, explanation="", event_too=False)
        response = client.get(address(edition, name))
        assert (response.status_code, response.url) == (301, address(other, name))

    @pytest.mark.parametrize("pictures", [1, 3])
    def test_queries_however_many_pictures(self, client, name, pictures, django_assert_max_num_queries):
        found = make.make_release()
        for number in range(pictures):
            make.attach_picture(found, is_lead=number == 0)
        make.publish(found)
        with django_assert_max_num_queries(12):
            client.get(address(found, name))


def test_when_the_typesetter_fails_nothing_is_kept(client, edition, monkeypatch):
    def fails(*args):
        raise RuntimeError("no fonts")

    monkeypatch.setattr("news.pages.papers.pdf.draw", fails)
    response = client.get(address(edition, "release.pdf"))
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_the_page_links_to_all_three_and_a_withdrawn_one_to_none(client, edition):
    page = edition.release.get_absolute_url()
    markup = client.get(page).content.decode()
    assert {name for name in FORMS if f'href="{page}{name}"' in markup} == set(FORMS)
    assert re.search(r'<link rel="alternate" type="application/pdf" [^>]*href="[^"]*release\.pdf">', markup)
    make.withdraw(edition, "notice")
    markup = client.get(page).content.decode()
    assert [name for name in FORMS if name in markup] == []


def test_word_is_opened_by_what_reads_word(client, edition):
    from docx import Document

    read = Document(io.BytesIO(client.get(address(edition, "release.docx")).content))
    assert "Police meet in Seoul" in [paragraph.text for paragraph in read.paragraphs]


def test_addresses_stand_in_the_promise():
    assert reverse("release.pdf", args=[2024, "seoul"]) == "/news/2024/seoul/release.pdf"
