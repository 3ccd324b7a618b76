"""The line is cut, the session ends, the browser is killed: every typed character is found again."""

import re

import pytest
from django.contrib.sessions.models import Session

from news import workflow
from news.models import Autosave, Edition, EventEdition
from tests import factories as make
from tests.browser import measure

pytestmark = pytest.mark.django_db(transaction=True)

NO_LINE = ["Failed to load resource", "net::ERR"]
ADD = "/admin/news/eventedition/add/"
TITLE = "#id_title"
KEPT = re.compile(r"^Kept (just now|\d+ seconds ago|a minute ago)")
STORED = "Object.keys(localStorage).filter((key) => key.startsWith('desk-kept:'))"


def sign_in(page, account):
    page.goto("/admin/login/")
    page.fill("[name=username]", account.username)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def line(page, words):
    page.locator(".kept-line").get_by_text(words).wait_for()


@pytest.fixture
def writer(db):
    return make.make_account("writer", role="writer", first_name="A Writer")


@pytest.fixture
def release(writer):
    return workflow.new_release({"title": "A title", "kind": "statement"}, by=writer)


def change(edition):
    return f"/admin/news/{edition._meta.model_name}/{edition.pk}/change/"


def saved(page):
    page.click("[data-save]")
    page.get_by_text(re.compile(r"Saved at \d\d:\d\d")).wait_for()


def test_what_is_typed_is_kept_and_forgotten_once_it_is_saved(page, writer, release):
    sign_in(page, writer)
    page.goto(change(release))
    page.wait_for_function("document.querySelector('[name=_autosave]')")
    assert page.locator(".kept-line").is_hidden()
    page.fill(TITLE, "A better title")
    page.get_by_role("textbox", name="Text", exact=True).press_sequentially("Some words")
    line(page, KEPT)
    kept = Autosave.objects.get()
    assert kept.form["fields"]["title"] == ["A better title"]
    assert kept.form["fields"]["body"] == ["<p>Some words</p>"]
    assert page.evaluate(STORED) == []
    saved(page)
    assert not Autosave.objects.filter(form__isnull=False).exists()
    assert page.locator("[data-offered]").count() == 0
    assert Edition.objects.get().title == "A better title"


def test_the_line_is_cut_while_typing_and_comes_back(page, writer, release):
    sign_in(page, writer)
    page.goto(change(release))
    page.fill(TITLE, "Before the tunnel")
    line(page, KEPT)
    page.expected_console += NO_LINE
    page.context.set_offline(True)
    page.locator(TITLE).press("End")
    page.locator(TITLE).press_sequentially(" and in it")
    line(page, re.compile(r"Not kept since \d\d:\d\d: no line\. Kept on this device\."))
    assert page.evaluate(STORED) != []
    # A press on Save, by hand and by key, sends nothing and keeps the page.
    save = page.locator("[data-save]")
    assert save.get_attribute("aria-disabled") == "true"
    assert page.get_by_text("Needs the line", exact=True).is_visible()
    save.click(force=True)
    page.keyboard.press("Control+s")
    page.evaluate("document.querySelector('[data-desk-form]').requestSubmit()")
    page.wait_for_function("document.querySelector('#id_title').value === 'Before the tunnel and in it'")
    page.context.set_offline(False)
    line(page, KEPT)
    assert Autosave.objects.get().form["fields"]["title"] == ["Before the tunnel and in it"]
    assert page.evaluate(STORED) == []
    saved(page)
    assert Edition.objects.get().title == "Before the tunnel and in it"


def test_the_session_ends_while_typing(page, writer, release):
    sign_in(page, writer)
    page.goto(change(release))
    page.fill(TITLE, "Typed while")
    line(page, KEPT)
    Session.objects.all().delete()
    page.locator(TITLE).press("End")
    page.locator(TITLE).press_sequentially(" signed out")
    page.click("[data-save]")
    line(page, "You are signed out.")
    assert page.input_value(TITLE) == "Typed while signed out"
    assert Edition.objects.get().title == "A title"
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.fill("[name=username]", "writer")
    tab.fill("[name=password]", make.PASSWORD)
    page.expected_console += ["403"]
    tab.press("[name=password]", "Enter")
    tab.get_by_text("Close this tab and go on in the other one.").wait_for()
    tab.close()
    line(page, KEPT)
    assert Autosave.objects.filter(form__isnull=False).get().form["fields"]["title"] == ["Typed while signed out"]
    saved(page)
    assert Edition.objects.get().title == "Typed while signed out"


def test_somebody_else_signs_in_beside_an_open_form(page, writer, release):
    make.make_account("other", role="editor", first_name="Somebody Else")
    sign_in(page, writer)
    page.goto(change(release))
    Session.objects.all().delete()
    page.fill(TITLE, "Only the writer’s words")
    line(page, "You are signed out.")
    page.expected_console += ["403", "409"]
    tab = page.context.new_page()
    tab.goto("/admin/login/")
    tab.fill("[name=username]", "other")
    tab.fill("[name=password]", make.PASSWORD)
    tab.press("[name=password]", "Enter")
    line(page, "Somebody Else is signed in here now. What you typed stays, and nothing is sent.")
    page.click("[data-save]")
    assert page.input_value(TITLE) == "Only the writer’s words"
    assert not Autosave.objects.filter(person__username="other", form__isnull=False).exists()
    assert Edition.objects.get().title == "A title"


def typed_event(page, korea):
    """An event with rows, a nested one, one taken out, words not yet chosen."""
    page.fill("[name=name]", "Symposium on half a")
    page.locator("label.pill:has-text('Symposium')").click()
    for _ in range(2):
        page.locator("[data-rows=participations] > .desk-rows-foot [data-add-row]").click()
    person = page.locator("#id_participations-0-person_find")
    person.press_sequentially("Cho", delay=10)
    page.locator(".pick-list:not([hidden]) [role=option]").first.wait_for()
    person.press("Enter")
    page.locator("[name=participations-0-role]").select_option("delegate")
    page.fill("[name=participations-0-position]", "Commissioner Gen")
    page.locator("[data-row=participations-1] > .desk-row-head [data-take-out]").click()
    page.locator("[data-rows=sessions] > .desk-rows-foot [data-add-row]").click()
    page.fill("[name=sessions-0-title]", "Opening cere")
    page.locator("[data-rows=sessions-0-participations] > .desk-rows-foot [data-add-row]").click()
    page.locator("[name=sessions-0-participations-0-role]").select_option("panellist")
    page.fill("[name=sessions-0-participations-0-position]", "Chair of")
    page.locator("#id_sessions-0-participations-0-person_find").press_sequentially("Nobody kno")


def assert_event_stands_there(page, korea):
    assert page.input_value("[name=name]") == "Symposium on half a"
    assert page.locator("[name=kind][value=symposium]").is_checked()
    assert page.input_value("[name=participations-0-person]") == str(korea.pk)
    assert page.input_value("#id_participations-0-person_find") == "Cho Ji Ho"
    assert page.input_value("[name=participations-0-position]") == "Commissioner Gen"
    assert page.locator("[data-row=participations-1]").get_attribute("data-out") is not None
    assert page.input_value("[name=sessions-0-title]") == "Opening cere"
    assert page.input_value("[name=sessions-0-participations-0-role]") == "panellist"
    assert page.input_value("[name=sessions-0-participations-0-position]") == "Chair of"
    assert page.input_value("#id_sessions-0-participations-0-person_find") == "Nobody kno"


def test_the_browser_is_killed_and_another_one_offers_what_was_kept(new_page, writer):
    cho = make.make_person("Cho Ji Ho")
    make.make_person("Lee Min-ho")
    page = new_page()
    sign_in(page, writer)
    page.goto(ADD)
    typed_event(page, cho)
    line(page, KEPT)
    page.wait_for_function(f"{STORED}.length === 0")
    page.route("**/*", lambda route: route.abort())
    page.expected_console += NO_LINE
    page.context.close()

    page = new_page()
    sign_in(page, writer)
    page.goto(ADD)
    notice = page.locator("[data-offered]")
    notice.get_by_text(re.compile(r"Something you typed was kept at \d\d:\d\d and not saved\.")).wait_for()
    page.fill("[name=name]", "Typed before looking up")
    line(page, KEPT)
    page.get_by_role("link", name="Take it back").click()
    page.get_by_text("Here is what you typed.").wait_for()
    assert_event_stands_there(page, cho)
    # Everything works on: rows, picks, keeping and saving.
    page.locator("[data-row=participations-1] > .desk-row-out [data-put-back]").click()
    page.fill("[name=name]", "Symposium on all")
    page.fill("[name=dates]", "27 august 2024")
    page.get_by_text("One day, Tuesday.").wait_for()
    page.fill("#id_sessions-0-participations-0-person_find", "")
    page.locator("[data-rows=participations] > .desk-rows-foot [data-add-row]").click()
    other = page.locator("#id_participations-2-person_find")
    other.press_sequentially("Lee", delay=10)
    page.locator(".pick-list:not([hidden]) [role=option]").first.wait_for()
    other.press("Enter")
    page.locator("[name=participations-2-role]").select_option("speaker")
    page.locator("[data-row=participations-1] > .desk-row-head [data-take-out]").click()
    page.locator("[data-row=sessions-0] [data-row=sessions-0-participations-0] [data-take-out]").click()
    line(page, KEPT)
    saved(page)
    edition = EventEdition.objects.get()
    assert edition.name == "Symposium on all"
    rows = edition.participations.filter(session=None).values_list("printed_as", "position")
    assert set(rows) == {("Cho Ji Ho", "Commissioner Gen"), ("Lee Min-ho", "")}
    assert edition.sessions.get().title == "Opening cere"
    # What was typed in the other form before looking up is still there to be had.
    page.goto(ADD)
    page.get_by_text("“Typed before looking up”").wait_for()
    page.get_by_role("button", name="Throw it away").click()
    page.locator("[data-offered]").wait_for(state="detached")
    assert not Autosave.objects.filter(form__isnull=False).exists()


def test_what_only_the_device_has_is_found_again(page, writer):
    cho = make.make_person("Cho Ji Ho")
    sign_in(page, writer)
    page.goto(ADD)
    # Nothing but the keeping fails: the picks still find people.
    page.expected_console += NO_LINE
    page.route("**/autosave/**", lambda route: route.abort())
    typed_event(page, cho)
    line(page, "Kept on this device.")
    page.wait_for_function(f"localStorage[{STORED}[0]].includes('Nobody kno')")
    assert not Autosave.objects.filter(form__isnull=False).exists()
    context = page.context
    page.close()

    # Any page of the desk sends it; its form offers it.
    again = context.new_page()
    again.set_default_timeout(10_000)
    again.goto("/admin/")
    again.wait_for_function(f"{STORED}.length === 0")
    again.goto(ADD)
    again.get_by_role("link", name="Take it back").click()
    again.get_by_text("Here is what you typed.").wait_for()
    assert_event_stands_there(again, cho)


def test_a_page_taken_back_can_be_loaded_again(page, writer, release):
    sign_in(page, writer)
    page.goto(change(release))
    page.fill(TITLE, "Half")
    page.goto(change(release))
    page.get_by_role("link", name="Take it back").click()
    page.get_by_text("Here is what you typed.").wait_for()
    line(page, KEPT)
    page.fill(TITLE, "Half a title")
    page.reload()
    page.wait_for_function("document.querySelector('#id_title').value === 'Half a title'")
    page.get_by_text("Here is what you typed.").wait_for()
    line(page, KEPT)
    assert page.locator("[data-offered]").count() == 0
    saved(page)
    assert not Autosave.objects.filter(form__isnull=False).exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_it_says_can_be_read_and_used_by_everybody(new_page, writer, release, scheme):
    page = new_page(viewport={"width": 360, "height": 2400}, color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, writer)
    for title in ["One", "Two"]:
        page.goto(change(release))
        page.fill(TITLE, title)
    page.goto(change(release))
    page.locator("[data-offered]").wait_for()
    page.expected_console += NO_LINE
    page.route("**/autosave/keep/", lambda route: route.abort())
    page.fill(TITLE, "Three")
    line(page, "Kept on this device.")
    found = measure.axe(page) + measure.sideways(page) + measure.small_text(page) + measure.small_targets(page)
    page.unroute("**/autosave/keep/")
    for at in ["", f"{Autosave.objects.filter(form__isnull=False).first().key}/", "signed-in/"]:
        page.goto(f"/admin/news/autosave/{at}")
        found += measure.axe(page) + measure.sideways(page) + measure.small_text(page) + measure.small_targets(page)
    assert found == []


def test_leaving_does_not_nag_and_loses_nothing(page, writer, release):
    sign_in(page, writer)
    page.goto(change(release))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill(TITLE, "Typed and left at once")
    page.goto("/admin/")
    page.goto(change(release))
    page.get_by_role("link", name="Take it back").click()
    page.get_by_text("Here is what you typed.").wait_for()
    assert page.input_value(TITLE) == "Typed and left at once"
    assert asked == []


def test_signing_out_leaves_nothing_in_the_browser(page, writer, release):
    sign_in(page, writer)
    page.goto(change(release))
    page.route("**/autosave/keep/", lambda route: route.abort())
    page.expected_console += NO_LINE
    page.fill(TITLE, "On a shared laptop")
    line(page, "Kept on this device.")
    page.goto("/admin/")
    assert page.get_by_text("This erases what is kept on this device.").is_visible()
    page.evaluate("localStorage['desk-kept:999:old'] = JSON.stringify({at: Date.now() - 15 * 86400000})")
    page.reload()
    page.wait_for_function("!('desk-kept:999:old' in localStorage)")
    assert page.evaluate(STORED) != []
    page.unroute("**/autosave/keep/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/logout/")
    assert page.evaluate(STORED) == []
    assert Autosave.objects.get(form__isnull=False).form["fields"]["title"] == ["On a shared laptop"]


def test_who_else_has_it_open(new_page, writer, release):
    second = make.make_account("second", role="editor", first_name="Second", last_name="Editor")
    page, other = new_page(), new_page()
    sign_in(page, writer)
    sign_in(other, second)
    other.goto(change(release))
    other.wait_for_function("document.querySelector('[name=_autosave]')")
    page.goto(change(release))
    page.get_by_text("Second Editor has it open, reading only.").wait_for()
    other.locator("#id_standfirst").press_sequentially("Two sentences")
    page.get_by_text("Second Editor is typing in Summary.").wait_for(timeout=20_000)
    other.goto("/admin/")
    page.locator("[data-others]:empty").wait_for(state="attached", timeout=30_000)


def test_a_password_is_kept_nowhere(page):
    administrator = make.make_account("chief", role="administrator")
    sign_in(page, administrator)
    page.goto("/admin/news/account/add/")
    page.fill("[name=full_name]", "New colleague")
    page.fill("[name=password]", "correct horse battery")
    line(page, KEPT)
    kept = Autosave.objects.get(form__isnull=False)
    assert kept.form["fields"]["full_name"] == ["New colleague"]
    assert "correct horse" not in str(kept.form)
    assert "correct horse" not in page.evaluate("JSON.stringify(localStorage)")
