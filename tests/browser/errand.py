"""The beginning of every errand: a directory, an event entered at its form, the release about it."""

import datetime

import pytest

from tests import factories as make

NAME = "Working Group on Cybercrime for Heads of Units"
PANEL = "Regional Counter-Cybercrime Initiatives"
TITLE = "Heads of cybercrime units meet in Cebu City"
SUMMARY = "The Secretariat spoke in a panel on regional initiatives. Three points were agreed."


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
    make.make_post(vinluan, own, "Executive Director", rank=colonel, since=day(2024, 1, 12), until=day(2025, 12, 31))
    make.make_post(vinluan, force, "Regional Director", rank=general, since=day(2026, 1, 1))
    make.make_organization("INTERPOL", slug="interpol")
    make.make_contact()
    make.make_account("writer", first_name="Wan", last_name="Writer")
    make.make_account("administrator", role="administrator")


def enter_event(writer):
    """An event with two organizers and a session, and what the directory lacks, without leaving the page."""
    page = writer.page
    writer.follow("New event")
    writer.arrive("New event")
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
    # What is said below the field must not push the link away while a thumb comes down on it.
    second.get_by_text("Nothing found").wait_for()
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
    writer.arrive("New press release")
    assert writer.value("Event").startswith(NAME)
    writer.fill("Title", TITLE)
    writer.fill("Summary", SUMMARY)
    writer.paste_from_word()
    writer.save()
