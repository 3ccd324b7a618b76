"""What the pages name is there: links, pictures in every form and width, kit, card, style and scripts."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from news.record.searchable import refresh_everything
from tests import factories as make

pytestmark = pytest.mark.django_db

NAMED = re.compile(r'(?:href|src|data-full)="(/[^"#]*)|(?:srcset)="([^"]+)"|content="(http[^"]+)"')
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
# As the mock allowed for all that a release loads, before it is compressed, and the box of search.
STYLE_LIMIT = 25_000


@pytest.fixture
def release():
    """A release with everything that a page can link to."""
    for slug in ("about", "contact", "accessibility", "privacy", "reuse"):
        make.make_page(slug=slug, title=slug.title())
    make.make_contact()
    event = make.make_event()
    make.make_organizer(event, make.make_own_organization())
    make.publish(event)
    inside = make.make_picture(500, 400)
    figure = f'<figure><img src="/media/{inside.sha256[:16]}/960.webp" alt="A hall."></figure>'
    edition = make.make_release(event=event.event, body=f"<p>Words.</p>{figure}", topics=[make.make_topic()])
    for is_lead in (True, False):
        make.attach_picture(edition, make.make_picture(900, 1600), alt="Two rows of people.", is_lead=is_lead)
    make.attach_document(edition)
    make.publish(edition)
    refresh_everything()
    return edition.release


def named_by(page):
    """The addresses of this site that a page names; of those that carry its origin, the paths."""
    for link, candidates, whole in NAMED.findall(page):
        if whole.startswith(settings.SITE_ORIGIN):
            yield whole.removeprefix(settings.SITE_ORIGIN)
        yield from filter(None, [link, *(one.split()[0] for one in candidates.split(",") if one)])


def is_there(client, address):
    path = urlsplit(address).path
    if path.startswith(settings.STATIC_URL):
        return finders.find(path.removeprefix(settings.STATIC_URL)) is not None
    answer = client.get(address.replace("&amp;", "&"))
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content) and answer.status_code == 200


def test_every_address_that_a_release_and_its_event_name_is_there(client, release):
    page = release.get_absolute_url()
    event = release.editions.live().get().event.get_absolute_url()
    found = {one for path in (page, event, "/", "/news/") for one in named_by(client.get(path).content.decode())}
    assert {page + "kit.zip", "/reuse/"} <= found
    assert any(one.startswith(page + "card.jpg?v=") for one in found)
    for part in ("/full.", ".avif", ".webp", "/3x2-", "/2x1-", "/media/documents/"):
        assert any(part in one for one in found), part
    assert [one for one in sorted(found) if not is_there(client, one)] == []


def test_the_style_of_a_release_stays_small(client, release):
    page = client.get(release.get_absolute_url()).content.decode()
    files = [finders.find(path.removeprefix(settings.STATIC_URL)) for path in STYLE.findall(page)]
    assert len(files) == 5
    sizes = []
    for name in files:
        with open(name, "rb") as file:
            sizes.append(len(file.read()))
    assert sum(sizes) <= STYLE_LIMIT
