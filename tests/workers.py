"""Workers in processes of their own on a test's database, and many versions that are due at one moment."""

import contextlib
import datetime
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.enums import State
from news.models import ActionLog, Edition, EventEdition, PressRelease, SiteState
from tests import factories as make

ROOT = Path(__file__).resolve().parent.parent


def wait_until(condition, *processes, pause=0.02):
    """Patience without a stopwatch: only a test that fails anyway waits long."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if condition():
            return
        for process in processes:
            if process.poll() is not None:
                raise AssertionError(f"the worker has ended:\n{process.said()}")
        time.sleep(pause)
    raise AssertionError("it never happened\n" + "\n".join(process.said() for process in processes))


@contextlib.contextmanager
def worker_process(folder, name="said"):
    """A worker in a process of its own; what it says goes to `folder/<name>`."""
    with (folder / name).open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.worker_process", str(connection.settings_dict["NAME"])],
            cwd=ROOT,
            stdout=said,
            stderr=said,
        )
        process.said = (folder / name).read_text
        try:
            yield process
        finally:
            process.kill()
            process.wait()


# Versions that are due


def approve_many(number):
    """That many approved releases, in turn: a notice, a report with new facts, a new version, a report
    with changed facts. Their time is far away. Returns their keys.
    """
    writer, editor = make.make_account(role="writer", email="writer@newsroom.test"), make.make_account(role="editor")
    far = timezone.now() + datetime.timedelta(days=300)
    keys = []
    for place in range(number):
        edition = [_notice, _report, _new_version, _changed_facts][place % 4](writer, editor)
        edition = workflow.submit(edition, by=writer)
        keys.append(workflow.approve(edition, by=editor, publish_at=far).pk)
    return keys


def _notice(writer, editor):
    content = {"kind": "notice", "title": "Title", "standfirst": "Summary", "body": "<p>Text.</p>"}
    return workflow.new_release(content, by=writer)


def _report(writer, editor):
    facts = workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02"}, by=writer)
    content = {"kind": "event_report", "title": "Title", "standfirst": "Summary", "body": "<p>Text.</p>"}
    return workflow.new_release(content | {"event": facts.event}, by=writer)


def _new_version(writer, editor, first=_notice):
    public = workflow.publish(workflow.submit(first(writer, editor), by=writer), by=editor)
    new = workflow.revise(public, by=writer)
    changes = {"title": "Better title", "change_note": "The title is right now."}
    return workflow.edit(new, changes, by=writer, lock_version=new.lock_version)


def _changed_facts(writer, editor):
    edition = _new_version(writer, editor, first=_report)
    facts = workflow.revise(edition.event.editions.live().get(), by=writer)
    workflow.edit(facts, {"venue": "Another hall"}, by=writer, lock_version=facts.lock_version)
    return edition


def publish_with_workers(keys, folder, *, workers=4, killed=1, seconds_ahead=3.0):
    """Workers publish these versions; some of them are killed after the first quarter.

    Returns figures: seconds from the moment when they were due to the first and the last publication,
    and how many were public when a worker was killed. Checks that everything happened exactly once.
    """
    before = _standing()
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(worker_process(folder, f"worker-{number}")) for number in range(workers)]
        wait_until(lambda: all("has begun" in process.said() for process in processes), *processes, pause=0.2)
        due = timezone.now() + datetime.timedelta(seconds=seconds_ahead)
        Edition.objects.filter(pk__in=keys).update(publish_at=due)
        began = time.monotonic()
        wait_until(lambda: _public(keys) >= len(keys) / 4, *processes, pause=0.05)
        for process in processes[:killed]:
            process.send_signal(signal.SIGKILL)
            process.wait()
        at_kill = _public(keys)
        rest = processes[killed:]
        wait_until(lambda: _public(keys) == len(keys), *rest, pause=0.1)
        seconds = time.monotonic() - began
        said = "\n".join(process.said() for process in processes)
    moments = ActionLog.objects.filter(act="publish", thing_type="edition", thing_id__in=keys)
    moments = sorted((moment - due).total_seconds() for moment in moments.values_list("at", flat=True))
    check_once(keys, before)
    return {
        "versions": len(keys),
        "workers": workers,
        "killed at": at_kill,
        "first after": round(moments[0], 2),
        "last after": round(moments[-1], 2),
        "each second": round(len(keys) / max(seconds - seconds_ahead, 0.01), 1),
        "locked or deadlocked": said.count("busy database") + said.count("does not answer"),
        "said": said,
    }


def _public(keys):
    return Edition.objects.filter(pk__in=keys, state=State.PUBLISHED).count()


def _standing():
    return {
        "generation": SiteState.objects.get(pk=1).generation,
        "log": ActionLog.objects.latest("pk").pk,
    }


def check_once(keys, before):
    """Each version was published once and none was lost: states, log, reference numbers, generation, letters."""
    assert not Edition.objects.filter(pk__in=keys).exclude(state=State.PUBLISHED).exists()
    assert not EventEdition.objects.filter(state__in=sorted(State.open)).exists()
    since = ActionLog.objects.filter(pk__gt=before["log"])
    lines = Counter(since.filter(act="publish", thing_type="edition").values_list("thing_id", flat=True))
    assert lines == {str(key): 1 for key in keys}
    facts = Counter(since.filter(act="publish", thing_type="eventedition").values_list("thing_id", flat=True))
    assert set(facts.values()) <= {1}
    assert not since.filter(act="not_published").exists()
    numbers = PressRelease.objects.exclude(ref_number=None).values_list("ref_number", flat=True)
    assert sorted(numbers) == list(range(1, PressRelease.objects.count() + 1))
    for model, thing in ((Edition, "release"), (EventEdition, "event")):
        public = Counter(model.objects.live().values_list(thing, flat=True))
        assert set(public.values()) <= {1}
    assert SiteState.objects.get(pk=1).generation >= before["generation"] + len(keys)
    letters = DBTaskResult.objects.filter(args_kwargs__args__0="send_mail", args_kwargs__args__1__what="published")
    told = Counter(letter.args_kwargs["args"][1]["thing_id"] for letter in letters)
    assert {key: told[str(key)] for key in keys} == dict.fromkeys(keys, 1)
