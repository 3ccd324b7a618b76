"""Who may see a picture, and how long it may be kept."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from news.enums import State
from news.models import Account, Edition, EditionDocument, EditionPicture, PressRelease
from news.pages import media
from news.pictures.ingest import ingest
from news.record.documents import store_document

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

    def ask(width="480", user=None, method="get", **headers):
        if user:
            client.force_login(user)
        response = getattr(client, method)(f"/media/{picture.sha256[:16]}/{width}.webp", headers=headers)
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
    "state", [None, State.DRAFT, State.IN_REVIEW, State.SUPERSEDED, State.WITHDRAWN, State.DISCARDED]
)
def test_any_other_picture_is_nobody_s_but_the_staff_s(get, picture, state):
    if state:
        used(picture, state)

    assert get().status_code == 404

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
    assert get(width="960", **{"If-None-Match": first["ETag"]}).status_code == 200


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
        ("media/0123456789abcdef/480.jpg", False),
        ("media/0123456789abcdef/480.webp\n", False),
        ("media/../settings.py", False),
    ],
)
def test_the_route_takes_only_its_own_addresses(path, known):
    assert bool(re.search(media.ROUTE, path)) == known


@pytest.mark.parametrize(("state", "seen"), [(State.PUBLISHED, 200), (State.DRAFT, 404), (State.SUPERSEDED, 404)])
def test_a_picture_that_stands_in_the_text_is_seen_with_it(get, picture, state, seen):
    used(picture, state)
    EditionPicture.objects.all().delete()
    assert get().status_code == 404

    Edition.objects.update(body=f'<p>Text</p><img src="/media/{picture.sha256[:16]}/960.webp" alt="A hall">')

    assert get().status_code == seen


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

    def attach(self, document, state=State.PUBLISHED):
        release = PressRelease.objects.create(slug=f"release-{state}")
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
        assert response["Cache-Control"] == media.FOR_EVERYBODY
        assert ask(**{"If-None-Match": response["ETag"]}).status_code == 304
        assert ask(method="post").status_code == 405

    @pytest.mark.parametrize("state", [None, State.DRAFT, State.APPROVED, State.SUPERSEDED, State.WITHDRAWN])
    def test_otherwise_it_is_the_staff_s(self, document, ask, state):
        if state:
            self.attach(document, state)
        assert ask().status_code == 404
        assert ask("another-name.pdf").status_code == 404
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
        assert response.getvalue() == data.getvalue()

    def test_a_lost_file_is_not_found(self, document, ask):
        self.attach(document)
        document.file.storage.delete(document.file.name)
        assert ask().status_code == 404

    @pytest.mark.parametrize(
        "name", ["", "x", "../../settings.py", "a.pdf\n", "a.pdf\x00", "A.pdf", "a" * 200 + ".pdf"]
    )
    def test_the_route_takes_only_its_own_addresses(self, name):
        assert not re.search(media.DOCUMENT, f"media/documents/0123456789abcdef/{name}")
