"""What stands on the sheet: a version with all that somebody signs for, as plain values.

Print and Word say the same, so both are made of this.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models.functions import Left
from django.utils import timezone

from news import html, words, workflow
from news.enums import State
from news.models import Edition
from news.models import Picture as StoredPicture
from news.queries import checklist, files
from news.queries.versions import changes as changes_between
from news.queries.versions import flat
from news.record import canonical
from news.record.log import last_snapshot, take_snapshot

from . import facts as of_facts

KEY_LENGTH = 8
HIDDEN = "hidden"
# A list of changes that nobody can check on paper is not printed; its length is.
MOST_CHANGES = 120


@dataclass(frozen=True)
class Picture:
    caption: str
    alt: str
    credit: str
    is_lead: bool
    file: object


@dataclass(frozen=True)
class Sheet:
    """`mark` stands large on each page. `facts` are `(label, lines)`, `checklist` `(heading, entries)`.

    `saved` is the moment at which this version was saved, in Kuala Lumpur. `code` is short and the same
    for the same words and facts, so a signed sheet can be matched with what it says.
    """

    what: str
    mark: str
    state: str
    reference: str
    title: str
    number: int
    saved: str
    saved_by: str
    code: str
    embargo: str = ""
    standfirst: str = ""
    dateline: str = ""
    body: str = ""
    change_note: str = ""
    facts: tuple = ()
    facts_state: str = ""
    changes: tuple = ()
    changes_left_out: int = 0
    checklist: tuple = ()
    pictures: tuple[Picture, ...] = field(default=(), repr=False)

    @property
    def version(self):
        """As "Version 3, saved 22 November 2026, 20:15 (UTC+8)"."""
        return f"Version {self.number}, saved {self.saved}" if self.saved else f"Version {self.number}"


def read(edition):
    """The sheet of a version of a text or of facts. A constant number of queries for each kind."""
    text = edition if isinstance(edition, Edition) else None
    facts = workflow.facts_beside(edition) if text is not None else edition
    content = canonical.read(edition)
    facts_content = content if text is None else canonical.read(facts) if facts else None
    public_content = _public(edition)
    public_facts = public_content if text is None else _public_facts(facts, facts_content)
    found = checklist.entries(edition, facts, before_text=public_content if text else None, before_facts=public_facts)
    changed = _changes(edition, public_content, content)
    if text is not None and facts is not None and facts.is_open:
        changed += _changes(facts, public_facts, facts_content)
    common = {
        "mark": "DRAFT" if edition.is_open else State(edition.state).label.upper(),
        "state": State(edition.state).label,
        "number": edition.number,
        "saved": words.moment(timezone.localtime(edition.changed_at)) if edition.changed_at else "",
        "saved_by": str(edition.changed_by or ""),
        "change_note": edition.change_note,
        "facts": of_facts.rows(facts) if facts else (),
        "changes": tuple(changed[:MOST_CHANGES]),
        "changes_left_out": max(0, len(changed) - MOST_CHANGES),
        "checklist": _by_kind(found),
    }
    if text is None:
        return Sheet(
            what=f"Event: {edition.get_kind_display()}",
            reference="",
            title=str(edition),
            code=code_of(content),
            **common,
        )
    return Sheet(
        what=f"Press release: {edition.get_kind_display()}",
        reference=edition.release.reference,
        title=edition.title or "Without a title",
        code=" / ".join(map(code_of, filter(None, [content, facts_content]))),
        embargo=embargo_line(edition.embargo_until),
        standfirst=edition.standfirst,
        dateline=edition.dateline,
        body=body_to_show(edition.body),
        facts_state=_facts_state(facts) if facts else "",
        pictures=tuple(
            Picture(row.caption, "" if row.is_decorative else row.alt, row.credit, row.is_lead, row.picture.file)
            for row in _shown(edition)
        ),
        **common,
    )


def body_to_show(body):
    """A text as it leaves the desk on paper or in Word: in the place of a hidden picture stands that it is hidden."""
    keys = html.pictures(body)
    keyed = StoredPicture.objects.exclude(hidden_at=None).annotate(key=Left("sha256", files.KEY_LENGTH))
    hidden = set(keyed.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    return html.without_words(body, hidden, HIDDEN) if hidden else body


def _shown(edition):
    rows = edition.pictures.filter(picture__hidden_at=None).select_related("picture")
    return rows.order_by("-is_lead", "order", "pk")


def code_of(content):
    """As "3F2A-91BC": the beginning of the digest of a content, as `canonical.read` or a snapshot gives it."""
    digest = canonical.digest(content).upper()[:KEY_LENGTH]
    return f"{digest[:4]}-{digest[4:]}"


def kept_version(edition, *, by):
    """The snapshot that holds an edition as it stands; taken now if the last one holds something else."""
    last = last_snapshot(edition)
    return last if last is not None and last.data == canonical.read(edition) else take_snapshot(edition, by=by)


def embargo_line(moment):
    """The red line, or an empty string; said as long as the moment is to come."""
    if moment is None or moment <= timezone.now():
        return ""
    utc = moment.astimezone(datetime.UTC)
    return f"EMBARGO: not to be published before {words.moment(timezone.localtime(moment))}, {words.moment(utc)}"


def _public(edition):
    """The content of the public version beside this one, or None."""
    if edition.state == State.PUBLISHED:
        return None
    public = edition.thing.editions.live().exclude(pk=edition.pk).first()
    return canonical.read(public) if public else None


def _public_facts(facts, content):
    """The content of the public facts beside those that belong to a text, which may be those themselves."""
    if facts is None:
        return None
    return content if facts.state == State.PUBLISHED else _public(facts)


def _changes(edition, before, after):
    if before is None:
        return []
    return list(flat(changes_between(type(edition), before, after)))


def _by_kind(entries):
    """`(heading, entries)` in the order of the list; kinds of which there is nothing are left out."""
    by_kind = {kind: [entry for entry in entries if entry.kind == kind] for kind in checklist.KINDS}
    return tuple((checklist.KINDS[kind], tuple(found)) for kind, found in by_kind.items() if found)


def _facts_state(facts):
    state = "as readers see them" if facts.state == State.PUBLISHED else State(facts.state).label.lower()
    return f"version {facts.number}, {state}"
