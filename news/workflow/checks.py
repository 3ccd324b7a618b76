"""What must be put right before an edition goes out. All problems at once, each at its field."""

from collections import defaultdict

from news import html
from news.enums import ReleaseKind
from news.models import Edition
from news.pictures.renditions import pictures_in
from news.record.canonical import read

# What may differ in a version of the facts that is called minor. Everything else readers rely on.
MINOR_FACTS = {"subjects", "summary", "website", "topics", "change_note", "is_minor", "show_all_before"}


def problems_for_submit(edition):
    """What keeps an edition from being handed in: sentences by field; an empty dict opens the gate."""
    problems = defaultdict(list)
    if isinstance(edition, Edition):
        _release(edition, problems)
    else:
        _facts(edition, problems)
    return dict(problems)


def problems_for_publish(edition, *, with_facts=None):
    """What keeps an edition from readers: what keeps it from being handed in, and what may change meanwhile.

    `with_facts` are facts that become public in the same act though they are not open now.
    """
    problems = defaultdict(list)
    if isinstance(edition, Edition):
        _release(edition, problems, with_facts=with_facts)
        for event in edition.also_covers.all():
            if not event.editions.live().exists():
                problems["also_covers"].append(f"“{event}” is not public yet, so it cannot be covered as well.")
    else:
        _facts(edition, problems)
    return dict(problems)


def _release(edition, problems, *, with_facts=None):
    if not edition.title.strip():
        problems["title"].append("The title is missing.")
    if not edition.standfirst.strip():
        problems["standfirst"].append("The summary is missing.")
    if not html.plain(edition.body).strip():
        problems["body"].append("The text is missing.")
    if edition.kind == ReleaseKind.EVENT_REPORT:
        _event_of(edition, problems, with_facts)
    for picture in edition.pictures.select_related("picture"):
        if not picture.alt.strip() and not picture.is_decorative:
            problems["pictures"].append(f"“{picture}” has no alternative text. Say what is seen.")
        if picture.picture.hidden_at:
            problems["pictures"].append(f"“{picture}” is hidden. Take it out.")
    if pictures_in(edition.body).exclude(hidden_at=None).exists():
        problems["body"].append("A picture in the text is hidden. Take it out.")
    for row in edition.documents.exclude(document__hidden_at=None).select_related("document"):
        problems["documents"].append(f"“{row}” is hidden. Take it out.")
    _change_note(edition, problems)


def _event_of(edition, problems, with_facts):
    if edition.event_id is None:
        problems["event"].append("An event report needs its event. Choose one, or choose another kind.")
        return
    if edition.event.merged_into_id:
        problems["event"].append("This event was merged into another one. Choose that one.")
        return
    facts = edition.event.editions.open().first()
    if facts is not None:
        # The release's note stands for both, so a missing one is asked for once.
        for field, sentences in problems_for_publish(facts).items():
            if field != "change_note":
                problems["event"].extend(sentences)
    elif with_facts is None and not edition.event.editions.live().exists():
        problems["event"].append("The event has no facts that could be published.")


def _facts(edition, problems):
    if not edition.name.strip():
        problems["name"].append("The event has no name.")
    if edition.is_minor and (public := edition.event.editions.public().exclude(pk=edition.pk).first()):
        now, before = read(edition), read(public)
        changed = {name for name in now if now[name] != before.get(name)}
        if changed - MINOR_FACTS:
            problems["is_minor"].append("A name, rank, date, place or number has changed. That is never minor.")
    _change_note(edition, problems)


def _change_note(edition, problems):
    if edition.is_minor or edition.change_note.strip():
        return
    if edition.thing.editions.public().exclude(pk=edition.pk).exists():
        problems["change_note"].append("Say for readers what is different from the public version.")
