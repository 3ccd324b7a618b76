"""Who may see a picture, and how long it may be kept."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from news.enums import State
from news.models import Account, Edition, EditionDocument, EditionPicture, Picture, PressRelease
from news.pages import media
from news.pictures.ingest import ingest
from news.queries.files import CONTENT_TYPES, document_url
from news.record.documents import store_document
from tests.record.hostile_documents import harmless

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    data = io.BytesIO()
    Image.new("RGB", (600, 400), "navy").save(data, format="JPEG")
    return ingest(io.BytesIO(data.getvalue()))


def used(picture, state):
    release = PressRelease.objects.create(slug=f"release-{state}")
    text = {"title": "A title", "body": "<p>Text</p>", "published_at": timezone.now()}
    kind = {"withdrawal_kind": "notice"} if state == State.WITHDRAWN else {}
    edition = Edition.objects.create(release=release, state=state, **text, **kind)
    EditionPicture.objects.create(edition=edition, picture=picture, alt="Navy")


@pytest.fixture
def get(client, picture):
    """Asks for the picture as somebody; the answer is read to its end."""

    def ask(name="480.webp", user=None, method="get", **headers):
        if user:
            client.force_login(user)
        response = getattr(client, method)(f"/media/{picture.sha256[:16]}/{name}", headers=headers)
        response.body = response.getvalue() if response.streaming else response.content
        return response

    return ask


def test_a_picture_of_a_published_release_is_everybody_s(get, picture):
    used(picture, State.PUBLISHED)

    response = get()

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == media.FOR_EVERYBODY
    with Image.open(io.BytesIO(response.body)) as image:
        assert image.size == (480, 320)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (None, 404),
        (State.DRAFT, 404),
        (State.IN_REVIEW, 404),
        (State.SUPERSEDED, 410),
        (State.WITHDRAWN, 410),
        (State.DISCARDED, 404),
    ],
)
def test_any_other_picture_is_nobody_s_but_the_staff_s(get, picture, state, told):
    if state:
        used(picture, state)

    assert get().status_code == told

    response = get(user=Account.objects.create_user("writer"))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_a_hidden_picture_is_gone_even_while_a_release_shows_it(get, picture):
    used(picture, State.PUBLISHED)
    picture.hidden_at = timezone.now()
    picture.save()

    response = get()
    assert response.status_code == 410
    assert response["Cache-Control"] == media.FOR_EVERYBODY
    assert get(user=Account.objects.create_user("editor"))["Cache-Control"] == "private, no-store"


def test_of_a_hidden_picture_that_nobody_ever_saw_nothing_is_told(get, picture):
    used(picture, State.DRAFT)
    picture.hidden_at = timezone.now()
    picture.save()

    assert get().status_code == 404
    assert get()["Cache-Control"] == media.FOR_EVERYBODY


def test_a_copy_is_asked_for_again_after_a_second():
    assert "max-age=1," in media.FOR_EVERYBODY


def test_an_account_that_was_closed_sees_no_more_than_everybody(get):
    account = Account.objects.create_user("former")
    assert get(user=account).status_code == 200

    Account.objects.update(is_active=False)

    assert get().status_code == 404


def test_readers_of_a_public_picture_are_not_asked_who_they_are(get, picture):
    used(picture, State.PUBLISHED)

    assert "Cookie" not in get().get("Vary", "")


def test_what_a_reader_has_is_not_sent_again(get, picture):
    used(picture, State.PUBLISHED)
    first = get()

    again = get(**{"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again["Cache-Control"] == media.FOR_EVERYBODY
    assert again["ETag"] == first["ETag"]
    assert get("480.avif", **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("name", "content_type", "form"),
    [
        ("480.avif", "image/avif", "AVIF"),
        ("480.webp", "image/webp", "WEBP"),
        ("2x1-480.jpg", "image/jpeg", "JPEG"),
        ("3x2-240.avif", "image/avif", "AVIF"),
        ("full.jpg", "image/jpeg", "JPEG"),
    ],
)
def test_each_name_has_its_type(get, picture, name, content_type, form):
    used(picture, State.PUBLISHED)
    for _ in range(2):  # made, and then found
        response = get(name)
        assert (response.status_code, response["Content-Type"]) == (200, content_type)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert int(response["Content-Length"]) == len(response.body)
        with Image.open(io.BytesIO(response.body)) as image:
            assert image.format == form
    assert get(name, method="head").status_code == 200


def test_the_full_file_of_another_form_is_not_there(get, picture):
    used(picture, State.PUBLISHED)
    assert get("full.png").status_code == 404


@pytest.mark.parametrize("change", [{"focus_x": 0, "focus_y": 0}, {"credit": "Photo: somebody"}])
def test_a_picture_that_was_changed_is_sent_again_from_the_same_address(get, picture, change):
    used(picture, State.PUBLISHED)
    first = get("3x2-240.webp")

    Picture.objects.update(**change)

    again = get("3x2-240.webp", **{"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert again.body != first.body or "focus_x" in change


def test_what_cannot_be_decoded_is_not_found_and_said_in_the_log(get, picture, caplog):
    used(picture, State.PUBLISHED)
    picture.file.storage.delete(picture.file.name)
    picture.file.storage.save(picture.file.name, ContentFile(b"no picture"))

    assert get().status_code == 404
    assert f"picture {picture.pk}" in caplog.text


def test_a_lost_file_is_not_found(get, picture):
    used(picture, State.PUBLISHED)
    picture.file.storage.delete(picture.file.name)

    assert get().status_code == 404


def test_nothing_can_be_sent_to_a_picture(get, picture):
    used(picture, State.PUBLISHED)

    assert get(method="post").status_code == 405


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("media/0123456789abcdef/480.webp", True),
        ("media/0123456789abcdef/481.webp", False),
        ("media/0123456789ABCDEF/480.webp", False),
        ("media/0123456789abcde/480.webp", False),
        ("media/0123456789abcdef/480.jpg", True),
        ("media/0123456789abcdef/800.avif", True),
        ("media/0123456789abcdef/3x2-240.avif", True),
        ("media/0123456789abcdef/2x1-1440.webp", True),
        ("media/0123456789abcdef/full.jpg", True),
        ("media/0123456789abcdef/full.png", True),
        ("media/0123456789abcdef/full.webp", False),
        ("media/0123456789abcdef/480.gif", False),
        ("media/0123456789abcdef/480xwebp", False),
        ("media/0123456789abcdef/3x2-960.avif", False),
        ("media/0123456789abcdef/1x1-480.avif", False),
        ("media/0123456789abcdef/480.webp\n", False),
        ("media/../settings.py", False),
    ],
)
def test_the_route_takes_only_its_own_addresses(path, known):
    assert bool(re.search(media.ROUTE, path)) == known


@pytest.mark.parametrize(("state", "seen"), [(State.PUBLISHED, 200), (State.DRAFT, 404), (State.SUPERSEDED, 410)])
def test_a_picture_that_stands_in_the_text_is_seen_with_it(get, picture, state, seen):
    used(picture, state)
    EditionPicture.objects.all().delete()
    assert get().status_code == 404

    Edition.objects.update(body=f'<p>Text</p><img src="/media/{picture.sha256[:16]}/960.webp" alt="A hall">')

    assert get().status_code == seen


class Away(FileSystemStorage):
    """A store that does not answer."""

    def _open(self, name, mode="rb"):
        raise OSError("The store did not answer.")


class TestDocuments:
    @pytest.fixture
    def document(self):
        data = b"%PDF-1.7 of this test\n%%EOF"
        upload = SimpleUploadedFile("C:\\x\\Programme final.pdf", data)
        return store_document(upload, by=None, title="Programme of the meeting")

    @pytest.fixture
    def ask(self, client, document):
        def get(name="programme-of-the-meeting.pdf", user=None, method="get", **headers):
            if user:
                client.force_login(user)
            response = getattr(client, method)(f"/media/documents/{document.sha256[:16]}/{name}", headers=headers)
            response.body = response.getvalue() if response.streaming else response.content
            return response

        return get

    def attach(self, document, state=State.PUBLISHED, slug=""):
        release = PressRelease.objects.create(slug=slug or f"release-{state}")
        text = {"title": "A title", "body": "<p>Text</p>", "published_at": timezone.now()}
        kind = {"withdrawal_kind": "notice"} if state == State.WITHDRAWN else {}
        edition = Edition.objects.create(release=release, state=state, **text, **kind)
        return EditionDocument.objects.create(edition=edition, document=document, title="Programme")

    def test_it_is_everybody_s_while_a_published_release_has_it(self, document, ask):
        self.attach(document)
        response = ask()
        assert response.status_code == 200
        assert response.body.startswith(b"%PDF")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="programme-of-the-meeting.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        # A sandbox would keep browsers from opening it at all.
        assert "script-src 'none'" in response["Content-Security-Policy"]
        assert "sandbox" not in response["Content-Security-Policy"]
        assert response["Cache-Control"] == media.FOR_EVERYBODY
        assert ask(**{"If-None-Match": response["ETag"]}).status_code == 304
        assert ask(method="post").status_code == 405

    @pytest.mark.parametrize(
        ("state", "told"),
        [(None, 404), (State.DRAFT, 404), (State.APPROVED, 404), (State.SUPERSEDED, 410), (State.WITHDRAWN, 410)],
    )
    def test_otherwise_it_is_the_staff_s(self, document, ask, state, told):
        if state:
            self.attach(document, state)
        assert ask().status_code == told
        assert ask("another-name.pdf").status_code == told
        response = ask(user=Account.objects.create_user("writer"))
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response

    def test_a_hidden_one_is_gone(self, document, ask):
        self.attach(document)
        document.hidden_at = timezone.now()
        document.save()
        assert ask().status_code == 410
        assert b"Programme" not in ask().body

    def test_another_name_leads_to_its_own(self, document, ask):
        self.attach(document)
        response = ask("resigned-today.pdf")
        assert (response.status_code, response["Location"]) == (301, ask().request["PATH_INFO"])

    def test_a_scan_is_saved_and_not_opened(self, client):
        data = io.BytesIO()
        Image.new("L", (30, 40), 200).save(data, "PNG")
        scan = store_document(SimpleUploadedFile("scan.png", data.getvalue()), by=None, title="Signed page")
        self.attach(scan)
        response = client.get(f"/media/documents/{scan.sha256[:16]}/signed-page.png")
        assert response["Content-Disposition"] == 'attachment; filename="signed-page.png"'
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.getvalue() == data.getvalue()

    def test_an_office_file_is_saved_and_not_opened(self, client):
        for name, (data, form, _) in harmless().items():
            if form in {"pdf", "jpeg", "png"}:
                continue
            document = store_document(SimpleUploadedFile(name, data), by=None, title=f"Agenda {name}")
            if not EditionDocument.objects.filter(edition__release__slug=f"release-{form}").exists():
                self.attach(document, slug=f"release-{form}")
                response = client.get(document_url(document))
                assert response["Content-Disposition"].startswith("attachment; filename=")
                assert response["Content-Disposition"].endswith(f'.{form}"')
                assert response["Content-Type"] == CONTENT_TYPES[form]
                assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
                assert response["X-Content-Type-Options"] == "nosniff"
                assert response.getvalue() == data

    def test_a_store_that_is_away_is_a_sentence_that_nobody_keeps(self, document, ask, settings):
        self.attach(document)
        settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Away"}}
        response = ask()
        assert response.status_code == 503
        assert b"Please try again in a minute." in response.body
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response

    def test_a_part_of_it_may_be_asked_for_and_the_whole_comes(self, document, ask):
        self.attach(document)
        response = ask(Range="bytes=0-3")
        assert (response.status_code, response.body[:4]) == (200, b"%PDF")
        head = ask(method="head")
        assert (head.status_code, head["Content-Length"], head.body) == (200, str(document.size), b"")

    def test_a_lost_file_is_not_found(self, document, ask):
        self.attach(document)
        document.file.storage.delete(document.file.name)
        assert ask().status_code == 404

    @pytest.mark.parametrize(
        "name", ["", "x", "../../settings.py", "a.pdf\n", "a.pdf\x00", "A.pdf", "a" * 200 + ".pdf"]
    )
    def test_the_route_takes_only_its_own_addresses(self, name):
        assert not re.search(media.DOCUMENT, f"media/documents/0123456789abcdef/{name}")
