"""Correct everywhere: ticked places, one note, one approval by a second person, all or nothing."""

import pytest

from news import workflow
from news.enums import State
from news.errors import Impossible, NotAllowed, Problems
from news.models import ActionLog, Correction, Edition, EventEdition
from news.queries import occurrences
from news.workflow import correcting
from tests import factories as make

pytestmark = pytest.mark.django_db

OLD, NEW = "Nguyen Huu Ngok", "Nguyễn Hữu Ngọc"
NOTE = f"The name of the officer is {NEW}."


@pytest.fixture
def writer():
    return make.make_account("writer", role="writer")


@pytest.fixture
def editor():
    return make.make_account("editor", role="editor")


def release(**facts):
    facts = {"standfirst": "Summary.", "body": f"<p>{OLD}’s visit. <a href='/news/'>{OLD}</a></p>", **facts}
    return make.publish_release(**facts)


def facts(**more):
    event = make.publish_event(**more)
    row = make.make_participation(event, make.make_person(OLD), rank_long="Police Colonel")
    return event, row


def keys(sort="name", old=OLD):
    found = occurrences.find(old, sort)
    return [f"{item.key}|{place.key}" for item in (*found.public, *found.in_progress) for place in item.places]


def prepare(by, chosen=None, **words):
    words = {"old": OLD, "new": NEW, "what": "name", "note": NOTE, **words}
    return correcting.prepare(**words, chosen=keys() if chosen is None else chosen, by=by)


def live(thing):
    return thing.editions.live().get()


class TestTheErrand:
    def test_one_note_and_one_approval_reach_every_place(self, writer, editor, django_capture_on_commit_callbacks):
        event, row = facts()
        covered = release(event=event, title=f"{OLD} speaks")
        other = release(title="Visit", body=f"<h2>Of {OLD}</h2><p>Text</p>")
        make.attach_picture(other, caption=f"{OLD} (left)")
        correction = prepare(writer)
        assert correction.versions.count() == 3
        assert all(row.version.state == State.IN_REVIEW for row in correction.versions.all())
        assert live(other.release).pk == other.pk, "readers see nothing yet"
        correcting.approve_everywhere(correction, by=editor)
        fresh = live(covered.release)
        assert fresh.title == f"{NEW} speaks"
        assert fresh.body == f'<p>{NEW}’s visit. <a href="/news/">{NEW}</a></p>'
        assert fresh.change_note == NOTE
        assert live(other.release).pictures.get().caption == f"{NEW} (left)"
        rows = live(event.event).participations.get()
        assert (rows.printed_as, rows.uid) == (NEW, row.uid)
        correction.refresh_from_db()
        assert correction.done_by == editor
        assert not occurrences.find(OLD, "name")

    def test_the_log_of_each_version_says_which_correction(self, writer, editor):
        edition = release()
        correction = prepare(writer)
        correcting.approve_everywhere(correction, by=editor)
        lines = ActionLog.objects.filter(thing_type="edition", thing_id=str(live(edition.release).pk))
        assert {line.act for line in lines if line.details.get("correction") == correction.pk} == {"correct", "publish"}

    def test_only_the_ticked_places_change(self, writer, editor):
        edition = release(title=f"{OLD} arrives")
        prepare(writer, [f"edition-{edition.pk}|body:1"])
        correcting.approve_everywhere(Correction.objects.get(), by=editor)
        fresh = live(edition.release)
        assert fresh.title == f"{OLD} arrives"
        assert fresh.body == f'<p>{OLD}’s visit. <a href="/news/">{NEW}</a></p>'

    def test_a_rank_in_a_session(self, writer, editor):
        event = make.publish_event()
        session = make.make_session(event, "Panel")
        make.make_participation(event, session=session, rank_long="Police Colonel")
        correction = prepare(
            writer,
            keys("rank", "Police Colonel"),
            old="Police Colonel",
            new="Police General",
            what="rank",
            note="Ranks put right.",
        )
        correcting.approve_everywhere(correction, by=editor)
        assert live(event.event).participations.get().rank_long == "Police General"

    def test_a_version_in_progress_is_corrected_there(self, writer, editor):
        edition = release()
        draft = workflow.revise(edition, by=writer)
        workflow.edit(draft, {"change_note": "More people."}, by=writer, lock_version=0)
        correction = prepare(writer)
        assert correction.versions.get().version == draft
        correcting.approve_everywhere(correction, by=editor)
        fresh = live(edition.release)
        assert fresh.pk == draft.pk
        assert fresh.change_note == f"{NOTE} More people."

    def test_one_mail_tells_of_all(self, writer, editor):
        from django_tasks_db.models import DBTaskResult

        for _ in range(3):
            release()
        before = DBTaskResult.objects.count()
        prepare(writer)
        assert DBTaskResult.objects.count() == before + 1


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("words", "field"),
        [
            ({"old": ""}, "old"),
            ({"old": "a\x00b"}, "old"),
            ({"old": "x" * 300}, "old"),
            ({"old": "."}, "old"),
            ({"new": OLD}, "new"),
            ({"new": " "}, "new"),
            ({"new": "n\x00n"}, "new"),
            ({"what": "colour"}, "what"),
            ({"note": ""}, "note"),
            ({"note": "y" * 301}, "note"),
            ({"note": f"Not {OLD}."}, "note"),
            ({"chosen": []}, "chosen"),
            ({"chosen": ["edition-1|body"]}, "chosen"),
            ({"chosen": ["account-1|username:0"]}, "chosen"),
            ({"chosen": ["edition-99999|body:0"]}, "chosen"),
            ({"chosen": [f"edition-{n}|body:0" for n in range(201)]}, "chosen"),
        ],
    )
    def test_bad_words_and_ticks_say_so_at_their_field(self, words, field, writer):
        release()
        with pytest.raises(Problems) as refused:
            prepare(writer, **words)
        assert field in refused.value.by_field
        assert Edition.objects.count() == 1

    def test_a_place_that_is_gone_writes_nothing_at_all(self, writer):
        one, two = release(), release(body="<p>Nobody</p>")
        with pytest.raises(Problems, match="no longer there"):
            prepare(writer, [f"edition-{one.pk}|body:0", f"edition-{two.pk}|body:0"])
        assert not Edition.objects.open().exists()
        assert not Correction.objects.exists()

    def test_a_viewer_prepares_nothing(self):
        release()
        with pytest.raises(NotAllowed):
            prepare(make.make_account(role="viewer"))

    def test_what_is_approved_must_be_stopped_first(self, writer, editor):
        edition = release()
        draft = workflow.revise(edition, by=writer)
        workflow.edit(draft, {"change_note": "More."}, by=writer, lock_version=0)
        workflow.submit(draft, by=writer)
        workflow.approve(draft, by=editor, waiting_for="INTERPOL")
        with pytest.raises(Problems, match="Stop it first"):
            prepare(writer)

    def test_a_draft_that_was_never_public_is_not_handed_in(self, writer):
        draft = make.make_release(body=f"<p>{OLD}</p>")
        with pytest.raises(Problems, match="not public yet"):
            prepare(writer, [f"edition-{draft.pk}|body:0"])

    def test_facts_that_nobody_ticked_do_not_go_out_along(self, writer):
        event = make.publish_event()
        edition = release(event=event)
        workflow.revise(event, by=writer)
        with pytest.raises(Problems, match="other facts"):
            prepare(writer, [f"edition-{edition.pk}|body:0"])


class TestApproval:
    def test_not_by_whoever_prepared_it(self, editor):
        release()
        correction = prepare(editor)
        with pytest.raises(NotAllowed, match="Somebody else"):
            correcting.approve_everywhere(correction, by=editor)

    def test_not_by_a_writer(self, writer):
        release()
        correction = prepare(writer)
        with pytest.raises(NotAllowed, match="Only an editor"):
            correcting.approve_everywhere(correction, by=make.make_account(role="writer"))

    def test_not_by_an_author_of_one_of_them_and_then_of_none(self, writer, editor):
        one, two = release(title="One"), release(title="Two")
        draft = workflow.revise(one, by=editor)
        correction = prepare(writer)
        with pytest.raises(Problems, match="“One”: You wrote"):
            correcting.approve_everywhere(correction, by=editor)
        assert (live(one.release).pk, live(two.release).pk) == (one.pk, two.pk)
        correcting.approve_everywhere(correction, by=make.make_account(role="editor"))
        assert live(one.release).pk == draft.pk

    def test_all_or_nothing_and_it_says_which(self, writer, editor):
        one, two = release(title="One"), release(title="Two")
        correction = prepare(writer)
        second = Edition.objects.open().get(release=two.release)
        workflow.send_back(second, by=editor, comment="Wait.")
        with pytest.raises(Problems, match="“Two”"):
            correcting.approve_everywhere(correction, by=editor)
        assert live(one.release).pk == one.pk

    def test_what_went_out_or_away_by_itself_is_no_hindrance(self, writer, editor):
        one, two, three = release(), release(), release()
        correction = prepare(writer)
        workflow.publish(Edition.objects.open().get(release=one.release), by=editor)
        gone = Edition.objects.open().get(release=two.release)
        workflow.take_back(gone, by=writer)
        gone.refresh_from_db()
        workflow.discard(gone, by=writer)
        correcting.approve_everywhere(correction, by=editor)
        assert NEW in live(three.release).body

    def test_other_facts_that_began_meanwhile_do_not_go_out_along(self, writer, editor):
        event = make.publish_event()
        release(event=event)
        correction = prepare(writer)
        new = workflow.revise(event, by=writer)
        workflow.edit(new, {"change_note": "x"}, by=writer, lock_version=0)
        workflow.submit(new, by=writer)
        with pytest.raises(Problems, match="other facts"):
            correcting.approve_everywhere(correction, by=editor)

    def test_once(self, writer, editor):
        release()
        correction = prepare(writer)
        correcting.approve_everywhere(correction, by=editor)
        with pytest.raises(Impossible, match="done"):
            correcting.approve_everywhere(correction, by=editor)


class TestBack:
    def test_sent_back_handed_in_again_and_approved(self, writer, editor):
        event, _ = facts()
        release(event=event)
        release(event=event)
        correction = prepare(writer)
        with pytest.raises(Problems):
            correcting.send_back_everywhere(correction, by=editor, comment=" ")
        correcting.send_back_everywhere(correction, by=editor, comment="Look at the accents.")
        assert {row.version.state for row in correction.versions.all()} == {State.DRAFT}
        correcting.hand_in_again(correction, by=writer)
        correcting.approve_everywhere(correction, by=editor)
        assert live(event.event).participations.get().printed_as == NEW

    def test_given_up(self, writer, editor):
        event, _ = facts()
        covered = release(event=event)
        kept = release()
        draft = workflow.revise(kept, by=writer)
        correction = prepare(writer)
        with pytest.raises(NotAllowed):
            correcting.cancel(correction, by=make.make_account(role="writer"))
        correcting.cancel(correction, by=writer)
        assert not Correction.objects.exists()
        assert not covered.release.editions.open().exists()
        assert not EventEdition.objects.open().exists()
        draft.refresh_from_db()
        assert draft.state == State.DRAFT, "what was in progress before stays"
        assert NEW in draft.body

    def test_an_editor_gives_up_what_another_prepared(self, writer, editor):
        edition = release()
        correcting.cancel(prepare(writer), by=editor)
        assert not edition.release.editions.open().exists()
