"""What was approved for a time goes out at its time: once, in order, whatever happens to the others."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.enums import State
from news.errors import ChangedMeanwhile, Impossible
from news.models import ActionLog, Edition, EventEdition
from news.workflow import due
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def writer():
    return make.make_account(role="writer")


@pytest.fixture
def editor():
    return make.make_account(role="editor")


@pytest.fixture
def at():
    """The moment for which things are approved."""
    return timezone.now() + HOUR


def text(by, **content):
    content = {"title": "Title", "standfirst": "Summary", "body": "<p>Text</p>", "kind": "notice", **content}
    return workflow.new_release(content, by=by)


def facts(by, **content):
    return workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02", **content}, by=by)


def approved(edition, writer, editor, **how):
    if edition.state == State.DRAFT:
        workflow.submit(edition, by=writer)
    return workflow.approve(edition, by=editor, **how)


def letters(what):
    return DBTaskResult.objects.filter(args_kwargs__args__0="send_mail", args_kwargs__args__1__what=what).count()


def spoil(edition):
    """What no check would let through any more, though it was approved."""
    type(edition).objects.filter(pk=edition.pk).update(**{"title" if isinstance(edition, Edition) else "name": ""})


def states(model=Edition):
    return list(model.objects.order_by("pk").values_list("state", flat=True))


class TestItsTime:
    def test_before_at_and_after(self, writer, editor, at):
        edition = approved(text(writer), writer, editor, publish_at=at)
        second = datetime.timedelta(seconds=1)
        assert workflow.publish_due(now=at - second) == []
        assert states() == ["approved"]
        assert workflow.publish_due(now=at) == []
        edition.refresh_from_db()
        assert (edition.state, edition.published_at, edition.publish_at) == ("published", at, None)
        assert (edition.published_by, edition.approved_by) == (None, editor)
        assert workflow.publish_due(now=at + second) == []
        (line,) = ActionLog.objects.filter(act="publish")
        assert (line.by, line.by_name, line.from_state, line.to_state) == (None, "the system", "approved", "published")
        assert letters("published") == 1

    def test_overdue_after_a_night_without_a_worker(self, writer, editor, at):
        edition = approved(text(writer), writer, editor, publish_at=at)
        morning = at + 10 * HOUR
        workflow.publish_due(now=morning)
        edition.refresh_from_db()
        # The moment of publication is when readers first could read it.
        assert edition.published_at == edition.release.first_published_at == morning

    def test_waiting_for_somebody_is_never_due(self, writer, editor, at):
        approved(text(writer), writer, editor, waiting_for="INTERPOL")
        approved(text(writer), writer, editor)
        workflow.publish_due(now=at + 1000 * HOUR)
        assert states() == ["approved", "approved"]

    def test_stopped_is_no_longer_due(self, writer, editor, at):
        edition = approved(text(writer), writer, editor, publish_at=at)
        workflow.stop(edition, by=writer)
        assert workflow.publish_due(now=at + HOUR) == []
        assert states() == ["in_review"]

    def test_the_year_is_that_of_kuala_lumpur(self, writer, editor):
        year = timezone.now().year + 1
        midnight = datetime.datetime(year - 1, 12, 31, 16, tzinfo=datetime.UTC)
        last = approved(text(writer), writer, editor, publish_at=midnight - datetime.timedelta(seconds=1))
        first = approved(text(writer), writer, editor, publish_at=midnight)
        workflow.publish_due(now=midnight - datetime.timedelta(seconds=1))
        workflow.publish_due(now=midnight)
        last.release.refresh_from_db()
        first.release.refresh_from_db()
        assert (last.release.url_year, last.release.ref_number) == (year - 1, 1)
        assert (first.release.url_year, first.release.ref_number) == (year, 1)

    def test_reference_numbers_follow_the_times(self, writer, editor, at):
        late = approved(text(writer), writer, editor, publish_at=at + HOUR)
        early = approved(text(writer), writer, editor, publish_at=at)
        workflow.publish_due(now=at + 2 * HOUR)
        early.release.refresh_from_db()
        late.release.refresh_from_db()
        assert (early.release.ref_number, late.release.ref_number) == (1, 2)

    def test_the_next_time_is_the_earliest_of_both_kinds(self, writer, editor, at):
        assert workflow.next_time(timezone.now()) is None
        approved(text(writer), writer, editor, publish_at=at + HOUR)
        approved(facts(writer), writer, editor, publish_at=at)
        assert workflow.next_time(timezone.now()) == at
        assert workflow.next_time(at) == at + HOUR
        assert workflow.next_time(at + HOUR) is None


class TestFactsAndTexts:
    def test_the_facts_go_along(self, writer, editor, at):
        event = facts(writer)
        edition = approved(text(writer, kind="event_report", event=event.event), writer, editor, publish_at=at)
        assert workflow.publish_due(now=at) == []
        assert (states(), states(EventEdition)) == (["published"], ["published"])
        edition.refresh_from_db()
        assert edition.facts_id == event.pk

    def test_an_event_is_announced_at_its_time(self, writer, editor, at):
        approved(facts(writer), writer, editor, publish_at=at)
        workflow.publish_due(now=at)
        assert states(EventEdition) == ["published"]

    def test_two_releases_of_one_event_at_one_moment(self, writer, editor, at):
        event = facts(writer)
        editions = [text(writer, kind="event_report", event=event.event) for _ in range(2)]
        for edition in editions:
            workflow.submit(edition, by=writer)
        for edition in editions:
            approved(Edition.objects.get(pk=edition.pk), writer, editor, publish_at=at)
        assert workflow.publish_due(now=at) == []
        assert states() == ["published", "published"]
        assert ActionLog.objects.filter(act="publish", thing_type="eventedition").count() == 1

    def test_a_new_version_replaces_the_old_one(self, writer, editor, at):
        first = workflow.publish(workflow.submit(text(writer), by=writer), by=editor)
        new = workflow.revise(first, by=writer)
        new = workflow.edit(new, {"title": "Right", "change_note": "The title."}, by=writer, lock_version=0)
        approved(new, writer, editor, publish_at=at)
        workflow.publish_due(now=at)
        assert states() == ["superseded", "published"]


class TestWhatCannotGoOut:
    def test_it_is_marked_logged_told_once_and_stops_nothing(self, writer, editor, at):
        bad = approved(text(writer, title="Bad"), writer, editor, publish_at=at)
        good = approved(text(writer), writer, editor, publish_at=at + HOUR)
        event = approved(facts(writer), writer, editor, publish_at=at)
        spoil(bad)
        (said,) = workflow.publish_due(now=at + HOUR)
        assert said == "Without a title: The title is missing."
        for edition, state in ((bad, "approved"), (good, "published"), (event, "published")):
            edition.refresh_from_db()
            assert edition.state == state
        assert bad.not_published_why == "The title is missing."
        assert bad.not_published_at is not None
        assert bad.release.ref_number is None
        assert ActionLog.objects.get(act="not_published").comment == "The title is missing."
        assert letters("not_published") == len({writer, editor})

    def test_it_is_tried_again_each_minute_but_told_only_of_what_is_new(self, writer, editor, at):
        bad = approved(text(writer), writer, editor, publish_at=at)
        spoil(bad)
        assert len(workflow.publish_due(now=at)) == 1
        assert workflow.publish_due(now=at + datetime.timedelta(seconds=59)) == []
        assert len(workflow.publish_due(now=at + datetime.timedelta(seconds=61))) == 1
        assert ActionLog.objects.filter(act="not_published").count() == 1
        Edition.objects.update(standfirst="")
        workflow.publish_due(now=at + datetime.timedelta(seconds=122))
        assert ActionLog.objects.filter(act="not_published").count() == 2

    def test_once_its_reason_is_gone_it_goes_out(self, writer, editor, at):
        bad = approved(text(writer), writer, editor, publish_at=at)
        spoil(bad)
        workflow.publish_due(now=at)
        Edition.objects.update(title="Title")
        assert workflow.publish_due(now=at + HOUR) == []
        bad.refresh_from_db()
        assert (bad.state, bad.not_published_at, bad.not_published_why) == ("published", None, "")

    def test_facts_changed_behind_its_back(self, writer, editor, at):
        event = facts(writer)
        edition = approved(text(writer, kind="event_report", event=event.event), writer, editor, publish_at=at)
        EventEdition.objects.update(state=State.IN_REVIEW)
        (said,) = workflow.publish_due(now=at)
        assert "The facts of the event changed since the approval." in said
        edition.refresh_from_db()
        assert (edition.state, states(EventEdition)) == ("approved", ["in_review"])

    def test_an_embargo_that_was_moved(self, writer, editor, at):
        approved(text(writer), writer, editor, publish_at=at)
        Edition.objects.update(embargo_until=at + HOUR)
        assert "The embargo is not over yet." in workflow.publish_due(now=at)[0]
        assert workflow.publish_due(now=at + HOUR) == []
        assert states() == ["published"]

    def test_a_failure_of_the_program_is_no_sentence_for_people(self, writer, editor, at, monkeypatch):
        edition = approved(text(writer), writer, editor, publish_at=at)

        def fail(edition, **facts):
            raise AttributeError("'NoneType' object has no attribute 'pk'")

        monkeypatch.setattr(due, "publish", fail)
        (said,) = workflow.publish_due(now=at)
        assert said == f"Title: {due.BROKEN}"
        edition.refresh_from_db()
        assert edition.not_published_why == due.BROKEN
        assert "NoneType" in ActionLog.objects.get(act="not_published").details["trace"]


class TestOthersAtTheSameMoment:
    def test_somebody_published_it_between_looking_and_doing(self, writer, editor, at, monkeypatch):
        approved(text(writer), writer, editor, publish_at=at)
        real = workflow.publish

        def second(edition, **facts):
            real(edition, **facts)
            return real(edition, **facts)

        monkeypatch.setattr(due, "publish", second)
        assert workflow.publish_due(now=at) == []
        assert states() == ["published"]
        assert ActionLog.objects.filter(act="publish").count() == 1

    @pytest.mark.parametrize("error", [ChangedMeanwhile(), Impossible("Something else.")])
    def test_a_refusal_that_does_not_go_away_is_said(self, error, writer, editor, at, monkeypatch):
        approved(text(writer), writer, editor, publish_at=at)
        tries = []

        def refuse(edition, **facts):
            tries.append(edition)
            raise error

        monkeypatch.setattr(due, "publish", refuse)
        assert workflow.publish_due(now=at) == [f"Title: {error}"]
        assert len(tries) == 2

    def test_two_processes_fail_at_it_and_one_says_so(self, writer, editor, at, monkeypatch):
        edition = approved(text(writer), writer, editor, publish_at=at)
        spoil(edition)
        real = due._mark

        def both(*arguments):
            first = real(*arguments)
            assert real(*arguments) == ""
            return first

        monkeypatch.setattr(due, "_mark", both)
        assert len(workflow.publish_due(now=at)) == 1
        assert ActionLog.objects.filter(act="not_published").count() == 1

    def test_stopped_while_it_failed(self, writer, editor, at, monkeypatch):
        edition = approved(text(writer), writer, editor, publish_at=at)
        spoil(edition)
        real = due._mark

        def stop_first(*arguments):
            workflow.stop(edition, by=writer)
            return real(*arguments)

        monkeypatch.setattr(due, "_mark", stop_first)
        assert workflow.publish_due(now=at) == []
        edition.refresh_from_db()
        assert (edition.state, edition.not_published_at) == ("in_review", None)


@pytest.mark.django_db(transaction=True)
class TestTheDatabase:
    def test_a_deadlock_is_tried_again_at_once(self, writer, editor, at, monkeypatch):
        approved(text(writer), writer, editor, publish_at=at)
        real, tries = workflow.publish, []

        def once_locked(edition, **facts):
            tries.append(edition)
            if len(tries) == 1:
                raise OperationalError("deadlock detected")
            return real(edition, **facts)

        monkeypatch.setattr(due, "publish", once_locked)
        assert workflow.publish_due(now=at) == []
        assert (states(), len(tries)) == (["published"], 2)

    def test_one_that_is_always_locked_stops_no_other(self, writer, editor, at, monkeypatch):
        locked = approved(text(writer, title="Locked"), writer, editor, publish_at=at)
        approved(text(writer), writer, editor, publish_at=at)
        real = workflow.publish

        def publish(edition, **facts):
            if edition.pk == locked.pk:
                raise OperationalError("database is locked")
            return real(edition, **facts)

        monkeypatch.setattr(due, "publish", publish)
        assert workflow.publish_due(now=at) == [f"Locked: {due.BUSY}"]
        assert states() == ["approved", "published"]

    def test_a_database_that_is_away_marks_nothing(self, writer, editor, at, monkeypatch):
        approved(text(writer), writer, editor, publish_at=at)

        def gone(edition, **facts):
            raise OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(due, "publish", gone)
        monkeypatch.setattr(type(connections["default"]), "is_usable", lambda self: False)
        with pytest.raises(OperationalError):
            workflow.publish_due(now=at)
        monkeypatch.undo()
        assert not Edition.objects.exclude(not_published_at=None).exists()
        assert workflow.publish_due(now=at) == []
        assert states() == ["published"]


class TestOverdue:
    def test_what_nobody_tried_for_a_minute(self, writer, editor, at):
        approved(text(writer), writer, editor, publish_at=at)
        approved(facts(writer), writer, editor, publish_at=at + HOUR)
        minute = datetime.timedelta(minutes=1)
        assert workflow.overdue(at + minute) == (0, None)
        assert workflow.overdue(at + 2 * minute) == (1, at)
        assert workflow.overdue(at + 2 * HOUR) == (2, at)

    def test_what_failed_was_tried(self, writer, editor, at):
        spoil(approved(text(writer), writer, editor, publish_at=at))
        workflow.publish_due(now=at)
        assert workflow.overdue(at + HOUR) == (0, None)


class TestTheCommand:
    def make_late(self, *editions):
        for edition in editions:
            type(edition).objects.filter(pk=edition.pk).update(publish_at=timezone.now() - HOUR)

    def test_it_publishes_and_is_silent(self, writer, editor, at, capsys):
        self.make_late(approved(text(writer), writer, editor, publish_at=at))
        call_command("publish_due")
        assert states() == ["published"]
        assert capsys.readouterr() == ("", "")

    def test_it_ends_with_1_and_a_line_for_each_each_time_it_is_called(self, writer, editor, at):
        bad = [approved(text(writer), writer, editor, publish_at=at) for _ in range(2)]
        for edition in bad:
            spoil(edition)
        self.make_late(*bad, approved(text(writer), writer, editor, publish_at=at))
        for _ in range(2):  # the second time within the minute in which a worker would not try it again
            with pytest.raises(CommandError) as caught:
                call_command("publish_due")
            assert caught.value.returncode == 1
            assert str(caught.value).splitlines() == ["Without a title: The title is missing."] * 2
        assert states() == ["approved", "approved", "published"]
