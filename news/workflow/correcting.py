"""*Correct everywhere*: wrong words in many events and live texts, one note, one approval.

Whoever prepares it ticks places; each version that has one gets its words in a new version (or in the
one in progress), and all are handed in together. A second editor approves all or nothing.
"""

import re
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from news.enums import State
from news.errors import Impossible, NewsroomError, NotAllowed, Problems
from news.html import phrases
from news.models import ActionLog, CorrectedVersion, Correction, Edition, Event, EventEdition, PressRelease
from news.queries import occurrences
from news.record.log import note as log
from news.record.searchable import together
from news.rules import people

from .editing import discard
from .gate import lock
from .new_words import Words, in_progress_with
from .publishing import publish
from .reviewing import LONGEST_COMMENT, send_back, submit, take_back, unusable
from .telling import editors, tell, told_together

MOST = occurrences.MOST
MODELS = {"edition": Edition, "eventedition": EventEdition}
# What a correction has nothing left to do about.
SETTLED = frozenset({State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN, State.DISCARDED})
_KEY = re.compile(r"(edition|eventedition)-(\d{1,18})\|([\w.-]{1,200}):(\d{1,5})")


@transaction.atomic
def prepare(old, new, what, note, chosen, *, by):
    """The new words at every chosen place, handed in as one `Correction`.

    `chosen` are keys of places, `"edition-12|body:0"`: version, path and number as in
    `queries.occurrences`. Raises `NotAllowed`, and `Problems` (old, new, what, note, chosen) with what
    keeps which version from it; nothing is written then.
    """
    if said := people.writer(by):
        raise NotAllowed(said)
    old, new, note = (" ".join(str(text).split()) for text in (old, new, note))
    problems = wrong_words(old, new, what, note)
    wanted = _wanted(chosen, problems)
    if problems:
        raise Problems(problems)
    versions = _ordered(_load(wanted))
    _lock_all(versions)
    said, made = _missing(wanted, versions), []
    words = Words(old, new, what, note)
    with told_together():
        for version in versions:
            try:
                is_new = not version.is_open
                made.append((in_progress_with(version, wanted[_name(version)], words, by=by), is_new))
            except NewsroomError as error:
                said.append(f"“{version}”: {error}")
        said = said or _hand_in_all([version for version, _ in made], by=by)
    if said:
        raise Problems({"chosen": said})
    correction = Correction.objects.create(old=old, new=new, what=what, note=note, made_by=by)
    for version, is_new in made:
        CorrectedVersion.objects.create(correction=correction, **{CorrectedVersion.column(version): version})
        _log(version, correction, "correct", by=by, made=is_new)
    second = [editor for editor in editors() if editor.pk != by.pk]
    tell("correction", correction, second, by=by, comment=str(correction))
    return correction


@transaction.atomic
@together()
def approve_everywhere(correction, *, by):
    """Publish every version of it, or none: raises `Problems` that say which one keeps it, and why.

    Also raises `NotAllowed`, `Impossible`.
    """
    correction = _open(correction)
    if said := why_not_approve(correction, by=by):
        raise NotAllowed(said)
    versions = _ordered(left(correction))
    if not versions:
        raise Impossible("Nothing of this correction is left to approve.")
    _lock_all(versions)
    said = _other_facts(versions)
    with told_together():
        for version in versions:
            version.refresh_from_db()
            if version.state in SETTLED:
                continue  # a release took its facts along
            try:
                publish(version, by=by, comment=str(correction), details={"correction": correction.pk})
            except Problems as error:
                said += [f"“{version}”: {sentence}" for found in error.by_field.values() for sentence in found]
            except NewsroomError as error:
                said.append(f"“{version}”: {error}")
    if said:
        raise Problems({"": said})
    correction.done_by, correction.done_at = by, timezone.now()
    correction.save(update_fields=["done_by", "done_at"])
    tell("corrected", correction, [correction.made_by], by=by, comment=str(correction))
    return correction


@transaction.atomic
def send_back_everywhere(correction, *, by, comment):
    """Back to who prepared it, with what is to be done. Raises `NotAllowed`, `Impossible`, `Problems`."""
    correction = _open(correction)
    if said := people.editor(by):
        raise NotAllowed(said)
    if said := unusable(comment, "Say what is to be changed.", LONGEST_COMMENT):
        raise Problems({"comment": [said]})
    _out_of_review(correction, lambda version: send_back(version, by=by, comment=comment))
    tell("correction_sent_back", correction, [correction.made_by], by=by, comment=comment.strip())
    return correction


@transaction.atomic
def hand_in_again(correction, *, by):
    """After it was sent back: all drafts of it are handed in once more. Raises as `prepare` does."""
    correction = _open(correction)
    if said := _not_theirs(correction, by):
        raise NotAllowed(said)
    versions = _ordered(left(correction))
    _lock_all(versions)
    if not any(version.state == State.DRAFT for version in versions):
        raise Impossible("Everything of this correction is handed in.")
    with told_together():
        said = _hand_in_all(versions, by=by)
    if said:
        raise Problems({"": said})
    second = [editor for editor in editors() if editor.pk != by.pk]
    tell("correction", correction, second, by=by, comment=str(correction))
    return correction


@transaction.atomic
def cancel(correction, *, by):
    """Give it up: versions that were made for it go to the bin, others stay drafts with the new words.

    Raises `NotAllowed`, `Impossible`. The log of each version keeps what was done.
    """
    correction = _open(correction)
    if said := _not_theirs(correction, by):
        raise NotAllowed(said)
    comment = f"Given up: {correction}."

    def out(version):
        if version.submitted_by_id == by.pk:
            take_back(version, by=by)
        else:
            send_back(version, by=by, comment=comment)

    _out_of_review(correction, out)
    versions = _ordered(left(correction))
    made = _made_for(correction, versions)
    foreign = {version.event_id for version in _releases(versions) if _foreign_facts(version, versions)}
    for version in versions:
        version.refresh_from_db()
        _log(version, correction, "uncorrect", by=by)
        stays = isinstance(version, Edition) and version.event_id in foreign
        if version.state == State.DRAFT and _name(version) in made and not stays:
            discard(version, by=by)
    correction.delete()


def left(correction):
    """Its versions that are neither published nor in the bin."""
    rows = correction.versions.select_related("edition__event", "event_edition__event")
    return [row.version for row in rows if row.version.state not in SETTLED]


def why_not_approve(correction, *, by):
    """The sentence of a refusal, without looking at each version, or an empty string."""
    if said := people.editor(by):
        return said
    if correction.made_by_id == by.pk:
        return "You prepared this correction. Somebody else must approve it."
    return ""


def wrong_words(old, new, what, note=None):
    """What is wrong with the words themselves: sentences by field. Without `note` it is not asked for yet."""
    problems = defaultdict(list)
    longest = {name: Correction._meta.get_field(name).max_length for name in ("old", "new", "note")}
    for name, text, missing in (
        ("old", old, "Type the words that are wrong."),
        ("new", new, "Type the right words."),
        *([("note", note, "Say for readers what is right.")] if note is not None else []),
    ):
        if said := unusable(text, missing, longest[name]):
            problems[name].append(said)
    if old and old == new:
        problems["new"].append("These are the same words.")
    if what not in occurrences.SORTS:
        problems["what"].append("Choose what is corrected.")
    if old and len(re.findall(r"[^\W_]", old)) < occurrences.FEWEST_LETTERS:
        problems["old"].append("This is too short to look for.")
    if note and not problems and phrases.spans(phrases.replaced(note, new, " "), old):
        problems["note"].append("Say what is right. Do not repeat the mistake.")
    return dict(problems)


# What is ticked


def _wanted(chosen, problems):
    """`{(model name, key): {path: numbers}}` from the keys of places."""
    wanted = defaultdict(lambda: defaultdict(set))
    for key in chosen:
        found = _KEY.fullmatch(str(key))
        if not found:
            problems.setdefault("chosen", []).append("One of the ticks is about nothing that is here.")
            return {}
        wanted[found[1], int(found[2])][found[3]].add(int(found[4]))
    if not wanted:
        problems.setdefault("chosen", []).append("Tick at least one place.")
    if len(wanted) > MOST:
        problems.setdefault("chosen", []).append(f"At most {MOST} pages at once. Take fewer, and the rest afterwards.")
    return wanted


def _name(version):
    return version._meta.model_name, version.pk


def _load(wanted):
    found = []
    for name, model in MODELS.items():
        keys = [key for kind, key in wanted if kind == name]
        if keys:
            found += model.objects.filter(pk__in=keys).select_related(occurrences.THING[model], "event")
    return found


def _missing(wanted, versions):
    return ["One of these versions is no longer there."] if len(versions) < len(wanted) else []


def _releases(versions):
    return [version for version in versions if isinstance(version, Edition)]


def _ordered(versions):
    """Releases first: each takes the facts of its event along."""
    return sorted(versions, key=lambda version: (isinstance(version, EventEdition), version.pk))


def _lock_all(versions):
    """In the order in which every act locks, for all at once: so two of many cannot wait for each other."""
    events = {version.event_id for version in versions if version.event_id}
    around = Edition.objects.open().filter(event__in=events).values_list("release", flat=True)
    keys = {version.release_id for version in _releases(versions)} | set(around)
    list(PressRelease.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    list(Event.objects.select_for_update().filter(pk__in=events).order_by("pk").values_list("pk"))


# All together


def _hand_in_all(versions, *, by):
    """Sentences of what keeps which version from being handed in."""
    said = _other_facts(versions)
    for version in _ordered(versions):
        version.refresh_from_db()
        if version.state != State.DRAFT:
            continue  # handed in before, or along with its release
        try:
            submit(version, by=by)
        except Problems as error:
            said += [f"“{version}”: {sentence}" for found in error.by_field.values() for sentence in found]
        except NewsroomError as error:
            said.append(f"“{version}”: {error}")
    return said


def _other_facts(versions):
    """Facts in progress that nobody ticked would go out along with a release: a sentence for each."""
    return [
        f"“{version}”: other facts of its event are in progress. Publish them first, or put them into the bin."
        for version in _releases(versions)
        if _foreign_facts(version, versions)
    ]


def _foreign_facts(release, versions):
    own = {version.pk for version in versions if isinstance(version, EventEdition)}
    return bool(release.event_id) and release.event.editions.open().exclude(pk__in=own).exists()


def _out_of_review(correction, does):
    versions = _ordered(left(correction))
    _lock_all(versions)
    said = []
    with told_together():
        for version in versions:
            version.refresh_from_db()
            if version.state != State.IN_REVIEW:
                continue
            try:
                does(version)
            except NewsroomError as error:
                said.append(f"“{version}”: {error}")
    if said:
        raise Problems({"": said})


def _open(correction):
    correction = lock(correction)
    if correction.done_at:
        raise Impossible("This correction is done.")
    return correction


def _not_theirs(correction, by):
    if said := people.writer(by):
        return said
    if correction.made_by_id == by.pk:
        return ""
    return "" if not people.editor(by) else "Only who prepared it, or an editor, can do this."


def _made_for(correction, versions):
    """Names of the versions that began with this correction: the log has it."""
    keys = [str(version.pk) for version in versions]
    lines = ActionLog.objects.filter(act="correct", thing_type__in=list(MODELS), thing_id__in=keys)
    return {
        (line.thing_type, int(line.thing_id))
        for line in lines
        if line.details.get("correction") == correction.pk and line.details.get("made")
    }


def _log(version, correction, act, *, by, **details):
    log(
        act,
        version,
        by=by,
        from_state=version.state,
        to_state=version.state,
        comment=str(correction),
        details={"correction": correction.pk, **details},
    )
