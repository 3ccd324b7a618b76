"""A courtesy call with nine people, typed by hand, from an empty form to the public page. Steps are counted and printed."""

import datetime
import sys

import pytest

from tests import factories as make
from tests.browser.officer import Officer

NAME = "Courtesy call on the RMP Director of Internal Security and Public Order"
TITLE = "Secretariat calls on the police’s Director of Internal Security and Public Order"
SUMMARY = "Both sides went through their joint work. Wildlife crime and fraud at sea were named first."
TEXT = "The Secretariat thanked for the welcome."
OURS = [
    ("David Martinez Vinluan", "Executive Director", None),
    ("Azrul Hisham bin Mohd Shaffei", "Head of Administrative and Technical Support", "Supt"),
    ("Suresh Subramaniam", "Plans and Programmes Officer I", "DSP"),
    ("Chan Yew Hiok", "Police Services Officer I", "DSP"),
    ("Engku Nurul ‘Aini Engku Malek", "Plans and Programmes Officer II", "ASP"),
]
THEIRS = [
    "Dato’ Sri Mohd Kamarudin bin Md Din, Director of ISPO, ISPO",
    "Dato’ Hj. Mohd Yusoff bin Mamat, Deputy Director of ISPO (Operational), ISPO",
    "ACP Sulizmie Affandy bin Sulaiman, Assistant Director of Wildlife Crime, ISPO",
    "ACP Shamsol bin Kassim, Deputy Commander, Marine Police Force",
]
# What readers see of each: the words of the panel.
SEEN = [
    "Dato’ Sri Mohd Kamarudin bin Md Din Director of ISPO, Internal Security and Public Order (ISPO)",
    "Dato’ Hj. Mohd Yusoff bin Mamat Deputy Director of ISPO (Operational), Internal Security and Public Order (ISPO)",
    "Sulizmie Affandy bin Sulaiman Assistant Commissioner of Police (ACP), Assistant Director of Wildlife Crime",
    "Shamsol bin Kassim Assistant Commissioner of Police (ACP), Deputy Commander, Marine Police Force",
    "David Martinez Vinluan Executive Director Led the delegation",
    "Azrul Hisham bin Mohd Shaffei Superintendent of Police (Supt), Head of Administrative and Technical Support",
    "Suresh Subramaniam Deputy Superintendent of Police (DSP), Plans and Programmes Officer I",
    "Chan Yew Hiok Deputy Superintendent of Police (DSP), Police Services Officer I",
    "Engku Nurul ‘Aini Engku Malek Assistant Superintendent of Police (ASP), Plans and Programmes Officer II",
]


@pytest.fixture
def newsroom(live_server):
    """Their organizations and our officers are known; of their people nobody is."""
    malaysia = make.make_country("MY")
    make.make_place("Kuala Lumpur", malaysia, "Asia/Kuala_Lumpur")
    force = make.make_organization("Royal Malaysia Police", acronym="RMP", country=malaysia)
    make.make_organization("Internal Security and Public Order", acronym="ISPO", parent=force, country=malaysia)
    make.make_organization("Marine Police Force", parent=force, country=malaysia)
    long_forms = {
        "ACP": "Assistant Commissioner of Police",
        "Supt": "Superintendent of Police",
        "DSP": "Deputy Superintendent of Police",
        "ASP": "Assistant Superintendent of Police",
    }
    ranks = {
        short: make.make_rank(force, long, short, order) for order, (short, long) in enumerate(long_forms.items(), 1)
    }
    own = make.make_own_organization()
    since = datetime.date(2024, 1, 12)
    for name, position, rank in OURS:
        make.make_post(make.make_person(name), own, position, rank=ranks.get(rank), since=since)
    later = datetime.date(2024, 6, 1)
    make.make_post(make.make_person("Somebody Who Came Later"), own, "Police Services Officer II", since=later)
    make.make_account("writer")
    make.make_account("administrator", role="administrator")


def enter_call(officer):
    page = officer.page
    officer.follow("New event")
    officer.arrive("New event")
    officer.tick("Courtesy call")
    officer.fill("Name", NAME)
    officer.fill("Dates", "17 May 2024")
    page.get_by_text("17 May 2024. One day, Friday.").wait_for()
    officer.pick("Place", "kuala", "Kuala Lumpur")
    box = "One name a line: rank, name, position"
    # Typed line by line; each line is a step.
    page.get_by_label(box).press_sequentially("\n".join(THEIRS[:-1]) + "\n")
    officer.steps += THEIRS[:-1]
    page.get_by_label(box).press_sequentially(THEIRS[-1])
    officer.did(THEIRS[-1])
    officer.press("Add 4 people")
    page.get_by_text("4 people added to the list below.").wait_for()
    assert page.get_by_text("Somebody Who Came Later").count() == 0, "not yet in post on that day"
    for name, *_ in OURS:
        officer.tick(name)
    page.wait_for_function("document.querySelectorAll('[data-as-of]:not(:empty)').length === 9")
    officer.fill("What was it about?", "Wildlife crime\nMaritime fraud")


def write_release(officer):
    page = officer.page
    officer.press("Save, then write")
    officer.arrive("New press release")
    officer.fill("Title", TITLE)
    officer.fill("Summary", SUMMARY)
    page.get_by_role("textbox", name="Text", exact=True).click()
    page.keyboard.type(TEXT)
    officer.did("Text")
    officer.save()


def test_nine_people_are_entered_by_hand_and_read_by_everybody(new_page, newsroom, capfd):
    writer = Officer(new_page(viewport={"width": 1280, "height": 900})).sign_in("writer")
    enter_call(writer)
    for_the_event = len(writer.steps)
    write_release(writer)
    for_both = len(writer.steps)
    administrator = Officer(new_page(viewport={"width": 1280, "height": 900})).sign_in("administrator")
    administrator.publish_alone(TITLE)
    administrator.page.get_by_text("Published. Readers see it now.").wait_for()

    seen = new_page(viewport={"width": 1280, "height": 900})
    seen.goto("/")
    seen.get_by_role("link", name=TITLE).first.click()
    seen.get_by_role("heading", name=TITLE, level=1).wait_for()
    told = " ".join(seen.locator(".glance").inner_text().split())
    for fact in [NAME, "17 May 2024", "Kuala Lumpur Malaysia", *SEEN]:
        assert fact in told, f"{fact}: {told}"
    assert "Subjects Wildlife crime Maritime fraud" in told
    assert TEXT in seen.locator(".text").inner_text()

    with capfd.disabled():
        sys.stderr.write(
            f"\nA courtesy call with nine people: {for_the_event} steps for the event, "
            f"{for_both - for_the_event} for its release, {len(administrator.steps)} to publish it.\n"
        )
    assert for_the_event <= 25
