"""What the first visit of a page transfers, with nothing in the browser's cache.

The live server sends every byte, headers too, but its static files are not compressed. So for each of
them the body is counted as `collectstatic` stores it, with gzip, which every browser and proxy takes
(over HTTPS it is brotli, about a tenth less). Pages themselves are counted as the site sends them.
"""

from base64 import b64decode
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from whitenoise.compress import Compressor

from tests.browser import demonstration
from tests.browser.demonstration import DESK, PUBLIC, sign_in

demo = demonstration.demo
transactional_db = demonstration.transactional_db
window, screen = demonstration.window, demonstration.screen

KB = 1000
DESK_LIMIT, ARTICLE_LIMIT = 400 * KB, 120 * KB


class Scales:
    """Weighs what one page transfers from now on: `parts` holds the bytes by path."""

    def __init__(self, page):
        self.page = page
        self.paths, self.transferred, self.bodies, self.parts = {}, {}, {}, {}
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.session.on("Network.responseReceived", self._response)
        self.session.on("Network.loadingFinished", self._finished)

    def _response(self, event):
        self.paths[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def _finished(self, event):
        self.transferred[event["requestId"]] = event["encodedDataLength"]

    def visit(self, address):
        self.page.goto(address, wait_until="networkidle")
        compressor = Compressor(quiet=True)
        # Asking for a body lets late events in, so the list is taken first.
        for request, size in list(self.transferred.items()):
            path = self.paths[request]
            if path.startswith(settings.STATIC_URL) and compressor.should_compress(path):
                size = self._compressed(request, size)
            self.parts[path] = self.parts.get(path, 0) + size
        return self

    def _compressed(self, request, size):
        answer = self.session.send("Network.getResponseBody", {"requestId": request})
        body = b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()
        zipped = Compressor.compress_gzip(body)
        assert size >= len(body), "the live server has begun to compress: weigh what it sends"
        return size - len(body) + min(len(zipped), len(body))

    @property
    def total(self):
        return sum(self.parts.values())

    def __str__(self):
        heavy = sorted(self.parts.items(), key=lambda part: -part[1])
        return "\n".join(f"{size / KB:7.1f} kB  {path}" for path, size in [("all", self.total), *heavy[:12]])


@pytest.fixture
def scales(screen):
    found = Scales(screen)
    yield found
    found.session.detach()


@pytest.mark.parametrize("name", ["sign-in", *DESK])
def test_no_page_of_the_desk_is_heavier_than_400_kb_on_the_first_visit(scales, demo, name):
    if name != "sign-in":
        sign_in(scales.page, "administrator")
    scales.visit("/admin/login/" if name == "sign-in" else DESK[name](demo))
    assert scales.total <= DESK_LIMIT, f"\n{scales}"


@pytest.mark.parametrize("name", [name for name in PUBLIC if name.startswith("release")])
def test_a_release_without_its_pictures_is_lighter_than_120_kb(scales, demo, name):
    scales.page.route("**/media/**", lambda route: route.abort())
    scales.page.expected_console.append("net::ERR_FAILED")
    scales.visit(PUBLIC[name](demo))
    assert scales.total <= ARTICLE_LIMIT, f"\n{scales}"
