"""The page of the second person: what changed, ticks, approving with a time, sending back; for text and for facts."""

import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from news import workflow
from news.enums import Act, Role, State
from news.models import ActionLog, Ticks
from news.queries import checklist
from tests import factories as make

from .browserform import BrowserForm

pytestmark = pytest.mark.django_db
MODELS = ["edition", "eventedition"]


@pytest.fixture
def writer():
    return make.make_account("wren", Role.WRITER)


@pytest.fixture
def editor(client):
    account = make.make_account("edith", Role.EDITOR)
    client.force_login(account)
    return account


def link(edition, what):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk])


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def handed_in(model, by):
    facts = {"name": "Workshop of ten forces", "starts": "2024-05-01", "ends": "2024-05-02", "attendance": 120}
    text = {"title": "Title", "standfirst": "Summary", "body": "<p>Ten forces met on 3 May 2024.</p>", "kind": "notice"}
    edition = workflow.new_event(facts, by=by) if model == "eventedition" else workflow.new_release(text, by=by)
    return workflow.submit(edition, by=by)


def report(by):
    facts = workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02"}, by=by)
    text = {"title": "Title", "standfirst": "Summary", "body": "<p>Ten forces met.</p>", "kind": "event_report"}
    return workflow.new_release(text | {"event": facts.event}, by=by), facts


def fingerprints(edition):
    edition.refresh_from_db()
    return [entry.fingerprint for entry in checklist.entries(edition)]


def state(edition):
    edition.refresh_from_db()
    return edition.state


@pytest.mark.parametrize("model", MODELS)
class TestPage:
    def test_reads_from_outside_the_desk_in_a_frame_without_script(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        response = client.get(link(edition, "review"))
        page = words_of(response)
        assert 'src="/preview/' in page
        assert 'sandbox="allow-same-origin"' in page
        assert "This is the first version." in page
        assert "120 people" in page if model == "eventedition" else "3 May 2024" in page
        assert page.count("btn solid") == (2 if "data-send-back" in page else 1)  # one of them in the hidden form

    def test_ticks_one_by_one_and_all_at_once(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        first, *rest = fingerprints(edition)
        assert client.post(link(edition, "ticks"), {"entry": first, "on": "1"}).status_code == 204
        assert Ticks.objects.get().entries == [first]
        assert f'value="{first}" checked' in words_of(client.get(link(edition, "review")))
        client.post(link(edition, "ticks"), {"entry": first, "on": "0"})
        assert Ticks.objects.get().entries == []
        form = BrowserForm(client.get(link(edition, "review")), "decide")
        form["tick"] = [first, *rest, "nonsense", "0" * 64]
        response = form.post(client, link(edition, "review"), button="go-nowhere")
        assert response.status_code == 302
        assert set(Ticks.objects.get().entries) == {first, *rest}

    def test_ticks_are_of_one_person(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        first = fingerprints(edition)[0]
        client.post(link(edition, "ticks"), {"entry": first, "on": "1"})
        client.force_login(make.make_account("seth", Role.EDITOR))
        assert "checked" not in words_of(client.get(link(edition, "review"))).split('id="decide"')[1]

    @pytest.mark.parametrize("entry", ["", "x", "\x00", "A" * 64, "a" * 10_000])
    def test_nonsense_is_no_tick(self, client, editor, writer, model, entry):
        edition = handed_in(model, writer)
        assert client.post(link(edition, "ticks"), {"entry": entry, "on": "1"}).status_code == 400
        assert client.get(link(edition, "ticks")).status_code == 405
        assert not Ticks.objects.exists()

    def test_who_may_not_approve_sees_it_with_the_reason(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        client.force_login(writer)
        page = words_of(client.get(link(edition, "review")))
        assert "Only an editor can do this." in page
        assert 'name="tick"' not in page
        assert 'value="approve"' not in page
        assert client.post(link(edition, "ticks"), {"entry": "a" * 64, "on": "1"}).status_code == 403
        for what in ("approve", "send_back"):
            response = client.post(link(edition, what), {"when": "now", "comment": "x"})
            assert response.status_code == 403
            assert "Only an editor can do this." in words_of(response)
        author = make.make_account("olga", Role.EDITOR)
        edition.authors.add(author)
        client.force_login(author)
        page = words_of(client.get(link(edition, "review")))
        assert "You wrote at this version. Somebody else must check it." in page
        assert 'value="approve"' not in page
        assert client.post(link(edition, "approve"), {"when": "now"}).status_code == 403
        assert state(edition) == State.IN_REVIEW

    def test_what_is_not_handed_in_is_read_without_buttons(self, client, editor, writer, model):
        edition = workflow.take_back(handed_in(model, writer), by=writer)
        page = words_of(client.get(link(edition, "review")))
        assert "There is nothing to decide: this version is draft." in page
        assert 'name="go"' not in page


@pytest.mark.parametrize("model", MODELS)
class TestApprove:
    def form(self, client, edition, **values):
        form = BrowserForm(client.get(link(edition, "approve")), "approve")
        for name, value in values.items():
            form[name] = value
        return form.post(client, link(edition, "approve"), follow=True)

    def test_nothing_is_chosen_beforehand(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        form = BrowserForm(client.get(link(edition, "approve")), "approve")
        assert "when" not in form
        assert "Choose when it goes out." in words_of(self.form(client, edition))
        assert state(edition) == State.IN_REVIEW

    def test_now_and_what_was_not_ticked_stands_in_the_log(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        first, *rest = fingerprints(edition)
        client.post(link(edition, "ticks"), {"entry": first, "on": "1"})
        number = len(rest)
        page = words_of(client.get(link(edition, "approve")))
        assert ("One entry is" if number == 1 else f"{number} entries are") + " not ticked." in page
        assert "Published. Readers see it now." in words_of(self.form(client, edition, when="now"))
        assert state(edition) == State.PUBLISHED
        line = ActionLog.objects.filter(act=Act.PUBLISH, thing_type=model).first()
        assert len(line.details["unticked"]) == number

    def test_at_a_time_in_kuala_lumpur(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        page = words_of(self.form(client, edition, when="at", day="2031-05-03", time="06:00"))
        assert "It goes out Saturday 3 May 2031, 06:00 (2 May 2031, 22:00 UTC)." in page
        edition.refresh_from_db()
        assert edition.publish_at == datetime.datetime(2031, 5, 2, 22, 0, tzinfo=datetime.UTC)
        assert "Approved, goes out Saturday 3 May 2031, 06:00" in page or "approved, goes out" in page

    def test_waiting_for_somebody(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        self.form(client, edition, when="waiting", waiting_for=" INTERPOL ")
        edition.refresh_from_db()
        assert (edition.state, edition.waiting_for) == (State.APPROVED, "INTERPOL")

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"when": "at"}, "Say on which day."),
            ({"when": "at", "day": "2031-05-03"}, "Say at what time."),
            ({"when": "at", "day": "2001-05-03", "time": "06:00"}, "This moment is over."),
            ({"when": "at", "day": "31.6.", "time": "\x00"}, "Enter a valid date."),
            ({"when": "waiting"}, "Say for whom it waits"),
            ({"when": "waiting", "waiting_for": "x" * 121}, "at most 120"),
            ({"when": "waiting", "waiting_for": "x\x00"}, "Null characters are not allowed."),
            ({"when": "later"}, "Select a valid choice."),
            ({"when": "now", "comment": "x\x00"}, "Null characters are not allowed."),
        ],
    )
    def test_bad_input_gets_a_sentence_and_stays(self, client, editor, writer, model, values, said):
        edition = handed_in(model, writer)
        response = self.form(client, edition, **values)
        assert response.status_code == 200
        assert said in words_of(response)
        assert state(edition) == State.IN_REVIEW

    def test_what_was_changed_meanwhile_is_looked_at_again_and_ticks_stay(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        shown = BrowserForm(client.get(link(edition, "review")), "decide")
        form = BrowserForm(client.get(link(edition, "approve")), "approve")
        first = fingerprints(edition)[0]
        client.post(link(edition, "ticks"), {"entry": first, "on": "1"})
        workflow.submit(workflow.take_back(edition, by=writer), by=writer)
        form["when"] = "now"
        page = words_of(form.post(client, link(edition, "approve"), follow=True))
        assert "A newer version was handed in. Look again." in page
        assert f'value="{first}" checked' in page
        response = shown.post(client, link(edition, "review"), button="go", follow=True)
        assert "A newer version was handed in. Look again." in words_of(response)
        assert client.post(link(edition, "approve"), {"when": "now"}).status_code == 302
        assert state(edition) == State.IN_REVIEW

    def test_the_page_leads_on_with_what_was_seen(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        form = BrowserForm(client.get(link(edition, "review")), "decide")
        form["go"] = "approve"
        response = client.post(link(edition, "review"), form.data)
        edition.refresh_from_db()
        assert response.url == f"{link(edition, 'approve')}?seen={edition.lock_version}-0"
        form["go"] = "send_back"
        assert client.post(link(edition, "review"), form.data).url.startswith(link(edition, "send_back"))


@pytest.mark.parametrize("model", MODELS)
class TestSendBack:
    def test_with_a_comment_that_is_compared_with_afterwards(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        form = BrowserForm(client.get(link(edition, "send_back")), "send-back")
        assert "Say what is to be changed." in words_of(form.post(client, link(edition, "send_back")))
        form["comment"] = "The number is wrong."
        page = words_of(form.post(client, link(edition, "send_back"), follow=True))
        assert "Sent back. Its writers read your comment." in page
        assert "The number is wrong." in page
        edition.refresh_from_db()
        changed = {"attendance": 130} if model == "eventedition" else {"body": "<p>20 forces met on 3 May 2024.</p>"}
        edition = workflow.edit(edition, changed, by=writer, lock_version=edition.lock_version)
        workflow.submit(edition, by=writer, comment="Put right.")
        page = words_of(client.get(link(edition, "review")))
        assert "For the 2nd time." in page
        assert "Put right." in page
        assert "edith wrote:" in page
        assert "Look here first" in page
        if model == "eventedition":
            assert "<del>120</del>" in page
            assert "It said: 120 people" in page
        else:
            assert "<ins>20</ins>" in page
            assert "20 forces met" in page

    @pytest.mark.parametrize("comment", ["", "  ", "x\x00", "x" * 4001])
    def test_bad_words(self, client, editor, writer, model, comment):
        edition = handed_in(model, writer)
        data = {"comment": comment, "lock_version": edition.lock_version}
        assert client.post(link(edition, "send_back"), data).status_code == 200
        assert state(edition) == State.IN_REVIEW

    def test_typed_words_stay_where_somebody_was_quicker(self, client, editor, writer, model):
        edition = handed_in(model, writer)
        page = words_of(client.post(link(edition, "send_back"), {"comment": "My long comment", "lock_version": 99}))
        assert "My long comment" in page
        assert "A newer version was handed in." in page
        assert state(edition) == State.IN_REVIEW


class TestBoth:
    def test_text_and_facts_are_decided_about_together(self, client, editor, writer):
        release, facts = report(writer)
        workflow.submit(release, by=writer)
        page = words_of(client.get(link(release, "review")))
        assert "1–2 May 2024" in page
        assert "Ten forces met" in page
        form = BrowserForm(client.get(link(release, "approve")), "approve")
        facts.refresh_from_db()
        assert form["facts_lock_version"] == str(facts.lock_version)
        workflow.edit(
            facts, {"attendance": 5}, by=make.make_account("olga", Role.EDITOR), lock_version=facts.lock_version
        )
        form["when"] = "now"
        assert "A newer version was handed in." in words_of(form.post(client, link(release, "approve"), follow=True))
        assert (state(release), state(facts)) == (State.IN_REVIEW, State.IN_REVIEW)

    def test_since_the_public_version(self, client, editor, writer):
        release, facts = report(writer)
        facts, release = make.publish(facts), make.publish(release)
        draft = workflow.revise(release, by=writer)
        open_facts = workflow.revise(facts, by=writer)
        change = {"change_note": "Number put right."}
        workflow.edit(open_facts, {"attendance": 130} | change, by=writer, lock_version=0)
        draft = workflow.edit(draft, {"body": "<p>20 forces met.</p>"} | change, by=writer, lock_version=0)
        workflow.submit(draft, by=writer)
        page = words_of(client.get(link(draft, "review")))
        assert "Since the public version." in page
        assert "<ins>130</ins>" in page
        assert "<ins>20</ins>" in page
        assert client.get(f"{link(draft, 'review')}?since=nonsense").status_code == 200

    def test_an_embargo_stands_on_the_page(self, client, editor, writer):
        edition = handed_in("edition", writer)
        later = timezone.now() + datetime.timedelta(days=2)
        type(edition).objects.filter(pk=edition.pk).update(embargo_until=later)
        assert "Embargo until" in words_of(client.get(link(edition, "approve")))
        form = BrowserForm(client.get(link(edition, "approve")), "approve")
        form["when"] = "now"
        assert "The embargo is not over yet." in words_of(form.post(client, link(edition, "approve")))
        tomorrow = timezone.localtime() + datetime.timedelta(days=1)
        form["when"], form["day"], form["time"] = "at", tomorrow.date().isoformat(), "10:00"
        assert "embargo" in words_of(form.post(client, link(edition, "approve"))).lower()
        assert state(edition) == State.IN_REVIEW

    def test_a_viewer_reads(self, client, writer):
        edition = handed_in("edition", writer)
        client.force_login(make.make_account("vera", Role.VIEWER))
        page = words_of(client.get(link(edition, "review")))
        assert "Only an editor can do this." in page
        assert client.post(link(edition, "review"), {"go": "approve"}).status_code == 403


def test_three_rows_cost_as_much_as_one(client, editor, writer, django_assert_max_num_queries):
    def costs(number):
        release, facts = report(writer)
        for _ in range(number):
            make.make_organizer(facts, led_by=make.make_person(), through=make.make_organization())
            make.make_participation(facts, make.make_person(), session=make.make_session(facts))
        workflow.submit(release, by=writer)
        with django_assert_max_num_queries(100) as done:
            assert client.get(link(release, "review")).status_code == 200
        return len(done)

    costs(1)
    assert costs(1) == costs(3)
