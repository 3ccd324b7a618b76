"""With what a version is compared: what was sent back, and what is public."""

import datetime
from dataclasses import dataclass

from news.enums import Act
from news.models import Edition, EventEdition, Snapshot
from news.queries import versions
from news.record import canonical
from news.record.log import history_of
from news.rules.wording import moment


@dataclass(frozen=True)
class Base:
    """Contents as `record/canonical.read` gives them, None where there was none. `words` end "since …"."""

    key: str
    words: str
    text: dict | None
    facts: dict | None
    said: str = ""
    by: str = ""
    at: datetime.datetime | None = None


def bases(edition, facts):
    """What there is to compare with; the first one is shown if nobody chose."""
    return [base for base in (_returned(edition, facts), _public(edition, facts)) if base is not None]


def changes(base, edition, facts):
    """`(of the text, of the facts)`; None where there is nothing to compare with."""
    text = facts_changes = None
    if isinstance(edition, Edition) and base.text is not None:
        text = versions.changes(Edition, base.text, canonical.read(edition))
    if facts is not None and base.facts is not None:
        facts_changes = versions.changes(EventEdition, base.facts, canonical.read(facts))
    return text, facts_changes


def _returned(edition, facts):
    line = history_of(edition).filter(act=Act.RETURN).select_related("by").first()
    if line is None:
        return None
    is_text = isinstance(edition, Edition)
    return Base(
        key="returned",
        words=f"it was sent back, {moment(line.at)}",
        text=_as_of(edition, line.at) if is_text else None,
        facts=_as_of(facts, line.at),
        said=line.comment,
        by=line.by_name,
        at=line.at,
    )


def _as_of(version, at):
    if version is None:
        return None
    snapshot = history_of(version, Snapshot).filter(at__lte=at).first()
    return snapshot.data if snapshot else None


def _public(edition, facts):
    public = edition.thing.editions.public().exclude(pk=edition.pk).first()
    if public is None:
        return None
    if not isinstance(edition, Edition):
        return Base("public", "the public version", None, canonical.read(public))
    return Base("public", "the public version", canonical.read(public), _public_facts(public, facts))


def _public_facts(public, facts):
    if facts is None or public.event_id != facts.event_id:
        return None
    live = EventEdition.objects.live().filter(event=facts.event_id).first()
    return canonical.read(live) if live is not None else None
