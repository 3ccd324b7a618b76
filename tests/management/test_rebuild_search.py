"""`rebuild_search`: everything public is found afterwards, whatever was in the index before."""

import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from news.models import SearchEntry, SearchState
from news.record import searchable
from news.search import asking, builds, looking
from tests import indexed
from tests.factories import make_release, publish

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


def call(*options, **more):
    out = io.StringIO()
    call_command("rebuild_search", *options, stdout=out, **more)
    return out.getvalue()


def found(word):
    return looking.search(asking.read(word), most=100).total


def test_what_is_public_is_found_and_nothing_else():
    for number in range(3):
        publish(make_release(title=f"Police meet {number}"))
    SearchEntry.objects.create(build=1, thing_type="release", thing_id=999, day=1, title="Gone", words_title=" gone ")
    assert found("gone") == 1
    said = call()
    assert found("police") == 3
    assert found("gone") == 0
    assert said.endswith("The index is new: 3 entries.\n")
    assert "3 of 3 entries" in said
    assert set(SearchEntry.objects.values_list("build", flat=True)) == {SearchState.objects.get().live}


def test_without_words():
    publish(make_release(title="Police"))
    assert call(verbosity=0) == ""
    assert found("police") == 1


def test_of_nothing():
    assert call().endswith("The index is new: 0 entries.\n")


def test_it_goes_on_with_what_was_begun(monkeypatch):
    for number in range(4):
        publish(make_release(title=f"Police {number}"))
    build = builds.begin().next
    builds.step(build, lambda after: searchable.batch(after, size=3))
    asked_for = []
    ask = searchable.batch
    monkeypatch.setattr(searchable, "batch", lambda after, size: asked_for.append(after) or ask(after))
    call()
    assert asked_for[0] is not None
    assert SearchState.objects.get().live == build
    assert found("police") == 4


def test_anew():
    publish(make_release(title="Police"))
    build = builds.begin().next
    builds.step(build, searchable.batch)
    call("--anew")
    assert SearchState.objects.get().live == build + 1
    assert found("police") == 1


def test_a_call_that_another_one_overtakes_ends(monkeypatch):
    publish(make_release(title="Police"))
    first = builds.begin().next
    monkeypatch.setattr(builds, "begin", lambda anew: SearchState(next=first))
    builds.go_live(first)
    assert "Another call" in call()


KILLED = """
import os, signal, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import call_command
from news.management.commands import rebuild_search
from news.search import builds
rebuild_search.AT_ONCE = 2
write, times = builds.replace, []
def replace(*arguments):
    write(*arguments)
    times.append(1)
    if len(times) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
builds.replace = replace
call_command("rebuild_search", verbosity=0)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_step_it_goes_on_behind_the_last_whole_one(monkeypatch):
    for number in range(9):
        publish(make_release(title=f"Police {number}"))
    searchable.refresh_everything()
    before = indexed.content()
    command = [sys.executable, "-c", KILLED, str(connection.settings_dict["NAME"])]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    state = SearchState.objects.get()
    assert (state.live, state.done["number"]) == (1, 4)
    assert found("police") == 9
    asked_for = []
    ask = searchable.batch
    monkeypatch.setattr(searchable, "batch", lambda after, size: asked_for.append(after) or ask(after, size=2))
    call()
    assert asked_for[0] == state.done["after"]
    assert SearchState.objects.get().live == state.next
    assert indexed.content() == before
