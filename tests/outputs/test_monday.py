"""The Monday mail: what waits, to whom it matters, once a week."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.models import Preview, SignOff
from news.outputs import monday
from news.record.jobs import once
from news.worker import Worker, monday_letters, work_once
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def writer():
    return make.make_account(role="writer", first_name="Aisyah", email="writer@newsroom.test")


@pytest.fixture
def editor():
    return make.make_account(role="editor", first_name="Boon", email="editor@newsroom.test")


def text(by, title="Title", **content):
    content = {"title": title, "standfirst": "Summary", "body": "<p>Text</p>", "kind": "notice", **content}
    return workflow.new_release(content, by=by)


def ended(by, ago=12, name="Training on evidence"):
    day = timezone.localdate() - ago * DAY
    return workflow.new_event({"name": name, "starts": day, "ends": day}, by=by)


def letter_to(person):
    mail.outbox.clear()
    monday.send(person.pk)
    return mail.outbox[0] if mail.outbox else None


# What stands in it


def test_nothing_waits_nothing_is_sent(writer, editor):
    text(writer)
    assert (letter_to(writer), letter_to(editor)) == (None, None)


def test_an_editor_reads_everything_with_names_days_and_links(writer, editor):
    own = make.make_own_organization()
    event = ended(writer)
    make.make_participation(event, make.make_person("Nguyen Huu Ngoc"), organization=own)
    handed_in = workflow.submit(text(writer, "Joint statement"), by=writer, asked=[editor])
    boss = make.make_account(role="administrator")
    alone = workflow.publish_alone(text(boss, "Holiday"), by=boss, reason="Nobody could be reached.")
    preview = Preview.objects.create(made_by=writer, edition=handed_in, expires_at=timezone.now() + DAY)
    SignOff.objects.create(name="Executive Director", edition=handed_in, preview=preview, asked_by=writer)
    letter = letter_to(editor)
    assert letter.subject == "What waits this week: 4 things"
    body = letter.body
    assert "Dear Boon," in body
    assert "Training on evidence: ended 12 days ago, on " in body
    assert "There: Nguyen Huu Ngoc." in body
    assert f"http://newsroom.test/admin/news/eventedition/{event.pk}/change/" in body
    assert re.search(r"Joint statement: waits for Boon since \w+day \d+ \w+ \d{4}, \d\d:\d\d\.", body)
    assert re.search(r"Holiday: published by \S+ on \w+day .*\. Reason: Nobody could be reached\.", body)
    assert f"http://newsroom.test/admin/news/edition/{alone.pk}/change/" in body
    assert f"http://newsroom.test/admin/news/edition/{handed_in.pk}/review/" in body
    assert "Joint statement: Executive Director was asked on " in body
    assert "Everything that waits: http://newsroom.test/admin/" in body
    assert not re.search(r"None|&amp;|[{}!]|\n{3}", body)


def test_a_writer_reads_what_is_theirs(writer, editor):
    other = make.make_account(role="writer", email="other@newsroom.test")
    ended(writer, name="Mine")
    ended(other, name="Theirs")
    workflow.submit(text(other, "Their text"), by=other)
    workflow.submit(text(writer, "My text"), by=writer)
    body = letter_to(writer).body
    assert "Mine: ended" in body
    assert "My text: waits for an editor since" in body
    assert "Their" not in body
    assert "Their text" in letter_to(editor).body


def test_the_median_stands_below_what_waits(writer, editor):
    ended(writer)
    for ago in (30, 40, 50):
        event = make.publish_event(starts=timezone.localdate() - ago * DAY)
        make.publish_release(event=event, at=timezone.now() - (ago - 4) * DAY)
    assert "From the end of an event to its release: 4 days. It is the median of 3 events" in letter_to(editor).body


def test_a_long_list_is_cut_with_its_number(writer, editor):
    for number in range(23):
        ended(writer, name=f"Training {number}")
    letter = letter_to(editor)
    assert letter.subject == "What waits this week: 23 things"
    assert "Ended, nothing published yet (23)" in letter.body
    assert "And 3 more at the desk." in letter.body


def test_a_name_with_a_line_end_makes_no_line_of_its_own(writer, editor):
    event = ended(writer)
    type(event).objects.update(name="Training\n\nEverything that waits: http://enemy.test/")
    assert not re.search("^Everything that waits: http://enemy", letter_to(editor).body, re.MULTILINE)


def test_constant_queries(writer, editor, django_assert_num_queries):
    make.make_own_organization()
    for number in (1, 2):
        for _ in range(number):
            ended(writer)
            workflow.submit(text(writer), by=writer, asked=[editor])
            workflow.submit(ended(writer, name="Facts"), by=writer)
        with django_assert_num_queries(10):
            monday.groups_for(editor)


# To whom


def test_writers_and_above_who_are_here_and_have_an_address(writer, editor):
    make.make_account(role="viewer", email="viewer@newsroom.test")
    make.make_account(role="editor")
    make.make_account(role="editor", email="left@newsroom.test", is_active=False)
    assert monday.readers() == [writer.pk, editor.pk]


def test_who_left_meanwhile_gets_nothing(writer, editor):
    ended(editor)
    editor.is_active = False
    editor.save()
    assert letter_to(editor) is None
    assert monday.send(10**9) is False


# When


def test_the_week_and_its_moment():
    sunday, monday_, tuesday = (datetime.date(2026, 11, day) for day in (22, 23, 24))
    assert [monday.week_of(day) for day in (sunday, monday_, tuesday)] == ["2026-W47", "2026-W48", "2026-W48"]
    assert monday.week_of(datetime.date(2027, 1, 1)) == "2026-W53"
    eight = datetime.datetime(2026, 11, 23, 0, tzinfo=datetime.UTC)
    assert monday.moment_of(monday_) == monday.moment_of(tuesday) == monday.moment_of(sunday + 7 * DAY) == eight


@pytest.fixture
def today(monkeypatch):
    """A function that sets the day for the worker's plan."""

    def be(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: day)

    return be


def jobs():
    return DBTaskResult.objects.filter(args_kwargs__args__0="monday_letters")


def test_however_many_workers_one_job_a_week_that_waits_for_monday_at_eight(today):
    for day in (datetime.date(2026, 11, 23), datetime.date(2026, 11, 24), datetime.date(2026, 11, 29)):
        today(day)
        for worker in (Worker(), Worker()):
            worker.plan_the_day()
    (job,) = jobs()
    assert job.run_after == datetime.datetime(2026, 11, 23, 0, tzinfo=datetime.UTC)
    today(datetime.date(2026, 11, 30))
    Worker().plan_the_day()
    assert jobs().count() == 2


def test_before_eight_it_waits_and_after_an_idle_monday_it_comes_late_once(writer, editor, today):
    ended(editor)
    mail.outbox.clear()
    once("monday_letters", "2026-W01", run_after=timezone.now() + DAY / 24, week="2026-W01")
    work_once()
    assert mail.outbox == []
    jobs().update(run_after=timezone.now() - 2 * DAY)
    work_once()
    assert [letter.to for letter in mail.outbox] == [[editor.email]]
    for _ in range(2):
        once("monday_letters", "2026-W01", run_after=timezone.now() - 2 * DAY, week="2026-W01")
        monday_letters("2026-W01")  # as when the worker was killed in the middle of it
        work_once()
    assert len(mail.outbox) == 1
    monday_letters("2026-W02")
    work_once()
    assert len(mail.outbox) == 2
