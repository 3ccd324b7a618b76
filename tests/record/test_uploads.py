"""Photographs on their way in: pieces in any disorder become one picture, once, or a sentence says why not."""

import datetime
import hashlib
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news.enums import PictureChoice
from news.errors import Problems
from news.models import Picture, SetPicture, Upload
from news.record import picture_sets, uploads
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make.make_account("writer")


@pytest.fixture
def here(writer):
    return picture_sets.new_set(by=writer, title="Seoul symposium")


def photograph(colour="navy", width=300):
    return make.make_image(width, width * 2 // 3, colour, "JPEG")


def mark(data):
    return hashlib.sha256(data).hexdigest()


def begin(picture_set, by, data, name="IMG_1.jpg", fingerprint=None):
    return uploads.begin(picture_set, by=by, name=name, size=len(data), fingerprint=fingerprint or mark(data))


def send(upload, data, piece=500):
    for at in range(upload.received, len(data), piece):
        uploads.receive(upload, at, data[at : at + piece])
    return uploads.finish(upload)


def pieces():
    try:
        return [name for folder in default_storage.listdir("uploads")[0] for name in pieces_of(folder)]
    except FileNotFoundError:
        return []


def pieces_of(uuid):
    return default_storage.listdir(f"uploads/{uuid}")[1]


def says(act, sentence):
    with pytest.raises(Problems) as refused:
        act()
    assert refused.value.by_field == {"file": [sentence]}


def test_a_file_in_pieces_becomes_a_picture_of_the_set(writer, here):
    data = photograph()
    upload = begin(here, writer, data)
    assert uploads.state(upload) == "open"
    send(upload, data)
    assert uploads.state(upload) == "here"
    assert not uploads.said(upload)
    assert upload.picture.uploaded_by == writer
    assert upload.picture.original_name == "IMG_1.jpg"
    assert [row.picture for row in here.rows.all()] == [upload.picture]
    assert not pieces()
    job = DBTaskResult.objects.get()
    assert job.args_kwargs["args"] == ["render_picture", {"picture": upload.picture.pk}]


def test_after_a_broken_line_the_same_file_goes_on_where_it_stopped(writer, here):
    data = photograph()
    first = begin(here, writer, data)
    uploads.receive(first, 0, data[:500])
    again = begin(here, writer, data, name="renamed meanwhile.jpg")
    assert (again.pk, again.received) == (first.pk, 500)
    send(again, data)
    assert uploads.state(again) == "here"
    assert Upload.objects.count() == Picture.objects.count() == 1


def test_a_piece_that_does_not_follow_is_not_taken(writer, here):
    data = photograph()
    upload = begin(here, writer, data)
    uploads.receive(upload, 0, data[:100])
    for offset in (0, 50, 101, 2**40):
        with pytest.raises(uploads.WrongPlace) as wrong:
            uploads.receive(upload, offset, b"x")
        assert wrong.value.received == 100
    assert len(pieces()) == 1


def test_of_two_that_send_the_same_piece_one_wins_and_nothing_is_doubled(writer, here):
    data = photograph()
    one = begin(here, writer, data)
    other = Upload.objects.get()
    uploads.receive(one, 0, data[:300])
    with pytest.raises(uploads.WrongPlace) as wrong:
        uploads.receive(other, 0, data[:200])
    assert wrong.value.received == 300
    assert len(pieces()) == 1
    send(one, data)
    assert uploads.state(one) == "here"


def test_pieces_that_a_killed_machine_left_do_no_harm(writer, here):
    data = photograph()
    upload = begin(here, writer, data)
    uploads.receive(upload, 0, data[:400])
    folder = f"uploads/{upload.uuid}"
    # One written whole and never counted, one written half, one that leads nowhere.
    default_storage.save(f"{folder}/00000400-00000450-dead", ContentFile(data[400:450]))
    default_storage.save(f"{folder}/00000400-00000900-half", ContentFile(data[400:500]))
    default_storage.save(f"{folder}/00000000-00000390-lost", ContentFile(data[:390]))
    send(upload, data, 700)
    assert uploads.state(upload) == "here"
    assert not pieces()


def test_pieces_that_are_lost_or_do_not_make_the_file_are_asked_for_once_more(writer, here):
    data = photograph()
    upload = begin(here, writer, data)
    for at in range(0, len(data), 500):
        uploads.receive(upload, at, data[at : at + 500])
    default_storage.delete(f"uploads/{upload.uuid}/{pieces()[0]}")
    uploads.finish(upload)
    assert (uploads.state(upload), upload.received) == ("open", 0)
    broken = bytearray(data)
    broken[len(data) // 2] ^= 255
    send(upload, bytes(broken))
    assert (uploads.state(upload), upload.received) == ("open", 0)
    send(upload, data)
    assert uploads.state(upload) == "here"
    assert not pieces()


def test_a_server_that_is_killed_before_the_picture_is_made_makes_it_when_asked_again(writer, here):
    data = photograph()
    upload = begin(here, writer, data)
    uploads.receive(upload, 0, data)
    found = Upload.objects.get()
    assert uploads.state(found) == "looked at"
    assert uploads.state(uploads.finish(found)) == "here"
    # Asked again, it is the same.
    for asked in (upload, Upload.objects.get()):
        assert uploads.finish(asked).picture == found.picture
    assert DBTaskResult.objects.count() == 1


def test_a_store_that_is_away_is_asked_again(writer, here, monkeypatch):
    data = photograph()
    upload = begin(here, writer, data)
    uploads.receive(upload, 0, data)

    def away(*args, **kwargs):
        raise OperationalError("away")

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "ingest", away)
        with pytest.raises(OperationalError):
            uploads.finish(upload)
    assert uploads.state(uploads.finish(Upload.objects.get())) == "here"


def test_what_is_no_picture_is_left_out_and_begins_anew(writer, here):
    data = b"MZ" + bytes(2000)
    upload = send(begin(here, writer, data), data)
    assert uploads.state(upload) == "left out"
    assert "not a" in uploads.said(upload)
    assert not here.rows.exists()
    assert not pieces()
    again = begin(here, writer, data)
    assert again.uuid != upload.uuid
    assert uploads.state(again) == "open"
    assert Upload.objects.count() == 1


# Doubles


def test_the_same_picture_twice_in_a_set_is_kept_once(writer, here):
    second = make.make_account("second")
    for data in (photograph("red"), photograph("green")):
        send(begin(here, writer, data), data)
    upload = begin(here, second, data)
    if uploads.state(upload) == "open":
        send(upload, data)
    assert uploads.state(upload) == "same"
    assert uploads.said(upload) == "The same as number 2. Kept once."
    assert here.rows.count() == 2


def test_other_bytes_of_the_same_picture_are_the_same_picture(writer, here):
    data = photograph()
    send(begin(here, writer, data), data)
    # What stands behind the picture is taken out, so both are stored alike.
    upload = send(begin(here, writer, data + b"\0" * 20), data + b"\0" * 20)
    assert uploads.state(upload) == "same"
    assert here.rows.count() == Picture.objects.count() == 1


def test_a_picture_of_another_set_is_put_into_this_one_too(writer, here):
    other = picture_sets.new_set(by=writer, title="Manila")
    data = photograph()
    send(begin(here, writer, data), data)
    upload = begin(other, writer, data)
    if uploads.state(upload) == "open":
        send(upload, data)
    assert uploads.state(upload) == "here"
    assert uploads.said(upload) == "You sent this picture before, in “Seoul symposium”."
    assert SetPicture.objects.count() == 2
    third = picture_sets.new_set(by=writer, title="Hanoi")
    again = begin(third, make.make_account("second"), data)
    if uploads.state(again) == "open":
        send(again, data)
    assert uploads.said(again) == "This picture was sent before, in “Seoul symposium”."


def test_bytes_that_the_newsroom_has_are_not_sent_again(writer, here):
    data = photograph()
    picture = make.make_picture()
    Picture.objects.filter(pk=picture.pk).update(source_sha256=mark(data))
    name = picture.file.name
    picture.file.storage.delete(name)
    uploads.forget(lost := begin(here, writer, data))
    assert uploads.state(lost) == "open"
    picture.file.storage.save(name, ContentFile(b"x"))
    upload = begin(here, writer, data)
    assert (uploads.state(upload), upload.received, upload.picture) == ("here", len(data), picture)
    # A name and a date are no hash.
    assert uploads.state(begin(here, writer, data, fingerprint="300-1-IMG_1.jpg")) == "open"


def test_a_thrown_picture_comes_back_undecided(writer, here):
    data = photograph()
    upload = send(begin(here, writer, data), data)
    row = here.rows.get()
    picture_sets.choose(row, PictureChoice.THROWN, by=writer)
    again = begin(here, writer, data)
    assert (uploads.state(again), uploads.said(again)) == ("here", uploads.BACK)
    assert here.rows.get().choice == PictureChoice.UNDECIDED
    assert uploads.said(begin(here, writer, data)) == ""
    # Gone from the set with its bin, it comes back as well.
    row.delete()
    assert uploads.state(begin(here, writer, data)) == "here"
    assert here.rows.get().picture == upload.picture


def test_a_hidden_picture_stays_out_and_says_so(writer, here):
    data = photograph()
    picture = send(begin(here, writer, data), data).picture
    Picture.objects.filter(pk=picture.pk).update(hidden_at=timezone.now())
    other = picture_sets.new_set(by=writer, title="Manila")
    upload = begin(other, writer, data)
    if uploads.state(upload) == "open":
        send(upload, data)
    assert (uploads.state(upload), uploads.said(upload)) == ("left out", uploads.HIDDEN)
    assert not other.rows.exists()
    here.rows.all().delete()
    says(lambda: begin(here, writer, data), uploads.HIDDEN)
    assert not here.rows.exists()


# What is refused before a byte is sent


@pytest.mark.parametrize(
    ("name", "size", "fingerprint", "sentence"),
    [
        ("", 10, "a" * 64, uploads.NO_NAME),
        ("a\x00.jpg", 10, "a" * 64, uploads.NO_NAME),
        ("a" * 10_000, 10, "a" * 64, uploads.NO_NAME),
        ("a.jpg", -1, "a" * 64, uploads.NO_SIZE),
        ("a.jpg", None, "a" * 64, uploads.NO_SIZE),
        ("a.jpg", 0, "a" * 64, uploads.EMPTY),
        ("a.jpg", 40 * 1024**2 + 1, "a" * 64, uploads.TOO_HEAVY),
        ("a.jpg", 10**30, "a" * 64, uploads.TOO_HEAVY),
        ("a.jpg", 10, "", uploads.NO_FINGERPRINT),
        ("a.jpg", 10, "é" * 10, uploads.NO_FINGERPRINT),
        ("a.jpg", 10, "a" * 81, uploads.NO_FINGERPRINT),
        ("a.jpg", 10, "a\n", uploads.NO_FINGERPRINT),
    ],
)
def test_what_cannot_be_is_refused(writer, here, name, size, fingerprint, sentence):
    says(lambda: uploads.begin(here, by=writer, name=name, size=size, fingerprint=fingerprint), sentence)
    assert not Upload.objects.exists()


def test_a_name_is_one_short_line_without_folders(writer, here):
    names = ["C:\\photos\\IMG 1.jpg", "../../etc/IMG 1.jpg", "IMG\u202e\n 1.jpg"]
    for number, name in enumerate(names):
        assert uploads.begin(here, by=writer, name=name, size=9, fingerprint=str(number)).name == "IMG 1.jpg"
    assert len(uploads.begin(here, by=writer, name="ก" * 900, size=9, fingerprint="x").name) == 200


def test_no_more_than_two_hundred_files_and_two_gigabytes_are_on_their_way(writer, here, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OPEN", 2)
    first = uploads.begin(here, by=writer, name="1.jpg", size=9, fingerprint="1")
    uploads.begin(here, by=writer, name="2.jpg", size=9, fingerprint="2")
    says(lambda: uploads.begin(here, by=writer, name="3.jpg", size=9, fingerprint="3"), uploads.TOO_MANY)
    assert uploads.begin(here, by=writer, name="1.jpg", size=9, fingerprint="1") == first
    monkeypatch.setattr(uploads, "MOST_OPEN_BYTES", 20)
    other = picture_sets.new_set(by=writer, title="Manila")
    says(lambda: uploads.begin(other, by=writer, name="3.jpg", size=9, fingerprint="3"), uploads.TOO_MUCH)
    second = make.make_account("second")
    assert uploads.begin(other, by=second, name="3.jpg", size=9, fingerprint="3").pk


def test_a_file_that_grows_and_a_piece_too_large_are_refused(writer, here):
    data = photograph()
    upload = begin(here, writer, data)
    says(lambda: uploads.receive(upload, 0, data + b"x"), uploads.BEYOND)
    says(lambda: uploads.receive(upload, 0, bytes(uploads.PIECE + 1)), uploads.PIECE_TOO_LARGE)
    assert uploads.receive(upload, 0, b"") == 0
    assert not pieces()


# Going


def test_what_is_taken_off_the_list_leaves_nothing_and_takes_no_more(writer, here):
    data = photograph()
    upload = begin(here, writer, data)
    uploads.receive(upload, 0, data[:100])
    uploads.forget(upload)
    assert not Upload.objects.exists()
    with pytest.raises(uploads.WrongPlace):
        uploads.receive(upload, 100, data[100:200])
    assert not pieces()


def test_what_nobody_sent_on_for_a_week_goes(writer, here):
    uploads.prune_uploads()
    data = photograph()
    old, young = begin(here, writer, data), begin(here, writer, data, fingerprint="young")
    for upload in (old, young):
        uploads.receive(upload, 0, data[:100])
    Upload.objects.filter(pk=old.pk).update(changed_at=timezone.now() - uploads.KEPT - datetime.timedelta(minutes=1))
    default_storage.save("uploads/of-nobody/00000000-00000001-a", ContentFile(b"x"))
    uploads.prune_uploads()
    assert list(Upload.objects.all()) == [young]
    assert default_storage.listdir("uploads")[0] == [str(young.uuid)]
    uploads.prune_uploads()
    assert len(pieces()) == 1


def test_a_whole_file_at_once(writer, here):
    upload = uploads.take(here, ContentFile(photograph(), name="a.jpg"), by=writer, name="a.jpg")
    assert uploads.state(upload) == "here"
    assert uploads.state(uploads.take(here, ContentFile(b"nothing", name="b"), by=writer, name="b")) == "left out"
    says(lambda: uploads.take(here, ContentFile(b"", name="c"), by=writer, name="c"), uploads.EMPTY)


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_windows_send_the_same_file_at_the_same_moment():
    writer = make.make_account("writer")
    here = picture_sets.new_set(by=writer, title="Seoul symposium")
    data = photograph(width=600)
    together = threading.Barrier(2)
    errors = []

    def window():
        try:
            together.wait()
            upload = begin(here, writer, data)
            while upload.received < upload.size:
                try:
                    uploads.receive(upload, upload.received, data[upload.received :][:700])
                except uploads.WrongPlace as wrong:
                    upload.received = wrong.received
            uploads.finish(upload)
            assert uploads.state(upload) == "here"
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=window) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors
    assert Upload.objects.count() == Picture.objects.count() == SetPicture.objects.count() == 1
    assert not pieces()
