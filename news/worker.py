"""The one background process: what is due is published at its time, and jobs are run one at a time.

What search may tell since an event began it tells with what is due.

Each of the two has a thread, for a mail server that takes its time may not hold up a publication.

Jobs are rows of django-tasks-db, whose own worker neither repeats a failed job nor finds one whose
worker was killed. This one does, on the same table:

- A worker signs in `worker_ids`, so the number of names there is the number of attempts.
- While it runs a job it renews `started_at`. A running job that has not been renewed for a lease
  belongs to a worker that is gone, and is given back.
- A job that fails is tried again after growing delays, at most `ATTEMPTS` times in all; then it stays
  FAILED with its traceback, and the log says so.

Any number of workers may run, on any number of machines.
"""

import contextlib
import datetime
import logging
import math
import os
import secrets
import signal
import socket
import threading
import time
import traceback

from django.db import Error, InterfaceError, OperationalError, connection, connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from news.models import Picture
from news.models.generation import missing_triggers
from news.outputs import letters, monday
from news.outputs import sign_off as sign_off_letter
from news.pictures.renditions import AT_THE_DESK, all_names, make_renditions
from news.queries import files
from news.queries.picture_sets import is_in_bin
from news.record.autosaves import prune_autosaves
from news.record.discarded import delete_discarded
from news.record.jobs import beat, once, once_a_day, run
from news.record.picture_sets import KEPT_IN_BIN, delete_thrown
from news.record.searchable import refresh_due, search_again
from news.record.uploads import prune_uploads
from news.workflow import next_time, publish_due

log = logging.getLogger(__name__)

POLL = 1.0  # seconds until a new job is seen
LEASE = datetime.timedelta(seconds=60)
ATTEMPTS = 5
DELAYS = [datetime.timedelta(seconds=seconds) for seconds in (10, 60, 10 * 60, 60 * 60)]
BEAT = 20.0  # seconds between two signs of life
LONGEST_PATIENCE = 15.0  # seconds between two looks at a database that is away

BIN_KEPT = datetime.timedelta(days=30)
DONE_KEPT = datetime.timedelta(days=14)
FAILED_KEPT = datetime.timedelta(days=90)


# Handlers, see `record/jobs.py`


def empty_bin():
    """Discarded versions are kept for 30 days."""
    delete_discarded(before=timezone.now() - BIN_KEPT)


def empty_picture_bin():
    """Photographs that were thrown away are kept for 30 days."""
    delete_thrown(before=timezone.now() - KEPT_IN_BIN)


def prune_jobs():
    """Finished jobs are kept for two weeks, failed ones for three months."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE_KEPT).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED_KEPT).delete()


def render_picture(picture):
    """Make the renditions of a picture that are not there yet. A picture that is gone needs none."""
    found = Picture.objects.filter(pk=picture).first()
    if found is not None:
        make_renditions(found, names_for(found))


def names_for(picture):
    """What is made ahead: all if a release has the picture, nothing in the bin, else what the desk shows."""
    if files.uses_of(picture).exists():
        return all_names(picture)
    return () if is_in_bin(picture) else AT_THE_DESK


def send_mail(**letter):
    """Send one letter, see `outputs/letters.py`."""
    letters.send(**letter)


def ask_for_sign_off(sign_off):
    """Send the request for a sign-off to whom it names, see `outputs/sign_off.py`."""
    sign_off_letter.send(sign_off)


def monday_letters(week):
    """On Mondays: a job for each account's letter on what waits. `week` is as in "2026-W48"."""
    for account in monday.readers():
        once("monday_letter", f"{week}/{account}", account=account)


def monday_letter(account):
    """Send one person what waits, see `outputs/monday.py`."""
    monday.send(account)


HANDLERS = {
    "ask_for_sign_off": ask_for_sign_off,
    "empty_bin": empty_bin,
    "empty_picture_bin": empty_picture_bin,
    "monday_letter": monday_letter,
    "monday_letters": monday_letters,
    "prune_autosaves": prune_autosaves,
    "prune_jobs": prune_jobs,
    "prune_uploads": prune_uploads,
    "render_picture": render_picture,
    "search_again": search_again,
    "send_mail": send_mail,
}
EVERY_DAY = ("empty_bin", "empty_picture_bin", "prune_autosaves", "prune_jobs", "prune_uploads")


# Work


def work_once():
    """Publish what is due and run every job that is ready, also those that these jobs cause.

    Returns the number of jobs that were run.
    """
    worker = Worker()
    done = 0
    while worker.round():
        done += 1
    return done


class Worker:
    def __init__(self, *, lease=LEASE):
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.lease = lease
        self.stopping = False
        self.planned = None
        self.shown = -math.inf
        self.unpublished = []

    def work(self):
        """Work until SIGTERM or SIGINT; the job in hand is finished first.

        While the database is away it says so once, and looks again after growing pauses.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        log.info("The worker %s has begun.", self.name)
        clock = threading.Thread(target=self.keep_doing, args=[self.publish_then_wait], name="clock")
        clock.start()
        try:
            self.keep_doing(self.work_then_wait)
        finally:
            self.stop()
            clock.join()
        log.info("The worker %s has ended.", self.name)

    def keep_doing(self, step):
        """`step` again and again, each time after the pause that it asks for, in seconds."""
        patience = 0
        while not self.stopping:
            try:
                pause = step()
                if patience:
                    log.warning("The database answers again.")
                patience = 0
            except Exception as error:
                if not isinstance(error, Error):
                    log.exception("The worker met something that it does not know.")
                elif not patience:
                    log.error("The database does not answer as it should: %s", str(error).strip())
                patience = pause = min(2 * patience or POLL, LONGEST_PATIENCE)
                connections.close_all()
            self.sleep(pause)
        connections.close_all()

    def publish_then_wait(self):
        self.publish()
        self.show_life()
        return min(POLL, seconds_to_next_publication())

    def work_then_wait(self):
        self.plan_the_day()
        return 0 if self.run_next_job() else POLL

    def show_life(self):
        if time.monotonic() - self.shown >= BEAT:
            beat()
            self.shown = time.monotonic()

    def stop(self, number=None, frame=None):
        self.stopping = True

    def sleep(self, seconds):
        # In short naps: a signal does not wake a sleeper, and an Event may not be set by its handler.
        end = time.monotonic() + seconds
        while not self.stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.25))

    def plan_the_day(self):
        """Once a day and at the beginning: what is done every day, and a look at the triggers."""
        today = timezone.localdate()
        if today != self.planned:
            if missing := missing_triggers(connection):
                log.error("%d triggers are missing; readers may see old pages. Call `migrate`.", len(missing))
            for name in EVERY_DAY:
                once_a_day(name, today)
            # Planned on any day of the week: after an idle Monday it is late, but it comes.
            week = monday.week_of(today)
            once("monday_letters", week, run_after=monday.moment_of(today), week=week)
            self.planned = today

    def round(self):
        """What is due is published, then one job is run. Returns whether there was a job."""
        self.publish()
        return self.run_next_job()

    def run_next_job(self):
        give_back(self.lease)
        job = claim(self.name)
        if job is not None:
            with renewed(job, self.lease):
                run_job(job)
        return job is not None

    def publish(self):
        try:
            unpublished = [str(error) for error in publish_due()]
            refresh_due()
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            unpublished = [traceback.format_exc()]
        # Every second anew: said when it is new.
        for sentence in unpublished:
            if sentence not in self.unpublished:
                log.error("Something due could not be published: %s", sentence)
        self.unpublished = unpublished


def seconds_to_next_publication():
    now = timezone.now()
    moment = next_time(now)
    return (moment - now).total_seconds() if moment else POLL


# Jobs


def claim(name):
    """Take the next job that is ready, so that no other worker does; None if there is none."""
    ready = DBTaskResult.objects.ready().filter(backend_name=run.backend)
    # On SQLite the transaction takes the only write lock: not for looking.
    if not ready.exists():
        return None
    with transaction.atomic():
        job = ready.get_locked()
        if job is not None:
            job.claim(name)
    return job


def run_job(job):
    """Run a claimed job and write down how it ended."""
    what = describe(job)
    try:
        job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
    except Exception as error:
        failure = {"exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}"}
        failure["traceback"] = "".join(traceback.format_exception(error))
        end_attempt(job, held(job), f"{what} failed: {error}", delays=DELAYS, **failure)
    else:
        log.info("%s is done.", what)
        if not held(job).update(status=Status.SUCCESSFUL, finished_at=timezone.now(), traceback=""):
            log.warning("%s took so long without a sign that another worker has it too.", what)


def give_back(lease):
    """Jobs whose worker is gone are ready again, or have failed for good."""
    silent = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - lease)
    for job in silent.filter(backend_name=run.backend):
        sentence = f"{describe(job)} was left by a worker that is gone"
        # Unless that worker gives a sign of life this moment.
        row = held(job).filter(started_at=job.started_at)
        end_attempt(job, row, sentence, delays=[datetime.timedelta()] * len(DELAYS), traceback=sentence)


def end_attempt(job, row, sentence, *, delays, **failure):
    """After a failure: once more after this attempt's delay, or never again. `row` is the job's, if it is still."""
    now = timezone.now()
    attempts = len(job.worker_ids)
    if attempts < ATTEMPTS:
        if row.update(status=Status.READY, run_after=now + delays[attempts - 1], **failure):
            log.warning("%s. It is tried again (attempt %d of %d).", sentence, attempts + 1, ATTEMPTS)
    elif row.update(status=Status.FAILED, finished_at=now, **failure):
        log.error("%s. It was the last of %d attempts.\n%s", sentence, ATTEMPTS, failure.get("traceback", ""))


def held(job):
    """The row of the job, as long as whoever claimed it then holds it."""
    return DBTaskResult.objects.filter(pk=job.pk, status=Status.RUNNING, worker_ids=job.worker_ids)


def describe(job):
    name = (job.args_kwargs.get("args") or [job.task_path])[0]
    return f"Job {name} ({job.pk})"


@contextlib.contextmanager
def renewed(job, lease):
    """While the job runs, a thread shows every third of a lease that its worker is alive."""
    over = threading.Event()

    def renew():
        try:
            while not over.wait(lease.total_seconds() / 3):
                try:
                    held(job).update(started_at=timezone.now())
                except Error:
                    connections.close_all()
        finally:
            connections.close_all()

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
