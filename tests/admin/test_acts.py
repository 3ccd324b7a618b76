"""Every act from the desk: the button, the address, the refusal with its sentence, for releases and for facts alone."""

import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from news import workflow
from news.enums import Act, Role, State
from news.models import ActionLog
from tests import factories as make

pytestmark = pytest.mark.django_db
MODELS = ["edition", "eventedition"]
POSTED = ["take_back", "stop", "publish", "publish_alone", "check", "revise", "discard", "undo_discard"]
PAGES = ["submit", "review", "approve", "send_back"]


@pytest.fixture
def people():
    return {
        "writer": make.make_account("wren", Role.WRITER),
        "editor": make.make_account("edith", Role.EDITOR),
        "second": make.make_account("seth", Role.EDITOR),
        "administrator": make.make_account("ada", Role.ADMINISTRATOR),
        "viewer": make.make_account("vera", Role.VIEWER),
    }


def draft(model, by, **content):
    facts = {"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02"}
    if model == "eventedition":
        return workflow.new_event(facts | content, by=by)
    text = {"title": "Title", "standfirst": "Summary", "body": "<p>Text</p>", "kind": "notice"}
    return workflow.new_release(text | content, by=by)


def report(by):
    """A release with draft facts of its event."""
    facts = draft("eventedition", by)
    return draft("edition", by, kind="event_report", event=facts.event), facts


def link(edition, what):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk])


def post(client, person, what, edition, **data):
    client.force_login(person)
    edition.refresh_from_db()
    data.setdefault("lock_version", edition.lock_version)
    return client.post(link(edition, what), data, follow=True)


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def state(edition):
    edition.refresh_from_db()
    return edition.state


def handed_in(model, people, **content):
    return workflow.submit(draft(model, people["writer"], **content), by=people["writer"])


def approved(model, people, **when):
    return workflow.approve(handed_in(model, people), by=people["editor"], **when)


@pytest.mark.parametrize("model", MODELS)
class TestActs:
    def test_take_back(self, client, people, model):
        edition = handed_in(model, people)
        page = words_of(post(client, people["writer"], "take_back", edition))
        assert "It is a draft again." in page
        assert state(edition) == State.DRAFT

    def test_stop_with_a_word(self, client, people, model):
        edition = approved(model, people)
        page = words_of(post(client, people["writer"], "stop", edition, comment="A name is wrong."))
        assert "Stopped. It does not go out" in page
        assert state(edition) == State.IN_REVIEW
        assert ActionLog.objects.filter(act=Act.STOP).first().comment == "A name is wrong."

    def test_any_editor_publishes_what_is_approved(self, client, people, model):
        edition = approved(model, people, waiting_for="INTERPOL")
        client.force_login(people["second"])
        page = words_of(client.get(link(edition, "change")))
        assert "It was approved, waiting for INTERPOL." in page
        assert "goes out now. Readers see it within seconds." in page
        assert "Published. Readers see it now." in words_of(post(client, people["second"], "publish", edition))
        assert state(edition) == State.PUBLISHED

    def test_published_alone_then_checked_by_somebody_else(self, client, people, model):
        edition = draft(model, people["administrator"])
        post(client, people["administrator"], "publish_alone", edition, reason="Night.")
        assert state(edition) == State.PUBLISHED
        client.force_login(people["administrator"])
        assert "Somebody else must check it." in words_of(client.get(link(edition, "change")))
        client.force_login(people["editor"])
        page = words_of(client.get(link(edition, "change")))
        assert "Published alone, not yet checked" in page
        assert "Night." in page
        assert "Checked. Your name stands in the log." in words_of(post(client, people["editor"], "check", edition))
        edition.refresh_from_db()
        assert edition.flagged_since is None

    def test_to_the_bin_with_the_way_back_in_the_line(self, client, people, model):
        edition = draft(model, people["writer"])
        page = words_of(post(client, people["writer"], "discard", edition))
        assert "It is in the bin for 30 days." in page
        assert f'action="{link(edition, "undo_discard")}"' in page
        assert "It is back, as it was." in words_of(post(client, people["writer"], "undo_discard", edition))
        assert state(edition) == State.DRAFT

    def test_a_new_version_begins(self, client, people, model):
        edition = make.publish(draft(model, people["writer"]))
        page = words_of(post(client, people["writer"], "revise", edition))
        assert "Version 2 begins here." in page

    @pytest.mark.parametrize("what", POSTED)
    def test_an_old_page_is_refused(self, client, people, model, what):
        edition = {
            "take_back": lambda: handed_in(model, people),
            "stop": lambda: approved(model, people),
            "publish": lambda: approved(model, people),
            "discard": lambda: draft(model, people["writer"]),
            "publish_alone": lambda: draft(model, people["writer"]),
        }.get(what, lambda: None)()
        if edition is None:
            return
        before = state(edition)
        person = people["administrator"] if what in {"publish_alone", "publish"} else people["writer"]
        for version in ("7", "999999999999", "\x00", "-1", "x"):
            page = words_of(post(client, person, what, edition, lock_version=version, reason="Night."))
            assert "Somebody changed this meanwhile. Look again." in page
        assert state(edition) == before

    @pytest.mark.parametrize("what", POSTED)
    def test_only_a_post_does_something(self, client, people, model, what):
        edition = draft(model, people["writer"])
        client.force_login(people["writer"])
        assert client.get(link(edition, what)).status_code == 405
        assert client.put(link(edition, what)).status_code == 405

    @pytest.mark.parametrize("what", [*POSTED, *PAGES])
    def test_a_viewer_is_refused_with_a_sentence(self, client, people, model, what):
        edition = {
            "take_back": handed_in,
            "approve": handed_in,
            "send_back": handed_in,
            "stop": approved,
            "publish": approved,
        }.get(what, lambda m, p: draft(m, p["writer"]))(model, people)
        if what == "undo_discard":
            workflow.discard(edition, by=people["writer"])
        if what in {"revise", "check"}:
            make.publish(edition)
        before = state(edition)
        response = post(client, people["viewer"], what, edition, reason="Night.", comment="x")
        assert response.status_code == 403
        page = words_of(response)
        assert any(
            said in page
            for said in (
                "Your account may only read.",
                "Only an editor can do this.",
                "Only an administrator or the duty editor can publish alone.",
                "This cannot be done: the version is draft.",
            )
        )
        assert state(edition) == before

    @pytest.mark.parametrize("what", [*POSTED, *PAGES])
    def test_who_has_no_account_signs_in(self, client, people, model, what):
        edition = draft(model, people["writer"])
        response = client.post(link(edition, what))
        assert response.status_code == 302
        assert "login" in response.url

    @pytest.mark.parametrize("what", [*POSTED, *PAGES])
    def test_what_is_not_there_says_so(self, client, people, model, what):
        client.force_login(people["administrator"])
        address = reverse(f"admin:news_{model}_{what}", args=[999999])
        assert "This version is no longer there." in words_of(client.post(address, follow=True))

    def test_bad_words_are_refused_and_nothing_happens(self, client, people, model):
        edition = draft(model, people["administrator"])
        for reason in ("", " ", "x\x00y", "x" * 301):
            post(client, people["administrator"], "publish_alone", edition, reason=reason)
            assert state(edition) == State.DRAFT
        edition = approved(model, people)
        for comment in ("x\x00y", "x" * 10_000):
            assert "At most 4000 letters." in words_of(post(client, people["writer"], "stop", edition, comment=comment))
            assert state(edition) == State.APPROVED


class TestButtons:
    def test_a_writer_hands_in_and_sees_why_the_rest_is_not_possible(self, client, people):
        edition = draft("edition", people["writer"])
        client.force_login(people["writer"])
        page = words_of(client.get(link(edition, "change")))
        assert f'href="{link(edition, "submit")}"' in page
        assert "Only an administrator or the duty editor can publish alone." in page
        assert page.count('class="btn solid"') == 1

    def test_what_is_missing_is_one_press_away(self, client, people):
        edition = draft("edition", people["writer"], title="", standfirst="")
        client.force_login(people["writer"])
        page = words_of(client.get(link(edition, "change")))
        assert "2 things must be put right first." in page
        assert f'href="{link(edition, "submit")}">See what' in page

    def test_the_author_sees_why_they_cannot_approve(self, client, people):
        edition = workflow.submit(draft("edition", people["editor"]), by=people["editor"])
        client.force_login(people["editor"])
        page = words_of(client.get(link(edition, "change")))
        assert "You handed this in. Somebody else must check it." in page
        assert 'aria-describedby="why-approve"' in page

    def test_the_next_act_is_the_one_solid_button_where_nothing_can_be_saved(self, client, people):
        edition = approved("edition", people)
        client.force_login(people["second"])
        page = words_of(client.get(link(edition, "change")))
        assert page.count("btn solid") == 1
        client.force_login(people["viewer"])
        assert words_of(client.get(link(edition, "change"))).count("btn solid") == 0

    def test_of_facts_that_a_release_needs_it_is_said_before(self, client, people):
        release, facts = report(people["writer"])
        workflow.submit(release, by=people["writer"])
        client.force_login(people["editor"])
        page = words_of(client.get(link(facts, "change")))
        assert "A release with these facts is handed in." in page

    def test_facts_and_text_go_together(self, client, people):
        release, facts = report(people["writer"])
        workflow.submit(release, by=people["writer"])
        assert state(facts) == State.IN_REVIEW
        workflow.approve(release, by=people["editor"])
        facts.refresh_from_db()
        page = post(client, people["second"], "publish", release, facts_lock_version=facts.lock_version + 1)
        assert "Somebody changed this meanwhile. Look again." in words_of(page)
        post(client, people["second"], "publish", release, facts_lock_version=facts.lock_version)
        assert (state(release), state(facts)) == (State.PUBLISHED, State.PUBLISHED)

    def test_withdrawing_and_putting_back_are_offered(self, client, people):
        edition = make.publish(draft("edition", people["writer"]))
        client.force_login(people["writer"])
        page = words_of(client.get(link(edition, "change")))
        assert "Withdraw" in page
        assert "Only an editor can do this." in page


class TestSentBack:
    @pytest.mark.parametrize("model", MODELS)
    def test_the_comment_stands_on_top_until_it_is_handed_in_again(self, client, people, model):
        edition = handed_in(model, people)
        workflow.send_back(edition, by=people["editor"], comment="Write the rank in full.\n<b>Please</b>")
        client.force_login(people["writer"])
        page = words_of(client.get(link(edition, "change")))
        assert "<b>Sent back</b> by edith" in page
        assert "Write the rank in full." in page
        assert "<b>Please</b>" not in client.get(link(edition, "change")).content.decode()
        edition.refresh_from_db()
        workflow.submit(edition, by=people["writer"])
        client.force_login(people["editor"])
        assert "Write the rank in full." not in words_of(client.get(link(edition, "change"))).split("comments")[0]


class TestHandIn:
    def test_names_who_shall_check_and_gives_a_text_to_send(self, client, people, settings):
        settings.SITE_ORIGIN = "https://press.example.org"
        edition = draft("edition", people["writer"])
        client.force_login(people["writer"])
        page = words_of(client.get(link(edition, "submit")))
        assert "edith" in page
        assert "seth" in page
        assert "vera" not in page
        response = post(client, people["writer"], "submit", edition, asked=people["second"].pk, comment="Please soon.")
        page = words_of(response)
        assert "Handed in. It waits for seth." in page
        assert f"“Title” waits for your check: https://press.example.org{link(edition, 'review')}" in page
        assert f'action="{link(edition, "take_back")}"' in page
        edition.refresh_from_db()
        assert list(edition.asked_to_check.all()) == [people["second"]]
        list_page = words_of(client.get(reverse("admin:news_edition_changelist")))
        assert "Handed in, waits for seth" in list_page

    def test_those_who_cannot_check_are_shown_with_the_reason(self, client, people):
        edition = draft("edition", people["writer"])
        edition.authors.add(people["editor"])
        client.force_login(people["writer"])
        assert "Wrote at this version." in words_of(client.get(link(edition, "submit")))
        response = post(client, people["writer"], "submit", edition, asked=people["editor"].pk)
        assert "One of these people cannot check it. Choose again." in words_of(response)
        assert state(edition) == State.DRAFT

    @pytest.mark.parametrize("asked", ["0", "x", "\x00", "9" * 30, "-1"])
    def test_nonsense_is_a_sentence(self, client, people, asked):
        edition = draft("edition", people["writer"])
        response = post(client, people["writer"], "submit", edition, asked=asked, comment="kept words")
        assert response.status_code == 200
        assert "cannot check it" in words_of(response)
        assert "kept words" in words_of(response)
        assert state(edition) == State.DRAFT

    def test_all_that_is_missing_stands_there_linked_to_its_field(self, client, people):
        edition = draft("edition", people["writer"], title="", body="", kind="event_report")
        response = post(client, people["writer"], "submit", edition)
        page = words_of(response)
        assert "3 things must be put right first" in page
        for field in ("title", "body", "event"):
            assert f'href="{link(edition, "change")}#id_{field}"' in page
        assert state(edition) == State.DRAFT

    def test_a_long_comment_stays_with_its_sentence(self, client, people):
        edition = draft("edition", people["writer"])
        for comment in ("x" * 5000, "a\x00b"):
            assert post(client, people["writer"], "submit", edition, comment=comment).status_code == 200
            assert state(edition) == State.DRAFT

    def test_from_an_old_page(self, client, people):
        edition = draft("edition", people["writer"])
        page = words_of(post(client, people["writer"], "submit", edition, lock_version=9))
        assert "Somebody changed this meanwhile. Look again." in page
        release, facts = report(people["writer"])
        page = words_of(post(client, people["writer"], "submit", release, facts_lock_version=9))
        assert "Somebody changed this meanwhile. Look again." in page
        assert state(release) == state(facts) == State.DRAFT

    def test_a_stranger_who_writes_may_not(self, client, people):
        edition = draft("edition", people["editor"])
        response = post(client, people["writer"], "submit", edition)
        assert response.status_code == 403
        assert "Only who wrote it, or an editor, can do this." in words_of(response)

    def test_many_editors_cost_as_much_as_one(self, client, people, django_assert_max_num_queries):
        edition = draft("edition", people["writer"])
        client.force_login(people["writer"])
        client.get(link(edition, "submit"))
        with django_assert_max_num_queries(60) as before:
            client.get(link(edition, "submit"))
        for number in range(5):
            edition.authors.add(make.make_account(f"editor-{number}", Role.EDITOR))
        with django_assert_max_num_queries(len(before)):
            client.get(link(edition, "submit"))


class TestEmbargo:
    def test_it_is_typed_in_kuala_lumpur_and_said_beside(self, client, people):
        from .browserform import BrowserForm

        edition = draft("edition", people["writer"])
        client.force_login(people["writer"])
        form = BrowserForm(client.get(link(edition, "change")), "edition_form")
        form["embargo_until"] = "2031-05-03T06:00"
        form.post(client, link(edition, "change"))
        edition.refresh_from_db()
        assert edition.embargo_until == datetime.datetime(2031, 5, 2, 22, 0, tzinfo=datetime.UTC)
        page = words_of(client.get(link(edition, "change")))
        assert "until Saturday 3 May 2031, 06:00 (2 May 2031, 22:00 UTC)" in page
        assert BrowserForm(client.get(link(edition, "change")), "edition_form")["embargo_until"] == "2031-05-03T06:00"

    def test_what_could_not_be_published_is_said(self, client, people):
        edition = approved("edition", people)
        now = timezone.now()
        type(edition).objects.filter(pk=edition.pk).update(
            not_published_at=now, not_published_why="The picture is hidden."
        )
        client.force_login(people["editor"])
        page = words_of(client.get(link(edition, "change")))
        assert "Could not be published at its time" in page
        assert "The picture is hidden." in page
        assert "Could not be published at its time" in words_of(client.get(reverse("admin:news_edition_changelist")))


@pytest.mark.parametrize("model", MODELS)
def test_a_version_that_is_only_read_says_what_leads_to_its_form(client, people, model):
    edition = draft(model, people["writer"])
    workflow.submit(edition, by=people["writer"], lock_version=edition.lock_version)
    client.force_login(people["writer"])
    assert "It is handed in. To change it, take it back first." in words_of(client.get(link(edition, "change")))
    edition.refresh_from_db()
    workflow.approve(edition, by=people["editor"], waiting_for="INTERPOL", lock_version=edition.lock_version)
    for name, said in [("editor", "To change it, stop it first."), ("viewer", "Ask an editor to stop it.")]:
        client.force_login(people[name])
        assert f"It is approved. {said}" in words_of(client.get(link(edition, "change")))


@pytest.mark.parametrize("model", MODELS)
def test_who_only_reads_what_was_sent_back_reads_why(client, people, model):
    edition = draft(model, people["writer"])
    workflow.submit(edition, by=people["writer"], lock_version=edition.lock_version)
    edition.refresh_from_db()
    workflow.send_back(edition, by=people["editor"], comment="Eleven, not ten.", lock_version=edition.lock_version)
    client.force_login(people["viewer"])
    assert "Eleven, not ten." in words_of(client.get(link(edition, "change")))
