"""The press kit at its address: who gets it, who is sent elsewhere, and the link to it."""

import io
import zipfile

import pytest
from django.urls import reverse

from news import workflow
from news.models import PastAddress
from tests import factories as make

pytestmark = pytest.mark.django_db


def address(edition):
    return f"{edition.release.get_absolute_url()}kit.zip"


def names(response):
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as packed:
        assert packed.testzip() is None
        return {name.partition("/")[2] for name in packed.namelist()}


@pytest.fixture
def edition():
    found = make.make_release(slug="seoul", title="Seoul")
    make.attach_picture(found, alt="A panel")
    return make.publish(found)


class TestAnswer:
    def test_a_zip_to_keep_under_a_name_of_its_own(self, client, edition):
        response = client.get(address(edition))
        assert response.status_code == 200
        assert response.streaming
        assert response["Content-Type"] == "application/zip"
        assert response["Content-Disposition"] == (
            f'attachment; filename="aseanapol-pr-{edition.release.ref_year}-001-seoul.zip"'
        )
        assert response["Cache-Control"] == "public, max-age=1, must-revalidate"
        assert "Set-Cookie" not in response
        assert "01-a-panel.png" in names(response)

    def test_its_length_is_told_also_to_browsers_that_take_compressed_pages(self, client, edition):
        response = client.get(address(edition), headers={"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in response
        assert int(response["Content-Length"]) == len(b"".join(response.streaming_content))

    def test_head_tells_the_same_without_a_body(self, client, edition):
        whole, head = client.get(address(edition)), client.head(address(edition))
        assert head.status_code == 200
        assert head.content == b""
        for name in ["Content-Type", "Content-Length", "Content-Disposition", "ETag", "Cache-Control"]:
            assert head[name] == whole[name]

    def test_who_has_it_gets_nothing_again(self, client, edition):
        etag = client.get(address(edition))["ETag"]
        again = client.get(address(edition), headers={"If-None-Match": etag})
        assert again.status_code == 304
        assert again["ETag"] == etag
        assert again["Cache-Control"] == "public, max-age=1, must-revalidate"
        edition.pictures.update(caption="Other words")
        assert client.get(address(edition), headers={"If-None-Match": etag}).status_code == 200

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    def test_nothing_is_changed_here(self, client, edition, method):
        assert getattr(client, method)(address(edition)).status_code == 405

    @pytest.mark.parametrize("pictures", [1, 3])
    def test_queries_however_many_pictures(self, client, pictures, django_assert_num_queries):
        found = make.make_release()
        for _ in range(pictures):
            make.attach_picture(found)
        make.publish(found)
        with django_assert_num_queries(7):
            names(client.get(address(found)))


class TestWhoGetsNone:
    @pytest.mark.parametrize("path", ["/news/2024/nothing/kit.zip", "/news/0/seoul/kit.zip", "/news/2024/%00/kit.zip"])
    def test_unknown(self, client, path):
        assert client.get(path).status_code in {400, 404}

    def test_a_draft_is_not_there_not_even_for_staff(self, client):
        draft = make.make_release(slug="secret")
        draft.release.url_year = 2024
        client.force_login(make.make_account(role="editor"))
        assert client.get(address(draft)).status_code == 404

    @pytest.mark.parametrize("kind", ["notice", "explained", "erased"])
    def test_what_was_withdrawn_is_gone(self, client, edition, kind):
        edition.title, edition.withdrawn_at = "zqtitle", None
        make.withdraw(edition, kind, "Because.")
        response = client.get(address(edition))
        assert response.status_code == 410
        assert response["Cache-Control"] == "public, max-age=1, must-revalidate"
        assert "zqtitle" not in response.content.decode()
        assert "kit.zip" not in client.get(edition.release.get_absolute_url()).content.decode()

    def test_a_draft_of_a_new_version_is_not_in_it(self, client, edition):
        make.make_release(release=edition.release, title="zqnew", body="<p>zqnew</p>")
        assert b"zqnew" not in b"".join(client.get(address(edition)).streaming_content)


class TestElsewhere:
    def past(self, path, thing):
        PastAddress.objects.create(path=path, thing_type="pressrelease", thing_id=str(thing.pk))

    @pytest.mark.parametrize("path", ["/news/2024/old-name/", "/news/2019/seoul/"])
    def test_a_past_address_leads_to_the_kit_of_now(self, client, edition, path):
        self.past(path, edition.release)
        response = client.get(f"{path}kit.zip")
        assert response.status_code == 301
        assert response["Location"] == address(edition)

    def test_what_was_moved_leads_to_the_kit_of_where_it_is(self, client, edition):
        moved = make.publish_release(slug="moved")
        self.past(moved.release.get_absolute_url(), edition.release)
        make.withdraw(moved, "moved")
        page, kit = client.get(moved.release.get_absolute_url()), client.get(address(moved))
        assert (page.status_code, kit.status_code) == (301, 301)
        assert kit["Location"] == f"{page['Location']}kit.zip" == address(edition)

    def test_where_an_event_took_its_place_the_page_is_named(self, client):
        facts = make.publish_event()
        moved = make.publish_release(slug="moved")
        PastAddress.objects.create(
            path=moved.release.get_absolute_url(), thing_type="event", thing_id=str(facts.event.pk)
        )
        make.withdraw(moved, "moved")
        assert client.get(address(moved))["Location"] == facts.event.get_absolute_url()

    def test_moved_to_nowhere_is_gone(self, client, edition):
        make.withdraw(edition, "moved")
        assert client.get(address(edition)).status_code == 410

    def test_the_past_address_of_what_was_erased_is_gone(self, client, edition):
        self.past("/news/2024/old-name/", edition.release)
        make.withdraw(edition, "erased")
        assert client.get("/news/2024/old-name/kit.zip").status_code == 410


class TestLink:
    def page(self, client, edition):
        return client.get(edition.release.get_absolute_url()).content.decode()

    def test_the_page_says_what_the_kit_holds(self, client, edition):
        page = self.page(client, edition)
        assert f'href="{address(edition)}"' in page
        assert "1 picture, text, names." in page
        assert 'href="/reuse/"' in page

    def test_its_size_where_that_of_each_picture_is_known(self, client, edition):
        make.attach_picture(edition, make.make_picture(size=20_400_000))
        edition.pictures.first().picture.__class__.objects.filter(size=0).update(size=3_700_000)
        assert "2 pictures, text, names; about 24 MB." in self.page(client, edition)

    def test_its_size_counts_the_documents(self, client):
        edition = make.make_release()
        make.attach_document(edition, make.make_document(size=8_400_000))
        assert "documents, text, names; about 8 MB." in self.page(client, make.publish(edition))

    def test_without_pictures(self, client):
        assert "text, names." in self.page(client, make.publish_release())

    def test_pictures_of_the_text_are_counted_once(self, client):
        one, two = make.make_picture(size=5), make.make_picture(size=5)
        figure = '<figure><img src="/media/{}/960.webp" alt="x"></figure>'
        body = figure.format(one.sha256[:16]) + figure.format(two.sha256[:16])
        edition = make.make_release(body=body)
        make.attach_picture(edition, one)
        assert "2 pictures, text, names." in self.page(client, make.publish(edition))

    def test_a_preview_offers_none(self, client, edition):
        editor = make.make_account(role="editor")
        draft = make.make_release(release=edition.release)
        preview = workflow.make_preview(draft, by=editor)
        page = client.get(workflow.link_path(preview))
        assert page.status_code == 200
        assert "kit.zip" not in page.content.decode()


def test_reuse_is_a_page_of_the_desk_and_in_the_footer(client):
    make.make_page("reuse", "Using our texts", "<p>Name the source.</p>")
    page = client.get(reverse("page", args=["reuse"])).content.decode()
    assert "Name the source." in page
    assert 'href="/reuse/"' in client.get("/").content.decode()
