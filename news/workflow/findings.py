"""What may be better before a version goes out. It keeps nobody from anything.

A person taps *Right as it stands*: that holds for these very words in every later version of the thing,
with name and time.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field

from django.db import transaction

from news import words
from news.enums import AliasKind
from news.errors import Impossible, NotAllowed
from news.html import phrases, plain
from news.html.blocks import List, Para, Quote, Table
from news.html.read import read as blocks_of
from news.html.schema import link_address
from news.models import Alias, Dismissal, Edition
from news.record.log import note
from news.rules import people

from .gate import lock

LONGEST_TITLE = 110
LONGEST_SUMMARY = 300
MOST_OF_A_RULE = 5

# Read alone, as a list of links is read out, these say nothing.
SAYS_NOTHING = frozenset(
    """
    here|click|click here|click this link|click on this link|this|this link|the link|link|this page|this website|
    page|website|more|read more|see more|learn more|find out more|more information|details|see here|read here|
    download|download here|continue|press here|tap here
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)


@dataclass(frozen=True)
class Finding:
    """`field` is the path of the field, `words` what it is about, `fingerprint` the hash of rule and words."""

    rule: str
    field: str
    sentence: str
    words: str
    fingerprint: str = field(default="", compare=False)


def findings(edition):
    """A tuple of `Finding`, gravest first: those that somebody called right as they stand are among them.

    Two queries at most for a release, one for facts.
    """
    found = _release(edition) if isinstance(edition, Edition) else _facts(edition)
    once = {}
    for rule, at, sentence, about in found:
        fingerprint = _fingerprint(rule, about)
        once.setdefault(fingerprint, Finding(rule, at, sentence, about, fingerprint))
    return tuple(once.values())


def judged(edition):
    """`(open, dismissed)`: findings to look at, and pairs of a finding and the `Dismissal` that says it is right."""
    said = {row.fingerprint: row for row in Dismissal.objects.about_thing(edition).select_related("by")}
    found = findings(edition)
    left = tuple(finding for finding in found if finding.fingerprint not in said)
    return left, tuple((finding, said[finding.fingerprint]) for finding in found if finding.fingerprint in said)


@transaction.atomic
def dismiss(edition, fingerprint, *, by):
    """Right as it stands, in this and every later version. Said twice, the first one counts.

    Raises `NotAllowed`, and `Impossible` if the words are no longer there or the version is not open.
    """
    edition = _open(edition, by)
    finding = next((found for found in findings(edition) if found.fingerprint == fingerprint), None)
    if finding is None:
        raise Impossible("This is no longer found. The words changed meanwhile.")
    there = Dismissal.objects.about_thing(edition).filter(fingerprint=fingerprint).first()
    if there is not None:
        return there
    dismissal = Dismissal.objects.create(
        **{Dismissal.column(edition): edition},
        rule=finding.rule,
        words=finding.words,
        fingerprint=finding.fingerprint,
        by=by,
    )
    _log("dismiss", edition, finding.rule, finding.words, by=by, comment=finding.sentence)
    return dismissal


@transaction.atomic
def undo_dismiss(edition, fingerprint, *, by):
    """To be looked at again. Raises `NotAllowed`, `Impossible`."""
    edition = _open(edition, by)
    rows = [row for row in Dismissal.objects.about_thing(edition) if row.fingerprint == fingerprint]
    if not rows:
        raise Impossible("Nobody said that this is right as it stands.")
    _log("undo_dismiss", edition, rows[0].rule, rows[0].words, by=by)
    Dismissal.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _open(edition, by):
    if said := people.writer(by):
        raise NotAllowed(said)
    edition = lock(edition)
    if not edition.is_open:
        raise Impossible("This version is not in progress.")
    return edition


def _log(act, edition, rule, about, *, by, comment=""):
    details = {"rule": rule, "words": about}
    note(act, edition, by=by, from_state=edition.state, to_state=edition.state, comment=comment, details=details)


def _fingerprint(rule, about):
    return hashlib.sha256(json.dumps([rule, about], ensure_ascii=False).encode()).hexdigest()


# The rules: (rule, field, sentence, words)


def _release(edition):
    blocks = blocks_of(edition.body)
    yield from _mistakes(edition)
    yield from _headings(blocks)
    yield from _links(blocks)
    if len(edition.title) > LONGEST_TITLE:
        said = f"The title has {len(edition.title)} letters. Best are at most {LONGEST_TITLE}."
        yield "long_title", "title", said, edition.title
    if len(edition.standfirst) > LONGEST_SUMMARY:
        said = f"The summary has {len(edition.standfirst)} letters. Best are at most {LONGEST_SUMMARY}."
        yield "long_summary", "standfirst", said, edition.standfirst
    if _shouts(edition.title):
        yield "capitals", "title", "The title is in capital letters. They are hard to read.", edition.title
    if edition.title.rstrip().endswith("."):
        yield "full_stop", "title", "The title ends with a full stop.", edition.title
    if "<img" not in edition.body and not edition.pictures.exists():
        yield "no_picture", "pictures", "There is no picture. Releases with one are read more.", ""


def _facts(edition):
    if _shouts(edition.name):
        yield "capitals", "name", "The name is in capital letters. They are hard to read.", edition.name
    if not edition.participations.exists():
        yield "no_people", "participations", "Nobody is in the list of people yet.", ""


def _shouts(text):
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 15 and all(sign.isupper() for sign in letters if sign.lower() != sign.upper())


def _mistakes(edition):
    """Spellings that the directory calls a mistake; one query."""
    texts = [(at, value) for at in ("title", "standfirst") if (value := getattr(edition, at))]
    texts.append(("body", plain(edition.body)))
    together = words.fold(" ".join(text for _, text in texts))
    aliases = Alias.objects.filter(kind=AliasKind.MISSPELLING)
    for alias in aliases.select_related("person", "organization", "programme", "place__country", "country"):
        if words.fold(alias.text) not in together:
            continue
        entry = alias.person or alias.organization or alias.programme or alias.place or alias.country
        right = alias.place.city if alias.place_id else getattr(entry, "name", str(entry))
        for at, text in texts:
            # What is right may hold the mistake: “ASEANAPOL Secretariat” and “Secretariat”.
            if phrases.spans(phrases.replaced(text, right, " "), alias.text):
                said = f"“{alias.text}” is on the list of mistakes. Right is “{right}”."
                yield "mistake", at, said, alias.text
                break


def _headings(blocks):
    level, count = 1, 0
    for block in blocks:
        if not isinstance(block, Para) or block.tag not in {"h2", "h3", "h4"}:
            continue
        here = int(block.tag[1])
        if here > level + 1 and count < MOST_OF_A_RULE:
            count += 1
            yield "skipped_heading", "body", f"The heading “{block.text}” skips a level.", block.text
        level = here


def _links(blocks):
    count = 0
    for text, href in _linked(blocks):
        said = " ".join(text.split())
        bare = re.sub(r"[^\w\s]", "", said).strip().lower()
        if bare in SAYS_NOTHING:
            rule, sentence = "link_words", f"The link “{said}” does not say where it leads."
        elif _is_address(said, href):
            rule, sentence = "bare_address", f"The link “{said}” shows an address. Say what is there."
        else:
            continue
        count += 1
        if count <= MOST_OF_A_RULE:
            yield rule, "body", sentence, f"{said} → {href}"


def _is_address(text, href):
    if href.startswith(("mailto:", "tel:")) or " " in text:
        return False
    return bool(re.match(r"(https?://|www\.)", text, re.IGNORECASE)) and link_address(text) is not None


def _linked(blocks):
    """(text, address) of every link; neighbouring runs of one link are one."""
    for runs in _runs(blocks):
        text, href = "", ""
        for run in [*runs, None]:
            here = run.marks.href if run else ""
            if here != href:
                if href:
                    yield text, href
                text, href = "", here
            if run:
                text += run.text


def _runs(blocks):
    for block in blocks:
        match block:
            case Para():
                yield block.runs
            case List():
                for item in block.items:
                    yield from _runs(item)
            case Quote():
                yield from _runs(block.blocks)
                yield block.footer
            case Table():
                yield block.caption
                for row in block.rows:
                    for cell in row:
                        yield from _runs(cell.blocks)
            case _:
                yield getattr(block, "caption", [])
