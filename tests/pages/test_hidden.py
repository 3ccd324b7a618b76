"""A hidden picture is gone at once from every place where readers saw it, beside the text and in it."""

import pytest

from news import workflow
from news.queries import release
from news.record import searchable
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.make_account(role="editor")


@pytest.fixture
def world(editor):
    """A public release of an event with a main picture, one in the gallery and one in the text."""
    facts = make.publish_event()
    lead, beside, inside = (make.make_picture() for _ in range(3))
    figure = '<figure><img src="/media/{}/960.webp" alt="x"><figcaption>{}</figcaption></figure>'
    body = f"<p>Before.</p>{figure.format(inside.sha256[:16], 'zqinside')}<p>After.</p>"
    edition = make.make_release(event=facts, body=body, topics=[make.make_topic("Fraud")])
    make.attach_picture(edition, lead, is_lead=True, caption="zqlead", alt="zqaltlead")
    make.attach_picture(edition, beside, caption="zqbeside", alt="zqaltbeside")
    make.publish(edition)
    related = make.publish_release(event=facts)
    searchable.refresh_everything()
    pages = [
        "/",
        "/news/",
        "/topics/fraud/",
        edition.release.get_absolute_url(),
        related.release.get_absolute_url(),
        facts.event.get_absolute_url(),
        "/feeds/news.rss",
        "/feeds/news.atom",
        "/feeds/news.json",
    ]
    return {"lead": lead, "beside": beside, "inside": inside, "pages": pages, "page": pages[3]}


def shown(client, world, name):
    """The pages that name the picture or its words."""
    marks = [world[name].sha256[:16], f"zq{name}", f"zqalt{name}"]
    return {path for path in world["pages"] if any(mark in client.get(path).content.decode() for mark in marks)}


@pytest.mark.parametrize("name", ["lead", "beside", "inside"])
def test_it_is_gone_everywhere_and_comes_back(client, world, editor, name):
    before = shown(client, world, name)
    assert world["page"] in before
    if name == "lead":
        assert {"/", "/news/"} < before
    if name in {"lead", "inside"}:
        assert {"/feeds/news.rss", "/feeds/news.atom", "/feeds/news.json"} < before
    workflow.hide(world[name], by=editor, reason="A bystander.")
    assert shown(client, world, name) == set()
    assert client.get(f"/media/{world[name].sha256[:16]}/960.webp").status_code == 410
    page = client.get(world["page"]).content.decode()
    assert "Before." in page
    assert "After." in page
    assert ("og:image:alt" in page and "zqaltlead" in page) == (name != "lead")
    for other in {"lead", "beside", "inside"} - {name}:
        assert world["page"] in shown(client, world, other)
    workflow.show(world[name], by=editor)
    assert shown(client, world, name) == before


@pytest.mark.parametrize("times", [1, 3])
def test_pictures_in_the_text_cost_no_more_however_many(times, django_assert_num_queries):

    pictures = [make.make_picture() for _ in range(times)]
    body = "".join(f'<figure><img src="/media/{p.sha256[:16]}/960.webp" alt="x"></figure>' for p in pictures)
    edition = make.publish_release(body=f"<p>Text</p>{body}")
    with django_assert_num_queries(5):
        release.read(edition.release.url_year, edition.release.slug)
