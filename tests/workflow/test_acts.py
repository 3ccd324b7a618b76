"""The acts of the first form: edit, publish alone, revise, discard and its undo."""

import datetime

import pytest
from django.utils import timezone

from news import workflow
from news.enums import Act, State
from news.errors import ChangedMeanwhile, Impossible, NotAllowed, Problems
from news.models import ActionLog, Edition, EventEdition
from news.pictures.renditions import picture_url
from news.record import canonical, directory
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make.make_account(role="administrator")


@pytest.fixture
def writer():
    return make.make_account(role="writer")


def draft(by, **content):
    content = {"title": "Title", "standfirst": "Summary", "body": "<p>Text</p>", "kind": "notice", **content}
    return workflow.new_release(content, by=by)


def facts(by, **content):
    return workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02", **content}, by=by)


def public(edition, by):
    return workflow.publish_alone(edition, by=by, reason="Nobody else is here.")


class TestPublishAlone:
    def test_first_publication_gives_date_address_and_reference(self, administrator):
        edition = public(draft(administrator), administrator)
        edition.refresh_from_db()
        release, year = edition.release, timezone.localtime().year
        assert edition.state == State.PUBLISHED
        assert edition.flagged_since is not None
        assert (release.url_year, release.reference) == (year, f"ASP/PR/{year}/001")
        assert release.get_absolute_url() == f"/news/{year}/title/"
        assert public(draft(administrator, title="Other"), administrator).release.ref_number == 2

    def test_the_facts_of_the_event_go_out_with_the_release(self, administrator):
        event = facts(administrator)
        edition = public(draft(administrator, kind="event_report", event=event.event), administrator)
        edition.refresh_from_db()
        event.refresh_from_db()
        assert event.state == State.PUBLISHED
        assert edition.facts == event

    def test_problems_are_said_all_at_once_and_nothing_goes_out(self, administrator):
        edition = workflow.new_release({"kind": "event_report"}, by=administrator)
        with pytest.raises(Problems) as refused:
            workflow.publish_alone(edition, by=administrator, reason=" ")
        assert set(refused.value.by_field) == {"title", "standfirst", "body", "event", "reason"}
        edition.refresh_from_db()
        assert edition.state == State.DRAFT
        assert edition.release.ref_number is None

    def test_a_failure_at_the_release_leaves_the_facts_internal(self, administrator):
        event = facts(administrator)
        edition = draft(administrator, kind="event_report", event=event.event, title="")
        with pytest.raises(Problems):
            public(edition, administrator)
        event.refresh_from_db()
        assert event.state == State.DRAFT

    def test_a_picture_without_words_stops_it(self, administrator):
        edition = draft(administrator, pictures=[{"picture": make.make_picture(), "caption": "Two officers"}])
        with pytest.raises(Problems, match="alternative text"):
            public(edition, administrator)

    def test_a_back_dated_release_has_the_year_of_kuala_lumpur(self, administrator):
        new_year_in_kuala_lumpur = datetime.datetime(2023, 12, 31, 17, tzinfo=datetime.UTC)
        edition = workflow.publish_alone(
            draft(administrator), by=administrator, reason="Archive.", display_date=new_year_in_kuala_lumpur
        )
        assert edition.release.url_year == 2024

    @pytest.mark.parametrize("role", ["viewer", "writer", "editor"])
    def test_only_an_administrator_or_the_duty_editor(self, role, administrator):
        edition = draft(administrator)
        with pytest.raises(NotAllowed, match="administrator or the duty editor"):
            public(edition, make.make_account(role=role))
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        public(edition, make.make_account(role="editor", duty_until=tomorrow))

    def test_a_past_duty_counts_no_more(self, administrator):
        yesterday = timezone.now() - datetime.timedelta(days=1)
        with pytest.raises(NotAllowed):
            public(draft(administrator), make.make_account(role="editor", duty_until=yesterday))

    def test_an_event_is_announced_alone(self, administrator):
        event = public(facts(administrator), administrator)
        assert EventEdition.objects.live().get() == event

    def test_what_was_looked_at_is_what_goes_out(self, administrator):
        edition = draft(administrator)
        workflow.edit(edition, {"title": "Changed"}, by=administrator, lock_version=0)
        with pytest.raises(ChangedMeanwhile):
            workflow.publish_alone(edition, by=administrator, reason="Alone.", lock_version=0)


class TestRevise:
    def test_a_new_version_waits_beside_the_public_one(self, administrator, writer):
        old = public(draft(administrator), administrator)
        new = workflow.revise(old, by=writer)
        workflow.edit(new, {"title": "Corrected", "change_note": "Title put right."}, by=writer, lock_version=0)
        old.refresh_from_db()
        assert (old.state, old.title, new.number) == (State.PUBLISHED, "Title", 2)
        public(new, administrator)
        old.refresh_from_db()
        assert old.state == State.SUPERSEDED
        assert Edition.objects.live().get().title == "Corrected"

    def test_everything_is_carried_over_with_the_identity_of_each_row(self, administrator):
        topic, person = make.make_topic(), make.make_person()
        event = public(
            facts(
                administrator,
                topics=[topic],
                participations=[{"person": person}],
                sessions=[{"title": "Panel", "participations": [{"person": person}]}],
            ),
            administrator,
        )
        new = workflow.revise(event, by=administrator)
        assert canonical.read(new) == canonical.read(event)
        release = public(
            draft(
                administrator,
                topics=[topic],
                also_covers=[event.event],
                pictures=[{"picture": make.make_picture(), "alt": "a", "is_lead": True}],
            ),
            administrator,
        )
        assert canonical.read(workflow.revise(release, by=administrator)) == canonical.read(release)

    def test_readers_are_told_what_changed(self, administrator):
        new = workflow.revise(public(draft(administrator), administrator), by=administrator)
        with pytest.raises(Problems) as refused:
            public(new, administrator)
        assert set(refused.value.by_field) == {"change_note"}
        workflow.edit(new, {"is_minor": True}, by=administrator, lock_version=0)
        public(new, administrator)

    def test_a_changed_fact_is_never_minor(self, administrator):
        new = workflow.revise(public(facts(administrator), administrator), by=administrator)
        new = workflow.edit(new, {"is_minor": True, "ends": "2024-05-03"}, by=administrator, lock_version=0)
        with pytest.raises(Problems, match="never minor"):
            public(new, administrator)

    def test_only_one_version_is_in_progress(self, administrator):
        old = public(draft(administrator), administrator)
        workflow.revise(old, by=administrator)
        with pytest.raises(Impossible, match="already a version in progress"):
            workflow.revise(old, by=administrator)

    def test_the_reference_stays(self, administrator):
        old = public(draft(administrator), administrator)
        new = workflow.revise(old, by=administrator)
        workflow.edit(new, {"change_note": "A."}, by=administrator, lock_version=0)
        assert public(new, administrator).release.reference == old.release.reference


class TestDiscard:
    def test_the_public_version_is_untouched(self, administrator):
        old = public(draft(administrator), administrator)
        new = workflow.revise(old, by=administrator)
        workflow.discard(new, by=administrator)
        assert Edition.objects.live().get() == old
        assert not Edition.objects.open().exists()
        workflow.undo_discard(new, by=administrator)
        assert Edition.objects.open().get() == new

    def test_the_facts_go_along_and_come_back(self, writer):
        event = facts(writer)
        edition = draft(writer, event=event.event)
        workflow.discard(edition, by=writer)
        event.refresh_from_db()
        assert event.state == State.DISCARDED
        workflow.undo_discard(edition, by=writer)
        event.refresh_from_db()
        assert event.state == State.DRAFT

    def test_the_facts_stay_while_another_open_release_names_the_event(self, writer):
        event = facts(writer)
        edition = draft(writer, event=event.event)
        draft(writer, title="Second", event=event.event)
        workflow.discard(edition, by=writer)
        event.refresh_from_db()
        assert event.state == State.DRAFT

    def test_the_facts_stay_in_the_bin_if_another_release_took_the_event_up(self, writer, administrator):
        event = public(facts(administrator), administrator)
        newer = workflow.revise(event, by=writer)
        edition = draft(writer, event=event.event)
        workflow.discard(edition, by=writer)
        draft(writer, title="Second", event=event.event)
        workflow.undo_discard(edition, by=writer)
        newer.refresh_from_db()
        assert newer.state == State.DISCARDED

    def test_no_undo_beside_another_version(self, administrator):
        old = public(draft(administrator), administrator)
        first = workflow.revise(old, by=administrator)
        workflow.discard(first, by=administrator)
        workflow.revise(old, by=administrator)
        with pytest.raises(Impossible, match="another version in progress"):
            workflow.undo_discard(first, by=administrator)

    def test_no_undo_beside_other_facts(self, administrator):
        event = public(facts(administrator), administrator)
        newer = workflow.revise(event, by=administrator)
        edition = draft(administrator, event=event.event)
        workflow.discard(edition, by=administrator)
        workflow.revise(event, by=administrator)
        with pytest.raises(Impossible, match="The event has another version"):
            workflow.undo_discard(edition, by=administrator)
        newer.refresh_from_db()
        edition.refresh_from_db()
        assert (newer.state, edition.state) == (State.DISCARDED, State.DISCARDED)

    def test_a_writer_does_not_throw_away_what_another_wrote(self, writer):
        with pytest.raises(NotAllowed):
            workflow.discard(draft(writer), by=make.make_account(role="writer"))

    def test_what_is_public_cannot_be_thrown_away(self, administrator):
        with pytest.raises(Impossible, match="published"):
            workflow.discard(public(draft(administrator), administrator), by=administrator)


class TestImport:
    def test_as_of_then_never_flagged_with_the_years_numbers(self):
        at = datetime.datetime(2024, 8, 29, 4, tzinfo=datetime.UTC)
        edition = make.make_release(title="Old", body="<p>Text</p>", standfirst="")
        edition = workflow.publish_imported(edition, at=at)
        edition.refresh_from_db()
        assert (edition.flagged_since, edition.published_at, edition.release.reference) == (None, at, "ASP/PR/2024/001")
        assert ActionLog.objects.first().by_name == "the command line"

    def test_nobody_imports_at_the_desk(self):
        with pytest.raises(NotAllowed):
            workflow.publish_imported(make.make_release(), at=timezone.now(), by=make.make_account(role="editor"))


def test_a_viewer_writes_nothing():
    viewer = make.make_account(role="viewer")
    with pytest.raises(NotAllowed, match="only read"):
        draft(viewer)
    with pytest.raises(NotAllowed):
        facts(viewer)
    with pytest.raises(NotAllowed):
        workflow.edit(make.make_release(), {"title": "x"}, by=viewer, lock_version=0)
    with pytest.raises(NotAllowed):
        workflow.revise(make.publish_release(), by=viewer)


def test_an_inactive_account_does_nothing():
    gone = make.make_account(role="administrator", is_active=False)
    with pytest.raises(NotAllowed):
        draft(gone)


def test_a_script_never_reaches_a_reader(administrator):
    edition = draft(administrator, body='<p onclick="x()">Text<script>alert(1)</script></p>')
    edition.refresh_from_db()
    assert edition.body == "<p>Text</p>"
    Edition.objects.filter(pk=edition.pk).update(body="<p>A</p><script>x</script>")
    edition.refresh_from_db()
    assert edition.body == "<p>A</p>"
    edition.body = "<p>B</p><img src=x onerror=alert(1)>"
    Edition.objects.bulk_update([edition], ["body"])
    edition.refresh_from_db()
    assert "onerror" not in edition.body


@pytest.mark.parametrize("reason", ["x" * 301, "a\x00b"])
def test_a_reason_that_the_record_cannot_hold_is_said(administrator, reason):
    with pytest.raises(Problems) as refused:
        workflow.publish_alone(draft(administrator), by=administrator, reason=reason)
    assert set(refused.value.by_field) == {"reason"}


def test_nothing_is_done_to_an_event_that_was_merged(administrator):
    event, other = facts(administrator), public(facts(administrator, name="Other"), administrator)
    release = draft(administrator, kind="event_report", event=other.event)
    directory.merge(event.event, other.event, by=administrator)
    with pytest.raises(Impossible, match="merged"):
        public(event, administrator)
    assert "merged" in workflow.why_not(Act.PUBLISH_ALONE, EventEdition.objects.get(pk=event.pk), by=administrator)
    # Chosen in another window, before the merge.
    Edition.objects.filter(pk=release.pk).update(event=event.event)
    assert "merged" in workflow.problems_for_publish(Edition.objects.get(pk=release.pk))["event"][0]


def test_what_is_gone_is_said(administrator):
    edition = draft(administrator)
    Edition.objects.filter(pk=edition.pk).delete()
    with pytest.raises(Impossible, match="no longer there"):
        workflow.revise(edition, by=administrator)
    edition.release.delete()
    with pytest.raises(Impossible, match="no longer there"):
        workflow.revise(edition, by=administrator)


def test_a_hidden_picture_in_the_text_stops_it(administrator):
    picture = make.make_picture()
    edition = draft(administrator, body=f'<p>Text</p><img src="{picture_url(picture, 960)}" alt="A hall">')
    assert workflow.problems_for_publish(edition) == {}
    picture.hidden_at = timezone.now()
    picture.save()
    assert "hidden" in workflow.problems_for_publish(edition)["body"][0]
