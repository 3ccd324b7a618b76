"""What the forms of the desk send while somebody types, and how what was kept stands there again."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news import workflow
from news.enums import Role
from news.models import Autosave, Edition, EventEdition, Person
from tests import factories as make

from .browserform import BrowserForm

pytestmark = pytest.mark.django_db
KEEP = "/admin/news/autosave/keep/"
ONE, TWO = "0123456789abcdef.aaaaaaaaaaaa", "0123456789abcdef.bbbbbbbbbbbb"
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def writer(client):
    account = make.make_account("writer", first_name="A Writer")
    client.force_login(account)
    return account


@pytest.fixture
def release(writer):
    return workflow.new_release({"title": "A title", "kind": "statement"}, by=writer)


def typed(**fields):
    return {"fields": {name: [value] for name, value in fields.items()}, "loose": {}}


def keep(client, thing=None, **more):
    """Posts as the page does. `thing` is an instance, or a model for a new one."""
    new = thing is None or isinstance(thing, type)
    message = {
        "person": int(client.session.get("_auth_user_id", 0)),
        "thing": (thing or Edition)._meta.model_name,
        "id": "" if new else str(thing.pk),
        "device": ONE,
        "number": 1,
        "path": "/admin/news/edition/add/",
    } | more
    return client.post(KEEP, json.dumps(message), content_type="application/json", headers={"User-Agent": AGENT})


def change(thing):
    return reverse(f"admin:news_{thing._meta.model_name}_change", args=[thing.pk])


class TestKeeping:
    def test_what_is_typed_is_kept_and_nothing_is_saved(self, client, writer, release):
        answer = keep(client, release, form=typed(title="Another title"), typing_in="Title", lock_version=0)
        kept = Autosave.objects.get()
        assert answer.json() == {"key": str(kept.key), "said": "", "others": [], "offers": []}
        assert (kept.person, kept.thing_id, kept.title) == (writer, str(release.pk), "A title")
        assert (kept.device_name, kept.lock_version) == ("Chrome on Android", 0)
        assert kept.form == typed(title="Another title")
        release.refresh_from_db()
        assert release.title == "A title"

    def test_a_late_one_is_dropped_with_its_number(self, client, release):
        keep(client, release, number=7, form=typed(title="New"))
        assert keep(client, release, number=3, form=typed(title="Old")).json() == {"late": 7}
        assert Autosave.objects.get().form == typed(title="New")

    def test_who_else_has_it_open(self, client, release):
        second = make.make_account("second", role=Role.EDITOR, first_name="Second", last_name="Editor")
        other = Client()
        other.force_login(second)
        keep(other, release, device=TWO)
        assert keep(client, release).json()["others"] == ["Second Editor has it open, reading only."]
        keep(other, release, device=TWO, number=2, form=typed(standfirst="Two"), typing_in="Summary")
        assert keep(client, release, number=2).json()["others"] == ["Second Editor is typing in Summary."]
        keep(other, release, device=TWO, number=3)
        said = keep(client, release, number=3).json()["others"]
        assert said == ["Second Editor has it open, with words that are not saved yet."]
        keep(other, release, device=TWO, number=4, left=True)
        assert keep(client, release, number=4).json()["others"] == []

    def test_new_things_of_two_people_have_nothing_to_do_with_each_other(self, client, writer):
        other = Client()
        other.force_login(make.make_account("second"))
        keep(other, device=TWO, form=typed(title="Theirs"))
        answer = keep(client).json()
        assert (answer["others"], answer["offers"]) == ([], [])

    def test_what_was_typed_on_another_device_is_offered(self, client, release):
        keep(client, release, device=TWO, form=typed(title="On the phone"))
        kept = Autosave.objects.get()
        (offer,) = keep(client, release).json()["offers"]
        assert offer["take"] == f"{change(release)}?kept={kept.key}"
        assert (offer["key"], offer["where"]) == (str(kept.key), "Chrome on Android")
        assert re.fullmatch(r"\d\d:\d\d", offer["at"])

    def test_a_dialog_offers_only_what_was_typed_in_one(self, client, writer):
        keep(client, Person, device=TWO, path="/admin/news/person/add/?_popup=1", form=typed(name="Cho"))
        assert keep(client, Person, path="/admin/news/person/add/").json()["offers"] == []
        (offer,) = keep(client, Person, number=2, path="/admin/news/person/add/?_popup=1").json()["offers"]
        assert offer["take"].endswith("&_popup=1")

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_costs_the_same_with_one_and_with_three_people(self, client, release, rows):
        for number in range(rows):
            other = Client()
            other.force_login(make.make_account(role=Role.EDITOR))
            keep(other, release, device=f"{number}0000000")
            keep(client, release, device=f"{number}1111111", form=typed(title="Mine"))
        keep(client, release)
        with CaptureQueriesContext(connection) as asked:
            answer = keep(client, release, number=2, form=typed(title="T")).json()
        assert len(answer["offers"]) == rows
        assert len(asked) == 10

    def test_two_thousand_fields(self, client, writer):
        edition = workflow.new_event({"name": "Event", "kind": "meeting", "status": "confirmed"}, by=writer)
        many = {f"participations-{row}-{name}": ["words"] for row in range(60) for name in "abcdefghijklmnopqrstuvwxyz"}
        with CaptureQueriesContext(connection) as asked:
            assert keep(client, edition, form={"fields": many, "loose": {}}).status_code == 200
        assert len(asked) < 16


class TestRefusals:
    def test_signed_out(self, release):
        stranger = Client()
        for method, at in [("post", KEEP), ("get", "/admin/news/autosave/token/"), ("get", "/admin/news/autosave/")]:
            answer = getattr(stranger, method)(at)
            assert answer.status_code == 302
            assert "/admin/login/" in answer["Location"]
        assert not Autosave.objects.exists()

    def test_a_viewer_keeps_nothing(self, client, release):
        client.force_login(make.make_account(role=Role.VIEWER))
        answer = keep(client, release, form=typed(title="Mine"))
        assert (answer.status_code, answer.json()["said"]) == (403, "Your account may only read.")
        assert not Autosave.objects.exists()
        assert client.get("/admin/news/autosave/").status_code == 403

    def test_somebody_who_may_not_change_it(self, client, writer):
        public = make.publish_release()
        answer = keep(client, public, form=typed(title="Mine"))
        assert answer.status_code == 403
        assert answer.json()["said"].startswith("You may not change this any more.")
        assert keep(client, make.make_account(), form=typed(username="x")).status_code == 403
        assert not Autosave.objects.exists()

    def test_a_form_opened_in_time_goes_on_keeping(self, client, writer, release):
        keep(client, release, form=typed(title="Half"))
        Edition.objects.update(state="approved")
        answer = keep(client, release, number=2, form=typed(title="Half a title"))
        assert (answer.status_code, answer.json()["said"]) == (200, "You may not change this any more.")
        kept = Autosave.objects.get()
        assert kept.form == typed(title="Half a title")
        assert "Half a title" in client.get(f"/admin/news/autosave/{kept.key}/").content.decode()
        # Another window of theirs, which came too late, does not begin to.
        assert keep(client, release, device=TWO, form=typed(title="x")).status_code == 403

    def test_somebody_else_signed_in_meanwhile(self, client, writer, release):
        answer = keep(client, release, person=writer.pk + 1, form=typed(title="Another's words"))
        assert (answer.status_code, answer.json()) == (409, {"other": "A Writer"})
        assert not Autosave.objects.exists()

    def test_a_form_without_token(self, writer, release):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(writer)
        assert keep(strict, release, form=typed(title="x")).status_code == 403
        token = strict.get("/admin/news/autosave/token/").json()
        assert (token["person"], token["name"]) == (writer.pk, "A Writer")
        answer = strict.post(
            KEEP,
            json.dumps({"person": writer.pk, "thing": "edition", "id": str(release.pk), "device": ONE, "number": 1}),
            content_type="application/json",
            headers={"X-CSRFToken": token["token"]},
        )
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "sent",
        [
            "",
            "{",
            "[]",
            "null",
            '{"thing": 3}',
            "[" * 100_000,
            b"\xff\xfe",
            '{"thing": "edition", "id": "1", "device": "x y", "number": 1}',
            '{"thing": "edition", "id": "o n e", "device": "0123456789", "number": 1}',
            '{"thing": "edition", "id": "", "device": "0123456789", "number": true}',
            '{"thing": "edition", "id": "", "device": "0123456789", "number": -1}',
            '{"thing": "edition", "id": "", "device": "0123456789", "number": 1e99}',
            '{"thing": "edition", "id": "", "device": "0123456789", "number": 1, "form": 7}',
            '{"thing": "edition", "id": "", "device": "0123456789", "number": 1, "form": {"fields": {"a": "b"}}}',
            '{"thing": "edition", "id": "", "device": "0123456789", "number": 1, "form": {"fields": {"a": [1]}}}',
        ],
    )
    def test_what_cannot_be_read(self, client, writer, sent):
        answer = client.post(KEEP, sent, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["said"].startswith("What the page sent cannot be read.")
        assert not Autosave.objects.exists()

    def test_two_megabytes(self, client, release):
        answer = keep(client, release, form=typed(body="x" * 2_000_000))
        assert (answer.status_code, answer.json()["said"]) == (413, "This is too much to be kept. Save it now.")

    def test_too_many_fields(self, client, release):
        assert keep(client, release, form={"fields": {str(n): [] for n in range(5001)}}).status_code == 400

    @pytest.mark.parametrize("thing", ["autosave", "session", "", "nothing", "x" * 9999, "edition\x00"])
    def test_no_such_form(self, client, writer, thing):
        message = {"person": writer.pk, "thing": thing, "id": "", "device": TWO, "number": 1}
        answer = client.post(KEEP, json.dumps(message), content_type="application/json")
        assert answer.status_code == 404

    @pytest.mark.parametrize("key", ["999999", "9" * 18, "0", "one"])
    def test_no_such_thing(self, client, writer, key):
        answer = keep(client, id=key, form=typed(title="x"))
        assert answer.status_code == 404
        assert answer.json()["said"].startswith("This is no longer there.")

    def test_letters_that_no_database_takes(self, client, release):
        answer = keep(
            client, release, form=typed(title="A\x00B\ud800C"), typing_in="Ti\x00tle\n", path="/\x00" + "x" * 999
        )
        assert answer.status_code == 200
        kept = Autosave.objects.get()
        assert kept.form["fields"]["title"] == ["AB\ufffdC"]
        assert (kept.typing_in, len(kept.path)) == ("Title", 300)

    def test_wrong_methods(self, client, writer):
        assert client.get(KEEP).status_code == 405
        assert client.post("/admin/news/autosave/token/").status_code == 405
        keep(client, form=typed(title="x"))
        assert client.get(f"/admin/news/autosave/{Autosave.objects.get().key}/throw-away/").status_code == 405
        assert Autosave.objects.exists()

    def test_somebody_elses(self, client, writer, release):
        keep(client, release, form=typed(title="A secret"))
        kept = Autosave.objects.get()
        client.force_login(make.make_account(role=Role.ADMINISTRATOR))
        assert client.get(f"/admin/news/autosave/{kept.key}/").status_code == 404
        assert client.post(f"/admin/news/autosave/{kept.key}/throw-away/").status_code == 404
        assert "A secret" not in client.get("/admin/news/autosave/").content.decode()
        page = client.get(f"{change(release)}?kept={kept.key}").content.decode()
        assert "A secret" not in page
        assert "What was kept is no longer there." in page
        assert Autosave.objects.filter(pk=kept.pk).exists()


class TestTakingBack:
    def form(self, client, address, **changes):
        form = BrowserForm(client.get(address), f"{address.split('/')[3]}_form")
        for name, value in changes.items():
            form[name] = value
        return form

    def kept(self, client, thing, form, **more):
        fields = {n: v for n, v in form.data.items() if n != "csrfmiddlewaretoken" and not n.startswith("_")}
        keep(client, thing, form={"fields": fields, "loose": {}}, **more)
        return Autosave.objects.latest("pk")

    def test_a_release_stands_there_as_typed_and_is_not_saved(self, client, release):
        form = self.form(client, change(release), title="A longer title", body="<p>Half a <b>sent</b></p>")
        kept = self.kept(client, release, form)
        answer = client.get(f"{change(release)}?kept={kept.key}")
        page = answer.content.decode()
        assert "Here is what you typed." in page
        again = BrowserForm(answer, "edition_form")
        for name in ["title", "body", "lock_version", "kind"]:
            assert again[name] == form[name]
        release.refresh_from_db()
        assert (release.title, release.lock_version) == ("A title", 0)
        assert Edition.objects.count() == 1
        assert Autosave.objects.count() == 1

    def test_a_complete_form_is_not_saved_by_looking_at_it(self, client, writer):
        form = self.form(client, "/admin/news/edition/add/", title="Whole", kind="statement")
        kept = self.kept(client, Edition, form)
        assert client.get(f"/admin/news/edition/add/?kept={kept.key}").status_code == 200
        assert not Edition.objects.exists()
        # The same by POST is an ordinary saving.
        form["_autosave"] = ONE
        assert form.post(client, f"/admin/news/edition/add/?kept={kept.key}").status_code == 302
        assert Edition.objects.get().title == "Whole"
        assert not Autosave.objects.exists()

    def test_rows_come_back_new_ones_nested_ones_and_those_taken_out(self, client, writer):
        edition = workflow.new_event(
            {
                "name": "Symposium",
                "kind": "symposium",
                "status": "confirmed",
                "participations": [
                    {"person": make.make_person(name), "role": "delegate"} for name in ("Stays", "Goes")
                ],
            },
            by=writer,
        )
        newcomer = make.make_person("Newcomer")
        form = self.form(client, change(edition), name="Symposium on something")
        form["participations-1-DELETE"] = "on"
        form.add_row("participations", person=newcomer.pk, role="speaker", position="Half a posi")
        session = form.add_row("sessions", title="Opening")
        form.add_row(f"{session}-participations", person=newcomer.pk, role="chair")
        kept = self.kept(client, edition, form)
        again = BrowserForm(client.get(f"{change(edition)}?kept={kept.key}"))
        sent = {n: v for n, v in form.data.items() if n != "csrfmiddlewaretoken"}
        assert {name: again.data.get(name) for name in sent} == sent
        again["_autosave"] = ONE
        assert again.post(client, change(edition)).status_code == 302
        saved = EventEdition.objects.get()
        assert {row.printed_as for row in saved.participations.filter(session=None)} == {"Stays", "Newcomer"}
        assert saved.sessions.get().participations.get().role == "chair"
        assert not Autosave.objects.exists()

    def test_words_that_are_no_choice_yet(self, client, release):
        keep(client, release, form={"fields": {"title": ["T"]}, "loose": {"event": 'Sym "posium'}})
        page = client.get(f"{change(release)}?kept={Autosave.objects.get().key}").content.decode()
        assert "Sym \\&quot;posium" in page

    def test_a_row_that_is_gone_meanwhile(self, client, writer):
        person = make.make_person("Goes")
        data = {"name": "S", "kind": "meeting", "status": "confirmed"}
        edition = workflow.new_event(data | {"participations": [{"person": person, "role": "delegate"}]}, by=writer)
        kept = self.kept(client, edition, self.form(client, change(edition), name="Mine"))
        workflow.edit(edition, {"participations": []}, by=writer, lock_version=0)
        answer = client.get(f"{change(edition)}?kept={kept.key}")
        assert answer.status_code == 200
        assert BrowserForm(answer)["name"] == "Mine"

    @pytest.mark.parametrize("key", ["", "x", "\x00", "7b0f4c52-51b5-4c3f-9a33-0c8c2d4e8f10", "x" * 9999])
    def test_a_copy_that_is_not_there(self, client, release, key):
        answer = client.get(change(release), {"kept": key})
        assert answer.status_code == 200
        assert BrowserForm(answer, "edition_form")["title"] == "A title"

    def test_nonsense_in_a_kept_form(self, client, writer):
        edition = workflow.new_event({"name": "S", "kind": "meeting", "status": "confirmed"}, by=writer)
        nonsense = {"participations-TOTAL_FORMS": "x", "sessions-TOTAL_FORMS": "3", "_save": "1", "name": "A" * 5000}
        keep(client, edition, form=typed(**nonsense))
        assert client.get(f"{change(edition)}?kept={Autosave.objects.get().key}").status_code == 200
        assert EventEdition.objects.get().name == "S"

    @pytest.mark.parametrize("make_thing", [make.make_person, make.make_country, make.make_page, make.make_series])
    def test_every_form_of_the_directory(self, client, make_thing):
        client.force_login(make.make_account(role=Role.EDITOR))
        thing = make_thing()
        page = client.get(change(thing)).content.decode()
        assert f'data-thing="{thing._meta.model_name}" data-id="{thing.pk}"' in page
        answer = keep(client, thing, form=typed(name="Half a na", title="Half a ti", house_name="Half a"))
        assert answer.status_code == 200
        again = client.get(f"{change(thing)}?kept={answer.json()['key']}").content.decode()
        assert "Half a" in again

    def test_who_may_only_read_has_nothing_to_keep(self, client, release):
        client.force_login(make.make_account(role=Role.VIEWER))
        for at in [change(release), change(make.make_person())]:
            assert "data-autosave" not in client.get(at).content.decode()


class TestSaving:
    def test_a_refusal_keeps_it_and_stays_in_its_place(self, client, writer):
        keep(client, EventEdition, form=typed(name=""))
        form = BrowserForm(client.get("/admin/news/eventedition/add/"))
        form["_autosave"] = ONE
        page = form.post(client, "/admin/news/eventedition/add/").content.decode()
        assert f'data-device="{ONE}"' in page
        assert Autosave.objects.count() == 1

    def test_another_windows_copy_stays(self, client, release):
        keep(client, release, form=typed(title="This window"))
        keep(client, release, device=TWO, form=typed(title="That window"))
        form = BrowserForm(client.get(change(release)), "edition_form")
        form["_autosave"] = ONE
        form.post(client, change(release))
        assert Autosave.objects.get().device == TWO

    @pytest.mark.parametrize("nonsense", ["", "\x00", "x" * 5000, '"><script>'])
    def test_nonsense_instead_of_a_window(self, client, release, nonsense):
        form = BrowserForm(client.get(change(release)), "edition_form")
        form["_autosave"] = nonsense
        assert form.post(client, change(release)).status_code == 302


class TestPages:
    def test_what_was_typed_is_listed_read_and_thrown_away(self, client, release):
        keep(client, release, form=typed(title="Half", body="<p>Some <b>words</b><script>alert(1)</script></p>"))
        keep(client, Person, device=TWO, path="/admin/news/person/add/", title="Cho J", form=typed(name="Cho J"))
        page = client.get("/admin/news/autosave/").content.decode()
        assert "A title" in page
        assert "Cho J" in page
        assert "New person" in page
        kept = Autosave.objects.get(thing_type="edition")
        page = client.get(f"/admin/news/autosave/{kept.key}/").content.decode()
        assert "Some words" in page
        assert "alert" not in page
        page = client.post(f"/admin/news/autosave/{kept.key}/throw-away/", follow=True).content.decode()
        assert "It is thrown away." in page
        assert Autosave.objects.count() == 1

    def test_the_list_costs_the_same_with_one_and_with_three(self, client, writer):
        counts = []
        for rows in (1, 3):
            for number in range(rows):
                keep(client, device=f"{rows}{number}aaaaaa", form=typed(title="x"))
            with CaptureQueriesContext(connection) as asked:
                client.get("/admin/news/autosave/")
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_after_signing_in_beside_an_open_form(self, client, writer):
        page = client.get("/admin/news/autosave/signed-in/").content.decode()
        assert "Close this tab" in page
