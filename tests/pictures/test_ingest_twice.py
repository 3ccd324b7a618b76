"""The same picture again, and by two at one moment: one row, one file."""

import io
import threading

import pytest
from django.core.files.storage import FileSystemStorage, Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from news.models import Picture
from news.pictures import ingest as door
from news.pictures.ingest import ingest
from tests.pictures.hostile import encoded

pytestmark = pytest.mark.django_db


def sent(data, name="photo.jpg"):
    return ingest(SimpleUploadedFile(name, data))


def names(settings):
    return [path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_the_same_bytes_are_the_row_that_is_there_and_are_not_decoded_again(settings, monkeypatch):
    first = sent(encoded(), "one.jpg")
    monkeypatch.setattr(door, "rewrite_safely", lambda *_: pytest.fail("decoded again"))

    again = sent(encoded(), "two.jpg")

    assert again.pk == first.pk
    assert again.original_name == "one.jpg"
    assert names(settings) == [f"{first.sha256}.jpg"]


def test_other_bytes_that_are_stored_as_the_same_are_the_row_that_is_there(settings):
    first = sent(encoded())

    again = sent(encoded(comment=b"saved once more") + b"behind")

    assert again.pk == first.pk
    assert again.source_sha256 == first.source_sha256
    assert len(names(settings)) == 1


def test_a_row_from_before_learns_what_it_was_made_of():
    first = sent(encoded())
    Picture.objects.update(source_sha256="")

    sent(encoded())

    assert Picture.objects.get().source_sha256 == first.source_sha256


def test_a_file_that_was_lost_is_put_back():
    first = sent(encoded())
    with first.file.storage.open(first.file.name) as file:
        whole = file.read()
    first.file.storage.delete(first.file.name)

    again = sent(encoded())

    assert again.pk == first.pk
    with again.file.storage.open(again.file.name) as file:
        assert file.read() == whole


def test_a_row_that_the_database_refuses_leaves_no_file(settings, monkeypatch):
    def full(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr(Picture, "save", full)

    with pytest.raises(OSError, match="full"):
        sent(encoded())
    assert names(settings) == []


class Bucket(Storage):
    """Looks whether a name is free, then writes over whatever is there: as a bucket does."""

    def __init__(self):
        self.objects = {}

    def exists(self, name):
        return name in self.objects

    def get_available_name(self, name, max_length=None):
        # Both have looked before either has written.
        return name

    def _save(self, name, content):
        self.objects[name] = content.read()
        return name

    def _open(self, name, mode="rb"):
        return io.BytesIO(self.objects[name])

    def delete(self, name):
        self.objects.pop(name, None)


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_who_is_second_by_a_moment_gets_the_row_and_the_file_of_the_first_stays(kind, settings, monkeypatch):
    storage = FileSystemStorage() if kind == "folder" else Bucket()
    monkeypatch.setattr(Picture._meta.get_field("file"), "storage", storage)
    save = storage.save
    first = []

    def another_is_quicker(*given, **more):
        """The file of the second is written; before its row is, the first is through."""
        monkeypatch.setattr(storage, "save", save)
        name = save(*given, **more)
        first.append(sent(encoded(), "first.jpg"))
        return name

    monkeypatch.setattr(storage, "save", another_is_quicker)

    second = sent(encoded(), "second.jpg")

    assert second.pk == first[0].pk
    assert second.original_name == "first.jpg"
    assert second.was_there
    assert storage.exists(second.file.name)
    assert len(names(settings) if kind == "folder" else storage.objects) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_one_moment_get_one_row_and_leave_one_file(settings):
    ready = threading.Barrier(8)
    got, went_wrong = [], []

    def send():
        try:
            ready.wait()
            got.append(sent(encoded(size=(400, 300))).pk)
        except Exception as error:
            went_wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert went_wrong == []
    assert len(got) == 8
    assert set(got) == {Picture.objects.get().pk}
    # Whose row was first may have been second to write, under a name of its own.
    assert names(settings) == [Picture.objects.get().file.name.rsplit("/", 1)[-1]]
