"""Files in a folder are whole or not there."""

import stat
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile

from aseanapol_site.storage import WholeFiles


@pytest.fixture
def storage(tmp_path):
    return WholeFiles(location=tmp_path)


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_with_the_usual_rights(storage, tmp_path):
    assert storage.save("a/b.txt", ContentFile(b"text")) == "a/b.txt"
    assert (tmp_path / "a/b.txt").read_bytes() == b"text"
    assert stat.S_IMODE((tmp_path / "a/b.txt").stat().st_mode) == 0o644
    assert names(tmp_path) == ["a/b.txt"]


def test_a_second_of_the_name_gets_another(storage, tmp_path):
    storage.save("b.txt", ContentFile(b"first"))
    other = storage.save("b.txt", ContentFile("second"))
    assert other != "b.txt"
    assert [(tmp_path / name).read_bytes() for name in ("b.txt", other)] == [b"first", b"second"]


def test_an_upload_that_lies_in_another_folder_comes_too(storage, tmp_path):
    with TemporaryUploadedFile("x.pdf", "application/pdf", 4, None) as upload:
        upload.write(b"text")
        upload.seek(0)
        storage.save("x.pdf", upload)
    assert names(tmp_path) == ["x.pdf"]
    assert (tmp_path / "x.pdf").read_bytes() == b"text"


def test_no_name_leads_to_half_a_file_while_it_is_written(storage, tmp_path):
    between, go_on = threading.Event(), threading.Event()

    class Slow(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"one"
            between.set()
            go_on.wait(10)
            yield b"two"

    writer = threading.Thread(target=storage.save, args=("slow.txt", Slow(b"")))
    writer.start()
    assert between.wait(10)
    assert not storage.exists("slow.txt")
    go_on.set()
    writer.join()
    assert (tmp_path / "slow.txt").read_bytes() == b"onetwo"


def test_what_breaks_off_leaves_nothing(storage, tmp_path):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"one"
            raise ConnectionError

    with pytest.raises(ConnectionError):
        storage.save("broken.txt", Broken(b""))
    assert names(tmp_path) == []
