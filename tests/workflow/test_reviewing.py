"""Hand in, take back, send back, approve, publish, stop: text and facts together."""

import datetime

import pytest
from django.utils import timezone

from news import workflow
from news.enums import Act, Role, State
from news.errors import ChangedMeanwhile, Impossible, NotAllowed, Problems
from news.models import ActionLog, Edition, EventEdition
from tests import factories as make

pytestmark = pytest.mark.django_db

TEXT = {"title": "Title", "standfirst": "Summary", "body": "<p>Text</p>"}


@pytest.fixture
def writer():
    return make.make_account("writer", role=Role.WRITER)


@pytest.fixture
def editor():
    return make.make_account("editor", role=Role.EDITOR)


@pytest.fixture
def second():
    return make.make_account("second", role=Role.EDITOR)


def event(by, **content):
    return workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02", **content}, by=by)


def report(by, facts, **content):
    return workflow.new_release({**TEXT, "kind": "event_report", "event": facts.event, **content}, by=by)


def notice(by, **content):
    return workflow.new_release({**TEXT, "kind": "notice", **content}, by=by)


def states(*editions):
    for edition in editions:
        edition.refresh_from_db()
    return [State(edition.state) for edition in editions]


def in_(**delta):
    return timezone.now() + datetime.timedelta(**delta)


class TestHandIn:
    def test_the_facts_go_along_and_who_shall_check_is_kept(self, writer, editor):
        facts = event(writer)
        edition = workflow.submit(report(writer, facts), by=writer, asked=[editor], comment="Please today.")
        assert states(edition, facts) == [State.IN_REVIEW] * 2
        assert list(edition.asked_to_check.all()) == list(facts.asked_to_check.all()) == [editor]
        line = ActionLog.objects.filter(thing_type="edition", act=Act.SUBMIT).get()
        assert (line.from_state, line.to_state, line.comment) == ("draft", "in_review", "Please today.")
        assert line.after.data["title"] == "Title"

    def test_everything_that_is_missing_is_said_at_once(self, writer):
        empty = workflow.new_release({"kind": "event_report"}, by=writer)
        with pytest.raises(Problems) as refused:
            workflow.submit(empty, by=writer)
        assert {"title", "standfirst", "body", "event"} <= set(refused.value.by_field)
        assert states(empty) == [State.DRAFT]

    def test_who_wrote_or_only_reads_cannot_be_asked(self, writer, editor):
        edition = notice(editor)
        reader = make.make_account("reader", role=Role.VIEWER)
        with pytest.raises(Problems) as refused:
            workflow.submit(edition, by=writer_of(edition), asked=[editor, writer, reader])
        said = refused.value.by_field["asked"]
        assert said[0] == "You cannot check what you hand in yourself."
        assert "Only an editor can do this." in said[1]
        assert states(edition) == [State.DRAFT]

    def test_facts_that_changed_since_they_were_looked_at(self, writer):
        facts = event(writer)
        edition = report(writer, facts)
        workflow.edit(facts, {"venue": "Elsewhere"}, by=writer, lock_version=facts.lock_version)
        with pytest.raises(ChangedMeanwhile):
            workflow.submit(edition, by=writer, facts_lock_version=facts.lock_version)
        with pytest.raises(ChangedMeanwhile):
            workflow.submit(edition, by=writer, lock_version=edition.lock_version + 1)


def writer_of(edition):
    return edition.authors.get()


class TestBack:
    def test_taken_back_by_who_handed_in_alone(self, writer, editor):
        facts = event(writer)
        edition = workflow.submit(report(writer, facts), by=writer)
        with pytest.raises(NotAllowed):
            workflow.take_back(edition, by=editor)
        workflow.take_back(edition, by=writer)
        assert states(edition, facts) == [State.DRAFT] * 2

    def test_sent_back_with_a_comment(self, writer, editor):
        facts = event(writer)
        edition = workflow.submit(report(writer, facts), by=writer)
        with pytest.raises(Problems):
            workflow.send_back(edition, by=editor, comment="  ")
        workflow.send_back(edition, by=editor, comment="The rank of the host is missing.")
        assert states(edition, facts) == [State.DRAFT] * 2
        assert (edition.returned_by, edition.return_comment) == (editor, "The rank of the host is missing.")
        edition = workflow.submit(edition, by=writer)
        assert edition.return_comment == ""

    def test_the_facts_stay_while_another_release_of_the_event_is_handed_in(self, writer, editor, second):
        facts = event(writer)
        first, other = report(writer, facts), report(writer, facts, title="Another")
        first, other = workflow.submit(first, by=writer), workflow.submit(other, by=writer)
        workflow.send_back(first, by=editor, comment="Shorter.")
        assert states(first, other, facts) == [State.DRAFT, State.IN_REVIEW, State.IN_REVIEW]
        with pytest.raises(Impossible, match="A release with these facts"):
            workflow.send_back(facts, by=editor, comment="Not these.")
        workflow.take_back(other, by=writer)
        assert states(other, facts) == [State.DRAFT] * 2


class TestApprove:
    def test_neither_who_wrote_the_text_nor_who_wrote_the_facts(self, writer, editor, second):
        facts = event(editor)
        edition = workflow.submit(report(writer, facts), by=writer)
        with pytest.raises(NotAllowed, match="You wrote at this version"):
            workflow.approve(edition, by=editor)
        workflow.approve(edition, by=second, waiting_for="INTERPOL")
        assert states(edition, facts) == [State.APPROVED] * 2
        assert (edition.facts, edition.waiting_for, edition.approved_by) == (facts, "INTERPOL", second)

    def test_who_edits_in_review_is_an_author_from_then_on(self, writer, editor):
        edition = workflow.submit(notice(writer), by=writer)
        with pytest.raises(NotAllowed):
            workflow.edit(edition, {"title": "Mine"}, by=writer, lock_version=edition.lock_version)
        edition = workflow.edit(edition, {"title": "Better"}, by=editor, lock_version=edition.lock_version)
        with pytest.raises(NotAllowed, match="You wrote at this version"):
            workflow.approve(edition, by=editor)

    def test_times_that_cannot_be(self, writer, editor):
        edition = workflow.submit(notice(writer), by=writer)
        for wrong, field in [
            ({"publish_at": in_(minutes=-1)}, "publish_at"),
            ({"publish_at": in_(hours=1), "waiting_for": "INTERPOL"}, "waiting_for"),
            ({"waiting_for": "x" * 121}, "waiting_for"),
            ({"waiting_for": "\x00"}, "waiting_for"),
        ]:
            with pytest.raises(Problems) as refused:
                workflow.approve(edition, by=editor, **wrong)
            assert list(refused.value.by_field) == [field]
        Edition.objects.update(embargo_until=in_(hours=2))
        with pytest.raises(Problems, match="embargo"):
            workflow.approve(edition, by=editor, publish_at=in_(hours=1))
        with pytest.raises(Problems, match="embargo"):
            workflow.publish(edition, by=editor)

    def test_facts_that_were_begun_after_the_hand_in_must_be_handed_in_too(self, writer, editor, second):
        facts = make.publish_event()
        edition = workflow.submit(report(writer, facts), by=writer)
        draft = workflow.revise(facts, by=writer)
        with pytest.raises(Problems, match="Hand them in"):
            workflow.approve(edition, by=editor)
        with pytest.raises(Problems, match="Hand them in"):
            workflow.publish(edition, by=editor)
        draft = workflow.edit(draft, {"change_note": "It took place in Cebu."}, by=writer, lock_version=0)
        workflow.submit(draft, by=writer)
        workflow.approve(edition, by=editor)
        assert states(edition, draft) == [State.APPROVED] * 2

    def test_approved_text_cannot_be_changed_until_somebody_stops_it(self, writer, editor):
        edition = workflow.approve(workflow.submit(notice(writer), by=writer), by=editor, publish_at=in_(hours=1))
        with pytest.raises(Impossible):
            workflow.edit(edition, {"title": "x"}, by=editor, lock_version=edition.lock_version)
        workflow.stop(edition, by=writer, comment="The date is wrong.")
        edition.refresh_from_db()
        assert edition.state == State.IN_REVIEW
        assert (edition.approved_by, edition.publish_at, edition.waiting_for) == (None, None, "")

    def test_what_waits_is_released_by_any_editor(self, writer, editor, second):
        facts = event(writer)
        edition = workflow.submit(report(writer, facts), by=writer)
        edition = workflow.approve(edition, by=editor, waiting_for="INTERPOL")
        with pytest.raises(NotAllowed):
            workflow.publish(edition, by=writer)
        workflow.publish(edition, by=second)
        assert states(edition, facts) == [State.PUBLISHED] * 2
        assert edition.approved_by == editor


class TestOtherFacts:
    @pytest.fixture
    def approved(self, writer, editor):
        facts = make.publish_event()
        edition = workflow.submit(report(writer, facts), by=writer)
        return workflow.approve(edition, by=editor, publish_at=in_(hours=1))

    def test_begun_after_an_approval_they_take_it_back_to_review(self, approved, writer):
        workflow.revise(approved.event.editions.get(), by=writer)
        approved.refresh_from_db()
        assert (approved.state, approved.publish_at, approved.facts) == (State.IN_REVIEW, None, None)
        line = ActionLog.objects.filter(act=Act.STOP).get()
        assert (line.by, line.by_name) == (None, "the system")

    def test_out_of_the_bin_too(self, writer, editor):
        facts = make.publish_event()
        draft = workflow.discard(workflow.revise(facts, by=writer), by=writer)
        edition = workflow.submit(report(writer, facts), by=writer)
        edition = workflow.approve(edition, by=editor, waiting_for="INTERPOL")
        workflow.undo_discard(draft, by=writer)
        assert states(edition) == [State.IN_REVIEW]

    def test_published_with_another_release_they_take_it_back_to_review(self, writer, editor, second):
        facts = event(writer)
        one, two = report(writer, facts), report(writer, facts, title="Another")
        one = workflow.approve(workflow.submit(one, by=writer), by=editor, waiting_for="INTERPOL")
        two = workflow.approve(workflow.submit(two, by=writer), by=editor, waiting_for="INTERPOL")
        workflow.publish(one, by=second)
        assert states(two) == [State.APPROVED], "exactly these facts were approved with it"
        workflow.publish(two, by=second)
        assert states(one, two, facts) == [State.PUBLISHED] * 3

    def test_stopped_by_themselves_they_take_their_releases_along(self, writer, editor):
        facts = event(writer)
        edition = workflow.approve(
            workflow.submit(report(writer, facts), by=writer), by=editor, publish_at=in_(hours=1)
        )
        facts.refresh_from_db()
        workflow.stop(facts, by=writer)
        assert states(facts, edition) == [State.IN_REVIEW] * 2

    def test_stopping_a_release_leaves_the_facts_that_another_needs(self, writer, editor):
        facts = event(writer)
        one, two = report(writer, facts), report(writer, facts, title="Another")
        one = workflow.approve(workflow.submit(one, by=writer), by=editor, waiting_for="INTERPOL")
        two = workflow.approve(workflow.submit(two, by=writer), by=editor, waiting_for="INTERPOL")
        workflow.stop(one, by=writer)
        assert states(one, two, facts) == [State.IN_REVIEW, State.APPROVED, State.APPROVED]
        workflow.stop(two, by=writer)
        assert states(two, facts) == [State.IN_REVIEW, State.APPROVED], "the other one is still handed in"
        workflow.take_back(one, by=writer)
        workflow.take_back(two, by=writer)
        assert states(one, two, facts) == [State.DRAFT] * 3

    def test_an_event_alone_is_announced_and_corrected(self, writer, editor):
        facts = workflow.publish(workflow.submit(event(writer), by=writer), by=editor)
        assert states(facts) == [State.PUBLISHED]
        draft = workflow.revise(facts, by=writer)
        with pytest.raises(Problems):
            workflow.submit(draft, by=writer)
        note = {"change_note": "The workshop ended on 3 May.", "ends": "2024-05-03"}
        draft = workflow.edit(draft, note, by=writer, lock_version=draft.lock_version)
        workflow.publish(workflow.submit(draft, by=writer), by=editor)
        assert states(facts, draft) == [State.SUPERSEDED, State.PUBLISHED]


class TestCheck:
    def test_text_and_facts_are_checked_together(self, writer, editor):
        administrator = make.make_account("admin", role=Role.ADMINISTRATOR)
        facts = event(writer)
        edition = workflow.publish_alone(report(writer, facts), by=administrator, reason="Everybody travels.")
        with pytest.raises(NotAllowed):
            workflow.check(edition, by=administrator)
        workflow.check(edition, by=editor)
        assert not EventEdition.objects.exclude(flagged_since=None).exists()
        assert not Edition.objects.exclude(flagged_since=None).exists()
        with pytest.raises(NotAllowed, match="nothing to check"):
            workflow.check(edition, by=editor)


def test_every_act_but_those_on_pictures_has_its_function():
    called = {Act.RETURN: "send_back", Act.IMPORT: "publish_imported"}
    for act in Act:
        assert callable(getattr(workflow, called.get(act, act.value))), act


def test_a_refused_act_leaves_neither_state_nor_log_nor_mail(writer, editor):
    from django_tasks_db.models import DBTaskResult

    edition = workflow.submit(notice(writer), by=writer)
    lines, jobs = ActionLog.objects.count(), DBTaskResult.objects.count()
    for act, arguments in [
        (workflow.approve, {"by": writer}),
        (workflow.send_back, {"by": editor, "comment": ""}),
        (workflow.stop, {"by": editor}),
        (workflow.publish, {"by": None}),
        (workflow.withdraw, {"by": editor, "kind": "notice"}),
    ]:
        with pytest.raises((NotAllowed, Impossible, Problems)):
            act(edition, **arguments)
    assert states(edition) == [State.IN_REVIEW]
    assert (ActionLog.objects.count(), DBTaskResult.objects.count()) == (lines, jobs)
