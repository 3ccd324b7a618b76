"""Who may: each function answers with the sentence of a refusal, or with an empty string.

`person` is an account, or None for the system and the command line.
"""

from django.db.models import prefetch_related_objects

from news.enums import Role

LADDER = list(Role)


def at_least(person, role):
    """Whether an active account has this role or a higher one."""
    return bool(person and person.is_active and LADDER.index(Role(person.role)) >= LADDER.index(role))


def writer(person, edition=None):
    return "" if at_least(person, Role.WRITER) else "Your account may only read."


def editor(person, edition=None):
    return "" if at_least(person, Role.EDITOR) else "Only an editor can do this."


def administrator(person, edition=None):
    return "" if at_least(person, Role.ADMINISTRATOR) else "Only an administrator can do this."


def editor_or_system(person, edition):
    return "" if person is None else editor(person)


def command_line(person, edition):
    return "" if person is None or at_least(person, Role.ADMINISTRATOR) else "Only a command can import."


def is_author(person, edition):
    return any(author.pk == person.pk for author in edition.authors.all())


def author_or_editor(person, edition):
    if refusal := writer(person):
        return refusal
    if at_least(person, Role.EDITOR) or is_author(person, edition):
        return ""
    return "Only who wrote it, or an editor, can do this."


def submitter(person, edition):
    if refusal := writer(person):
        return refusal
    return "" if edition.submitted_by_id == person.pk else "Only who handed it in can take it back."


def second_editor(person, edition):
    """Two pairs of eyes: neither who handed in nor anyone who wrote at the text or its facts."""
    return editor(person) or _took_part(person, _with_open_facts(edition))


def who_may_check(accounts, edition):
    """`[(account, refusal or "")]` of `second_editor`, in the same number of queries for many accounts as for one."""
    parts = list(_with_open_facts(edition))
    for part in parts:
        prefetch_related_objects([part], "authors")
    return [(account, editor(account) or _took_part(account, parts)) for account in accounts]


def _took_part(person, parts):
    for part in parts:
        if part.submitted_by_id == person.pk:
            return "You handed this in. Somebody else must check it."
        if is_author(person, part):
            return "You wrote at this version. Somebody else must check it."
    return ""


def may_publish_alone(person, edition=None):
    if at_least(person, Role.ADMINISTRATOR):
        return ""
    if at_least(person, Role.EDITOR) and person.on_duty:
        return ""
    return "Only an administrator or the duty editor can publish alone."


def checker(person, edition):
    if refusal := editor(person):
        return refusal
    if edition.flagged_since is None:
        return "There is nothing to check afterwards."
    if edition.published_by_id == person.pk:
        return "You published this alone. Somebody else must check it."
    if is_author(person, edition):
        return "You wrote at this version. Somebody else must check it."
    return ""


def _with_open_facts(edition):
    yield edition
    event = getattr(edition, "event", None)
    if event is not None and hasattr(edition, "release_id"):
        yield from event.editions.open()
