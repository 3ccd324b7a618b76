"""An officer's errands at the event's form, with a mouse, a thumb and a keyboard. Steps are counted and printed."""

import datetime

import pytest

from news.enums import ParticipationRole, State
from news.models import EventEdition, Person
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/admin/news/eventedition/add/"

THEIR_SIDE = """\
Commissioner General CHO Ji Ho, KNPA
Superintendent General LEE Min-ho, Director General, Korean National Police Agency
Mr. KIM Chul-soo, Interpreter
Ms. PARK Ji-won, Desk Officer, KNPA
Dr. HAN So-ra, Adviser
Senior Superintendent CHOI Woo-sik, Police Attaché"""


class Officer:
    """Somebody at the desk. Each tap is a step, and so is each field or line that is typed."""

    def __init__(self, page):
        self.page, self.steps = page, []

    def tap(self, target):
        self.steps.append(f"tap {target}")
        self.page.locator(target).first.click()

    def type(self, target, text):
        for line in text.splitlines():
            self.steps.append(f"type {line}")
        self.page.locator(target).first.fill(text)

    def pick(self, target, text):
        """Type a few letters, then Enter."""
        self.steps += [f"type {text}", "press Enter"]
        field = self.page.locator(target)
        field.press_sequentially(text, delay=10)
        self.page.locator(".pick-list:not([hidden]) [role=option]").first.wait_for()
        field.press("Enter")

    def press(self, target, key):
        self.steps.append(f"press {key}")
        self.page.locator(target).first.press(key)


def sign_in(page, role="writer"):
    account = make.make_account("officer", role=role)
    page.goto("/admin/login/")
    page.fill("[name=username]", account.username)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return Officer(page)


@pytest.fixture
def directory(db):
    own = make.make_own_organization()
    since = datetime.date(2023, 1, 1)
    for name, position in [
        ("David Martinez Vinluan", "Executive Director"),
        ("Bakri Zainal Abidin", "Director for Police Services"),
        ("Nguyen Huu Ngoc", "Director for Plans and Programmes"),
    ]:
        make.make_post(make.make_person(name), own, position, since=since)
    korea = make.make_country("KR")
    force = make.make_organization("Korean National Police Agency", acronym="KNPA", country=korea)
    make.make_standing(force, "dialogue_partner")
    for order, rank in enumerate(["Commissioner General", "Superintendent General", "Senior Superintendent"], 1):
        make.make_rank(force, rank, "", order)
    make.make_post(make.make_person("Cho Ji Ho"), force, "Commissioner General", since=datetime.date(2024, 8, 1))
    make.make_place("Kuala Lumpur", make.make_country("MY"), "Asia/Kuala_Lumpur")
    make.make_place("Seoul", korea, "Asia/Seoul")
    return force


@pytest.mark.parametrize("width", [1280, 360])
def test_a_courtesy_call_with_nine_people(new_page, directory, width, capsys):
    page = new_page(viewport={"width": width, "height": 800})
    officer = sign_in(page)
    page.goto(ADD)
    officer.tap("label.pill:has-text('Courtesy call')")
    officer.type("[name=dates]", "27 august 2024")
    page.get_by_text("27 August 2024. One day, Tuesday.").wait_for()
    officer.pick("#id_place_find", "kuala")
    page.get_by_text("Kuala Lumpur, Malaysia. Time there: UTC+8.").wait_for()
    officer.type("[name=pasted]", THEIR_SIDE)
    page.get_by_text("in the directory, not in this list").wait_for()
    officer.tap("[data-add-pasted]")
    page.get_by_text("6 people added to the list below.").wait_for()
    for name in ["David Martinez Vinluan", "Bakri Zainal Abidin", "Nguyen Huu Ngoc"]:
        officer.tap(f"label.tick:has-text('{name}') input")
    page.locator("[data-row-title]:has-text('Director for Plans and Programmes')").wait_for()
    officer.type("[name=subjects]", "Training")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    officer.tap("[data-save]")
    page.get_by_text("Saved at").wait_for()

    edition = EventEdition.objects.get()
    rows = list(edition.participations.select_related("organization"))
    assert edition.name == "Courtesy call by Cho Ji Ho"
    assert (edition.kind, str(edition.starts), edition.place.city) == ("courtesy_call", "2024-08-27", "Kuala Lumpur")
    assert len(rows) == 9
    assert [row.role for row in rows[:2]] == [ParticipationRole.HEAD_OF_DELEGATION, ParticipationRole.DELEGATE]
    assert (rows[0].person.name, rows[0].rank_long, rows[0].organization) == (
        "Cho Ji Ho",
        "Commissioner General",
        directory,
    )
    assert (rows[1].position, rows[1].organization) == ("Director General", directory)
    assert [row.position for row in rows[6:]] == [
        "Executive Director",
        "Director for Police Services",
        "Director for Plans and Programmes",
    ]
    assert Person.objects.filter(name="HAN So-ra").exists()
    with capsys.disabled():
        print(f"\nA courtesy call with nine people at {width} px: {len(officer.steps)} steps")  # noqa: T201
    assert len(officer.steps) <= 25


def test_an_event_with_organizers_and_a_session_without_leaving_the_page(page, directory):
    make.make_organization("INTERPOL")
    officer = sign_in(page)
    page.goto(ADD)
    officer.tap("label.pill:has-text('Symposium')")
    officer.type("[name=name]", "International Symposium on Cybercrime Response")
    officer.type("[name=dates]", "august 27 to 29, 2024")
    page.get_by_text("27–29 August 2024. Three days, Tuesday to Thursday.").wait_for()
    officer.pick("#id_place_find", "seo")
    for number, (name, role) in enumerate([("korean", "host"), ("interpol", "organizer")]):
        officer.tap("[data-rows=organizers] > .desk-rows-foot [data-add-row]")
        officer.pick(f"#id_organizers-{number}-organization_find", name)
        page.locator(f"[name=organizers-{number}-role]").select_option(role)
    officer.tap("[data-rows=sessions] > .desk-rows-foot [data-add-row]")
    officer.type("[name=sessions-0-title]", "Opening ceremony")
    officer.tap("[data-rows=sessions-0-participations] > .desk-rows-foot [data-add-row]")
    person = page.locator("#id_sessions-0-participations-0-person_find")
    person.press_sequentially("Somebody New")
    officer.tap(".field-person:has(#id_sessions-0-participations-0-person_find) [data-add-related]")
    dialog = page.frame_locator("dialog iframe")
    assert dialog.locator("[name=name]").input_value() == "Somebody New"
    dialog.locator("[data-save]").click()
    page.locator("dialog").wait_for(state="hidden")
    assert page.url.endswith(ADD)
    assert person.input_value() == "Somebody New"
    page.locator("[name=sessions-0-participations-0-role]").select_option("panellist")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved at").wait_for()

    edition = EventEdition.objects.get()
    assert [row.printed_as for row in edition.organizers.all()] == ["Korean National Police Agency (KNPA)", "INTERPOL"]
    row = edition.sessions.get().participations.get()
    assert (row.printed_as, row.role) == ("Somebody New", "panellist")


def test_kind_moves_parts_and_loses_nothing(page, directory):
    sign_in(page)
    page.goto(ADD)
    page.locator("[data-rows=organizers] > .desk-rows-foot [data-add-row]").click()
    page.fill("[name=dates]", "27 august 2024")
    page.get_by_text("27 August 2024. One day, Tuesday.").wait_for()
    page.locator("label.tick:has-text('David Martinez Vinluan') input").check()
    page.click("label.pill:has-text('Courtesy call')")
    assert page.locator("#organizers-group").is_hidden()
    assert page.locator("[name=ours]").first.is_checked()
    assert page.locator("#more #organizers-group [data-row]").count() == 1
    page.click("label.pill:has-text('Training')")
    assert page.locator("#organizers-group").is_visible()
    # A tick taken away takes its row out, and a row taken out takes its tick away.
    page.locator("[name=ours]").first.uncheck()
    assert page.locator("[data-rows=participations] > .rows > [data-row]:not([data-out])").count() == 0
    page.locator("[name=ours]").first.check()
    page.locator("[data-rows=participations] > .rows > [data-row]:not([data-out]) [data-take-out]").click()
    assert not page.locator("[name=ours]").first.is_checked()


def test_rows_follow_another_day_until_a_hand_has_typed(page, directory):
    sign_in(page)
    page.goto(ADD)
    page.fill("[name=name]", "Symposium")
    page.fill("[name=dates]", "27 august 2024")
    page.get_by_text("27 August 2024. One day, Tuesday.").wait_for()
    page.locator("label.tick:has-text('David Martinez Vinluan') input").check()
    title = page.locator("[data-row-title]:has-text('David Martinez Vinluan')")
    title.get_by_text("Executive Director").wait_for()
    page.fill("[name=dates]", "27 august 2019")
    page.get_by_text("was in post on 27 August 2019").wait_for()
    page.wait_for_function("document.querySelector('[name=participations-0-position]').value === ''")
    page.locator("[data-row=participations-0] [data-unfold]").click()
    page.fill("[name=participations-0-position]", "Guest lecturer")
    page.fill("[name=dates]", "27 august 2024")
    page.get_by_text("The officers in post on 27 August 2024.").wait_for()
    page.wait_for_timeout(300)
    assert page.input_value("[name=participations-0-position]") == "Guest lecturer"


def test_the_proposed_order_and_a_drag_by_key(page, directory):
    sign_in(page)
    page.goto(ADD)
    page.fill("[name=name]", "Symposium")
    page.fill("[name=dates]", "27 august 2024")
    page.locator(".event-paste summary").click()
    page.fill("[name=pasted]", "Delegate One, KNPA\nGuest Two")
    page.locator("[data-add-pasted]:has-text('Add 2 people')").click()
    page.get_by_text("2 people added to the list below.").wait_for()
    rows = page.locator("[data-rows=participations] > .rows > [data-row]")
    rows.nth(1).locator("[data-unfold]").click()
    page.locator("[name=participations-1-role]").select_option("guest_of_honour")
    page.click("[data-proposed-order]")
    page.wait_for_function("document.querySelector('[name=participations-1-order]').value === '0'")
    assert "Guest Two" in rows.first.inner_text()
    grip = rows.first.locator("[data-grip]")
    grip.focus()
    for key in [" ", "ArrowDown", " "]:
        page.keyboard.press(key)
    assert page.get_by_text("You changed the order.").is_visible()
    page.click("[data-save]")
    page.get_by_text("Saved at").wait_for()
    edition = EventEdition.objects.get(state=State.DRAFT)
    assert [row.printed_as for row in edition.participations.all()] == ["Delegate One", "Guest Two"]
