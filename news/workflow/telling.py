"""Who is told of an act, by mail: written as a job in the act's transaction, by name."""

from contextlib import contextmanager
from contextvars import ContextVar

from news.models import Account, Edition
from news.record.jobs import later
from news.record.log import thing_key
from news.rules import people


def people_of(edition):
    """Who wrote a version, and who handed it in; with the facts that go along."""
    found = {author.pk: author for author in edition.authors.all()}
    if edition.submitted_by_id:
        found[edition.submitted_by_id] = edition.submitted_by
    if isinstance(edition, Edition) and edition.event_id:
        for facts in edition.event.editions.open():
            found |= {author.pk: author for author in facts.authors.all()}
    return sorted(found.values(), key=lambda account: account.pk)


def editors():
    """Everybody who may edit, publish and withdraw."""
    return [account for account in Account.objects.filter(is_active=True) if not people.editor(account)]


_told_together = ContextVar("told_together", default=False)


@contextmanager
def told_together():
    """Acts in here write no letters of their own: who does many at once tells of all in one."""
    token = _told_together.set(True)
    try:
        yield
    finally:
        _told_together.reset(token)


def tell(what, thing, to, *, by, comment=""):
    """Write the mail `what` about a version, picture, document or correction; not to `by`, who knows.

    `what` names a letter, see `outputs/letters.py`. Accounts without an address are left out there.
    Each account has a job of its own, so an address that is refused holds up nobody else's letter.
    """
    if _told_together.get():
        return
    thing_type, thing_id = thing_key(thing)
    for key in sorted({account.pk for account in to if by is None or account.pk != by.pk}):
        later(
            "send_mail",
            what=what,
            to=[key],
            thing_type=thing_type,
            thing_id=thing_id,
            by=by.pk if by else None,
            comment=comment,
        )
