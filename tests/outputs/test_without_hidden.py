"""What is made of a release for outside is made without a hidden picture, and without what was withdrawn."""

import io
import re
import zipfile

import pytest
from docx import Document

from news import workflow
from news.outputs import docx, paper
from news.record import searchable
from tests import factories as make

from .pdftext import pages

pytestmark = pytest.mark.django_db

NAMES = ["lead", "beside", "inside"]
FIGURE = '<figure><img src="/media/{}/960.webp" alt="zqalt{}"><figcaption>zq{}</figcaption></figure>'


class World:
    """A public release with a main picture, one in its gallery and one in its text; each has words of its own."""

    def __init__(self):
        self.editor = make.make_account(role="editor")
        self.facts = make.publish_event()
        self.pictures = {name: make.make_picture(credit=f"zqcredit{name}") for name in NAMES}
        inside = FIGURE.format(self.pictures["inside"].sha256[:16], "inside", "inside")
        self.edition = make.make_release(event=self.facts, body=f"<p>Before.</p>{inside}<p>After.</p>", title="Seoul")
        for name, facts in {"lead": {"is_lead": True}, "beside": {}}.items():
            words = {"caption": f"zq{name}", "alt": f"zqalt{name}", "credit": f"zqcredit{name}"}
            make.attach_picture(self.edition, self.pictures[name], **words, **facts)
        make.publish(self.edition)
        make.publish_release(event=self.facts)
        searchable.refresh_everything()
        self.page = self.edition.release.get_absolute_url()

    def hide(self, name):
        workflow.hide(self.pictures[name], by=self.editor, reason="A bystander.")

    def marks(self, name):
        return [self.pictures[name].sha256[:16], f"zq{name}", f"zqalt{name}", f"zqcredit{name}"]

    def original(self, name):
        with self.pictures[name].file.storage.open(self.pictures[name].file.name) as file:
            return file.read()

    # What goes out, as text that is looked through

    def kit(self, client):
        response = client.get(f"{self.page}kit.zip")
        if response.status_code != 200:
            return f"{response.status_code}"
        data = b"".join(response.streaming_content)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            assert packed.testzip() is None
            pictures = [name for name in packed.namelist() if name.endswith((".png", ".jpg"))]
            words = [packed.read(name).decode() for name in packed.namelist() if name.endswith(".txt")]
            text = [p.text for p in Document(io.BytesIO(packed.read(_named(packed, "release.docx")))).paragraphs]
        return "\n".join([*pictures, *words, *text])

    def paper(self, client):
        return " ".join(" ".join(pages(paper.pdf(paper.read(self.edition)))).split())

    def word(self, client):
        made = docx.make(paper.read(self.edition), identity="x")
        return "\n".join(p.text for p in Document(io.BytesIO(made)).paragraphs)

    def preview(self, client):
        draft = make.make_release(release=self.edition.release, event=self.facts, body=self.edition.body, title="Draft")
        for row in self.edition.pictures.all():
            words = {"caption": row.caption, "alt": row.alt, "credit": row.credit, "is_lead": row.is_lead}
            make.attach_picture(draft, row.picture, **words)
        shown = client.get(workflow.link_path(workflow.make_preview(draft, by=self.editor)))
        assert shown.status_code == 200
        draft.delete()
        return shown.content.decode()


def _named(packed, name):
    return next(found for found in packed.namelist() if found.endswith(name))


def _at(path):
    return lambda world, client: client.get(path(world)).content.decode()


OUT = {
    "kit": World.kit,
    "release": _at(lambda world: world.page),
    "home": _at(lambda world: "/"),
    "archive": _at(lambda world: "/news/"),
    "event": _at(lambda world: world.facts.event.get_absolute_url()),
    "feed": _at(lambda world: "/feeds/news.rss"),
    "atom feed": _at(lambda world: "/feeds/news.atom"),
    "json feed": _at(lambda world: "/feeds/news.json"),
    "corrections feed": _at(lambda world: "/feeds/corrections.atom"),
    "sitemap": _at(lambda world: "/sitemap.xml"),
    "preview": World.preview,
    "paper": World.paper,
    "word": World.word,
}
# Where each stands as long as nobody hides it: else these tests would pass on empty pages.
SHOWN = {
    "lead": {"kit", "release", "home", "archive", "preview", "paper", "feed", "atom feed", "json feed"},
    "beside": {"kit", "release", "event", "preview", "paper"},
    "inside": {"kit", "release", "preview", "paper", "word", "feed", "atom feed", "json feed"},
}


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("name", NAMES)
def test_a_hidden_picture_stands_nowhere(world, client, name):
    before = {out for out, read in OUT.items() if any(mark in read(world, client) for mark in world.marks(name))}
    assert before >= SHOWN[name]
    world.hide(name)
    for out, read in OUT.items():
        said = read(world, client)
        assert [mark for mark in world.marks(name) if mark in said] == [], out
    others = [other for other in NAMES if other != name]
    assert all(f"zq{other}" in OUT["kit"](world, client) for other in others)


@pytest.mark.parametrize("name", NAMES)
def test_its_pixels_are_not_in_the_kit(world, client, name):
    def pictures():
        data = b"".join(client.get(f"{world.page}kit.zip").streaming_content)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {packed.read(found)[-400:] for found in packed.namelist() if found.endswith(".png")}

    before = pictures()
    etag = client.get(f"{world.page}kit.zip")["ETag"]
    world.hide(name)
    after = pictures()
    assert (len(before), len(after)) == (3, 2)
    assert after < before
    assert client.get(f"{world.page}kit.zip", headers={"If-None-Match": etag}).status_code == 200


def test_a_hidden_main_picture_is_no_picture_to_share(world, client):
    key = world.pictures["lead"].sha256[:16]
    world.hide("lead")
    assert f"{key}" not in OUT["release"](world, client)


def test_what_is_hidden_says_so_on_paper_and_in_word(world, client):
    world.hide("inside")
    assert "hidden" in world.paper(client)
    assert "[Picture: hidden]" in world.word(client)


def test_a_hidden_document_is_in_no_kit(world, client):
    paper_attached = make.attach_document(world.edition, make.make_document("Zqstatement")).document
    assert "zqstatement" in _names(client, world)
    workflow.hide(paper_attached, by=world.editor, reason="Not ours.")
    assert "zqstatement" not in _names(client, world)


def _names(client, world):
    data = b"".join(client.get(f"{world.page}kit.zip").streaming_content)
    return " ".join(zipfile.ZipFile(io.BytesIO(data)).namelist())


@pytest.mark.parametrize("kind", ["notice", "explained", "erased"])
def test_nothing_is_made_of_what_was_withdrawn(world, client, kind):
    make.withdraw(world.edition, kind, "Because.")
    for out in ["kit", "release", "home", "archive", "event", "feed", "sitemap"]:
        said = OUT[out](world, client)
        for name in NAMES:
            assert [mark for mark in world.marks(name) if mark in said] == [], out
    assert OUT["kit"](world, client) == "410"
    assert world.page not in OUT["sitemap"](world, client)


def test_a_file_of_word_comes_back_without_a_question_about_a_hidden_picture(world, client):
    """Whoever takes what was changed keeps the picture in its place, for the day it is shown again."""
    world.hide("inside")
    draft = make.make_release(title="Draft", body=world.edition.body)
    client.force_login(make.make_account(role="editor"))
    change = f"/admin/news/edition/{draft.pk}/"
    file = client.get(f"{change}word/").content
    document = Document(io.BytesIO(file))
    next(p for p in document.paragraphs if p.text == "Before.").runs[0].text = "Earlier."
    sent = io.BytesIO()
    document.save(sent)
    sent.name, _ = "back.docx", sent.seek(0)
    page = client.post(f"{change}word_back/", {"file": sent}).content.decode()
    keys = set(re.findall(r'name="change-(\w+)"', page))
    assert keys
    assert "Picture: " not in page
    carried = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ["job", "lock_version"]}
    client.post(f"{change}word_back/", carried | {f"change-{key}": "accept" for key in keys} | {"save": "1"})
    draft.refresh_from_db()
    assert draft.body == world.edition.body.replace("Before.", "Earlier.")
