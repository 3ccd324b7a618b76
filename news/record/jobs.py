"""Background jobs. What an act causes is written here, by name, in the act's own transaction.

A job runs after that transaction has committed, and never if it was rolled back. It runs **at least
once**: a worker that is killed in the middle leaves it to the next one. So a handler looks at what is
there, not at what was there when the job was written, and does no harm the second time.

A handler is a function in the dict to which the setting `JOB_HANDLERS` leads; it gets the arguments
by name and opens its own transactions. How jobs are claimed, repeated and given up: `worker.py`.
"""

import uuid

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks import task
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


def once_a_day(name, day):
    """Write a job without arguments unless anybody has written it for that day already."""
    _handler(name)
    # The key of the row says what it is for, so of two writers one writes nothing.
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{run.module_path}/{name}/{day:%Y-%m-%d}")
    job = DBTaskResult(
        id=key,
        args_kwargs={"args": [name, {}], "kwargs": {}},
        task_path=run.module_path,
        queue_name=run.queue_name,
        backend_name=run.backend,
        run_after=get_date_max(),
    )
    DBTaskResult.objects.bulk_create([job], ignore_conflicts=True)


def _handler(name):
    handlers = import_string(settings.JOB_HANDLERS)
    if name not in handlers:
        raise UnknownJobError(f"There is no background job “{name}”. There are: {', '.join(sorted(handlers))}.")
    return handlers[name]
