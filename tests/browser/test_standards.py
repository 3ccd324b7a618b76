"""What others wrote judges the pages of the demonstration: the Nu Html Checker, and a walk along every link."""

import os
import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests import npm
from tests.browser import demonstration, nu
from tests.browser.demonstration import MISSING, PUBLIC

demo = demonstration.demo
transactional_db = demonstration.transactional_db

NAMED = re.compile(r'(?:href|src|action|data-full)="([^"]*)"|srcset="([^"]+)"')
ID = re.compile(r'\sid="([^"]+)"')
# A list narrowed by every pair of filters is as long as the world: from these pages, links are looked at, not followed.
FOLLOWED_ONCE = re.compile(r"\?")
SHORT = re.compile(r"/r/[0-9]{4}/[0-9]+\Z")
# These say what is no longer there, and lead to the page that tells why.
TELL_WHAT_IS_GONE = {"/corrections/", "/withdrawn/"}


@pytest.fixture
def checker():
    try:
        return nu.fetched()
    except npm.NotFetchedError as error:
        pytest.fail(str(error)) if os.environ.get("CI") else pytest.skip(str(error))


def test_every_type_of_page_is_html(demo, transactional_db, checker):
    client = Client()
    pages = {}
    for name, address in PUBLIC.items():
        pages[name] = client.get(address(demo)).content.decode()
    for name, (status, address) in MISSING.items():
        answer = client.get(address(demo))
        assert answer.status_code == status
        pages[name] = answer.content.decode()
    assert not nu.complaints(pages)


def test_no_link_of_the_site_is_broken(demo, transactional_db):
    client = Client()
    seen, broken, gone, ids, named = {"/"}, [], set(), {}, []
    waiting = deque([("/", "")])
    while waiting:
        path, named_on = waiting.popleft()
        answer = client.get(path)
        # The short address to copy, which is meant for elsewhere, leads to the page in one hop.
        if SHORT.match(path) and answer.status_code == 301:
            answer = client.get(answer["Location"])
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code == 410 and b"has been withdrawn" in body:
            gone.add(path)
        elif answer.status_code != 200 or not body:
            broken.append(f"{path} on {named_on}: {answer.status_code}")
        if (
            answer.status_code != 200
            or not answer["Content-Type"].startswith("text/html")
            or FOLLOWED_ONCE.search(path)
        ):
            continue
        page = body.decode()
        ids[path] = set(ID.findall(page))
        for target, fragment in links(page, path):
            named.append((path, target, fragment))
            if target in seen:
                continue
            seen.add(target)
            if target.startswith(settings.STATIC_URL):
                if finders.find(target.removeprefix(settings.STATIC_URL)) is None:
                    broken.append(f"{target} on {path}: no such file")
            elif not target.startswith(("/admin/", "/accounts/")):
                waiting.append((target, path))
    assert not broken
    assert len(seen) > 100
    assert gone
    assert not [one for one in named if one[1] in gone and one[0] not in TELL_WHAT_IS_GONE]
    assert not [one for one in named if one[2] and one[1] in ids and one[2] not in ids[one[1]]]


def links(page, path):
    """(path with its query, fragment) of each link to this site."""
    for link, candidates in NAMED.findall(page):
        for one in [link] if link else [part.split()[0] for part in candidates.split(",")]:
            whole = urlsplit(urljoin(settings.SITE_ORIGIN + path, one.replace("&amp;", "&")))
            if f"{whole.scheme}://{whole.netloc}" == settings.SITE_ORIGIN:
                yield whole.path + (f"?{whole.query}" if whole.query else ""), whole.fragment
