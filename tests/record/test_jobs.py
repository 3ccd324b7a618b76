import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news.record.jobs import UnknownJobError, later, once, once_a_day, waiting
from news.worker import work_once
from tests import handlers


@pytest.fixture(autouse=True)
def _handlers(settings):
    settings.JOB_HANDLERS = "tests.handlers.HANDLERS"
    handlers.ran.clear()


def test_a_job_runs_once_with_its_arguments(db):
    later("remember", picture=7, sizes=[480, 960])
    assert handlers.ran == []
    assert work_once() == 1
    assert work_once() == 0
    assert handlers.ran == [{"picture": 7, "sizes": [480, 960]}]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_an_argument_may_be_called_name(db):
    later("remember", name="Éléonore")
    work_once()
    assert handlers.ran == [{"name": "Éléonore"}]


def test_a_rollback_takes_the_job_along(transactional_db):
    with transaction.atomic():
        later("remember")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    assert work_once() == 0


def test_a_job_for_later_waits(db):
    later("remember", run_after=timezone.now() + datetime.timedelta(hours=1))
    assert work_once() == 0
    DBTaskResult.objects.update(run_after=timezone.now())
    assert work_once() == 1


def test_a_name_that_nobody_knows(db):
    with pytest.raises(UnknownJobError, match="There is no background job “forget”"):
        later("forget")
    with pytest.raises(UnknownJobError):
        once_a_day("forget", datetime.date(2026, 11, 22))
    assert not DBTaskResult.objects.exists()


def test_a_job_whose_handler_is_gone_fails_with_its_name(db, settings):
    later("remember")
    settings.JOB_HANDLERS = "news.worker.HANDLERS"
    work_once()
    job = DBTaskResult.objects.get()
    assert job.exception_class_path == "news.record.jobs.UnknownJobError"
    assert "There is no background job “remember”" in job.traceback


def test_rows_are_no_arguments(db):
    with pytest.raises(TypeError):
        later("remember", moment=timezone.now())
    assert not DBTaskResult.objects.exists()


def test_once_a_day(db):
    monday, tuesday = datetime.date(2026, 11, 23), datetime.date(2026, 11, 24)
    once_a_day("remember", monday)
    once_a_day("remember", monday)
    assert work_once() == 1
    once_a_day("remember", monday)
    assert work_once() == 0
    once_a_day("remember", tuesday)
    once_a_day("fail", tuesday)
    assert work_once() == 2
    assert handlers.ran.count({}) == 2


def test_once_for_a_key_with_arguments_and_a_moment(db):
    later_on = timezone.now() + datetime.timedelta(hours=1)
    for number in (1, 2):
        once("remember", "week 48", run_after=later_on, number=number)
    assert work_once() == 0
    DBTaskResult.objects.update(run_after=timezone.now())
    assert work_once() == 1
    once("remember", "week 48", number=3)
    once("remember", "week 49", number=4)
    assert work_once() == 1
    assert handlers.ran == [{"number": 1}, {"number": 4}]


def test_how_many_wait_and_how_many_have_for_long(db):
    now = timezone.now()
    for hours in (-2, -1, 1):
        later("remember", run_after=now + datetime.timedelta(hours=hours))
    later("remember")
    assert waiting(since=now - datetime.timedelta(minutes=90)) == (3, 1)
    assert waiting(since=now + datetime.timedelta(minutes=1)) == (3, 3)
