"""The saved versions of a thing, newest first, with the acts of its log: whatever version of it they belong to."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils import timezone

from news import words
from news.enums import Act
from news.models import ActionLog, EventEdition, Snapshot

PER_PAGE = 20

ACTS = {
    Act.EDIT: "Saved",
    Act.SUBMIT: "Handed in",
    Act.TAKE_BACK: "Taken back",
    Act.RETURN: "Sent back",
    Act.APPROVE: "Approved",
    Act.STOP: "Stopped",
    Act.PUBLISH: "Published",
    Act.PUBLISH_ALONE: "Published alone",
    Act.CHECK: "Checked",
    Act.REVISE: "New version begun",
    Act.WITHDRAW: "Withdrawn",
    Act.RESTORE: "Put back",
    Act.DISCARD: "Put into the bin",
    Act.UNDO_DISCARD: "Taken back from the bin",
    Act.IMPORT: "Imported",
    Act.HIDE: "Hidden",
    Act.SHOW: "Shown again",
}


@dataclass(frozen=True)
class Done:
    """One act: what, who, when in Kuala Lumpur, and what was said with it."""

    words: str
    who: str
    when: str
    comment: str = ""


@dataclass(frozen=True)
class Saved:
    """One saved version. `number` is that of the version of the thing; `acts` come in their order."""

    key: int
    number: int
    edition: int
    who: str
    when: str
    acts: tuple[Done, ...]

    @property
    def words(self):
        first, *then = [act.words for act in self.acts] or ["Saved"]
        return words.listed([first, *(f"{each[:1].lower()}{each[1:]}" for each in then)])


def page(edition, number=1):
    """`(rows, page)` of the saved versions of an edition's thing. Four queries, however many rows."""
    editions = _editions(edition)
    paginator = Paginator(_snapshots(editions), PER_PAGE)
    shown = paginator.get_page(number)
    return _rows(list(shown.object_list), editions), shown


def latest(edition, most=4):
    """The latest few. Three queries."""
    editions = _editions(edition)
    return _rows(list(_snapshots(editions)[:most]), editions)


def one(edition, key):
    """`(saved, data)` of one saved version of an edition's thing, or None."""
    editions = _editions(edition)
    found = _snapshots(editions).defer(None).filter(pk=key).first()
    return (_rows([found], editions)[0], found) if found else None


def before(edition, snapshot):
    """The saved version before this one, or None."""
    return _snapshots(_editions(edition)).defer(None).filter(pk__lt=snapshot.pk).first()


def newest(edition):
    return _snapshots(_editions(edition)).defer(None).first()


def when(moment):
    moment = timezone.localtime(moment)
    return f"{words.day(moment.date())}, {moment:%H:%M}"


def _editions(edition):
    """`{key as text: number}` of all versions of the thing."""
    thing = "event_id" if isinstance(edition, EventEdition) else "release_id"
    model = type(edition)
    rows = model.objects.filter(**{thing: getattr(edition, thing)}).values_list("pk", "number")
    return {"": model._meta.model_name} | {str(key): number for key, number in rows}


def _snapshots(editions):
    found = Snapshot.objects.filter(thing_type=editions[""], thing_id__in=[key for key in editions if key])
    return found.select_related("by").defer("data").order_by("-pk")


def _rows(snapshots, editions):
    acts = _acts(snapshots, editions)
    return [
        Saved(
            key=row.pk,
            number=editions[row.thing_id],
            edition=int(row.thing_id),
            who=str(row.by) if row.by else "the system",
            when=when(row.at),
            acts=tuple(_done(line) for line in acts[row.pk]),
        )
        for row in snapshots
    ]


def _acts(snapshots, editions):
    """`{snapshot's key: lines of the log}`: the act that made it, and those until the next one was saved."""
    found = defaultdict(list)
    if not snapshots:
        return found
    keys = {row.thing_id for row in snapshots}
    everything = Snapshot.objects.filter(thing_type=editions[""], thing_id__in=keys, pk__gte=snapshots[-1].pk)
    taken = defaultdict(list)
    for key, thing, at in everything.order_by("at", "pk").values_list("pk", "thing_id", "at"):
        taken[thing].append((at, key))
    lines = ActionLog.objects.filter(thing_type=editions[""], thing_id__in=keys, at__gte=snapshots[-1].at)
    for line in lines.order_by("pk"):
        of = taken[line.thing_id]
        at = bisect_right(of, line.at, key=lambda pair: pair[0]) - 1
        key = line.after_id or (of[at][1] if at >= 0 else None)
        found[key].append(line)
    return found


def _done(line):
    said = "Begun" if line.act == Act.EDIT and not line.from_state else ACTS.get(line.act)
    label = said or words.capital(line.act.replace("_", " "))
    return Done(label, line.by_name or "the system", when(line.at), line.comment)
