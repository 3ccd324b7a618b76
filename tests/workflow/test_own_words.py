"""Ways on which somebody's words might reach readers with nobody else's eyes on them."""

import pytest

from news import workflow
from news.enums import Role, State
from news.errors import NotAllowed, Problems
from news.models import Event
from news.record.log import last_snapshot
from tests import factories as make

pytestmark = pytest.mark.django_db
NOTE = "In the facts of the event: Say for readers what is different from the public version."


@pytest.fixture
def writer():
    return make.make_account(role=Role.WRITER)


@pytest.fixture
def editor():
    return make.make_account(role=Role.EDITOR)


@pytest.fixture
def second():
    return make.make_account(role=Role.EDITOR)


def facts(by, **content):
    return workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02", **content}, by=by)


def text(by, **content):
    return workflow.new_release(
        {"title": "Title", "standfirst": "Summary", "body": "<p>Text.</p>", "kind": "notice", **content}, by=by
    )


def public(edition, by, second):
    return workflow.publish(workflow.submit(edition, by=by), by=second)


def edited(edition, by, **content):
    edition.refresh_from_db()
    return workflow.edit(edition, content, by=by, lock_version=edition.lock_version)


class TestBroughtBack:
    def test_from_the_bin_the_one_who_wrote_it_is_an_author_again(self, writer, editor, second):
        old = public(text(writer), writer, second)
        mine = edited(workflow.revise(old, by=editor), editor, title="Mine", change_note="Mine.")
        saved = last_snapshot(mine)
        workflow.discard(mine, by=editor)
        new = workflow.revise(old, by=writer)
        new = workflow.bring_back(new, saved, by=writer, lock_version=new.lock_version)
        new = workflow.submit(edited(new, writer, change_note="Better."), by=writer)
        with pytest.raises(NotAllowed, match="You wrote at this version"):
            workflow.publish(new, by=editor)
        workflow.publish(new, by=second)

    def test_what_readers_saw_was_approved(self, writer, editor, second):
        first = public(text(editor), editor, second)
        saved = last_snapshot(first)
        new = workflow.revise(first, by=writer)
        new = public(edited(new, writer, title="Other", change_note="Other."), writer, editor)
        back = workflow.revise(new, by=writer)
        back = workflow.bring_back(back, saved, by=writer, lock_version=back.lock_version)
        assert set(back.authors.all()) == {writer}


class TestFactsOfAPublicEvent:
    """Readers are told of a change of facts, whatever release it goes out with."""

    @pytest.fixture
    def changed(self, writer, second):
        old = public(facts(writer), writer, second)
        return edited(workflow.revise(old, by=writer), writer, name="Conference")

    @pytest.mark.parametrize("kind", ["event_report", "statement"])
    def test_the_first_release_about_it_needs_a_note_of_them(self, writer, second, changed, kind):
        release = text(writer, kind=kind, event=changed.event)
        with pytest.raises(Problems) as refused:
            workflow.submit(release, by=writer)
        assert refused.value.by_field == {"event": [NOTE]}
        edited(changed, writer, change_note="It was a conference.")
        public(release, writer, second)
        assert changed.event.editions.live().get().change_note == "It was a conference."

    def test_the_release_has_one_for_both(self, writer, second, changed):
        public(text(writer, kind="event_report", event=changed.event, change_note="It is one."), writer, second)
        assert changed.event.editions.live().get().change_note == "It is one."

    def test_of_a_new_version_it_is_asked_for_once(self, writer, second):
        old = public(facts(writer), writer, second)
        release = public(text(writer, kind="event_report", event=old.event), writer, second)
        edited(workflow.revise(old, by=writer), writer, name="Conference")
        new = workflow.revise(release, by=writer)
        assert set(workflow.problems_for_submit(new)) == {"change_note"}
        new = edited(new, writer, is_minor=True)
        assert workflow.problems_for_submit(new)["event"] == [NOTE]

    def test_no_kind_of_release_takes_facts_along_that_are_not_ready(self, writer, second):
        old = public(facts(writer), writer, second)
        row = {"label": "Experts", "role": "delegate"}
        edited(workflow.revise(old, by=writer), writer, participations=[row], is_minor=True)
        assert "never minor" in workflow.problems_for_submit(text(writer, event=old.event))["event"][0]


def test_another_event_s_facts_count_whoever_wrote_them(writer, editor, second):
    theirs = workflow.submit(facts(editor), by=editor)
    release = workflow.submit(text(writer), by=writer)
    release = edited(release, second, event=theirs.event)
    for person in (editor, second):
        with pytest.raises(NotAllowed):
            workflow.publish(release, by=person)


class TestSeries:
    def test_of_a_public_event_is_an_editors(self, writer, editor, second):
        series = make.make_series()
        made = facts(writer)
        workflow.place_in_series(made.event, series, 41, by=writer)
        public(made, writer, second)
        event = Event.objects.get()
        for wanted in ((series, 42), (None, None)):
            with pytest.raises(Problems) as refused:
                workflow.place_in_series(event, *wanted, by=writer)
            assert set(refused.value.by_field) == {"series"}
            event.refresh_from_db()
        workflow.place_in_series(event, series, 41, by=writer)
        workflow.place_in_series(event, series, 42, by=editor)
        assert Event.objects.get().ordinal == 42

    def test_of_an_approved_one_too(self, writer, second):
        made = workflow.approve(workflow.submit(facts(writer), by=writer), by=second, waiting_for="INTERPOL")
        assert made.state == State.APPROVED
        with pytest.raises(Problems):
            workflow.place_in_series(made.event, make.make_series(), 1, by=writer)
