"""An officer's whole errand, from an empty form to a corrected page, with readers looking on."""

import datetime

import pytest

from news.models import EventEdition, Organization, Person, Place
from tests import factories as make
from tests.browser.officer import Officer

NAME = "Working Group on Cybercrime for Heads of Units"
TITLE = "Heads of cybercrime units meet in Cebu City"
SUMMARY = "The Secretariat spoke in a panel on regional initiatives. Three points were agreed."
NEW_TITLE = "Heads of cybercrime units agree on three points in Cebu City"
PANEL = "Regional Counter-Cybercrime Initiatives"
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
def newsroom(live_server):
    """The directory and the accounts before anybody has written anything."""
    country = make.make_country("PH")
    make.make_country("MY")
    own = make.make_own_organization(acronym="AS")
    force = make.make_organization("Philippine National Police", country=country, slug="pnp")
    colonel = make.make_rank(force, "Police Colonel", "PCOL", order=2)
    general = make.make_rank(force, "Police Brigadier General", "PBGEN")
    vinluan = make.make_person("David Martinez Vinluan", public_profile=True, slug="vinluan")
    day = datetime.date
    make.make_post(
        vinluan, own, "Executive Director", rank=colonel, since=day(2024, 1, 12), until=day(2025, 12, 31)
    )
    make.make_post(vinluan, force, "Regional Director", rank=general, since=day(2026, 1, 1))
    make.make_organization("INTERPOL", slug="interpol")
    make.make_contact()
    make.make_account("writer", first_name="Wan", last_name="Writer")
    make.make_account("administrator", role="administrator")


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

    def finds(self, words):
        """The public pages, feeds and maps on which the words stand."""
        listed = ["/", "/news/", "/events/", "/events/?year=2024", "/organizations/", "/people/", "/programmes/"]
        machines = ["/feeds/news.rss", "/sitemap.xml"]
        entries = ["/people/vinluan/", "/organizations/interpol/", "/countries/ph/"]
        texts = {path: self.get(path).text() for path in [*listed, *machines, *entries]}
        return [path for path, text in texts.items() if words.lower() in text.lower()]


def enter_event(writer):
    """An event with two organizers and a session, and what the directory lacks, without leaving the page."""
    page = writer.page
    writer.follow("New event")
    address = page.url
    writer.tick("Working group")
    writer.fill("Name", NAME)
    writer.fill("Dates", "17 to 20 September 2024")
    page.get_by_text("17–20 September 2024. Four days, Tuesday to Friday.").wait_for()

    writer.look_up("Place", "Cebu City")
    page.get_by_text("Nothing found").wait_for()
    frame = writer.dialog("New place")
    assert writer.value("City", frame) == "Cebu City", "what was typed goes along"
    writer.pick("Country", "phil", "Philippines", frame)
    writer.close_dialog(frame)
    page.get_by_text("Cebu City, Philippines. Time there: UTC+8.").wait_for()

    first = writer.add_row("Add an organizer")
    writer.pick("Organization", "interp", "INTERPOL", first)
    writer.choose("Role", "Organizer", first)
    second = writer.add_row("Add an organizer")
    writer.look_up("Organization", "Cybercrime Coordinating Center", second)
    frame = writer.dialog("New organization", second)
    writer.fill("Acronym", "CICC", frame)
    writer.choose("What is it?", "Government body", frame)
    writer.pick("Country", "phil", "Philippines", frame)
    writer.close_dialog(frame)
    writer.choose("Role", "Co-host", second)

    writer.tick("PCOL David Martinez Vinluan")
    page.get_by_text("Rank and position as of 17 September 2024", exact=True).wait_for()

    session = writer.add_row("Add a session")
    writer.fill("Title", PANEL, session)
    writer.choose("Kind", "Panel", session)
    assert writer.value("Day", session) == "2024-09-17", "the first day is offered"
    panellist = writer.add_row("Add someone to this session", session)
    writer.pick("Person", "vinl", "David Martinez Vinluan", panellist)
    writer.choose("Role", "Panellist", panellist)
    panellist.get_by_text("Rank and position as of 17 September 2024", exact=True).wait_for()
    assert writer.value("Rank", panellist) == "Police Colonel", "the rank of that day, not of today"
    assert writer.value("Short form", panellist) == "PCOL"
    assert writer.value("Position", panellist) == "Executive Director"
    assert writer.value("Organization", panellist) == "ASEANAPOL Secretariat"

    other = writer.add_row("Add someone to this session", session)
    writer.look_up("Person", "Alexander K. Ramos", other)
    frame = writer.dialog("New person", other)
    writer.fill("Title before the name", "Mr.", frame)
    writer.fill("Position", "Undersecretary", frame)
    writer.pick("Organization", "cicc", "Cybercrime Coordinating Center", frame)
    writer.close_dialog(frame)
    writer.choose("Role", "Moderator", other)
    page.wait_for_function("(row) => row.querySelector('[name$=-position]').value", arg=other.element_handle())
    assert writer.value("Position", other) == "Undersecretary", "filled in from the post that was just added"
    assert page.url == address
    writer.save()


def write_release(writer):
    writer.press("Save, then write")
    writer.page.get_by_role("heading", name="New press release", level=1).wait_for()
    writer.page.get_by_role("textbox", name="Text", exact=True).wait_for()
    assert writer.value("Event").startswith(NAME)
    writer.fill("Title", TITLE)
    writer.fill("Summary", SUMMARY)
    writer.paste_from_word()
    writer.save()


def publish_alone(administrator, title, reason="The other editors are in Manila."):
    """From what waits to published, as the administrator does it."""
    page = administrator.page
    page.goto("/admin/news/edition/")
    administrator.follow(title)
    page.get_by_text("Publish alone…").click()
    page.get_by_label("Why can nobody else check it now?").fill(reason)
    page.get_by_role("button", name="Publish alone", exact=True).click()


def test_from_an_empty_form_to_a_corrected_page(officers, new_page):
    writer, administrator = officers
    reader = Reader(new_page(viewport={"width": 1280, "height": 900}))
    seen, desk = reader.page, writer.page

    # The event and its text are written; nobody outside sees a word.
    enter_event(writer)
    facts = EventEdition.objects.get()
    write_release(writer)
    for words in (NAME, TITLE, PANEL, "Alexander K. Ramos", "Cybercrime Coordinating Center", "Cebu City", "INTERPOL"):
        assert reader.finds(words) == [], words
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
    publish_alone(administrator, TITLE)
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
    publish_alone(administrator, NEW_TITLE)
    administrator.page.get_by_text("Say for readers what is different from the public version.").first.wait_for()
    assert reader.get(address).text() == before
    administrator.fill("What is different from the public version?", "The title names what was agreed.")
    administrator.save()
    publish_alone(administrator, NEW_TITLE)
    administrator.page.get_by_text("Published. Readers see it now.").wait_for()

    seen.goto(address)
    seen.get_by_role("heading", name=NEW_TITLE, level=1).wait_for()
    assert "The next meeting is in Manila." in seen.locator(".text").inner_text()
    seen.get_by_text("Updated ").click()
    assert seen.get_by_text("The title names what was agreed.").is_visible()
    assert reader.finds(TITLE) == []
