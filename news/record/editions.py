"""The one door through which events and releases are written.

It checks no permission and knows no act: `workflow/` does. It keeps the rules that the database
cannot say, writes all or nothing, takes a snapshot and a line in the log.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from news import words
from news.enums import Act, State
from news.errors import ChangedMeanwhile, Impossible
from news.models import Edition, Event, EventEdition, PressRelease

from . import pictures_in
from .log import last_snapshot, note, take_snapshot
from .slugs import save_under
from .write import apply


@transaction.atomic
def create_event(data, *, by=None, by_name="", act=Act.EDIT):
    """A new event with its first draft of facts. `data` as `canonical.read` gives it, parts may be missing."""
    event = save_under(Event(), event_words(data))
    return _first(EventEdition(event=event, name="?"), data, by=by, by_name=by_name, act=act)


@transaction.atomic
def create_release(data, *, by=None, by_name="", act=Act.EDIT):
    """A new press release with its first draft."""
    release = save_under(PressRelease(), data.get("title") or "press release")
    return _first(Edition(release=release), data, by=by, by_name=by_name, act=act)


@transaction.atomic
def create_version(thing, data, *, by=None, by_name="", act=Act.REVISE):
    """The next draft of a thing, with `data` as its content."""
    field = {Event: "event", PressRelease: "release"}[type(thing)]
    model = thing.editions.model
    newest = thing.editions.order_by("number").last()
    edition = model(**{field: thing}, number=newest.number + 1 if newest else 1)
    if isinstance(edition, EventEdition):
        edition.name = "?"
    return _first(edition, data, by=by, by_name=by_name, act=act)


def _first(edition, data, *, by, by_name, act):
    now = timezone.now()
    edition.created_by = edition.changed_by = by
    edition.changed_at = now
    if isinstance(edition, EventEdition):
        # Dates are in the row from the start: a constraint wants them or "to be announced".
        edition.precision = "tba"
    edition.save()
    if isinstance(edition, EventEdition):
        edition.precision = "day"
        data = {"precision": "day" if data.get("starts") else "tba", **data}
    apply(edition, data)
    # A new version takes over what is public; only what somebody puts there is looked at.
    pictures_in.settle(edition, take_from_bin=act != Act.EDIT)
    if by:
        edition.authors.add(by)
    _refold(edition)
    note(act, edition, by=by, by_name=by_name, to_state=edition.state, after=take_snapshot(edition, by=by))
    return edition


@transaction.atomic
def save_edition(edition, data, *, by, lock_version, by_name="", comment=""):
    """Write an open edition.

    Raises `ChangedMeanwhile` if `lock_version` is no longer that of the row, `Impossible` if the
    edition is not open, `Problems` for what is wrong with the data. Nothing is written then.
    """
    model = type(edition)
    before = take_if_missing(edition, by=by)
    taken = model.objects.filter(pk=edition.pk, lock_version=lock_version, state__in=State.open).update(
        lock_version=F("lock_version") + 1, changed_by=by, changed_at=timezone.now()
    )
    edition = model.objects.get(pk=edition.pk)
    pictures_before = pictures_in.now(edition)
    if not taken:
        if edition.state not in State.open:
            raise Impossible("This version is not open for changes. Begin a new version.")
        raise ChangedMeanwhile()
    apply(edition, data)
    pictures_in.settle(edition, pictures_before)
    if by:
        edition.authors.add(by)
    _rename_unpublished(edition)
    _refold(edition)
    after = take_snapshot(edition, by=by)
    note(
        Act.EDIT,
        edition,
        by=by,
        by_name=by_name,
        from_state=edition.state,
        to_state=edition.state,
        comment=comment,
        before=before,
        after=after,
    )
    return edition


def take_if_missing(thing, *, by):
    """The last snapshot, or a first one of a thing that has none yet."""
    return last_snapshot(thing) or take_snapshot(thing, by=by)


def event_words(data):
    """What an event's address is made of: its acronym or name, with its year."""
    text = data.get("acronym") or data.get("name") or "event"
    year = str(data.get("starts") or "")[:4]
    return text if not year or year in text else f"{text} {year}"


def _rename_unpublished(edition):
    """Until something was public at it, a web address follows the title."""
    thing = edition.thing
    if thing.editions.exclude(published_at=None).exists():
        return
    if isinstance(edition, Edition):
        text = edition.title
    else:
        text = event_words({"acronym": edition.acronym, "name": edition.name, "starts": edition.starts})
    if text and not thing.slug.startswith(words.slug(text)):
        save_under(thing, text)


def _refold(edition):
    if isinstance(edition, EventEdition):
        texts = edition.event.editions.exclude(state=State.DISCARDED).values_list("name", "acronym")
        edition.event.folded = words.fold(" ".join(" ".join(pair) for pair in texts))
        edition.event.save(update_fields=["folded"])
