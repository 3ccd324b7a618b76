"""Background jobs. What an act causes is written here, by name, in the act's own transaction.

A job runs after that transaction has committed, and never if it was rolled back. It runs **at least
once**: a worker that is killed in the middle leaves it to the next one. So a handler looks at what is
there, not at what was there when the job was written, and does no harm the second time.

A handler is a function in the dict to which the setting `JOB_HANDLERS` leads; it gets the arguments
by name and opens its own transactions. How jobs are claimed, repeated and given up: `worker.py`.
"""

import uuid

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max


class UnknownJobError(LookupError):
    """No handler has this name."""


def later(name, /, *, run_after=None, **arguments):
    """Write a job. `run_after` is the earliest moment, with its zone.

    Arguments are what JSON knows: keys of rows, not rows. Raises `UnknownJobError`, and `TypeError`
    for other arguments.
    """
    _handler(name)
    return run.using(run_after=run_after).enqueue(name, arguments)


@task
def run(name, arguments):
    """The one task: the handler called `name`."""
    _handler(name)(**arguments)


def once(name, key, /, *, run_after=None, **arguments):
    """Write a job as `later`, unless anybody has written one of this name with this key already.

    A key is forgotten when the worker prunes finished jobs, two weeks later.
    """
    _handler(name)
    # The key of the row says what it is for, so of two writers one writes nothing.
    job = _row(name, key, {"args": [name, arguments], "kwargs": {}}, run_after=run_after or get_date_max())
    DBTaskResult.objects.bulk_create([job], ignore_conflicts=True)


def once_a_day(name, day):
    """Write a job without arguments unless anybody has written it for that day already."""
    once(name, f"{day:%Y-%m-%d}")


# Signs of life. They are a finished row of the same table: each beat renews it.

ALIVE = "alive"


def beat():
    """A worker says that it is alive."""
    now = timezone.now()
    row = _row(ALIVE, "", {"args": [ALIVE, {}], "kwargs": {}}, run_after=now)
    if not DBTaskResult.objects.filter(pk=row.pk).update(finished_at=now):
        row.status, row.finished_at = TaskResultStatus.SUCCESSFUL, now
        DBTaskResult.objects.bulk_create([row], ignore_conflicts=True)


def last_beat():
    """When a worker was last alive; None if none ever was."""
    key = _row(ALIVE, "", {}, run_after=None).pk
    return DBTaskResult.objects.filter(pk=key).values_list("finished_at", flat=True).first()


def waiting(*, since):
    """How many jobs are ready, and how many of these have been since that moment."""
    long = Q(run_after=get_date_max(), enqueued_at__lt=since) | Q(run_after__lt=since)
    found = DBTaskResult.objects.ready().aggregate(ready=Count("pk"), long=Count("pk", filter=long))
    return found["ready"], found["long"]


def _row(name, key, args_kwargs, *, run_after):
    return DBTaskResult(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{run.module_path}/{name}/{key}"),
        args_kwargs=args_kwargs,
        task_path=run.module_path,
        queue_name=run.queue_name,
        backend_name=run.backend,
        run_after=run_after,
    )


def _handler(name):
    handlers = import_string(settings.JOB_HANDLERS)
    if name not in handlers:
        raise UnknownJobError(f"There is no background job “{name}”. There are: {', '.join(sorted(handlers))}.")
    return handlers[name]
