"""Sitemaps keep to the schema of sitemaps.org."""

import os

import pytest
from lxml import etree

from tests import factories as make
from tests import npm

from . import sitemap_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema():
    try:
        path = sitemap_schema.fetched()
    except npm.NotFetchedError as error:
        pytest.fail(str(error)) if os.environ.get("CI") else pytest.skip(str(error))
    return etree.XMLSchema(etree.parse(path))


def test_every_part_keeps_to_the_schema(client, schema):
    make.make_page("about")
    event = make.make_event(programme=make.make_programme())
    make.make_participation(event, make.make_person(public_profile=True), organization=make.make_organization())
    make.publish_release(title="Title & <b>sign</b>", event=make.publish(event), topics=[make.make_topic()])
    index = etree.fromstring(client.get("/sitemap.xml").content)
    parts = [part.findtext("{*}loc").removeprefix("http://newsroom.test") for part in index]
    assert len(parts) == 9
    for path in [*parts, "/sitemap-news.xml"]:
        read = etree.fromstring(client.get(path).content)
        # What news adds has a schema of its own, which the wildcard of this one asks for.
        for news in read.findall("*/{*}news"):
            news.getparent().remove(news)
        assert schema.validate(read), (path, schema.error_log)
        assert len(read) > 0
