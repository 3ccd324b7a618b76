import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.enums import Answer, Role, SignedHow, State
from news.errors import ChangedMeanwhile, Impossible, NotAllowed, Problems
from news.models import ActionLog, Preview, SignOff, Snapshot
from news.record import canonical
from tests.factories import (
    attach_picture,
    make_account,
    make_event,
    make_organizer,
    make_participation,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_account()


@pytest.fixture
def editor():
    return make_account(role=Role.EDITOR)


@pytest.fixture
def viewer():
    return make_account(role=Role.VIEWER)


@pytest.fixture
def edition(writer):
    return workflow.new_release({"title": "Title", "body": "<p>Text.</p>", "kind": "notice"}, by=writer)


def with_facts(writer, **facts):
    event = workflow.new_event({"name": "Meeting", "starts": "2024-09-17", "ends": "2024-09-17"}, by=writer)
    data = {"title": "Title", "body": "<p>Text.</p>", "event": event.event_id, "kind": "event_report"}
    return workflow.new_release(data | facts, by=writer), event


def answered(sign_off, **facts):
    digest = workflow.digest_now(sign_off.version)
    return workflow.answer(sign_off, **{"answer": "approved", "name": "Dato' P", "digest": digest} | facts)


def jobs():
    return [job.args_kwargs["args"] for job in DBTaskResult.objects.all()]


def lines(thing, act):
    return ActionLog.objects.filter(thing_type=thing._meta.model_name, thing_id=str(thing.pk), act=act)


# Links


def test_a_writer_makes_a_link_for_some_days(edition, writer):
    preview = workflow.make_preview(edition, by=writer, days=3)
    assert preview.edition == edition
    assert abs(preview.expires_at - timezone.now() - datetime.timedelta(days=3)) < datetime.timedelta(minutes=1)
    line = lines(edition, "preview").get()
    assert line.by == writer
    assert str(preview.key) not in str(line.details)
    assert preview.key.hex not in str(line.details)


def test_a_link_is_valid_for_seven_days_by_default(edition, writer):
    left = workflow.make_preview(edition, by=writer).expires_at - timezone.now()
    assert datetime.timedelta(days=6, hours=23) < left < datetime.timedelta(days=7, minutes=1)


@pytest.mark.parametrize("days", [0, -1, 31, 10**9, "7", None, 1.5])
def test_a_number_of_days_that_cannot_be_is_refused(edition, writer, days):
    with pytest.raises(Problems, match="from 1 to 30"):
        workflow.make_preview(edition, by=writer, days=days)
    assert not Preview.objects.exists()


def test_a_viewer_makes_and_ends_no_link(edition, writer, viewer):
    with pytest.raises(NotAllowed):
        workflow.make_preview(edition, by=viewer)
    preview = workflow.make_preview(edition, by=writer)
    with pytest.raises(NotAllowed):
        workflow.revoke(preview, by=viewer)


@pytest.mark.parametrize("state", sorted(set(State) - State.open - {State.WITHDRAWN}))
def test_only_what_is_in_preparation_gets_a_link(writer, editor, state):
    edition = publish(make_release())
    edition.state = state
    edition.save()
    for act in (lambda: workflow.make_preview(edition, by=writer), lambda: ask(edition, editor)):
        with pytest.raises(Impossible):
            act()


def ask(edition, editor, **facts):
    return workflow.ask_sign_off(edition, by=editor, **{"name": "Dato' P"} | facts)


def test_any_writer_ends_any_link_once(edition, writer):
    preview = workflow.make_preview(edition, by=writer)
    other = make_account()
    workflow.revoke(preview, by=other)
    preview.refresh_from_db()
    assert preview.revoked_by == other
    assert lines(edition, "revoke_preview").get().by == other
    with pytest.raises(Impossible):
        workflow.revoke(preview, by=writer)
    assert not workflow.valid_previews(edition).exists()


def test_a_merged_event_has_no_preview(writer):
    facts = make_event()
    path = workflow.link_path(workflow.make_preview(facts, by=writer))
    facts.event.merged_into = make_event().event
    facts.event.save()
    assert workflow.opened(path.split("/")[2]).over
    with pytest.raises(Impossible, match="merged"):
        workflow.make_preview(facts, by=writer)


# Asking


def test_an_editor_asks_somebody_and_a_mail_is_written(edition, editor):
    sign_off = ask(edition, editor, organization="INTERPOL", email="p@example.org", message="Please.")
    assert (sign_off.name, sign_off.how, sign_off.answer) == ("Dato' P", SignedHow.LINK, "")
    assert sign_off.preview.made_by == editor
    assert ["ask_for_sign_off", {"sign_off": sign_off.pk}] in jobs()
    assert lines(edition, "ask_sign_off").get().details["name"] == "Dato' P"


def test_without_an_address_no_mail_is_written(edition, editor):
    ask(edition, editor)
    assert "ask_for_sign_off" not in [name for name, _ in jobs()]


def test_only_an_editor_asks(edition, writer, viewer):
    for person in (writer, viewer):
        with pytest.raises(NotAllowed, match="Only an editor"):
            ask(edition, person)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "a\nBcc: b"}, "name"),
        ({"organization": "x" * 201}, "organization"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.org\nBcc: c@d.org"}, "email"),
        ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org"}, "email"),
        ({"message": "x" * 2001}, "message"),
        ({"message": "\x00"}, "message"),
        ({"days": 0}, "days"),
    ],
)
def test_a_request_that_cannot_be_writes_nothing(edition, editor, facts, field):
    with pytest.raises(Problems) as raised:
        ask(edition, editor, **facts)
    assert list(raised.value.by_field) == [field]
    assert not SignOff.objects.exists()
    assert not Preview.objects.exists()


# Answering


def test_an_answer_is_kept_with_name_time_and_what_was_seen(writer, editor):
    edition, facts = with_facts(writer)
    sign_off = answered(ask(edition, editor), comment="Fine.")
    sign_off.refresh_from_db()
    assert (sign_off.answer, sign_off.answered_by, sign_off.comment) == ("approved", "Dato' P", "Fine.")
    assert sign_off.text_seen.data == canonical.read(edition)
    assert sign_off.facts_seen.data == canonical.read(facts)
    # Each save has its snapshot already: none is taken again.
    assert Snapshot.objects.filter(thing_type="edition", thing_id=str(edition.pk)).count() == 1
    line = lines(edition, "sign_off").get()
    assert (line.by, line.by_name, line.comment) == (None, "Dato' P (by link)", "Fine.")
    assert line.details["answer"] == "approved"
    _, letter = next(job for job in jobs() if job[0] == "send_mail")
    assert (letter["what"], letter["to"], letter["by"]) == ("signed_off", [editor.pk], None)
    assert letter["comment"] == "Dato' P: Approved. Fine."


def test_what_is_changed_afterwards_makes_it_stale(writer, editor):
    edition, facts = with_facts(writer)
    sign_off = answered(ask(edition, editor))
    assert not workflow.is_stale(sign_off)
    edition = workflow.edit(edition, {"title": "Other"}, by=writer, lock_version=edition.lock_version)
    assert workflow.is_stale(sign_off)
    edition = workflow.edit(edition, {"title": "Title"}, by=writer, lock_version=edition.lock_version)
    assert not workflow.is_stale(sign_off)
    workflow.edit(facts, {"venue": "Hall"}, by=writer, lock_version=facts.lock_version)
    assert workflow.is_stale(sign_off)
    assert [found.stale for found in workflow.standing(edition)] == [True]


def test_a_row_that_changes_makes_it_stale(editor):
    facts = make_event()
    row = make_participation(facts, rank_long="Police Colonel")
    sign_off = answered(ask(facts, editor))
    row.rank_long = "Police General"
    row.save()
    assert workflow.is_stale(sign_off)


def test_facts_that_become_open_make_it_stale(writer, editor):
    facts = publish(make_event(mode="in_person"))
    sign_off = answered(ask(make_release(event=facts), editor))
    draft = workflow.revise(facts, by=writer)
    assert not workflow.is_stale(sign_off)
    workflow.edit(draft, {"venue": "Hall"}, by=writer, lock_version=draft.lock_version)
    assert workflow.is_stale(sign_off)


def test_going_public_changes_no_word_and_makes_nothing_stale(writer, editor):
    first, facts = with_facts(writer)
    boss = make_account(role=Role.ADMINISTRATOR)
    for part in (first, facts):
        make_organizer(facts)
        part.standfirst = "Summary"
        part.save()
    workflow.publish_alone(first, by=boss, reason="Night")
    again = workflow.revise(first, by=writer)
    draft = workflow.revise(facts, by=writer)
    workflow.edit(draft, {"venue": "Hall"}, by=writer, lock_version=draft.lock_version)
    workflow.edit(again, {"change_note": "The hall is right."}, by=writer, lock_version=again.lock_version)
    again.refresh_from_db()
    sign_off = answered(ask(again, editor))
    workflow.publish_alone(again, by=boss, reason="Night")
    sign_off = SignOff.objects.get(pk=sign_off.pk)
    assert sign_off.version.state == State.PUBLISHED
    assert not workflow.is_stale(sign_off)
    # What comes later is another version: that answer was to this one.
    later = workflow.revise(sign_off.version.event.editions.live().get(), by=writer)
    workflow.edit(later, {"venue": "Elsewhere"}, by=writer, lock_version=later.lock_version)
    assert not workflow.is_stale(sign_off)


def test_who_saw_something_else_is_asked_to_look_again(edition, writer, editor):
    sign_off = ask(edition, editor)
    seen = workflow.digest_now(edition)
    workflow.edit(edition, {"title": "Other"}, by=writer, lock_version=edition.lock_version)
    with pytest.raises(ChangedMeanwhile, match="A newer version stands here now"):
        answered(sign_off, digest=seen)
    assert SignOff.objects.get().answer == ""


def test_they_may_answer_again_and_the_log_has_each(edition, editor):
    sign_off = ask(edition, editor)
    answered(sign_off, answer="comments", comment="Rank?")
    answered(sign_off)
    sign_off.refresh_from_db()
    assert (sign_off.answer, sign_off.comment) == ("approved", "")
    assert [line.details["answer"] for line in lines(edition, "sign_off")] == ["approved", "comments"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "yes"}, "answer"),
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"answer": "comments", "comment": " "}, "comment"),
        ({"comment": "x" * 4001}, "comment"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(edition, editor, facts, field):
    sign_off = ask(edition, editor)
    with pytest.raises(Problems) as raised:
        answered(sign_off, **facts)
    assert list(raised.value.by_field) == [field]


def test_nobody_answers_after_the_end(edition, editor):
    sign_off = ask(edition, editor)
    workflow.revoke(sign_off.preview, by=editor)
    with pytest.raises(Impossible):
        answered(sign_off)
    sign_off = ask(edition, editor)
    Preview.objects.update(expires_at=timezone.now())
    with pytest.raises(Impossible):
        answered(sign_off)
    sign_off = ask(edition, editor)
    publish(edition)
    with pytest.raises(Impossible):
        answered(sign_off)


# On paper, by message


def record(edition, by, **facts):
    usual = {"how": "paper", "name": "Executive Director", "answered_at": timezone.now(), "answer": "approved"}
    return workflow.record_approval(edition, by=by, **usual | facts)


def test_approval_on_paper_is_recorded_for_the_version_of_now(writer):
    edition, facts = with_facts(writer)
    sign_off = record(edition, writer, comment="Signed at the airport.")
    assert (sign_off.how, sign_off.answered_by, sign_off.asked_by) == ("paper", "Executive Director", writer)
    assert sign_off.text_seen.data == canonical.read(edition)
    assert sign_off.facts_seen.data == canonical.read(facts)
    assert not workflow.is_stale(sign_off)
    line = lines(edition, "sign_off").get()
    assert (line.by, line.details["how"]) == (writer, "paper")


def test_approval_of_an_earlier_saved_version_is_stale_from_the_start(edition, writer):
    earlier = Snapshot.objects.get(thing_type="edition", thing_id=str(edition.pk))
    workflow.edit(edition, {"title": "Other"}, by=writer, lock_version=edition.lock_version)
    sign_off = record(edition, writer, snapshot=earlier)
    assert sign_off.text_seen == earlier
    assert workflow.is_stale(sign_off)
    assert not workflow.is_stale(record(edition, writer))


def test_with_an_earlier_text_the_facts_are_those_of_that_moment(writer):
    edition, facts = with_facts(writer)
    text = Snapshot.objects.get(thing_type="edition")
    moment = timezone.now()
    Snapshot.objects.update(at=moment - datetime.timedelta(hours=2))
    workflow.edit(facts, {"venue": "Hall"}, by=writer, lock_version=facts.lock_version)
    sign_off = record(edition, writer, snapshot=text, answered_at=moment - datetime.timedelta(hours=1))
    assert sign_off.facts_seen.data["venue"] == ""
    assert workflow.is_stale(sign_off)
    assert not workflow.is_stale(record(edition, writer, snapshot=text))


def test_the_facts_on_the_paper_may_be_named(writer):
    edition, facts = with_facts(writer)
    shot = Snapshot.objects.get(thing_type="eventedition")
    workflow.edit(facts, {"venue": "Hall"}, by=writer, lock_version=facts.lock_version)
    sign_off = record(edition, writer, snapshot=Snapshot.objects.get(thing_type="edition"), facts_snapshot=shot)
    assert sign_off.facts_seen == shot
    assert workflow.is_stale(sign_off)


def test_facts_alone_are_approved_on_paper(writer):
    facts = make_event()
    sign_off = record(facts, writer, how="message")
    assert sign_off.text_seen is None
    assert sign_off.facts_seen.data == canonical.read(facts)
    assert not workflow.is_stale(sign_off)


def test_a_record_that_cannot_be_writes_nothing(edition, writer, viewer):
    foreign = workflow.new_release({"title": "Foreign"}, by=writer)
    shot = Snapshot.objects.get(thing_type="edition", thing_id=str(foreign.pk))
    now = timezone.now()
    for facts, field in [
        ({"how": "link"}, "how"),
        ({"how": "\x00"}, "how"),
        ({"answered_at": None}, "answered_at"),
        ({"answered_at": now + datetime.timedelta(hours=1)}, "answered_at"),
        ({"answered_at": now.replace(tzinfo=None)}, "answered_at"),
        ({"snapshot": shot}, "snapshot"),
        ({"facts_snapshot": shot}, "snapshot"),
        ({"name": ""}, "name"),
        ({"answer": Answer.COMMENTS}, "comment"),
        ({"organization": "x" * 300}, "organization"),
    ]:
        with pytest.raises(Problems) as raised:
            record(edition, writer, **facts)
        assert list(raised.value.by_field) == [field]
    with pytest.raises(NotAllowed):
        record(edition, viewer)
    edition.state = State.DISCARDED
    edition.save()
    with pytest.raises(Impossible):
        record(edition, writer)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("times", [1, 3])
def test_standing_costs_the_same_however_many_were_asked(editor, django_assert_num_queries, times):
    facts = make_event()
    edition = make_release(event=facts)
    for _ in range(times):
        make_participation(facts)
        attach_picture(edition)
    for _ in range(times):
        answered(ask(edition, editor))
    with django_assert_num_queries(15):
        found = workflow.standing(edition)
    assert [each.stale for each in found] == [False] * times
