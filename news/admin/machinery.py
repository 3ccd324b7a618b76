"""Whether the background work goes on, and if not, what will not happen and the way round."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from news import words, workflow
from news.outputs import clock
from news.record import jobs

# A worker gives a sign of life every twenty seconds.
SILENCE = datetime.timedelta(minutes=2)
SLOW = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Work:
    """`trouble` is the headline of a red notice with its sentences, or empty. `line` says how it stands."""

    trouble: str
    sentences: tuple[str, ...]
    line: str
    is_well: bool


def how_work_goes(now):
    """From signs of life, overdue publications and jobs that nobody takes. Five queries."""
    beat = jobs.last_beat()
    late, first = workflow.overdue(now)
    ready, long = jobs.waiting(since=now - SLOW)
    silent = beat is not None and beat < now - SILENCE
    stopped = silent or (beat is None and bool(late or long))
    if not stopped and not late:
        wait = "no job waits" if not ready else f"{words.plural(ready, 'job')} {'waits' if ready == 1 else 'wait'}"
        if beat is None:
            return Work("", (), "Background work has not begun here yet.", not ready)
        return Work("", (), f"Background work {'is slow' if long else 'runs'}: {wait}.", not long)
    if silent:
        trouble = f"Background work stopped {clock.lately(beat, now)}."
    else:
        trouble = "Background work does not run." if stopped else "Background work is stuck."
    return Work(trouble, tuple(_sentences(now, late, first, ready)), "Background work stands still.", False)


def _sentences(now, late, first, ready):
    yield "Nothing goes out at its time until it runs again."
    if late:
        yield f"{words.plural(late, 'version')} should have gone out, the first {clock.lately(first, now)}."
    elif (moment := workflow.next_time(now)) is not None:
        yield f"Next at its time: {clock.local(timezone.localtime(moment))}."
    if ready:
        wait = "piece of work waits" if ready == 1 else "pieces of work wait"
        yield f"{ready:,} {wait}, for example mail and pictures."
    yield "Until then an editor opens what is due, and publishes it by hand."
    yield "Tell your administrator: the process “manage.py work” must run."
