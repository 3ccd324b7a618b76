"""A real Chromium for the tests of this folder, with a console that must stay silent."""

import os

import pytest

from tests.browser.chromium import CHROMIUM, MISSING

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, in which Django would refuse the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(browser, live_server):
    """Opens pages, each in a context of its own, as of one more person.

    `new_page()` takes what Playwright's `new_context` takes, such as `viewport` and
    `color_scheme`; addresses are relative to the live server. After the test, each line of
    warning or error on any of their consoles is a failure. A page on which the server is meant to
    answer with an error adds to `page.expected_console` a part of the line that Chromium prints.
    """
    contexts, lines = [], []

    def open_page(**options):
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.expected_console = []
        page.set_default_timeout(10_000)

        def note(line):
            if not any(part in line for part in page.expected_console):
                lines.append(f"{page.url}: {line}")

        page.on("console", lambda message: note(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: note(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not lines, "The console did not stay silent:\n" + "\n".join(lines)


@pytest.fixture
def page(new_page):
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(new_page):
    return new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
