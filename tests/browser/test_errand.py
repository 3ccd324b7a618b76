"""An officer's whole errand, from an empty form to a corrected page, with readers looking on."""

import pytest

from news.models import EventEdition, Organization, Person, Place
from tests.browser import errand
from tests.browser.errand import NAME, PANEL, SUMMARY, TITLE, enter_event, write_release
from tests.browser.officer import Officer

newsroom = errand.newsroom

NEW_TITLE = "Heads of cybercrime units agree on three points in Cebu City"
OFFICER = "David Martinez Vinluan Police Colonel (PCOL), Executive Director"
MODERATOR = "Mr. Alexander K. Ramos"
PANEL_FACTS = [
    "17–20 September 2024",
    "Cebu City Philippines",
    "Organizer INTERPOL",
    "Co-host Cybercrime Coordinating Center (CICC)",
    OFFICER,
    "Panellist",
    PANEL,
    f"Moderator: {MODERATOR}",
]


@pytest.fixture
def officers(new_page, newsroom):
    """A writer and an administrator, each at a computer of their own, signed in."""
    pages = [new_page(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    return [Officer(page).sign_in(name) for page, name in zip(pages, ["writer", "administrator"], strict=True)]


class Reader:
    """Somebody who is not signed in."""

    def __init__(self, page):
        self.page = page

    def get(self, path):
        return self.page.context.request.get(path, max_redirects=0)

    def finds(self, *words):
        """Which of these words stand on public pages, in feeds and maps, and where."""
        listed = ["/", "/news/", "/events/", "/events/?year=2024", "/organizations/", "/people/", "/programmes/"]
        machines = ["/feeds/news.rss", "/sitemap.xml"]
        entries = ["/people/vinluan/", "/organizations/interpol/", "/countries/ph/"]
        texts = {path: self.get(path).text().lower() for path in [*listed, *machines, *entries]}
        return [(word, path) for word in words for path, text in texts.items() if word.lower() in text]


def test_from_an_empty_form_to_a_corrected_page(officers, new_page):
    writer, administrator = officers
    reader = Reader(new_page(viewport={"width": 1280, "height": 900}))
    seen, desk = reader.page, writer.page

    # The event and its text are written; nobody outside sees a word.
    enter_event(writer)
    facts = EventEdition.objects.get()
    write_release(writer)
    added = ["Alexander K. Ramos", "Cybercrime Coordinating Center", "Cebu City"]
    assert reader.finds(NAME, TITLE, PANEL, *added, "INTERPOL") == []
    event, person = facts.event.get_absolute_url(), Person.objects.get(name="Alexander K. Ramos")
    organization = Organization.objects.get(acronym="CICC")
    hidden = [event, f"/people/{person.slug}/", f"/organizations/{organization.slug}/", "/organizations/interpol/"]
    assert [reader.get(path).status for path in hidden] == [404] * 4
    assert Place.objects.get(city="Cebu City").zone == "Asia/Manila"

    # A writer cannot publish, and is told why.
    button = desk.get_by_role("button", name="Publish alone")
    assert button.get_attribute("aria-disabled") == "true"
    reason = desk.locator(f"#{button.get_attribute('aria-describedby')}")
    assert reason.inner_text() == "Only an administrator or the duty editor can publish alone."
    button.click(force=True)
    assert reader.get("/news/").text().count(TITLE) == 0

    # The administrator publishes alone, with a reason.
    administrator.publish_alone(TITLE)
    administrator.page.get_by_text("Published. Readers see it now.").wait_for()

    # An anonymous browser reads it.
    seen.goto("/")
    seen.get_by_role("link", name=TITLE).first.click()
    seen.get_by_role("heading", name=TITLE, level=1).wait_for()
    address = seen.url
    assert seen.get_by_text(SUMMARY).is_visible()
    items = seen.locator(".text li").all_inner_texts()
    assert items == ["Sharing of leads\nwithin a day", "within a day", "Joint training", "Third", "Fourth"]
    told = " ".join(seen.locator(".glance").inner_text().split())
    for fact in PANEL_FACTS:
        assert fact in told, f"{fact}: {told}"
    seen.locator(".glance").get_by_role("link", name=NAME).click()
    seen.get_by_role("heading", name=NAME, level=1).wait_for()
    told = " ".join(seen.locator(".glance").inner_text().split())
    assert OFFICER in told
    told = " ".join(seen.locator(".timetable").inner_text().split())
    for fact in ("17 September 2024", PANEL, "Panellist: David Martinez Vinluan", f"Moderator: {MODERATOR}"):
        assert fact in told, f"{fact}: {told}"
    assert seen.get_by_role("link", name=TITLE).count() == 1
    assert reader.get(f"/people/{person.slug}/").status == 404, "no page of their own unless somebody says so"

    # The writer revises it; readers see the public version until the new one is published.
    before = reader.get(address).text()
    desk.reload()
    writer.press("New version")
    desk.get_by_text("Version 2 begins here.").wait_for()
    writer.fill("Title", NEW_TITLE)
    desk.locator(".ProseMirror > p").last.click()
    desk.keyboard.press("End")
    desk.keyboard.type(" The next meeting is in Manila.")
    writer.save()
    assert "Readers still see the public version." in desk.locator("main").inner_text()
    assert reader.get(address).text() == before
    assert reader.finds(NEW_TITLE) == []

    # Without a line for readers it does not go out; with one it does.
    administrator.open_release(NEW_TITLE)
    administrator.page.get_by_text("Say for readers what is different from the public version.").first.wait_for()
    assert administrator.page.get_by_role("button", name="Publish alone").get_attribute("aria-disabled") == "true"
    assert reader.get(address).text() == before
    administrator.fill("What is different from the public version?", "The title names what was agreed.")
    administrator.save()
    administrator.publish_alone(NEW_TITLE)
    administrator.page.get_by_text("Published. Readers see it now.").wait_for()

    seen.goto(address)
    seen.get_by_role("heading", name=NEW_TITLE, level=1).wait_for()
    assert "The next meeting is in Manila." in seen.locator(".text").inner_text()
    seen.get_by_text("Updated ").click()
    assert seen.get_by_text("The title names what was agreed.").is_visible()
    assert reader.finds(TITLE) == []
