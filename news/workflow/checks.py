"""What must be put right before an edition goes out. All problems at once, each at its field.

A problem stands under the path of its field: `title`, `pictures.1.alt` for the alternative text of the
second picture. What cannot change between handing in and publishing is asked for at both; what can
(an event that was to be covered as well, facts) once more at publishing.
"""

from collections import defaultdict

from news import html
from news.assistant.seen import is_unfinished, looks_like_file_name
from news.enums import ReleaseKind
from news.html.blocks import Figure, text_of
from news.html.read import read as blocks_of
from news.models import Edition
from news.pictures.renditions import pictures_in
from news.queries import links, not_shown
from news.queries.files import KEY_LENGTH

from .minor import NEVER, never_minor

LONGEST_QUOTE = 60


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
        for event in edition.also_covers.prefetch_related("editions"):
            if not any(version.state == "published" for version in event.editions.all()):
                problems["also_covers"].append(f"“{event}” is not public yet, so it cannot be covered as well.")
    else:
        _facts(edition, problems)
    return dict(problems)


def problems_for_import(edition):
    """What keeps a post of the old archive from readers: no title, no text. Facts need their name."""
    problems = defaultdict(list)
    if isinstance(edition, Edition):
        _title(edition, problems)
        _text(edition, problems)
    else:
        _name(edition, problems)
    return dict(problems)


# Press releases


def _release(edition, problems, *, with_facts=None):
    _title(edition, problems)
    if not edition.standfirst.strip():
        problems["standfirst"].append("The summary is missing.")
    _text(edition, problems)
    _event_of(edition, problems, with_facts)
    _pictures(edition, problems)
    _dead_links(edition, problems)
    documents = edition.documents.select_related("document").order_by("order", "pk")
    for number, row in enumerate(documents):
        if row.document.hidden_at:
            problems[f"documents.{number}.document"].append(f"“{row}” is hidden. Take it out.")
    _what_changed(edition, problems)


def _title(edition, problems):
    if not edition.title.strip():
        problems["title"].append("The title is missing.")


def _text(edition, problems):
    if not html.plain(edition.body).strip():
        problems["body"].append("The text is missing.")


def _event_of(edition, problems, with_facts):
    """Whatever kind of release names an event, the event's open facts go out with it."""
    is_report = edition.kind == ReleaseKind.EVENT_REPORT
    if edition.event_id is None:
        if is_report:
            problems["event"].append("An event report needs its event. Choose one, or choose another kind.")
        return
    if edition.event.merged_into_id:
        problems["event"].append("This event was merged into another one. Choose that one.")
        return
    facts = edition.event.editions.open().first() if with_facts is None else None
    if facts is not None:
        for field, sentences in problems_for_publish(facts).items():
            if field != "change_note" or not _note_stands_for_both(edition):
                problems["event"].extend(f"In the facts of the event: {sentence}" for sentence in sentences)
    elif is_report and with_facts is None and not edition.event.editions.live().exists():
        problems["event"].append("The event has no facts that could be published.")


def _pictures(edition, problems):
    rows = list(edition.pictures.select_related("picture").order_by("order", "pk"))
    figures = [block for block in blocks_of(edition.body) if isinstance(block, Figure)]
    if not rows and not figures:
        return
    nobody = not_shown.people()
    in_text = list(pictures_in(edition.body)) if figures else []
    shown = not_shown.shown_in([row.picture_id for row in rows] + [picture.pk for picture in in_text]) if nobody else {}
    for number, row in enumerate(rows):
        called = f"Picture {number + 1}, {_quoted(row)}"
        for name in shown.get(row.picture_id, ()):
            problems[f"pictures.{number}.picture"].append(_must_not(called, name))
        if not row.alt.strip() and not row.is_decorative:
            problems[f"pictures.{number}.alt"].append(f"{called}, has no alternative text. Say what is seen.")
        if is_unfinished(row.alt):
            problems[f"pictures.{number}.alt"].append(f"{called}: {UNFINISHED}")
        if row.picture.hidden_at:
            problems[f"pictures.{number}.picture"].append(f"{called}, is hidden. Take it out.")
        for field in ("caption", "alt"):
            for name in not_shown.named(nobody, getattr(row, field)):
                problems[f"pictures.{number}.{field}"].append(_not_to_be_shown(called, name))
            if looks_like_file_name(getattr(row, field), row.picture.original_name):
                problems[f"pictures.{number}.{field}"].append(f"{called}, has the name of a file there. {ASKED[field]}")
    if any(picture.hidden_at for picture in in_text):
        problems["body"].append("A picture in the text is hidden. Take it out.")
    for picture in in_text:
        for name in shown.get(picture.pk, ()):
            problems["body"].append(_must_not(f"The picture {_quoted(picture)} in the text", name))
    _figures(figures, in_text, nobody, problems)


def _figures(figures, in_text, nobody, problems):
    for number, figure in enumerate(figures, 1):
        called = f"Picture {number} in the text"
        if caption := text_of(figure.caption):
            called += f", {_quoted(caption)},"
        if not figure.alt.strip():
            problems["body"].append(f"{called} has no alternative text. Say what is seen.")
        if is_unfinished(figure.alt):
            problems["body"].append(f"{called.rstrip(',')}: {UNFINISHED}")
        original = next((row.original_name for row in in_text if f"/{row.sha256[:KEY_LENGTH]}/" in figure.src), "")
        for field, said in (("alt", figure.alt), ("caption", text_of(figure.caption))):
            if looks_like_file_name(said, original):
                problems["body"].append(f"{called} has the name of a file there. {ASKED[field]}")
        for name in not_shown.named(nobody, f"{figure.alt}\n{text_of(figure.caption)}"):
            problems["body"].append(_not_to_be_shown(called.rstrip(","), name))


UNFINISHED = "the alternative text is not finished. Say what is seen."
ASKED = {"caption": "Say who it is.", "alt": "Say what is seen."}


def _must_not(called, name):
    return f"{called}, shows {name}. No picture of this person may be published."


def _not_to_be_shown(called, name):
    return f"{called}, names {name}. No picture of this person may be published."


def _quoted(value):
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + '…'}”"


def _dead_links(edition, problems):
    addresses = links.hrefs(edition.body)
    if not addresses:
        return
    # What goes public in the same act may be linked.
    own = {edition.release.get_absolute_url()}
    if edition.event_id:
        own.add(edition.event.get_absolute_url())
    for address in links.dead(addresses, public_too=own):
        problems["body"].append(f"The link to {_quoted(address)} leads to no page that readers can open.")


# Facts


def _facts(edition, problems):
    _name(edition, problems)
    _what_changed(edition, problems)


def _name(edition, problems):
    if not edition.name.strip() or edition.name.strip() == "?":
        problems["name"].append("The event has no name.")


# Both


def _what_changed(edition, problems):
    """Readers are told what is different, unless nothing is that counts."""
    if not edition.is_minor and edition.change_note.strip():
        return
    public = _replaces(edition)
    if public is None:
        return
    if not edition.is_minor:
        problems["change_note"].append("Say for readers what is different from the public version.")
    elif never_minor(edition, public):
        problems["is_minor"].append(NEVER)


def _note_stands_for_both(edition):
    """Whether a release's note serves changed facts too: it has one, or must, and is asked for it already."""
    return bool(edition.change_note.strip()) or (not edition.is_minor and _replaces(edition) is not None)


def _replaces(edition):
    return edition.thing.editions.public().exclude(pk=edition.pk).first()
