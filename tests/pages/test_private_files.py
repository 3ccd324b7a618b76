"""Files of what is not public: no address, no method and no header gives them away; and they come and go with it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from news import workflow
from news.models import EditionDocument
from news.pictures.renditions import KEY_LENGTH, all_names
from news.queries.files import document_url
from news.record.documents import store_document
from tests import factories as make
from tests.record.hostile_documents import office, pdf

pytestmark = pytest.mark.django_db

ASKED = [
    {},
    {"Range": "bytes=0-0"},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Wed, 21 Oct 2099 07:28:00 GMT"},
    {"X-Forwarded-User": "administrator"},
    {"Accept": "image/avif,image/webp"},
]


class World:
    """A release with a picture beside it, one in its text, a PDF and a Word file."""

    def __init__(self):
        self.beside, self.inside = make.make_picture(1500, 1000), make.make_picture(1500, 1000)
        self.documents = [
            store_document(SimpleUploadedFile("x", data), by=None, title=title)
            for title, data in [("Agenda", pdf("8 0 obj (Agenda) endobj")), ("Minutes", office(pages=2))]
        ]
        figure = f'<figure><img src="/media/{self.inside.sha256[:KEY_LENGTH]}/960.webp" alt="A hall"></figure>'
        self.edition = make.make_release(standfirst="A summary.", body=f"<p>Text</p>{figure}")
        make.attach_picture(self.edition, self.beside, is_lead=True)
        for document in self.documents:
            EditionDocument.objects.create(edition=self.edition, document=document, title=document.title)

    @property
    def paths(self):
        found = [document_url(document) for document in self.documents]
        for picture in (self.beside, self.inside):
            found += [f"/media/{picture.sha256[:KEY_LENGTH]}/{name}" for name in all_names(picture)]
        return found

    def answers(self, headers=(), method="get"):
        return {status(path, headers, method) for path in self.paths}


def status(path, headers=(), method="get"):
    return answer(path, headers, method).status_code


def etag(path):
    return answer(path)["ETag"]


def answer(path, headers=(), method="get"):
    """Read to its end: that closes the file."""
    response = getattr(Client(), method)(path, headers=dict(headers))
    b"".join(response)
    return response


@pytest.fixture
def world():
    return World()


@pytest.fixture
def editor():
    return make.make_account(role="editor")


@pytest.mark.parametrize("headers", ASKED)
def test_nothing_of_a_draft_is_read_by_guessing(world, headers):
    assert len(world.paths) > 10
    assert world.answers(headers) == world.answers(headers, "head") == {404}


def test_an_answer_about_a_private_file_is_that_about_none(world):
    client = Client()
    for path in world.paths:
        nothing = re.sub("[0-9a-f]{16}", "0" * 16, path)
        told, none = client.get(path), client.get(nothing)
        assert told.content == none.content
        assert dict(told.items()) == dict(none.items())


def test_who_knows_its_etag_is_told_no_more(world, editor):
    make.publish(world.edition)
    known = {path: etag(path) for path in world.paths}
    assert {status(path, {"If-None-Match": tag}) for path, tag in known.items()} == {304}
    workflow.withdraw(world.edition, by=editor, kind="erased")
    assert {status(path, {"If-None-Match": tag}) for path, tag in known.items()} == {410}


def test_nothing_lies_below_another_address(world):
    stored = [world.beside.file.name, *(document.file.name for document in world.documents)]
    for name in stored:
        for below in ("/", "/media/", "/static/", "/media/documents/", "/static/../media/"):
            assert status(below + name) in {404, 400}


def test_it_is_public_at_publication_and_private_when_withdrawn(world, editor):
    assert world.answers() == {404}
    make.publish(world.edition)
    assert world.answers() == world.answers(method="head") == {200}
    workflow.withdraw(world.edition, by=editor, kind="erased")
    assert world.answers() == world.answers(method="head") == {410}
    workflow.restore(world.edition, by=editor, comment="It was right.")
    assert world.answers() == {200}


@pytest.mark.parametrize("kind", ["notice", "explained", "erased"])
def test_whatever_readers_find_instead_the_files_are_gone(world, editor, kind):
    make.publish(world.edition)
    workflow.withdraw(world.edition, by=editor, kind=kind, explanation="" if kind == "erased" else "Called off.")
    assert world.answers() == {410}


def test_what_a_new_version_leaves_out_is_gone(world):
    make.publish(world.edition)
    make.publish(make.make_release(release=world.edition.release, body="<p>Text</p>"))
    assert world.answers() == {410}


def test_what_another_public_release_uses_as_well_stays(world, editor):
    make.publish(world.edition)
    other = make.make_release(body="<p>Text</p>")
    make.attach_picture(other, world.beside)
    make.publish(other)
    workflow.withdraw(world.edition, by=editor, kind="erased")
    of_other = f"/media/{world.beside.sha256[:KEY_LENGTH]}/"
    assert {(path.startswith(of_other), status(path)) for path in world.paths} == {
        (True, 200),
        (False, 410),
    }


def test_what_is_hidden_answers_410_at_once_and_the_rest_stays(world, editor):
    make.publish(world.edition)
    for stored in (world.beside, world.inside, *world.documents):
        workflow.hide(stored, by=editor, reason="A bystander.")
        key = stored.sha256[:KEY_LENGTH]
        told = {status(path) for path in world.paths if key in path}
        assert told == {410}
        workflow.show(stored, by=editor)
        assert world.answers() == {200}


def test_what_a_coming_version_adds_is_private_until_then(world):
    first = make.publish_release()
    coming = make.make_release(release=first.release)
    picture = make.make_picture()
    make.attach_picture(coming, picture)
    path = f"/media/{picture.sha256[:KEY_LENGTH]}/480.webp"
    assert status(path) == 404
    make.publish(coming)
    assert status(path) == 200


def test_a_document_costs_few_questions(world, django_assert_num_queries):
    make.publish(world.edition)
    with django_assert_num_queries(2):
        assert status(document_url(world.documents[0])) == 200
