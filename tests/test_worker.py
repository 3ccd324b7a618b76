import datetime
import signal
import threading

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import worker
from news.models import Edition, PressRelease
from news.record.jobs import last_beat, later
from news.record.searchable import refresh_everything
from news.worker import ATTEMPTS, LEASE, Worker, give_back, renewed, seconds_to_next_publication, work_once
from tests import factories as make
from tests import handlers
from tests.indexed import found, traces
from tests.workers import approve_many, wait_until, worker_process

LONG_AGO = timezone.now() - datetime.timedelta(days=365)


@pytest.fixture(autouse=True)
def _handlers(settings):
    settings.JOB_HANDLERS = "tests.handlers.HANDLERS"
    handlers.ran.clear()


def job(**wanted):
    return DBTaskResult.objects.get(**wanted)


def named(name):
    return {"args_kwargs__args__0": name}


def lines(folder):
    file = folder / "ran"
    return file.read_text().split() if file.exists() else []


# Failing


def test_a_failure_is_tried_again_then_given_up(db, caplog):
    later("fail")
    waited = []
    for attempt in range(1, ATTEMPTS):
        before = timezone.now()
        assert work_once() == 1
        assert job().status == "READY"
        assert len(job().worker_ids) == attempt
        waited.append(job().run_after - before)
        assert work_once() == 0
        DBTaskResult.objects.update(run_after=timezone.now())
    assert waited == sorted(waited)
    assert work_once() == 1
    assert (job().status, len(handlers.ran)) == ("FAILED", ATTEMPTS)
    assert "it does not work today" in job().traceback
    assert caplog.records[-1].levelname == "ERROR"
    assert "It was the last of 5 attempts" in caplog.text
    assert work_once() == 0


def test_a_failure_does_not_stop_the_next_job(db):
    later("fail")
    later("remember")
    assert work_once() == 2
    assert handlers.ran == ["fail", {}]


# Workers that are gone


def test_a_job_is_given_back_when_its_worker_is_gone(db):
    later("remember")
    taken = worker.claim("a worker that is gone")
    give_back(LEASE)
    assert job().status == "RUNNING"
    DBTaskResult.objects.update(started_at=LONG_AGO)
    assert work_once() == 1
    assert (job().status, len(job().worker_ids)) == ("SUCCESSFUL", 2)
    # The worker was not gone, only slow: it has no say any more.
    worker.run_job(taken)
    assert (job().status, len(job().worker_ids)) == ("SUCCESSFUL", 2)


def test_a_job_that_kills_every_worker_is_given_up(db, caplog):
    later("remember")
    for _ in range(ATTEMPTS):
        assert worker.claim("a worker that is gone")
        DBTaskResult.objects.update(started_at=LONG_AGO)
        give_back(LEASE)
    assert job().status == "FAILED"
    assert worker.claim("another") is None
    assert caplog.records[-1].levelname == "ERROR"


def test_a_worker_shows_that_it_is_alive(transactional_db):
    later("remember")
    taken = worker.claim("a worker")
    DBTaskResult.objects.update(started_at=LONG_AGO)
    with renewed(taken, datetime.timedelta(seconds=0.1)):
        wait_until(lambda: job().started_at > LONG_AGO)
    give_back(LEASE)
    assert job().status == "RUNNING"


def test_a_killed_worker_s_job_runs_again(transactional_db, tmp_path):
    later("linger", folder=str(tmp_path), line="begun")
    with worker_process(tmp_path) as process:
        wait_until(lambda: lines(tmp_path), process)
        process.send_signal(signal.SIGKILL)
    (tmp_path / "go").touch()
    work_once()
    assert (job(**named("linger")).status, lines(tmp_path)) == ("RUNNING", ["begun"])
    DBTaskResult.objects.update(started_at=LONG_AGO)
    work_once()
    assert (job(**named("linger")).status, lines(tmp_path)) == ("SUCCESSFUL", ["begun", "begun"])


# Workers side by side


def test_several_workers_never_share_a_job(transactional_db):
    for number in range(20):
        later("remember", number=number)
    start = threading.Barrier(3)

    def work():
        try:
            start.wait()
            work_once()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done["number"] for done in handlers.ran) == list(range(20))
    assert {len(each.worker_ids) for each in DBTaskResult.objects.successful()} == {1}
    assert DBTaskResult.objects.successful().count() == 20


# The process


def test_sigterm_lets_the_job_in_hand_finish(transactional_db, tmp_path):
    later("linger", folder=str(tmp_path), line="first")
    with worker_process(tmp_path) as process:
        wait_until(lambda: lines(tmp_path), process)
        later("add_line", folder=str(tmp_path), line="second")
        process.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        wait_until(lambda: process.poll() is not None)
        assert process.returncode == 0, process.said()
    assert lines(tmp_path) == ["first"]
    assert job(**named("linger")).status == "SUCCESSFUL"
    assert job(**named("add_line")).status == "READY"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite is never away")
def test_the_worker_outlives_a_database_that_is_away(transactional_db, tmp_path):
    name = connection.settings_dict["NAME"]

    def tell_server(statement, *values):
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, values)

    later("add_line", folder=str(tmp_path), line="before")
    with worker_process(tmp_path) as process:
        wait_until(lambda: lines(tmp_path) == ["before"], process)
        connection.close()
        tell_server(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            tell_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)
            wait_until(lambda: "does not answer" in process.said(), process)
        finally:
            tell_server(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        later("add_line", folder=str(tmp_path), line="after")
        wait_until(lambda: lines(tmp_path) == ["before", "after"], process)
        wait_until(lambda: "answers again" in process.said(), process)


def test_what_is_done_every_day_is_written_once(db, settings):
    settings.JOB_HANDLERS = "news.worker.HANDLERS"
    one, other = Worker(), Worker()
    for each in (one, other, one):
        each.plan_the_day()
    daily = DBTaskResult.objects.exclude(**named("monday_letters"))
    assert daily.count() == len(worker.EVERY_DAY)
    assert work_once() >= len(worker.EVERY_DAY)
    Worker().plan_the_day()
    assert set(daily.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_old_jobs_are_pruned(db):
    now = timezone.now()
    for status, days in [("SUCCESSFUL", 13), ("SUCCESSFUL", 15), ("FAILED", 15), ("FAILED", 91), ("READY", 91)]:
        later("remember")
        finished = None if status == "READY" else now - datetime.timedelta(days=days)
        DBTaskResult.objects.filter(traceback="").update(status=status, finished_at=finished, traceback=f"{days}")
    worker.prune_jobs()
    kept = DBTaskResult.objects.values_list("status", "traceback")
    assert sorted(kept) == [("FAILED", "15"), ("READY", "91"), ("SUCCESSFUL", "13")]


# Publications


def approved(publish_at):
    """A release without a text: nobody may ever publish it."""
    release = PressRelease.objects.create(slug=f"a-release-at-{publish_at:%Y-%m-%d}")
    return Edition.objects.create(release=release, title="Title", state="approved", publish_at=publish_at)


def test_it_sleeps_no_longer_than_until_the_next_publication(db):
    assert seconds_to_next_publication() == worker.POLL
    now = timezone.now()
    for days in (-1, 2, 1):
        approved(now + datetime.timedelta(days=days))
    assert 0 < seconds_to_next_publication() <= datetime.timedelta(days=1).total_seconds()


def test_search_tells_more_once_an_event_has_begun(db):
    with time_machine.travel("2030-03-09T15:59Z", tick=False):
        event = make.publish_event(name="Conference", starts=datetime.date(2030, 3, 10), venue="Quollhouse")
        refresh_everything()
        Worker().publish()
        assert traces("Quollhouse") == set()
    with time_machine.travel("2030-03-09T16:00Z", tick=False):
        Worker().publish()
        assert found("Quollhouse") == {("event", event.event_id)}


def test_publish_due_with_nothing_due(db):
    approved(timezone.now() + datetime.timedelta(days=1))
    call_command("publish_due")
    call_command("work", "--once")


def test_what_cannot_be_published_is_said_once_and_stops_no_job(db, caplog):
    approved(LONG_AGO)
    later("remember")
    one = Worker()
    assert [one.round(), one.round()] == [True, False]
    assert caplog.text.count("Something due could not be published") == 1


def test_publish_due_ends_with_1_if_something_could_not_be_published(db):
    approved(LONG_AGO)
    with pytest.raises(CommandError) as caught:
        call_command("publish_due")
    assert caught.value.returncode == 1


def published_at(edition):
    return Edition.objects.values_list("published_at", flat=True).get(pk=edition.pk)


def test_it_is_public_within_two_seconds_of_its_time_though_a_job_takes_long(transactional_db, tmp_path):
    (key,) = approve_many(1)
    later("linger", folder=str(tmp_path), line="begun")
    with worker_process(tmp_path) as process:
        wait_until(lambda: lines(tmp_path), process)
        due = timezone.now() + datetime.timedelta(seconds=1.5)
        Edition.objects.update(publish_at=due)
        wait_until(lambda: published_at(Edition(pk=key)), process)
        assert datetime.timedelta() <= published_at(Edition(pk=key)) - due < datetime.timedelta(seconds=2)
        assert job(**named("linger")).status == "RUNNING"
        (tmp_path / "go").touch()


def test_what_is_overdue_goes_out_when_the_worker_begins(transactional_db, tmp_path):
    (key,) = approve_many(1)
    Edition.objects.update(publish_at=LONG_AGO)
    with worker_process(tmp_path) as process:
        wait_until(lambda: published_at(Edition(pk=key)), process)


def test_a_worker_gives_signs_of_life(transactional_db, tmp_path):
    assert last_beat() is None
    with worker_process(tmp_path) as process:
        wait_until(last_beat, process)
        assert timezone.now() - last_beat() < datetime.timedelta(seconds=60)


def test_a_loop_goes_on_after_anything_and_waits_longer_each_time(monkeypatch, caplog):
    one, pauses = Worker(), []

    def step():
        raise ZeroDivisionError("nobody expected this")

    def sleep(seconds):
        pauses.append(seconds)
        one.stopping = len(pauses) == 6

    monkeypatch.setattr(one, "sleep", sleep)
    one.keep_doing(step)
    assert pauses == [1, 2, 4, 8, 15, 15]
    assert "nobody expected this" in caplog.text
