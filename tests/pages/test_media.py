"""Who may see a picture, and how long it may be kept."""

import io
import re

import pytest
from django.utils import timezone
from PIL import Image

from news.enums import State
from news.models import Account, Edition, EditionPicture, PressRelease
from news.pages import media
from news.pictures.ingest import ingest

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
    assert response["Cache-Control"] == "public, max-age=300"
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

    assert get().status_code == 404


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
    assert again["Cache-Control"] == "public, max-age=300"
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
