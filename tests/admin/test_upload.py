"""The room in which photographs come in: the protocol, hostile senders, who may, and the page without a script."""

import base64
import hashlib
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.admin.photographs import upload as room
from news.enums import PictureChoice, Role
from news.models import Picture, Upload
from news.record import picture_sets, uploads
from tests import factories as make

pytestmark = pytest.mark.django_db

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture
def writer():
    return make.make_account("writer")


@pytest.fixture
def here(writer):
    return picture_sets.new_set(by=writer, title="Seoul symposium")


@pytest.fixture
def desk(writer):
    return signed_in(writer)


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def photograph(colour="navy", width=300):
    return make.make_image(width, width * 2 // 3, colour, "JPEG")


def files(picture_set):
    return reverse("admin:news_pictureset_upload_files", args=[picture_set.pk])


def page(picture_set):
    return reverse("admin:news_pictureset_upload", args=[picture_set.pk])


def metadata(**about):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())


def begin(client, picture_set, data, name="IMG_1.jpg", **headers):
    about = metadata(filename=name, fingerprint=hashlib.sha256(data).hexdigest())
    headers = TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": about} | headers
    return client.post(files(picture_set), content_type="application/octet-stream", headers=headers)


def patch(client, address, offset, piece, **headers):
    headers = TUS | {"Upload-Offset": str(offset)} | headers
    return client.patch(address, data=piece, content_type=PIECE, headers=headers)


def send(client, picture_set, data, piece=700, name="IMG_1.jpg"):
    """The last answer, as JSON."""
    began = begin(client, picture_set, data, name)
    answer = began.json()
    while answer["state"] == "open":
        at = answer["offset"]
        answer = patch(client, began["Location"], at, data[at : at + piece]).json()
    return answer


def refused(answer, status, sentence=None):
    assert answer.status_code == status
    said = answer.json()["said"]
    assert said
    assert sentence is None or said == sentence
    assert answer["Tus-Resumable"] == "1.0.0"
    assert not Picture.objects.exists()


# The protocol


def test_a_photograph_comes_in_pieces(desk, here):
    data = photograph()
    began = begin(desk, here, data)
    assert began.status_code == 201
    assert began["Upload-Offset"] == "0"
    address = began["Location"]
    first = patch(desk, address, 0, data[:500])
    assert (first.status_code, first["Upload-Offset"], first.json()["state"]) == (200, "500", "open")
    head = desk.head(address, headers=TUS)
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("500", str(len(data)))
    assert "no-store" in head["Cache-Control"]
    assert head["Tus-Resumable"] == "1.0.0"
    assert head["Upload-Expires"].endswith("GMT")
    last = patch(desk, address, 500, data[500:]).json()
    assert last["state"] == "here"
    assert last["picture"] == Picture.objects.get().pk
    assert last["thumb"].startswith("/media/")
    # Whoever lost that answer asks, and gets it again.
    assert desk.get(address).json() == last
    assert begin(desk, here, data).json() == last
    assert patch(desk, address, 500, data[500:]).status_code == 409
    assert desk.head(address, headers=TUS)["Upload-Offset"] == str(len(data))


def test_what_the_server_can_do(desk, here):
    answer = desk.options(files(here))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == str(40 * 1024**2)
    assert answer["Tus-Extension"] == "creation,expiration,termination"
    address = begin(desk, here, photograph())["Location"]
    assert desk.options(address).status_code == 204


def test_a_piece_that_does_not_follow_gets_the_right_place(desk, here):
    data = photograph()
    address = begin(desk, here, data)["Location"]
    patch(desk, address, 0, data[:500])
    wrong = patch(desk, address, 0, data[:500])
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "500")


def test_a_file_that_arrived_before_the_server_was_killed_is_finished_when_asked(desk, here):
    data = photograph()
    address = begin(desk, here, data)["Location"]
    upload = Upload.objects.get()
    uploads.receive(upload, 0, data)
    assert desk.head(address, headers=TUS)["Upload-Offset"] == str(len(data))
    assert desk.get(address).json()["state"] == "here"


class CutOff(io.RawIOBase):
    """A line that breaks after some bytes."""

    def __init__(self, data, error):
        self.data, self.error = io.BytesIO(data), error

    def read(self, size=-1):
        part = self.data.read(size)
        if not part and self.error:
            raise ConnectionResetError
        return part


@pytest.mark.parametrize("error", [True, False])
def test_of_a_piece_that_is_cut_off_what_came_is_kept(desk, here, writer, error):
    data = photograph(width=1200)
    address = begin(desk, here, data)["Location"]
    request = RequestFactory().generic("PATCH", address, b"", content_type=PIECE, headers=TUS | {"Upload-Offset": "0"})
    request.environ |= {"CONTENT_LENGTH": str(len(data)), "CONTENT_TYPE": PIECE}
    request.environ["wsgi.input"] = CutOff(data[:900], error)
    again = type(request)(request.environ)
    again.user = writer
    answer = room._receive(again, Upload.objects.get())
    assert answer["Upload-Offset"] == "900"
    assert patch(desk, address, 900, data[900:]).json()["state"] == "here"


def test_what_is_no_picture_says_so_and_goes_off_the_list(desk, here):
    answer = send(desk, here, b"MZ" + bytes(3000))
    assert answer["state"] == "left out"
    assert answer["said"]
    address = f"{files(here)}{answer['uuid']}/"
    assert desk.get(address).json()["said"] == answer["said"]
    assert answer["said"] in desk.get(page(here)).content.decode()
    assert desk.delete(address, headers=TUS).status_code == 204
    refused(desk.delete(address, headers=TUS), 404, room.GONE)
    assert answer["said"] not in desk.get(page(here)).content.decode()


def test_a_double_says_which(desk, here):
    send(desk, here, photograph("red"))
    send(desk, here, photograph("green"))
    answer = send(desk, here, photograph("green") + b"\0" * 9)
    assert (answer["state"], answer["said"]) == ("same", "The same as number 2. Kept once.")
    assert "The same as number 2. Kept once." in desk.get(page(here)).content.decode()


def test_a_hidden_picture_sent_again_stays_out(desk, here, writer):
    picture = Picture.objects.get(pk=send(desk, here, photograph())["picture"])
    Picture.objects.filter(pk=picture.pk).update(hidden_at=timezone.now())
    other = picture_sets.new_set(by=writer, title="Manila")
    assert send(desk, other, photograph())["said"] == uploads.HIDDEN


# Hostile senders


@pytest.mark.parametrize("length", ["-1", "", "many", "1e3", "９", "0", "9" * 30, str(41 * 1024**2)])
def test_sizes_that_cannot_be(desk, here, length):
    refused(begin(desk, here, b"x", **{"Upload-Length": length}), 400)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", ["a\x00.jpg", "", "   ", "a" * 10_000])
def test_names_that_cannot_be(desk, here, name):
    refused(begin(desk, here, b"x", name=name), 400, uploads.NO_NAME)


@pytest.mark.parametrize(
    "about",
    ["", "filename", "filename !!!,fingerprint ???", "filename /////w==", ",,,", "fingerprint YQ==", "filename YQ=="],
)
def test_metadata_that_cannot_be_read(desk, here, about):
    refused(begin(desk, here, b"x", **{"Upload-Metadata": about}), 400)


def test_pieces_that_cannot_be(desk, here):
    data = photograph()
    address = begin(desk, here, data)["Location"]
    for offset in ("-1", "", "x", "9" * 30):
        refused(patch(desk, address, offset, b"x"), 400, room.NO_PLACE)
    refused(patch(desk, address, 0, data + b"x"), 400, uploads.BEYOND)
    refused(patch(desk, address, 0, bytes(uploads.PIECE + 1)), 413, uploads.PIECE_TOO_LARGE)
    refused(desk.patch(address, data=data, content_type="image/jpeg", headers=TUS | {"Upload-Offset": "0"}), 415)
    assert Upload.objects.get().received == 0


def test_other_protocols_and_methods(desk, here):
    address = begin(desk, here, photograph())["Location"]
    refused(patch(desk, address, 0, b"x", **{"Tus-Resumable": "0.2.2"}), 412)
    refused(desk.post(files(here)), 412)
    assert desk.head(address).status_code == 412
    for method, at in [("get", files(here)), ("put", files(here)), ("post", address), ("put", address)]:
        answer = getattr(desk, method)(at)
        refused(answer, 405)
        assert "OPTIONS" in answer["Allow"]
    assert desk.delete(page(here)).status_code == 405


def test_sets_and_files_that_are_not_there(desk, here, writer):
    other = picture_sets.new_set(by=writer, title="Manila")
    address = begin(desk, here, photograph())["Location"]
    wrong = address.replace(f"/{here.pk}/", f"/{other.pk}/")
    refused(desk.get(wrong), 404, room.GONE)
    refused(desk.get(f"{files(here)}{uuid.uuid4()}/"), 404, room.GONE)
    assert desk.get(f"{files(here)}not-one/", follow=True).status_code in {200, 404}
    for key in (0, 10**6, 2**63, 10**30):
        at = reverse("admin:news_pictureset_upload_files", args=[key])
        refused(desk.post(at, headers=TUS), 404, room.NO_SET)
        assert desk.get(reverse("admin:news_pictureset_upload", args=[key])).status_code == 302


def test_a_store_that_is_away_is_a_sentence_and_what_came_is_kept(desk, here, monkeypatch):
    data = photograph()
    began = begin(desk, here, data)

    def away(*args, **kwargs):
        raise RuntimeError("nobody answers")

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "ingest", away)
        refused(patch(desk, began["Location"], 0, data), 503, room.NOT_NOW)
        refused(desk.get(began["Location"]), 503, room.NOT_NOW)
        plain = desk.post(page(here), {"files": [SimpleUploadedFile("a.jpg", photograph("red"))]})
        assert room.NOT_NOW in plain.content.decode()
    assert desk.get(began["Location"]).json()["state"] == "here"


# Who may


def test_somebody_elses_file_is_not_there(desk, here):
    data = photograph()
    address = begin(desk, here, data)["Location"]
    stranger = signed_in(make.make_account("stranger", Role.ADMINISTRATOR))
    refused(stranger.get(address), 404)
    assert stranger.head(address, headers=TUS).status_code == 404
    refused(patch(stranger, address, 0, data), 404)
    refused(stranger.delete(address, headers=TUS), 404)
    assert Upload.objects.get().received == 0
    stranger.post(page(here), {"forget": Upload.objects.get().uuid})
    assert Upload.objects.exists()
    # Of what a colleague sends one sees the pictures, not what failed.
    assert b"IMG_1.jpg" not in stranger.get(page(here)).content


def test_who_may_only_read_looks_on(desk, here):
    send(desk, here, photograph())
    begin(desk, here, photograph("red"))
    viewer = signed_in(make.make_account("viewer", Role.VIEWER))
    shown = viewer.get(page(here))
    assert shown.status_code == 200
    assert b"data-upload" not in shown.content
    assert b'type="file"' not in shown.content
    answer = begin(viewer, here, photograph("red"))
    assert (answer.status_code, answer.json()["said"]) == (403, "Your account may only read.")
    assert viewer.post(page(here), {"files": SimpleUploadedFile("a.jpg", photograph("red"))}).status_code == 403
    assert Upload.objects.count() == 2


def test_who_is_signed_out_is_sent_to_the_door(desk, here):
    address = begin(desk, here, photograph())["Location"]
    for answer in (
        Client().get(page(here)),
        begin(Client(), here, b"x"),
        patch(Client(), address, 0, b"x"),
        Client().head(address, headers=TUS),
    ):
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]
        # By this the page knows that it is not an answer of these addresses.
        assert "Tus-Resumable" not in answer


def test_without_the_token_nothing_is_taken(writer, here):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    answer = begin(strict, here, photograph())
    assert answer.status_code == 403
    assert "Tus-Resumable" not in answer
    assert not Upload.objects.exists()
    token = strict.get(reverse("admin:news_autosave_token")).json()["token"]
    assert begin(strict, here, photograph(), **{"X-CSRFToken": token}).status_code == 201


# The page


def test_without_script_all_files_come_with_one_form(desk, here):
    pictures = [SimpleUploadedFile(f"{colour}.jpg", photograph(colour)) for colour in ("red", "green", "red")]
    program = SimpleUploadedFile("holiday.jpg", b"MZ" + bytes(3000))
    nothing = SimpleUploadedFile("empty.jpg", b"")
    answer = desk.post(page(here), {"files": [*pictures, program, nothing]})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "2 pictures are here now." in shown
    assert "holiday.jpg" in shown
    assert uploads.EMPTY in shown
    assert here.rows.count() == 2
    assert desk.post(page(here)).content.decode().count(room.CHOOSE_SOME) == 1
    failed = Upload.objects.get(name="holiday.jpg")
    assert desk.post(page(here), {"forget": failed.uuid}).status_code == 302
    assert "holiday.jpg" not in desk.get(page(here)).content.decode()
    for nonsense in ("", "x", "\x00", "1" * 5000):
        assert desk.post(page(here), {"forget": nonsense}).status_code == 302


def test_a_thrown_picture_is_not_shown_and_keeps_its_number(desk, here, writer):
    for colour in ("red", "green", "blue"):
        send(desk, here, photograph(colour))
    picture_sets.choose(here.rows.all()[1], PictureChoice.THROWN, by=writer)
    tiles = desk.get(page(here)).context["tiles"]
    assert [tile["number"] for tile in tiles] == [1, 3]


def test_a_name_with_markup_is_only_a_name(desk, here):
    send(desk, here, b"MZ" + bytes(3000), name="<img src=x onerror=alert(1)>{{7*7}}.jpg")
    begin(desk, here, photograph(), name="<script>alert(2)</script>")
    shown = desk.get(page(here)).content.decode()
    assert "<img src=x" not in shown
    assert "<script>alert" not in shown


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_three(desk, here):
    counts = []
    for number in (1, 2, 3):
        send(desk, here, photograph(f"#{number}{number}0000"))
        send(desk, here, b"MZ" + bytes(3000 + number), name=f"{number}.exe")
        send(desk, here, photograph(f"#{number}{number}0000") + b"\0" * number)
        begin(desk, here, photograph(f"#00{number}{number}00"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get(page(here)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2], counts
    assert Upload.objects.count() == 12
