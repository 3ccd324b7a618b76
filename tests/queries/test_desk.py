"""What waits for whom: every person sees exactly what they can do something about."""

import datetime

import pytest
from django.utils import timezone

from news import workflow
from news.models import CorrectedVersion, Correction, Edition, Preview, SignOff
from news.queries import desk
from news.queries.desk import waits
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


def days_ago(number):
    return TODAY - number * DAY


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


@pytest.fixture
def writer():
    return make.make_account(role="writer")


@pytest.fixture
def editor():
    return make.make_account(role="editor")


@pytest.fixture
def second():
    return make.make_account(role="editor")


def text(by, **content):
    content = {"title": "Title", "standfirst": "Summary", "body": "<p>Text</p>", "kind": "notice", **content}
    return workflow.new_release(content, by=by)


def facts(by, **content):
    return workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02", **content}, by=by)


def report(by):
    """A draft with draft facts of its event."""
    event = facts(by)
    return text(by, kind="event_report", event=event.event), event


def seen(condition, person):
    """The versions of both kinds that a condition finds for a person."""
    return [version for model in waits.VERSIONS for version in waits.rows(model, condition(model, person), "pk")]


class TestToCheck:
    def test_who_is_asked_and_only_they(self, writer, editor, second):
        edition = workflow.submit(text(writer), by=writer, asked=[editor])
        assert seen(waits.to_check, editor) == [edition]
        assert seen(waits.to_check, second) == seen(waits.to_check, writer) == []
        assert (waits.waiting_for(editor), waits.waiting_for(second), waits.waiting_for(writer)) == (1, 0, 0)

    def test_nobody_is_asked_so_every_editor_is(self, writer, editor, second):
        edition = workflow.submit(text(writer), by=writer)
        assert seen(waits.to_check, editor) == seen(waits.to_check, second) == [edition]

    def test_whoever_was_asked_left_so_every_editor_is(self, writer, editor, second):
        edition = workflow.submit(text(writer), by=writer, asked=[editor])
        editor.is_active = False
        editor.save()
        assert seen(waits.to_check, second) == [edition]

    def test_never_one_s_own(self, editor, second):
        edition = workflow.submit(text(editor), by=editor)
        assert seen(waits.to_check, editor) == []
        assert seen(waits.to_check, second) == [edition]

    def test_nor_where_one_wrote_the_facts(self, writer, editor, second):
        event = facts(editor)
        edition = workflow.submit(text(writer, kind="event_report", event=event.event), by=writer)
        assert seen(waits.to_check, editor) == []
        assert seen(waits.to_check, second) == [edition]

    def test_facts_alone_and_never_beside_their_release(self, writer, editor):
        alone = workflow.submit(facts(writer), by=writer)
        edition, _ = report(writer)
        edition = workflow.submit(edition, by=writer)
        assert seen(waits.to_check, editor) == [edition, alone]

    def test_a_viewer_and_somebody_who_left_have_nothing(self, writer, editor):
        workflow.submit(text(writer), by=writer)
        viewer = make.make_account(role="viewer")
        editor.is_active = False
        assert waits.waiting_for(viewer) == waits.waiting_for(editor) == 0


class TestDrafts:
    def test_one_s_own_and_the_facts_beside_it_once(self, writer, editor):
        edition, _ = report(writer)
        alone = facts(writer)
        assert seen(waits.drafts, writer) == [edition, alone]
        assert seen(waits.drafts, editor) == []

    def test_facts_for_somebody_else_s_text_are_one_s_own(self, writer, editor):
        event = facts(writer)
        text(editor, kind="event_report", event=event.event)
        assert seen(waits.drafts, writer) == [event]

    def test_sent_back_is_a_draft_with_a_comment(self, writer, editor):
        edition = workflow.submit(text(writer), by=writer)
        assert seen(waits.drafts, writer) == []
        workflow.send_back(edition, by=editor, comment="The rank.")
        (found,) = seen(waits.drafts, writer)
        assert found.returned_at is not None


class TestPublishedAlone:
    def test_every_other_editor_until_one_has_checked(self, editor, second):
        boss = make.make_account(role="administrator")
        edition = workflow.publish_alone(text(boss), by=boss, reason="Night.")
        assert seen(waits.flagged, boss) == []
        assert seen(waits.flagged, editor) == seen(waits.flagged, second) == [edition]
        assert seen(waits.not_checked, boss) == [edition]
        workflow.check(edition, by=editor)
        assert seen(waits.flagged, second) == seen(waits.not_checked, boss) == []

    def test_facts_that_went_along_stand_with_their_release(self, editor):
        boss = make.make_account(role="administrator")
        edition, _ = report(boss)
        workflow.publish_alone(edition, by=boss, reason="Night.")
        announced = workflow.publish_alone(facts(boss), by=boss, reason="Night.")
        assert seen(waits.flagged, editor) == [edition, announced]

    def test_what_was_replaced_meanwhile_is_still_to_be_checked(self, writer, editor):
        boss = make.make_account(role="administrator")
        first = workflow.publish_alone(text(boss), by=boss, reason="Night.")
        new = workflow.revise(first, by=writer)
        new = workflow.edit(new, {"change_note": "N", "title": "T"}, by=writer, lock_version=0)
        workflow.publish(workflow.submit(new, by=writer), by=make.make_account(role="editor"))
        assert seen(waits.flagged, editor) == [Edition.objects.get(pk=first.pk)]


class TestForOthers:
    def test_a_writer_sees_theirs_an_editor_everything(self, writer, editor):
        other = make.make_account(role="writer")
        mine = workflow.submit(text(writer), by=writer, asked=[editor])
        theirs = workflow.submit(text(other), by=other)
        assert seen(waits.in_review, writer) == [mine]
        assert seen(waits.in_review, editor) == [mine, theirs]
        assert seen(waits.in_review, writer)[0].asked == [editor]

    def test_approved_waiting_for_somebody_but_not_for_a_time(self, writer, editor):
        waiting = workflow.approve(workflow.submit(text(writer), by=writer), by=editor, waiting_for="INTERPOL")
        at = timezone.now() + DAY
        timed = workflow.approve(workflow.submit(text(writer), by=writer), by=editor, publish_at=at)
        edition, _ = report(writer)
        without = workflow.approve(workflow.submit(edition, by=writer), by=editor)
        assert seen(waits.waiting_outside, writer) == [waiting, without]
        assert list(waits.rows(Edition, waits.scheduled(Edition), "publish_at")) == [timed]

    def sign_off(self, version, by, **facts):
        preview = Preview.objects.create(
            made_by=by, expires_at=timezone.now() + facts.pop("days", 7) * DAY, **{Preview.column(version): version}
        )
        return SignOff.objects.create(
            name="Executive Director", preview=preview, asked_by=by, **{SignOff.column(version): version}, **facts
        )

    def test_sign_offs_without_an_answer(self, writer, editor):
        edition, event = text(writer), facts(writer)
        asked, about_facts = self.sign_off(edition, editor), self.sign_off(event, writer)
        ended = self.sign_off(edition, editor, days=-1)
        revoked = self.sign_off(edition, editor)
        Preview.objects.filter(pk=revoked.preview_id).update(revoked_at=timezone.now())
        self.sign_off(edition, editor, answer="approved", answered_at=timezone.now())
        published = workflow.publish(workflow.submit(text(writer), by=writer), by=editor)
        self.sign_off(published, editor)
        assert list(waits.unanswered(editor)) == [asked, about_facts, ended]
        assert list(waits.unanswered(writer)) == [asked, about_facts, ended]
        assert list(waits.unanswered(make.make_account(role="writer"))) == []
        assert [waits.link_has_ended(each) for each in (asked, ended)] == [False, True]

    def test_a_correction_waits_for_one_approval_and_its_versions_stand_with_it(self, editor, second):
        correction = Correction.objects.create(old="A", new="B", what="rank", note="N", made_by=editor)
        edition = workflow.submit(text(editor), by=editor)
        CorrectedVersion.objects.create(correction=correction, edition=edition)
        assert waits.waiting_for(second) == 1
        assert list(waits.corrections_for(second)) == list(waits.corrections_of(editor)) == [correction]
        assert not waits.corrections_for(editor).exists()
        assert seen(waits.to_check, second) == seen(waits.in_review, editor) == []
        workflow.send_back(edition, by=second, comment="Not this one.")
        assert list(waits.corrections_back(editor)) == [correction]
        assert (waits.waiting_for(editor), waits.waiting_for(second)) == (1, 0)
        assert not waits.corrections_of(editor).exists()
        assert seen(waits.drafts, editor) == []
        edition = workflow.submit(edition, by=editor)
        Correction.objects.update(done_at=timezone.now(), done_by=second)
        assert not waits.corrections_for(second).exists()
        assert seen(waits.to_check, second) == [edition]

    def test_somebody_s_draft_that_a_correction_took_along_stays_theirs(self, writer, editor):
        edition = text(writer)
        correction = Correction.objects.create(old="A", new="B", what="rank", note="N", made_by=editor)
        CorrectedVersion.objects.create(correction=correction, edition=edition)
        assert seen(waits.drafts, writer) == [edition]


class TestEnded:
    def event(self, ago, **facts):
        return make.make_event(starts=days_ago(ago + 1), ends=days_ago(ago), **facts)

    def names(self):
        return list(desk.ended_without_release(TODAY))

    def test_longest_first_and_only_what_is_over(self):
        long, short = self.event(40), self.event(3)
        self.event(0)
        self.event(400)
        self.event(3, status="cancelled")
        assert self.names() == [long, short]

    def test_a_release_since_it_began_ends_it_an_announcement_does_not(self):
        reported, announced, covered = self.event(5), self.event(5), self.event(5)
        make.publish_release(event=reported, at=noon(days_ago(6)))
        make.publish_release(event=announced, at=noon(days_ago(20)))
        make.publish_release(also_covers=[covered], at=noon(days_ago(1)))
        assert self.names() == [announced]

    def test_a_draft_of_a_text_does_not_end_it(self):
        event = self.event(5)
        draft = make.make_release(event=event)
        assert self.names() == [event]
        assert desk.open_release_of([event]) == {event.event_id: draft}

    def test_withdrawn_is_dealt_with(self):
        make.withdraw(make.publish(self.event(5)), "erased")
        event = self.event(5)
        make.withdraw(make.publish_release(event=event, at=noon(days_ago(1))), "notice")
        assert self.names() == []

    def test_who_was_there_each_once_and_only_ours(self):
        own = make.make_own_organization()
        event = self.event(5)
        for person, role in (("A", "delegate"), ("A", "speaker"), ("B", "represented"), ("C", "chair")):
            make.make_participation(event, make.make_person(person), role=role, organization=own)
        make.make_participation(event, make.make_person("D"), organization=make.make_organization())
        assert desk.who_was_there([event]) == {event.pk: ["A", "C"]}


class TestDelay:
    def reported(self, delay, ago=10, **facts):
        event = make.publish_event(starts=days_ago(ago + delay), ends=days_ago(ago + delay), **facts)
        make.publish_release(event=event, at=noon(days_ago(ago)))
        return event

    def test_none_and_too_few(self):
        assert desk.delay(TODAY) == desk.figures.Delay(None, 0)
        self.reported(3)
        self.reported(5)
        assert desk.delay(TODAY) == desk.figures.Delay(None, 2)

    def test_the_middle_one(self):
        for delay in (1, 100, 4):
            self.reported(delay)
        assert desk.delay(TODAY) == desk.figures.Delay(4, 3)
        self.reported(7)
        assert desk.delay(TODAY).median == 5.5

    def test_what_does_not_count(self):
        for delay in (2, 2, 2):
            self.reported(delay)
        self.reported(50, ago=370)
        self.reported(50, precision="month")
        event = self.reported(2)
        make.publish_release(event=event, at=noon(TODAY))  # the second release about it
        notice = make.publish_event(starts=days_ago(90), ends=days_ago(90))
        make.publish_release(event=notice, kind="notice", at=noon(TODAY))
        assert desk.delay(TODAY) == desk.figures.Delay(2, 4)

    def test_before_its_end_counts_as_nought_and_days_are_those_of_kuala_lumpur(self):
        for _ in range(2):
            self.reported(-3)
        event = make.publish_event(starts=days_ago(2), ends=days_ago(2))
        # 23:30 in Kuala Lumpur is still the same day, though 00:30 there is the day before in UTC.
        make.publish_release(event=event, at=noon(days_ago(2)) + datetime.timedelta(hours=12.5))
        assert desk.delay(TODAY) == desk.figures.Delay(0, 3)
        self.reported(9)
        assert desk.delay(TODAY).median == 0.5


def test_the_badge_costs_two_queries_whatever_waits(writer, editor, django_assert_num_queries):
    for number in (1, 2):
        for _ in range(number):
            workflow.submit(report(writer)[0], by=writer)
            text(editor)
        with django_assert_num_queries(2):
            waits.waiting_for(editor)
    assert waits.waiting_for(editor) == 6
