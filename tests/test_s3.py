"""The site with its files in an S3 store: a real server of that kind stands in for one, and no local folder is touched."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from news import workflow
from news.errors import Problems
from news.models import Document, EditionDocument
from news.pictures.ingest import ingest
from news.pictures.renditions import all_names, make_renditions, open_rendition, remove_renditions
from news.queries.files import document_url
from news.record.documents import sentences, store_document
from tests import factories as make
from tests.record.hostile_documents import cases, office, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BUCKET = "newsroom-files"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def server():
    """The address of an S3 server on this machine."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture(scope="session")
def options(server):
    """What settings.py makes of the environment, in a process of its own."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "DEMO": "1",
        "SECRET_KEY": "a secret for tests only, long enough for what the settings ask",
        "DATA_DIR": os.environ["DATA_DIR"],
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": server,
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
    }
    said = "import json; from aseanapol_site import settings; print(json.dumps(settings.STORAGES['default']))"
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.fixture
def s3(server, options, settings, tmp_path):
    """The bucket, empty; the site keeps its files there. Afterwards the local folder must not be there."""
    import boto3

    resource = boto3.resource(
        "s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    bucket = resource.Bucket(BUCKET)
    bucket.create()
    bucket.objects.all().delete()
    settings.MEDIA_ROOT = tmp_path / "must-not-be-there"
    settings.STORAGES = settings.STORAGES | {"default": options}
    yield bucket
    assert not settings.MEDIA_ROOT.exists()


@pytest.fixture
def away(settings, options, s3):
    """A store that nobody answers for."""

    def go():
        elsewhere = options["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}
        settings.STORAGES = settings.STORAGES | {"default": options | {"OPTIONS": elsewhere}}

    return go


@pytest.fixture
def editor():
    return make.make_account(role="editor")


@pytest.fixture
def world(s3):
    """A public release with two pictures, one of them in the text, and two documents."""
    data = [io.BytesIO(make.make_image(1000, 700, colour, "JPEG")) for colour in ("navy", "maroon")]
    beside, inside = (ingest(file) for file in data)
    edition = make.make_release(
        body=f'<p>Text</p><figure><img src="/media/{inside.sha256[:16]}/960.webp" alt="A hall"></figure>'
    )
    make.attach_picture(edition, beside, is_lead=True, alt="A handshake")
    documents = [
        store_document(SimpleUploadedFile(name, data), by=None, title=title)
        for title, name, data in [("Agenda", "a.pdf", pdf()), ("Minutes", "m.docx", office(pages=2))]
    ]
    for document in documents:
        EditionDocument.objects.create(edition=edition, document=document, title=document.title)
    make.publish(edition)
    return edition, (beside, inside), documents


def names(bucket):
    return {item.key for item in bucket.objects.all()}


def read(path, **headers):
    """(status, bytes, the response's headers)."""
    response = Client().get(path, headers=headers)
    # Read to its end: that closes the file.
    return response.status_code, b"".join(response), response.headers


def test_the_settings_keep_everything_private(options):
    assert options["OPTIONS"]["default_acl"] is None
    assert options["OPTIONS"]["file_overwrite"] is False
    assert options["OPTIONS"]["access_key"] == "key"


def test_the_whole_public_page_with_every_file_on_it(s3, world):
    edition, pictures, documents = world
    page = read(edition.release.get_absolute_url())[1].decode()
    assert "127.0.0.1" not in page
    assert BUCKET not in page
    for picture in pictures:
        assert picture.file.name in names(s3)
        for name in all_names(picture):
            status, data, headers = read(f"/media/{picture.sha256[:16]}/{name}")
            assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")
            assert data
    for document in documents:
        assert document_url(document) in page
        status, data, headers = read(document_url(document))
        assert (status, len(data), headers["Content-Length"]) == (200, document.size, str(document.size))
        assert read(document_url(document), **{"If-None-Match": headers["ETag"]})[0] == 304


def test_renditions_are_made_once_kept_and_taken_away(s3, world):
    _, (picture, _), _ = world
    before = names(s3)
    make_renditions(picture)
    made = names(s3) - before
    assert len(made) == len(all_names(picture))
    with open_rendition(picture, "480.webp") as file:
        assert file.read(4) == b"RIFF"
    assert names(s3) == before | made
    remove_renditions(picture)
    assert names(s3) == before


def test_a_picture_or_document_that_is_there_is_not_stored_twice(s3, world):
    _, (picture, _), (document, _) = world
    before = names(s3)
    assert ingest(io.BytesIO(make.make_image(1000, 700, "navy", "JPEG"))).pk == picture.pk
    assert store_document(SimpleUploadedFile("b.pdf", pdf()), by=None).pk == document.pk
    assert names(s3) == before


def test_what_is_hidden_or_withdrawn_is_gone_and_its_original_stays(s3, world, editor):
    edition, (picture, _), (document, _) = world
    paths = {picture: f"/media/{picture.sha256[:16]}/480.webp", document: document_url(document)}
    for stored, path in paths.items():
        workflow.hide(stored, by=editor, reason="A bystander.")
        assert read(path)[0] == 410
        workflow.show(stored, by=editor)
        assert read(path)[0] == 200
    workflow.withdraw(edition, by=editor, kind="erased")
    assert {read(path)[0] for path in paths.values()} == {410}
    assert {picture.file.name, document.file.name} <= names(s3)


def test_nothing_is_opened_to_the_world(s3, world):
    for item in s3.objects.all():
        assert [grant for grant in item.Acl().grants if "URI" in grant["Grantee"]] == []


def test_a_file_of_that_name_is_not_written_over(s3):
    from django.core.files.base import ContentFile

    first = default_storage.save("backup/names.txt", ContentFile(b"one"))
    second = default_storage.save("backup/names.txt", ContentFile(b"two"))
    assert first != second
    with default_storage.open(first) as file:
        assert file.read() == b"one"


def test_every_stored_file_is_found_by_its_name(s3, world):
    """As a copy for safety needs it: what rows name is in the store, and the store holds nothing else."""
    _, pictures, documents = world
    for picture in pictures:
        remove_renditions(picture)
    assert names(s3) == {stored.file.name for stored in (*pictures, *documents)}


def test_what_is_refused_leaves_nothing_in_the_store(s3):
    for name in ("macros.docx", "script-in.pdf", "cut.png"):
        data, sentence = cases()[name]
        with pytest.raises(Problems, match=sentence.partition(".")[0]):
            store_document(SimpleUploadedFile(name, data), by=None)
    assert names(s3) == set()


def test_an_object_that_is_lost_is_not_found(s3, world):
    _, (picture, _), (document, _) = world
    s3.Object(document.file.name).delete()
    s3.Object(picture.file.name).delete()
    assert read(document_url(document))[0] == 404
    assert read(f"/media/{picture.sha256[:16]}/480.webp")[0] == 404


def test_a_store_that_is_away_is_a_sentence_for_readers(world, away):
    edition, (picture, _), (document, _) = world
    away()
    for path in (document_url(document), f"/media/{picture.sha256[:16]}/960.webp"):
        status, said, headers = read(path)
        assert (status, headers["Cache-Control"]) == (503, "no-store")
        assert said == b"This file cannot be fetched just now. Please try again in a minute."
    status, page, _ = read(edition.release.get_absolute_url())
    assert status == 200
    assert document_url(document) in page.decode()


def test_a_store_that_is_away_is_a_sentence_at_the_desk(away):
    away()
    with pytest.raises(Problems) as caught:
        store_document(SimpleUploadedFile("a.pdf", pdf()), by=None, title="Agenda")
    assert caught.value.by_field == {"file": [sentences.NO_STORE]}
    assert not Document.objects.exists()


def test_a_word_file_comes_back_as_it_was_sent(world):
    *_, document = world[2]
    with zipfile.ZipFile(io.BytesIO(read(document_url(document))[1])) as packed:
        assert "word/document.xml" in packed.namelist()
